//! Leases, attempts, waits and dead letters.

use crate::harness::Index;
use anyhow::anyhow;
use chrono::TimeDelta;
use futures::FutureExt as _;
use jobs::{
    JobFailure,
    catalogue::Kind,
    worker::{self, LEASE, MOST_ATTEMPTS, Step},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use store::{jobs::ClaimedJob, transaction};
use testkit_macros::both;

/// How often each payload ran, of all tests of this process.
static RUNS: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);

const KINDS: &[Kind] = &[
    Kind {
        name: "works",
        doc: "Counts that it ran.",
        run: |_, payload| {
            async move {
                let mut runs = RUNS.lock().expect("no test panics while it counts");
                *runs.get_or_insert_default().entry(payload.to_string()).or_default() += 1;
                Ok(())
            }
            .boxed()
        },
    },
    Kind { name: "breaks", doc: "Breaks.", run: |_, _| async { Err(anyhow!("the disk is full").into()) }.boxed() },
    Kind {
        name: "refuses",
        doc: "Refuses.",
        run: |_, _| async { Err(JobFailure::Refused("never".to_owned())) }.boxed(),
    },
    Kind { name: "panics", doc: "Panics.", run: |_, _| async { panic!("on purpose") }.boxed() },
];

impl Index {
    async fn enqueue(&self, kind: &str, payload: &Value) {
        worker::enqueue(&self.ctx, kind, payload).await.expect("the job is enqueued");
    }

    async fn try_step(&self) -> Step {
        worker::step(&self.ctx, KINDS).await.expect("the queue answers")
    }

    /// Claims as a worker that will never be heard of again.
    async fn claim_and_die(&self) -> Option<ClaimedJob> {
        let (owner, now) = (self.ctx.id(), self.ctx.now());
        let claimed: anyhow::Result<_> =
            transaction!(self.ctx.db, |write| { store::jobs::claim(write, owner, now, now + LEASE).await });
        claimed.expect("the queue answers")
    }

    async fn waiting(&self) -> usize {
        let mut read = self.ctx.db.read().await.expect("a snapshot opens");
        store::jobs::waiting(&mut read, 100).await.expect("the queue answers").len()
    }

    async fn dead_letters(&self) -> Vec<String> {
        let mut read = self.ctx.db.read().await.expect("a snapshot opens");
        let dead = store::jobs::dead_letters(&mut read, 100).await.expect("the queue answers");
        dead.into_iter().map(|job| job.last_error.unwrap_or_default()).collect()
    }
}

#[both]
async fn a_job_that_is_done_is_gone(index: Index) {
    index.enqueue("works", &json!({})).await;
    assert_eq!(index.try_step().await, Step::Done);
    assert_eq!(index.try_step().await, Step::Idle);
    assert_eq!(index.waiting().await, 0);
}

#[both]
async fn a_fault_is_tried_again_after_its_wait(index: Index) {
    index.enqueue("breaks", &json!({})).await;
    assert_eq!(index.try_step().await, Step::Retried);
    index.advance(TimeDelta::seconds(9));
    assert_eq!(index.try_step().await, Step::Idle);
    index.advance(TimeDelta::seconds(1));
    assert_eq!(index.try_step().await, Step::Retried);
    index.advance(TimeDelta::seconds(39));
    assert_eq!(index.try_step().await, Step::Idle);
}

#[both]
async fn a_job_that_always_breaks_becomes_a_dead_letter(index: Index) {
    index.enqueue("breaks", &json!({})).await;
    for _ in 1..MOST_ATTEMPTS {
        assert_eq!(index.try_step().await, Step::Retried);
        index.advance(TimeDelta::hours(1));
    }
    assert_eq!(index.try_step().await, Step::Buried);
    assert_eq!(index.dead_letters().await, ["the disk is full"]);
    index.advance(TimeDelta::days(1));
    assert_eq!(index.try_step().await, Step::Idle);
}

#[both]
async fn a_refusal_is_never_tried_again(index: Index) {
    index.enqueue("refuses", &json!({})).await;
    assert_eq!(index.try_step().await, Step::Buried);
    assert_eq!(index.dead_letters().await, ["never"]);
}

#[both]
async fn a_panic_is_a_fault_and_the_worker_lives(index: Index) {
    index.enqueue("panics", &json!({})).await;
    // Of jobs of one instant, any may be the first.
    index.advance(TimeDelta::seconds(1));
    index.enqueue("works", &json!({})).await;
    assert_eq!(index.try_step().await, Step::Retried);
    assert_eq!(index.try_step().await, Step::Done);
}

#[both]
async fn the_job_of_a_worker_that_died_is_claimed_when_its_lease_ends(index: Index) {
    index.enqueue("works", &json!({})).await;
    assert!(index.claim_and_die().await.is_some());
    assert_eq!(index.try_step().await, Step::Idle);
    index.advance(LEASE);
    assert_eq!(index.try_step().await, Step::Done);
}

#[both]
async fn a_job_that_kills_its_workers_becomes_a_dead_letter(index: Index) {
    index.enqueue("works", &json!({})).await;
    for attempt in 0..MOST_ATTEMPTS {
        assert_eq!(index.claim_and_die().await.map(|job| job.attempts), Some(attempt));
        index.advance(LEASE);
    }
    assert_eq!(index.try_step().await, Step::Buried);
}

#[both]
async fn a_worker_that_lost_its_lease_settles_nothing(index: Index) {
    index.enqueue("works", &json!({})).await;
    let first = index.claim_and_die().await.expect("the job is due");
    index.advance(LEASE);
    assert!(index.claim_and_die().await.is_some());
    let late: anyhow::Result<bool> =
        transaction!(index.ctx.db, |write| { store::jobs::finish(write, first.id, index.ctx.id()).await });
    assert!(!late.expect("the queue answers"));
    assert_eq!(index.waiting().await, 1);
}

#[both]
async fn many_workers_run_each_job_once(index: Index) {
    const JOBS: usize = 24;
    let place = index.folder.path().display().to_string();
    let payload = |number: usize| json!({ "place": place, "number": number });
    for number in 0..JOBS {
        index.enqueue("works", &payload(number)).await;
    }
    let index = Arc::new(index);
    let workers = (0..4).map(|_| {
        let index = Arc::clone(&index);
        tokio::spawn(async move { while index.try_step().await != Step::Idle {} })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.expect("a worker lives");
    }
    // A worker that found nothing unclaimed leaves; whoever claimed finishes.
    assert_eq!(index.waiting().await, 0);
    let runs = RUNS.lock().expect("no test panics while it counts").clone().unwrap_or_default();
    for number in 0..JOBS {
        assert_eq!(runs.get(&payload(number).to_string()), Some(&1), "job {number}");
    }
}
