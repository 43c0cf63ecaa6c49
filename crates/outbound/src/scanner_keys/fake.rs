//! A key list of tests: it is what a test says, or out of order.

use super::{ScannerKey, ScannerKeys};
use anyhow::Context as _;
use async_trait::async_trait;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// Answers with its list, and counts how often it was asked.
#[derive(Debug, Default)]
pub struct FakeScannerKeys(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// `None` while the server is out of order.
    keys: Option<Vec<ScannerKey>>,
    asked: usize,
}

impl FakeScannerKeys {
    /// A server with these keys.
    pub fn new(keys: Vec<ScannerKey>) -> Self {
        let fake = Self::default();
        fake.set(Some(keys));
        fake
    }

    /// Replaces the list; `None` puts the server out of order.
    pub fn set(&self, keys: Option<Vec<ScannerKey>>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys = keys;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).asked
    }
}

#[async_trait]
impl ScannerKeys for FakeScannerKeys {
    async fn fetch(&self, _: &Url) -> anyhow::Result<Vec<ScannerKey>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.asked += 1;
        state.keys.clone().context("the key server is out of order")
    }
}
