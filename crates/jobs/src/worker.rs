//! The worker: claims jobs with a lease, runs them, tries faults again.

use crate::{
    JobFailure,
    catalogue::{self, Kind},
};
use anyhow::{Context as _, Result, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use service::Ctx;
use std::{sync::Arc, time::Duration};
use store::{
    db::Json,
    jobs::{ClaimedJob, NewJob},
    transaction,
};
use tokio::{sync::Notify, task::JoinSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Attempts after which a job is a dead letter.
pub const MOST_ATTEMPTS: i32 = 8;

/// How long a claim holds unless it is renewed.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);

/// A third of the lease: two renewals may fail before it is lost.
const RENEWAL: Duration = Duration::from_secs(100);

/// How often the queue is asked for what other processes enqueued.
const POLL: Duration = Duration::from_secs(1);

/// The longest wait between two attempts.
const LONGEST_BACKOFF: TimeDelta = TimeDelta::hours(1);

/// What one look at the queue came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing was due.
    Idle,
    Done,
    /// A fault; the job waits for its next attempt.
    Retried,
    /// A refusal, or one fault too many; the job is a dead letter.
    Buried,
    /// The lease ran out meanwhile, so another worker has the job.
    Lost,
}

/// Runs jobs, `slots` at once, until `stop`; those that run then are waited for.
pub async fn run(ctx: Arc<Ctx>, slots: usize, stop: CancellationToken) {
    let wake = Arc::new(Notify::new());
    let subscriber = Arc::clone(&wake);
    // Whoever publishes enqueues: the job starts with the answer, not at the next poll.
    ctx.db.on_commit(Arc::new(move |_| subscriber.notify_waiters()));
    let mut running = JoinSet::new();
    for _ in 0..slots {
        running.spawn(run_slot(Arc::clone(&ctx), Arc::clone(&wake), stop.clone()));
    }
    running.join_all().await;
}

/// Claims the job that is due longest, and runs it.
pub async fn step(ctx: &Arc<Ctx>, kinds: &[Kind]) -> Result<Step> {
    let now = ctx.now();
    if !store::jobs::any_due(&mut ctx.db.read().await?, now).await? {
        return Ok(Step::Idle);
    }
    let owner = ctx.id();
    let claimed: Result<Option<ClaimedJob>> =
        transaction!(ctx.db, |write| { store::jobs::claim(write, owner, now, now + LEASE).await });
    let Some(job) = claimed? else {
        return Ok(Step::Idle);
    };
    if job.attempts >= MOST_ATTEMPTS {
        let failure = JobFailure::Refused("its workers died each time".to_owned());
        return settle(ctx, owner, &job, Err(failure)).await;
    }
    let Some(outcome) = attempt(ctx, owner, &job, kinds).await else {
        tracing::warn!(job.id = %job.id, job.kind = job.kind, "the lease of job `{}` ran out", job.id);
        return Ok(Step::Lost);
    };
    settle(ctx, owner, &job, outcome).await
}

/// Runs one kind of job now, outside the queue; for operators and tests.
///
/// # Errors
/// What the job failed with; an unknown kind is refused.
pub async fn run_once(ctx: &Arc<Ctx>, kind: &str, payload: Value) -> Result<(), JobFailure> {
    match catalogue::find(catalogue::KINDS, kind) {
        Some(kind) => (kind.run)(Arc::clone(ctx), payload).await,
        None => Err(JobFailure::Refused(format!("unknown kind of job: `{kind}`"))),
    }
}

/// Enqueues a job of one kind that runs as soon as a worker is free.
pub async fn enqueue(ctx: &Ctx, kind: &str, payload: &Value) -> Result<Uuid> {
    let (id, now) = (ctx.id(), ctx.now());
    let enqueued: Result<()> = transaction!(ctx.db, |write| {
        let job = NewJob { id, kind, payload: payload.clone(), unique_key: None, run_at: now, created_at: now };
        store::jobs::enqueue(write, &job).await
    });
    enqueued.map(|()| id)
}

async fn run_slot(ctx: Arc<Ctx>, wake: Arc<Notify>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        // Made before the look at the queue, so that no wake-up falls between the two.
        let woken = wake.notified();
        match step(&ctx, catalogue::KINDS).await {
            Ok(Step::Idle) => {}
            Ok(_) => continue,
            Err(fault) => tracing::error!("the queue of jobs does not answer: {fault:#}"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = woken => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Runs a job while renewing its lease; `None` when the lease was lost.
async fn attempt(ctx: &Arc<Ctx>, owner: Uuid, job: &ClaimedJob, kinds: &[Kind]) -> Option<Result<(), JobFailure>> {
    let Some(kind) = catalogue::find(kinds, &job.kind) else {
        // An older program may run beside a newer one that knows the kind.
        return Some(Err(anyhow!("unknown kind of job: `{}`", job.kind).into()));
    };
    let Json(payload) = job.payload.clone();
    let mut running = tokio::spawn((kind.run)(Arc::clone(ctx), payload));
    loop {
        tokio::select! {
            ended = &mut running => {
                return Some(ended.unwrap_or_else(|error| Err(anyhow!("the job panicked: {error}").into())));
            }
            () = tokio::time::sleep(RENEWAL) => {
                if let Ok(false) = renew(ctx, owner, job.id).await {
                    running.abort();
                    return None;
                }
            }
        }
    }
}

async fn renew(ctx: &Ctx, owner: Uuid, job: Uuid) -> Result<bool> {
    let renewed: Result<bool> =
        transaction!(ctx.db, |write| { store::jobs::renew(write, job, owner, ctx.now() + LEASE).await });
    renewed.inspect_err(|fault| tracing::warn!(job.id = %job, "the lease of job `{job}` was not renewed: {fault:#}"))
}

/// Deletes a job that is done, gives one back, or makes it a dead letter.
async fn settle(ctx: &Ctx, owner: Uuid, job: &ClaimedJob, outcome: Result<(), JobFailure>) -> Result<Step> {
    let now = ctx.now();
    let step = match &outcome {
        Ok(()) => Step::Done,
        Err(JobFailure::Broken(_)) if job.attempts + 1 < MOST_ATTEMPTS => Step::Retried,
        Err(_) => Step::Buried,
    };
    let message = outcome.as_ref().err().map(JobFailure::to_string).unwrap_or_default();
    let settled: Result<bool> = transaction!(ctx.db, |write| {
        match step {
            Step::Retried => {
                let run_at = now + backoff(job.attempts);
                store::jobs::retry(write, job.id, owner, &message, run_at).await?;
            }
            Step::Buried => store::jobs::bury(write, job.id, owner, &message, now).await?,
            _ => return store::jobs::finish(write, job.id, owner).await,
        }
        Ok(true)
    });
    if !settled.with_context(|| format!("job `{}` could not be settled", job.id))? {
        return Ok(Step::Lost);
    }
    tell(job, step, &message, now);
    Ok(step)
}

fn tell(job: &ClaimedJob, step: Step, message: &str, now: DateTime<Utc>) {
    let ClaimedJob { id, kind, attempts, .. } = job;
    match step {
        Step::Retried => {
            let next = now + backoff(*attempts);
            tracing::warn!(job.id = %id, job.kind = kind, "job `{kind}` failed and is tried again at {next}: {message}");
        }
        Step::Buried => tracing::error!(job.id = %id, job.kind = kind, "job `{kind}` is a dead letter: {message}"),
        _ => tracing::debug!(job.id = %id, job.kind = kind, "job `{kind}` is done"),
    }
}

/// The wait after an attempt: 10 seconds, four times as long each time, an hour at most.
fn backoff(attempts: i32) -> TimeDelta {
    let factor = 4_i32.saturating_pow(u32::try_from(attempts).unwrap_or(0));
    TimeDelta::seconds(10).checked_mul(factor).unwrap_or(LONGEST_BACKOFF).min(LONGEST_BACKOFF)
}

/// A payload of no ids.
pub fn empty_payload() -> Value {
    json!({})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_to_an_hour() {
        let waits: Vec<i64> = (0..8).map(|attempts| backoff(attempts).num_seconds()).collect();
        assert_eq!(waits, [10, 40, 160, 640, 2560, 3600, 3600, 3600]);
        assert_eq!(backoff(i32::MAX), LONGEST_BACKOFF);
    }
}
