//! API tokens: what the index keeps of them.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    ids::{AccountId, TokenId},
    keys::KeyId,
    tokens::{StoredToken, caveat::Caveat},
};
use serde_json::Value;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: Uuid,
    account_id: Uuid,
    name: String,
    key_id: String,
    caveats: Json<Vec<Value>>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    revoked_reason: Option<String>,
}

impl TokenRow {
    /// A stored caveat that is not understood is a fault: it must never be left out.
    fn token(self) -> Result<StoredToken> {
        let key_id = KeyId::parse(&self.key_id)
            .with_context(|| format!("a token holds an unknown form of key id: `{}`", self.key_id))?;
        let caveats: Result<Vec<Caveat>, _> = self.caveats.iter().map(Caveat::from_json).collect();
        Ok(StoredToken {
            id: TokenId(self.id),
            account: AccountId(self.account_id),
            name: self.name,
            key_id,
            caveats: caveats.with_context(|| format!("the stored caveats of a token: `{}`", self.id))?,
            created_at: self.created_at,
            expires_at: self.expires_at,
            last_used_at: self.last_used_at,
            revoked_at: self.revoked_at,
            revoked_reason: self.revoked_reason,
        })
    }
}

/// Writes a token.
pub async fn insert(write: &mut Write, token: &StoredToken) -> Result<()> {
    let caveats: Vec<Value> = token.caveats.iter().map(Caveat::to_json).collect();
    write
        .change(change!(
            "INSERT INTO tokens (id, account_id, name, key_id, caveats, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(token.id.0)
        .bind(token.account.0)
        .bind(&token.name[..])
        .bind(token.key_id.to_string())
        .bind(Json(caveats))
        .bind(token.created_at)
        .bind(token.expires_at)
        .execute()
        .await?;
    Ok(())
}

/// The token of an id, revoked ones included.
pub async fn get(read: &mut Read, id: TokenId) -> Result<Option<StoredToken>> {
    let row: Option<TokenRow> = read
        .select(select!(
            "SELECT id, account_id, name, key_id, caveats, created_at, expires_at, last_used_at, revoked_at,
                    revoked_reason
             FROM tokens WHERE id = $1"
        ))
        .bind(id.0)
        .optional()
        .await?;
    row.map(TokenRow::token).transpose()
}

/// The tokens of an account, revoked ones included, oldest first.
pub async fn list_of(read: &mut Read, account: AccountId) -> Result<Vec<StoredToken>> {
    let rows: Vec<TokenRow> = read
        .select(select!(
            "SELECT id, account_id, name, key_id, caveats, created_at, expires_at, last_used_at, revoked_at,
                    revoked_reason
             FROM tokens WHERE account_id = $1 ORDER BY created_at, id"
        ))
        .bind(account.0)
        .all()
        .await?;
    rows.into_iter().map(TokenRow::token).collect()
}

/// The tokens of active accounts that expire in a span and are not revoked, by their end.
pub async fn expiring(read: &mut Read, after: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<StoredToken>> {
    let rows: Vec<TokenRow> = read
        .select(select!(
            "SELECT t.id, t.account_id, t.name, t.key_id, t.caveats, t.created_at, t.expires_at, t.last_used_at,
                    t.revoked_at, t.revoked_reason
             FROM tokens t JOIN accounts a ON a.id = t.account_id
             WHERE t.expires_at > $1 AND t.expires_at <= $2 AND t.revoked_at IS NULL AND a.state = 'active'
             ORDER BY t.expires_at, t.id"
        ))
        .bind(after)
        .bind(until)
        .all()
        .await?;
    rows.into_iter().map(TokenRow::token).collect()
}

/// Every token with its account's user name, revoked ones included.
pub async fn list(read: &mut Read) -> Result<Vec<(String, StoredToken)>> {
    #[derive(sqlx::FromRow)]
    struct Listed {
        username: String,
        #[sqlx(flatten)]
        token: TokenRow,
    }
    let rows: Vec<Listed> = read
        .select(select!(
            "SELECT a.username, t.id, t.account_id, t.name, t.key_id, t.caveats, t.created_at, t.expires_at,
                    t.last_used_at, t.revoked_at, t.revoked_reason
             FROM tokens t JOIN accounts a ON a.id = t.account_id
             ORDER BY a.normalized_username, t.created_at, t.id"
        ))
        .all()
        .await?;
    rows.into_iter().map(|row| Ok((row.username, row.token.token()?))).collect()
}

/// Whether an account has a token of this name that is not revoked.
pub async fn name_is_taken(read: &mut Read, account: AccountId, name: &str) -> Result<bool> {
    let (count,): (i64,) = read
        .select(select!("SELECT count(*) FROM tokens WHERE account_id = $1 AND name = $2 AND revoked_at IS NULL"))
        .bind(account.0)
        .bind(name)
        .one()
        .await?;
    Ok(count > 0)
}

/// Revokes a token; `false` when it is unknown or revoked already.
pub async fn revoke(write: &mut Write, id: TokenId, reason: &str, at: DateTime<Utc>) -> Result<bool> {
    let revoked = write
        .change(change!("UPDATE tokens SET revoked_at = $1, revoked_reason = $2 WHERE id = $3 AND revoked_at IS NULL"))
        .bind(at)
        .bind(reason)
        .bind(id.0)
        .execute()
        .await?;
    Ok(revoked == 1)
}

/// Notes when tokens were last used; an earlier use than the noted one changes nothing.
pub async fn touch(write: &mut Write, uses: &[(TokenId, DateTime<Utc>)]) -> Result<()> {
    for (token, at) in uses {
        write
            .change(change!(
                "UPDATE tokens SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $3)"
            ))
            .bind(*at)
            .bind(token.0)
            .bind(*at)
            .execute()
            .await?;
    }
    Ok(())
}
