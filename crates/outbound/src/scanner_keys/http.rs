//! A scanner's key list that is fetched over HTTP.

use super::{ScannerKey, ScannerKeys};
use anyhow::{Context as _, Result, ensure};
use async_trait::async_trait;
use reqwest::{Client, redirect::Policy};
use serde::Deserialize;
use std::time::Duration;
use url::Url;

/// A scanner waits for our answer meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);

/// Bytes of a list that are read at most; a real one has about 1 kB.
const LARGEST: usize = 256 * 1024;

/// `GET <url>`, answered by `{"public_keys": [{"key_identifier", "key", "is_current"}]}`.
#[derive(Clone, Debug)]
pub struct HttpScannerKeys {
    client: Client,
}

#[derive(Deserialize)]
struct KeyList {
    public_keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    key_identifier: String,
    key: String,
    /// A list without the flag holds no other keys than current ones.
    #[serde(default = "yes")]
    is_current: bool,
}

const fn yes() -> bool {
    true
}

impl HttpScannerKeys {
    /// # Errors
    ///
    /// When no client of HTTP can be made.
    pub fn new() -> Result<Self> {
        let client = Client::builder()
            .user_agent(concat!("fromagerie/", env!("CARGO_PKG_VERSION")))
            .timeout(PATIENCE)
            .redirect(Policy::none())
            // The environment is the command's to read, and it names no proxy for this.
            .no_proxy()
            .build()
            .context("no client of HTTP can be made")?;
        Ok(Self { client })
    }
}

#[async_trait]
impl ScannerKeys for HttpScannerKeys {
    async fn fetch(&self, url: &Url) -> Result<Vec<ScannerKey>> {
        let mut response =
            self.client.get(url.clone()).send().await.context("the key server of a scanner cannot be reached")?;
        let status = response.status().as_u16();
        ensure!(status == 200, "the key server of a scanner answered {status}");
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.context("the key list of a scanner broke off")? {
            ensure!(body.len() + chunk.len() <= LARGEST, "the key list of a scanner is over {LARGEST} bytes");
            body.extend_from_slice(&chunk);
        }
        let list: KeyList = serde_json::from_slice(&body).context("the key list of a scanner is none")?;
        let key = |key: Key| ScannerKey { identifier: key.key_identifier, pem: key.key, is_current: key.is_current };
        Ok(list.public_keys.into_iter().map(key).collect())
    }
}
