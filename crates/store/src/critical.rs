//! Critical projects: designations, their history, and the computations.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    downloads::segment::Place,
    ids::{AccountId, ProjectId},
};
use packaging::name::NormalizedName;
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A project that may be designated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Thirty-two hexadecimal digits.
    #[serde(serialize_with = "simple")]
    pub project: Uuid,
    pub rank: Option<i64>,
    pub downloads: Option<i64>,
}

/// What a change of a designation leaves behind.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    pub id: Uuid,
    pub project: ProjectId,
    pub project_name: String,
    pub normalized_name: String,
    /// `designated`, `withdrawn` or `deleted`.
    pub change: &'static str,
    pub reason: String,
    pub rank: Option<i64>,
    pub downloads: Option<i64>,
    pub note: String,
    pub actor: Option<AccountId>,
    pub at: DateTime<Utc>,
}

/// One computation.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Run {
    pub id: Uuid,
    /// `incremental` or `full`.
    pub mode: String,
    pub last_day: i32,
    pub eligible: i64,
    pub critical: i64,
    pub added: i64,
    pub threshold: Option<i64>,
    pub agreed: Option<bool>,
    pub at: DateTime<Utc>,
}

/// A designation as it stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Designation {
    pub project_id: Uuid,
    pub name: String,
    pub normalized_name: String,
    pub reason: String,
    pub rank: Option<i64>,
    pub downloads: Option<i64>,
    pub note: String,
    pub designated_at: DateTime<Utc>,
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct HistoryLine {
    pub project_name: String,
    pub normalized_name: String,
    pub change: String,
    pub reason: String,
    pub rank: Option<i64>,
    pub downloads: Option<i64>,
    pub note: String,
    pub at: DateTime<Utc>,
}

/// How many projects are not quarantined.
pub async fn eligible(read: &mut Read) -> Result<i64> {
    let (count,) = read.select(select!("SELECT count(*) FROM projects WHERE status <> 'quarantined'")).one().await?;
    Ok(count)
}

/// The places whose project is gone or quarantined.
pub async fn places_left_out(read: &mut Read) -> Result<BTreeSet<Place>> {
    let rows: Vec<(i64,)> = read
        .select(select!(
            "SELECT o.ordinal FROM download_ordinals o LEFT JOIN projects p ON p.id = o.project_id
             WHERE p.id IS NULL OR p.status = 'quarantined' ORDER BY o.ordinal"
        ))
        .all()
        .await?;
    Ok(rows.into_iter().filter_map(|(ordinal,)| Place::of(ordinal)).collect())
}

/// The projects at some places, with their places.
pub async fn at_places(read: &mut Read, places: &[Place]) -> Result<Vec<(Place, ProjectId)>> {
    let ordinals: Vec<i64> = places.iter().map(|place| place.ordinal()).collect();
    let rows: Vec<(i64, Uuid)> = read
        .select(select!(
            postgres: "SELECT o.ordinal, o.project_id FROM download_ordinals o
                       WHERE o.ordinal IN (SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($1) AS value)
                       ORDER BY o.ordinal",
            sqlite: "SELECT o.ordinal, o.project_id FROM download_ordinals o
                     WHERE o.ordinal IN (SELECT value FROM json_each($1)) ORDER BY o.ordinal"
        ))
        .bind(Json(ordinals))
        .all()
        .await?;
    Ok(rows.into_iter().filter_map(|(ordinal, id)| Some((Place::of(ordinal)?, ProjectId(id)))).collect())
}

