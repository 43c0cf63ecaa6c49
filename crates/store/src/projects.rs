//! Projects and the roles on them.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    events::EventTag,
    ids::{AccountId, ProjectId},
    projects::{Project, ProjectStatus, Role},
};
use packaging::name::{ConfusableName, NormalizedName};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ProjectRow {
    id: Uuid,
    name: String,
    normalized_name: String,
    status: String,
    status_reason: Option<String>,
    file_limit: Option<i64>,
    total_limit: Option<i64>,
    total_size: i64,
    last_serial: i64,
    created_at: DateTime<Utc>,
}

impl ProjectRow {
    fn project(self) -> Result<Project> {
        let status = ProjectStatus::from_stored(&self.status)
            .with_context(|| format!("A project holds an unknown status: `{}`", self.status))?;
        Ok(Project {
            id: ProjectId(self.id),
            name: self.name,
            normalized_name: self.normalized_name,
            status,
            status_reason: self.status_reason,
            file_limit: self.file_limit,
            total_limit: self.total_limit,
            total_size: self.total_size,
            last_serial: self.last_serial,
            created_at: self.created_at,
        })
    }
}

/// A project as it is made.
#[derive(Clone, Debug)]
pub struct NewProject<'a> {
    pub id: ProjectId,
    pub name: &'a str,
    pub normalized_name: &'a NormalizedName,
    pub created_at: DateTime<Utc>,
}

/// Somebody with a role on a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collaborator {
    pub account: AccountId,
    pub username: String,
    pub role: Role,
}

/// A line of the list of projects.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ProjectLine {
    pub name: String,
    pub normalized_name: String,
    pub status: String,
    pub releases: i64,
    pub files: i64,
    pub total_size: i64,
    pub last_serial: i64,
    pub created_at: DateTime<Utc>,
}

/// How much the index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Counters {
    pub projects: i64,
    pub releases: i64,
    pub files: i64,
}

/// The project of that name.
pub async fn by_name(read: &mut Read, name: &NormalizedName) -> Result<Option<Project>> {
    let row: Option<ProjectRow> = read
        .select(select!(
            "SELECT id, name, normalized_name, status, status_reason, file_limit, total_limit, total_size,
                    last_serial, created_at
             FROM projects WHERE normalized_name = $1"
        ))
        .bind(name.as_str())
        .optional()
        .await?;
    row.map(ProjectRow::project).transpose()
}

/// The display name of a project that looks like this one, itself excepted.
pub async fn confusable_with(read: &mut Read, name: &NormalizedName) -> Result<Option<String>> {
    let found: Option<(String,)> = read
        .select(select!("SELECT name FROM projects WHERE confusable_name = $1 AND normalized_name <> $2"))
        .bind(ConfusableName::of(name).as_str())
        .bind(name.as_str())
        .optional()
        .await?;
    Ok(found.map(|(name,)| name))
}

/// Every project by normalized name, with what the list shows.
pub async fn list(read: &mut Read) -> Result<Vec<ProjectLine>> {
    read.select(select!(
        "SELECT p.name, p.normalized_name, p.status,
                (SELECT count(*) FROM releases r WHERE r.project_id = p.id) AS releases,
                (SELECT count(*) FROM files f WHERE f.project_id = p.id) AS files,
                p.total_size, p.last_serial, p.created_at
         FROM projects p ORDER BY p.normalized_name"
    ))
    .all()
    .await
}

/// How many projects, releases and files there are, quarantined ones included.
pub async fn counters(read: &mut Read) -> Result<Counters> {
    read.select(select!(
        "SELECT (SELECT count(*) FROM projects) AS projects, (SELECT count(*) FROM releases) AS releases,
                (SELECT count(*) FROM files) AS files"
    ))
    .one()
    .await
}

/// The file limit that was raised for a project, in bytes.
pub async fn file_limit(read: &mut Read, name: &NormalizedName) -> Result<Option<i64>> {
    let limit: Option<(Option<i64>,)> = read
        .select(select!("SELECT file_limit FROM projects WHERE normalized_name = $1"))
        .bind(name.as_str())
        .optional()
        .await?;
    Ok(limit.and_then(|(limit,)| limit))
}

/// The highest file limit of any project, in bytes.
pub async fn highest_file_limit(read: &mut Read) -> Result<Option<i64>> {
    let (limit,): (Option<i64>,) = read.select(select!("SELECT max(file_limit) FROM projects")).one().await?;
    Ok(limit)
}

