//! The window: what people downloaded in the last 183 complete days, by place.

use super::settle::SettleRefused;
use anyhow::{Context as _, Result};
use domain::{
    Failure,
    critical::WINDOW_DAYS,
    downloads::{
        Day,
        segment::{self, Counts, PLACES},
    },
};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Read, Write,
    downloads::{segments, windows},
};

/// Days that the window slides at once; further, summing anew costs less memory.
const FURTHEST_SLIDE: i32 = 14;

/// The sums of every bucket, all up to the same day.
#[derive(Debug)]
pub(super) struct Windows {
    /// The last day that the sums hold; `None` before the first settling.
    last_day: Option<Day>,
    sums: BTreeMap<i32, Box<Counts>>,
}

/// The first day of the window that ends with a day.
pub(super) fn first_day(last: Day) -> Day {
    last - (WINDOW_DAYS - 1)
}

impl Windows {
    /// As if nothing had been settled yet.
    pub(super) const fn none() -> Self {
        Self { last_day: None, sums: BTreeMap::new() }
    }

    /// What is stored; windows that end on different days do not hold.
    pub(super) async fn load(read: &mut Read) -> Result<Self, Failure<SettleRefused>> {
        let mut loaded = Self::none();
        for window in windows::all(read).await? {
            let unsound = SettleRefused::Unsound { bucket: window.bucket };
            if loaded.last_day.is_some_and(|last_day| last_day != window.last_day) {
                return Err(unsound.into());
            }
            let sums = segment::decode(&window.counts).map_err(|_| unsound)?;
            loaded.last_day = Some(window.last_day);
            loaded.sums.insert(window.bucket, sums);
        }
        Ok(loaded)
    }

    /// How many days the window has to slide to end with a day; it slides neither back nor
    /// over more than its own length.
    pub(super) fn reach(&self, yesterday: Day) -> Result<i32, SettleRefused> {
        let Some(last_day) = self.last_day else {
            return Ok(0);
        };
        match yesterday - last_day {
            days if days < 0 => Err(SettleRefused::ClockBehind { last_day, yesterday }),
            days if days > WINDOW_DAYS => Err(SettleRefused::ClockAhead { last_day, days }),
            days => Ok(days),
        }
    }

    /// Adds counts that arrived after their day was summed up.
    ///
    /// A day after the last one comes in when the window slides, one before the first
    /// counts no more.
    pub(super) fn add_late(&mut self, day: Day, bucket: i32, counts: &Counts) -> Result<()> {
        let is_inside = self.last_day.is_some_and(|last| first_day(last) <= day && day <= last);
        if !is_inside {
            return Ok(());
        }
        let sums = self.sums.entry(bucket).or_insert_with(|| Box::new([0; PLACES]));
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum = sum.checked_add(*count).context("A sum of downloads does not fit 64 bits")?;
        }
        Ok(())
    }

    /// Takes in the days up to `last`, and takes out those that the window leaves behind.
    pub(super) async fn slide_to(&mut self, write: &mut Write, last: Day) -> Result<(), Failure<SettleRefused>> {
        let from = match self.last_day {
            Some(from) if last - from <= FURTHEST_SLIDE => from,
            _ => return Ok(self.sum_anew(write, last).await?),
        };
        for (bucket, counts) in segments::sums_of_days(write, from + 1, last).await? {
            let sums = self.sums.entry(bucket).or_insert_with(|| Box::new([0; PLACES]));
            for (sum, count) in sums.iter_mut().zip(counts.iter()) {
                *sum = sum.checked_add(*count).ok_or(SettleRefused::Unsound { bucket })?;
            }
        }
        for (bucket, counts) in segments::sums_of_days(write, first_day(from), first_day(last) - 1).await? {
            let sums = self.sums.get_mut(&bucket).ok_or(SettleRefused::Unsound { bucket })?;
            for (sum, count) in sums.iter_mut().zip(counts.iter()) {
                *sum = sum.checked_sub(*count).ok_or(SettleRefused::Unsound { bucket })?;
            }
        }
        self.last_day = Some(last);
        Ok(())
    }

    /// Sums every day of the window that ends with `last`.
    pub(super) async fn sum_anew(&mut self, read: &mut Read, last: Day) -> Result<()> {
        let known = std::mem::take(&mut self.sums).into_keys();
        let buckets: BTreeSet<i32> = segments::buckets(read).await?.into_iter().chain(known).collect();
        for bucket in buckets {
            let sums = segments::sums_of_bucket(read, bucket, first_day(last), last).await?;
            self.sums.insert(bucket, sums);
        }
        self.last_day = Some(last);
        Ok(())
    }

    /// Writes the sums over those that are stored.
    pub(super) async fn save(&self, write: &mut Write, last: Day) -> Result<()> {
        for (bucket, sums) in &self.sums {
            windows::put(write, *bucket, last, sums).await?;
        }
        Ok(())
    }
}

/// The buckets whose stored sums are not those of their segments.
pub(super) async fn wrong_buckets(read: &mut Read) -> Result<BTreeSet<i32>> {
    let stored = windows::all(read).await?;
    let Some(last) = stored.iter().map(|window| window.last_day).max() else {
        return segments::buckets(read).await;
    };
    let stored: BTreeMap<i32, windows::Window> = stored.into_iter().map(|window| (window.bucket, window)).collect();
    let mut wrong = BTreeSet::new();
    let buckets: BTreeSet<i32> = segments::buckets(read).await?.into_iter().chain(stored.keys().copied()).collect();
    for bucket in buckets {
        let sums = segments::sums_of_bucket(read, bucket, first_day(last), last).await?;
        let is_right = stored
            .get(&bucket)
            .is_some_and(|window| window.last_day == last && window.counts == segment::encode(&sums[..]));
        if !is_right {
            wrong.insert(bucket);
        }
    }
    Ok(wrong)
}

/// Sums some buckets anew, up to the day with which the windows end.
pub(super) async fn repair(write: &mut Write, buckets: &BTreeSet<i32>, yesterday: Day) -> Result<()> {
    let last = windows::all(write).await?.into_iter().map(|window| window.last_day).max().unwrap_or(yesterday);
    for bucket in buckets {
        let sums = segments::sums_of_bucket(write, *bucket, first_day(last), last).await?;
        windows::put(write, *bucket, last, &sums).await?;
    }
    Ok(())
}
