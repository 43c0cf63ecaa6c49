//! Releases and their descriptions.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    ids::{AccountId, ProjectId, ReleaseId},
    releases::{Release, Yank},
};
use packaging::{metadata::CoreMetadata, version::Version};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ReleaseRow {
    id: Uuid,
    project_id: Uuid,
    version: String,
    canonical_version: String,
    is_prerelease: bool,
    yanked_at: Option<DateTime<Utc>>,
    yanked_reason: Option<String>,
    quarantined_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<ReleaseRow> for Release {
    fn from(row: ReleaseRow) -> Self {
        let reason = row.yanked_reason.unwrap_or_default();
        Self {
            id: ReleaseId(row.id),
            project_id: ProjectId(row.project_id),
            version: row.version,
            canonical_version: row.canonical_version,
            is_prerelease: row.is_prerelease,
            yanked: row.yanked_at.map(|at| Yank { at, reason }),
            quarantined_at: row.quarantined_at,
            created_at: row.created_at,
        }
    }
}

/// A release as it is made, by its first file.
#[derive(Debug)]
pub struct NewRelease<'a> {
    pub id: ReleaseId,
    pub project: ProjectId,
    pub version: &'a Version,
    pub metadata: &'a CoreMetadata,
    pub created_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
}

/// The text of a description, as it came.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Description {
    pub content_type: String,
    pub source: String,
    /// Safe HTML, once it is rendered.
    pub html: Option<String>,
}

/// A line of the newest releases.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NewestRelease {
    /// The project's display name.
    pub project_name: String,
    pub normalized_name: String,
    pub version: String,
    pub summary: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The release of that version; `1.0` finds `1.0.0`.
pub async fn by_version(read: &mut Read, project: ProjectId, version: &Version) -> Result<Option<Release>> {
    let row: Option<ReleaseRow> = read
        .select(select!(
            "SELECT id, project_id, version, canonical_version, is_prerelease, yanked_at, yanked_reason,
                    quarantined_at, created_at
             FROM releases WHERE project_id = $1 AND canonical_version = $2"
        ))
        .bind(project.0)
        .bind(version.canonical())
        .optional()
        .await?;
    Ok(row.map(Release::from))
}

/// All releases of a project, oldest first.
pub async fn of_project(read: &mut Read, project: ProjectId) -> Result<Vec<Release>> {
    let rows: Vec<ReleaseRow> = read
        .select(select!(
            "SELECT id, project_id, version, canonical_version, is_prerelease, yanked_at, yanked_reason,
                    quarantined_at, created_at
             FROM releases WHERE project_id = $1 ORDER BY created_at, id"
        ))
        .bind(project.0)
        .all()
        .await?;
    Ok(rows.into_iter().map(Release::from).collect())
}

/// The `most` releases that came last and are within reach, newest first.
pub async fn newest(read: &mut Read, most: i64) -> Result<Vec<NewestRelease>> {
    // Ids hold the time (UUIDv7) and have an index.
    read.select(select!(
        "SELECT project.name AS project_name, project.normalized_name, release.version,
                release.metadata ->> 'summary' AS summary, release.created_at
         FROM releases release JOIN projects project ON project.id = release.project_id
         WHERE release.quarantined_at IS NULL AND project.status <> 'quarantined'
         ORDER BY release.id DESC LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}

/// The core metadata of a release.
pub async fn metadata(read: &mut Read, release: ReleaseId) -> Result<CoreMetadata> {
    let (Json(metadata),): (Json<CoreMetadata>,) =
        read.select(select!("SELECT metadata FROM releases WHERE id = $1")).bind(release.0).one().await?;
    Ok(metadata)
}

/// The description of a release; `None` when it has none.
pub async fn description(read: &mut Read, release: ReleaseId) -> Result<Option<Description>> {
    read.select(select!("SELECT content_type, source, html FROM descriptions WHERE release_id = $1"))
        .bind(release.0)
        .optional()
        .await
}

/// Writes a release; its description is kept apart from the rest of the metadata.
pub async fn insert(write: &mut Write, release: &NewRelease<'_>) -> Result<()> {
    let mut metadata = release.metadata.clone();
    let source = metadata.description.take();
    let content_type = metadata.description_content_type.as_ref().map(ToString::to_string).unwrap_or_default();
    write
        .change(change!(
            "INSERT INTO releases (id, project_id, version, canonical_version, is_prerelease, metadata, yanked_at,
                                   yanked_reason, quarantined_at, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, NULL, $7, $8)"
        ))
        .bind(release.id.0)
        .bind(release.project.0)
        .bind(release.version.normalized())
        .bind(release.version.canonical())
        .bind(release.version.is_prerelease())
        .bind(Json(metadata))
        .bind(release.created_by.map(|account| account.0))
        .bind(release.created_at)
        .execute()
        .await?;
    let Some(source) = source.filter(|source| !source.trim().is_empty()) else {
        return Ok(());
    };
    write
        .change(change!(
            "INSERT INTO descriptions (release_id, content_type, source, html, rendered_at)
             VALUES ($1, $2, $3, NULL, NULL)"
        ))
        .bind(release.id.0)
        .bind(content_type)
        .bind(source)
        .execute()
        .await?;
    Ok(())
}

/// Keeps the rendered description; `false` when the release is gone.
pub async fn set_description(write: &mut Write, release: ReleaseId, html: &str, at: DateTime<Utc>) -> Result<bool> {
    let changed = write
        .change(change!("UPDATE descriptions SET html = $1, rendered_at = $2 WHERE release_id = $3"))
        .bind(html)
        .bind(at)
        .bind(release.0)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Yanks a release, or takes the yank back with `None`.
pub async fn set_yank(write: &mut Write, release: ReleaseId, yank: Option<&Yank>) -> Result<()> {
    write
        .change(change!("UPDATE releases SET yanked_at = $1, yanked_reason = $2 WHERE id = $3"))
        .bind(yank.map(|yank| yank.at))
        .bind(yank.map(|yank| yank.reason.as_str()))
        .bind(release.0)
        .execute()
        .await?;
    Ok(())
}

/// Puts a release into quarantine, or takes it out again with `None`.
pub async fn set_quarantine(write: &mut Write, release: ReleaseId, at: Option<DateTime<Utc>>) -> Result<()> {
    write
        .change(change!("UPDATE releases SET quarantined_at = $1 WHERE id = $2"))
        .bind(at)
        .bind(release.0)
        .execute()
        .await?;
    Ok(())
}

/// Deletes a release that has no files any more, and its description.
pub async fn delete(write: &mut Write, release: ReleaseId) -> Result<()> {
    write.change(change!("DELETE FROM descriptions WHERE release_id = $1")).bind(release.0).execute().await?;
    write.change(change!("DELETE FROM releases WHERE id = $1")).bind(release.0).execute().await?;
    Ok(())
}
