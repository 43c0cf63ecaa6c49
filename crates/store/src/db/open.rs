//! Opening a database, and the snapshots and transactions that it gives.

use super::announce::{Announcement, Subscriber, Subscribers};
use super::handle::{Inner, Read, Write};
use super::listen::Listener;
use anyhow::Context;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor, PgPool, SqlitePool};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connect {
    /// A file, made when it does not exist.
    Sqlite { path: PathBuf },
    /// `postgres://user@host/database`.
    Postgres { url: String },
}

/// One of the two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A handle on an open database; clones share connections and subscribers.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    subscribers: Subscribers,
}

/// Reads have connections of their own, so that waiting writes never hold them all.
#[derive(Clone, Debug)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres { read: PgPool, write: PgPool },
}

const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(30);
const SQLITE_READERS: u32 = 8;
const POSTGRES_READERS: u32 = 16;
const POSTGRES_WRITERS: u32 = 8;

/// The key of the advisory lock under which PostgreSQL migrates.
const MIGRATION_LOCK: i64 = 0x0066_726f_6d61_6765;

impl Db {
    /// Opens a database; its schema is `migrate`'s business.
    pub async fn open(connect: &Connect) -> anyhow::Result<Self> {
        let pools = match connect {
            Connect::Sqlite { path } => open_sqlite(path)
                .await
                .with_context(|| format!("the database cannot be opened: `{}`", path.display()))?,
            Connect::Postgres { url } => open_postgres(url).await.context("PostgreSQL cannot be reached")?,
        };
        Ok(Self { pools, subscribers: Subscribers::default() })
    }

    /// The engine behind this handle.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Opens a snapshot; dropping it ends it.
    pub async fn read(&self) -> anyhow::Result<Read> {
        let inner = match &self.pools {
            Pools::Sqlite { read, .. } => read.begin_with("BEGIN DEFERRED").await.map(Inner::Sqlite),
            Pools::Postgres { read, .. } => {
                read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map(Inner::Postgres)
            }
        };
        inner.map(Read::new).context("no snapshot of the database could be opened")
    }

    /// Fails unless the database answers.
    pub async fn ready(&self) -> anyhow::Result<()> {
        let mut read = self.read().await?;
        let _: (i64,) = read.select(crate::select!("SELECT CAST(1 AS BIGINT)")).one().await?;
        Ok(())
    }

    /// Adds a subscriber to the announcements of this handle and its clones.
    ///
    /// It is called after each commit that wrote to the journal, before the
    /// transaction's result is known to anybody, and for each batch of
    /// [`announce_external`](Self::announce_external). Batches of transactions that
    /// commit together may come in any order: keep the highest serial.
    pub fn on_commit(&self, subscriber: Subscriber) {
        self.subscribers.add(subscriber);
    }

    /// Announces changes that another process committed.
    pub fn announce_external(&self, announcements: &[Announcement]) {
        self.subscribers.announce(announcements);
    }

    /// Listens to other processes' commits; `None` on SQLite, which has no such thing.
    pub async fn listen(&self) -> anyhow::Result<Option<Listener>> {
        match &self.pools {
            Pools::Sqlite { .. } => Ok(None),
            Pools::Postgres { read, .. } => Listener::open(read).await.map(Some),
        }
    }

    /// Closes every connection, waiting for those in use.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { read, write } => {
                read.close().await;
                write.close().await;
            }
        }
    }

    pub(super) fn announce(&self, announcements: &[Announcement]) {
        self.subscribers.announce(announcements);
    }

    /// Opens a transaction that may lose a race.
    pub(super) async fn begin(&self) -> anyhow::Result<Write> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => write.begin_with("BEGIN IMMEDIATE").await.map(Inner::Sqlite),
            Pools::Postgres { write, .. } => {
                write.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await.map(Inner::Postgres)
            }
        };
        inner.map(Write::new).context("no transaction could be opened")
    }

    /// Opens a transaction that first waits for the others that lost a race.
    ///
    /// `LOCK TABLE` takes no snapshot, so what the transaction sees is what it finds
    /// when its turn comes. The mode conflicts only with itself: transactions at
    /// their first attempt, which lock nothing, are never held up.
    pub(super) async fn begin_queued(&self) -> anyhow::Result<Write> {
        let Pools::Postgres { write, .. } = &self.pools else {
            return self.begin().await;
        };
        let mut transaction =
            write.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await.context("no transaction could be opened")?;
        transaction
            .execute("LOCK TABLE schema_migrations IN SHARE UPDATE EXCLUSIVE MODE")
            .await
            .context("a transaction could not wait for its turn")?;
        Ok(Write::new(Inner::Postgres(transaction)))
    }

    /// Opens the one transaction in which a schema changes.
    ///
    /// PostgreSQL: under an advisory lock, and not serializable, because a snapshot
    /// taken before the lock would hide what the lock's last holder did. SQLite: with
    /// foreign keys off, as rebuilding a table needs; they are checked at the end.
    pub(crate) async fn begin_migration(&self) -> anyhow::Result<Write> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => {
                let options = write.connect_options().as_ref().clone().foreign_keys(false);
                let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
                Inner::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres { write, .. } => {
                let mut transaction = write.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(MIGRATION_LOCK).execute(&mut *transaction).await?;
                Inner::Postgres(transaction)
            }
        };
        Ok(Write::new(inner))
    }
}

async fn open_sqlite(path: &Path) -> sqlx::Result<Pools> {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT).foreign_keys(true);
    let writer = options
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    // The connections stay open for good: closing the last one would delete the WAL
    // that read-only connections need.
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(writer)
        .await?;
    let read = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options.read_only(true))
        .await?;
    Ok(Pools::Sqlite { read, write })
}

async fn open_postgres(url: &str) -> sqlx::Result<Pools> {
    let options = url.parse::<PgConnectOptions>()?.application_name("fromagerie");
    // A pool would try again until its timeout; whoever mistyped the address hears of it at once.
    options.connect().await?.close().await?;
    let pool = |size| PgPoolOptions::new().max_connections(size).acquire_timeout(ACQUIRE_TIMEOUT);
    let write = pool(POSTGRES_WRITERS).connect_with(options.clone()).await?;
    let read = pool(POSTGRES_READERS).connect_with(options).await?;
    Ok(Pools::Postgres { read, write })
}