/// The projects that are designated.
pub async fn designated(read: &mut Read) -> Result<BTreeSet<Uuid>> {
    let rows: Vec<(Uuid,)> =
        read.select(select!("SELECT project_id FROM critical_projects ORDER BY project_id")).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The projects whose designation an operator took back and none gave again since.
pub async fn withdrawn(read: &mut Read) -> Result<BTreeSet<Uuid>> {
    let rows: Vec<(Uuid,)> = read
        .select(select!(
            "SELECT h.project_id FROM critical_history h
             WHERE h.change = 'withdrawn'
               AND NOT EXISTS (SELECT 1 FROM critical_history l
                               WHERE l.normalized_name = h.normalized_name AND l.project_id = h.project_id
                                 AND l.change = 'designated' AND l.at > h.at)
             ORDER BY h.project_id"
        ))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Designates many projects at once; gives those that were not, and are not quarantined.
pub async fn designate_many(
    write: &mut Write,
    candidates: &[Candidate],
    reason: &str,
    at: DateTime<Utc>,
) -> Result<BTreeSet<Uuid>> {
    let rows: Vec<(Uuid,)> = write
        .change(change!(
            postgres: "INSERT INTO critical_projects (project_id, reason, rank, downloads, note, designated_by,
                                                      designated_at)
                       SELECT p.id, $2, c.rank, c.downloads, '', NULL, $3
                       FROM jsonb_to_recordset($1) AS c(project UUID, rank BIGINT, downloads BIGINT)
                            JOIN projects p ON p.id = c.project
                       WHERE p.status <> 'quarantined'
                       ON CONFLICT (project_id) DO NOTHING RETURNING project_id",
            sqlite: "INSERT INTO critical_projects (project_id, reason, rank, downloads, note, designated_by,
                                                    designated_at)
                     SELECT p.id, $2, c.value ->> 'rank', c.value ->> 'downloads', '', NULL, $3
                     FROM json_each($1) c JOIN projects p ON p.id = unhex(c.value ->> 'project')
                     WHERE p.status <> 'quarantined'
                     ON CONFLICT (project_id) DO NOTHING RETURNING project_id"
        ))
        .bind(Json(candidates))
        .bind(reason)
        .bind(at)
        .returning_all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Designates one project; `false` when it was designated already.
pub async fn designate(
    write: &mut Write,
    project: ProjectId,
    note: &str,
    actor: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<bool> {
    let changed = write
        .change(change!(
            "INSERT INTO critical_projects (project_id, reason, rank, downloads, note, designated_by, designated_at)
             VALUES ($1, 'operator', NULL, NULL, $2, $3, $4) ON CONFLICT (project_id) DO NOTHING"
        ))
        .bind(project.0)
        .bind(note)
        .bind(actor.map(|account| account.0))
        .bind(at)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Takes a designation away, with the notices of it that wait; gives what it was.
pub async fn remove(write: &mut Write, project: ProjectId) -> Result<Option<Designation>> {
    let Some(designation) = of(write, project).await? else {
        return Ok(None);
    };
    write.change(change!("DELETE FROM critical_projects WHERE project_id = $1")).bind(project.0).execute().await?;
    write.change(change!("DELETE FROM designation_notices WHERE project_id = $1")).bind(project.0).execute().await?;
    Ok(Some(designation))
}

/// Notes that everybody with a role on these projects is to be told of the designation.
pub async fn notify(write: &mut Write, projects: &BTreeSet<Uuid>, at: DateTime<Utc>) -> Result<u64> {
    let projects: Vec<String> = projects.iter().map(|id| id.simple().to_string()).collect();
    write
        .change(change!(
            postgres: "INSERT INTO designation_notices (project_id, account_id, created_at)
                       SELECT r.project_id, r.account_id, $2
                       FROM roles r JOIN jsonb_array_elements_text($1) AS value ON r.project_id = CAST(value AS UUID)
                       WHERE true
                       ON CONFLICT (account_id, project_id) DO NOTHING",
            sqlite: "INSERT INTO designation_notices (project_id, account_id, created_at)
                     SELECT r.project_id, r.account_id, $2
                     FROM json_each($1) c JOIN roles r ON r.project_id = unhex(c.value)
                     WHERE true
                     ON CONFLICT (account_id, project_id) DO NOTHING"
        ))
        .bind(Json(projects))
        .bind(at)
        .execute()
        .await
}

/// Writes one line of the history.
pub async fn record(write: &mut Write, entry: &HistoryEntry) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO critical_history (id, project_id, project_name, normalized_name, change, reason, rank,
                                           downloads, note, actor_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ))
        .bind(entry.id)
        .bind(entry.project.0)
        .bind(entry.project_name.as_str())
        .bind(entry.normalized_name.as_str())
        .bind(entry.change)
        .bind(entry.reason.as_str())
        .bind(entry.rank)
        .bind(entry.downloads)
        .bind(entry.note.as_str())
        .bind(entry.actor.map(|account| account.0))
        .bind(entry.at)
        .execute()
        .await?;
    Ok(())
}

/// Writes the history of projects that were designated together, one id for each.
pub async fn record_designations(write: &mut Write, ids: &[(Uuid, Uuid)], at: DateTime<Utc>) -> Result<u64> {
    let rows: Vec<[String; 2]> =
        ids.iter().map(|(id, project)| [id.simple().to_string(), project.simple().to_string()]).collect();
    write
        .change(change!(
            postgres: "INSERT INTO critical_history (id, project_id, project_name, normalized_name, change, reason,
                                                     rank, downloads, note, actor_id, at)
                       SELECT CAST(c.value ->> 0 AS UUID), p.id, p.name, p.normalized_name, 'designated', d.reason,
                              d.rank, d.downloads, d.note, NULL, $2
                       FROM jsonb_array_elements($1) AS c(value)
                            JOIN projects p ON p.id = CAST(c.value ->> 1 AS UUID)
                            JOIN critical_projects d ON d.project_id = p.id",
            sqlite: "INSERT INTO critical_history (id, project_id, project_name, normalized_name, change, reason,
                                                   rank, downloads, note, actor_id, at)
                     SELECT unhex(c.value ->> 0), p.id, p.name, p.normalized_name, 'designated', d.reason,
                            d.rank, d.downloads, d.note, NULL, $2
                     FROM json_each($1) c JOIN projects p ON p.id = unhex(c.value ->> 1)
                          JOIN critical_projects d ON d.project_id = p.id"
        ))
        .bind(Json(rows))
        .bind(at)
        .execute()
        .await
}

