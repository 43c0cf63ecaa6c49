//! From the lines of a chunk to counts: which files of ours they tell of.

use anyhow::Result;
use domain::downloads::log::{LoggedDownload, NamedFile};
use domain::files::FileKind;
use domain::ids::ProjectId;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::Read;
use store::downloads::counts::Key;
use store::downloads::logs::{LoggedFile, LoggedRelease, files_at, releases_named};

/// The counts of a chunk.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) counts: Vec<(Key, u64)>,
    pub(super) downloads: i64,
    /// Lines of files that are not here, or of a part that is not the beginning.
    pub(super) unknown: i64,
}

/// Counts downloads of files that exist, in two queries.
pub(super) async fn resolve(read: &mut Read, downloads: &[LoggedDownload]) -> Result<Counted> {
    let paths: BTreeSet<&str> = downloads.iter().filter_map(|it| it.path.as_deref()).collect();
    let paths: Vec<&str> = paths.into_iter().collect();
    let files = files_at(read, &paths).await?;
    let is_elsewhere = |it: &&LoggedDownload| it.path.as_ref().is_none_or(|path| !files.contains_key(path));
    let named: BTreeSet<(&str, &str)> =
        downloads.iter().filter(is_elsewhere).filter_map(|it| it.named.as_ref()).map(name_of).collect();
    let named: Vec<(&str, &str)> = named.into_iter().collect();
    let releases = if named.is_empty() { HashMap::new() } else { releases_named(read, &named).await? };
    let mut counts: HashMap<Key, u64> = HashMap::new();
    let mut counted = Counted::default();
    for download in downloads {
        match key(download, &files, &releases) {
            Some(key) => {
                *counts.entry(key).or_default() += 1;
                counted.downloads += 1;
            }
            None => counted.unknown += 1,
        }
    }
    counted.counts = counts.into_iter().collect();
    Ok(counted)
}

type Files = HashMap<String, LoggedFile>;
type Releases = HashMap<(String, String), LoggedRelease>;

fn key(download: &LoggedDownload, files: &Files, releases: &Releases) -> Option<Key> {
    if let Some(file) = download.path.as_ref().and_then(|path| files.get(path)) {
        // A part is the beginning for certain only when it is the whole file.
        let is_from_start = download.part_of.is_none_or(|sent| i64::try_from(sent).is_ok_and(|sent| file.size <= sent));
        return is_from_start.then(|| key_of(download, file.project, &file.version, file.kind));
    }
    let named = download.named.as_ref()?;
    let (name, version) = name_of(named);
    let release = releases.get(&(name.to_owned(), version.to_owned()))?;
    Some(key_of(download, release.project, &release.version, named.kind))
}

fn key_of(download: &LoggedDownload, project: ProjectId, version: &Arc<str>, kind: FileKind) -> Key {
    Key {
        project,
        day: download.day,
        version: Arc::clone(version),
        kind,
        installer: download.agent.installer,
        audience: download.agent.audience,
    }
}

fn name_of(named: &NamedFile) -> (&str, &str) {
    (named.project.as_str(), &named.version)
}
