//! Second factors: sealed TOTP secrets, and how an account stands with its factors.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    ids::AccountId,
    keys::KeyId,
    mandate::Strength,
    two_factor::{FactorKind, FactorName},
};
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
    /// The step of the code that proved it; 0 where none did.
    pub last_step: i64,
    /// Set once a recovery code was burned.
    pub active_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A sealed secret and its row.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SealedTotp {
    pub id: Uuid,
    pub sealed: Vec<u8>,
}

/// A sealed secret that is active, with what a check of a code takes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ActiveTotp {
    pub id: Uuid,
    pub name: String,
    pub sealed: Vec<u8>,
    pub last_step: i64,
}

/// A factor as its owner sees it.
#[derive(Clone, Debug)]
pub struct FactorLine {
    pub id: Uuid,
    pub kind: FactorKind,
    pub name: String,
    /// The model of the authenticator, where it tells it.
    pub aaguid: Option<Uuid>,
    pub active_at: Option<DateTime<Utc>>,
    pub suspended_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// How an account stands with its second factors, in counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Standing {
    pub active_totp: i64,
    /// Active and not suspended.
    pub active_webauthn: i64,
    pub active_passkeys: i64,
    pub suspended: i64,
    /// Enrolled while no recovery code was burned.
    pub waiting: i64,
    pub codes_left: i64,
    pub codes_burned: i64,
}

impl FactorLine {
    /// Whether it signs somebody in.
    pub const fn is_usable(&self) -> bool {
        self.active_at.is_some() && self.suspended_at.is_none()
    }
}

impl Standing {
    /// Whether signing in takes a second factor; a suspended one still asks for another.
    pub const fn is_required(self) -> bool {
        0 < self.active_totp + self.active_webauthn + self.suspended
    }

    /// Factors that sign somebody in.
    pub const fn usable(self) -> i64 {
        self.active_totp + self.active_webauthn
    }

    pub const fn all(self) -> i64 {
        self.usable() + self.suspended + self.waiting
    }

    /// The strongest factor that can be used.
    pub const fn strength(self) -> Option<Strength> {
        match self {
            Self { active_webauthn: 1.., .. } => Some(Strength::PhishingResistant),
            Self { active_totp: 1.., .. } => Some(Strength::Any),
            _ => None,
        }
    }
}

/// How an account stands with its factors and codes.
pub async fn standing(read: &mut Read, account: AccountId) -> Result<Standing> {
    read.select(select!(
        "SELECT
            (SELECT count(*) FROM totp_secrets t WHERE t.account_id = a.id AND t.active_at IS NOT NULL) AS active_totp,
            (SELECT count(*) FROM webauthn_credentials w WHERE w.account_id = a.id
                AND w.active_at IS NOT NULL AND w.suspended_at IS NULL) AS active_webauthn,
            (SELECT count(*) FROM webauthn_credentials w WHERE w.account_id = a.id AND w.kind = 'passkey'
                AND w.active_at IS NOT NULL AND w.suspended_at IS NULL) AS active_passkeys,
            (SELECT count(*) FROM webauthn_credentials w WHERE w.account_id = a.id
                AND w.active_at IS NOT NULL AND w.suspended_at IS NOT NULL) AS suspended,
            (SELECT count(*) FROM totp_secrets t WHERE t.account_id = a.id AND t.active_at IS NULL)
                + (SELECT count(*) FROM webauthn_credentials w WHERE w.account_id = a.id
                    AND w.active_at IS NULL) AS waiting,
            (SELECT count(*) FROM recovery_codes c WHERE c.account_id = a.id AND c.burned_at IS NULL) AS codes_left,
            (SELECT count(*) FROM recovery_codes c WHERE c.account_id = a.id
                AND c.burned_at IS NOT NULL) AS codes_burned
         FROM accounts a WHERE a.id = $1"
    ))
    .bind(account.0)
    .one()
    .await
}

/// The factors of an account, oldest first.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<FactorLine>> {
    #[derive(sqlx::FromRow)]
    struct TotpRow {
        id: Uuid,
        name: String,
        active_at: Option<DateTime<Utc>>,
        last_used_at: Option<DateTime<Utc>>,
        created_at: DateTime<Utc>,
    }
    let rows: Vec<TotpRow> = read
        .select(select!(
            "SELECT id, name, active_at, last_used_at, created_at FROM totp_secrets
             WHERE account_id = $1 ORDER BY created_at, id"
        ))
        .bind(account.0)
        .all()
        .await?;
    let totp = rows.into_iter().map(|TotpRow { id, name, active_at, last_used_at, created_at }| FactorLine {
        id,
        kind: FactorKind::Totp,
        name,
        aaguid: None,
        active_at,
        suspended_at: None,
        last_used_at,
        created_at,
    });
    let mut lines: Vec<FactorLine> = totp.collect();
    lines.extend(crate::webauthn::lines(read, account).await?);
    lines.sort_by_key(|line| (line.created_at, line.id));
    Ok(lines)
}

/// Whether a factor of an account has this name.
pub async fn name_is_taken(read: &mut Read, account: AccountId, name: &FactorName) -> Result<bool> {
    let (count,): (i64,) = read
        .select(select!(
            "SELECT (SELECT count(*) FROM totp_secrets WHERE account_id = $1 AND name = $2)
                  + (SELECT count(*) FROM webauthn_credentials WHERE account_id = $3 AND name = $4)"
        ))
        .bind(account.0)
        .bind(name.as_ref())
        .bind(account.0)
        .bind(name.as_ref())
        .one()
        .await?;
    Ok(count > 0)
}

