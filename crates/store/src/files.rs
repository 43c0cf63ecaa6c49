//! Files, the names they used, and the claims on their objects.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    files::{File, FileKind},
    ids::{AccountId, FileId, ProjectId, ReleaseId},
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct FileRow {
    id: Uuid,
    project_id: Uuid,
    release_id: Uuid,
    filename: String,
    kind: String,
    python_tag: String,
    size: i64,
    md5: String,
    sha256: String,
    blake2b_256: String,
    path: String,
    requires_python: Option<String>,
    metadata_sha256: Option<String>,
    metadata_size: Option<i64>,
    comment: Option<String>,
    uploaded_at: DateTime<Utc>,
}

impl FileRow {
    fn file(self) -> Result<File> {
        let kind = FileKind::from_stored(&self.kind)
            .with_context(|| format!("A file holds an unknown kind: `{}`", self.kind))?;
        Ok(File {
            id: FileId(self.id),
            project_id: ProjectId(self.project_id),
            release_id: ReleaseId(self.release_id),
            filename: self.filename,
            kind,
            python_tag: self.python_tag,
            size: self.size,
            md5: self.md5,
            sha256: self.sha256,
            blake2b_256: self.blake2b_256,
            path: self.path,
            requires_python: self.requires_python,
            metadata_sha256: self.metadata_sha256,
            metadata_size: self.metadata_size,
            comment: self.comment,
            uploaded_at: self.uploaded_at,
        })
    }
}

/// Who put a file there, and with what.
#[derive(Clone, Copy, Debug)]
pub struct Uploader<'a> {
    pub account: Option<AccountId>,
    /// The `User-Agent`.
    pub with: Option<&'a str>,
}

/// The file of that name.
pub async fn by_filename(read: &mut Read, filename: &str) -> Result<Option<File>> {
    let row: Option<FileRow> = read
        .select(select!(
            "SELECT id, project_id, release_id, filename, kind, python_tag, size, md5, sha256, blake2b_256, path,
                    requires_python, metadata_sha256, metadata_size, comment, uploaded_at
             FROM files WHERE filename = $1"
        ))
        .bind(filename)
        .optional()
        .await?;
    row.map(FileRow::file).transpose()
}

/// The name of the file that has these contents.
pub async fn filename_of_contents(read: &mut Read, blake2b_256: &str) -> Result<Option<String>> {
    let found: Option<(String,)> =
        read.select(select!("SELECT filename FROM files WHERE blake2b_256 = $1")).bind(blake2b_256).optional().await?;
    Ok(found.map(|(filename,)| filename))
}

/// The sdist of a release, by name.
pub async fn sdist_of(read: &mut Read, release: ReleaseId) -> Result<Option<String>> {
    let found: Option<(String,)> = read
        .select(select!("SELECT filename FROM files WHERE release_id = $1 AND kind = 'sdist'"))
        .bind(release.0)
        .optional()
        .await?;
    Ok(found.map(|(filename,)| filename))
}

/// All files of a release, by name.
pub async fn of_release(read: &mut Read, release: ReleaseId) -> Result<Vec<File>> {
    let rows: Vec<FileRow> = read
        .select(select!(
            "SELECT id, project_id, release_id, filename, kind, python_tag, size, md5, sha256, blake2b_256, path,
                    requires_python, metadata_sha256, metadata_size, comment, uploaded_at
             FROM files WHERE release_id = $1 ORDER BY filename"
        ))
        .bind(release.0)
        .all()
        .await?;
    rows.into_iter().map(FileRow::file).collect()
}

/// How many files each release of a project has; those without any are left out.
pub async fn count_by_release(read: &mut Read, project: ProjectId) -> Result<Vec<(ReleaseId, i64)>> {
    let rows: Vec<(Uuid, i64)> = read
        .select(select!(
            "SELECT release_id, count(*) FROM files WHERE project_id = $1 GROUP BY release_id ORDER BY release_id"
        ))
        .bind(project.0)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(release, count)| (ReleaseId(release), count)).collect())
}

