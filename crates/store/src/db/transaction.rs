//! Transactions that run again when the engine asks for it.

use super::fault::{Failing, Remedy, remedy};
use super::handle::Write;
use super::open::Db;
use std::ops::ControlFlow;
use std::time::Duration;

/// Runs a body in one serializable transaction and gives its `Result`.
///
/// `transaction!(db, |write| { … })`, where `write` is a `&mut Write` and the body is
/// that of an `async` block: it may use `.await`, `?`, `return` and borrow anything.
/// The result's type comes from where the result goes, or is written out:
/// `transaction!(db, |write| -> Result<u64, Failure<YankRefused>> { … })`. The error
/// implements [`Failing`](super::Failing).
///
/// `Ok` commits, writes the journal's entries and announces them before this returns.
/// An error rolls back and is returned unchanged, unless the engine reported a race
/// (40001, 40P01, a busy SQLite): then the body runs again, some times at most.
///
/// It is a macro because a body behind a closure cannot both borrow from its
/// surroundings and be known to be `Send` in today's Rust.
#[macro_export]
macro_rules! transaction {
    ($db:expr, |$write:ident| $body:block) => {
        $crate::transaction!($db, |$write| -> ::core::result::Result<_, _> $body)
    };
    ($db:expr, |$write:ident| -> $result:ty $body:block) => {{
        let mut attempts = $crate::db::Attempts::new(&$db);
        loop {
            let ended = match attempts.begin().await {
                Ok(mut opened) => {
                    let outcome: $result = {
                        let $write = &mut opened;
                        async { $body }.await
                    };
                    attempts.end(opened, outcome).await
                }
                Err(fault) => attempts.unopened(fault).await,
            };
            if let ::core::ops::ControlFlow::Break(result) = ended {
                break result;
            }
        }
    }};
}

/// How often one transaction is tried.
const MOST_ATTEMPTS: u32 = 12;

/// How often a transaction that does not open is tried; on SQLite, each try has
/// waited the whole `busy_timeout` already.
const MOST_OPENINGS: u32 = 2;

/// The attempts of one transaction; used by [`transaction!`](crate::transaction).
#[derive(Debug)]
pub struct Attempts<'a> {
    db: &'a Db,
    failed: u32,
}

impl<'a> Attempts<'a> {
    /// No attempt yet.
    pub fn new(db: &'a Db) -> Self {
        Self { db, failed: 0 }
    }

    /// Opens the transaction of the next attempt.
    pub async fn begin(&mut self) -> anyhow::Result<Write> {
        match self.failed {
            0 => self.db.begin().await,
            _ => self.db.begin_queued().await,
        }
    }

    /// Commits or rolls back; `Continue` asks for another attempt.
    pub async fn end<T, E: Failing>(&mut self, write: Write, outcome: Result<T, E>) -> ControlFlow<Result<T, E>> {
        let failure = match outcome {
            Ok(value) => match write.commit().await {
                Ok(announcements) => {
                    self.db.announce(&announcements);
                    return ControlFlow::Break(Ok(value));
                }
                Err(fault) => E::from(fault),
            },
            Err(failure) => {
                if let Err(fault) = write.roll_back().await {
                    tracing::warn!(error = format!("{fault:#}"), "a transaction was abandoned: {fault:#}");
                }
                failure
            }
        };
        self.again(failure, MOST_ATTEMPTS).await
    }

    /// What to do about a transaction that did not open.
    pub async fn unopened<T, E: Failing>(&mut self, fault: anyhow::Error) -> ControlFlow<Result<T, E>> {
        self.again(E::from(fault), MOST_OPENINGS).await
    }

    async fn again<T, E: Failing>(&mut self, failure: E, most: u32) -> ControlFlow<Result<T, E>> {
        self.failed += 1;
        let allowed = match failure.fault().map_or(Remedy::None, remedy) {
            Remedy::RunAgain => most,
            Remedy::RunAgainOnce => 2,
            Remedy::None => 0,
        };
        if self.failed >= allowed {
            return ControlFlow::Break(Err(failure));
        }
        // The second attempt queues behind the others and needs no pause.
        if self.failed > 1 {
            tokio::time::sleep(Duration::from_millis(2 << self.failed.min(6))).await;
        }
        ControlFlow::Continue(())
    }
}
