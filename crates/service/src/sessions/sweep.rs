//! Sweeping away sessions and sign-ins that no longer hold.

use crate::Ctx;
use anyhow::Result;
use store::transaction;

/// Deletes what no secret opens any more; says how many.
pub async fn sweep(ctx: &Ctx) -> Result<u64> {
    let now = ctx.now();
    let idle_since = now - ctx.settings.session_lifetimes.idle;
    transaction!(ctx.db, |write| -> Result<u64> { store::sessions::sweep(write, now, idle_since).await })
}
