//! Check values: how a database knows its key ring again.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::keys::KeyId;

/// The check value of one key.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeyCheck {
    /// As text, because a damaged one must still be named.
    pub key_id: String,
    pub sealed: Vec<u8>,
}

/// Every check value, oldest first; none in a fresh database.
pub async fn checks(read: &mut Read) -> Result<Vec<KeyCheck>> {
    read.select(select!("SELECT key_id, sealed FROM key_checks ORDER BY created_at, key_id")).all().await
}

/// Writes the check value of a key; the first one written stays.
pub async fn insert_check(write: &mut Write, key_id: KeyId, sealed: &[u8], at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO key_checks (key_id, sealed, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (key_id) DO NOTHING"
        ))
        .bind(key_id.to_string())
        .bind(sealed.to_vec())
        .bind(at)
        .execute()
        .await?;
    Ok(())
}
