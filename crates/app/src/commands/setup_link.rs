//! `setup-link`: the one-time link for the first operator.

use super::{instant, refused, with_index};
use crate::{config::Config, index::Missing, output::Output};
use anyhow::Result;
use serde_json::json;

pub(crate) async fn run(config: &Config, output: Output) -> Result<()> {
    let link =
        with_index(config, Missing::Make, async |ctx| service::setup::make_link(&ctx).await.map_err(refused)).await?;
    let expires = instant(link.expires);
    output.print(&json!({ "url": link.url, "expires": expires }), || {
        format!("{}\nit works once, until {expires}", link.url)
    })
}
