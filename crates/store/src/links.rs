//! Mailed links, as hashes.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{ids::AccountId, links::LinkKind};
use serde_json::Value;
use uuid::Uuid;

/// A link as it is written.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    pub id: Uuid,
    pub kind: LinkKind,
    pub secret_hash: &'a str,
    pub account: Option<AccountId>,
    /// In lower case.
    pub address: Option<&'a str>,
    pub payload: &'a Value,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A link that can be used.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRow {
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub address: Option<String>,
    pub payload: Json<Value>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// An invitation, as the page of operators lists it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct InvitationLine {
    pub id: Uuid,
    pub address: String,
    /// Holds the user name of the inviter, unless it was invited by command.
    pub payload: Json<Value>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
}

/// Writes a link.
pub async fn insert(write: &mut Write, link: &NewLink<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO links (id, kind, secret_hash, account_id, address, payload, created_at, expires_at, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)"
        ))
        .bind(link.id)
        .bind(link.kind.as_str())
        .bind(link.secret_hash)
        .bind(link.account.map(|account| account.0))
        .bind(link.address)
        .bind(Json(link.payload))
        .bind(link.created_at)
        .bind(link.expires_at)
        .execute()
        .await?;
    Ok(())
}

/// The link of a secret, if it can still be used.
pub async fn open(read: &mut Read, kind: LinkKind, secret_hash: &str, now: DateTime<Utc>) -> Result<Option<LinkRow>> {
    read.select(select!(
        "SELECT id, account_id, address, payload, created_at, expires_at FROM links
         WHERE secret_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3"
    ))
    .bind(secret_hash)
    .bind(kind.as_str())
    .bind(now)
    .optional()
    .await
}

/// Uses a link up; `false` when another use came first, or it has expired.
pub async fn use_up(write: &mut Write, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let used = write
        .change(change!("UPDATE links SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND expires_at > $3"))
        .bind(now)
        .bind(id)
        .bind(now)
        .execute()
        .await?;
    Ok(used == 1)
}

/// The links of one kind that an account has open, newest first.
pub async fn open_of(read: &mut Read, account: AccountId, kind: LinkKind, now: DateTime<Utc>) -> Result<Vec<LinkRow>> {
    read.select(select!(
        "SELECT id, account_id, address, payload, created_at, expires_at FROM links
         WHERE account_id = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3
         ORDER BY created_at DESC, id DESC"
    ))
    .bind(account.0)
    .bind(kind.as_str())
    .bind(now)
    .all()
    .await
}

/// Ends the open links of one kind of an account.
pub async fn end_of(write: &mut Write, account: AccountId, kind: LinkKind) -> Result<u64> {
    write
        .change(change!("DELETE FROM links WHERE account_id = $1 AND kind = $2 AND used_at IS NULL"))
        .bind(account.0)
        .bind(kind.as_str())
        .execute()
        .await
}

/// Ends the open links of one kind that an account has for one address.
pub async fn end_of_address(write: &mut Write, account: AccountId, kind: LinkKind, address: &str) -> Result<u64> {
    write
        .change(change!("DELETE FROM links WHERE account_id = $1 AND kind = $2 AND address = $3 AND used_at IS NULL"))
        .bind(account.0)
        .bind(kind.as_str())
        .bind(address)
        .execute()
        .await
}

/// Ends every open link of one kind for an address, whoever has it.
pub async fn end_for(write: &mut Write, kind: LinkKind, address: &str) -> Result<u64> {
    write
        .change(change!("DELETE FROM links WHERE kind = $1 AND address = $2 AND used_at IS NULL"))
        .bind(kind.as_str())
        .bind(address)
        .execute()
        .await
}

/// Some invitations, newest first; the first `skipped` are left out.
pub async fn invitations(read: &mut Read, most: i64, skipped: i64) -> Result<Vec<InvitationLine>> {
    read.select(select!(
        "SELECT id, COALESCE(address, '') AS address, payload, created_at, expires_at, used_at FROM links
         WHERE kind = 'invitation' ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2"
    ))
    .bind(most)
    .bind(skipped)
    .all()
    .await
}

/// How many invitations are known, open or ended.
pub async fn count_invitations(read: &mut Read) -> Result<i64> {
    let (count,): (i64,) = read.select(select!("SELECT count(*) FROM links WHERE kind = 'invitation'")).one().await?;
    Ok(count)
}

/// Ends an open invitation; gives its address, or nothing when it was not open.
pub async fn cancel_invitation(write: &mut Write, id: Uuid, now: DateTime<Utc>) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> = write
        .change(change!(
            "DELETE FROM links WHERE id = $1 AND kind = 'invitation' AND used_at IS NULL AND expires_at > $2
             RETURNING address"
        ))
        .bind(id)
        .bind(now)
        .returning_optional()
        .await?;
    Ok(row.map(|(address,)| address.unwrap_or_default()))
}

/// Drops links that ended before an instant.
pub async fn forget(write: &mut Write, before: DateTime<Utc>) -> Result<u64> {
    write.change(change!("DELETE FROM links WHERE expires_at < $1")).bind(before).execute().await
}
