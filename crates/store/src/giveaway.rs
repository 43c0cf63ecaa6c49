//! Security keys given away: programmes, sealed codes, and who has which.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    giveaway::{Country, Programme, Terms},
    ids::{AccountId, ProgrammeId},
    keys::KeyId,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ProgrammeRow {
    id: Uuid,
    title: String,
    vendor: String,
    vendor_url: String,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    countries: Json<Vec<String>>,
    keys_per_code: i32,
}

/// How many codes a programme has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Stock {
    pub codes: i64,
    pub claimed: i64,
}

/// A sealed code and its row, which the seal authenticates.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SealedCode {
    pub id: Uuid,
    pub sealed: Vec<u8>,
}

/// A code as it is imported.
#[derive(Clone, Debug)]
pub struct NewCode<'a> {
    pub id: Uuid,
    pub programme: ProgrammeId,
    pub key_id: KeyId,
    pub sealed: &'a [u8],
    /// Keyed, so that it finds the code again and tells nothing of it.
    pub hash: &'a str,
    pub imported_at: DateTime<Utc>,
}

/// A code that was claimed: nothing that leads to a person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClaimLine {
    pub claimed_at: DateTime<Utc>,
    pub title: String,
    pub keys_per_code: i32,
}

/// What the rule of eligibility takes of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Standing {
    pub has_critical_role: bool,
    pub has_key: bool,
}

/// Writes a programme.
pub async fn insert_programme(
    write: &mut Write,
    programme: &Programme,
    created_by: Option<AccountId>,
    created_at: DateTime<Utc>,
) -> Result<()> {
    let Terms { title, vendor, vendor_url, opens_at, closes_at, countries, keys_per_code } = &programme.terms;
    write
        .change(change!(
            "INSERT INTO giveaway_programmes (id, title, vendor, vendor_url, opens_at, closes_at, countries,
                                              keys_per_code, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ))
        .bind(programme.id.0)
        .bind(title)
        .bind(vendor)
        .bind(vendor_url)
        .bind(*opens_at)
        .bind(*closes_at)
        .bind(Json(codes_of(countries)))
        .bind(*keys_per_code)
        .bind(created_by.map(|account| account.0))
        .bind(created_at)
        .execute()
        .await?;
    Ok(())
}

