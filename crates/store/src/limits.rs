//! Limits: the counts that nodes share.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};

/// Uses in one slice of one window, or those to be added to it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CountLine {
    pub limit_name: String,
    /// A keyed hash of an account or an address.
    pub bucket: String,
    pub window_seconds: i64,
    /// When the slice begins.
    pub window_start: DateTime<Utc>,
    pub uses: i64,
    /// When the slice has left its window.
    pub expires_at: DateTime<Utc>,
}

/// Rows that are read at once at most; what a flood leaves out, later reads bring.
const MOST_ROWS: i64 = 50_000;

/// Adds uses to a slice; fewer than none takes back what turned out not to count.
pub async fn add(write: &mut Write, line: &CountLine, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO limit_counts
                 (limit_name, bucket, window_seconds, window_start, uses, updated_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (limit_name, bucket, window_seconds, window_start)
             DO UPDATE SET uses = limit_counts.uses + excluded.uses, updated_at = excluded.updated_at"
        ))
        .bind(&line.limit_name[..])
        .bind(&line.bucket[..])
        .bind(line.window_seconds)
        .bind(line.window_start)
        .bind(line.uses)
        .bind(at)
        .bind(line.expires_at)
        .execute()
        .await?;
    Ok(())
}

/// Forgets the uses of a bucket; the rows stay, so that other nodes learn of it.
pub async fn clear(write: &mut Write, limit_name: &str, bucket: &str, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "UPDATE limit_counts SET uses = 0, updated_at = $1 WHERE limit_name = $2 AND bucket = $3 AND uses > 0"
        ))
        .bind(at)
        .bind(limit_name)
        .bind(bucket)
        .execute()
        .await?;
    Ok(())
}

/// Drops what has left every window; says how many rows.
pub async fn drop_expired(write: &mut Write, now: DateTime<Utc>) -> Result<u64> {
    write.change(change!("DELETE FROM limit_counts WHERE expires_at < $1")).bind(now).execute().await
}

/// The counts that still matter and that changed at `since` or later, the latest first.
pub async fn changed_since(read: &mut Read, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<Vec<CountLine>> {
    read.select(select!(
        "SELECT limit_name, bucket, window_seconds, window_start, uses, expires_at
         FROM limit_counts WHERE updated_at >= $1 AND expires_at > $2
         ORDER BY updated_at DESC, limit_name, bucket, window_seconds, window_start LIMIT $3"
    ))
    .bind(since)
    .bind(now)
    .bind(MOST_ROWS)
    .all()
    .await
}
