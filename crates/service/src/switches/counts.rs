//! How often something happens in an hour, by soft writes.

use crate::Ctx;
use anyhow::Result;
use domain::switches::Surge;
use std::{
    collections::BTreeMap,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};
use store::{switches::hour_of, transaction};

/// What was counted and not written yet, by what and hour.
#[derive(Debug, Default)]
pub(crate) struct SurgeCounts(Mutex<BTreeMap<(Surge, i64), i64>>);

impl SurgeCounts {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<(Surge, i64), i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, surge: Surge, hour: i64, more: i64) {
        *self.lock().entry((surge, hour)).or_insert(0) += more;
    }
}

/// Counts something that happened now.
pub fn note(ctx: &Ctx, surge: Surge) {
    ctx.soft.surge.add(surge, hour_of(ctx.now()), 1);
}

/// Writes what was counted; on a fault it is counted again.
pub(crate) async fn flush(ctx: &Ctx) -> Result<()> {
    let counts = mem::take(&mut *ctx.soft.surge.lock());
    if counts.is_empty() {
        return Ok(());
    }
    let written: Result<()> = transaction!(ctx.db, |write| {
        for ((surge, hour), more) in &counts {
            store::switches::count(write, *surge, *hour, *more).await?;
        }
        Ok(())
    });
    if written.is_err() {
        for ((surge, hour), more) in counts {
            ctx.soft.surge.add(surge, hour, more);
        }
    }
    written
}
