//! Filling an empty index with many rows at once.
//!
//! Rows travel as one JSON text for each batch. Ids and bytes are hexadecimal in it,
//! instants are written as the SQLite driver writes them.

use crate::{
    change,
    db::{Heard, Json, Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;
use uuid::Uuid;

/// Rows that one statement takes, at most.
pub const BATCH: usize = 1000;

/// An account with a verified address.
#[derive(Clone, Debug, Serialize)]
pub struct AccountRow {
    #[serde(serialize_with = "hexadecimal")]
    pub id: Uuid,
    #[serde(serialize_with = "hexadecimal")]
    pub address_id: Uuid,
    pub username: String,
    pub normalized_username: String,
    pub confusable_username: String,
    pub address: String,
    #[serde(serialize_with = "stored")]
    pub created_at: DateTime<Utc>,
}

/// A sealed TOTP secret, active.
#[derive(Clone, Debug, Serialize)]
pub struct TotpRow {
    #[serde(serialize_with = "hexadecimal")]
    pub id: Uuid,
    #[serde(serialize_with = "hexadecimal")]
    pub account_id: Uuid,
    #[serde(serialize_with = "bytes")]
    pub sealed: Vec<u8>,
    #[serde(serialize_with = "stored")]
    pub created_at: DateTime<Utc>,
}

/// A security key, active.
#[derive(Clone, Debug, Serialize)]
pub struct SecurityKeyRow {
    #[serde(serialize_with = "hexadecimal")]
    pub id: Uuid,
    #[serde(serialize_with = "hexadecimal")]
    pub account_id: Uuid,
    #[serde(serialize_with = "bytes")]
    pub credential_id: Vec<u8>,
    pub credential: Value,
    #[serde(serialize_with = "stored")]
    pub created_at: DateTime<Utc>,
}

/// A project, with the serial of its creation.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectRow {
    #[serde(serialize_with = "hexadecimal")]
    pub id: Uuid,
    pub name: String,
    pub confusable_name: String,
    pub serial: i64,
    pub ordinal: i64,
    #[serde(serialize_with = "hexadecimal")]
    pub owner: Uuid,
    #[serde(serialize_with = "stored")]
    pub created_at: DateTime<Utc>,
}

/// A role on a project.
#[derive(Clone, Debug, Serialize)]
pub struct RoleRow {
    #[serde(serialize_with = "hexadecimal")]
    pub id: Uuid,
    #[serde(serialize_with = "hexadecimal")]
    pub project_id: Uuid,
    #[serde(serialize_with = "hexadecimal")]
    pub account_id: Uuid,
    pub role: &'static str,
    #[serde(serialize_with = "stored")]
    pub created_at: DateTime<Utc>,
}

/// What people downloaded of a project on a day.
#[derive(Clone, Debug, Serialize)]
pub struct PendingRow {
    #[serde(serialize_with = "hexadecimal")]
    pub project_id: Uuid,
    pub day: i32,
    pub downloads: i64,
}

/// Whether nobody and nothing is in the index yet.
pub async fn is_empty(read: &mut Read) -> Result<bool> {
    let (holds,): (bool,) = read
        .select(select!(
            "SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM projects)
                 OR EXISTS (SELECT 1 FROM journal) OR EXISTS (SELECT 1 FROM download_segments)
                 OR EXISTS (SELECT 1 FROM download_pending) OR EXISTS (SELECT 1 FROM download_ordinals)
                 OR EXISTS (SELECT 1 FROM giveaway_programmes)"
        ))
        .one()
        .await?;
    Ok(!holds)
}

/// Writes accounts that share a password, and their addresses.
pub async fn insert_accounts(write: &mut Write, rows: &[AccountRow], password_hash: &str) -> Result<()> {
    write
        .change(change!(
            postgres: "INSERT INTO accounts (id, username, normalized_username, confusable_username, password_hash,
                                             superuser, state, created_at)
                       SELECT c.id, c.username, c.normalized_username, c.confusable_username, $2, false, 'active',
                              c.created_at
                       FROM jsonb_to_recordset($1) AS c(id UUID, username TEXT, normalized_username TEXT,
                                                        confusable_username TEXT, created_at TIMESTAMPTZ)",
            sqlite: "INSERT INTO accounts (id, username, normalized_username, confusable_username, password_hash,
                                           superuser, state, created_at)
                     SELECT unhex(c.value ->> 'id'), c.value ->> 'username', c.value ->> 'normalized_username',
                            c.value ->> 'confusable_username', $2, false, 'active', c.value ->> 'created_at'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .bind(password_hash)
        .execute()
        .await?;
    write
        .change(change!(
            postgres: "INSERT INTO addresses (id, account_id, address, normalized_address, is_primary, verified_at,
                                              created_at)
                       SELECT c.address_id, c.id, c.address, lower(c.address), true, c.created_at, c.created_at
                       FROM jsonb_to_recordset($1) AS c(id UUID, address_id UUID, address TEXT,
                                                        created_at TIMESTAMPTZ)",
            sqlite: "INSERT INTO addresses (id, account_id, address, normalized_address, is_primary, verified_at,
                                            created_at)
                     SELECT unhex(c.value ->> 'address_id'), unhex(c.value ->> 'id'), c.value ->> 'address',
                            lower(c.value ->> 'address'), true, c.value ->> 'created_at', c.value ->> 'created_at'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    Ok(())
}

pub async fn insert_totp(write: &mut Write, rows: &[TotpRow], key_id: &str) -> Result<()> {
    write
        .change(change!(
            postgres: "INSERT INTO totp_secrets (id, account_id, name, key_id, sealed, last_step, created_at, active_at)
                       SELECT c.id, c.account_id, 'authenticator', $2, decode(c.sealed, 'hex'), 0, c.created_at,
                              c.created_at
                       FROM jsonb_to_recordset($1) AS c(id UUID, account_id UUID, sealed TEXT,
                                                        created_at TIMESTAMPTZ)",
            sqlite: "INSERT INTO totp_secrets (id, account_id, name, key_id, sealed, last_step, created_at, active_at)
                     SELECT unhex(c.value ->> 'id'), unhex(c.value ->> 'account_id'), 'authenticator', $2,
                            unhex(c.value ->> 'sealed'), 0, c.value ->> 'created_at', c.value ->> 'created_at'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .bind(key_id)
        .execute()
        .await?;
    Ok(())
}

pub async fn insert_security_keys(write: &mut Write, rows: &[SecurityKeyRow]) -> Result<()> {
    write
        .change(change!(
            postgres: "INSERT INTO webauthn_credentials (id, account_id, name, credential_id, credential, kind,
                                                         sign_count, active_at, created_at)
                       SELECT c.id, c.account_id, 'security key', decode(c.credential_id, 'hex'), c.credential,
                              'security-key', 0, c.created_at, c.created_at
                       FROM jsonb_to_recordset($1) AS c(id UUID, account_id UUID, credential_id TEXT,
                                                        credential JSONB, created_at TIMESTAMPTZ)",
            sqlite: "INSERT INTO webauthn_credentials (id, account_id, name, credential_id, credential, kind,
                                                       sign_count, active_at, created_at)
                     SELECT unhex(c.value ->> 'id'), unhex(c.value ->> 'account_id'), 'security key',
                            unhex(c.value ->> 'credential_id'), c.value -> 'credential', 'security-key', 0,
                            c.value ->> 'created_at', c.value ->> 'created_at'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    Ok(())
}

/// Writes projects, the journal entries of their creation, and their places in the segments.
pub async fn insert_projects(write: &mut Write, rows: &[ProjectRow]) -> Result<()> {
    write
        .change(change!(
            postgres: "INSERT INTO projects (id, name, normalized_name, confusable_name, status, total_size,
                                             last_serial, created_at)
                       SELECT c.id, c.name, c.name, c.confusable_name, 'active', 0, c.serial, c.created_at
                       FROM jsonb_to_recordset($1) AS c(id UUID, name TEXT, confusable_name TEXT, serial BIGINT,
                                                        created_at TIMESTAMPTZ)",
            sqlite: "INSERT INTO projects (id, name, normalized_name, confusable_name, status, total_size,
                                           last_serial, created_at)
                     SELECT unhex(c.value ->> 'id'), c.value ->> 'name', c.value ->> 'name',
                            c.value ->> 'confusable_name', 'active', 0, c.value ->> 'serial',
                            c.value ->> 'created_at'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    write
        .change(change!(
            postgres: "INSERT INTO journal (serial, project_name, normalized_name, action, account_id, at)
                       SELECT c.serial, c.name, c.name, 'create', c.owner, c.created_at
                       FROM jsonb_to_recordset($1) AS c(name TEXT, serial BIGINT, owner UUID, created_at TIMESTAMPTZ)",
            sqlite: "INSERT INTO journal (serial, project_name, normalized_name, action, account_id, at)
                     SELECT c.value ->> 'serial', c.value ->> 'name', c.value ->> 'name', 'create',
                            unhex(c.value ->> 'owner'), c.value ->> 'created_at'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    write
        .change(change!(
            postgres: "INSERT INTO download_ordinals (ordinal, project_id)
                       SELECT c.ordinal, c.id FROM jsonb_to_recordset($1) AS c(ordinal BIGINT, id UUID)",
            sqlite: "INSERT INTO download_ordinals (ordinal, project_id)
                     SELECT c.value ->> 'ordinal', unhex(c.value ->> 'id') FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    Ok(())
}

/// Sets the journal's head after [`insert_projects`]; other processes replay from there.
pub async fn set_journal_head(write: &mut Write, serial: i64) -> Result<()> {
    write.change(change!("UPDATE journal_head SET serial = $1 WHERE id = 1")).bind(serial).execute().await?;
    write.notify(&Heard { serial, names: Vec::new() }).await
}

pub async fn insert_roles(write: &mut Write, rows: &[RoleRow]) -> Result<()> {
    write
        .change(change!(
            postgres: "INSERT INTO roles (id, project_id, account_id, role, created_at)
                       SELECT c.id, c.project_id, c.account_id, c.role, c.created_at
                       FROM jsonb_to_recordset($1) AS c(id UUID, project_id UUID, account_id UUID, role TEXT,
                                                        created_at TIMESTAMPTZ)",
            sqlite: "INSERT INTO roles (id, project_id, account_id, role, created_at)
                     SELECT unhex(c.value ->> 'id'), unhex(c.value ->> 'project_id'),
                            unhex(c.value ->> 'account_id'), c.value ->> 'role', c.value ->> 'created_at'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    Ok(())
}

pub async fn insert_pending(write: &mut Write, rows: &[PendingRow]) -> Result<()> {
    write
        .change(change!(
            postgres: "INSERT INTO download_pending (project_id, day, audience, downloads)
                       SELECT c.project_id, c.day, 'people', c.downloads
                       FROM jsonb_to_recordset($1) AS c(project_id UUID, day INTEGER, downloads BIGINT)",
            sqlite: "INSERT INTO download_pending (project_id, day, audience, downloads)
                     SELECT unhex(c.value ->> 'project_id'), c.value ->> 'day', 'people', c.value ->> 'downloads'
                     FROM json_each($1) c"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    Ok(())
}

/// Writes what was downloaded with a program on a day.
pub async fn insert_installer_day(write: &mut Write, day: i32, installer: &str, downloads: i64) -> Result<()> {
    write
        .change(change!("INSERT INTO installer_days (day, installer, downloads) VALUES ($1, $2, $3)"))
        .bind(day)
        .bind(installer)
        .bind(downloads)
        .execute()
        .await?;
    Ok(())
}

/// Marks a code as claimed by an account.
pub async fn claim_code(write: &mut Write, code: Uuid, account: Uuid, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE giveaway_codes SET account_id = $1, claimed_at = $2 WHERE id = $3"))
        .bind(account)
        .bind(at)
        .bind(code)
        .execute()
        .await?;
    Ok(())
}

fn hexadecimal<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&id.simple())
}

fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn stored<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, false))
}
