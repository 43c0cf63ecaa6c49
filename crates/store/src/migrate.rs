//! Migrations: the schema, one step after another, forward only.
//!
//! A migration is a file in PostgreSQL's DDL, which `db/ddl.rs` turns into SQLite's.
//! Where the dictionary is not enough, a twin `NNNN_name.sqlite.sql` stands beside it.

use crate::db::{Db, Engine, Read, copy_sqlite, to_sqlite};
use crate::{change, select};
use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// One step of the schema.
#[derive(Debug)]
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    postgres: &'static str,
    /// The twin, where the dictionary is not enough.
    sqlite: Option<&'static str>,
}

/// Every step that this program knows; a test holds the list against the folder.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "index", postgres: include_str!("../migrations/0001_index.sql"), sqlite: None },
    Migration { version: 2, name: "mail", postgres: include_str!("../migrations/0002_mail.sql"), sqlite: None },
    Migration { version: 3, name: "sessions", postgres: include_str!("../migrations/0003_sessions.sql"), sqlite: None },
    Migration { version: 4, name: "factors", postgres: include_str!("../migrations/0004_factors.sql"), sqlite: None },
    Migration { version: 5, name: "limits", postgres: include_str!("../migrations/0005_limits.sql"), sqlite: None },
    Migration { version: 6, name: "links", postgres: include_str!("../migrations/0006_links.sql"), sqlite: None },
    Migration { version: 7, name: "mandate", postgres: include_str!("../migrations/0007_mandate.sql"), sqlite: None },
];

/// A step that a database has taken.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Applied {
    pub version: i64,
    pub name: String,
    pub checksum: String,
    pub applied_at: DateTime<Utc>,
}

/// The steps that a database has taken, and those that it lacks.
#[derive(Debug)]
pub struct Status {
    pub applied: Vec<Applied>,
    pub pending: Vec<&'static Migration>,
}

/// The table that remembers the steps; it also is what re-run transactions queue for.
const SCHEMA_MIGRATIONS: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version     BIGINT      PRIMARY KEY,
    name        TEXT        NOT NULL,
    checksum    TEXT        NOT NULL,
    applied_at  TIMESTAMPTZ NOT NULL
);";

/// What a database has and lacks.
///
/// Fails when it is newer than this program, or when a step that it has taken was
/// changed since.
pub async fn status(db: &Db) -> anyhow::Result<Status> {
    status_in(&mut db.read().await?, MIGRATIONS).await
}

/// The steps that a database lacks.
pub async fn pending(db: &Db) -> anyhow::Result<Vec<&'static Migration>> {
    Ok(status(db).await?.pending)
}

/// Takes every step that the database lacks, in one transaction, and returns them.
pub async fn run(db: &Db, now: DateTime<Utc>) -> anyhow::Result<Vec<&'static Migration>> {
    run_list(db, MIGRATIONS, now).await
}

/// Like [`run`], for a list of one's own; tests have one.
#[doc(hidden)]
pub async fn run_list(
    db: &Db,
    migrations: &'static [Migration],
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<&'static Migration>> {
    let mut write = db.begin_migration().await.context("the migration's transaction could not be opened")?;
    let engine = write.engine();
    let pending = status_in(&mut write, migrations).await?.pending;
    if pending.is_empty() {
        return Ok(pending);
    }
    write.script(in_words_of(engine, SCHEMA_MIGRATIONS)).await?;
    for migration in &pending {
        write
            .script(migration.text(engine))
            .await
            .with_context(|| format!("the migration failed: `{:04}_{}`", migration.version, migration.name))?;
        write
            .change(change!(
                "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)"
            ))
            .bind(migration.version)
            .bind(migration.name)
            .bind(migration.checksum())
            .bind(now)
            .execute()
            .await?;
    }
    let dangling = write.dangling_references().await?;
    ensure!(dangling.is_empty(), "the migrations leave rows that point nowhere, in: `{}`", dangling.join("`, `"));
    write.commit_migration().await?;
    Ok(pending)
}

/// Copies a SQLite database beside itself, and says where the copy is.
///
/// `None` when there is no file yet. The copy is consistent even while others write.
pub async fn copy_before(path: &Path, now: DateTime<Utc>) -> anyhow::Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{}", now.format("%Y%m%dT%H%M%S%6fZ")));
    let copy = PathBuf::from(name);
    copy_sqlite(path, &copy)
        .await
        .with_context(|| format!("the database could not be copied to: `{}`", copy.display()))?;
    Ok(Some(copy))
}

impl Migration {
    /// A step of a list of one's own.
    #[doc(hidden)]
    pub const fn new(version: i64, name: &'static str, postgres: &'static str, sqlite: Option<&'static str>) -> Self {
        Self { version, name, postgres, sqlite }
    }

    fn text(&self, engine: Engine) -> String {
        match (engine, self.sqlite) {
            (Engine::Sqlite, Some(twin)) => twin.to_owned(),
            _ => in_words_of(engine, self.postgres),
        }
    }

    /// SHA-256 of the file and of its twin, in hexadecimal.
    pub fn checksum(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.postgres);
        digest.update(self.sqlite.unwrap_or_default());
        hex::encode(digest.finalize())
    }
}

fn in_words_of(engine: Engine, ddl: &str) -> String {
    match engine {
        Engine::Postgres => ddl.to_owned(),
        Engine::Sqlite => to_sqlite(ddl),
    }
}

async fn status_in(read: &mut Read, migrations: &'static [Migration]) -> anyhow::Result<Status> {
    let applied = applied(read).await?;
    let known = migrations.last().map_or(0, |migration| migration.version);
    if let Some(newest) = applied.last().filter(|newest| newest.version > known) {
        bail!(
            "the database is newer than this program: its schema is `{}`, the newest known one is `{known}`\n\
             hint: run the version of fromagerie that migrated it, or a later one",
            newest.version
        );
    }
    let mut pending = Vec::new();
    for migration in migrations {
        let Some(step) = applied.iter().find(|step| step.version == migration.version) else {
            pending.push(migration);
            continue;
        };
        ensure!(
            step.checksum == migration.checksum(),
            "a migration was changed after it had been applied: `{:04}_{}`",
            migration.version,
            migration.name
        );
    }
    Ok(Status { applied, pending })
}

async fn applied(read: &mut Read) -> anyhow::Result<Vec<Applied>> {
    let (tables,): (i64,) = read
        .select(select!(
            postgres: "SELECT count(*) FROM pg_catalog.pg_tables
                       WHERE schemaname = current_schema() AND tablename = 'schema_migrations'",
            sqlite: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'"
        ))
        .one()
        .await?;
    if tables == 0 {
        return Ok(Vec::new());
    }
    read.select(select!("SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version"))
        .all()
        .await
}
