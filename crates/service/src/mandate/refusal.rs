//! Why a mandate is not written, changed or ended, and what to know about one that is.

use crate::guard::GuardRefused;
use crate::sessions::StepUpRefused;
use domain::{
    Kind, Refusal,
    ids::MandateId,
    mandate::{Cohort, Strength, plan::PlanRefused},
    permission::PermissionRefused,
};

/// Why a mandate stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MandateRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error(transparent)]
    Plan(#[from] PlanRefused),
    #[error("No mandate has this id: `{id}`; `fromagerie mandate show` lists them")]
    NoSuchMandate { id: String },
    #[error("The mandate has ended and changes no more: `{id}`; schedule another")]
    Ended { id: MandateId },
    #[error("No active account has this user name: `{username}`; nothing was changed")]
    NoSuchUser { username: String },
    #[error("No project has this name: `{project}`; nothing was changed")]
    NoSuchProject { project: String },
    #[error("A mandate of the cohort `selected` names at least one user or project")]
    NobodyNamed,
    #[error("Only a mandate of the cohort `selected` names users and projects; this one is `{cohort}`", cohort = .cohort.as_str())]
    NamesWithoutSelection { cohort: Cohort },
    #[error("The list names more than {most} users or projects; use another cohort")]
    TooManyNames { most: usize },
    #[error("A reason is missing: people ask why, and the history keeps the answer")]
    ReasonMissing,
    #[error("The reason is longer than {most} characters")]
    ReasonTooLong { most: usize },
}

impl Refusal for MandateRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::Plan(refusal) => refusal.kind(),
            Self::NoSuchMandate { .. } => Kind::NotFound,
            Self::Ended { .. } => Kind::Conflict,
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::Plan(refusal) => refusal.code(),
            Self::NoSuchMandate { .. } => "mandate-unknown",
            Self::Ended { .. } => "mandate-ended",
            Self::NoSuchUser { .. } => "mandate-no-such-user",
            Self::NoSuchProject { .. } => "mandate-no-such-project",
            Self::NobodyNamed => "mandate-nobody-named",
            Self::NamesWithoutSelection { .. } => "mandate-names-without-selection",
            Self::TooManyNames { .. } => "mandate-too-many-names",
            Self::ReasonMissing => "mandate-reason-missing",
            Self::ReasonTooLong { .. } => "mandate-reason-too-long",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::Plan(refusal) => refusal.parameters(),
            Self::NoSuchMandate { id } => vec![("id", id.clone())],
            Self::Ended { id } => vec![("id", id.to_string())],
            Self::NoSuchUser { username } => vec![("username", username.clone())],
            Self::NoSuchProject { project } => vec![("project", project.clone())],
            Self::NamesWithoutSelection { cohort } => vec![("cohort", cohort.as_str().to_owned())],
            Self::TooManyNames { most } | Self::ReasonTooLong { most } => vec![("most", most.to_string())],
            Self::NobodyNamed | Self::ReasonMissing => Vec::new(),
        }
    }
}

/// Something to know about a plan that is allowed all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanWarning {
    #[error("Nobody belongs to the cohort today: `{cohort}`", cohort = .cohort.as_str())]
    NobodyConcerned { cohort: Cohort },
    #[error(
        "The plan changes nothing while another mandate asks everybody whom it concerns for as much, and no later: \
         `{mandate}`"
    )]
    Needless { mandate: MandateId },
    #[error("The default mandate gave these gates up to the plan: {}", .gates.join(", "))]
    DefaultNarrowed { gates: Vec<&'static str> },
    #[error("The default mandate has ended: the plan takes its place")]
    DefaultReplaced,
    #[error("No mandate is left: nobody needs a second factor any more")]
    NothingLeft,
}

impl PlanWarning {
    /// Stable; pages choose their words by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NobodyConcerned { .. } => "nobody-concerned",
            Self::Needless { .. } => "needless",
            Self::DefaultNarrowed { .. } => "default-narrowed",
            Self::DefaultReplaced => "default-replaced",
            Self::NothingLeft => "nothing-left",
        }
    }
}

/// Why the owners of a project do not require a factor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequireFactorRefused {
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error(transparent)]
    StepUp(#[from] StepUpRefused),
    #[error("No project has this name: `{project}`")]
    NoSuchProject { project: String },
    #[error(
        "The account does not have what it would require of others: the strength `{strength}`; add such a factor first",
        strength = .strength.as_str()
    )]
    OwnFactorTooWeak { strength: Strength },
}

impl Refusal for RequireFactorRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::StepUp(refusal) => refusal.kind(),
            Self::NoSuchProject { .. } => Kind::NotFound,
            Self::OwnFactorTooWeak { .. } => Kind::Forbidden,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::StepUp(refusal) => refusal.code(),
            Self::NoSuchProject { .. } => "no-such-project",
            Self::OwnFactorTooWeak { .. } => "own-factor-too-weak",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::StepUp(refusal) => refusal.parameters(),
            Self::NoSuchProject { project } => vec![("project", project.clone())],
            Self::OwnFactorTooWeak { strength } => vec![("strength", strength.as_str().to_owned())],
        }
    }
}