/// Writes the events of projects that were designated together, one id for each.
pub async fn record_events(write: &mut Write, ids: &[(Uuid, Uuid)], tag: &str, at: DateTime<Utc>) -> Result<u64> {
    let rows: Vec<[String; 2]> =
        ids.iter().map(|(id, project)| [id.simple().to_string(), project.simple().to_string()]).collect();
    write
        .change(change!(
            postgres: "INSERT INTO events (id, subject_kind, subject_id, tag, actor_id, details, at)
                       SELECT CAST(c.value ->> 0 AS UUID), 'project', d.project_id, $2, NULL,
                              jsonb_build_object('reason', d.reason, 'rank', d.rank, 'downloads', d.downloads), $3
                       FROM jsonb_array_elements($1) AS c(value)
                            JOIN critical_projects d ON d.project_id = CAST(c.value ->> 1 AS UUID)",
            sqlite: "INSERT INTO events (id, subject_kind, subject_id, tag, actor_id, details, at)
                     SELECT unhex(c.value ->> 0), 'project', d.project_id, $2, NULL,
                            json_object('reason', d.reason, 'rank', d.rank, 'downloads', d.downloads), $3
                     FROM json_each($1) c JOIN critical_projects d ON d.project_id = unhex(c.value ->> 1)"
        ))
        .bind(Json(rows))
        .bind(tag)
        .bind(at)
        .execute()
        .await
}

/// Writes one computation.
pub async fn record_run(write: &mut Write, run: &Run) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO critical_runs (id, mode, last_day, eligible, critical, added, threshold, agreed, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ))
        .bind(run.id)
        .bind(run.mode.as_str())
        .bind(run.last_day)
        .bind(run.eligible)
        .bind(run.critical)
        .bind(run.added)
        .bind(run.threshold)
        .bind(run.agreed)
        .bind(run.at)
        .execute()
        .await?;
    Ok(())
}

