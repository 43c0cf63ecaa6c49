//! A range server that is asked over HTTP.

use super::{PREFIX, PasswordRange};
use anyhow::{Context as _, Result, ensure};
use async_trait::async_trait;
use reqwest::{Client, header::HeaderValue, redirect::Policy};
use std::time::Duration;
use url::Url;

/// A person waits for the answer: a slow one is as good as none.
const PATIENCE: Duration = Duration::from_secs(3);

/// Bytes of an answer that are read at most; a padded range has about 40 kB.
const LARGEST: usize = 1 << 20;

/// Hexadecimal digits of a SHA-1.
const DIGITS: usize = 40;

/// `GET <url>/<prefix>`, answered by lines `SUFFIX:count`.
#[derive(Clone, Debug)]
pub struct HttpRange {
    client: Client,
    url: Url,
}

impl HttpRange {
    /// `url` is the address of the ranges, without the prefix: `https://ranges.example/range`.
    pub fn new(url: Url) -> Result<Self> {
        let client = Client::builder()
            .user_agent(concat!("fromagerie/", env!("CARGO_PKG_VERSION")))
            .timeout(PATIENCE)
            .redirect(Policy::none())
            // The environment is the command's to read, and it names no proxy for this.
            .no_proxy()
            .build()
            .context("no client of HTTP can be made")?;
        Ok(Self { client, url })
    }
}

#[async_trait]
impl PasswordRange for HttpRange {
    async fn suffixes(&self, prefix: &str) -> Result<Vec<String>> {
        ensure!(is_hexadecimal(prefix, PREFIX), "not the start of a digest");
        let mut url = self.url.clone();
        url.path_segments_mut().ok().context("the address of the ranges takes no path")?.pop_if_empty().push(prefix);
        // Padded answers have nearly one length, so that an eavesdropper learns no prefix from it.
        let request = self.client.get(url).header("Add-Padding", HeaderValue::from_static("true"));
        let mut response = request.send().await.context("the range server cannot be reached")?;
        ensure!(response.status().as_u16() == 200, "the range server answered {}", response.status().as_u16());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.context("the answer of the range server broke off")? {
            ensure!(body.len() + chunk.len() <= LARGEST, "the answer of the range server is over {LARGEST} bytes");
            body.extend_from_slice(&chunk);
        }
        parse(std::str::from_utf8(&body).context("the answer of the range server is not text")?)
    }

    fn describe(&self) -> String {
        format!("the range server `{}`", self.url)
    }
}

/// The suffixes that were seen at least once; padding has the count 0.
fn parse(body: &str) -> Result<Vec<String>> {
    let mut suffixes = Vec::new();
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts = line.split_once(':').filter(|(suffix, _)| is_hexadecimal(suffix, DIGITS - PREFIX));
        let (suffix, count) = parts.context("the range server answered something that is no range")?;
        let count: u64 = count.trim().parse().context("the range server answered a count that is no number")?;
        if count != 0 {
            suffixes.push(suffix.to_ascii_uppercase());
        }
    }
    Ok(suffixes)
}

fn is_hexadecimal(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUFFIX: &str = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

    #[test]
    fn padding_is_left_out() {
        let padding = "0".repeat(35);
        let body = format!("{SUFFIX}:9545824\r\n{padding}:0\r\n");
        assert_eq!(parse(&body).unwrap(), [SUFFIX]);
        assert_eq!(parse(&format!("{}:1", SUFFIX.to_lowercase())).unwrap(), [SUFFIX]);
    }

    #[test]
    fn what_is_no_range_is_a_fault() {
        for body in ["<html>", &format!("{SUFFIX}:many"), SUFFIX, &format!("1{SUFFIX}:1")] {
            assert!(parse(body).is_err(), "{body}");
        }
        assert_eq!(parse("").unwrap(), Vec::<String>::new());
    }
}