/// Writes other terms; `false` when there is no such programme.
pub async fn update_programme(write: &mut Write, programme: &Programme) -> Result<bool> {
    let Terms { title, vendor, vendor_url, opens_at, closes_at, countries, keys_per_code } = &programme.terms;
    let changed = write
        .change(change!(
            "UPDATE giveaway_programmes SET title = $1, vendor = $2, vendor_url = $3, opens_at = $4, closes_at = $5,
                                            countries = $6, keys_per_code = $7
             WHERE id = $8"
        ))
        .bind(title)
        .bind(vendor)
        .bind(vendor_url)
        .bind(*opens_at)
        .bind(*closes_at)
        .bind(Json(codes_of(countries)))
        .bind(*keys_per_code)
        .bind(programme.id.0)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// One programme.
pub async fn programme(read: &mut Read, id: ProgrammeId) -> Result<Option<Programme>> {
    let row: Option<ProgrammeRow> = read
        .select(select!(
            "SELECT id, title, vendor, vendor_url, opens_at, closes_at, countries, keys_per_code
             FROM giveaway_programmes WHERE id = $1"
        ))
        .bind(id.0)
        .optional()
        .await?;
    row.map(from_row).transpose()
}

/// Every programme, the one that was made last first.
pub async fn programmes(read: &mut Read) -> Result<Vec<Programme>> {
    let rows: Vec<ProgrammeRow> = read
        .select(select!(
            "SELECT id, title, vendor, vendor_url, opens_at, closes_at, countries, keys_per_code
             FROM giveaway_programmes ORDER BY created_at DESC, id DESC"
        ))
        .all()
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// How many codes a programme has, and how many of them are claimed.
pub async fn stock(read: &mut Read, programme: ProgrammeId) -> Result<Stock> {
    read.select(select!(
        "SELECT count(*) AS codes, count(claimed_at) AS claimed FROM giveaway_codes WHERE programme_id = $1"
    ))
    .bind(programme.0)
    .one()
    .await
}

/// Whether a code of a programme is free.
pub async fn is_code_left(read: &mut Read, programme: ProgrammeId) -> Result<bool> {
    let row: Option<(Uuid,)> = read
        .select(select!(
            "SELECT id FROM giveaway_codes WHERE programme_id = $1 AND claimed_at IS NULL ORDER BY id LIMIT 1"
        ))
        .bind(programme.0)
        .optional()
        .await?;
    Ok(row.is_some())
}

/// Whether a code with one of these hashes was imported before, into any programme.
pub async fn is_known(read: &mut Read, hashes: &[String]) -> Result<bool> {
    for hash in hashes {
        let row: Option<(Uuid,)> =
            read.select(select!("SELECT id FROM giveaway_codes WHERE code_hash = $1")).bind(hash).optional().await?;
        if row.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes a free code; `false` when a code with its hash was there before.
pub async fn insert_code(write: &mut Write, code: &NewCode<'_>) -> Result<bool> {
    let inserted = write
        .change(change!(
            "INSERT INTO giveaway_codes (id, programme_id, key_id, sealed, code_hash, imported_at, account_id, claimed_at)
             VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL)
             ON CONFLICT (code_hash) DO NOTHING"
        ))
        .bind(code.id)
        .bind(code.programme.0)
        .bind(code.key_id.to_string())
        .bind(code.sealed.to_vec())
        .bind(code.hash)
        .bind(code.imported_at)
        .execute()
        .await?;
    Ok(inserted == 1)
}

/// Gives the next free code of a programme to an account; nothing when none is free.
///
/// On PostgreSQL a code that another transaction is giving away is passed over; SQLite
/// has one writer at a time.
pub async fn claim(
    write: &mut Write,
    programme: ProgrammeId,
    account: AccountId,
    at: DateTime<Utc>,
) -> Result<Option<SealedCode>> {
    write
        .change(change!(
            postgres: "UPDATE giveaway_codes SET account_id = $1, claimed_at = $2
                       WHERE id = (SELECT id FROM giveaway_codes
                                   WHERE programme_id = $3 AND claimed_at IS NULL
                                   ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
                       RETURNING id, sealed",
            sqlite: "UPDATE giveaway_codes SET account_id = $1, claimed_at = $2
                     WHERE id = (SELECT id FROM giveaway_codes
                                 WHERE programme_id = $3 AND claimed_at IS NULL
                                 ORDER BY id LIMIT 1)
                     RETURNING id, sealed"
        ))
        .bind(account.0)
        .bind(at)
        .bind(programme.0)
        .returning_optional()
        .await
}

/// The code of a programme that an account has claimed.
pub async fn claimed_by(read: &mut Read, programme: ProgrammeId, account: AccountId) -> Result<Option<SealedCode>> {
    read.select(select!("SELECT id, sealed FROM giveaway_codes WHERE programme_id = $1 AND account_id = $2"))
        .bind(programme.0)
        .bind(account.0)
        .optional()
        .await
}

/// Whether an account has a role on a critical project, and a WebAuthn credential.
pub async fn standing(read: &mut Read, account: AccountId) -> Result<Standing> {
    read.select(select!(
        "SELECT EXISTS (SELECT 1 FROM roles r JOIN critical_projects c ON c.project_id = r.project_id
                        WHERE r.account_id = a.id) AS has_critical_role,
                EXISTS (SELECT 1 FROM webauthn_credentials w WHERE w.account_id = a.id
                        AND w.active_at IS NOT NULL) AS has_key
         FROM accounts a WHERE a.id = $1"
    ))
    .bind(account.0)
    .one()
    .await
}

/// What was claimed in every programme, in order of time.
pub async fn claims(read: &mut Read) -> Result<Vec<ClaimLine>> {
    read.select(select!(
        "SELECT c.claimed_at, p.title, p.keys_per_code
         FROM giveaway_codes c JOIN giveaway_programmes p ON p.id = c.programme_id
         WHERE c.claimed_at IS NOT NULL ORDER BY c.claimed_at, c.id"
    ))
    .all()
    .await
}

/// What an account has claimed: the title of each programme, and when.
pub async fn claims_of(read: &mut Read, account: AccountId) -> Result<Vec<(String, DateTime<Utc>)>> {
    read.select(select!(
        "SELECT p.title, c.claimed_at
         FROM giveaway_codes c JOIN giveaway_programmes p ON p.id = c.programme_id
         WHERE c.account_id = $1 AND c.claimed_at IS NOT NULL ORDER BY c.claimed_at, c.id"
    ))
    .bind(account.0)
    .all()
    .await
}

/// The codes that are sealed under another key than this one.
pub async fn codes_not_under(read: &mut Read, key_id: KeyId) -> Result<Vec<SealedCode>> {
    read.select(select!("SELECT id, sealed FROM giveaway_codes WHERE key_id <> $1 ORDER BY id"))
        .bind(key_id.to_string())
        .all()
        .await
}

/// Writes the seal and the hash of a code under another key.
pub async fn reseal_code(write: &mut Write, id: Uuid, key_id: KeyId, sealed: &[u8], hash: &str) -> Result<()> {
    write
        .change(change!("UPDATE giveaway_codes SET key_id = $1, sealed = $2, code_hash = $3 WHERE id = $4"))
        .bind(key_id.to_string())
        .bind(sealed.to_vec())
        .bind(hash)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

fn from_row(row: ProgrammeRow) -> Result<Programme> {
    let Json(codes) = row.countries;
    let countries: Result<Vec<Country>, _> = codes.iter().map(|code| code.parse()).collect();
    let countries = countries.with_context(|| format!("a programme holds a country that is none: `{}`", row.id))?;
    let terms = Terms {
        title: row.title,
        vendor: row.vendor,
        vendor_url: row.vendor_url,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        countries,
        keys_per_code: row.keys_per_code,
    };
    Ok(Programme { id: ProgrammeId(row.id), terms })
}

fn codes_of(countries: &[Country]) -> Vec<String> {
    countries.iter().map(Country::to_string).collect()
}
