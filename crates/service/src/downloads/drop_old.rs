//! Drop the details of downloads that are older than the operator keeps them.

use crate::Ctx;
use anyhow::Result;
use domain::downloads::Day;
use store::transaction;

/// Drops old details; says how many rows. Daily totals of projects and installers stay.
pub async fn drop_old(ctx: &Ctx) -> Result<u64> {
    let first = Day::from(ctx.now() - ctx.settings.downloads.detail_retention);
    transaction!(ctx.db, |write| {
        let dropped = store::downloads::counts::drop_details_before(write, first).await?;
        Ok(dropped)
    })
}
