//! What migrations, copies and the census need of the drivers.

use super::handle::{Inner, Read, Write};
use super::listen::{CHANNEL, Heard};
use super::statement::Statement;
use anyhow::Context;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, Row};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Fails unless an engine can prepare a statement.
pub async fn prepare(read: &mut Read, statement: &Statement) -> anyhow::Result<()> {
    let prepared = match read.inner() {
        Inner::Postgres(transaction) => {
            transaction.prepare(sqlx::SqlStr::from_static(statement.postgres)).await.map(drop)
        }
        Inner::Sqlite(transaction) => transaction.prepare(sqlx::SqlStr::from_static(statement.sqlite)).await.map(drop),
    };
    prepared.with_context(|| format!("the statement at `{}` cannot be prepared", statement.at))
}

/// Whether SQLite's program for a statement opens the database for writing.
///
/// Asked of the engine rather than of the text; on PostgreSQL a `Read` is
/// `READ ONLY` and refuses by itself, so the answer is always `false`.
pub async fn opens_for_writing(read: &mut Read, statement: &Statement) -> anyhow::Result<bool> {
    let Inner::Sqlite(transaction) = read.inner() else {
        return Ok(false);
    };
    let program = sqlx::query(AssertSqlSafe(format!("EXPLAIN {}", statement.sqlite)))
        .fetch_all(&mut **transaction)
        .await
        .with_context(|| format!("the statement at `{}` cannot be explained", statement.at))?;
    for instruction in program {
        if instruction.try_get::<String, _>("opcode")? == "Transaction" && instruction.try_get::<i64, _>("p2")? != 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes a consistent copy of a SQLite database, for its owner's eyes, and syncs it.
pub(crate) async fn copy_sqlite(from: &Path, to: &Path) -> anyhow::Result<()> {
    let target = to.to_str().context("the path of the copy is not UTF-8")?;
    // `VACUUM INTO` takes an empty file as it is, so the mode is right from the beginning.
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let mut connection = SqliteConnectOptions::new().filename(from).connect().await?;
    sqlx::query("VACUUM INTO $1").bind(target).execute(&mut connection).await?;
    connection.close().await?;
    file.sync_all()?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    Ok(())
}

impl Write {
    /// Runs the statements of a migration.
    pub(crate) async fn script(&mut self, text: String) -> anyhow::Result<()> {
        match self.inner() {
            Inner::Postgres(transaction) => transaction.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.map(drop)?,
            Inner::Sqlite(transaction) => transaction.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.map(drop)?,
        }
        Ok(())
    }

    /// The rows that point nowhere, as SQLite's own check lists them.
    pub(crate) async fn dangling_references(&mut self) -> anyhow::Result<Vec<String>> {
        let Inner::Sqlite(transaction) = self.inner() else {
            return Ok(Vec::new());
        };
        let rows = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut **transaction).await?;
        Ok(rows.iter().map(|row| row.try_get::<String, _>(0)).collect::<Result<_, _>>()?)
    }

    /// Tells other processes, once the transaction commits; nothing on SQLite.
    pub(crate) async fn notify(&mut self, heard: &Heard) -> anyhow::Result<()> {
        let Inner::Postgres(transaction) = self.inner() else {
            return Ok(());
        };
        sqlx::query("SELECT pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(heard.payload()?)
            .execute(&mut **transaction)
            .await
            .context("the commit could not be told to other processes")?;
        Ok(())
    }

    /// Commits a migration.
    pub(crate) async fn commit_migration(self) -> anyhow::Result<()> {
        self.commit().await.map(drop)
    }
}
