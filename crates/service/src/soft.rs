//! Soft writes: gathered in memory, flushed by one task each second.
//!
//! A flood of them never queues behind a publish's sync. What a `kill -9` loses is
//! at most one interval: a last use that looks a second older than it was, and the
//! downloads of a second.

use crate::{
    ctx::Ctx,
    downloads::{self, DownloadCounts},
    limits::{self, FailureCounts, LimitCounters, Reservations},
    sessions::{self, SoftSessions},
    switches::{self, SurgeCounts},
};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::TokenId;
use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};
use store::transaction;

/// What waits to be written.
#[derive(Debug, Default)]
pub struct SoftWrites {
    token_uses: Mutex<HashMap<TokenId, DateTime<Utc>>>,
    pub(crate) limits: LimitCounters,
    pub(crate) failures: FailureCounts,
    pub(crate) reservations: Reservations,
    pub(crate) sessions: SoftSessions,
    pub(crate) surge: SurgeCounts,
    pub(crate) downloads: DownloadCounts,
}

impl SoftWrites {
    /// Notes that a token was used; the latest use wins.
    pub fn token_used(&self, token: TokenId, at: DateTime<Utc>) {
        let mut uses = self.token_uses.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = uses.entry(token).or_insert(at);
        *latest = at.max(*latest);
    }

    fn take(&self) -> Vec<(TokenId, DateTime<Utc>)> {
        let mut uses = self.token_uses.lock().unwrap_or_else(PoisonError::into_inner);
        let mut uses: Vec<_> = mem::take(&mut *uses).into_iter().collect();
        // One order for everybody: two flushes never wait for each other in a circle.
        uses.sort_unstable();
        uses
    }
}

/// Writes what was gathered; on a fault it is gathered again.
pub async fn flush(ctx: &Ctx) -> Result<()> {
    flush_before(ctx, ctx.now()).await
}

/// The last flush of a process: writes also what the running minute holds.
pub async fn flush_all(ctx: &Ctx) -> Result<()> {
    flush_before(ctx, ctx.now() + TimeDelta::minutes(1)).await
}

/// Each kind on its own: what one cannot write keeps no other from it.
async fn flush_before(ctx: &Ctx, before: DateTime<Utc>) -> Result<()> {
    let uses = flush_token_uses(ctx).await;
    let counts = limits::flush(ctx).await;
    let failures = limits::flush_failures(ctx, before).await;
    let seen = sessions::flush(ctx).await;
    let surges = switches::flush(ctx).await;
    let downloads = downloads::flush(ctx).await;
    uses.and(counts).and(failures).and(seen).and(surges).and(downloads)
}

async fn flush_token_uses(ctx: &Ctx) -> Result<()> {
    let uses = ctx.soft.take();
    if uses.is_empty() {
        return Ok(());
    }
    let written: Result<()> = transaction!(ctx.db, |write| {
        store::tokens::touch(write, &uses).await?;
        Ok(())
    });
    if written.is_err() {
        for (token, at) in uses {
            ctx.soft.token_used(token, at);
        }
    }
    written
}
