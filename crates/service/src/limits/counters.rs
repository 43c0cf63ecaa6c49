//! The counts of one node.

use chrono::{DateTime, TimeDelta, Utc};
use domain::limits::{Limit, LimitRefused, Window};
use lru::LruCache;
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
};
use store::limits::CountLine;

/// Keys that are counted at once, less than 1 kB each; the one unused for longest makes room.
const MOST_KEYS: usize = 100_000;

/// Whose uses of what.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Bucket {
    pub(super) limit: Limit,
    /// A keyed hash.
    pub(super) key: String,
}

/// The counts of this node, with what it knows of the others.
#[derive(Debug)]
pub(crate) struct LimitCounters {
    counts: Mutex<Counts>,
}

#[derive(Debug)]
struct Counts {
    buckets: LruCache<Bucket, Vec<Slice>>,
    /// Buckets with uses that are not written yet.
    unwritten: BTreeSet<Bucket>,
    /// Buckets that were forgotten here and not yet elsewhere, each with the turn of its last clearing.
    cleared: BTreeMap<Bucket, u64>,
    turn: u64,
    /// From when on changes are to be read; `None` before the first reading.
    read_until: Option<DateTime<Utc>>,
}

/// The uses within a tenth of a window.
#[derive(Clone, Copy, Debug)]
struct Slice {
    window: Window,
    start: DateTime<Utc>,
    /// As the database has them, of all nodes.
    shared: i64,
    /// Of this node, to be written; below nought where written uses were given back.
    unwritten: i64,
}

/// What one flush writes.
#[derive(Debug, Default)]
pub(super) struct Unwritten {
    pub(super) added: Vec<CountLine>,
    pub(super) cleared: Vec<(Bucket, u64)>,
    buckets: Vec<Bucket>,
}

impl Default for LimitCounters {
    fn default() -> Self {
        Self::holding(NonZeroUsize::new(MOST_KEYS).unwrap_or(NonZeroUsize::MIN))
    }
}

impl LimitCounters {
    fn holding(most: NonZeroUsize) -> Self {
        let counts = Counts {
            buckets: LruCache::new(most),
            unwritten: BTreeSet::new(),
            cleared: BTreeMap::new(),
            turn: 0,
            read_until: None,
        };
        Self { counts: Mutex::new(counts) }
    }

    pub(super) fn check(&self, bucket: &Bucket, now: DateTime<Utc>) -> Result<(), LimitRefused> {
        self.lock().buckets.get(bucket).map_or(Ok(()), |slices| room(bucket.limit, slices, now))
    }

    pub(super) fn note(&self, bucket: Bucket, now: DateTime<Utc>) {
        // Over the limit there is nothing to count.
        let _ = self.take(bucket, now);
    }

    pub(super) fn take(&self, bucket: Bucket, now: DateTime<Utc>) -> Result<(), LimitRefused> {
        let mut counts = self.lock();
        let slices = counts.slices(&bucket);
        slices.retain(|slice| now < slice.end());
        room(bucket.limit, slices, now)?;
        for window in bucket.limit.windows() {
            slice(slices, *window, start(*window, now)).unwritten += 1;
        }
        counts.unwritten.insert(bucket);
        Ok(())
    }

    pub(super) fn give_back(&self, bucket: Bucket, now: DateTime<Utc>) {
        let mut counts = self.lock();
        let Some(slices) = counts.buckets.get_mut(&bucket) else { return };
        for window in bucket.limit.windows() {
            let used =
                slices.iter_mut().filter(|slice| slice.window == *window && 0 < slice.uses() && now < slice.end());
            if let Some(latest) = used.max_by_key(|slice| slice.start) {
                latest.unwritten -= 1;
            }
        }
        counts.unwritten.insert(bucket);
    }

