//! Why something is not done for a recovery case.

use crate::{guard::GuardRefused, links::LinkRefused};
use domain::{Kind, Refusal, limits::LimitRefused, recovery_cases::CaseActRefused};

/// Why a case is not opened, or something is not done with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCaseRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error(transparent)]
    Limit(#[from] LimitRefused),
    #[error(transparent)]
    Link(#[from] LinkRefused),
    #[error(transparent)]
    Act(#[from] CaseActRefused),
    #[error("This is no e-mail address: `{address}`; type one that you read")]
    Contact { address: String },
    #[error("Say what happened, in at most {most} characters")]
    Text { most: usize },
    #[error("An open case of this account is looked at already; it has to end first")]
    OpenAlready,
    #[error("The owner of the account said no not long ago; ask again after {until}, or with a verified address")]
    Quiet { until: String },
    #[error("Another account has this e-mail address: `{address}`; begin again with one of your own")]
    ContactTaken { address: String },
    #[error("This account is not recovered here; ask an operator of the index")]
    NotRecoverable,
    #[error("This is no address of a repository: `{url}`; type one that begins with `https://`")]
    RepositoryUrl { url: String },
    #[error("Nobody of this user name owns a project together with the account: `{username}`; name a co-owner")]
    NoCoOwner { username: String },
    #[error("This stands in the case already: `{statement}`")]
    NamedAlready { statement: String },
    #[error("A case takes no more than {most} of a kind; write the rest into a text that you place in a repository")]
    TooMuch { most: usize },
    #[error("Nobody asked this account to vouch")]
    NotAsked,
    #[error("Vouching takes a session that began with a second factor; sign in with yours")]
    VoucherFactor,
    #[error("You have answered already; an operator can take it back")]
    AnsweredAlready,
    #[error("No case has this number; the list of cases shows all")]
    NoCase,
    #[error("No evidence of the case has this number; its page shows all")]
    NoEvidence,
    #[error("Cases are judged by operators who are signed in, so that two of them are told apart")]
    NotSignedIn,
    #[error("You are a party to this case; leave it to the other operators")]
    IsParty,
    #[error("You have decided about this case already; another operator has to agree")]
    DecidedAlready,
    #[error("Nothing that the requester showed is proved; without that nobody is let in")]
    NothingProved,
    #[error("Only a repository is proved by an operator; addresses and co-owners answer for themselves")]
    ProvesItself,
}

impl Refusal for RecoveryCaseRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::Limit(refusal) => refusal.kind(),
            Self::Link(refusal) => refusal.kind(),
            Self::Act(refusal) => refusal.kind(),
            Self::Contact { .. } | Self::Text { .. } | Self::RepositoryUrl { .. } | Self::NoCoOwner { .. } => {
                Kind::Invalid
            }
            Self::NoCase | Self::NoEvidence | Self::NotAsked => Kind::NotFound,
            Self::VoucherFactor | Self::NotSignedIn | Self::IsParty => Kind::Forbidden,
            _ => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::Limit(refusal) => refusal.code(),
            Self::Link(refusal) => refusal.code(),
            Self::Act(refusal) => refusal.code(),
            Self::Contact { .. } => "recovery-contact",
            Self::Text { .. } => "recovery-text",
            Self::OpenAlready => "recovery-open-already",
            Self::Quiet { .. } => "recovery-quiet",
            Self::ContactTaken { .. } => "recovery-contact-taken",
            Self::NotRecoverable => "recovery-not-here",
            Self::RepositoryUrl { .. } => "recovery-repository-url",
            Self::NoCoOwner { .. } => "recovery-no-co-owner",
            Self::NamedAlready { .. } => "recovery-named-already",
            Self::TooMuch { .. } => "recovery-too-much",
            Self::NotAsked => "recovery-not-asked",
            Self::VoucherFactor => "recovery-voucher-factor",
            Self::AnsweredAlready => "recovery-answered-already",
            Self::NoCase => "recovery-no-case",
            Self::NoEvidence => "recovery-no-evidence",
            Self::NotSignedIn => "recovery-not-signed-in",
            Self::IsParty => "recovery-is-party",
            Self::DecidedAlready => "recovery-decided-already",
            Self::NothingProved => "recovery-nothing-proved",
            Self::ProvesItself => "recovery-proves-itself",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::Limit(refusal) => refusal.parameters(),
            Self::Contact { address } | Self::ContactTaken { address } => vec![("address", address.clone())],
            Self::Text { most } | Self::TooMuch { most } => vec![("most", most.to_string())],
            Self::Quiet { until } => vec![("until", until.clone())],
            Self::RepositoryUrl { url } => vec![("url", url.clone())],
            Self::NoCoOwner { username } => vec![("username", username.clone())],
            Self::NamedAlready { statement } => vec![("statement", statement.clone())],
            _ => Vec::new(),
        }
    }
}
