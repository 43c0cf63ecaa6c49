//! How a job fails: a fault is tried again, a refusal never.

use domain::{Failure, Refusal};
use std::fmt;

/// Why a job did not end well.
#[derive(Debug)]
pub enum JobFailure {
    /// The job can never succeed; the line says why.
    Refused(String),
    /// Something broke; another attempt may succeed.
    Broken(anyhow::Error),
}

impl<R: Refusal> From<Failure<R>> for JobFailure {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(refusal.to_string()),
            Failure::Broken(fault) => Self::Broken(fault),
        }
    }
}

impl From<anyhow::Error> for JobFailure {
    fn from(fault: anyhow::Error) -> Self {
        Self::Broken(fault)
    }
}

impl fmt::Display for JobFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(line) => formatter.write_str(line),
            Self::Broken(fault) => write!(formatter, "{fault:#}"),
        }
    }
}
