//! Why an account stays.

use crate::{guard::GuardRefused, links::LinkRefused};
use domain::{Kind, Refusal, switches::SwitchedOff};

/// Why an account is not deleted, or its deletion not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeletionRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error(transparent)]
    Link(#[from] LinkRefused),
    #[error(transparent)]
    SwitchedOff(#[from] SwitchedOff),
    #[error(
        "You are the only owner of: `{projects}`; make somebody else an owner or delete it first",
        projects = projects.join("`, `")
    )]
    SoleOwner { projects: Vec<String> },
    #[error("You are the only operator of this index; make another one first")]
    LastOperator,
    #[error("The account is to be deleted already; the mail about it has the link that takes it back")]
    Scheduled,
    #[error("The account is not to be deleted")]
    NotScheduled,
}

impl Refusal for DeletionRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::Link(refusal) => refusal.kind(),
            Self::SwitchedOff(refusal) => refusal.kind(),
            _ => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::Link(refusal) => refusal.code(),
            Self::SwitchedOff(refusal) => refusal.code(),
            Self::SoleOwner { .. } => "deletion-sole-owner",
            Self::LastOperator => "deletion-last-operator",
            Self::Scheduled => "deletion-scheduled",
            Self::NotScheduled => "deletion-not-scheduled",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::SwitchedOff(refusal) => refusal.parameters(),
            Self::SoleOwner { projects } => vec![("projects", projects.join(", "))],
            Self::Link(_) | Self::LastOperator | Self::Scheduled | Self::NotScheduled => Vec::new(),
        }
    }
}
