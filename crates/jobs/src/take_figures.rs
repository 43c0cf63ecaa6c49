//! Writes the public figures into the row of the day.

use anyhow::Result;
use service::Ctx;

pub(crate) async fn run(ctx: &Ctx) -> Result<()> {
    let figures = service::figures::snapshot(ctx).await?;
    let (with_factor, accounts) = (figures.accounts_with_second_factor, figures.accounts);
    tracing::info!(with_factor, accounts, "accounts with a second factor: {with_factor} of {accounts}");
    Ok(())
}
