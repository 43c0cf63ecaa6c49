//! The mailed links of recovery cases, as hashes.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{ids::AccountId, recovery_cases::RecoveryLinkKind};
use uuid::Uuid;

/// A link as it is written.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    pub id: Uuid,
    pub kind: RecoveryLinkKind,
    pub secret_hash: &'a str,
    pub account: AccountId,
    pub case: Option<Uuid>,
    pub contact: &'a str,
    /// A BCP 47 tag.
    pub language: &'a str,
    pub reason: &'a str,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A link that has not expired.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRow {
    pub id: Uuid,
    pub account_id: Uuid,
    /// The case that it opened, or ends.
    pub case_id: Option<Uuid>,
    pub contact: String,
    pub language: String,
    pub reason: String,
}

/// Writes a link.
pub async fn insert(write: &mut Write, link: &NewLink<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO recovery_links (id, kind, secret_hash, account_id, case_id, contact, language, reason,
                                         created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ))
        .bind(link.id)
        .bind(link.kind.as_str())
        .bind(link.secret_hash)
        .bind(link.account.0)
        .bind(link.case)
        .bind(link.contact)
        .bind(link.language)
        .bind(link.reason)
        .bind(link.created_at)
        .bind(link.expires_at)
        .execute()
        .await?;
    Ok(())
}

/// The link of a secret, if it has not expired.
pub async fn find(
    read: &mut Read,
    kind: RecoveryLinkKind,
    secret_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<LinkRow>> {
    read.select(select!(
        "SELECT id, account_id, case_id, contact, language, reason FROM recovery_links
         WHERE secret_hash = $1 AND kind = $2 AND expires_at > $3"
    ))
    .bind(secret_hash)
    .bind(kind.as_str())
    .bind(now)
    .optional()
    .await
}

/// Ties a request to the case that it opened; `false` when another use came first.
pub async fn tie(write: &mut Write, id: Uuid, case: Uuid, expires_at: DateTime<Utc>) -> Result<bool> {
    let tied = write
        .change(change!(
            "UPDATE recovery_links SET case_id = $1, expires_at = $2, reason = '' WHERE id = $3 AND case_id IS NULL"
        ))
        .bind(case)
        .bind(expires_at)
        .bind(id)
        .execute()
        .await?;
    Ok(tied == 1)
}

/// Ends the links that object to a case.
pub async fn end_cancel(write: &mut Write, case: Uuid) -> Result<()> {
    write
        .change(change!("DELETE FROM recovery_links WHERE case_id = $1 AND kind = 'cancel'"))
        .bind(case)
        .execute()
        .await?;
    Ok(())
}

/// Drops links that expired; says how many.
pub async fn forget(write: &mut Write, now: DateTime<Utc>) -> Result<u64> {
    write.change(change!("DELETE FROM recovery_links WHERE expires_at <= $1")).bind(now).execute().await
}
