//! Limits: counted in memory, exact on each node, shared by soft writes.
//!
//! Windows slide in tenths: uses of one tenth leave the window together, never before
//! the whole window has passed. So no span as long as a window ever holds more uses than
//! it allows, and the last tenth at most comes late. What is over a limit is neither
//! counted nor written; another node hears of a use with the next flush, within about
//! two seconds.

mod counters;
mod failures;
mod flush;
mod reserve;

pub(crate) use counters::LimitCounters;
pub(crate) use failures::FailureCounts;
pub(crate) use flush::{flush, flush_failures};
pub(crate) use reserve::Reservations;

pub use reserve::{Reserved, is_wrong_guess, reserve};

use crate::{Ctx, limits::counters::Bucket};
use domain::{
    events::EventTag,
    ids::AccountId,
    limits::{Limit, LimitRefused, Recognition},
    visitor::Visitor,
};

/// Refuses when one more use would be over the limit; counts nothing.
///
/// `key` is the text of an account id, or [`Visitor::address`].
pub fn check(ctx: &Ctx, limit: Limit, key: &str) -> Result<(), LimitRefused> {
    ctx.soft.limits.check(&bucket(ctx, limit, key), ctx.now())
}

/// Like [`check`]; a passkey or a remembered device passes what strangers can use up.
pub fn check_recognised(ctx: &Ctx, limit: Limit, key: &str, recognition: Recognition) -> Result<(), LimitRefused> {
    if limit.passes(recognition) {
        return Ok(());
    }
    check(ctx, limit, key)
}

/// Counts a use; over the limit, nothing.
pub fn note(ctx: &Ctx, limit: Limit, key: &str) {
    ctx.soft.limits.note(bucket(ctx, limit, key), ctx.now());
}

/// Checks and counts in one step: of uses at the same instant, none slips through between.
pub fn take(ctx: &Ctx, limit: Limit, key: &str) -> Result<(), LimitRefused> {
    ctx.soft.limits.take(bucket(ctx, limit, key), ctx.now())
}

/// Takes back the latest use: what was taken before a guess was judged, and the guess was right.
///
/// To check first and count afterwards would let through as many guesses as come at once.
pub fn give_back(ctx: &Ctx, limit: Limit, key: &str) {
    ctx.soft.limits.give_back(bucket(ctx, limit, key), ctx.now());
}

/// Forgets the uses of a key, here at once and elsewhere after the next flush.
pub fn clear(ctx: &Ctx, limit: Limit, key: &str) {
    ctx.soft.limits.clear(bucket(ctx, limit, key));
}

/// Notes a failed attempt on an account; one event for each account, address and minute tells of them.
pub fn note_failure(ctx: &Ctx, account: AccountId, tag: EventTag, visitor: &Visitor) {
    ctx.soft.failures.note(account, tag, visitor, ctx.now());
}

/// No address and no id stands in memory or in the database, only what stands for it.
fn bucket(ctx: &Ctx, limit: Limit, key: &str) -> Bucket {
    Bucket { limit, key: ctx.keys.load().hash_address(key) }
}
