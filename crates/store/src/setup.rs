//! The one-time link for the first operator, as a hash.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Writes a link and takes back all earlier ones.
pub async fn replace_link(
    write: &mut Write,
    id: Uuid,
    secret_hash: &str,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    write.change(change!("DELETE FROM setup_links WHERE used_at IS NULL")).execute().await?;
    write
        .change(change!("INSERT INTO setup_links (id, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)"))
        .bind(id)
        .bind(secret_hash)
        .bind(created_at)
        .bind(expires_at)
        .execute()
        .await?;
    Ok(())
}

/// Whether a link can still be used.
pub async fn link_is_open(read: &mut Read, secret_hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let (count,): (i64,) = read
        .select(select!(
            "SELECT count(*) FROM setup_links WHERE secret_hash = $1 AND used_at IS NULL AND expires_at > $2"
        ))
        .bind(secret_hash)
        .bind(now)
        .one()
        .await?;
    Ok(count > 0)
}

/// Uses a link up; `false` when it is unknown, used or expired.
pub async fn use_link(write: &mut Write, secret_hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let used = write
        .change(change!(
            "UPDATE setup_links SET used_at = $1 WHERE secret_hash = $2 AND used_at IS NULL AND expires_at > $3"
        ))
        .bind(now)
        .bind(secret_hash)
        .bind(now)
        .execute()
        .await?;
    Ok(used == 1)
}
