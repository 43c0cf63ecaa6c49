//! The full recomputation: every day of the window is summed, and must agree.

use super::{
    settle::{SettleRefused, Settled, rebuild, settle},
    window::{repair, wrong_buckets},
};
use crate::Ctx;
use anyhow::Result;
use domain::{Failure, downloads::Day};
use store::transaction;

/// What came of a full recomputation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recomputed {
    pub settled: Settled,
    pub agreement: Agreement,
}

/// Whether the sums that were kept from day to day agree with those of all days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    Agreed,
    /// They did not, in so many segments; they do now.
    Repaired {
        buckets: usize,
    },
    /// The clock had jumped, so that nothing could be compared; they were made anew.
    NotComparable {
        why: SettleRefused,
    },
}

impl Agreement {
    /// As a run keeps it.
    pub const fn agreed(&self) -> Option<bool> {
        match self {
            Self::Agreed => Some(true),
            Self::Repaired { .. } => Some(false),
            Self::NotComparable { .. } => None,
        }
    }
}

/// Settles, sums every day of the window, compares and repairs.
///
/// The sums are made on a snapshot, so that nobody waits for them; only what is wrong is
/// made again in a Write.
pub async fn recompute(ctx: &Ctx) -> Result<Recomputed> {
    match settle(ctx).await {
        Ok(settled) => Ok(Recomputed { settled, agreement: compare(ctx).await? }),
        Err(Failure::Refused(SettleRefused::Unsound { .. })) => {
            let buckets = wrong_buckets(&mut ctx.db.read().await?).await?.len();
            Ok(Recomputed { settled: rebuild(ctx).await?, agreement: Agreement::Repaired { buckets } })
        }
        Err(Failure::Refused(why)) => {
            Ok(Recomputed { settled: rebuild(ctx).await?, agreement: Agreement::NotComparable { why } })
        }
        Err(Failure::Broken(fault)) => Err(fault),
    }
}

async fn compare(ctx: &Ctx) -> Result<Agreement> {
    let wrong = wrong_buckets(&mut ctx.db.read().await?).await?;
    if wrong.is_empty() {
        return Ok(Agreement::Agreed);
    }
    let repaired: Result<()> = transaction!(ctx.db, |write| { repair(write, &wrong, Day::from(ctx.now()) - 1).await });
    repaired?;
    Ok(Agreement::Repaired { buckets: wrong.len() })
}
