//! The journal: the append-only list of public changes, with their serials.
//!
//! A Write collects entries as it goes. They are written as its last statements,
//! numbered from one locked row, so serials become visible in the order of commits
//! and without gaps.

use crate::db::{Announcement, Heard, Read, Write};
use crate::{change, select};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A public change that is not yet numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The display form of the project's name.
    pub project_name: String,
    pub normalized_name: String,
    pub version: Option<String>,
    /// The text of `domain::journal::PublicChange`.
    pub action: String,
    /// Who did it; nobody for a trusted publisher or the index itself.
    pub account_id: Option<Uuid>,
    pub at: DateTime<Utc>,
}

/// A public change.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    pub serial: i64,
    pub project_name: String,
    pub normalized_name: String,
    pub version: Option<String>,
    pub action: String,
    pub account_id: Option<Uuid>,
    pub at: DateTime<Utc>,
}

/// Keeps an entry, which is written just before the commit.
///
/// The same commit sets `projects.last_serial` and announces the project.
pub fn record(write: &mut Write, entry: NewEntry) {
    write.collect(entry);
}

/// The highest serial; 0 when nothing was ever published.
pub async fn head(read: &mut Read) -> anyhow::Result<i64> {
    let (serial,) = read.select(select!("SELECT serial FROM journal_head WHERE id = 1")).one().await?;
    Ok(serial)
}

/// At most `limit` entries after `serial`, oldest first.
pub async fn since(read: &mut Read, serial: i64, limit: i64) -> anyhow::Result<Vec<Entry>> {
    read.select(select!(
        "SELECT serial, project_name, normalized_name, version, action, account_id, at
         FROM journal WHERE serial > $1 ORDER BY serial LIMIT $2"
    ))
    .bind(serial)
    .bind(limit)
    .all()
    .await
}

/// The serial of a name's last change, removed projects included.
pub async fn last_serial_of(read: &mut Read, normalized_name: &str) -> anyhow::Result<Option<i64>> {
    let (serial,) = read
        .select(select!("SELECT max(serial) FROM journal WHERE normalized_name = $1"))
        .bind(normalized_name)
        .one()
        .await?;
    Ok(serial)
}

/// Writes what a transaction collected; what it returns is announced after the commit.
pub(crate) async fn flush(write: &mut Write) -> anyhow::Result<Vec<Announcement>> {
    let entries = write.take_collected();
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let count = i64::try_from(entries.len())?;
    let (head,): (i64,) = write
        .change(change!("UPDATE journal_head SET serial = serial + $1 WHERE id = 1 RETURNING serial"))
        .bind(count)
        .returning_one()
        .await?;
    let mut last_serials = BTreeMap::new();
    for (serial, entry) in (head - count + 1..).zip(entries) {
        last_serials.insert(entry.normalized_name.clone(), serial);
        insert(write, serial, entry).await?;
    }
    for (name, serial) in &last_serials {
        write
            .change(change!("UPDATE projects SET last_serial = $1 WHERE normalized_name = $2"))
            .bind(serial)
            .bind(name)
            .execute()
            .await?;
    }
    let names = last_serials.keys().cloned().collect();
    write.notify(&Heard { serial: head, names }).await?;
    Ok(last_serials.into_iter().map(|(project, serial)| Announcement { project, serial }).collect())
}

async fn insert(write: &mut Write, serial: i64, entry: NewEntry) -> anyhow::Result<()> {
    write
        .change(change!(
            "INSERT INTO journal (serial, project_name, normalized_name, version, action, account_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(serial)
        .bind(entry.project_name)
        .bind(entry.normalized_name)
        .bind(entry.version)
        .bind(entry.action)
        .bind(entry.account_id)
        .bind(entry.at)
        .execute()
        .await?;
    Ok(())
}
