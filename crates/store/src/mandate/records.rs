//! Mandates as operators see and change them, and the list of what was changed.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    ids::{AccountId, MandateId, ProjectId},
    mandate::{Cohort, Gate, GateSchedule, Mandate, Strength},
};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// A mandate with everything that is known of it, ended ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MandateRecord {
    pub mandate: Mandate,
    pub reason: String,
    /// Days before a deadline.
    pub reminders: Vec<u16>,
    pub created_at: DateTime<Utc>,
    /// The user name of whoever wrote it; `None` for a command.
    pub created_by: Option<String>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
}

/// A change of a mandate, as it is written.
#[derive(Clone, Debug)]
pub struct NewChange<'a> {
    pub id: Uuid,
    pub mandate: MandateId,
    /// `scheduled`, `edited` or `ended`.
    pub change: &'static str,
    pub actor: Option<AccountId>,
    pub before: Option<&'a Value>,
    pub after: Option<&'a Value>,
    pub at: DateTime<Utc>,
}

/// A change of a mandate, as it is read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ChangeRow {
    pub mandate_id: Uuid,
    pub change: String,
    /// The user name of whoever did it; `None` for a command.
    pub actor: Option<String>,
    pub before: Option<Json<Value>>,
    pub after: Option<Json<Value>>,
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct RecordRow {
    id: Uuid,
    cohort: String,
    strength: String,
    reason: String,
    reminders: Json<Vec<u16>>,
    created_at: DateTime<Utc>,
    created_by: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ScheduleRow {
    mandate_id: Uuid,
    gate: String,
    announce_at: DateTime<Utc>,
    enforce_at: DateTime<Utc>,
}

/// Every mandate that was ever written, those in force first, oldest first.
pub async fn records(read: &mut Read) -> Result<Vec<MandateRecord>> {
    let rows: Vec<RecordRow> = read
        .select(select!(
            "SELECT m.id, m.cohort, m.strength, m.reason, m.reminders, m.created_at, c.username AS created_by,
                    m.ended_at, e.username AS ended_by
             FROM mandates m LEFT JOIN accounts c ON c.id = m.created_by LEFT JOIN accounts e ON e.id = m.ended_by
             ORDER BY CASE WHEN m.ended_at IS NULL THEN 0 ELSE 1 END, m.created_at, m.id"
        ))
        .all()
        .await?;
    let mut gates: HashMap<Uuid, Vec<GateSchedule>> = HashMap::new();
    let schedules: Vec<ScheduleRow> = read
        .select(select!(
            "SELECT mandate_id, gate, announce_at, enforce_at FROM mandate_gates ORDER BY mandate_id, enforce_at, gate"
        ))
        .all()
        .await?;
    for row in schedules {
        let gate = Gate::from_stored(&row.gate).with_context(|| format!("a gate is unknown: `{}`", row.gate))?;
        let schedule = GateSchedule { gate, announce_at: row.announce_at, enforce_at: row.enforce_at };
        gates.entry(row.mandate_id).or_default().push(schedule);
    }
    rows.into_iter().map(|row| record(row, &mut gates)).collect()
}

/// One mandate, ended or not.
pub async fn by_id(read: &mut Read, id: MandateId) -> Result<Option<MandateRecord>> {
    Ok(records(read).await?.into_iter().find(|record| record.mandate.id == id))
}

fn record(row: RecordRow, gates: &mut HashMap<Uuid, Vec<GateSchedule>>) -> Result<MandateRecord> {
    let cohort = Cohort::from_stored(&row.cohort).with_context(|| format!("a cohort is unknown: `{}`", row.cohort))?;
    let strength =
        Strength::from_stored(&row.strength).with_context(|| format!("a strength is unknown: `{}`", row.strength))?;
    let gates = gates.remove(&row.id).unwrap_or_default();
    Ok(MandateRecord {
        mandate: Mandate { id: MandateId(row.id), cohort, strength, gates },
        reason: row.reason,
        reminders: row.reminders.0,
        created_at: row.created_at,
        created_by: row.created_by,
        ended_at: row.ended_at,
        ended_by: row.ended_by,
    })
}

/// Sets what a mandate says beside its gates, and who wrote it first.
pub async fn set_terms(
    write: &mut Write,
    id: MandateId,
    strength: Strength,
    reason: &str,
    reminders: &[u16],
    author: Option<AccountId>,
) -> Result<()> {
    write
        .change(change!(
            "UPDATE mandates SET strength = $1, reason = $2, reminders = $3, created_by = coalesce(created_by, $4)
             WHERE id = $5"
        ))
        .bind(strength.as_str())
        .bind(reason)
        .bind(Json(reminders))
        .bind(author.map(|account| account.0))
        .bind(id.0)
        .execute()
        .await?;
    Ok(())
}

/// Sets the gates of a mandate and their times.
pub async fn replace_gates(write: &mut Write, id: MandateId, gates: &[GateSchedule]) -> Result<()> {
    write.change(change!("DELETE FROM mandate_gates WHERE mandate_id = $1")).bind(id.0).execute().await?;
    super::insert_gates(write, id, gates).await
}

/// Ends a mandate; `false` when it has ended before.
pub async fn end(write: &mut Write, id: MandateId, actor: Option<AccountId>, now: DateTime<Utc>) -> Result<bool> {
    let ended = write
        .change(change!("UPDATE mandates SET ended_at = $1, ended_by = $2 WHERE id = $3 AND ended_at IS NULL"))
        .bind(now)
        .bind(actor.map(|account| account.0))
        .bind(id.0)
        .execute()
        .await?;
    Ok(ended == 1)
}

/// Sets whom a mandate of selected people names.
pub async fn replace_selected(
    write: &mut Write,
    id: MandateId,
    accounts: &[AccountId],
    projects: &[ProjectId],
) -> Result<()> {
    write.change(change!("DELETE FROM mandate_accounts WHERE mandate_id = $1")).bind(id.0).execute().await?;
    write.change(change!("DELETE FROM mandate_projects WHERE mandate_id = $1")).bind(id.0).execute().await?;
    for account in accounts {
        write
            .change(change!("INSERT INTO mandate_accounts (mandate_id, account_id) VALUES ($1, $2)"))
            .bind(id.0)
            .bind(account.0)
            .execute()
            .await?;
    }
    for project in projects {
        write
            .change(change!("INSERT INTO mandate_projects (mandate_id, project_id) VALUES ($1, $2)"))
            .bind(id.0)
            .bind(project.0)
            .execute()
            .await?;
    }
    Ok(())
}

/// The accounts that a mandate names: id and user name, by name.
pub async fn selected_accounts(read: &mut Read, id: MandateId) -> Result<Vec<(Uuid, String)>> {
    read.select(select!(
        "SELECT a.id, a.username FROM mandate_accounts m JOIN accounts a ON a.id = m.account_id
         WHERE m.mandate_id = $1 ORDER BY a.normalized_username"
    ))
    .bind(id.0)
    .all()
    .await
}

/// The projects that a mandate names: id and display name, by name.
pub async fn selected_projects(read: &mut Read, id: MandateId) -> Result<Vec<(Uuid, String)>> {
    read.select(select!(
        "SELECT p.id, p.name FROM mandate_projects m JOIN projects p ON p.id = m.project_id
         WHERE m.mandate_id = $1 ORDER BY p.normalized_name"
    ))
    .bind(id.0)
    .all()
    .await
}

/// Notes who changed what.
pub async fn record_change(write: &mut Write, change: &NewChange<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO mandate_changes (id, mandate_id, change, actor_id, before, after, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(change.id)
        .bind(change.mandate.0)
        .bind(change.change)
        .bind(change.actor.map(|account| account.0))
        .bind(change.before.map(Json))
        .bind(change.after.map(Json))
        .bind(change.at)
        .execute()
        .await?;
    Ok(())
}

/// What was changed, the newest first; those of one mandate, or of all.
pub async fn changes(read: &mut Read, mandate: Option<MandateId>, most: i64) -> Result<Vec<ChangeRow>> {
    read.select(select!(
        "SELECT c.mandate_id, c.change, a.username AS actor, c.before, c.after, c.at
         FROM mandate_changes c LEFT JOIN accounts a ON a.id = c.actor_id
         WHERE c.mandate_id = coalesce($1, c.mandate_id) ORDER BY c.at DESC, c.id DESC LIMIT $2"
    ))
    .bind(mandate.map(|id| id.0))
    .bind(most)
    .all()
    .await
}

/// What the owners of a project require, and since when.
pub async fn owners_require(read: &mut Read, project: ProjectId) -> Result<Option<(Strength, DateTime<Utc>)>> {
    let row: Option<(Option<String>, Option<DateTime<Utc>>)> = read
        .select(select!("SELECT owners_require, owners_require_since FROM projects WHERE id = $1"))
        .bind(project.0)
        .optional()
        .await?;
    let Some((Some(text), since)) = row else {
        return Ok(None);
    };
    let strength = Strength::from_stored(&text).with_context(|| format!("a strength is unknown: `{text}`"))?;
    Ok(Some((strength, since.unwrap_or_default())))
}

/// Sets what the owners of a project require of everybody with a role on it.
pub async fn set_owners_require(
    write: &mut Write,
    project: ProjectId,
    required: Option<(Strength, DateTime<Utc>)>,
) -> Result<()> {
    write
        .change(change!("UPDATE projects SET owners_require = $1, owners_require_since = $2 WHERE id = $3"))
        .bind(required.map(|(strength, _)| strength.as_str()))
        .bind(required.map(|(_, since)| since))
        .bind(project.0)
        .execute()
        .await?;
    Ok(())
}
