//! Settling: complete days move into segments, and the sums of the window follow.
//!
//! The cost is that of the projects: a day has one pending row for each project, and the
//! window takes one day in and one out. Only a full recomputation reads every day.

use super::window::Windows;
use crate::Ctx;
use anyhow::Result;
use domain::{
    Failure, Kind, Refusal,
    critical::WINDOW_DAYS,
    downloads::{
        Audience, Day,
        segment::{self, Counts, PLACES},
    },
};
use std::collections::BTreeMap;
use store::{Write, downloads::segments, transaction};

/// What was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The last complete UTC day: that of the window, too.
    pub last_day: Day,
    /// Daily totals that were pending.
    pub totals: u64,
    /// Days that the window slid; a window that did not exist slides none.
    pub slid: i32,
}

/// Why nothing is settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettleRefused {
    #[error(
        "The clock went back: downloads were summed up to {last_day}, and the last complete day is {yesterday}; \
         set the clock right, or run `fromagerie critical compute --full` if it is right now"
    )]
    ClockBehind { last_day: Day, yesterday: Day },
    #[error(
        "The clock is {days} days ahead of the last day that was summed up: {last_day}; \
         set the clock right, or run `fromagerie critical compute --full` if it is right"
    )]
    ClockAhead { last_day: Day, days: i32 },
    #[error(
        "The sums of the last {WINDOW_DAYS} days do not hold: bucket {bucket}; \
         `fromagerie critical compute --full` makes them anew"
    )]
    Unsound { bucket: i32 },
}

impl Refusal for SettleRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::ClockBehind { .. } | Self::ClockAhead { .. } | Self::Unsound { .. } => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::ClockBehind { .. } => "downloads-clock-behind",
            Self::ClockAhead { .. } => "downloads-clock-ahead",
            Self::Unsound { .. } => "downloads-unsound",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::ClockBehind { last_day, yesterday } => {
                vec![("last", last_day.to_string()), ("yesterday", yesterday.to_string())]
            }
            Self::ClockAhead { last_day, days } => vec![("last", last_day.to_string()), ("days", days.to_string())],
            Self::Unsound { bucket } => vec![("bucket", bucket.to_string())],
        }
    }
}

/// Moves the pending totals of complete days into segments and slides the window.
///
/// All in one Write: repeated it finds nothing to do, run twice at once one waits for
/// the other or runs again. A clock that went back, or more than a whole window ahead,
/// changes nothing.
pub async fn settle(ctx: &Ctx) -> Result<Settled, Failure<SettleRefused>> {
    transaction!(ctx.db, |write| -> Result<Settled, Failure<SettleRefused>> {
        let today = Day::from(ctx.now());
        let mut windows = Windows::load(write).await?;
        let slid = windows.reach(today - 1)?;
        let totals = move_pending(write, today, &mut windows).await?;
        windows.slide_to(write, today - 1).await?;
        windows.save(write, today - 1).await?;
        Ok(Settled { last_day: today - 1, totals, slid })
    })
}

/// Moves the pending totals and makes the whole window anew, whatever stood there.
pub(super) async fn rebuild(ctx: &Ctx) -> Result<Settled> {
    transaction!(ctx.db, |write| -> Result<Settled> {
        let today = Day::from(ctx.now());
        let mut windows = Windows::none();
        let totals = move_pending(write, today, &mut windows).await?;
        windows.sum_anew(write, today - 1).await?;
        store::downloads::windows::clear(write).await?;
        windows.save(write, today - 1).await?;
        Ok(Settled { last_day: today - 1, totals, slid: 0 })
    })
}

/// Adds the pending totals before a day to the segments, and late ones to the windows.
async fn move_pending(write: &mut Write, before: Day, windows: &mut Windows) -> Result<u64> {
    segments::give_places(write, before).await?;
    let mut totals = 0;
    for day in segments::pending_days(write, before).await? {
        let mut arrived: BTreeMap<(i32, Audience), Box<Counts>> = BTreeMap::new();
        for pending in segments::pending_of(write, day).await? {
            let counts =
                arrived.entry((pending.place.bucket, pending.audience)).or_insert_with(|| Box::new([0; PLACES]));
            counts[pending.place.index] = pending.downloads;
            totals += 1;
        }
        add_day(write, day, arrived, windows).await?;
    }
    segments::drop_pending(write, before).await?;
    Ok(totals)
}

async fn add_day(
    write: &mut Write,
    day: Day,
    arrived: BTreeMap<(i32, Audience), Box<Counts>>,
    windows: &mut Windows,
) -> Result<()> {
    let standing = segments::of_day(write, day).await?;
    for ((bucket, audience), mut counts) in arrived {
        if audience == Audience::People {
            windows.add_late(day, bucket, &counts)?;
        }
        if let Some(bytes) = standing.get(&(bucket, audience)) {
            segment::add(&mut counts, bytes)?;
        }
        segments::put(write, bucket, day, audience, segment::encode(&counts[..])).await?;
    }
    Ok(())
}