    pub(super) fn clear(&self, bucket: Bucket) {
        let mut counts = self.lock();
        counts.buckets.pop(&bucket);
        counts.unwritten.remove(&bucket);
        counts.turn += 1;
        let turn = counts.turn;
        counts.cleared.insert(bucket, turn);
    }

    /// What is to be written, at most `most` rows; it stays until [`written`](Self::written).
    pub(super) fn unwritten(&self, most: usize) -> Unwritten {
        let mut counts = self.lock();
        let counts = &mut *counts;
        let cleared = counts.cleared.iter().take(most).map(|(bucket, turn)| (bucket.clone(), *turn)).collect();
        let mut found = Unwritten { cleared, ..Unwritten::default() };
        for bucket in &counts.unwritten {
            if most <= found.added.len() + found.cleared.len() {
                break;
            }
            let slices = counts.buckets.peek(bucket).map(Vec::as_slice).unwrap_or_default();
            found.added.extend(slices.iter().filter(|slice| slice.unwritten != 0).map(|slice| slice.line(bucket)));
            found.buckets.push(bucket.clone());
        }
        found
    }

    /// Takes over that uses were written.
    pub(super) fn written(&self, written: &Unwritten) {
        let mut counts = self.lock();
        for (bucket, turn) in &written.cleared {
            if counts.cleared.get(bucket) == Some(turn) {
                counts.cleared.remove(bucket);
            }
        }
        for line in &written.added {
            let Some((bucket, window)) = parse(line) else { continue };
            // What was cleared in the meantime begins anew, and what has left its window is gone.
            if !counts.cleared.contains_key(&bucket)
                && let Some(slices) = counts.buckets.peek_mut(&bucket)
                && let Some(slice) = slices.iter_mut().find(|it| it.window == window && it.start == line.window_start)
            {
                slice.unwritten -= line.uses;
                slice.shared += line.uses;
            }
        }
        for bucket in &written.buckets {
            let slices = counts.buckets.peek(bucket).map(Vec::as_slice).unwrap_or_default();
            if slices.iter().all(|slice| slice.unwritten == 0) {
                counts.unwritten.remove(bucket);
            }
        }
    }

    pub(super) fn read_until(&self) -> Option<DateTime<Utc>> {
        self.lock().read_until
    }

    /// Takes over what the nodes together have counted.
    pub(super) fn learn(&self, lines: &[CountLine], until: DateTime<Utc>) {
        let mut counts = self.lock();
        counts.read_until = Some(until);
        // The latest change comes first; it must be the last to go when there is no room.
        for line in lines.iter().rev() {
            let Some((bucket, window)) = parse(line) else { continue };
            // What was forgotten here comes back only as the nought that will be written.
            if counts.cleared.contains_key(&bucket) {
                continue;
            }
            slice(counts.slices(&bucket), window, line.window_start).shared = line.uses;
        }
    }

    /// Keys that are counted.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.lock().buckets.len()
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    /// The slices of a bucket, which becomes the one used last.
    fn slices(&mut self, bucket: &Bucket) -> &mut Vec<Slice> {
        if !self.buckets.contains(bucket)
            && let Some((evicted, _)) = self.buckets.push(bucket.clone(), Vec::new())
        {
            self.unwritten.remove(&evicted);
        }
        self.buckets.get_or_insert_mut(bucket.clone(), Vec::new)
    }
}

impl Slice {
    fn uses(&self) -> i64 {
        (self.shared + self.unwritten).max(0)
    }

    /// When its uses have left the window.
    fn end(&self) -> DateTime<Utc> {
        self.start + self.window.slice() + self.window.length()
    }

    fn line(&self, bucket: &Bucket) -> CountLine {
        CountLine {
            limit_name: bucket.limit.name().to_owned(),
            bucket: bucket.key.clone(),
            window_seconds: i64::from(self.window.seconds),
            window_start: self.start,
            uses: self.unwritten,
            expires_at: self.end(),
        }
    }
}

