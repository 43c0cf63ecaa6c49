//! The node task that keeps this process as fresh as the database.
//!
//! Commits of this process announce themselves. Those of others are heard of by
//! PostgreSQL's notifications, and found by a look at the journal's head each
//! second, which also is the safety net.

use crate::ApiState;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use store::Announcement;
use store::db::Listener;

/// How far this process has followed the journal.
#[derive(Debug)]
pub struct Feed {
    state: Arc<ApiState>,
    /// Every serial up to this one was announced here.
    followed: AtomicI64,
}

const POLL: Duration = Duration::from_secs(1);

/// How often a large root index is looked at; with the time to write it, below ten seconds.
const ROOT: Duration = Duration::from_secs(4);

/// How long until a lost listening connection is opened again.
const RELISTEN: Duration = Duration::from_secs(5);

/// Entries of the journal that are read in one query.
const BATCH: i64 = 5000;

/// Follows the journal until it is dropped.
pub async fn run(state: Arc<ApiState>) {
    let feed = Feed::new(state);
    tokio::join!(feed.poll(), feed.listen(), feed.write_root());
}

impl Feed {
    /// A feed that starts where the names were read.
    pub fn new(state: Arc<ApiState>) -> Self {
        // Not the highest known serial: a commit of this process may have overtaken another's.
        let followed = AtomicI64::new(state.simple.filled_at.load(Ordering::Acquire));
        Self { state, followed }
    }

    /// Announces what was committed since the last call, by whomever.
    ///
    /// # Errors
    ///
    /// When the journal cannot be read.
    pub async fn catch_up(&self) -> anyhow::Result<()> {
        let mut read = self.state.ctx.db.read().await?;
        loop {
            let followed = self.followed.load(Ordering::Acquire);
            if store::journal::head(&mut read).await? <= followed {
                return Ok(());
            }
            let entries = store::journal::since(&mut read, followed, BATCH).await?;
            let Some(last) = entries.last().map(|entry| entry.serial) else {
                return Ok(());
            };
            let announcements: Vec<Announcement> = entries
                .into_iter()
                .map(|entry| Announcement { project: entry.normalized_name, serial: entry.serial })
                .collect();
            self.state.ctx.db.announce_external(&announcements);
            self.followed.fetch_max(last, Ordering::AcqRel);
        }
    }

    /// Writes a large root index anew if anything changed; a small one is written when it is asked for.
    ///
    /// # Errors
    ///
    /// When the database or a compressor fails.
    pub async fn refresh_root(&self) -> anyhow::Result<()> {
        let simple = &self.state.simple;
        if simple.root_may_lag() {
            simple.write_root().await?;
        }
        Ok(())
    }

    async fn poll(&self) {
        let mut ticks = tokio::time::interval(POLL);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.try_to_catch_up().await;
        }
    }

    async fn listen(&self) {
        loop {
            match self.state.ctx.db.listen().await {
                Ok(Some(listener)) => self.hear(listener).await,
                // SQLite has no notifications; the poll is enough.
                Ok(None) => return,
                Err(fault) => warn(&fault),
            }
            tokio::time::sleep(RELISTEN).await;
        }
    }

    async fn hear(&self, mut listener: Listener) {
        loop {
            match listener.next().await {
                // Whatever was heard or missed, the journal says it in order.
                Ok(_) => self.try_to_catch_up().await,
                Err(fault) => return warn(&fault),
            }
        }
    }

    async fn write_root(&self) {
        let mut ticks = tokio::time::interval(ROOT);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(fault) = self.refresh_root().await {
                warn(&fault);
            }
        }
    }

    async fn try_to_catch_up(&self) {
        if let Err(fault) = self.catch_up().await {
            warn(&fault);
        }
    }
}

fn warn(fault: &anyhow::Error) {
    tracing::warn!(fault = format!("{fault:#}"), "the journal could not be followed: {fault:#}");
}
