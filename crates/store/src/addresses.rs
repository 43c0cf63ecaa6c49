//! The addresses of an account, one by one.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{accounts::EmailAddress, ids::AccountId};
use uuid::Uuid;

/// An address and everything that is known about it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AddressRow {
    pub id: Uuid,
    pub account_id: Uuid,
    pub address: String,
    pub is_primary: bool,
    pub is_public: bool,
    pub verified_at: Option<DateTime<Utc>>,
    pub unverified_reason: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The addresses of an account, the primary one first.
pub async fn of(read: &mut Read, account: AccountId) -> Result<Vec<AddressRow>> {
    read.select(select!(
        "SELECT id, account_id, address, is_primary, is_public, verified_at, unverified_reason, created_at
         FROM addresses WHERE account_id = $1 ORDER BY is_primary DESC, normalized_address"
    ))
    .bind(account.0)
    .all()
    .await
}

/// The row of an address in any case, whoever has it.
pub async fn by_address(read: &mut Read, address: &EmailAddress) -> Result<Option<AddressRow>> {
    read.select(select!(
        "SELECT id, account_id, address, is_primary, is_public, verified_at, unverified_reason, created_at
         FROM addresses WHERE normalized_address = $1"
    ))
    .bind(address.normalized())
    .optional()
    .await
}

/// Writes a verified address that is not the primary one.
pub async fn insert(
    write: &mut Write,
    id: Uuid,
    account: AccountId,
    address: &EmailAddress,
    at: DateTime<Utc>,
) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO addresses (id, account_id, address, normalized_address, is_primary, is_public, verified_at,
                                    created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ))
        .bind(id)
        .bind(account.0)
        .bind(address.as_ref())
        .bind(address.normalized())
        .bind(false)
        .bind(false)
        .bind(at)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Takes an address away from its account.
pub async fn delete(write: &mut Write, id: Uuid) -> Result<()> {
    write.change(change!("DELETE FROM addresses WHERE id = $1")).bind(id).execute().await?;
    Ok(())
}

/// Makes one address of an account its primary one.
pub async fn set_primary(write: &mut Write, account: AccountId, id: Uuid) -> Result<()> {
    write
        .change(change!("UPDATE addresses SET is_primary = (id = $1) WHERE account_id = $2"))
        .bind(id)
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}

/// Shows one address of an account on its profile, or none.
pub async fn set_public(write: &mut Write, account: AccountId, id: Option<Uuid>) -> Result<()> {
    write
        .change(change!("UPDATE addresses SET is_public = (id = $1) WHERE account_id = $2"))
        .bind(id.unwrap_or(Uuid::nil()))
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}

/// Notes that an address was proved.
pub async fn verify(write: &mut Write, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE addresses SET verified_at = $1, unverified_reason = NULL WHERE id = $2"))
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Notes that an address counts as verified no more; `false` when it did not.
pub async fn unverify(write: &mut Write, id: Uuid, reason: &str) -> Result<bool> {
    let changed = write
        .change(change!(
            "UPDATE addresses SET verified_at = NULL, unverified_reason = $1, is_public = $2
             WHERE id = $3 AND verified_at IS NOT NULL"
        ))
        .bind(reason)
        .bind(false)
        .bind(id)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// A verified address whose domain is to be looked up.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CheckRow {
    pub id: Uuid,
    pub account_id: Uuid,
    pub address: String,
    /// Since when its domain was found not to exist.
    pub domain_gone_at: Option<DateTime<Utc>>,
}

/// Verified addresses whose domain is to be looked up, longest waiting first.
pub async fn due_for_check(read: &mut Read, now: DateTime<Utc>, most: i64) -> Result<Vec<CheckRow>> {
    read.select(select!(
        "SELECT id, account_id, address, domain_gone_at FROM addresses
         WHERE verified_at IS NOT NULL AND (domain_check_at IS NULL OR domain_check_at <= $1)
         ORDER BY domain_check_at IS NOT NULL, domain_check_at, id LIMIT $2"
    ))
    .bind(now)
    .bind(most)
    .all()
    .await
}

/// Notes what a look at the domain of an address found, and when to look next.
pub async fn note_check(
    write: &mut Write,
    id: Uuid,
    domain_gone_at: Option<DateTime<Utc>>,
    next: DateTime<Utc>,
) -> Result<()> {
    write
        .change(change!("UPDATE addresses SET domain_gone_at = $1, domain_check_at = $2 WHERE id = $3"))
        .bind(domain_gone_at)
        .bind(next)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}
