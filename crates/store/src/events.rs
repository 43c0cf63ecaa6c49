//! Events: the private audit log.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use chrono::{DateTime, Utc};
use domain::{
    events::{NewEvent, Subject},
    ids::AccountId,
};
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

/// An entry with the user name of whoever did it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedEventLine {
    pub tag: String,
    pub actor_id: Option<Uuid>,
    /// Nothing for the command line.
    pub actor: Option<String>,
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

/// Some entries of a subject, newest first; the first `skipped` are left out.
pub async fn newest_of(
    read: &mut Read,
    subject: Subject,
    most: i64,
    skipped: i64,
) -> anyhow::Result<Vec<NamedEventLine>> {
    read.select(select!(
        "SELECT e.tag, e.actor_id, a.username AS actor, e.details, e.at
         FROM events e LEFT JOIN accounts a ON a.id = e.actor_id
         WHERE e.subject_kind = $1 AND e.subject_id = $2 ORDER BY e.at DESC, e.id DESC LIMIT $3 OFFSET $4"
    ))
    .bind(subject.kind().as_str())
    .bind(subject.id().unwrap_or(Uuid::nil()))
    .bind(most)
    .bind(skipped)
    .all()
    .await
}

/// How many entries a subject has.
pub async fn count_of(read: &mut Read, subject: Subject) -> anyhow::Result<i64> {
    let (count,): (i64,) = read
        .select(select!("SELECT count(*) FROM events WHERE subject_kind = $1 AND subject_id = $2"))
        .bind(subject.kind().as_str())
        .bind(subject.id().unwrap_or(Uuid::nil()))
        .one()
        .await?;
    Ok(count)
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

/// Drops the network, the device and the hash of the address from old entries; says of how many.
pub async fn forget_visits(write: &mut Write, before: DateTime<Utc>, most: i64) -> anyhow::Result<u64> {
    write
        .change(change!(
            postgres: "UPDATE events SET details = details - '{network,user_agent,address_hash}'::text[]
                       WHERE id IN (SELECT id FROM events WHERE at < $1 AND jsonb_exists(details, 'network')
                                    ORDER BY at, id LIMIT $2)",
            sqlite: "UPDATE events SET details = json_remove(details, '$.network', '$.user_agent', '$.address_hash')
                     WHERE id IN (SELECT id FROM events WHERE at < $1 AND json_type(details, '$.network') IS NOT NULL
                                  ORDER BY at, id LIMIT $2)"
        ))
        .bind(before)
        .bind(most)
        .execute()
        .await
}

/// Drops what the entries of a deleted account tell beyond what happened and when.
pub async fn forget_details(write: &mut Write, account: AccountId) -> anyhow::Result<u64> {
    write
        .change(change!("UPDATE events SET details = '{}' WHERE subject_kind = 'account' AND subject_id = $1"))
        .bind(account.0)
        .execute()
        .await
}
