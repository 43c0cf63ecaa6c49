//! Writes to the people whom a mandate concerns, as much as a minute may have.

use anyhow::Result;
use service::{
    Ctx,
    campaigns::{self, Step},
};

/// A run takes up where the last one stopped, on whatever node that was.
pub(crate) async fn run(ctx: &Ctx) -> Result<()> {
    let begun = campaigns::plan(ctx).await?;
    let mut written = 0;
    loop {
        match campaigns::advance(ctx).await? {
            Step::Wrote(mails) => written += mails,
            Step::Ended => {}
            Step::Idle | Step::Waiting => break,
        }
    }
    if 0 < begun || 0 < written {
        tracing::info!(begun, written, "campaigns: {begun} begun, {written} mails written");
    }
    Ok(())
}