/// The newest computations, newest first.
pub async fn newest_runs(read: &mut Read, most: i64) -> Result<Vec<Run>> {
    read.select(select!(
        "SELECT id, mode, last_day, eligible, critical, added, threshold, agreed, at
         FROM critical_runs ORDER BY at DESC, id DESC LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}

/// How many projects are critical.
pub async fn count(read: &mut Read) -> Result<i64> {
    let (count,) = read.select(select!("SELECT count(*) FROM critical_projects")).one().await?;
    Ok(count)
}

/// Whether an account has a role on a critical project.
pub async fn is_concerned(read: &mut Read, account: AccountId) -> Result<bool> {
    let (concerned,) = read
        .select(select!(
            "SELECT EXISTS (SELECT 1 FROM roles r JOIN critical_projects c ON c.project_id = r.project_id
                            WHERE r.account_id = $1)"
        ))
        .bind(account.0)
        .one()
        .await?;
    Ok(concerned)
}

/// The designation of a project, if it has one.
pub async fn of(read: &mut Read, project: ProjectId) -> Result<Option<Designation>> {
    read.select(select!(
        "SELECT c.project_id, p.name, p.normalized_name, c.reason, c.rank, c.downloads, c.note, c.designated_at
         FROM critical_projects c JOIN projects p ON p.id = c.project_id WHERE c.project_id = $1"
    ))
    .bind(project.0)
    .optional()
    .await
}

/// Which of some normalized names belong to critical projects.
pub async fn among(read: &mut Read, names: &[&str]) -> Result<BTreeSet<String>> {
    let rows: Vec<(String,)> = read
        .select(select!(
            postgres: "SELECT p.normalized_name FROM projects p JOIN critical_projects c ON c.project_id = p.id
                       WHERE p.normalized_name IN (SELECT jsonb_array_elements_text($1)) ORDER BY p.normalized_name",
            sqlite: "SELECT p.normalized_name FROM projects p JOIN critical_projects c ON c.project_id = p.id
                     WHERE p.normalized_name IN (SELECT value FROM json_each($1)) ORDER BY p.normalized_name"
        ))
        .bind(Json(names))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Which of some normalized names belong to a project.
pub async fn existing(read: &mut Read, names: &[&str]) -> Result<BTreeSet<String>> {
    let rows: Vec<(String,)> = read
        .select(select!(
            postgres: "SELECT normalized_name FROM projects
                       WHERE normalized_name IN (SELECT jsonb_array_elements_text($1)) ORDER BY normalized_name",
            sqlite: "SELECT normalized_name FROM projects
                     WHERE normalized_name IN (SELECT value FROM json_each($1)) ORDER BY normalized_name"
        ))
        .bind(Json(names))
        .all()
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Some designations, by rank and then by name; the first `skipped` are left out.
///
/// `part` is a piece of the normalized name, empty for all. Quarantined projects are
/// among them: they are critical still.
pub async fn list(read: &mut Read, part: &str, most: i64, skipped: i64) -> Result<Vec<Designation>> {
    read.select(select!(
        "SELECT c.project_id, p.name, p.normalized_name, c.reason, c.rank, c.downloads, c.note, c.designated_at
         FROM critical_projects c JOIN projects p ON p.id = c.project_id
         WHERE p.normalized_name LIKE $1
         ORDER BY COALESCE(c.rank, 9223372036854775807), p.normalized_name LIMIT $2 OFFSET $3"
    ))
    .bind(format!("%{part}%"))
    .bind(most)
    .bind(skipped)
    .all()
    .await
}

/// How many designations such a list has.
pub async fn count_of(read: &mut Read, part: &str) -> Result<i64> {
    let (count,) = read
        .select(select!(
            "SELECT count(*) FROM critical_projects c JOIN projects p ON p.id = c.project_id
             WHERE p.normalized_name LIKE $1"
        ))
        .bind(format!("%{part}%"))
        .one()
        .await?;
    Ok(count)
}

/// Some lines of the history, newest first; the first `skipped` are left out.
pub async fn history(read: &mut Read, most: i64, skipped: i64) -> Result<Vec<HistoryLine>> {
    read.select(select!(
        "SELECT project_name, normalized_name, change, reason, rank, downloads, note, at
         FROM critical_history ORDER BY at DESC, COALESCE(rank, 9223372036854775807), normalized_name, id
         LIMIT $1 OFFSET $2"
    ))
    .bind(most)
    .bind(skipped)
    .all()
    .await
}

/// How many lines the history has.
pub async fn count_history(read: &mut Read) -> Result<i64> {
    let (count,) = read.select(select!("SELECT count(*) FROM critical_history")).one().await?;
    Ok(count)
}

/// The projects of some names, as candidates without rank.
pub async fn named(read: &mut Read, names: &[NormalizedName]) -> Result<Vec<(NormalizedName, Candidate)>> {
    let names: Vec<&str> = names.iter().map(NormalizedName::as_str).collect();
    let rows: Vec<(Uuid, String)> = read
        .select(select!(
            postgres: "SELECT id, normalized_name FROM projects
                       WHERE normalized_name IN (SELECT jsonb_array_elements_text($1)) ORDER BY normalized_name",
            sqlite: "SELECT id, normalized_name FROM projects
                     WHERE normalized_name IN (SELECT value FROM json_each($1)) ORDER BY normalized_name"
        ))
        .bind(Json(names))
        .all()
        .await?;
    let candidate = |(project, name): (Uuid, String)| {
        let name = NormalizedName::parse_exact(&name).context("A project has a name that is none")?;
        Ok((name, Candidate { project, rank: None, downloads: None }))
    };
    rows.into_iter().map(candidate).collect()
}

fn simple<S: serde::Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&id.simple())
}
