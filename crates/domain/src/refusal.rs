//! Refusals (we said no, on purpose) and faults (we broke).

use std::fmt;

/// What sort of no it is; `web/src/error.rs` alone turns it into a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request itself is wrong.
    Invalid,
    /// Who asks is unknown, or the credential does not hold.
    Unauthenticated,
    /// Who asks is known and may not.
    Forbidden,
    /// The thing does not exist, or must seem not to.
    NotFound,
    /// The thing existed and was taken away.
    Gone,
    /// The thing stands against another thing.
    Conflict,
    /// The method does not apply to the address.
    MethodNotAllowed,
    /// The body is of a kind that is not taken.
    UnsupportedMedia,
    /// Too many acts in a window; the seconds until the next one may succeed.
    TooMany { retry_after: u64 },
    /// We cannot serve it now.
    Unavailable,
}

/// A no with a stable code, its parameters and an English line for machines.
pub trait Refusal: fmt::Display + fmt::Debug + Send + Sync + 'static {
    fn kind(&self) -> Kind;

    /// Stable, lower case with hyphens; the key of the message in `templates`.
    fn code(&self) -> &'static str;

    /// Values that the message in another language needs.
    fn parameters(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// How an act fails: refused on purpose, or broken.
#[derive(Debug)]
pub enum Failure<R> {
    Refused(R),
    Broken(anyhow::Error),
}

impl<R: Refusal> Failure<R> {
    /// The same failure with the refusal seen as part of a larger enum.
    pub fn widen<S: Refusal + From<R>>(self) -> Failure<S> {
        match self {
            Self::Refused(refusal) => Failure::Refused(refusal.into()),
            Self::Broken(fault) => Failure::Broken(fault),
        }
    }
}

impl<R: Refusal> From<R> for Failure<R> {
    fn from(refusal: R) -> Self {
        Self::Refused(refusal)
    }
}

impl<R> From<anyhow::Error> for Failure<R> {
    fn from(fault: anyhow::Error) -> Self {
        Self::Broken(fault)
    }
}

impl<R: fmt::Display> fmt::Display for Failure<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(formatter),
            Self::Broken(fault) => write!(formatter, "{fault:#}"),
        }
    }
}

/// The refusal of an act that never says no.
#[derive(Clone, Copy, Debug)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl Refusal for Never {
    fn kind(&self) -> Kind {
        match *self {}
    }

    fn code(&self) -> &'static str {
        match *self {}
    }
}
