//! Jobs: work for later, in rows, claimed with a lease.

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

/// A job as it is enqueued. A `unique_key` that waits already is not enqueued again.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    pub id: Uuid,
    pub kind: &'a str,
    /// Ids only; what they stand for is loaded when the job runs.
    pub payload: Value,
    pub unique_key: Option<String>,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

/// A job that this worker holds until its lease ends.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClaimedJob {
    pub id: Uuid,
    pub kind: String,
    pub payload: Json<Value>,
    /// Attempts before this one.
    pub attempts: i32,
}

/// A dead letter, or a job that waits.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct JobLine {
    pub id: Uuid,
    pub kind: String,
    pub attempts: i32,
    pub run_at: DateTime<Utc>,
    pub last_error: Option<String>,
    pub failed_at: Option<DateTime<Utc>>,
}

pub async fn enqueue(write: &mut Write, job: &NewJob<'_>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO jobs (id, kind, payload, unique_key, attempts, run_at, leased_until, lease_owner,
                               last_error, failed_at, created_at)
             VALUES ($1, $2, $3, $4, 0, $5, NULL, NULL, NULL, NULL, $6)
             ON CONFLICT (unique_key) DO NOTHING"
        ))
        .bind(job.id)
        .bind(job.kind)
        .bind(Json(job.payload.clone()))
        .bind(job.unique_key.as_deref())
        .bind(job.run_at)
        .bind(job.created_at)
        .execute()
        .await?;
    Ok(())
}

/// Whether a job is due, without taking any lock.
pub async fn any_due(read: &mut Read, now: DateTime<Utc>) -> Result<bool> {
    let found: Option<(Uuid,)> = read
        .select(select!(
            "SELECT id FROM jobs
             WHERE failed_at IS NULL AND run_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
             ORDER BY run_at LIMIT 1"
        ))
        .bind(now)
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Claims the job that is due longest, until `leased_until`.
///
/// A lease that ran out counts as an attempt: its worker died, perhaps of this job.
pub async fn claim(
    write: &mut Write,
    owner: Uuid,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Result<Option<ClaimedJob>> {
    write
        .change(change!(
            postgres: "UPDATE jobs SET lease_owner = $1, leased_until = $2,
                              attempts = attempts + CASE WHEN leased_until IS NULL THEN 0 ELSE 1 END
                       WHERE id = (SELECT id FROM jobs
                                   WHERE failed_at IS NULL AND run_at <= $3
                                     AND (leased_until IS NULL OR leased_until <= $3)
                                   ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
                       RETURNING id, kind, payload, attempts",
            sqlite: "UPDATE jobs SET lease_owner = $1, leased_until = $2,
                            attempts = attempts + CASE WHEN leased_until IS NULL THEN 0 ELSE 1 END
                     WHERE id = (SELECT id FROM jobs
                                 WHERE failed_at IS NULL AND run_at <= $3
                                   AND (leased_until IS NULL OR leased_until <= $3)
                                 ORDER BY run_at, id LIMIT 1)
                     RETURNING id, kind, payload, attempts"
        ))
        .bind(owner)
        .bind(leased_until)
        .bind(now)
        .returning_optional()
        .await
}

/// Holds on to a job until `leased_until`; `false` when the lease was lost.
pub async fn renew(write: &mut Write, id: Uuid, owner: Uuid, leased_until: DateTime<Utc>) -> Result<bool> {
    let changed = write
        .change(change!("UPDATE jobs SET leased_until = $1 WHERE id = $2 AND lease_owner = $3"))
        .bind(leased_until)
        .bind(id)
        .bind(owner)
        .execute()
        .await?;
    Ok(changed == 1)
}

/// Deletes a job that is done, if `owner` still holds it.
pub async fn finish(write: &mut Write, id: Uuid, owner: Uuid) -> Result<bool> {
    let deleted = write
        .change(change!("DELETE FROM jobs WHERE id = $1 AND lease_owner = $2"))
        .bind(id)
        .bind(owner)
        .execute()
        .await?;
    Ok(deleted == 1)
}

/// Gives a job back to be tried again at `run_at`.
pub async fn retry(write: &mut Write, id: Uuid, owner: Uuid, error: &str, run_at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "UPDATE jobs SET attempts = attempts + 1, run_at = $1, last_error = $2, leased_until = NULL,
                             lease_owner = NULL
             WHERE id = $3 AND lease_owner = $4"
        ))
        .bind(run_at)
        .bind(error)
        .bind(id)
        .bind(owner)
        .execute()
        .await?;
    Ok(())
}

/// Makes a job a dead letter; its unique key becomes free.
pub async fn bury(write: &mut Write, id: Uuid, owner: Uuid, error: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "UPDATE jobs SET attempts = attempts + 1, failed_at = $1, last_error = $2, leased_until = NULL,
                             lease_owner = NULL, unique_key = NULL
             WHERE id = $3 AND lease_owner = $4"
        ))
        .bind(at)
        .bind(error)
        .bind(id)
        .bind(owner)
        .execute()
        .await?;
    Ok(())
}

/// Jobs that wait or run, the next one first.
pub async fn waiting(read: &mut Read, most: i64) -> Result<Vec<JobLine>> {
    read.select(select!(
        "SELECT id, kind, attempts, run_at, last_error, failed_at FROM jobs
         WHERE failed_at IS NULL ORDER BY run_at, id LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}

/// Dead letters, newest first.
pub async fn dead_letters(read: &mut Read, most: i64) -> Result<Vec<JobLine>> {
    read.select(select!(
        "SELECT id, kind, attempts, run_at, last_error, failed_at FROM jobs
         WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}
