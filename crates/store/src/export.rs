//! Everything that is known about an account, for its owner. No secret and no hash.

use crate::{
    db::{Json, Read},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use serde_json::Value;
use uuid::Uuid;

/// The account's own row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AccountFacts {
    pub id: Uuid,
    pub username: String,
    pub has_password: bool,
    pub superuser: bool,
    pub state: String,
    pub language: Option<String>,
    pub registered_via: Option<String>,
    pub deletion_at: Option<DateTime<Utc>>,
    pub publish_held_until: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// Somebody asked for the account to be recovered.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RecoveryFacts {
    pub state: String,
    /// `None` for a stranger's: what others typed about themselves is theirs.
    pub contact: Option<String>,
    pub reason: Option<String>,
    pub network: String,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_because: Option<String>,
}

/// The account was asked to vouch for somebody.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VouchingFacts {
    /// The user name of whom.
    pub username: String,
    pub proved_at: Option<DateTime<Utc>>,
    pub refuted_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A mandate names the account.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedFacts {
    pub strength: String,
    pub reason: String,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// A second factor by its name.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FactorFacts {
    /// `totp`, `security-key` or `passkey`.
    pub kind: String,
    pub name: String,
    pub active_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A mail to the account, without its bodies.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MailFacts {
    pub kind: String,
    pub address: String,
    pub subject: String,
    pub state: String,
    pub created_at: DateTime<Utc>,
}

/// An entry of the audit log about the account, or by it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EventFacts {
    pub subject_kind: String,
    pub tag: String,
    pub details: Json<Value>,
    pub at: DateTime<Utc>,
}

/// A public change that the account made.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct JournalFacts {
    pub serial: i64,
    pub project_name: String,
    pub version: Option<String>,
    pub action: String,
    pub at: DateTime<Utc>,
}

pub async fn account(read: &mut Read, account: AccountId) -> Result<AccountFacts> {
    read.select(select!(
        "SELECT id, username, password_hash IS NOT NULL AS has_password, superuser, state, language, registered_via,
                deletion_at, publish_held_until, created_at
         FROM accounts WHERE id = $1"
    ))
    .bind(account.0)
    .one()
    .await
}

pub async fn factors(read: &mut Read, account: AccountId) -> Result<Vec<FactorFacts>> {
    read.select(select!(
        "SELECT 'totp' AS kind, name, active_at, last_used_at, created_at FROM totp_secrets WHERE account_id = $1
         UNION ALL
         SELECT kind, name, active_at, last_used_at, created_at FROM webauthn_credentials WHERE account_id = $2
         ORDER BY created_at, name"
    ))
    .bind(account.0)
    .bind(account.0)
    .all()
    .await
}

/// The mails of the outbox, oldest first.
pub async fn mails(read: &mut Read, account: AccountId) -> Result<Vec<MailFacts>> {
    read.select(select!(
        "SELECT kind, address, subject, state, created_at FROM mails WHERE account_id = $1 ORDER BY created_at, id"
    ))
    .bind(account.0)
    .all()
    .await
}

/// The entries about the account, and those of its own acts elsewhere, oldest first.
pub async fn events(read: &mut Read, account: AccountId) -> Result<Vec<EventFacts>> {
    read.select(select!(
        "SELECT subject_kind, tag, details, at FROM events
         WHERE (subject_kind = 'account' AND subject_id = $1) OR actor_id = $2 ORDER BY at, id"
    ))
    .bind(account.0)
    .bind(account.0)
    .all()
    .await
}

/// The entries of the journal that the account caused.
pub async fn journal(read: &mut Read, account: AccountId) -> Result<Vec<JournalFacts>> {
    read.select(select!(
        "SELECT serial, project_name, version, action, at FROM journal WHERE account_id = $1 ORDER BY serial"
    ))
    .bind(account.0)
    .all()
    .await
}

/// File name and time of every file that the account uploaded and that still exists.
pub async fn uploads(read: &mut Read, account: AccountId) -> Result<Vec<(String, DateTime<Utc>)>> {
    read.select(select!("SELECT filename, uploaded_at FROM files WHERE uploaded_by = $1 ORDER BY filename"))
        .bind(account.0)
        .all()
        .await
}

/// The recovery cases about the account, oldest first.
pub async fn recoveries(read: &mut Read, account: AccountId) -> Result<Vec<RecoveryFacts>> {
    read.select(select!(
        "SELECT state, CASE WHEN contact_is_known OR state = 'completed' THEN contact END AS contact,
                CASE WHEN contact_is_known OR state = 'completed' THEN reason END AS reason,
                network, opened_at, closed_at, closed_because
         FROM recovery_cases WHERE account_id = $1 ORDER BY opened_at, id"
    ))
    .bind(account.0)
    .all()
    .await
}

/// Whom the account was asked to vouch for, oldest first.
pub async fn vouchings(read: &mut Read, account: AccountId) -> Result<Vec<VouchingFacts>> {
    read.select(select!(
        "SELECT a.username, e.proved_at, e.refuted_at, e.created_at
         FROM recovery_evidence e JOIN recovery_cases c ON c.id = e.case_id JOIN accounts a ON a.id = c.account_id
         WHERE e.account_id = $1 ORDER BY e.created_at, e.id"
    ))
    .bind(account.0)
    .all()
    .await
}

/// The mandates that name the account, oldest first.
pub async fn named(read: &mut Read, account: AccountId) -> Result<Vec<NamedFacts>> {
    read.select(select!(
        "SELECT m.strength, m.reason, m.created_at, m.ended_at
         FROM mandate_accounts n JOIN mandates m ON m.id = n.mandate_id
         WHERE n.account_id = $1 ORDER BY m.created_at, m.id"
    ))
    .bind(account.0)
    .all()
    .await
}
