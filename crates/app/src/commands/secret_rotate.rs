//! `secret rotate`: a fresh key in the ring.

use super::with_index;
use crate::{config::Config, index::Missing, key_ring::Place, output::Output, serve::key_reload::RELOAD_PERIOD};
use anyhow::Result;
use serde_json::json;

/// The file first: a rotation that is cut off then is finished by the next start.
pub(crate) async fn run(config: &Config, output: Output) -> Result<()> {
    let place = Place::of(config);
    let rotated = with_index(config, Missing::Refuse, async |ctx| {
        let ring = ctx.keys.load().rotate(ctx.random_bytes());
        place.replace(&ring)?;
        // Nothing is made under the new key before a running `serve` holds it.
        tokio::time::sleep(2 * RELOAD_PERIOD).await;
        service::keys::rotate(&ctx, ring).await
    })
    .await?;
    let key = rotated.key_id.to_string();
    let object = json!({ "key": key, "resealed": rotated.resealed, "file": place.shown() });
    output.print(&object, || {
        format!(
            "the key ring has a new current key: {key}\n\
             second factors and giveaway codes that were sealed again: {}\n\
             back up the key ring: {}",
            rotated.resealed,
            place.shown()
        )
    })
}
