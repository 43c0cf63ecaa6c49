//! WebAuthn: credentials, the ceremonies that wait, and the host they are bound to.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
    two_factor::FactorLine,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{ids::AccountId, two_factor::FactorKind};
use serde_json::Value;
use uuid::Uuid;

/// The fact that holds the RP id, written at the first enrolment.
const RP_ID: &str = "webauthn-rp-id";

/// A credential as it is enrolled.
#[derive(Clone, Debug)]
pub struct NewCredential<'a> {
    pub id: Uuid,
    pub account: AccountId,
    pub name: &'a str,
    /// As the authenticator chose it.
    pub credential_id: &'a [u8],
    pub credential: &'a Value,
    pub kind: FactorKind,
    pub sign_count: u32,
    pub aaguid: Option<Uuid>,
    pub active_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A credential with what a check of an answer takes.
#[derive(Clone, Debug)]
pub struct StoredCredential {
    pub id: Uuid,
    pub account: AccountId,
    pub name: String,
    pub credential: Value,
    pub kind: FactorKind,
    pub is_active: bool,
    pub is_suspended: bool,
}

/// A ceremony that waits for the browser's answer.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// The hash of what the browser holds.
    pub id: String,
    /// `None` while it is not known who signs in.
    pub account: Option<AccountId>,
    pub purpose: CeremonyPurpose,
    pub state: Value,
    pub expires_at: DateTime<Utc>,
}

/// What a ceremony is for; an answer to one never counts for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CeremonyPurpose {
    EnrolSecurityKey,
    EnrolPasskey,
    SecondFactor,
    SignIn,
}

#[derive(sqlx::FromRow)]
struct CredentialRow {
    id: Uuid,
    account_id: Uuid,
    name: String,
    credential: Json<Value>,
    kind: String,
    active_at: Option<DateTime<Utc>>,
    suspended_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    name: String,
    kind: String,
    aaguid: Option<Uuid>,
    active_at: Option<DateTime<Utc>>,
    suspended_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CeremonyRow {
    account_id: Option<Uuid>,
    state: Json<Value>,
    expires_at: DateTime<Utc>,
}

impl CeremonyPurpose {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EnrolSecurityKey => "security-key",
            Self::EnrolPasskey => "passkey",
            Self::SecondFactor => "second-factor",
            Self::SignIn => "sign-in",
        }
    }
}

impl CredentialRow {
    fn credential(self) -> Result<StoredCredential> {
        Ok(StoredCredential {
            id: self.id,
            account: AccountId(self.account_id),
            name: self.name,
            credential: self.credential.0,
            kind: kind_of(&self.kind)?,
            is_active: self.active_at.is_some(),
            is_suspended: self.suspended_at.is_some(),
        })
    }
}

/// Writes a credential.
pub async fn insert(write: &mut Write, credential: &NewCredential<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO webauthn_credentials (id, account_id, name, credential_id, credential, kind, sign_count,
                                               aaguid, active_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ))
        .bind(credential.id)
        .bind(credential.account.0)
        .bind(credential.name)
        .bind(credential.credential_id)
        .bind(Json(credential.credential))
        .bind(credential.kind.as_str())
        .bind(i64::from(credential.sign_count))
        .bind(credential.aaguid)
        .bind(credential.active_at)
        .bind(credential.created_at)
        .execute()
        .await?;
    Ok(())
}

/// Whether any account has this credential.
pub async fn is_taken(read: &mut Read, credential_id: &[u8]) -> Result<bool> {
    let (count,): (i64,) = read
        .select(select!("SELECT count(*) FROM webauthn_credentials WHERE credential_id = $1"))
        .bind(credential_id)
        .one()
        .await?;
    Ok(count > 0)
}

/// The credential that an authenticator calls by this id.
pub async fn by_credential_id(read: &mut Read, credential_id: &[u8]) -> Result<Option<StoredCredential>> {
    let row: Option<CredentialRow> = read
        .select(select!(
            "SELECT id, account_id, name, credential, kind, active_at, suspended_at
             FROM webauthn_credentials WHERE credential_id = $1"
        ))
        .bind(credential_id)
        .optional()
        .await?;
    row.map(CredentialRow::credential).transpose()
}

