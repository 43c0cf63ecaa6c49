//! `[server]`: where the index listens and how it is reached.

use super::{layers::Layers, setting::Setting, values};
use std::net::SocketAddr;
use url::Url;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("server.listen", "127.0.0.1:8080", "The address and port to listen on; port 0 takes a free one."),
    Setting::new(
        "server.public_url",
        "",
        "The URL under which people and tools reach the site; by default `http://localhost:PORT`.",
    ),
    Setting::new("server.files_url", "", "The URL that files are served from, where it is not the site's own."),
    Setting::new(
        "server.trusted_proxies",
        "",
        "Addresses or networks (CIDR) of the proxies whose `X-Forwarded-For` is believed.",
    ),
    Setting::new("server.name", "Fromagerie", "The title of the site."),
    Setting::new("server.shutdown_grace", "30s", "How long requests in flight may take to end after a stop was asked."),
];

/// Where the index listens and how it is reached.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) listen: SocketAddr,
    /// `None`: this machine alone, under the port that is listened on.
    pub(crate) public_url: Option<Url>,
    pub(crate) files_url: Option<Url>,
    pub(crate) trusted_proxies: Vec<String>,
    pub(crate) name: String,
    pub(crate) shutdown_grace: std::time::Duration,
}

impl Server {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let listen = layers.parse("server.listen", values::listen);
        let public_url = layers.parse_optional("server.public_url", values::url);
        let files_url = layers.parse_optional("server.files_url", values::url);
        let trusted_proxies = layers.parse("server.trusted_proxies", proxies);
        let name = layers.parse("server.name", |text| values::optional(text).ok_or("empty".to_owned()));
        let grace = layers.parse("server.shutdown_grace", values::duration);
        Some(Self {
            listen: listen?,
            public_url: public_url?,
            files_url: files_url?,
            trusted_proxies: trusted_proxies?,
            name: name?,
            shutdown_grace: grace?.to_std().ok()?,
        })
    }
}

fn proxies(text: &str) -> Result<Vec<String>, String> {
    let entries = values::list(text);
    web::address::Proxies::parse(&entries).map_err(|error| format!("wrong: {error}"))?;
    Ok(entries)
}
