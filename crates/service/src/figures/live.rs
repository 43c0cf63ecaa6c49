//! The figures of now, counted once a minute however many ask.

use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use store::figures::Figures;
use tokio::sync::Mutex;

/// How long a count is good.
const FRESH: TimeDelta = TimeDelta::seconds(60);

/// The figures that were counted last, and when.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Option<(DateTime<Utc>, Figures)>>);

/// The figures of now, at most a minute old; of many who ask at once, one counts.
pub async fn live(ctx: &Ctx) -> Result<Figures> {
    let now = ctx.now();
    let mut kept = ctx.figures.0.lock().await;
    // A clock that went back makes the count new as well.
    if let Some((at, figures)) = *kept
        && at <= now
        && now < at + FRESH
    {
        return Ok(figures);
    }
    let figures = store::figures::count(&mut ctx.db.read().await?).await?;
    *kept = Some((now, figures));
    Ok(figures)
}
