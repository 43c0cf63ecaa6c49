//! Accounts and their addresses.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    accounts::{Account, AccountState, EmailAddress, Username},
    ids::AccountId,
    projects::Role,
    registration::confusable_username,
};
use uuid::Uuid;

/// An account as it is made, with its primary address.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    pub id: AccountId,
    pub username: &'a Username,
    /// In the PHC string format.
    pub password_hash: Option<&'a str>,
    pub superuser: bool,
    pub address_id: Uuid,
    pub address: &'a EmailAddress,
    pub address_verified_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A line of the list of accounts.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AccountLine {
    pub username: String,
    /// The primary address.
    pub address: Option<String>,
    pub superuser: bool,
    pub state: String,
    pub has_second_factor: bool,
    pub created_at: DateTime<Utc>,
}

/// An address of an account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AddressLine {
    pub address: String,
    pub is_primary: bool,
    pub verified_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: Uuid,
    username: String,
    superuser: bool,
    state: String,
    created_at: DateTime<Utc>,
}

impl AccountRow {
    fn account(self) -> Result<Account> {
        let state = account_state(&self.state)?;
        let Self { id, username, superuser, created_at, .. } = self;
        Ok(Account { id: AccountId(id), username, superuser, state, created_at })
    }
}

/// Writes an account and its primary address.
pub async fn insert(write: &mut Write, account: &NewAccount<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO accounts (id, username, normalized_username, password_hash, superuser, state, created_at,
                                   confusable_username)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ))
        .bind(account.id.0)
        .bind(account.username.as_ref())
        .bind(account.username.normalized())
        .bind(account.password_hash)
        .bind(account.superuser)
        .bind(AccountState::Active.as_str())
        .bind(account.created_at)
        .bind(confusable_username(account.username))
        .execute()
        .await?;
    write
        .change(change!(
            "INSERT INTO addresses (id, account_id, address, normalized_address, is_primary, verified_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(account.address_id)
        .bind(account.id.0)
        .bind(account.address.as_ref())
        .bind(account.address.normalized())
        .bind(true)
        .bind(account.address_verified_at)
        .bind(account.created_at)
        .execute()
        .await?;
    Ok(())
}

/// Lets an account act, or not.
pub async fn set_state(write: &mut Write, id: AccountId, state: AccountState) -> Result<()> {
    write
        .change(change!("UPDATE accounts SET state = $1 WHERE id = $2"))
        .bind(state.as_str())
        .bind(id.0)
        .execute()
        .await?;
    Ok(())
}

/// Whether an account has, or a deleted one had, this user name in any case.
pub async fn username_is_taken(read: &mut Read, username: &Username) -> Result<bool> {
    let found: Option<(i64,)> = read
        .select(select!("SELECT CAST(1 AS BIGINT) FROM accounts WHERE normalized_username = $1"))
        .bind(username.normalized())
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Whether an account has this address in any case.
pub async fn address_is_taken(read: &mut Read, address: &EmailAddress) -> Result<bool> {
    let found: Option<(i64,)> = read
        .select(select!("SELECT CAST(1 AS BIGINT) FROM addresses WHERE normalized_address = $1"))
        .bind(address.normalized())
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Whether an operator was made already; a deleted one does not count.
pub async fn superuser_exists(read: &mut Read) -> Result<bool> {
    let (count,): (i64,) =
        read.select(select!("SELECT count(*) FROM accounts WHERE superuser AND state <> 'deleted'")).one().await?;
    Ok(count > 0)
}

/// The account of a user name in any case, deleted ones included.
pub async fn by_username(read: &mut Read, username: &Username) -> Result<Option<Account>> {
    let row: Option<AccountRow> = read
        .select(select!(
            "SELECT id, username, superuser, state, created_at FROM accounts WHERE normalized_username = $1"
        ))
        .bind(username.normalized())
        .optional()
        .await?;
    row.map(AccountRow::account).transpose()
}

/// The account of an id.
pub async fn by_id(read: &mut Read, id: AccountId) -> Result<Option<Account>> {
    let row: Option<AccountRow> = read
        .select(select!("SELECT id, username, superuser, state, created_at FROM accounts WHERE id = $1"))
        .bind(id.0)
        .optional()
        .await?;
    row.map(AccountRow::account).transpose()
}

/// The user name of an account.
pub async fn username(read: &mut Read, id: AccountId) -> Result<String> {
    let (username,) = read.select(select!("SELECT username FROM accounts WHERE id = $1")).bind(id.0).one().await?;
    Ok(username)
}

/// The stored hash of a password; `None` for an account without one.
pub async fn password_hash(read: &mut Read, id: AccountId) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> =
        read.select(select!("SELECT password_hash FROM accounts WHERE id = $1")).bind(id.0).optional().await?;
    Ok(row.and_then(|(hash,)| hash))
}

/// Replaces the stored hash of a password; whatever had disabled the earlier one is over.
pub async fn set_password(write: &mut Write, id: AccountId, hash: &str) -> Result<()> {
    write
        .change(change!("UPDATE accounts SET password_hash = $1, password_disabled_for = NULL WHERE id = $2"))
        .bind(hash)
        .bind(id.0)
        .execute()
        .await?;
    Ok(())
}

/// Every account, by user name.
pub async fn list(read: &mut Read) -> Result<Vec<AccountLine>> {
    read.select(select!(
        "SELECT a.username, d.address, a.superuser, a.state,
                (EXISTS (SELECT 1 FROM totp_secrets t WHERE t.account_id = a.id AND t.active_at IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM webauthn_credentials w WHERE w.account_id = a.id
                            AND w.active_at IS NOT NULL AND w.suspended_at IS NULL)) AS has_second_factor, a.created_at
         FROM accounts a LEFT JOIN addresses d ON d.account_id = a.id AND d.is_primary
         ORDER BY a.normalized_username"
    ))
    .all()
    .await
}

/// The addresses of an account, the primary one first.
pub async fn addresses(read: &mut Read, account: AccountId) -> Result<Vec<AddressLine>> {
    read.select(select!(
        "SELECT address, is_primary, verified_at FROM addresses
         WHERE account_id = $1 ORDER BY is_primary DESC, normalized_address"
    ))
    .bind(account.0)
    .all()
    .await
}

/// The projects that an account has a role on: display name and role.
pub async fn roles(read: &mut Read, account: AccountId) -> Result<Vec<(String, Role)>> {
    let rows: Vec<(String, String)> = read
        .select(select!(
            "SELECT p.name, r.role FROM roles r JOIN projects p ON p.id = r.project_id
             WHERE r.account_id = $1 ORDER BY p.normalized_name"
        ))
        .bind(account.0)
        .all()
        .await?;
    rows.into_iter().map(|(project, role)| Ok((project, role_of(&role)?))).collect()
}

pub(crate) fn account_state(stored: &str) -> Result<AccountState> {
    AccountState::from_stored(stored).with_context(|| format!("an account holds an unknown state: `{stored}`"))
}

pub(crate) fn role_of(stored: &str) -> Result<Role> {
    Role::from_stored(stored).with_context(|| format!("a role is unknown: `{stored}`"))
}
