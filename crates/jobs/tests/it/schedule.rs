//! Jobs that come again.

use crate::harness::Index;
use chrono::{NaiveTime, TimeDelta, Timelike as _};
use jobs::{schedule, worker::Step};
use testkit_macros::both;

#[both]
async fn a_recurring_job_waits_once_however_many_nodes_enqueue_it(index: Index) {
    for _ in 0..3 {
        schedule::enqueue_recurring(&index.ctx).await.expect("the schedule is enqueued");
    }
    let mut read = index.ctx.db.read().await.expect("a snapshot opens");
    let waiting = store::jobs::waiting(&mut read, 100).await.expect("the queue answers");
    assert_eq!(waiting.len(), schedule::RECURRING.len());
    assert!(waiting.iter().all(|job| job.run_at.second() == 0 && job.run_at > index.ctx.now()));
}

#[both]
async fn a_recurring_job_runs_at_its_hour_and_comes_again(index: Index) {
    // Just after midnight, far from what comes again daily.
    let midnight = (index.ctx.now() + TimeDelta::days(1)).date_naive().and_time(NaiveTime::MIN).and_utc();
    index.advance(midnight - index.ctx.now());
    let hourly = schedule::RECURRING.iter().filter(|recurring| recurring.every <= TimeDelta::hours(1)).count();
    for _ in 0..2 {
        schedule::enqueue_recurring(&index.ctx).await.expect("the schedule is enqueued");
        assert_eq!(index.step().await, Step::Idle);
        index.advance(TimeDelta::hours(1));
        for _ in 0..hourly {
            assert_eq!(index.step().await, Step::Done);
        }
    }
}
