//! Sign-ins between the password and the session.

use super::method_of;
use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use domain::{
    ids::AccountId,
    sessions::{SessionHash, SignInMethod},
};
use uuid::Uuid;

/// What a sign-in waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Factor,
    Device,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Factor => "factor",
            Self::Device => "device",
        }
    }
}

/// A sign-in as it is stored.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub id: Uuid,
    pub hash: SessionHash,
    pub account: AccountId,
    pub stage: Stage,
    /// How it will have signed in; known from the device stage on.
    pub method: Option<SignInMethod>,
    /// Whether the device is to be remembered.
    pub remember: bool,
    /// A path of ours to go to afterwards.
    pub return_to: Option<String>,
    pub link_hash: Option<SessionHash>,
    pub code_hash: Option<String>,
    /// Wrong codes that were typed.
    pub code_attempts: i32,
    /// When an operator confirmed it.
    pub confirmed_at: Option<DateTime<Utc>>,
    pub network: String,
    pub user_agent: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct SignInRow {
    id: Uuid,
    secret_hash: String,
    account_id: Uuid,
    stage: String,
    method: Option<String>,
    remember: bool,
    return_to: Option<String>,
    link_hash: Option<String>,
    code_hash: Option<String>,
    code_attempts: i32,
    confirmed_at: Option<DateTime<Utc>>,
    network: String,
    user_agent: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl SignInRow {
    fn sign_in(self) -> Result<SignIn> {
        let stage = match &self.stage[..] {
            "factor" => Stage::Factor,
            "device" => Stage::Device,
            other => bail!("a sign-in holds an unknown stage: `{other}`"),
        };
        Ok(SignIn {
            id: self.id,
            hash: SessionHash::from_stored(self.secret_hash),
            account: AccountId(self.account_id),
            stage,
            method: self.method.as_deref().map(method_of).transpose()?,
            remember: self.remember,
            return_to: self.return_to,
            link_hash: self.link_hash.map(SessionHash::from_stored),
            code_hash: self.code_hash,
            code_attempts: self.code_attempts,
            confirmed_at: self.confirmed_at,
            network: self.network,
            user_agent: self.user_agent,
            created_at: self.created_at,
            expires_at: self.expires_at,
        })
    }
}

/// Writes a sign-in.
pub async fn insert(write: &mut Write, sign_in: &SignIn) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO sign_ins (id, secret_hash, account_id, stage, method, remember, return_to, link_hash,
                                   code_hash, code_attempts, confirmed_at, network, user_agent, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ))
        .bind(sign_in.id)
        .bind(sign_in.hash.as_str())
        .bind(sign_in.account.0)
        .bind(sign_in.stage.as_str())
        .bind(sign_in.method.map(SignInMethod::as_str))
        .bind(sign_in.remember)
        .bind(sign_in.return_to.as_deref())
        .bind(sign_in.link_hash.as_ref().map(SessionHash::as_str))
        .bind(sign_in.code_hash.as_deref())
        .bind(sign_in.code_attempts)
        .bind(sign_in.confirmed_at)
        .bind(&sign_in.network[..])
        .bind(&sign_in.user_agent[..])
        .bind(sign_in.created_at)
        .bind(sign_in.expires_at)
        .execute()
        .await?;
    Ok(())
}

/// The sign-in of a secret that still waits.
pub async fn by_hash(read: &mut Read, hash: &SessionHash, now: DateTime<Utc>) -> Result<Option<SignIn>> {
    let row: Option<SignInRow> = read
        .select(select!(
            "SELECT id, secret_hash, account_id, stage, method, remember, return_to, link_hash, code_hash,
                    code_attempts, confirmed_at, network, user_agent, created_at, expires_at
             FROM sign_ins WHERE secret_hash = $1 AND expires_at > $2"
        ))
        .bind(hash.as_str())
        .bind(now)
        .optional()
        .await?;
    row.map(SignInRow::sign_in).transpose()
}

/// The sign-in whose mail has this link, if it still waits.
pub async fn by_link(read: &mut Read, link: &SessionHash, now: DateTime<Utc>) -> Result<Option<SignIn>> {
    let row: Option<SignInRow> = read
        .select(select!(
            "SELECT id, secret_hash, account_id, stage, method, remember, return_to, link_hash, code_hash,
                    code_attempts, confirmed_at, network, user_agent, created_at, expires_at
             FROM sign_ins WHERE link_hash = $1 AND expires_at > $2"
        ))
        .bind(link.as_str())
        .bind(now)
        .optional()
        .await?;
    row.map(SignInRow::sign_in).transpose()
}

/// The sign-ins of an account that wait for their device, the newest first.
pub async fn waiting_for_device(read: &mut Read, account: AccountId, now: DateTime<Utc>) -> Result<Vec<SignIn>> {
    let rows: Vec<SignInRow> = read
        .select(select!(
            "SELECT id, secret_hash, account_id, stage, method, remember, return_to, link_hash, code_hash,
                    code_attempts, confirmed_at, network, user_agent, created_at, expires_at
             FROM sign_ins WHERE account_id = $1 AND stage = 'device' AND expires_at > $2
             ORDER BY created_at DESC, id"
        ))
        .bind(account.0)
        .bind(now)
        .all()
        .await?;
    rows.into_iter().map(SignInRow::sign_in).collect()
}

/// Counts a wrong code; returns how many there were, `None` when the sign-in is gone.
pub async fn count_attempt(write: &mut Write, id: Uuid) -> Result<Option<i32>> {
    let row: Option<(i32,)> = write
        .change(change!("UPDATE sign_ins SET code_attempts = code_attempts + 1 WHERE id = $1 RETURNING code_attempts"))
        .bind(id)
        .returning_optional()
        .await?;
    Ok(row.map(|(attempts,)| attempts))
}

/// Lets the browser that waits go on, without the mail.
pub async fn confirm(write: &mut Write, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    write.change(change!("UPDATE sign_ins SET confirmed_at = $1 WHERE id = $2")).bind(at).bind(id).execute().await?;
    Ok(())
}

/// Takes a sign-in away, done or given up; `false` when somebody else did.
pub async fn take(write: &mut Write, id: Uuid) -> Result<bool> {
    let taken = write.change(change!("DELETE FROM sign_ins WHERE id = $1")).bind(id).execute().await?;
    Ok(taken == 1)
}