/// When an account made projects since `since`, oldest first.
pub async fn creations_since(read: &mut Read, account: AccountId, since: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>> {
    let times: Vec<(DateTime<Utc>,)> = read
        .select(select!("SELECT at FROM events WHERE actor_id = $1 AND tag = $2 AND at > $3 ORDER BY at"))
        .bind(account.0)
        .bind(EventTag::ProjectCreated.as_str())
        .bind(since)
        .all()
        .await?;
    Ok(times.into_iter().map(|(at,)| at).collect())
}

/// A project that somebody has a role on, as its own list shows it.
#[derive(Clone, Debug)]
pub struct ManagedLine {
    pub id: ProjectId,
    /// The display form.
    pub name: String,
    pub normalized_name: String,
    pub status: ProjectStatus,
    pub role: Role,
    /// Whether it is designated as critical.
    pub is_critical: bool,
}

/// The projects that an account has a role on, by name.
pub async fn managed_by(read: &mut Read, account: AccountId) -> Result<Vec<ManagedLine>> {
    let rows: Vec<(Uuid, String, String, String, String, bool)> = read
        .select(select!(
            "SELECT p.id, p.name, p.normalized_name, p.status, r.role,
                    EXISTS (SELECT 1 FROM critical_projects c WHERE c.project_id = p.id) AS is_critical
             FROM roles r JOIN projects p ON p.id = r.project_id
             WHERE r.account_id = $1 ORDER BY p.normalized_name"
        ))
        .bind(account.0)
        .all()
        .await?;
    let line =
        |(id, name, normalized_name, status, role, is_critical): (Uuid, String, String, String, String, bool)| {
            let status =
                ProjectStatus::from_stored(&status).with_context(|| format!("A status is unknown: `{status}`"))?;
            let role = Role::from_stored(&role).with_context(|| format!("A role is unknown: `{role}`"))?;
            Ok(ManagedLine { id: ProjectId(id), name, normalized_name, status, role, is_critical })
        };
    rows.into_iter().map(line).collect()
}

/// Who has a role on a project: owners first, then by user name.
pub async fn collaborators(read: &mut Read, project: ProjectId) -> Result<Vec<Collaborator>> {
    let rows: Vec<(Uuid, String, String)> = read
        .select(select!(
            "SELECT a.id, a.username, r.role FROM roles r JOIN accounts a ON a.id = r.account_id
             WHERE r.project_id = $1 ORDER BY r.role DESC, a.normalized_username"
        ))
        .bind(project.0)
        .all()
        .await?;
    let collaborator = |(account, username, role): (Uuid, String, String)| {
        let role = Role::from_stored(&role).with_context(|| format!("A role is unknown: `{role}`"))?;
        Ok(Collaborator { account: AccountId(account), username, role })
    };
    rows.into_iter().map(collaborator).collect()
}

pub async fn insert(write: &mut Write, project: &NewProject<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO projects (id, name, normalized_name, confusable_name, status, status_reason, file_limit,
                                   total_limit, total_size, last_serial, created_at)
             VALUES ($1, $2, $3, $4, 'active', NULL, NULL, NULL, 0, 0, $5)"
        ))
        .bind(project.id.0)
        .bind(project.name)
        .bind(project.normalized_name.as_str())
        .bind(ConfusableName::of(project.normalized_name).as_str())
        .bind(project.created_at)
        .execute()
        .await?;
    Ok(())
}

/// Sets the display form of a project's name.
pub async fn set_display_name(write: &mut Write, project: ProjectId, name: &str) -> Result<()> {
    write.change(change!("UPDATE projects SET name = $1 WHERE id = $2")).bind(name).bind(project.0).execute().await?;
    Ok(())
}

pub async fn set_status(
    write: &mut Write,
    project: ProjectId,
    status: ProjectStatus,
    reason: Option<&str>,
) -> Result<()> {
    write
        .change(change!("UPDATE projects SET status = $1, status_reason = $2 WHERE id = $3"))
        .bind(status.as_str())
        .bind(reason)
        .bind(project.0)
        .execute()
        .await?;
    Ok(())
}

/// Sets what a project's files may weigh, in bytes; `None` is the default.
pub async fn set_limits(
    write: &mut Write,
    project: ProjectId,
    file_limit: Option<i64>,
    total_limit: Option<i64>,
) -> Result<()> {
    write
        .change(change!("UPDATE projects SET file_limit = $1, total_limit = $2 WHERE id = $3"))
        .bind(file_limit)
        .bind(total_limit)
        .bind(project.0)
        .execute()
        .await?;
    Ok(())
}

/// Changes the bytes that a project's files take.
pub async fn add_size(write: &mut Write, project: ProjectId, bytes: i64) -> Result<()> {
    write
        .change(change!("UPDATE projects SET total_size = total_size + $1 WHERE id = $2"))
        .bind(bytes)
        .bind(project.0)
        .execute()
        .await?;
    Ok(())
}

pub async fn insert_role(
    write: &mut Write,
    id: Uuid,
    project: ProjectId,
    account: AccountId,
    role: Role,
    at: DateTime<Utc>,
) -> Result<()> {
    write
        .change(change!("INSERT INTO roles (id, project_id, account_id, role, created_at) VALUES ($1, $2, $3, $4, $5)"))
        .bind(id)
        .bind(project.0)
        .bind(account.0)
        .bind(role.as_str())
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Deletes a project that has no releases any more, and the roles on it.
pub async fn delete(write: &mut Write, project: ProjectId) -> Result<()> {
    write.change(change!("DELETE FROM roles WHERE project_id = $1")).bind(project.0).execute().await?;
    write.change(change!("DELETE FROM mandate_projects WHERE project_id = $1")).bind(project.0).execute().await?;
    write.change(change!("DELETE FROM projects WHERE id = $1")).bind(project.0).execute().await?;
    Ok(())
}
