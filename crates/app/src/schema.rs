//! The schema: brought up to date, or asked for.

use crate::config::database::shown;
use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use store::{Connect, Db, migrate};

/// What a migration did.
#[derive(Debug, Default)]
pub(crate) struct Migrated {
    /// The names of the steps that were taken.
    pub(crate) steps: Vec<&'static str>,
    /// The copy of a SQLite database that was made before.
    pub(crate) copy: Option<PathBuf>,
}

/// Takes every step that the database lacks; a SQLite database is copied before.
///
/// # Errors
/// When the database is newer than this program, or a step fails: nothing is changed then.
pub(crate) async fn migrate(db: &Db, connect: &Connect, now: DateTime<Utc>) -> Result<Migrated> {
    let status = migrate::status(db).await?;
    if status.pending.is_empty() {
        return Ok(Migrated::default());
    }
    let copy = match connect {
        // A database without a step holds nothing yet.
        Connect::Sqlite { path } if !status.applied.is_empty() => migrate::copy_before(path, now).await?,
        _ => None,
    };
    let taken = migrate::run(db, now).await.with_context(|| format!("the migration of {} failed", shown(connect)))?;
    Ok(Migrated { steps: taken.iter().map(|step| step.name).collect(), copy })
}

/// Refuses a database whose schema is older or newer than this program's.
pub(crate) async fn require_current(db: &Db) -> Result<()> {
    let pending = migrate::pending(db).await?;
    if pending.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = pending.iter().map(|step| step.name).collect();
    bail!(
        "the database is older than this program and lacks: `{}`\n\
         hint: start `fromagerie serve`, or run `fromagerie migrate`",
        names.join("`, `")
    )
}

/// Whether the database has taken any step at all.
pub(crate) async fn is_empty(db: &Db) -> Result<bool> {
    Ok(migrate::status(db).await?.applied.is_empty())
}
