//! The public keys with which a secret scanner signs its reports.

mod fake;
mod http;

pub use fake::FakeScannerKeys;
pub use http::HttpScannerKeys;

use async_trait::async_trait;
use std::fmt;
use url::Url;

/// One key of a scanner's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannerKey {
    pub identifier: String,
    /// A SubjectPublicKeyInfo in PEM (RFC 7468).
    pub pem: String,
    /// Whether the scanner signs with it today.
    pub is_current: bool,
}

/// Whoever knows the keys of scanners.
#[async_trait]
pub trait ScannerKeys: fmt::Debug + Send + Sync {
    /// The keys that a scanner publishes under `url`.
    async fn fetch(&self, url: &Url) -> anyhow::Result<Vec<ScannerKey>>;
}
