//! Windows: what people downloaded of each project in the last 183 complete days.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use domain::downloads::{
    Day,
    segment::{self, Counts},
};

/// The sums of one bucket, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub bucket: i32,
    /// The last day that the sums hold.
    pub last_day: Day,
    pub counts: Vec<u8>,
}

/// Every window, by bucket.
pub async fn all(read: &mut Read) -> Result<Vec<Window>> {
    let rows: Vec<(i32, i32, Vec<u8>)> =
        read.select(select!("SELECT bucket, last_day, counts FROM download_windows ORDER BY bucket")).all().await?;
    Ok(rows.into_iter().map(|(bucket, last_day, counts)| Window { bucket, last_day: Day(last_day), counts }).collect())
}

/// Writes the sums of a bucket over those that stand there.
pub async fn put(write: &mut Write, bucket: i32, last_day: Day, counts: &Counts) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO download_windows (bucket, last_day, counts) VALUES ($1, $2, $3)
             ON CONFLICT (bucket) DO UPDATE SET last_day = excluded.last_day, counts = excluded.counts"
        ))
        .bind(bucket)
        .bind(last_day.0)
        .bind(segment::encode(counts))
        .execute()
        .await?;
    Ok(())
}

/// Drops every window.
pub async fn clear(write: &mut Write) -> Result<u64> {
    write.change(change!("DELETE FROM download_windows")).execute().await
}
