//! The root index: exact while it is small, a few seconds behind when it is large.

use super::page::Document;
use super::{SimpleIndex, html, json};
use arc_swap::ArcSwapOption;
use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use store::Announcement;

/// The root index as it was last written, and what changed since.
#[derive(Debug, Default)]
pub(crate) struct Root {
    /// The highest serial that was announced.
    serial: AtomicI64,
    /// Counts news; serials would not do, as those of two processes arrive in any order.
    version: AtomicU64,
    current: ArcSwapOption<Written>,
    /// Names whose rows have to be read before the next writing.
    changed: Mutex<HashSet<String>>,
    writing: tokio::sync::Mutex<()>,
}

/// The root index as of some version.
#[derive(Debug)]
pub(crate) struct Written {
    version: u64,
    pub(crate) document: Document,
}

/// From this many names on, the root index is written off the request path.
pub(crate) const EXACT_BELOW: usize = 10_000;

/// Names that are read in one query.
const CHUNK: usize = 1000;

impl Root {
    pub(crate) fn serial(&self) -> i64 {
        self.serial.load(Ordering::Acquire)
    }

    /// Takes announcements that the table did not know yet.
    pub(crate) fn announce(&self, news: &[&Announcement]) {
        let Some(highest) = news.iter().map(|announcement| announcement.serial).max() else {
            return;
        };
        {
            let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
            changed.extend(news.iter().map(|announcement| announcement.project.clone()));
        }
        self.begin_at(highest);
        self.version.fetch_add(1, Ordering::AcqRel);
    }

    /// Serials up to this one are known.
    pub(crate) fn begin_at(&self, serial: i64) {
        self.serial.fetch_max(serial, Ordering::AcqRel);
    }

    fn is_current(&self, written: &Written) -> bool {
        written.version >= self.version.load(Ordering::Acquire)
    }
}

impl SimpleIndex {
    /// The root index without waiting; nothing where it has to be written first.
    pub(crate) fn root_now(&self) -> Option<Arc<Written>> {
        let written = self.root.current.load_full()?;
        (self.root_may_lag() || self.root.is_current(&written)).then_some(written)
    }

    /// Whether there are so many names that the root index is written off the request path.
    pub(crate) fn root_may_lag(&self) -> bool {
        self.table.len() >= EXACT_BELOW
    }

    /// The root index, written now if it has to be.
    ///
    /// # Errors
    ///
    /// When the database or a compressor fails.
    pub(crate) async fn root(&self) -> anyhow::Result<Arc<Written>> {
        if let Some(written) = self.root_now() {
            return Ok(written);
        }
        self.write_root().await
    }

    /// Brings the root index up to date; one writes it, the others wait.
    ///
    /// # Errors
    ///
    /// When the database or a compressor fails.
    pub(crate) async fn write_root(&self) -> anyhow::Result<Arc<Written>> {
        let _turn = self.root.writing.lock().await;
        if let Some(written) = self.root.current.load_full().filter(|written| self.root.is_current(written)) {
            return Ok(written);
        }
        // Taken first: whatever is announced from here on asks for another writing.
        let version = self.root.version.load(Ordering::Acquire);
        let serial = self.root.serial();
        self.read_changed().await?;
        let table = Arc::clone(&self.table);
        let writing = tokio::task::spawn_blocking(move || {
            let lines = table.lines();
            let document = Document::new(html::root(&lines, serial), json::root(&lines, serial), serial)?;
            anyhow::Ok(Arc::new(Written { version, document }))
        });
        let written = writing.await??;
        self.root.current.store(Some(Arc::clone(&written)));
        Ok(written)
    }

    async fn read_changed(&self) -> anyhow::Result<()> {
        let changed = std::mem::take(&mut *self.root.changed.lock().unwrap_or_else(PoisonError::into_inner));
        if changed.is_empty() {
            return Ok(());
        }
        let changed: Vec<String> = changed.into_iter().collect();
        let result = self.read_names(&changed).await;
        if result.is_err() {
            self.root.changed.lock().unwrap_or_else(PoisonError::into_inner).extend(changed);
        }
        result
    }

    async fn read_names(&self, changed: &[String]) -> anyhow::Result<()> {
        let mut read = self.db.read().await?;
        let snapshot = store::journal::head(&mut read).await?;
        for chunk in changed.chunks(CHUNK) {
            let mut gone: HashSet<&String> = chunk.iter().collect();
            for name in store::simple::names_among(&mut read, chunk).await? {
                gone.remove(&name.normalized_name);
                self.table.settle(name, snapshot);
            }
            for name in gone {
                self.table.remove(name, snapshot);
            }
        }
        Ok(())
    }
}
