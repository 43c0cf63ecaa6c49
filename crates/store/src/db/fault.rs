//! What the seam can see in an error that came through other people's hands.

use domain::Failure;

/// An error that a transaction may end with.
///
/// The seam looks for the engine's own error inside it, to know whether the
/// transaction has to run again.
pub trait Failing: From<anyhow::Error> {
    /// The fault, unless this is a refusal.
    fn fault(&self) -> Option<&anyhow::Error>;
}

impl Failing for anyhow::Error {
    fn fault(&self) -> Option<&anyhow::Error> {
        Some(self)
    }
}

impl<R> Failing for Failure<R> {
    fn fault(&self) -> Option<&anyhow::Error> {
        match self {
            Self::Broken(fault) => Some(fault),
            Self::Refused(_) => None,
        }
    }
}

/// Whether a fault is a row that would have stood twice in a unique index.
pub fn is_unique_violation(fault: &anyhow::Error) -> bool {
    database_error(fault).is_some_and(|error| error.is_unique_violation())
}

/// What running the transaction again may do about a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Another transaction was in the way.
    RunAgain,
    /// Perhaps another transaction was in the way: PostgreSQL reports some lost
    /// races of two inserts as a broken unique index.
    RunAgainOnce,
    None,
}

pub(super) fn remedy(fault: &anyhow::Error) -> Remedy {
    let Some(error) = database_error(fault) else {
        return Remedy::None;
    };
    match error.code().as_deref() {
        // PostgreSQL: serialization_failure, deadlock_detected.
        Some("40001" | "40P01") => Remedy::RunAgain,
        // SQLite: SQLITE_BUSY and its extended codes (recovery, snapshot, timeout).
        Some("5" | "261" | "517" | "773") => Remedy::RunAgain,
        Some("23505") => Remedy::RunAgainOnce,
        _ => Remedy::None,
    }
}

fn database_error(fault: &anyhow::Error) -> Option<&dyn sqlx::error::DatabaseError> {
    match fault.downcast_ref::<sqlx::Error>() {
        Some(sqlx::Error::Database(error)) => Some(error.as_ref()),
        _ => None,
    }
}
