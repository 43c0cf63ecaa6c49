//! The surge protection's look at the running hour.

use anyhow::Result;
use service::Ctx;

pub(crate) async fn run(ctx: &Ctx) -> Result<()> {
    for surge in service::switches::watch(ctx).await? {
        let (surge, switch) = (surge.as_str(), surge.switch().as_str());
        tracing::warn!(surge, switch, "unusually many {surge}: the operators are told of the switch `{switch}`");
    }
    Ok(())
}
