//! Writing what was counted, and reading what other nodes counted.

use crate::{
    Ctx,
    limits::failures::{FailureKey, Failures},
    visits,
};
use anyhow::Result;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use domain::events::{NewEvent, Subject};
use serde_json::json;
use store::transaction;

/// Rows that one flush writes at most, so that a publish never waits long behind it.
const MOST_ROWS: usize = 2_000;

/// How far back a reading looks before the last one: clocks differ, and a commit takes its time.
const OVERLAP: TimeDelta = TimeDelta::seconds(5);

/// Writes what was counted, then takes over what all nodes counted.
pub(crate) async fn flush(ctx: &Ctx) -> Result<()> {
    let (counters, now) = (&ctx.soft.limits, ctx.now());
    let last = counters.read_until();
    let unwritten = counters.unwritten(MOST_ROWS);
    // Once a minute, and at the start: what has left every window goes.
    let sweeps = last.is_none_or(|last| minute(last) != minute(now));
    if sweeps || !unwritten.added.is_empty() || !unwritten.cleared.is_empty() {
        let written: Result<()> = transaction!(ctx.db, |write| {
            for (bucket, _) in &unwritten.cleared {
                store::limits::clear(write, bucket.limit.name(), &bucket.key, now).await?;
            }
            for line in &unwritten.added {
                store::limits::add(write, line, now).await?;
            }
            if sweeps {
                store::limits::drop_expired(write, now).await?;
            }
            Ok(())
        });
        written?;
    }
    counters.written(&unwritten);
    let since = last.map_or(DateTime::UNIX_EPOCH, |last| last - OVERLAP);
    let lines = store::limits::changed_since(&mut ctx.db.read().await?, since, now).await?;
    counters.learn(&lines, now);
    Ok(())
}

/// Writes one event for each key whose minute is over at `before`; on a fault they stay.
pub(crate) async fn flush_failures(ctx: &Ctx, before: DateTime<Utc>) -> Result<()> {
    let failures = ctx.soft.failures.take(minute(before));
    if failures.is_empty() {
        return Ok(());
    }
    let events: Vec<NewEvent> = failures.iter().map(|(key, failures)| event(ctx, key, failures)).collect();
    let written: Result<()> = transaction!(ctx.db, |write| {
        for event in &events {
            store::events::record(write, event).await?;
        }
        Ok(())
    });
    if written.is_err() {
        ctx.soft.failures.put_back(failures);
    }
    written
}

fn event(ctx: &Ctx, key: &FailureKey, failures: &Failures) -> NewEvent {
    let details = json!({ "count": failures.count });
    NewEvent {
        id: ctx.id(),
        subject: Subject::Account(key.account),
        tag: failures.tag,
        // Whoever fails has not shown who they are.
        actor: None,
        details: match &failures.visitor {
            Some(visitor) => visits::details(ctx, visitor, details),
            None => details,
        },
        at: key.minute,
    }
}

fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::minutes(1)).unwrap_or(at)
}
