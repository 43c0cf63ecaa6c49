//! Sweeping away what no secret opens any more.

use crate::Ctx;
use anyhow::Result;
use store::transaction;

/// Deletes what is over, and says how many rows that were.
///
/// Sessions, sign-ins, ceremonies of keys and secrets of authenticators.
pub async fn sweep(ctx: &Ctx) -> Result<u64> {
    let now = ctx.now();
    let idle_since = now - ctx.settings.session_lifetimes.idle;
    transaction!(ctx.db, |write| -> Result<u64> {
        let sessions = store::sessions::sweep(write, now, idle_since).await?;
        let ceremonies = store::webauthn::sweep_ceremonies(write, now).await?;
        Ok(sessions + ceremonies + store::two_factor::sweep_pending(write, now).await?)
    })
}
