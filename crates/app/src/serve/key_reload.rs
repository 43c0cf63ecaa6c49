//! The node task that takes a rotated key ring into use.
//!
//! `secret rotate` is another process: it replaces the file of the ring.

use crate::key_ring::Place;
use anyhow::{Result, bail};
use service::Ctx;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

const PERIOD: Duration = Duration::from_secs(1);

/// Looks at the ring each second until `stop`.
pub(crate) async fn run(ctx: Arc<Ctx>, place: Place, stop: CancellationToken) {
    // A ring in a setting never changes while the process lives.
    if matches!(place, Place::Setting(_)) {
        return;
    }
    jobs::node::every(PERIOD, &stop, "key ring", async || reload(&ctx, &place).await).await;
}

/// Takes the ring of the file, if it is a successor of the one in use.
async fn reload(ctx: &Ctx, place: &Place) -> Result<()> {
    let path = place.clone();
    let Some(ring) = tokio::task::spawn_blocking(move || path.read()).await?? else {
        bail!("the key ring is missing: `{}`; the one in memory stays in use", place.shown());
    };
    let current = ctx.keys.load();
    if **current == ring {
        return Ok(());
    }
    if let Some(lost) = current.ids().find(|id| !ring.holds(*id)) {
        bail!("the key ring has lost a key: `{}`, `{lost}`; the one in memory stays in use", place.shown());
    }
    tracing::info!("the key ring was rotated: its current key is `{}`", ring.current_id());
    ctx.keys.store(Arc::new(ring));
    Ok(())
}
