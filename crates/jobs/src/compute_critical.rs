//! Settles the downloads of complete days and designates critical projects.

use crate::JobFailure;
use service::{
    Ctx,
    critical::{Mode, compute},
};

/// A clock that jumped is told and not tried again; the next day is.
pub(crate) async fn run(ctx: &Ctx) -> Result<(), JobFailure> {
    let computed = compute(ctx, Mode::Incremental).await?;
    for name in &computed.missing_dependencies {
        tracing::warn!(project = %name, "a dependency of the index is no project here: `{name}`");
    }
    let (last_day, critical, added) = (computed.last_day, computed.critical, computed.added);
    tracing::info!(critical, added, "critical projects as of {last_day}: {critical}, {added} of them new");
    Ok(())
}
