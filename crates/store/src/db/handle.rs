//! Read and Write: what a transaction lets its holder do.

use super::announce::Announcement;
use super::open::Engine;
use super::query::{ChangeQuery, SelectQuery};
use super::statement::{Change, Select};
use crate::journal::NewEntry;
use anyhow::Context;
use sqlx::{Postgres, Sqlite, Transaction};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// One snapshot of the database, taken by its first query.
///
/// It has no way to change anything:
///
/// ```compile_fail,E0599
/// async fn forget(read: &mut store::Read) -> anyhow::Result<u64> {
///     read.change(store::change!("DELETE FROM jobs")).execute().await
/// }
/// ```
pub struct Read {
    inner: Inner,
}

/// One serializable transaction; dropped without a commit, it is rolled back.
pub struct Write {
    read: Read,
    journal: Vec<NewEntry>,
}

pub(super) enum Inner {
    Postgres(Transaction<'static, Postgres>),
    Sqlite(Transaction<'static, Sqlite>),
}

impl Read {
    pub(super) fn new(inner: Inner) -> Self {
        Self { inner }
    }

    /// Starts a query.
    pub fn select(&mut self, select: Select) -> SelectQuery<'_> {
        SelectQuery::new(select, self)
    }

    /// The engine that answers.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Postgres(_) => Engine::Postgres,
            Inner::Sqlite(_) => Engine::Sqlite,
        }
    }

    pub(super) fn inner(&mut self) -> &mut Inner {
        &mut self.inner
    }
}

impl Write {
    pub(super) fn new(inner: Inner) -> Self {
        Self { read: Read::new(inner), journal: Vec::new() }
    }

    /// Starts a change.
    pub fn change(&mut self, change: Change) -> ChangeQuery<'_> {
        ChangeQuery::new(change, &mut self.read)
    }

    /// Keeps a public change for the journal, which is written just before the commit.
    pub(crate) fn collect(&mut self, entry: NewEntry) {
        self.journal.push(entry);
    }

    pub(crate) fn take_collected(&mut self) -> Vec<NewEntry> {
        std::mem::take(&mut self.journal)
    }

    /// Writes the journal, commits, and says what to announce.
    pub(super) async fn commit(mut self) -> anyhow::Result<Vec<Announcement>> {
        let announcements = crate::journal::flush(&mut self).await?;
        match self.read.inner {
            Inner::Postgres(transaction) => transaction.commit().await,
            Inner::Sqlite(transaction) => transaction.commit().await,
        }
        .context("the transaction could not be committed")?;
        Ok(announcements)
    }

    pub(super) async fn roll_back(self) -> anyhow::Result<()> {
        match self.read.inner {
            Inner::Postgres(transaction) => transaction.rollback().await,
            Inner::Sqlite(transaction) => transaction.rollback().await,
        }
        .context("the transaction could not be rolled back")
    }
}

impl Deref for Write {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.read
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.read
    }
}

impl fmt::Debug for Read {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Read({:?})", self.engine())
    }
}

impl fmt::Debug for Write {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Write({:?})", self.engine())
    }
}
