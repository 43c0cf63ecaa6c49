//! What sessions keep in memory: when they were last seen, and whose turn it is.

use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::sessions::SessionHash;
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    mem,
    sync::{Mutex, PoisonError},
};
use store::transaction;
use tokio::sync::MutexGuard;

/// Queues in which those who guess at one account stand; others share them seldom.
const QUEUES: usize = 256;

/// What waits to be written, and the queues of those who try.
#[derive(Debug)]
pub struct SoftSessions {
    seen: Mutex<HashMap<SessionHash, (DateTime<Utc>, String)>>,
    queues: Vec<tokio::sync::Mutex<()>>,
}

impl Default for SoftSessions {
    fn default() -> Self {
        Self { seen: Mutex::default(), queues: (0..QUEUES).map(|_| tokio::sync::Mutex::default()).collect() }
    }
}

impl SoftSessions {
    /// Notes when and from which network a session was seen.
    pub(super) fn seen(&self, session: &SessionHash, at: DateTime<Utc>, network: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(session.clone(), (at, network.to_owned()));
    }

    /// Waits until nobody else on this node tries the same key.
    ///
    /// Between asking a limit and counting a failure lies the check itself: without
    /// turns, a thousand guesses at one instant would all find room.
    pub(super) async fn turn(&self, key: &str) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let queue = hasher.finish() as usize % self.queues.len();
        self.queues[queue].lock().await
    }

    fn take_seen(&self) -> Vec<(SessionHash, DateTime<Utc>, String)> {
        let seen = mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        let mut seen: Vec<_> = seen.into_iter().map(|(hash, (at, network))| (hash, at, network)).collect();
        // One order for everybody: two flushes never wait for each other in a circle.
        seen.sort_unstable();
        seen
    }
}

/// Writes what was gathered; on a fault it is gathered again.
pub(crate) async fn flush(ctx: &Ctx) -> Result<()> {
    let seen = ctx.soft.sessions.take_seen();
    if seen.is_empty() {
        return Ok(());
    }
    let written: Result<()> = transaction!(ctx.db, |write| {
        store::sessions::touch(write, &seen).await?;
        Ok(())
    });
    if written.is_err() {
        for (hash, at, network) in seen {
            ctx.soft.sessions.seen(&hash, at, &network);
        }
    }
    written
}