/// Whether every window has room for one more use, or when they all will.
fn room(limit: Limit, slices: &[Slice], now: DateTime<Utc>) -> Result<(), LimitRefused> {
    let waits = limit.windows().iter().filter_map(|window| wait(*window, slices, now));
    waits.max().map_or(Ok(()), |wait| {
        let milliseconds = u64::try_from(wait.num_milliseconds()).unwrap_or(0);
        Err(LimitRefused { retry_after: milliseconds.div_ceil(1000).max(1) })
    })
}

/// How long until a window has room; `None` when it has.
fn wait(window: Window, slices: &[Slice], now: DateTime<Utc>) -> Option<TimeDelta> {
    let mut live: Vec<&Slice> = slices.iter().filter(|slice| slice.window == window && now < slice.end()).collect();
    let mut uses: i64 = live.iter().map(|slice| slice.uses()).sum();
    live.sort_unstable_by_key(|slice| slice.start);
    let mut free_at = None;
    for slice in live {
        if uses < i64::from(window.uses) {
            break;
        }
        uses -= slice.uses();
        free_at = Some(slice.end());
    }
    free_at.map(|at| at - now)
}

/// Where the tenth of a window begins that an instant falls into; the same on every node.
fn start(window: Window, now: DateTime<Utc>) -> DateTime<Utc> {
    let slice = window.slice().num_milliseconds().max(1);
    let start = now.timestamp_millis().div_euclid(slice) * slice;
    DateTime::from_timestamp_millis(start).unwrap_or(now)
}

fn slice(slices: &mut Vec<Slice>, window: Window, start: DateTime<Utc>) -> &mut Slice {
    let found = slices.iter().position(|slice| slice.window == window && slice.start == start);
    let index = found.unwrap_or_else(|| {
        slices.push(Slice { window, start, shared: 0, unwritten: 0 });
        slices.len() - 1
    });
    &mut slices[index]
}