/// Paths and SHA-256 of files after `after` in the order of paths, for samples and checks.
pub async fn paths_after(read: &mut Read, after: &str, most: i64) -> Result<Vec<(String, String)>> {
    read.select(select!("SELECT path, sha256 FROM files WHERE path > $1 ORDER BY path LIMIT $2"))
        .bind(after)
        .bind(most)
        .all()
        .await
}

/// Whether a name was ever used, by a file that exists or one that was deleted.
pub async fn was_used(read: &mut Read, filename: &str) -> Result<bool> {
    let found: Option<(String,)> = read
        .select(select!("SELECT filename FROM used_filenames WHERE filename = $1"))
        .bind(filename)
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Whether a row or a claim not older than `claimed_after` holds on to an object.
pub async fn object_is_wanted(read: &mut Read, path: &str, claimed_after: DateTime<Utc>) -> Result<bool> {
    let found: Option<(i64,)> = read
        .select(select!(
            "SELECT CAST(1 AS BIGINT) FROM files WHERE path = $1
             UNION SELECT CAST(1 AS BIGINT) FROM object_claims WHERE path = $1 AND claimed_at > $2"
        ))
        .bind(path)
        .bind(claimed_after)
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Writes a file and burns its name.
pub async fn insert(write: &mut Write, file: &File, uploader: Uploader<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO files (id, project_id, release_id, filename, kind, python_tag, size, md5, sha256,
                                blake2b_256, path, requires_python, metadata_sha256, metadata_size, comment,
                                uploaded_by, uploaded_with, uploaded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        ))
        .bind(file.id.0)
        .bind(file.project_id.0)
        .bind(file.release_id.0)
        .bind(file.filename.as_str())
        .bind(file.kind.as_str())
        .bind(file.python_tag.as_str())
        .bind(file.size)
        .bind(file.md5.as_str())
        .bind(file.sha256.as_str())
        .bind(file.blake2b_256.as_str())
        .bind(file.path.as_str())
        .bind(file.requires_python.as_deref())
        .bind(file.metadata_sha256.as_deref())
        .bind(file.metadata_size)
        .bind(file.comment.as_deref())
        .bind(uploader.account.map(|account| account.0))
        .bind(uploader.with)
        .bind(file.uploaded_at)
        .execute()
        .await?;
    write
        .change(change!("INSERT INTO used_filenames (filename, used_at) VALUES ($1, $2)"))
        .bind(file.filename.as_str())
        .bind(file.uploaded_at)
        .execute()
        .await?;
    Ok(())
}

/// Deletes a file's row; its name stays burned, its object becomes an orphan.
pub async fn delete(write: &mut Write, file: FileId) -> Result<()> {
    write.change(change!("DELETE FROM files WHERE id = $1")).bind(file.0).execute().await?;
    Ok(())
}

/// Claims an object's path before it is written, so that no collector deletes it.
///
/// The claim takes the row's lock: a collector that holds it ends first.
pub async fn claim_object(write: &mut Write, path: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO object_claims (path, claimed_at) VALUES ($1, $2)
             ON CONFLICT (path) DO UPDATE SET claimed_at = excluded.claimed_at"
        ))
        .bind(path)
        .bind(at)
        .execute()
        .await?;
    Ok(())
}

/// Takes the lock on a path's claim without renewing it.
pub async fn lock_claim(write: &mut Write, path: &str, long_ago: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO object_claims (path, claimed_at) VALUES ($1, $2)
             ON CONFLICT (path) DO UPDATE SET claimed_at = object_claims.claimed_at"
        ))
        .bind(path)
        .bind(long_ago)
        .execute()
        .await?;
    Ok(())
}

/// Gives a claim back, once a row holds the object or the object is gone.
pub async fn release_claim(write: &mut Write, path: &str) -> Result<()> {
    write.change(change!("DELETE FROM object_claims WHERE path = $1")).bind(path).execute().await?;
    Ok(())
}

/// Forgets claims that no publish can still stand behind.
pub async fn forget_claims(write: &mut Write, before: DateTime<Utc>) -> Result<u64> {
    write.change(change!("DELETE FROM object_claims WHERE claimed_at < $1")).bind(before).execute().await
}
