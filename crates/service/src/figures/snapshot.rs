//! Writing the figures of a day.

use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, Utc};
use store::{
    figures::{DayFigures, Figures},
    transaction,
};

/// Writes the row of today; done again on the same day, it is the same row.
pub async fn snapshot(ctx: &Ctx) -> Result<Figures> {
    let at = ctx.now();
    // Outside the Write: whoever enrols a factor meanwhile does not wait for the count.
    let figures = store::figures::count(&mut ctx.db.read().await?).await?;
    let row = DayFigures { day: day_of(at), figures, at };
    let written: Result<()> = transaction!(ctx.db, |write| { store::figures::put_day(write, &row).await });
    written?;
    Ok(figures)
}

/// Whole UTC days since 1970.
pub fn day_of(at: DateTime<Utc>) -> i32 {
    i32::try_from(at.timestamp().div_euclid(24 * 60 * 60)).unwrap_or(i32::MAX)
}
