//! Counting downloads in memory, and writing them by soft writes.
//!
//! What a `kill -9` loses is at most one interval of the flush: a second of downloads.

use crate::Ctx;
use anyhow::Result;
use domain::downloads::agent::{Agent, Installer};
use domain::downloads::{Day, DownloadSource};
use domain::files::FileKind;
use domain::ids::ProjectId;
use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::downloads::counts::{Key, OTHER_VERSION};
use store::transaction;

/// A file that was sent from its first byte on.
#[derive(Clone, Copy, Debug)]
pub struct Download<'a> {
    pub project: ProjectId,
    /// Normalized by PEP 440.
    pub version: &'a Arc<str>,
    pub kind: FileKind,
    pub user_agent: &'a [u8],
}

/// Counts a download, unless logs are what is counted or nobody is counted who asks like this.
pub fn count(ctx: &Ctx, download: Download<'_>) {
    if ctx.settings.downloads.source != DownloadSource::Index {
        return;
    }
    if let Some(agent) = Agent::recognise(download.user_agent) {
        let key = Key {
            project: download.project,
            day: Day::from(ctx.now()),
            version: Arc::clone(download.version),
            kind: download.kind,
            installer: agent.installer,
            audience: agent.audience,
        };
        ctx.soft.downloads.add(key, 1);
    }
}

/// Writes what was counted; on a fault it stays.
pub(crate) async fn flush(ctx: &Ctx) -> Result<()> {
    let lost = ctx.soft.downloads.take_lost();
    if lost != 0 {
        tracing::warn!(lost, "downloads of too many projects waited to be written; not counted: {lost}");
    }
    loop {
        let counts = ctx.soft.downloads.take(MOST_ROWS);
        if counts.is_empty() {
            return Ok(());
        }
        let written: Result<()> = transaction!(ctx.db, |write| {
            store::downloads::counts::add(write, &counts).await?;
            Ok(())
        });
        if let Err(fault) = written {
            counts.into_iter().for_each(|(key, downloads)| ctx.soft.downloads.add(key, downloads));
            return Err(fault);
        }
    }
}

/// Keys beyond which versions and installers are no longer told apart.
const MOST_KEYS: usize = 50_000;

/// Keys beyond which a download of one more project is not counted at all.
const MOST_FOLDED_KEYS: usize = 200_000;

/// Keys that one Write takes, so that a publish never waits long behind it.
const MOST_ROWS: usize = 5_000;

/// What waits to be written; bounded, however long the database is away.
#[derive(Debug)]
pub(crate) struct DownloadCounts {
    gathered: Mutex<Gathered>,
    most_keys: usize,
    most_folded_keys: usize,
}

#[derive(Debug, Default)]
struct Gathered {
    counts: HashMap<Key, u64>,
    lost: u64,
}

impl Default for DownloadCounts {
    fn default() -> Self {
        Self { gathered: Mutex::default(), most_keys: MOST_KEYS, most_folded_keys: MOST_FOLDED_KEYS }
    }
}

impl DownloadCounts {
    fn add(&self, key: Key, downloads: u64) {
        let mut gathered = self.lock();
        let Gathered { counts, lost } = &mut *gathered;
        let keys = counts.len();
        if let Some(count) = counts.get_mut(&key) {
            *count += downloads;
            return;
        }
        if keys < self.most_keys {
            counts.insert(key, downloads);
            return;
        }
        let folded = Key { version: OTHER_VERSION.into(), installer: Installer::Other, ..key };
        match counts.get_mut(&folded) {
            Some(count) => *count += downloads,
            None if keys < self.most_folded_keys => {
                counts.insert(folded, downloads);
            }
            None => *lost += downloads,
        }
    }

    fn take(&self, most: usize) -> Vec<(Key, u64)> {
        let mut gathered = self.lock();
        if gathered.counts.len() <= most {
            return mem::take(&mut gathered.counts).into_iter().collect();
        }
        gathered.counts.extract_if(|_, _| true).take(most).collect()
    }

    fn take_lost(&self) -> u64 {
        mem::take(&mut self.lock().lost)
    }

    fn lock(&self) -> MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::downloads::Audience;
    use uuid::Uuid;

    fn key(project: u128, version: &str) -> Key {
        Key {
            project: ProjectId(Uuid::from_u128(project)),
            day: Day(20_000),
            version: version.into(),
            kind: FileKind::Wheel,
            installer: Installer::Pip,
            audience: Audience::People,
        }
    }

    fn counts(most_keys: usize, most_folded_keys: usize) -> DownloadCounts {
        DownloadCounts { most_keys, most_folded_keys, ..DownloadCounts::default() }
    }

    fn sum(counts: &[(Key, u64)]) -> u64 {
        counts.iter().map(|(_, downloads)| downloads).sum()
    }

    #[test]
    fn beyond_the_bound_versions_are_no_longer_told_apart_and_nothing_is_lost() {
        let counts = counts(10, 100);
        (0..50).for_each(|version| counts.add(key(1, &version.to_string()), 1));
        (0..10).for_each(|version| counts.add(key(1, &version.to_string()), 1));
        let taken = counts.take(1_000);
        assert_eq!((taken.len(), sum(&taken)), (11, 60));
        let folded = taken.iter().find(|(key, _)| &*key.version == OTHER_VERSION).unwrap();
        assert_eq!((folded.0.installer, folded.1), (Installer::Other, 40));
    }

    #[test]
    fn memory_is_bounded_whatever_is_asked_for_and_what_is_lost_is_known() {
        let counts = counts(10, 20);
        (0..1_000).for_each(|project| counts.add(key(project, "1"), 1));
        assert_eq!(counts.lock().counts.len(), 20);
        assert_eq!((counts.take_lost(), counts.take_lost()), (980, 0));
    }

    #[test]
    fn a_part_is_taken_and_the_rest_stays() {
        let counts = counts(100, 200);
        (0..50).for_each(|project| counts.add(key(project, "1"), 2));
        let first = counts.take(20);
        let second = counts.take(1_000);
        assert_eq!((first.len(), second.len(), sum(&first) + sum(&second)), (20, 30, 100));
        assert!(counts.take(1_000).is_empty());
    }
}
