//! The port of `/metrics`.

use anyhow::Result;
use service::Ctx;
use std::{net::TcpListener as StdListener, sync::Arc};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Answers there until `stop`, if somebody wants it.
pub(crate) async fn serve(listener: Option<StdListener>, ctx: Arc<Ctx>, stop: CancellationToken) -> Result<()> {
    let Some(listener) = listener else {
        return Ok(());
    };
    let listener = TcpListener::from_std(listener)?;
    axum::serve(listener, api::metrics::router(ctx)).with_graceful_shutdown(stop.cancelled_owned()).await?;
    Ok(())
}
