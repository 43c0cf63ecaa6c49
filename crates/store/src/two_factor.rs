//! Second factors: sealed TOTP secrets.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{ids::AccountId, keys::KeyId};
use uuid::Uuid;

/// A TOTP secret as it is stored.
#[derive(Clone, Debug)]
pub struct NewTotp<'a> {
    /// Authenticated by the seal.
    pub id: Uuid,
    pub account: AccountId,
    pub name: &'a str,
    pub key_id: KeyId,
    pub sealed: &'a [u8],
    pub created_at: DateTime<Utc>,
}

/// A sealed secret and its row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SealedTotp {
    pub id: Uuid,
    pub sealed: Vec<u8>,
}

/// Writes a secret whose codes were never used.
pub async fn insert_totp(write: &mut Write, totp: &NewTotp<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO totp_secrets (id, account_id, name, key_id, sealed, last_step, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(totp.id)
        .bind(totp.account.0)
        .bind(totp.name)
        .bind(totp.key_id.to_string())
        .bind(totp.sealed.to_vec())
        .bind(0_i64)
        .bind(totp.created_at)
        .execute()
        .await?;
    Ok(())
}

/// The secrets of an account, oldest first.
pub async fn totp_of(read: &mut Read, account: AccountId) -> Result<Vec<SealedTotp>> {
    read.select(select!("SELECT id, sealed FROM totp_secrets WHERE account_id = $1 ORDER BY created_at, id"))
        .bind(account.0)
        .all()
        .await
}

/// The secrets that are sealed under another key than this one.
pub async fn totp_not_under(read: &mut Read, key_id: KeyId) -> Result<Vec<SealedTotp>> {
    read.select(select!("SELECT id, sealed FROM totp_secrets WHERE key_id <> $1 ORDER BY id"))
        .bind(key_id.to_string())
        .all()
        .await
}

/// Replaces the seal of a secret.
pub async fn reseal_totp(write: &mut Write, id: Uuid, key_id: KeyId, sealed: &[u8]) -> Result<()> {
    write
        .change(change!("UPDATE totp_secrets SET key_id = $1, sealed = $2 WHERE id = $3"))
        .bind(key_id.to_string())
        .bind(sealed.to_vec())
        .bind(id)
        .execute()
        .await?;
    Ok(())
}
