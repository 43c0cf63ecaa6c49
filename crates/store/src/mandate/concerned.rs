//! Everybody whom a mandate may stop, in a few queries: what the preview is computed from.

use crate::{db::Read, select};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    ids::MandateId,
    mandate::{Cohort, Mandate, Strength},
};
use uuid::Uuid;

/// An active account without a security key or passkey: only such a one is ever stopped.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PersonRow {
    pub id: Uuid,
    pub username: String,
    pub superuser: bool,
    pub has_totp: bool,
    pub manages: bool,
    pub critical: bool,
}

/// A project and its display name.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ProjectName {
    pub id: Uuid,
    pub name: String,
}

/// Whether nobody belongs to a cohort today; for `selected`, nobody whom the mandate names.
pub async fn cohort_is_empty(read: &mut Read, cohort: Cohort, mandate: MandateId) -> Result<bool> {
    let (critical, manager, anybody, selected, owners): (bool, bool, bool, bool, bool) = read
        .select(select!(
            "SELECT EXISTS (SELECT 1 FROM roles r JOIN critical_projects c ON c.project_id = r.project_id),
                    EXISTS (SELECT 1 FROM roles) OR EXISTS (SELECT 1 FROM accounts WHERE superuser AND state = 'active'),
                    EXISTS (SELECT 1 FROM accounts WHERE state = 'active'),
                    EXISTS (SELECT 1 FROM mandate_accounts WHERE mandate_id = $1)
                        OR EXISTS (SELECT 1 FROM mandate_projects m JOIN roles r ON r.project_id = m.project_id
                                   WHERE m.mandate_id = $1),
                    EXISTS (SELECT 1 FROM projects WHERE owners_require IS NOT NULL)"
        ))
        .bind(mandate.0)
        .one()
        .await?;
    Ok(!match cohort {
        Cohort::Critical => critical,
        Cohort::Managers => manager,
        Cohort::Everyone => anybody,
        Cohort::Selected => selected,
        Cohort::OwnerOptIn => owners,
    })
}

/// Everybody whom some mandate could stop, by name.
pub async fn people_without_key(read: &mut Read) -> Result<Vec<PersonRow>> {
    read.select(select!(
        "SELECT a.id, a.username, a.superuser,
                EXISTS (SELECT 1 FROM totp_secrets t WHERE t.account_id = a.id AND t.active_at IS NOT NULL) AS has_totp,
                EXISTS (SELECT 1 FROM roles r WHERE r.account_id = a.id) AS manages,
                EXISTS (SELECT 1 FROM roles r JOIN critical_projects c ON c.project_id = r.project_id
                        WHERE r.account_id = a.id) AS critical
         FROM accounts a
         WHERE a.state = 'active' AND NOT EXISTS (
             SELECT 1 FROM webauthn_credentials w
             WHERE w.account_id = a.id AND w.active_at IS NOT NULL AND w.suspended_at IS NULL)
         ORDER BY a.normalized_username"
    ))
    .all()
    .await
}

/// Who is named by which mandate that has not ended: by name, or by a role on a named project.
pub async fn named_people(read: &mut Read) -> Result<Vec<(Uuid, Uuid)>> {
    read.select(select!(
        "SELECT n.account_id, n.mandate_id FROM mandate_accounts n JOIN mandates m ON m.id = n.mandate_id
         WHERE m.ended_at IS NULL
         UNION
         SELECT r.account_id, n.mandate_id FROM mandate_projects n
         JOIN mandates m ON m.id = n.mandate_id JOIN roles r ON r.project_id = n.project_id
         WHERE m.ended_at IS NULL
         ORDER BY 1, 2"
    ))
    .all()
    .await
}

/// Who has a role on a project whose owners require a factor, with their rule.
pub async fn people_under_owners(read: &mut Read) -> Result<Vec<(Uuid, Mandate)>> {
    let rows: Vec<(Uuid, Uuid, String, Option<DateTime<Utc>>)> = read
        .select(select!(
            "SELECT r.account_id, p.id, p.owners_require, p.owners_require_since
             FROM projects p JOIN roles r ON r.project_id = p.id
             WHERE p.owners_require IS NOT NULL ORDER BY r.account_id, p.id"
        ))
        .all()
        .await?;
    rows.into_iter()
        .map(|(account, project, strength, since)| {
            let strength =
                Strength::from_stored(&strength).with_context(|| format!("a strength is unknown: `{strength}`"))?;
            Ok((account, Mandate::of_owners(MandateId(project), strength, since.unwrap_or_default())))
        })
        .collect()
}

/// Every role: the project and the account.
pub async fn roles(read: &mut Read) -> Result<Vec<(Uuid, Uuid)>> {
    read.select(select!("SELECT project_id, account_id FROM roles ORDER BY project_id, account_id")).all().await
}

/// The names of all projects that somebody has a role on.
pub async fn project_names(read: &mut Read) -> Result<Vec<ProjectName>> {
    read.select(select!(
        "SELECT p.id, p.name FROM projects p WHERE EXISTS (SELECT 1 FROM roles r WHERE r.project_id = p.id) ORDER BY p.id"
    ))
    .all()
    .await
}
