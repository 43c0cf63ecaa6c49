//! Deleting accounts, and forgetting what was kept long enough.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{accounts::AccountState, ids::AccountId};
use uuid::Uuid;

/// When an account will be deleted, if that is scheduled.
pub async fn scheduled(read: &mut Read, account: AccountId) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(Option<DateTime<Utc>>,)> =
        read.select(select!("SELECT deletion_at FROM accounts WHERE id = $1")).bind(account.0).optional().await?;
    Ok(row.and_then(|(at,)| at))
}

/// Schedules a deletion, or with `None` takes it back.
pub async fn schedule(write: &mut Write, account: AccountId, at: Option<DateTime<Utc>>) -> Result<()> {
    write
        .change(change!("UPDATE accounts SET deletion_at = $1 WHERE id = $2"))
        .bind(at)
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}

/// The accounts whose time has come, longest waiting first.
pub async fn due(read: &mut Read, now: DateTime<Utc>, most: i64) -> Result<Vec<AccountId>> {
    let rows: Vec<(Uuid,)> = read
        .select(select!(
            "SELECT id FROM accounts WHERE deletion_at IS NOT NULL AND deletion_at <= $1 AND state <> 'deleted'
             ORDER BY deletion_at, id LIMIT $2"
        ))
        .bind(now)
        .bind(most)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// The projects that would have no owner without this account, by name.
pub async fn sole_owner_of(read: &mut Read, account: AccountId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = read
        .select(select!(
            "SELECT p.name FROM roles r JOIN projects p ON p.id = r.project_id
             WHERE r.account_id = $1 AND r.role = 'owner'
               AND NOT EXISTS (SELECT 1 FROM roles o WHERE o.project_id = r.project_id AND o.role = 'owner'
                                                       AND o.account_id <> $2)
             ORDER BY p.normalized_name"
        ))
        .bind(account.0)
        .bind(account.0)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// How many operators can act.
pub async fn active_operators(read: &mut Read) -> Result<i64> {
    let (count,) =
        read.select(select!("SELECT count(*) FROM accounts WHERE superuser AND state = 'active'")).one().await?;
    Ok(count)
}

/// Takes away everything of an account but its id and its user name.
///
/// Journal, events and files keep the id; the user name is never free again.
pub async fn erase(write: &mut Write, account: AccountId, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "UPDATE accounts SET state = $1, password_hash = NULL, superuser = $2, deletion_at = NULL, language = NULL
             WHERE id = $3"
        ))
        .bind(AccountState::Deleted.as_str())
        .bind(false)
        .bind(account.0)
        .execute()
        .await?;
    write
        .change(change!(
            "UPDATE tokens SET revoked_at = $1, revoked_reason = 'account deleted'
             WHERE account_id = $2 AND revoked_at IS NULL"
        ))
        .bind(at)
        .bind(account.0)
        .execute()
        .await?;
    for statement in [
        change!("DELETE FROM addresses WHERE account_id = $1"),
        change!("DELETE FROM sessions WHERE account_id = $1"),
        change!("DELETE FROM sign_ins WHERE account_id = $1"),
        change!("DELETE FROM devices WHERE account_id = $1"),
        change!("DELETE FROM totp_secrets WHERE account_id = $1"),
        change!("DELETE FROM totp_pending WHERE account_id = $1"),
        change!("DELETE FROM webauthn_credentials WHERE account_id = $1"),
        change!("DELETE FROM webauthn_ceremonies WHERE account_id = $1"),
        change!("DELETE FROM recovery_codes WHERE account_id = $1"),
        change!("DELETE FROM roles WHERE account_id = $1"),
        change!("DELETE FROM mandate_accounts WHERE account_id = $1"),
        change!("DELETE FROM links WHERE account_id = $1"),
        change!("DELETE FROM designation_notices WHERE account_id = $1"),
        // The code stays claimed: it was shown.
        change!("UPDATE giveaway_codes SET account_id = NULL WHERE account_id = $1"),
    ] {
        write.change(statement).bind(account.0).execute().await?;
    }
    Ok(())
}
