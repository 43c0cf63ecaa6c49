//! The public figures: who has a second factor, counted distinct, and their daily rows.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};

/// The figures of an instant; deleted accounts and inactive factors are in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct Figures {
    pub accounts: i64,
    pub accounts_with_second_factor: i64,
    pub accounts_with_totp: i64,
    pub accounts_with_webauthn: i64,
    /// Accounts with a role on any project.
    pub managers: i64,
    pub managers_with_second_factor: i64,
    pub managers_with_webauthn: i64,
    pub critical_projects: i64,
    /// Accounts with a role on a critical project.
    pub critical_maintainers: i64,
    pub critical_maintainers_with_second_factor: i64,
    pub critical_maintainers_with_totp: i64,
    pub critical_maintainers_with_webauthn: i64,
    /// Keys of the codes that were claimed.
    pub security_keys_given: i64,
}

/// The figures of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DayFigures {
    /// Whole UTC days since 1970.
    pub day: i32,
    #[sqlx(flatten)]
    pub figures: Figures,
    pub at: DateTime<Utc>,
}

/// How many accounts of a set have which factor.
#[derive(sqlx::FromRow)]
struct Enrolled {
    accounts: i64,
    with_any: i64,
    with_totp: i64,
    with_webauthn: i64,
}

/// Counts the figures as they are in this snapshot.
///
/// Each set of people is made distinct first and joined once with the two sets of
/// factors, so that several keys or projects of one person count once.
pub async fn count(read: &mut Read) -> Result<Figures> {
    let everybody = everybody(read).await?;
    let managers = managers(read).await?;
    let critical = critical_maintainers(read).await?;
    let (critical_projects,) = read.select(select!("SELECT count(*) FROM critical_projects")).one().await?;
    Ok(Figures {
        accounts: everybody.accounts,
        accounts_with_second_factor: everybody.with_any,
        accounts_with_totp: everybody.with_totp,
        accounts_with_webauthn: everybody.with_webauthn,
        managers: managers.accounts,
        managers_with_second_factor: managers.with_any,
        managers_with_webauthn: managers.with_webauthn,
        critical_projects,
        critical_maintainers: critical.accounts,
        critical_maintainers_with_second_factor: critical.with_any,
        critical_maintainers_with_totp: critical.with_totp,
        critical_maintainers_with_webauthn: critical.with_webauthn,
        security_keys_given: keys_given(read).await?,
    })
}

async fn everybody(read: &mut Read) -> Result<Enrolled> {
    read.select(select!(
        "SELECT count(*) AS accounts, count(coalesce(t.account_id, w.account_id)) AS with_any,
                count(t.account_id) AS with_totp, count(w.account_id) AS with_webauthn
         FROM accounts a
         LEFT JOIN (SELECT DISTINCT account_id FROM totp_secrets WHERE active_at IS NOT NULL) t
                ON t.account_id = a.id
         LEFT JOIN (SELECT DISTINCT account_id FROM webauthn_credentials
                    WHERE active_at IS NOT NULL AND suspended_at IS NULL) w ON w.account_id = a.id
         WHERE a.state <> 'deleted'"
    ))
    .one()
    .await
}

async fn managers(read: &mut Read) -> Result<Enrolled> {
    read.select(select!(
        "SELECT count(*) AS accounts, count(coalesce(t.account_id, w.account_id)) AS with_any,
                count(t.account_id) AS with_totp, count(w.account_id) AS with_webauthn
         FROM (SELECT DISTINCT account_id FROM roles) m
         JOIN accounts a ON a.id = m.account_id
         LEFT JOIN (SELECT DISTINCT account_id FROM totp_secrets WHERE active_at IS NOT NULL) t
                ON t.account_id = a.id
         LEFT JOIN (SELECT DISTINCT account_id FROM webauthn_credentials
                    WHERE active_at IS NOT NULL AND suspended_at IS NULL) w ON w.account_id = a.id
         WHERE a.state <> 'deleted'"
    ))
    .one()
    .await
}

async fn critical_maintainers(read: &mut Read) -> Result<Enrolled> {
    read.select(select!(
        "SELECT count(*) AS accounts, count(coalesce(t.account_id, w.account_id)) AS with_any,
                count(t.account_id) AS with_totp, count(w.account_id) AS with_webauthn
         FROM accounts a
         LEFT JOIN (SELECT DISTINCT account_id FROM totp_secrets WHERE active_at IS NOT NULL) t
                ON t.account_id = a.id
         LEFT JOIN (SELECT DISTINCT account_id FROM webauthn_credentials
                    WHERE active_at IS NOT NULL AND suspended_at IS NULL) w ON w.account_id = a.id
         WHERE a.state <> 'deleted'
           AND a.id IN (SELECT r.account_id FROM critical_projects c JOIN roles r ON r.project_id = c.project_id)"
    ))
    .one()
    .await
}

