//! Uses that are taken before it is known whether they count.
//!
//! A guess is counted before it is judged, so that of many at one instant no more pass
//! than the limit has. Whoever was right gets the use back; somebody who comes while the
//! last room is only reserved waits for that judgement, instead of hearing a no that the
//! next moment would take back.

use super::counters::Bucket;
use crate::Ctx;
use domain::{
    Failure, Kind, Refusal,
    limits::{Limit, LimitRefused},
};
use std::{
    collections::HashMap,
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// The uses of this node that wait for a judgement.
#[derive(Debug, Default)]
pub(crate) struct Reservations {
    pending: Mutex<HashMap<Bucket, usize>>,
    judged: Notify,
}

/// A use taken before a guess is judged; one that nobody gives back counts.
pub struct Reserved<'a> {
    ctx: &'a Ctx,
    bucket: Bucket,
}

/// Takes a use for a guess that is still to be judged.
///
/// Waits while the only room left is that of guesses which are being judged.
///
/// # Errors
/// [`LimitRefused`] when guesses that were wrong have used the limit up.
pub async fn reserve<'a>(ctx: &'a Ctx, limit: Limit, key: &str) -> Result<Reserved<'a>, LimitRefused> {
    let (bucket, reservations) = (super::bucket(ctx, limit, key), &ctx.soft.reservations);
    loop {
        let mut judged = pin!(reservations.judged.notified());
        // Before the try: a judgement between the two must not be missed.
        judged.as_mut().enable();
        match reservations.begin(ctx, &bucket) {
            Ok(()) => return Ok(Reserved { ctx, bucket }),
            Err(Some(refusal)) => return Err(refusal),
            Err(None) => judged.await,
        }
    }
}

impl Reserved<'_> {
    /// The guess was right, or was none.
    pub fn give_back(self) {
        self.ctx.soft.limits.give_back(self.bucket.clone(), self.ctx.now());
    }

    /// Keeps the use of a wrong guess; gives back that of anything else.
    pub fn settle<T, R: Refusal>(self, outcome: &Result<T, Failure<R>>) {
        if !is_wrong_guess(outcome) {
            self.give_back();
        }
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        self.ctx.soft.reservations.end(&self.bucket);
    }
}

/// Whether somebody is told that they are not who they claim to be.
///
/// A fault of ours tells nothing, and neither does a form that was filled in badly.
pub fn is_wrong_guess<T, R: Refusal>(outcome: &Result<T, Failure<R>>) -> bool {
    matches!(outcome, Err(Failure::Refused(refusal)) if refusal.kind() == Kind::Unauthenticated)
}

impl Reservations {
    /// Takes a use; refuses with the wait, or with nothing when a judgement may make room.
    fn begin(&self, ctx: &Ctx, bucket: &Bucket) -> Result<(), Option<LimitRefused>> {
        let mut pending = self.lock();
        match ctx.soft.limits.take(bucket.clone(), ctx.now()) {
            Ok(()) => {
                *pending.entry(bucket.clone()).or_default() += 1;
                Ok(())
            }
            Err(refusal) => Err((!pending.contains_key(bucket)).then_some(refusal)),
        }
    }

    fn end(&self, bucket: &Bucket) {
        let mut pending = self.lock();
        if let Some(count) = pending.get_mut(bucket) {
            *count -= 1;
            if *count == 0 {
                pending.remove(bucket);
            }
        }
        drop(pending);
        self.judged.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Bucket, usize>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