/// A row of a limit or a window that this program does not have is none of its own.
fn parse(line: &CountLine) -> Option<(Bucket, Window)> {
    let limit = Limit::from_name(&line.limit_name)?;
    let window = limit.windows().iter().find(|window| i64::from(window.seconds) == line.window_seconds)?;
    Some((Bucket { limit, key: line.bucket.clone() }, *window))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    fn bucket(limit: Limit, key: &str) -> Bucket {
        Bucket { limit, key: key.to_owned() }
    }

    fn uses(counters: &LimitCounters, bucket: &Bucket, now: DateTime<Utc>) -> usize {
        std::iter::from_fn(|| counters.take(bucket.clone(), now).ok()).take(100).count()
    }

    #[test]
    fn the_last_use_of_a_window_passes_and_the_next_is_refused() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::SignInPerAccount, "ada"));
        assert_eq!(uses(&counters, &ada, at(0)), 10);
        assert!(counters.check(&ada, at(0)).is_err());
        assert_eq!(counters.check(&bucket(Limit::SignInPerAccount, "bob"), at(0)), Ok(()));
        assert_eq!(counters.check(&bucket(Limit::SignInPerAddress, "ada"), at(0)), Ok(()));
    }

    #[test]
    fn who_waits_as_long_as_told_passes_and_not_a_second_earlier() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::SignInPerAccount, "ada"));
        uses(&counters, &ada, at(7));
        let LimitRefused { retry_after } = counters.check(&ada, at(20)).unwrap_err();
        let passes_at = 20 + i64::try_from(retry_after).unwrap();
        assert!((307..=337).contains(&passes_at), "a window and at most a tenth later: {passes_at}");
        assert_eq!(counters.check(&ada, at(passes_at - 1)), Err(LimitRefused { retry_after: 1 }));
        assert_eq!(counters.check(&ada, at(passes_at)), Ok(()));
    }

    #[test]
    fn no_span_of_a_window_ever_holds_more_than_its_uses() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::SignInPerAccount, "ada"));
        let passed: Vec<i64> = (0..2_000).filter(|second| counters.take(ada.clone(), at(*second)).is_ok()).collect();
        let most = |from: &i64| passed.iter().filter(|it| (*from..*from + 300).contains(*it)).count();
        assert_eq!(passed.iter().map(most).max(), Some(10));
        assert!(50 < passed.len(), "{passed:?}");
    }

    #[test]
    fn the_longer_windows_count_too() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::SecondFactorPerAccount, "ada"));
        let tried = |from: i64| uses(&counters, &ada, at(from));
        assert_eq!([tried(0), tried(400), tried(800), tried(1200), tried(1600)], [5, 5, 5, 5, 0]);
        assert!(1800 < counters.check(&ada, at(1600)).unwrap_err().retry_after);
    }

    #[test]
    fn what_is_over_the_limit_is_not_counted() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::SignInPerAddress, "ada"));
        uses(&counters, &ada, at(0));
        (0..290).for_each(|second| counters.note(ada.clone(), at(second)));
        assert_eq!(counters.unwritten(100).added.iter().map(|line| line.uses).sum::<i64>(), 10);
        assert_eq!(counters.check(&ada, at(331)), Ok(()));
    }

    #[test]
    fn what_is_given_back_can_be_used_again() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::SecondFactorPerAccount, "ada"));
        uses(&counters, &ada, at(0));
        counters.give_back(ada.clone(), at(40));
        assert_eq!(uses(&counters, &ada, at(41)), 1);
        let stranger = bucket(Limit::SecondFactorPerAccount, "stranger");
        counters.give_back(stranger.clone(), at(41));
        assert_eq!(uses(&counters, &stranger, at(41)), 5);
    }

    #[test]
    fn keys_are_bounded_and_the_one_unused_for_longest_goes() {
        let counters = LimitCounters::holding(NonZeroUsize::new(3).unwrap());
        let victim = bucket(Limit::SignInPerAccount, "victim");
        uses(&counters, &victim, at(0));
        for stranger in 0..1_000 {
            counters.note(bucket(Limit::SignInPerAddress, &stranger.to_string()), at(1));
            assert!(counters.check(&victim, at(1)).is_err(), "who is guessed at stays counted");
        }
        assert_eq!(counters.len(), 3);
        assert_eq!(counters.unwritten(1_000).buckets.len(), 3);
    }

    #[test]
    fn a_fault_while_writing_loses_no_use() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::EmailAdd, "ada"));
        counters.note(ada.clone(), at(0));
        let first = counters.unwritten(100);
        assert_eq!(counters.unwritten(100).added, first.added);
        counters.note(ada.clone(), at(0));
        counters.written(&first);
        assert_eq!(counters.unwritten(100).added[0].uses, 1);
        assert!(counters.check(&ada, at(0)).is_err());
    }

    #[test]
    fn what_is_cleared_during_a_flush_begins_anew() {
        let (counters, ada) = (LimitCounters::default(), bucket(Limit::EmailVerify, "ada"));
        uses(&counters, &ada, at(0));
        counters.clear(ada.clone());
        uses(&counters, &ada, at(0));
        let first = counters.unwritten(100);
        counters.clear(ada.clone());
        counters.note(ada.clone(), at(0));
        counters.written(&first);
        let second = counters.unwritten(100);
        assert_eq!((second.cleared.len(), second.added[0].uses), (1, 1));
        assert_eq!(uses(&counters, &ada, at(0)), 2);
    }

    #[test]
    fn one_flush_writes_a_bounded_number_of_rows() {
        let counters = LimitCounters::default();
        (0..500).for_each(|key| counters.note(bucket(Limit::SignInPerAddress, &key.to_string()), at(0)));
        let first = counters.unwritten(200);
        assert_eq!(first.added.len(), 200);
        counters.written(&first);
        assert_eq!(counters.unwritten(1_000).added.len(), 300);
    }
}
