//! Access logs that were read, and what their lines are resolved to.

use crate::db::{Json, Read, Write};
use crate::{change, select};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::files::FileKind;
use domain::ids::ProjectId;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// An access log that was read, or is being read.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Log {
    /// Of the text as it is without compression, in hexadecimal.
    pub content_hash: String,
    pub name: String,
    /// Bytes of the text.
    pub size: i64,
    /// The byte that is read next.
    pub read_to: i64,
    pub lines: i64,
    /// Downloads that were counted.
    pub counted: i64,
    /// Lines that tell of nothing that is counted.
    pub ignored: i64,
    pub unreadable: i64,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// A file that a line of a log tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedFile {
    pub project: ProjectId,
    /// Normalized by PEP 440.
    pub version: Arc<str>,
    pub kind: FileKind,
    /// Bytes.
    pub size: i64,
}

/// A release that a line of a log names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRelease {
    pub project: ProjectId,
    /// Normalized by PEP 440.
    pub version: Arc<str>,
}

/// The log of that content.
pub async fn by_hash(read: &mut Read, content_hash: &str) -> Result<Option<Log>> {
    read.select(select!(
        "SELECT content_hash, name, size, read_to, lines, counted, ignored, unreadable, started_at, finished_at
         FROM download_logs WHERE content_hash = $1"
    ))
    .bind(content_hash)
    .optional()
    .await
}

/// Sizes and hashes of all logs that are smaller than `size`, the smallest first.
pub async fn smaller_than(read: &mut Read, size: i64) -> Result<Vec<(i64, String)>> {
    read.select(select!("SELECT size, content_hash FROM download_logs WHERE size < $1 ORDER BY size, content_hash"))
        .bind(size)
        .all()
        .await
}

/// Every log, the one begun last first.
pub async fn list(read: &mut Read) -> Result<Vec<Log>> {
    read.select(select!(
        "SELECT content_hash, name, size, read_to, lines, counted, ignored, unreadable, started_at, finished_at
         FROM download_logs ORDER BY started_at DESC, content_hash"
    ))
    .all()
    .await
}

/// Writes a log that is begun; `false` when it is known already.
pub async fn begin(write: &mut Write, log: &Log) -> Result<bool> {
    let written = write
        .change(change!(
            "INSERT INTO download_logs
                 (content_hash, name, size, read_to, lines, counted, ignored, unreadable, started_at, finished_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (content_hash) DO NOTHING"
        ))
        .bind(log.content_hash.as_str())
        .bind(log.name.as_str())
        .bind(log.size)
        .bind(log.read_to)
        .bind(log.lines)
        .bind(log.counted)
        .bind(log.ignored)
        .bind(log.unreadable)
        .bind(log.started_at)
        .bind(log.finished_at)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Writes how far a log is read, if it still stands at `from`; `false` when it does not.
pub async fn advance(write: &mut Write, from: i64, log: &Log) -> Result<bool> {
    let written = write
        .change(change!(
            "UPDATE download_logs
             SET read_to = $1, lines = $2, counted = $3, ignored = $4, unreadable = $5, finished_at = $6
             WHERE content_hash = $7 AND read_to = $8 AND finished_at IS NULL"
        ))
        .bind(log.read_to)
        .bind(log.lines)
        .bind(log.counted)
        .bind(log.ignored)
        .bind(log.unreadable)
        .bind(log.finished_at)
        .bind(log.content_hash.as_str())
        .bind(from)
        .execute()
        .await?;
    Ok(written == 1)
}

/// Ends a log where it stands: another one goes on with its lines.
pub async fn supersede(write: &mut Write, content_hash: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE download_logs SET finished_at = $1 WHERE content_hash = $2 AND finished_at IS NULL"))
        .bind(at)
        .bind(content_hash)
        .execute()
        .await?;
    Ok(())
}

/// The files at these paths of objects, by path; unknown ones are left out.
pub async fn files_at(read: &mut Read, paths: &[&str]) -> Result<HashMap<String, LoggedFile>> {
    let rows: Vec<(String, Uuid, String, String, i64)> = read
        .select(select!(
            postgres: "SELECT file.path, file.project_id, release.version, file.kind, file.size
                       FROM jsonb_array_elements_text($1) AS paths (path)
                       JOIN files file ON file.path = paths.path
                       JOIN releases release ON release.id = file.release_id
                       ORDER BY file.path",
            sqlite: "SELECT file.path, file.project_id, release.version, file.kind, file.size
                     FROM json_each($1) paths
                     JOIN files file ON file.path = paths.value
                     JOIN releases release ON release.id = file.release_id
                     ORDER BY file.path"
        ))
        .bind(Json(paths))
        .all()
        .await?;
    rows.into_iter()
        .map(|(path, project, version, kind, size)| {
            let kind =
                FileKind::from_stored(&kind).with_context(|| format!("a file holds an unknown kind: `{kind}`"))?;
            Ok((path, LoggedFile { project: ProjectId(project), version: version.into(), kind, size }))
        })
        .collect()
}

/// The releases of these normalized names and canonical versions; unknown ones are left out.
pub async fn releases_named(
    read: &mut Read,
    named: &[(&str, &str)],
) -> Result<HashMap<(String, String), LoggedRelease>> {
    let rows: Vec<(String, String, Uuid, String)> = read
        .select(select!(
            postgres: "SELECT project.normalized_name, release.canonical_version, project.id, release.version
                       FROM jsonb_array_elements($1) AS named (line)
                       JOIN projects project ON project.normalized_name = line ->> 0
                       JOIN releases release
                         ON release.project_id = project.id AND release.canonical_version = line ->> 1
                       ORDER BY project.normalized_name, release.canonical_version",
            sqlite: "SELECT project.normalized_name, release.canonical_version, project.id, release.version
                     FROM json_each($1) named
                     JOIN projects project ON project.normalized_name = named.value ->> 0
                     JOIN releases release
                       ON release.project_id = project.id AND release.canonical_version = named.value ->> 1
                     ORDER BY project.normalized_name, release.canonical_version"
        ))
        .bind(Json(named))
        .all()
        .await?;
    let release = |(name, canonical, project, version): (String, String, Uuid, String)| {
        ((name, canonical), LoggedRelease { project: ProjectId(project), version: version.into() })
    };
    Ok(rows.into_iter().map(release).collect())
}
