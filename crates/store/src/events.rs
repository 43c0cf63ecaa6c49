//! Events: the private audit log.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use chrono::{DateTime, Utc};
use domain::events::{NewEvent, Subject};
use serde_json::Value;
use uuid::Uuid;

/// An entry as it is read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EventLine {
    pub tag: String,
    pub actor_id: Option<Uuid>,
    pub details: Json<Value>,
    pub at: DateTime<Utc>,
}

/// Writes one entry, in the transaction of what it tells.
pub async fn record(write: &mut Write, event: &NewEvent) -> anyhow::Result<()> {
    write
        .change(change!(
            "INSERT INTO events (id, subject_kind, subject_id, tag, actor_id, details, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ))
        .bind(event.id)
        .bind(event.subject.kind().as_str())
        .bind(event.subject.id())
        .bind(event.tag.as_str())
        .bind(event.actor.map(|account| account.0))
        .bind(Json(&event.details))
        .bind(event.at)
        .execute()
        .await?;
    Ok(())
}

/// The entries of a subject, oldest first.
pub async fn of(read: &mut Read, subject: Subject) -> anyhow::Result<Vec<EventLine>> {
    read.select(select!(
        "SELECT tag, actor_id, details, at FROM events
         WHERE subject_kind = $1 AND (subject_id = $2 OR subject_id IS NULL) ORDER BY at, id"
    ))
    .bind(subject.kind().as_str())
    .bind(subject.id().unwrap_or(Uuid::nil()))
    .all()
    .await
}