/// Gives a factor another name.
pub async fn rename(write: &mut Write, kind: FactorKind, id: Uuid, name: &FactorName) -> Result<()> {
    let statement = match kind {
        FactorKind::Totp => change!("UPDATE totp_secrets SET name = $1 WHERE id = $2"),
        FactorKind::SecurityKey | FactorKind::Passkey => {
            change!("UPDATE webauthn_credentials SET name = $1 WHERE id = $2")
        }
    };
    write.change(statement).bind(name.as_ref()).bind(id).execute().await?;
    Ok(())
}

/// Removes a factor.
pub async fn remove(write: &mut Write, kind: FactorKind, id: Uuid) -> Result<()> {
    let statement = match kind {
        FactorKind::Totp => change!("DELETE FROM totp_secrets WHERE id = $1"),
        FactorKind::SecurityKey | FactorKind::Passkey => change!("DELETE FROM webauthn_credentials WHERE id = $1"),
    };
    write.change(statement).bind(id).execute().await?;
    Ok(())
}

/// Makes the factors active that waited for a burned recovery code; says how many.
pub async fn activate(write: &mut Write, account: AccountId, at: DateTime<Utc>) -> Result<u64> {
    let totp = write
        .change(change!("UPDATE totp_secrets SET active_at = $1 WHERE account_id = $2 AND active_at IS NULL"))
        .bind(at)
        .bind(account.0)
        .execute()
        .await?;
    let webauthn = write
        .change(change!("UPDATE webauthn_credentials SET active_at = $1 WHERE account_id = $2 AND active_at IS NULL"))
        .bind(at)
        .bind(account.0)
        .execute()
        .await?;
    Ok(totp + webauthn)
}

/// Removes every factor of an account, with what is pending.
pub async fn remove_all(write: &mut Write, account: AccountId) -> Result<()> {
    for statement in [
        change!("DELETE FROM totp_secrets WHERE account_id = $1"),
        change!("DELETE FROM totp_pending WHERE account_id = $1"),
        change!("DELETE FROM webauthn_credentials WHERE account_id = $1"),
        change!("DELETE FROM webauthn_ceremonies WHERE account_id = $1"),
    ] {
        write.change(statement).bind(account.0).execute().await?;
    }
    Ok(())
}

/// Writes a secret.
pub async fn insert_totp(write: &mut Write, totp: &NewTotp<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO totp_secrets (id, account_id, name, key_id, sealed, last_step, active_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ))
        .bind(totp.id)
        .bind(totp.account.0)
        .bind(totp.name)
        .bind(totp.key_id.to_string())
        .bind(totp.sealed.to_vec())
        .bind(totp.last_step)
        .bind(totp.active_at)
        .bind(totp.created_at)
        .execute()
        .await?;
    Ok(())
}

/// The secrets of an account, oldest first, whether active or not.
pub async fn totp_of(read: &mut Read, account: AccountId) -> Result<Vec<SealedTotp>> {
    read.select(select!("SELECT id, sealed FROM totp_secrets WHERE account_id = $1 ORDER BY created_at, id"))
        .bind(account.0)
        .all()
        .await
}

/// The secrets of an account whose codes count, oldest first.
pub async fn active_totp_of(read: &mut Read, account: AccountId) -> Result<Vec<ActiveTotp>> {
    read.select(select!(
        "SELECT id, name, sealed, last_step FROM totp_secrets
         WHERE account_id = $1 AND active_at IS NOT NULL ORDER BY created_at, id"
    ))
    .bind(account.0)
    .all()
    .await
}

/// Uses a step up; `false` when it, or a later one, was used before.
pub async fn use_step(write: &mut Write, id: Uuid, step: i64, at: DateTime<Utc>) -> Result<bool> {
    let used = write
        .change(change!("UPDATE totp_secrets SET last_step = $1, last_used_at = $2 WHERE id = $3 AND last_step < $4"))
        .bind(step)
        .bind(at)
        .bind(id)
        .bind(step)
        .execute()
        .await?;
    Ok(used == 1)
}

/// Keeps a secret that waits for its first code; an earlier one is forgotten.
pub async fn put_pending(
    write: &mut Write,
    account: AccountId,
    pending: &SealedTotp,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO totp_pending (account_id, id, sealed, expires_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (account_id) DO UPDATE
             SET id = excluded.id, sealed = excluded.sealed, expires_at = excluded.expires_at"
        ))
        .bind(account.0)
        .bind(pending.id)
        .bind(&pending.sealed[..])
        .bind(expires_at)
        .execute()
        .await?;
    Ok(())
}

/// The secret that waits for its first code.
pub async fn pending(read: &mut Read, account: AccountId, now: DateTime<Utc>) -> Result<Option<SealedTotp>> {
    read.select(select!("SELECT id, sealed FROM totp_pending WHERE account_id = $1 AND expires_at > $2"))
        .bind(account.0)
        .bind(now)
        .optional()
        .await
}

/// Forgets the secret that waits.
pub async fn remove_pending(write: &mut Write, account: AccountId) -> Result<()> {
    write.change(change!("DELETE FROM totp_pending WHERE account_id = $1")).bind(account.0).execute().await?;
    Ok(())
}

/// Forgets the secrets that nobody proved in time; says how many.
pub async fn sweep_pending(write: &mut Write, now: DateTime<Utc>) -> Result<u64> {
    write.change(change!("DELETE FROM totp_pending WHERE expires_at <= $1")).bind(now).execute().await
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
