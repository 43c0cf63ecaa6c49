//! Node tasks: what runs again and again in every process.

use anyhow::Result;
use service::Ctx;
use std::{future::Future, sync::Arc, time::Duration};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

const SOFT_WRITES: Duration = Duration::from_secs(1);
const SCHEDULE: Duration = Duration::from_secs(60);
const SWITCHES: Duration = Duration::from_secs(1);
const SURGES: Duration = Duration::from_secs(60);
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// Runs the node tasks of every process until `stop`, and then the last flush.
pub async fn run(ctx: Arc<Ctx>, stop: CancellationToken) {
    let ctx = &ctx;
    tokio::join!(
        every(SOFT_WRITES, &stop, "soft writes", || service::soft::flush(ctx)),
        every(SWITCHES, &stop, "switches", || service::switches::refresh(ctx)),
        every(SURGES, &stop, "surge protection", || crate::watch_surges::run(ctx)),
        every(SCHEDULE, &stop, "schedule", || crate::schedule::enqueue_recurring(ctx)),
        // The folder of uploads is this machine's own: no other node can sweep it.
        every(SWEEP, &stop, "sweep of uploads", || crate::sweep_uploads::run(ctx)),
    );
    if let Err(fault) = service::soft::flush_all(ctx).await {
        tracing::error!("the last soft writes are lost: {fault:#}");
    }
}

/// Does something now and then each `period`, until `stop`; a fault is logged.
pub async fn every<F>(period: Duration, stop: &CancellationToken, name: &str, mut task: impl FnMut() -> F)
where
    F: Future<Output = Result<()>>,
{
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(fault) = task().await {
            tracing::error!("node task `{name}` failed: {fault:#}");
        }
    }
}
