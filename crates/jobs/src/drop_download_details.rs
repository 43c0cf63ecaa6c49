//! Drops details of downloads that are older than the operator keeps them.

use anyhow::Result;
use service::Ctx;

pub(crate) async fn run(ctx: &Ctx) -> Result<()> {
    let dropped = service::downloads::drop_old(ctx).await?;
    if dropped > 0 {
        tracing::info!(dropped, "old details of downloads are dropped: {dropped} rows");
    }
    Ok(())
}
