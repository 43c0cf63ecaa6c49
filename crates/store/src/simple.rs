//! What the simple index shows: names, and the files of one project.

use crate::db::{Json, Read};
use crate::select;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::ids::ProjectId;
use domain::projects::ProjectStatus;
use domain::releases::Yank;
use packaging::name::NormalizedName;
use uuid::Uuid;

/// A name as the root index lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The display form.
    pub name: String,
    pub normalized_name: String,
    pub status: ProjectStatus,
    pub last_serial: i64,
}

/// A project's page, and how fresh the snapshot was that it comes from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The journal's head in this snapshot.
    pub serial: i64,
    /// `None` when no project has the name.
    pub project: Option<Project>,
}

/// A project with all its files, those of quarantined releases included.
#[derive(Clone, Debug)]
pub struct Project {
    pub id: ProjectId,
    pub name: Name,
    /// In no particular order.
    pub files: Vec<File>,
}

/// A file with what the simple index says of its release.
#[derive(Clone, Debug)]
pub struct File {
    pub filename: String,
    /// `<2>/<2>/<60>/<filename>`.
    pub path: String,
    /// Bytes.
    pub size: i64,
    pub sha256: String,
    pub requires_python: Option<String>,
    pub metadata_sha256: Option<String>,
    /// Bytes of the wheel's METADATA.
    pub metadata_size: Option<i64>,
    pub uploaded_at: DateTime<Utc>,
    /// Normalized by PEP 440.
    pub version: String,
    pub yanked: Option<Yank>,
    pub is_quarantined: bool,
}

/// All names, in the order of their normalized forms.
pub async fn names(read: &mut Read) -> Result<Vec<Name>> {
    let rows: Vec<NameRow> = read
        .select(select!("SELECT name, normalized_name, status, last_serial FROM projects ORDER BY normalized_name"))
        .all()
        .await?;
    rows.into_iter().map(NameRow::name).collect()
}

/// Those of the given normalized names that projects have.
pub async fn names_among(read: &mut Read, normalized_names: &[String]) -> Result<Vec<Name>> {
    let rows: Vec<NameRow> = read
        .select(select!(
            postgres: "SELECT name, normalized_name, status, last_serial FROM projects
                       WHERE normalized_name IN (SELECT jsonb_array_elements_text($1)) ORDER BY normalized_name",
            sqlite: "SELECT name, normalized_name, status, last_serial FROM projects
                     WHERE normalized_name IN (SELECT value FROM json_each($1)) ORDER BY normalized_name"
        ))
        .bind(Json(normalized_names.to_vec()))
        .all()
        .await?;
    rows.into_iter().map(NameRow::name).collect()
}

/// One project and its files, in two queries.
pub async fn project(read: &mut Read, normalized_name: &NormalizedName) -> Result<Snapshot> {
    // The head comes along even without a project, so that a removal is known to be new.
    let (serial, id, name, status, last_serial): HeadAndProject = read
        .select(select!(
            "SELECT head.serial, project.id, project.name, project.status, project.last_serial
             FROM journal_head head LEFT JOIN projects project ON project.normalized_name = $1
             WHERE head.id = 1"
        ))
        .bind(normalized_name.as_str())
        .one()
        .await?;
    let (Some(id), Some(name), Some(status), Some(last_serial)) = (id, name, status, last_serial) else {
        return Ok(Snapshot { serial, project: None });
    };
    let row = NameRow { name, normalized_name: normalized_name.to_string(), status, last_serial };
    let files = files(read, id).await?;
    Ok(Snapshot { serial, project: Some(Project { id: ProjectId(id), name: row.name()?, files }) })
}

type HeadAndProject = (i64, Option<Uuid>, Option<String>, Option<String>, Option<i64>);

#[derive(sqlx::FromRow)]
struct NameRow {
    name: String,
    normalized_name: String,
    status: String,
    last_serial: i64,
}

#[derive(sqlx::FromRow)]
struct FileRow {
    filename: String,
    path: String,
    size: i64,
    sha256: String,
    requires_python: Option<String>,
    metadata_sha256: Option<String>,
    metadata_size: Option<i64>,
    uploaded_at: DateTime<Utc>,
    version: String,
    yanked_at: Option<DateTime<Utc>>,
    yanked_reason: Option<String>,
    quarantined_at: Option<DateTime<Utc>>,
}

impl NameRow {
    fn name(self) -> Result<Name> {
        let status = ProjectStatus::from_stored(&self.status)
            .with_context(|| format!("a project holds an unknown status: `{}`", self.status))?;
        Ok(Name { name: self.name, normalized_name: self.normalized_name, status, last_serial: self.last_serial })
    }
}

impl From<FileRow> for File {
    fn from(row: FileRow) -> Self {
        let reason = row.yanked_reason.unwrap_or_default();
        Self {
            filename: row.filename,
            path: row.path,
            size: row.size,
            sha256: row.sha256,
            requires_python: row.requires_python,
            metadata_sha256: row.metadata_sha256,
            metadata_size: row.metadata_size,
            uploaded_at: row.uploaded_at,
            version: row.version,
            yanked: row.yanked_at.map(|at| Yank { at, reason }),
            is_quarantined: row.quarantined_at.is_some(),
        }
    }
}

async fn files(read: &mut Read, project: Uuid) -> Result<Vec<File>> {
    let rows: Vec<FileRow> = read
        .select(select!(
            "SELECT file.filename, file.path, file.size, file.sha256, file.requires_python,
                    file.metadata_sha256, file.metadata_size, file.uploaded_at, release.version,
                    release.yanked_at, release.yanked_reason, release.quarantined_at
             FROM files file JOIN releases release ON release.id = file.release_id
             WHERE file.project_id = $1 ORDER BY file.filename"
        ))
        .bind(project)
        .all()
        .await?;
    Ok(rows.into_iter().map(File::from).collect())
}
