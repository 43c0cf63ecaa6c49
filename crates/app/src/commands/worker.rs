//! `worker`: jobs without a site.

use super::with_index;
use crate::{config::Config, index::Missing, key_ring::Place, output::note, serve};
use anyhow::Result;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

pub(crate) async fn run(config: &Config) -> Result<()> {
    let place = Place::of(config);
    let slots = config.jobs.workers.max(1);
    with_index(config, Missing::Refuse, async |ctx| {
        let stop = CancellationToken::new();
        serve::stop::on_signal(&stop)?;
        note(&format!("fromagerie {} runs jobs, {slots} at once", env!("CARGO_PKG_VERSION")));
        tokio::join!(
            jobs::worker::run(Arc::clone(&ctx), slots, stop.clone()),
            jobs::node::run(Arc::clone(&ctx), stop.clone()),
            serve::key_reload::run(Arc::clone(&ctx), place, stop.clone()),
        );
        Ok(())
    })
    .await
}
