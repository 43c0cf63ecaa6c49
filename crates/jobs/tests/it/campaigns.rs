//! Writing to the people whom a mandate concerns, as the worker does it.

use crate::harness::Index;
use chrono::TimeDelta;
use domain::{
    ids::MandateId,
    mandate::{Cohort, Gate, GateSchedule, Mandate, Strength},
};
use jobs::{catalogue::RUN_CAMPAIGNS, schedule, worker::Step};
use store::transaction;
use testkit_macros::both;

#[both]
async fn an_announcement_goes_out_once_by_the_job_of_each_minute(index: Index) {
    index.somebody_without_factor("grace").await;
    let now = index.ctx.now();
    let gates = vec![GateSchedule { gate: Gate::Publish, announce_at: now, enforce_at: now + TimeDelta::days(60) }];
    let mandate = Mandate { id: MandateId(index.ctx.id()), cohort: Cohort::Everyone, strength: Strength::Any, gates };
    let written: anyhow::Result<()> =
        transaction!(index.ctx.db, |write| { store::mandate::insert(write, &mandate, "a test", now).await });
    written.expect("the mandate is written");
    for _ in 0..3 {
        schedule::enqueue_recurring(&index.ctx).await.expect("the schedule is enqueued");
        index.advance(TimeDelta::minutes(1));
        while index.step().await != Step::Idle {}
    }
    let sent = index.carrier.taken();
    let kinds: Vec<&str> = sent.iter().map(|mail| mail.kind.as_str()).collect();
    assert_eq!(kinds, ["mandate_announced"]);
    assert_eq!(sent[0].to, "grace@people.example");
}

#[both]
async fn a_run_without_anything_to_do_writes_nothing(index: Index) {
    index.run(RUN_CAMPAIGNS).await;
    index.run(RUN_CAMPAIGNS).await;
    let mails = store::mail::newest(&mut index.ctx.db.read().await.expect("a snapshot opens"), 10).await;
    assert_eq!(mails.expect("the outbox answers").len(), 0);
}
