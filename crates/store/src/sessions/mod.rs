//! Sessions, sign-ins half done, and the devices that are known.

pub mod devices;
pub mod sign_ins;

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    ids::AccountId,
    mandate::Strength,
    sessions::{Session, SessionHash, SignInMethod},
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: Uuid,
    secret_hash: String,
    account_id: Uuid,
    method: String,
    strength: Option<String>,
    stepped_up_at: Option<DateTime<Utc>>,
    device_id: Option<Uuid>,
    network: String,
    user_agent: String,
    signed_in_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl SessionRow {
    fn session(self) -> Result<Session> {
        Ok(Session {
            id: self.id,
            hash: SessionHash::from_stored(self.secret_hash),
            account: AccountId(self.account_id),
            method: method_of(&self.method)?,
            strength: strength_of(self.strength.as_deref())?,
            stepped_up_at: self.stepped_up_at,
            device: self.device_id,
            network: self.network,
            user_agent: self.user_agent,
            signed_in_at: self.signed_in_at,
            last_seen_at: self.last_seen_at,
            expires_at: self.expires_at,
        })
    }
}

/// Writes a session.
pub async fn insert(write: &mut Write, session: &Session) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO sessions (id, secret_hash, account_id, method, strength, stepped_up_at, device_id, network,
                                   user_agent, signed_in_at, last_seen_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ))
        .bind(session.id)
        .bind(session.hash.as_str())
        .bind(session.account.0)
        .bind(session.method.as_str())
        .bind(session.strength.map(Strength::as_str))
        .bind(session.stepped_up_at)
        .bind(session.device)
        .bind(&session.network[..])
        .bind(&session.user_agent[..])
        .bind(session.signed_in_at)
        .bind(session.last_seen_at)
        .bind(session.expires_at)
        .execute()
        .await?;
    Ok(())
}

/// The session of a hash, idle and old ones included.
pub async fn by_hash(read: &mut Read, hash: &SessionHash) -> Result<Option<Session>> {
    let row: Option<SessionRow> = read
        .select(select!(
            "SELECT id, secret_hash, account_id, method, strength, stepped_up_at, device_id, network, user_agent,
                    signed_in_at, last_seen_at, expires_at
             FROM sessions WHERE secret_hash = $1"
        ))
        .bind(hash.as_str())
        .optional()
        .await?;
    row.map(SessionRow::session).transpose()
}

/// The sessions of an account, the one seen last first; idle and old ones included.
pub async fn of(read: &mut Read, account: AccountId) -> Result<Vec<Session>> {
    let rows: Vec<SessionRow> = read
        .select(select!(
            "SELECT id, secret_hash, account_id, method, strength, stepped_up_at, device_id, network, user_agent,
                    signed_in_at, last_seen_at, expires_at
             FROM sessions WHERE account_id = $1 ORDER BY last_seen_at DESC, id"
        ))
        .bind(account.0)
        .all()
        .await?;
    rows.into_iter().map(SessionRow::session).collect()
}

/// Gives a session a new secret and notes its step-up; `false` when it has ended.
pub async fn step_up(
    write: &mut Write,
    hash: &SessionHash,
    new_hash: &SessionHash,
    strength: Option<Strength>,
    at: DateTime<Utc>,
) -> Result<bool> {
    let changed = write
        .change(change!(
            "UPDATE sessions SET secret_hash = $1, strength = $2, stepped_up_at = $3, last_seen_at = $4
             WHERE secret_hash = $5"
        ))
        .bind(new_hash.as_str())
        .bind(strength.map(Strength::as_str))
        .bind(at)
        .bind(at)
        .bind(hash.as_str())
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Ends the session of a hash; `false` when it had ended.
pub async fn end(write: &mut Write, hash: &SessionHash) -> Result<bool> {
    let ended =
        write.change(change!("DELETE FROM sessions WHERE secret_hash = $1")).bind(hash.as_str()).execute().await?;
    Ok(ended == 1)
}

/// Ends one session of an account; `false` when it has none of that id.
pub async fn end_one(write: &mut Write, account: AccountId, id: Uuid) -> Result<bool> {
    let ended = write
        .change(change!("DELETE FROM sessions WHERE id = $1 AND account_id = $2"))
        .bind(id)
        .bind(account.0)
        .execute()
        .await?;
    Ok(ended == 1)
}

/// Ends what somebody else may hold: sessions, sign-ins half done, known devices.
///
/// Called in the Write of every change of a password or a factor. The session that
/// makes the change is kept; says how many others were ended.
pub async fn end_all_but(write: &mut Write, account: AccountId, kept: Option<&SessionHash>) -> Result<u64> {
    let ended = write
        .change(change!("DELETE FROM sessions WHERE account_id = $1 AND secret_hash <> $2"))
        .bind(account.0)
        .bind(kept.map_or("", SessionHash::as_str))
        .execute()
        .await?;
    write.change(change!("DELETE FROM sign_ins WHERE account_id = $1")).bind(account.0).execute().await?;
    devices::revoke_without_session(write, account).await?;
    Ok(ended)
}

/// Notes when and from which network sessions were last seen.
pub async fn touch(write: &mut Write, seen: &[(SessionHash, DateTime<Utc>, String)]) -> Result<()> {
    for (hash, at, network) in seen {
        write
            .change(change!(
                "UPDATE sessions SET last_seen_at = $1, network = $2 WHERE secret_hash = $3 AND last_seen_at < $4"
            ))
            .bind(*at)
            .bind(&network[..])
            .bind(hash.as_str())
            .bind(*at)
            .execute()
            .await?;
    }
    Ok(())
}

/// Deletes sessions and sign-ins that no longer hold; says how many.
pub async fn sweep(write: &mut Write, now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<u64> {
    let sessions = write
        .change(change!("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2"))
        .bind(now)
        .bind(idle_since)
        .execute()
        .await?;
    let sign_ins = write.change(change!("DELETE FROM sign_ins WHERE expires_at <= $1")).bind(now).execute().await?;
    Ok(sessions + sign_ins)
}

/// What was shown at the password step: the hash, and why it signs nobody in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PasswordLine {
    pub password_hash: Option<String>,
    pub password_disabled_for: Option<String>,
}

/// The password of an account as it is stored.
pub async fn password(read: &mut Read, account: AccountId) -> Result<PasswordLine> {
    read.select(select!("SELECT password_hash, password_disabled_for FROM accounts WHERE id = $1"))
        .bind(account.0)
        .one()
        .await
}

/// Lets a password sign nobody in any more, or lets it again; the hash stays.
pub async fn set_password_disabled(write: &mut Write, account: AccountId, reason: Option<&str>) -> Result<()> {
    write
        .change(change!("UPDATE accounts SET password_disabled_for = $1 WHERE id = $2"))
        .bind(reason)
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}

fn method_of(stored: &str) -> Result<SignInMethod> {
    SignInMethod::from_stored(stored).with_context(|| format!("a session holds an unknown method: `{stored}`"))
}

fn strength_of(stored: Option<&str>) -> Result<Option<Strength>> {
    let read = |stored| Strength::from_stored(stored).with_context(|| format!("a strength is unknown: `{stored}`"));
    stored.map(read).transpose()
}
