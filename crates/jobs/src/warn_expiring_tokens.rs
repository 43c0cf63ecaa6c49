//! Tells owners of API tokens that are about to expire.

use anyhow::Result;
use service::Ctx;

pub(crate) async fn run(ctx: &Ctx) -> Result<()> {
    let warned = service::tokens::warn_expiring(ctx).await?;
    if warned > 0 {
        tracing::info!(warned, "owners were told of tokens that expire within a week: {warned}");
    }
    Ok(())
}
