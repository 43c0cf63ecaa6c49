//! The people of a cohort, in order of account, and the projects for which they are in it.

use crate::{db::Read, select};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    ids::{AccountId, MandateId},
    mandate::{Cohort, Mandate, Strength},
};
use uuid::Uuid;

/// Somebody to be written to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Person {
    pub id: Uuid,
    /// The primary address, if it is verified.
    pub address: Option<String>,
}

/// The next people behind a cursor who are in the cohort and do not meet the strength.
///
/// Accounts that cannot act are left out: nothing closes before them.
pub async fn lacking(read: &mut Read, mandate: &Mandate, cursor: Uuid, most: i64) -> Result<Vec<Person>> {
    read.select(select!(
        "SELECT a.id, (SELECT d.address FROM addresses d WHERE d.account_id = a.id AND d.is_primary
                       AND d.verified_at IS NOT NULL) AS address
         FROM accounts a
         WHERE a.id > $1 AND a.state = 'active'
           AND ($2 = 'everyone'
                OR ($2 = 'managers' AND (a.superuser OR EXISTS (SELECT 1 FROM roles r WHERE r.account_id = a.id)))
                OR ($2 = 'critical' AND EXISTS (
                    SELECT 1 FROM roles r JOIN critical_projects c ON c.project_id = r.project_id
                    WHERE r.account_id = a.id))
                OR ($2 = 'owner-opt-in' AND EXISTS (
                    SELECT 1 FROM roles r JOIN projects p ON p.id = r.project_id
                    WHERE r.account_id = a.id AND p.owners_require IS NOT NULL))
                OR ($2 = 'selected' AND (
                    EXISTS (SELECT 1 FROM mandate_accounts s WHERE s.mandate_id = $3 AND s.account_id = a.id)
                    OR EXISTS (SELECT 1 FROM roles r JOIN mandate_projects s ON s.project_id = r.project_id
                               WHERE r.account_id = a.id AND s.mandate_id = $3))))
           AND NOT EXISTS (SELECT 1 FROM webauthn_credentials w WHERE w.account_id = a.id
                           AND w.active_at IS NOT NULL AND w.suspended_at IS NULL)
           AND ($4 OR NOT EXISTS (SELECT 1 FROM totp_secrets t WHERE t.account_id = a.id
                                  AND t.active_at IS NOT NULL))
         ORDER BY a.id LIMIT $5"
    ))
    .bind(cursor)
    .bind(mandate.cohort.as_str())
    .bind(mandate.id.0)
    .bind(mandate.strength == Strength::PhishingResistant)
    .bind(most)
    .all()
    .await
}

/// The next people behind a cursor whose projects were designated until an instant.
///
/// Whoever cannot act has no address here: their notices are forgotten unsent.
pub async fn notified(read: &mut Read, until: DateTime<Utc>, cursor: Uuid, most: i64) -> Result<Vec<Person>> {
    read.select(select!(
        "SELECT a.id, (SELECT d.address FROM addresses d WHERE d.account_id = a.id AND d.is_primary
                       AND d.verified_at IS NOT NULL) AS address
         FROM accounts a
         WHERE a.id > $1 AND EXISTS (SELECT 1 FROM designation_notices n
                                     WHERE n.account_id = a.id AND n.created_at <= $2)
         ORDER BY a.id LIMIT $3"
    ))
    .bind(cursor)
    .bind(until)
    .bind(most)
    .all()
    .await
}

/// The names of the newly designated projects of somebody, by name, and how many they are.
///
/// Only those count that are critical still and on which the account has a role still.
pub async fn notices_of(
    read: &mut Read,
    account: AccountId,
    until: DateTime<Utc>,
    most: i64,
) -> Result<(Vec<String>, i64)> {
    let rows: Vec<(String, i64)> = read
        .select(select!(
            "SELECT p.name, count(*) OVER ()
             FROM designation_notices n
             JOIN projects p ON p.id = n.project_id
             JOIN critical_projects c ON c.project_id = p.id
             JOIN roles r ON r.project_id = p.id AND r.account_id = n.account_id
             JOIN accounts a ON a.id = n.account_id AND a.state = 'active'
             WHERE n.account_id = $1 AND n.created_at <= $2
             ORDER BY p.normalized_name LIMIT $3"
        ))
        .bind(account.0)
        .bind(until)
        .bind(most)
        .all()
        .await?;
    Ok(named(rows))
}

/// The names of the projects for which a mandate concerns somebody, by name, and how many they are.
pub async fn projects_of(
    read: &mut Read,
    account: AccountId,
    cohort: Cohort,
    mandate: MandateId,
    most: i64,
) -> Result<(Vec<String>, i64)> {
    let rows: Vec<(String, i64)> = read
        .select(select!(
            "SELECT p.name, count(*) OVER ()
             FROM roles r JOIN projects p ON p.id = r.project_id
             WHERE r.account_id = $1
               AND ($2 IN ('managers', 'everyone')
                    OR ($2 = 'critical' AND EXISTS (SELECT 1 FROM critical_projects c WHERE c.project_id = p.id))
                    OR ($2 = 'owner-opt-in' AND p.owners_require IS NOT NULL)
                    OR ($2 = 'selected' AND (
                        EXISTS (SELECT 1 FROM mandate_projects s WHERE s.mandate_id = $3 AND s.project_id = p.id)
                        OR EXISTS (SELECT 1 FROM mandate_accounts s
                                   WHERE s.mandate_id = $3 AND s.account_id = r.account_id))))
             ORDER BY p.normalized_name LIMIT $4"
        ))
        .bind(account.0)
        .bind(cohort.as_str())
        .bind(mandate.0)
        .bind(most)
        .all()
        .await?;
    Ok(named(rows))
}

fn named(rows: Vec<(String, i64)>) -> (Vec<String>, i64) {
    let all = rows.first().map_or(0, |(_, all)| *all);
    (rows.into_iter().map(|(name, _)| name).collect(), all)
}
