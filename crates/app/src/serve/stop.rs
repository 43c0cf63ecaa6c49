//! How a long-running process is asked to stop.

use anyhow::{Context as _, Result};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Cancels `stop` at the first SIGTERM or SIGINT.
pub(crate) fn on_signal(stop: &CancellationToken) -> Result<()> {
    let listen = |kind| signal(kind).context("signals cannot be received");
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    let stop = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("a stop was asked: requests in flight are finished");
        stop.cancel();
    });
    Ok(())
}
