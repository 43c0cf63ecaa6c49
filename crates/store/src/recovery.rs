//! Recovery codes, as hashes.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use uuid::Uuid;

/// A recovery code as it is stored.
#[derive(Clone, Debug)]
pub struct NewCode<'a> {
    pub id: Uuid,
    pub account: AccountId,
    pub hash: &'a str,
    /// Set for the one that proved that the codes were kept.
    pub burned_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// Writes a code.
pub async fn insert(write: &mut Write, code: &NewCode<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO recovery_codes (id, account_id, code_hash, burned_at, created_at)
             VALUES ($1, $2, $3, $4, $5)"
        ))
        .bind(code.id)
        .bind(code.account.0)
        .bind(code.hash)
        .bind(code.burned_at)
        .bind(code.created_at)
        .execute()
        .await?;
    Ok(())
}

/// How many codes of an account are left.
pub async fn left(read: &mut Read, account: AccountId) -> Result<i64> {
    let (count,) = read
        .select(select!("SELECT count(*) FROM recovery_codes WHERE account_id = $1 AND burned_at IS NULL"))
        .bind(account.0)
        .one()
        .await?;
    Ok(count)
}

/// Burns a code; `false` when the account has none of this hash that is left.
pub async fn burn(write: &mut Write, account: AccountId, hash: &str, at: DateTime<Utc>) -> Result<bool> {
    let burned = write
        .change(change!(
            "UPDATE recovery_codes SET burned_at = $1
             WHERE account_id = $2 AND code_hash = $3 AND burned_at IS NULL"
        ))
        .bind(at)
        .bind(account.0)
        .bind(hash)
        .execute()
        .await?;
    Ok(burned == 1)
}

/// Whether a code of this hash was burned before.
pub async fn was_burned(read: &mut Read, account: AccountId, hash: &str) -> Result<bool> {
    let (count,): (i64,) = read
        .select(select!(
            "SELECT count(*) FROM recovery_codes WHERE account_id = $1 AND code_hash = $2 AND burned_at IS NOT NULL"
        ))
        .bind(account.0)
        .bind(hash)
        .one()
        .await?;
    Ok(count > 0)
}

/// Removes every code of an account, burned ones included.
pub async fn remove_all(write: &mut Write, account: AccountId) -> Result<()> {
    write.change(change!("DELETE FROM recovery_codes WHERE account_id = $1")).bind(account.0).execute().await?;
    Ok(())
}
