//! Failed attempts, gathered so that a flood of them writes one event a minute.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use domain::{events::EventTag, ids::AccountId, visitor::Visitor};
use std::{
    collections::BTreeMap,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Keys of a minute at most; addresses beyond them are counted as one.
const MOST_KEYS: usize = 10_000;

/// What one event tells of: who failed at what, in which minute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FailureKey {
    pub(super) minute: DateTime<Utc>,
    pub(super) account: AccountId,
    /// The tag's own text orders the keys.
    tag_text: &'static str,
    /// Empty for the addresses that found no place of their own.
    address: String,
}

/// The attempts of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failures {
    pub(super) tag: EventTag,
    pub(super) count: u64,
    /// Who came first; `None` where many are counted as one.
    pub(super) visitor: Option<Visitor>,
}

/// The failures that no event tells of yet.
#[derive(Debug, Default)]
pub(crate) struct FailureCounts(Mutex<BTreeMap<FailureKey, Failures>>);

impl FailureCounts {
    pub(super) fn note(&self, account: AccountId, tag: EventTag, visitor: &Visitor, now: DateTime<Utc>) {
        let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
        let mut counts = self.lock();
        let mut key = FailureKey { minute, account, tag_text: tag.as_str(), address: visitor.address.clone() };
        let mut visitor = Some(visitor.clone());
        if MOST_KEYS <= counts.len() && !counts.contains_key(&key) {
            key.address = String::new();
            visitor = None;
        }
        counts.entry(key).or_insert(Failures { tag, count: 0, visitor }).count += 1;
    }

    /// Takes out what is over: the minutes before `before`.
    pub(super) fn take(&self, before: DateTime<Utc>) -> Vec<(FailureKey, Failures)> {
        let mut counts = self.lock();
        let (over, running) = mem::take(&mut *counts).into_iter().partition(|(key, _)| key.minute < before);
        *counts = running;
        let over: BTreeMap<_, _> = over;
        over.into_iter().collect()
    }

    /// Puts back what could not be written.
    pub(super) fn put_back(&self, failures: Vec<(FailureKey, Failures)>) {
        let mut counts = self.lock();
        for (key, failures) in failures {
            counts.entry(key).or_insert(Failures { count: 0, ..failures.clone() }).count += failures.count;
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<FailureKey, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use uuid::Uuid;

    #[test]
    fn a_flood_from_many_addresses_is_bounded() {
        let (counts, account) = (FailureCounts::default(), AccountId(Uuid::nil()));
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for index in 0..30_000_u32 {
            let visitor = Visitor::new(Ipv4Addr::from_bits(index).into(), "");
            counts.note(account, EventTag::SignInFailed, &visitor, now);
        }
        let taken = counts.take(now + TimeDelta::minutes(1));
        assert_eq!(taken.len(), MOST_KEYS + 1);
        assert_eq!(taken.iter().map(|(_, failures)| failures.count).sum::<u64>(), 30_000);
        assert_eq!(taken[0].1, Failures { tag: EventTag::SignInFailed, count: 20_000, visitor: None });
    }
}
