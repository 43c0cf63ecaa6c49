//! Daily totals: those still pending, and the segments of complete days.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use domain::{
    downloads::{
        Audience, Day,
        segment::{self, Counts, Place},
    },
    ids::ProjectId,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a project was downloaded on one day, before it stands in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    pub place: Place,
    pub audience: Audience,
    pub downloads: u64,
}

/// The days of pending totals before a day, oldest first.
pub async fn pending_days(read: &mut Read, before: Day) -> Result<Vec<Day>> {
    let rows: Vec<(i32,)> = read
        .select(select!("SELECT DISTINCT day FROM download_pending WHERE day < $1 ORDER BY day"))
        .bind(before.0)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(day,)| Day(day)).collect())
}

/// Gives a place to every project with pending totals before a day that has none yet.
pub async fn give_places(write: &mut Write, before: Day) -> Result<u64> {
    write
        .change(change!(
            "INSERT INTO download_ordinals (ordinal, project_id)
             SELECT (SELECT COALESCE(max(ordinal), -1) FROM download_ordinals)
                        + row_number() OVER (ORDER BY n.project_id), n.project_id
             FROM (SELECT DISTINCT p.project_id FROM download_pending p JOIN projects j ON j.id = p.project_id
                   WHERE p.day < $1 AND NOT EXISTS (SELECT 1 FROM download_ordinals o
                                                    WHERE o.project_id = p.project_id)) n"
        ))
        .bind(before.0)
        .execute()
        .await
}

/// The pending totals of one day, by place; those of projects without a place are left out.
pub async fn pending_of(read: &mut Read, day: Day) -> Result<Vec<Pending>> {
    let rows: Vec<(i64, String, i64)> = read
        .select(select!(
            "SELECT o.ordinal, p.audience, p.downloads
             FROM download_pending p JOIN download_ordinals o ON o.project_id = p.project_id
             WHERE p.day = $1 ORDER BY o.ordinal, p.audience"
        ))
        .bind(day.0)
        .all()
        .await?;
    let pending = |(ordinal, audience, downloads): (i64, String, i64)| {
        Ok(Pending {
            place: place(ordinal)?,
            audience: audience_of(&audience)?,
            downloads: u64::try_from(downloads).context("A daily total is below zero")?,
        })
    };
    rows.into_iter().map(pending).collect()
}

/// Drops the pending totals before a day.
pub async fn drop_pending(write: &mut Write, before: Day) -> Result<u64> {
    write.change(change!("DELETE FROM download_pending WHERE day < $1")).bind(before.0).execute().await
}

/// The segments of one day, by bucket and audience.
pub async fn of_day(read: &mut Read, day: Day) -> Result<BTreeMap<(i32, Audience), Vec<u8>>> {
    let rows: Vec<(i32, String, Vec<u8>)> = read
        .select(select!(
            "SELECT bucket, audience, counts FROM download_segments WHERE day = $1 ORDER BY bucket, audience"
        ))
        .bind(day.0)
        .all()
        .await?;
    rows.into_iter().map(|(bucket, audience, counts)| Ok(((bucket, audience_of(&audience)?), counts))).collect()
}

/// The buckets that have a segment.
pub async fn buckets(read: &mut Read) -> Result<BTreeSet<i32>> {
    let rows: Vec<(i32,)> =
        read.select(select!("SELECT DISTINCT bucket FROM download_segments ORDER BY bucket")).all().await?;
    Ok(rows.into_iter().map(|(bucket,)| bucket).collect())
}

/// Writes a segment over what stands in its place.
pub async fn put(write: &mut Write, bucket: i32, day: Day, audience: Audience, counts: Vec<u8>) -> Result<()> {
    write
        .change(change!(
            "INSERT INTO download_segments (bucket, day, audience, counts) VALUES ($1, $2, $3, $4)
             ON CONFLICT (bucket, day, audience) DO UPDATE SET counts = excluded.counts"
        ))
        .bind(bucket)
        .bind(day.0)
        .bind(audience.as_str())
        .bind(counts)
        .execute()
        .await?;
    Ok(())
}

/// What people downloaded from one day to another, both included, by bucket.
///
/// Meant for few days: it reads the segments of all buckets at once. Buckets without a
/// segment in these days are left out.
pub async fn sums_of_days(read: &mut Read, first: Day, last: Day) -> Result<BTreeMap<i32, Box<Counts>>> {
    let rows: Vec<(i32, i32, Vec<u8>)> = read
        .select(select!(
            "SELECT bucket, day, counts FROM download_segments
             WHERE day >= $1 AND day <= $2 AND audience = 'people' ORDER BY day, bucket"
        ))
        .bind(first.0)
        .bind(last.0)
        .all()
        .await?;
    let mut sums: BTreeMap<i32, Box<Counts>> = BTreeMap::new();
    for (bucket, day, counts) in rows {
        let sum = sums.entry(bucket).or_insert_with(|| Box::new([0; segment::PLACES]));
        add(sum, bucket, Day(day), &counts)?;
    }
    Ok(sums)
}