/// The credentials of an account, oldest first, whether active or not.
pub async fn of(read: &mut Read, account: AccountId) -> Result<Vec<StoredCredential>> {
    let rows: Vec<CredentialRow> = read
        .select(select!(
            "SELECT id, account_id, name, credential, kind, active_at, suspended_at
             FROM webauthn_credentials WHERE account_id = $1 ORDER BY created_at, id"
        ))
        .bind(account.0)
        .all()
        .await?;
    rows.into_iter().map(CredentialRow::credential).collect()
}

/// Notes a use: the counter, what else changed in the credential, and when.
pub async fn use_credential(
    write: &mut Write,
    id: Uuid,
    credential: &Value,
    sign_count: u32,
    at: DateTime<Utc>,
) -> Result<()> {
    write
        .change(change!(
            "UPDATE webauthn_credentials SET credential = $1, sign_count = $2, last_used_at = $3 WHERE id = $4"
        ))
        .bind(Json(credential))
        .bind(i64::from(sign_count))
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Takes a credential out of use.
pub async fn suspend(write: &mut Write, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE webauthn_credentials SET suspended_at = $1 WHERE id = $2"))
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Forgets the ceremonies that nobody finished in time; says how many.
pub async fn sweep_ceremonies(write: &mut Write, now: DateTime<Utc>) -> Result<u64> {
    write.change(change!("DELETE FROM webauthn_ceremonies WHERE expires_at <= $1")).bind(now).execute().await
}

/// Keeps a ceremony.
pub async fn begin_ceremony(write: &mut Write, ceremony: &Ceremony) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO webauthn_ceremonies (id, account_id, purpose, state, expires_at) VALUES ($1, $2, $3, $4, $5)"
        ))
        .bind(&ceremony.id[..])
        .bind(ceremony.account.map(|account| account.0))
        .bind(ceremony.purpose.as_str())
        .bind(Json(&ceremony.state))
        .bind(ceremony.expires_at)
        .execute()
        .await?;
    Ok(())
}

/// Takes a ceremony away, so that it is finished once; `None` when there is none.
pub async fn take_ceremony(
    write: &mut Write,
    id: &str,
    purpose: CeremonyPurpose,
    now: DateTime<Utc>,
) -> Result<Option<Ceremony>> {
    let row: Option<CeremonyRow> = write
        .change(change!(
            "DELETE FROM webauthn_ceremonies WHERE id = $1 AND purpose = $2 RETURNING account_id, state, expires_at"
        ))
        .bind(id)
        .bind(purpose.as_str())
        .returning_optional()
        .await?;
    Ok(row.filter(|row| now < row.expires_at).map(|row| Ceremony {
        id: id.to_owned(),
        account: row.account_id.map(AccountId),
        purpose,
        state: row.state.0,
        expires_at: row.expires_at,
    }))
}

/// The host that the enrolled credentials are bound to; `None` while there are none.
pub async fn rp_id(read: &mut Read) -> Result<Option<String>> {
    let row: Option<(String,)> = read
        .select(select!("SELECT value FROM site_facts WHERE key = $1 AND EXISTS (SELECT id FROM webauthn_credentials)"))
        .bind(RP_ID)
        .optional()
        .await?;
    Ok(row.map(|(rp_id,)| rp_id))
}

/// Writes the host that the first credential is bound to.
pub async fn set_rp_id(write: &mut Write, rp_id: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO site_facts (key, value, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, created_at = excluded.created_at"
        ))
        .bind(RP_ID)
        .bind(rp_id)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// The lines of an account's credentials in the list of its factors.
pub(crate) async fn lines(read: &mut Read, account: AccountId) -> Result<Vec<FactorLine>> {
    let rows: Vec<LineRow> = read
        .select(select!(
            "SELECT id, name, kind, aaguid, active_at, suspended_at, last_used_at, created_at
             FROM webauthn_credentials WHERE account_id = $1 ORDER BY created_at, id"
        ))
        .bind(account.0)
        .all()
        .await?;
    let line = |row: LineRow| {
        Ok(FactorLine {
            id: row.id,
            kind: kind_of(&row.kind)?,
            name: row.name,
            aaguid: row.aaguid,
            active_at: row.active_at,
            suspended_at: row.suspended_at,
            last_used_at: row.last_used_at,
            created_at: row.created_at,
        })
    };
    rows.into_iter().map(line).collect()
}

fn kind_of(stored: &str) -> Result<FactorKind> {
    FactorKind::from_stored(stored).with_context(|| format!("a second factor is of an unknown kind: `{stored}`"))
}
