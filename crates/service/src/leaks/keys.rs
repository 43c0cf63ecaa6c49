//! The keys of each scanner, kept for half an hour.

use super::{LeakReportRefused, Scanner};
use crate::Ctx;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use domain::Failure;
use outbound::scanner_keys::{HttpScannerKeys, ScannerKey, ScannerKeys};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Mutex as AsyncMutex;

/// How long a list is believed.
const LIFETIME: TimeDelta = TimeDelta::minutes(30);

/// Fetches a minute that key ids which nobody knows may cause, for each scanner.
const FETCHES_PER_MINUTE: u32 = 10;

/// The key lists of all scanners; one for each process.
#[derive(Debug)]
pub struct KnownKeys {
    server: Arc<dyn ScannerKeys>,
    /// One list for each scanner, so that one of them never answers for another.
    lists: Mutex<HashMap<String, Arc<AsyncMutex<List>>>>,
}

/// The keys of one scanner. Its lock is held while they are fetched: one fetch for all.
#[derive(Debug, Default)]
struct List {
    keys: Vec<ScannerKey>,
    fetched_at: Option<DateTime<Utc>>,
    minute: DateTime<Utc>,
    fetches_in_minute: u32,
}

impl KnownKeys {
    /// Lists that are fetched over HTTP.
    ///
    /// # Errors
    ///
    /// When no client of HTTP can be made.
    pub fn over_http() -> anyhow::Result<Self> {
        Ok(Self::with(Arc::new(HttpScannerKeys::new()?)))
    }

    /// Lists that `server` knows.
    pub fn with(server: Arc<dyn ScannerKeys>) -> Self {
        Self { server, lists: Mutex::default() }
    }

    /// The current key of that id. An unknown id has the list fetched once more.
    pub(super) async fn current(
        &self,
        ctx: &Ctx,
        scanner: &Scanner,
        identifier: &str,
    ) -> Result<ScannerKey, Failure<LeakReportRefused>> {
        let list = Arc::clone(self.lock().entry(scanner.name.clone()).or_default());
        let mut list = list.lock().await;
        let now = ctx.now();
        let is_fresh = list.fetched_at.is_some_and(|at| now < at + LIFETIME);
        if is_fresh && let Some(key) = list.current(identifier) {
            return Ok(key);
        }
        if !list.may_fetch(now) {
            return Err(LeakReportRefused::KeysUnavailable { scanner: scanner.name.clone() }.into());
        }
        match self.server.fetch(&scanner.keys_url).await {
            Ok(keys) => (list.keys, list.fetched_at) = (keys, Some(now)),
            Err(fault) => {
                tracing::warn!(scanner.name, "the keys of `{}` cannot be fetched: {fault:#}", scanner.name);
                return Err(LeakReportRefused::KeysUnavailable { scanner: scanner.name.clone() }.into());
            }
        }
        let unknown = || LeakReportRefused::KeyUnknown { scanner: scanner.name.clone() };
        list.current(identifier).ok_or_else(|| unknown().into())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<AsyncMutex<List>>>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl List {
    fn current(&self, identifier: &str) -> Option<ScannerKey> {
        self.keys.iter().find(|key| key.is_current && key.identifier == identifier).cloned()
    }

    /// Counts a fetch; strangers who make up ids cannot make us ask without end.
    fn may_fetch(&mut self, now: DateTime<Utc>) -> bool {
        let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
        if self.minute != minute {
            (self.minute, self.fetches_in_minute) = (minute, 0);
        }
        self.fetches_in_minute += 1;
        self.fetches_in_minute <= FETCHES_PER_MINUTE
    }
}
