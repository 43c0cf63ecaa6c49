//! What a recovery does to an account, and what its deletion leaves of it.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use uuid::Uuid;

/// Takes the password away, and holds publishing until an instant.
pub async fn shut(write: &mut Write, account: AccountId, held_until: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "UPDATE accounts SET password_hash = NULL, password_disabled_for = NULL, publish_held_until = $1
             WHERE id = $2"
        ))
        .bind(held_until)
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}

/// Revokes every API token of an account; says how many.
pub async fn revoke_tokens(write: &mut Write, account: AccountId, at: DateTime<Utc>) -> Result<u64> {
    write
        .change(change!(
            "UPDATE tokens SET revoked_at = $1, revoked_reason = 'account recovered'
             WHERE account_id = $2 AND revoked_at IS NULL"
        ))
        .bind(at)
        .bind(account.0)
        .execute()
        .await
}

/// Until when nothing is published by an account.
pub async fn held_until(read: &mut Read, account: AccountId) -> Result<Option<DateTime<Utc>>> {
    let (at,) =
        read.select(select!("SELECT publish_held_until FROM accounts WHERE id = $1")).bind(account.0).one().await?;
    Ok(at)
}

/// Somebody with a role on a project of an account, and that project's name.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ColleagueRow {
    pub account_id: Uuid,
    pub project: String,
}

/// Everybody else with a role on a project of an account: by account, then by project.
pub async fn colleagues(read: &mut Read, account: AccountId) -> Result<Vec<ColleagueRow>> {
    read.select(select!(
        "SELECT o.account_id, p.name AS project
         FROM roles r JOIN roles o ON o.project_id = r.project_id JOIN projects p ON p.id = r.project_id
         WHERE r.account_id = $1 AND o.account_id <> $2 ORDER BY o.account_id, p.normalized_name"
    ))
    .bind(account.0)
    .bind(account.0)
    .all()
    .await
}

/// Takes what is personal out of the cases of an account, and its links away.
///
/// That there were cases, and how they ended, stays for the figures.
pub async fn forget(write: &mut Write, account: AccountId) -> Result<()> {
    for statement in [
        change!("DELETE FROM recovery_links WHERE account_id = $1"),
        change!(
            "UPDATE recovery_evidence SET statement = ''
             WHERE case_id IN (SELECT id FROM recovery_cases WHERE account_id = $1)"
        ),
        change!(
            "UPDATE recovery_notes SET note = ''
             WHERE case_id IN (SELECT id FROM recovery_cases WHERE account_id = $1)"
        ),
        change!(
            "UPDATE recovery_decisions SET note = ''
             WHERE case_id IN (SELECT id FROM recovery_cases WHERE account_id = $1)"
        ),
        change!("UPDATE recovery_cases SET contact = '', reason = '', network = '' WHERE account_id = $1"),
    ] {
        write.change(statement).bind(account.0).execute().await?;
    }
    Ok(())
}
