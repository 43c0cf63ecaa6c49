//! Jobs that come again: enqueued by every process, run by one.

use crate::catalogue;
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use service::Ctx;
use store::{jobs::NewJob, transaction};

/// A kind of job that comes again.
#[derive(Clone, Copy, Debug)]
pub struct Recurring {
    pub kind: &'static str,
    pub every: TimeDelta,
}

/// Every recurring job.
pub const RECURRING: &[Recurring] = &[
    Recurring { kind: catalogue::COLLECT_ORPHANS, every: TimeDelta::hours(1) },
    Recurring { kind: catalogue::FORGET_MAILS, every: TimeDelta::days(1) },
    Recurring { kind: catalogue::CHECK_DOMAINS, every: TimeDelta::days(1) },
    Recurring { kind: catalogue::DROP_DOWNLOAD_DETAILS, every: TimeDelta::days(1) },
    Recurring { kind: service::critical::COMPUTE_CRITICAL, every: TimeDelta::days(1) },
    Recurring { kind: catalogue::FINISH_DELETIONS, every: TimeDelta::hours(1) },
    Recurring { kind: catalogue::EXPIRE_RECOVERIES, every: TimeDelta::hours(1) },
    Recurring { kind: catalogue::RETAIN, every: TimeDelta::hours(1) },
    Recurring { kind: catalogue::RUN_CAMPAIGNS, every: TimeDelta::minutes(1) },
    Recurring { kind: catalogue::TAKE_FIGURES, every: TimeDelta::days(1) },
    Recurring { kind: catalogue::WARN_EXPIRING_TOKENS, every: TimeDelta::days(1) },
];

/// When in its period a job comes; every other one comes at the beginning.
const AT: &[(&str, TimeDelta)] = &[(service::critical::COMPUTE_CRITICAL, TimeDelta::hours(3))];

/// Enqueues the next run of each recurring job, unless it waits already.
///
/// The unique key makes it one row for all processes: whoever comes first enqueues.
pub async fn enqueue_recurring(ctx: &Ctx) -> Result<()> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        for recurring in RECURRING {
            let job = NewJob {
                id: ctx.id(),
                kind: recurring.kind,
                payload: json!({}),
                unique_key: Some(format!("recurring:{}", recurring.kind)),
                run_at: next(now - at(recurring.kind), recurring.every) + at(recurring.kind),
                created_at: now,
            };
            store::jobs::enqueue(write, &job).await?;
        }
        Ok(())
    })
}

fn at(kind: &str) -> TimeDelta {
    AT.iter().find(|(known, _)| *known == kind).map_or(TimeDelta::zero(), |(_, at)| *at)
}

/// The next whole multiple of `every` after `now`, counted from 1970.
fn next(now: DateTime<Utc>, every: TimeDelta) -> DateTime<Utc> {
    let every = every.num_seconds();
    let slot = now.timestamp().div_euclid(every) + 1;
    DateTime::from_timestamp(slot * every, 0).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_run_is_on_the_hour() {
        let now = "2026-03-01T10:59:59.5Z".parse().unwrap();
        let expected: DateTime<Utc> = "2026-03-01T11:00:00Z".parse().unwrap();
        assert_eq!(next(now, TimeDelta::hours(1)), expected);
        assert_eq!(next(expected, TimeDelta::hours(1)), expected + TimeDelta::hours(1));
    }

    #[test]
    fn critical_projects_are_computed_at_three() {
        let three = at(service::critical::COMPUTE_CRITICAL);
        for (now, expected) in [
            ("2026-03-01T02:59:59Z", "2026-03-01T03:00:00Z"),
            ("2026-03-01T03:00:00Z", "2026-03-02T03:00:00Z"),
            ("2026-03-01T23:00:00Z", "2026-03-02T03:00:00Z"),
        ] {
            let now: DateTime<Utc> = now.parse().unwrap();
            assert_eq!(next(now - three, TimeDelta::days(1)) + three, expected.parse::<DateTime<Utc>>().unwrap());
        }
    }

    #[test]
    fn every_recurring_job_is_in_the_catalogue() {
        for recurring in RECURRING {
            assert!(catalogue::find(catalogue::KINDS, recurring.kind).is_some(), "{}", recurring.kind);
        }
    }
}
