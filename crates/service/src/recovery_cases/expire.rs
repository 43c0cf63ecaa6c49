//! Ending the cases that nobody moved, and forgetting links; a job does it.

use super::cancel::close;
use crate::Ctx;
use anyhow::Result;
use domain::recovery_cases::{CancelCause, IDLE_PERIOD};
use store::{recovery_cases, transaction};

/// Cases that one run ends.
const MOST_CASES: i64 = 100;

/// Ends the cases that nobody moved for 30 days; says how many.
pub async fn expire(ctx: &Ctx) -> Result<usize> {
    let before = ctx.now() - IDLE_PERIOD;
    let idle = recovery_cases::idle_since(&mut ctx.db.read().await?, before, MOST_CASES).await?;
    let mut expired = 0;
    for id in idle {
        let is_expired: Result<bool> = transaction!(ctx.db, |write| {
            // Moved since it was found.
            if !recovery_cases::is_idle_since(write, id, before).await? {
                return Ok(false);
            }
            match recovery_cases::get(write, id).await? {
                Some(case) => close(ctx, write, &case, CancelCause::Idle, None).await,
                None => Ok(false),
            }
        });
        expired += usize::from(is_expired?);
    }
    let forgotten: Result<u64> =
        transaction!(ctx.db, |write| { recovery_cases::links::forget(write, ctx.now()).await });
    let links = forgotten?;
    tracing::debug!(links, "forgot {links} links of recoveries");
    Ok(expired)
}
