//! What the JSON API shows: a project, its releases, their files and who keeps it.

use crate::db::Read;
use crate::projects::{self, Collaborator};
use crate::releases::{self, Description};
use crate::{journal, select};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::ids::{ProjectId, ReleaseId};
use domain::projects::Project;
use domain::releases::Release;
use packaging::metadata::CoreMetadata;
use packaging::name::NormalizedName;
use uuid::Uuid;

/// A project, and how fresh the snapshot was that it comes from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The journal's head in this snapshot.
    pub serial: i64,
    /// `None` when no project has the name.
    pub project: Option<Project>,
    /// Quarantined ones included, oldest first.
    pub releases: Vec<Release>,
}

/// What the endpoint says of one release beyond its row.
#[derive(Clone, Debug)]
pub struct Detail {
    pub metadata: CoreMetadata,
    pub description: Option<Description>,
    /// Direct roles: owners first, then by user name.
    pub collaborators: Vec<Collaborator>,
}

/// A file as the JSON API lists it. Digests are lower-case hexadecimal.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FileLine {
    pub release_id: Uuid,
    pub filename: String,
    /// `sdist` or `wheel`.
    pub kind: String,
    pub python_tag: String,
    /// Bytes.
    pub size: i64,
    pub md5: String,
    pub sha256: String,
    pub blake2b_256: String,
    /// `<2>/<2>/<60>/<filename>`.
    pub path: String,
    pub requires_python: Option<String>,
    pub metadata_sha256: Option<String>,
    pub comment: Option<String>,
    pub uploaded_at: DateTime<Utc>,
}

/// A project and its releases.
pub async fn snapshot(read: &mut Read, name: &NormalizedName) -> Result<Snapshot> {
    let serial = journal::head(read).await?;
    let project = projects::by_name(read, name).await?;
    let releases = match &project {
        Some(project) => releases::of_project(read, project.id).await?,
        None => Vec::new(),
    };
    Ok(Snapshot { serial, project, releases })
}

/// The metadata and the description of a release, and the roles on its project.
pub async fn detail(read: &mut Read, project: ProjectId, release: ReleaseId) -> Result<Detail> {
    Ok(Detail {
        metadata: releases::metadata(read, release).await?,
        description: releases::description(read, release).await?,
        collaborators: projects::collaborators(read, project).await?,
    })
}

/// All files of a project, by name.
pub async fn files(read: &mut Read, project: ProjectId) -> Result<Vec<FileLine>> {
    read.select(select!(
        "SELECT release_id, filename, kind, python_tag, size, md5, sha256, blake2b_256, path, requires_python,
                metadata_sha256, comment, uploaded_at
         FROM files WHERE project_id = $1 ORDER BY filename"
    ))
    .bind(project.0)
    .all()
    .await
}