/// What people downloaded of one bucket from one day to another, both included.
pub async fn sums_of_bucket(read: &mut Read, bucket: i32, first: Day, last: Day) -> Result<Box<Counts>> {
    let rows: Vec<(i32, Vec<u8>)> = read
        .select(select!(
            "SELECT day, counts FROM download_segments
             WHERE bucket = $1 AND day >= $2 AND day <= $3 AND audience = 'people' ORDER BY day"
        ))
        .bind(bucket)
        .bind(first.0)
        .bind(last.0)
        .all()
        .await?;
    let mut sum = Box::new([0; segment::PLACES]);
    for (day, counts) in rows {
        add(&mut sum, bucket, Day(day), &counts)?;
    }
    Ok(sum)
}

/// The first and the last day that stand in segments of what people download.
pub async fn span(read: &mut Read) -> Result<Option<(Day, Day)>> {
    let (first, last): (Option<i32>, Option<i32>) = read
        .select(select!("SELECT min(day), max(day) FROM download_segments WHERE audience = 'people'"))
        .one()
        .await?;
    Ok(first.zip(last).map(|(first, last)| (Day(first), Day(last))))
}

/// The totals of each project of a bucket, day by day, by ordinal.
pub async fn rows_of_bucket(read: &mut Read, bucket: i32, first: Day, last: Day) -> Result<Vec<(i64, Vec<u64>)>> {
    let ordinals: Vec<(i64,)> = read
        .select(select!("SELECT ordinal FROM download_ordinals WHERE ordinal >= $1 AND ordinal < $2 ORDER BY ordinal"))
        .bind(Place { bucket, index: 0 }.ordinal())
        .bind(Place { bucket: bucket + 1, index: 0 }.ordinal())
        .all()
        .await?;
    let mut rows: Vec<(Place, Vec<u64>)> =
        ordinals.into_iter().map(|(ordinal,)| Ok((place(ordinal)?, Vec::new()))).collect::<Result<_>>()?;
    for day in Day::range(first, last) {
        let counts = sums_of_bucket(read, bucket, day, day).await?;
        for (place, days) in &mut rows {
            days.push(counts[place.index]);
        }
    }
    Ok(rows.into_iter().map(|(place, days)| (place.ordinal(), days)).collect())
}

/// A project's downloads by an audience on each day from the first to the last.
pub async fn project_days(
    read: &mut Read,
    project: ProjectId,
    audience: Audience,
    first: Day,
    last: Day,
) -> Result<Vec<(Day, u64)>> {
    let mut days: BTreeMap<Day, u64> = Day::range(first, last).map(|day| (day, 0)).collect();
    let pending: Vec<(i32, i64)> = read
        .select(select!(
            "SELECT day, downloads FROM download_pending
             WHERE project_id = $1 AND audience = $2 AND day >= $3 AND day <= $4 ORDER BY day"
        ))
        .bind(project.0)
        .bind(audience.as_str())
        .bind(first.0)
        .bind(last.0)
        .all()
        .await?;
    for (day, downloads) in pending {
        *days.entry(Day(day)).or_default() += downloads.unsigned_abs();
    }
    let Some(place) = place_of(read, project).await? else {
        return Ok(days.into_iter().collect());
    };
    let settled: Vec<(i32, Vec<u8>)> = read
        .select(select!(
            "SELECT day, counts FROM download_segments
             WHERE bucket = $1 AND audience = $2 AND day >= $3 AND day <= $4 ORDER BY day"
        ))
        .bind(place.bucket)
        .bind(audience.as_str())
        .bind(first.0)
        .bind(last.0)
        .all()
        .await?;
    for (day, counts) in settled {
        let mut sum = Box::new([0; segment::PLACES]);
        add(&mut sum, place.bucket, Day(day), &counts)?;
        let downloads = days.entry(Day(day)).or_default();
        *downloads = downloads.saturating_add(sum[place.index]);
    }
    Ok(days.into_iter().collect())
}

/// Forgets what a project was downloaded, except for its place in old segments.
pub async fn forget_project(write: &mut Write, project: ProjectId) -> Result<()> {
    write.change(change!("DELETE FROM download_pending WHERE project_id = $1")).bind(project.0).execute().await?;
    write.change(change!("DELETE FROM download_details WHERE project_id = $1")).bind(project.0).execute().await?;
    Ok(())
}

async fn place_of(read: &mut Read, project: ProjectId) -> Result<Option<Place>> {
    let row: Option<(i64,)> = read
        .select(select!("SELECT ordinal FROM download_ordinals WHERE project_id = $1"))
        .bind(project.0)
        .optional()
        .await?;
    row.map(|(ordinal,)| place(ordinal)).transpose()
}

fn add(sum: &mut Counts, bucket: i32, day: Day, counts: &[u8]) -> Result<()> {
    segment::add(sum, counts).with_context(|| format!("A segment of downloads is damaged: bucket {bucket}, {day}"))
}

fn place(ordinal: i64) -> Result<Place> {
    Place::of(ordinal).with_context(|| format!("No segment holds this ordinal: `{ordinal}`"))
}

fn audience_of(text: &str) -> Result<Audience> {
    Audience::from_stored(text).with_context(|| format!("An audience is unknown: `{text}`"))
}