async fn keys_given(read: &mut Read) -> Result<i64> {
    let (keys,) = read
        .select(select!(
            "SELECT CAST(coalesce(sum(p.keys_per_code), 0) AS BIGINT)
             FROM giveaway_codes c JOIN giveaway_programmes p ON p.id = c.programme_id
             WHERE c.claimed_at IS NOT NULL"
        ))
        .one()
        .await?;
    Ok(keys)
}

/// Writes the row of a day; a later count of the same day takes its place.
pub async fn put_day(write: &mut Write, row: &DayFigures) -> Result<()> {
    let DayFigures { day, figures, at } = row;
    write
        .change(change!(
            "INSERT INTO factor_snapshots (day, accounts, accounts_with_second_factor, accounts_with_totp,
                 accounts_with_webauthn, managers, managers_with_second_factor, managers_with_webauthn,
                 critical_projects, critical_maintainers, critical_maintainers_with_second_factor,
                 critical_maintainers_with_totp, critical_maintainers_with_webauthn, security_keys_given, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             ON CONFLICT (day) DO UPDATE SET accounts = excluded.accounts,
                 accounts_with_second_factor = excluded.accounts_with_second_factor,
                 accounts_with_totp = excluded.accounts_with_totp,
                 accounts_with_webauthn = excluded.accounts_with_webauthn,
                 managers = excluded.managers,
                 managers_with_second_factor = excluded.managers_with_second_factor,
                 managers_with_webauthn = excluded.managers_with_webauthn,
                 critical_projects = excluded.critical_projects,
                 critical_maintainers = excluded.critical_maintainers,
                 critical_maintainers_with_second_factor = excluded.critical_maintainers_with_second_factor,
                 critical_maintainers_with_totp = excluded.critical_maintainers_with_totp,
                 critical_maintainers_with_webauthn = excluded.critical_maintainers_with_webauthn,
                 security_keys_given = excluded.security_keys_given, at = excluded.at"
        ))
        .bind(*day)
        .bind(figures.accounts)
        .bind(figures.accounts_with_second_factor)
        .bind(figures.accounts_with_totp)
        .bind(figures.accounts_with_webauthn)
        .bind(figures.managers)
        .bind(figures.managers_with_second_factor)
        .bind(figures.managers_with_webauthn)
        .bind(figures.critical_projects)
        .bind(figures.critical_maintainers)
        .bind(figures.critical_maintainers_with_second_factor)
        .bind(figures.critical_maintainers_with_totp)
        .bind(figures.critical_maintainers_with_webauthn)
        .bind(figures.security_keys_given)
        .bind(*at)
        .execute()
        .await?;
    Ok(())
}

/// The rows of the days since one, oldest first.
pub async fn days(read: &mut Read, since: i32) -> Result<Vec<DayFigures>> {
    read.select(select!(
        "SELECT day, accounts, accounts_with_second_factor, accounts_with_totp, accounts_with_webauthn,
                managers, managers_with_second_factor, managers_with_webauthn, critical_projects, critical_maintainers,
                critical_maintainers_with_second_factor, critical_maintainers_with_totp,
                critical_maintainers_with_webauthn, security_keys_given, at
         FROM factor_snapshots WHERE day >= $1 ORDER BY day"
    ))
    .bind(since)
    .all()
    .await
}

/// What waits, and what was given up, for those who watch the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Backlog {
    pub jobs_waiting: i64,
    pub jobs_dead: i64,
    pub mails_waiting: i64,
    pub mails_failed: i64,
}

/// How much work waits.
pub async fn backlog(read: &mut Read) -> Result<Backlog> {
    let (jobs_waiting, jobs_dead) = read
        .select(select!(
            "SELECT count(CASE WHEN failed_at IS NULL THEN 1 END), count(CASE WHEN failed_at IS NOT NULL THEN 1 END)
             FROM jobs"
        ))
        .one()
        .await?;
    let (mails_waiting, mails_failed) = read
        .select(select!(
            "SELECT count(CASE WHEN state = 'queued' THEN 1 END), count(CASE WHEN state = 'failed' THEN 1 END)
             FROM mails WHERE state IN ('queued', 'failed')"
        ))
        .one()
        .await?;
    Ok(Backlog { jobs_waiting, jobs_dead, mails_waiting, mails_failed })
}
