//! Recovery cases: people who lost every way in and ask to be let in again.

pub mod account;
pub mod decisions;
pub mod evidence;
pub mod links;

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    ids::AccountId,
    recovery_cases::{CancelCause, Ending},
};
use uuid::Uuid;

/// A case as it is written; it begins open.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    pub id: Uuid,
    pub account: AccountId,
    pub contact: &'a str,
    pub contact_is_known: bool,
    /// A BCP 47 tag.
    pub language: &'a str,
    pub reason: &'a str,
    pub repository_token: &'a str,
    pub opened_at: DateTime<Utc>,
    pub waits_until: DateTime<Utc>,
    pub network: &'a str,
}

/// A case.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseRow {
    pub id: Uuid,
    pub account_id: Uuid,
    pub username: String,
    /// `open`, or how it ended.
    pub state: String,
    pub contact: String,
    pub contact_is_known: bool,
    pub language: String,
    pub reason: String,
    pub repository_token: String,
    pub opened_at: DateTime<Utc>,
    pub waits_until: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_because: Option<String>,
    pub network: String,
}

impl CaseRow {
    pub fn account(&self) -> AccountId {
        AccountId(self.account_id)
    }
}

/// A line of the list of cases.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseLine {
    pub id: Uuid,
    pub username: String,
    pub state: String,
    pub contact_is_known: bool,
    pub opened_at: DateTime<Utc>,
    pub waits_until: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub proved: i64,
    pub approvals: i64,
}

/// When a case began and how it ended, for the figures.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CaseTimes {
    pub state: String,
    pub opened_at: DateTime<Utc>,
    pub waits_until: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// Writes a case.
pub async fn insert(write: &mut Write, case: &NewCase<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO recovery_cases (id, account_id, state, contact, contact_is_known, language, reason,
                                         repository_token, opened_at, waits_until, moved_at, network)
             VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ))
        .bind(case.id)
        .bind(case.account.0)
        .bind(case.contact)
        .bind(case.contact_is_known)
        .bind(case.language)
        .bind(case.reason)
        .bind(case.repository_token)
        .bind(case.opened_at)
        .bind(case.waits_until)
        .bind(case.opened_at)
        .bind(case.network)
        .execute()
        .await?;
    Ok(())
}

/// The case of an id.
pub async fn get(read: &mut Read, id: Uuid) -> Result<Option<CaseRow>> {
    read.select(select!(
        "SELECT c.id, c.account_id, a.username, c.state, c.contact, c.contact_is_known, c.language, c.reason,
                c.repository_token, c.opened_at, c.waits_until, c.closed_at, c.closed_because, c.network
         FROM recovery_cases c JOIN accounts a ON a.id = c.account_id WHERE c.id = $1"
    ))
    .bind(id)
    .optional()
    .await
}

/// The case that an account has open.
pub async fn open_of(read: &mut Read, account: AccountId) -> Result<Option<CaseRow>> {
    read.select(select!(
        "SELECT c.id, c.account_id, a.username, c.state, c.contact, c.contact_is_known, c.language, c.reason,
                c.repository_token, c.opened_at, c.waits_until, c.closed_at, c.closed_because, c.network
         FROM recovery_cases c JOIN accounts a ON a.id = c.account_id
         WHERE c.account_id = $1 AND c.closed_at IS NULL"
    ))
    .bind(account.0)
    .optional()
    .await
}

/// Notes that somebody did something; `false` when the case has ended.
///
/// Every act begins with it: of two at once, the second waits here for the first.
pub async fn touch(write: &mut Write, id: Uuid, at: DateTime<Utc>) -> Result<bool> {
    let touched = write
        .change(change!("UPDATE recovery_cases SET moved_at = $1 WHERE id = $2 AND closed_at IS NULL"))
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(touched == 1)
}

/// Ends a case; `false` when it had ended.
pub async fn close(
    write: &mut Write,
    id: Uuid,
    ending: Ending,
    cause: Option<CancelCause>,
    at: DateTime<Utc>,
) -> Result<bool> {
    let closed = write
        .change(change!(
            "UPDATE recovery_cases SET state = $1, closed_because = $2, moved_at = $3, closed_at = $4
             WHERE id = $5 AND closed_at IS NULL"
        ))
        .bind(ending.as_str())
        .bind(cause.map(CancelCause::as_str))
        .bind(at)
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(closed == 1)
}

/// When the owner last ended a case of an account.
pub async fn last_objection(read: &mut Read, account: AccountId) -> Result<Option<DateTime<Utc>>> {
    let (at,) = read
        .select(select!(
            "SELECT max(closed_at) FROM recovery_cases
             WHERE account_id = $1 AND closed_because IN ('by-link', 'by-sign-in')"
        ))
        .bind(account.0)
        .one()
        .await?;
    Ok(at)
}

/// Open cases that nobody moved since an instant, longest idle first.
pub async fn idle_since(read: &mut Read, before: DateTime<Utc>, most: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = read
        .select(select!(
            "SELECT id FROM recovery_cases WHERE closed_at IS NULL AND moved_at <= $1 ORDER BY moved_at, id LIMIT $2"
        ))
        .bind(before)
        .bind(most)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether an open case still was not moved since an instant.
pub async fn is_idle_since(read: &mut Read, id: Uuid, before: DateTime<Utc>) -> Result<bool> {
    let found: Option<(Uuid,)> = read
        .select(select!("SELECT id FROM recovery_cases WHERE id = $1 AND closed_at IS NULL AND moved_at <= $2"))
        .bind(id)
        .bind(before)
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Drops where cases were opened from before an instant; says how many.
pub async fn forget_networks(write: &mut Write, before: DateTime<Utc>) -> Result<u64> {
    write
        .change(change!("UPDATE recovery_cases SET network = '' WHERE opened_at < $1 AND network <> ''"))
        .bind(before)
        .execute()
        .await
}

/// Cases, open ones first, each group newest first; at most `most`.
pub async fn list(read: &mut Read, most: i64, skip: i64) -> Result<Vec<CaseLine>> {
    read.select(select!(
        "SELECT c.id, a.username, c.state, c.contact_is_known, c.opened_at, c.waits_until, c.closed_at,
                (SELECT count(*) FROM recovery_evidence e
                 WHERE e.case_id = c.id AND e.proved_at IS NOT NULL) AS proved,
                (SELECT count(*) FROM recovery_decisions d WHERE d.case_id = c.id AND d.approves) AS approvals
         FROM recovery_cases c JOIN accounts a ON a.id = c.account_id
         ORDER BY c.closed_at IS NOT NULL, c.opened_at DESC, c.id LIMIT $1 OFFSET $2"
    ))
    .bind(most)
    .bind(skip)
    .all()
    .await
}

/// How many cases there are, and how many of them are open.
pub async fn count(read: &mut Read) -> Result<(i64, i64)> {
    read.select(select!(
        "SELECT count(*), (SELECT count(*) FROM recovery_cases o WHERE o.closed_at IS NULL) FROM recovery_cases"
    ))
    .one()
    .await
}

/// Every case, for the figures, oldest first.
pub async fn times(read: &mut Read) -> Result<Vec<CaseTimes>> {
    read.select(select!("SELECT state, opened_at, waits_until, closed_at FROM recovery_cases ORDER BY opened_at, id"))
        .all()
        .await
}
