//! Why no code is given, and why a programme is not changed.

use crate::guard::GuardRefused;
use domain::{
    Kind, Refusal,
    giveaway::{ClaimRefused, CodesRefused},
};

/// Why somebody gets no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimCodeRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error(transparent)]
    Claim(#[from] ClaimRefused),
}

impl Refusal for ClaimCodeRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::Claim(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::Claim(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::Claim(refusal) => refusal.parameters(),
        }
    }
}

/// Why a programme stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GiveawayRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error("There is no such programme: `{programme}`; `fromagerie giveaway show` lists them")]
    NoProgramme { programme: String },
    #[error(transparent)]
    Codes(#[from] CodesRefused),
}

impl Refusal for GiveawayRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::NoProgramme { .. } => Kind::NotFound,
            Self::Codes(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::NoProgramme { .. } => "giveaway-no-programme",
            Self::Codes(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::NoProgramme { programme } => vec![("programme", programme.clone())],
            Self::Codes(refusal) => refusal.parameters(),
        }
    }
}
