//! Why an action is not permitted, with the way out.

use super::Action;
use crate::{
    mandate::{Remedy, Why},
    refusal::{Kind, Refusal},
    switches::SwitchedOff,
    tokens::caveat::CaveatRefused,
};
use chrono::{DateTime, Utc};

/// Why an action is not permitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PermissionRefused {
    #[error("Invalid or non-existent authentication information: the account `{username}` may not act")]
    AccountNotActive { username: String },
    #[error("Invalid or non-existent authentication information: the token was revoked; create a new one")]
    TokenRevoked,
    #[error("The session has ended; sign in again")]
    SessionEnded,
    #[error("Invalid API Token: {0}")]
    Caveat(#[from] CaveatRefused),
    #[error(
        "An API token cannot {words}; an owner does it on the site or an operator by command",
        words = .action.words()
    )]
    NotByToken { action: Action },
    #[error(
        "The user `{username}` isn't allowed to {words}: `{project}`; ask one of its owners for a role",
        words = .action.words()
    )]
    NoRole { username: String, action: Action, project: String },
    #[error(transparent)]
    SwitchedOff(#[from] SwitchedOff),
    #[error("The project `{project}` is archived and takes no change; an owner can unarchive it")]
    Archived { project: String },
    #[error("The project `{project}` is quarantined and takes no change; its reviewers decide about it")]
    Quarantined { project: String },
    #[error(
        "The user `{username}` has no verified primary e-mail address; verify it on the account page, then try again"
    )]
    UnverifiedAddress { username: String },
    #[error(
        "The account `{username}` was recovered and cannot {words} until {until}, see /help/account-recovery/",
        words = .action.words(), until = .until.format("%Y-%m-%d %H:%M UTC")
    )]
    PublishHeld { username: String, action: Action, until: DateTime<Utc> },
    #[error("A trusted publisher publishes to the projects that trust it and does nothing else: `{project}`")]
    NotByPublisher { action: Action, project: String },
    #[error(
        "Two-factor authentication is required to {words} since {since} (mandate `{cohort}`, strength `{strength}`): \
         the user `{username}` must {remedy}, see /help/two-factor/",
        words = .action.words(), since = .why.deadline.date_naive(), cohort = .why.cohort.as_str(),
        strength = .why.strength.as_str(), remedy = remedy_words(*.remedy)
    )]
    SecondFactorRequired { username: String, action: Action, why: Why, remedy: Remedy },
}

impl Refusal for PermissionRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::SessionEnded => Kind::Unauthenticated,
            _ => Kind::Forbidden,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::AccountNotActive { .. } => "account-not-active",
            Self::TokenRevoked => "token-revoked",
            Self::SessionEnded => "session-ended",
            Self::Caveat(_) => "token-caveat",
            Self::NotByToken { .. } => "not-by-token",
            Self::NoRole { .. } => "no-role",
            Self::SwitchedOff(refusal) => refusal.code(),
            Self::Archived { .. } => "project-archived",
            Self::Quarantined { .. } => "project-quarantined",
            Self::UnverifiedAddress { .. } => "unverified-address",
            Self::PublishHeld { .. } => "publish-held",
            Self::NotByPublisher { .. } => "not-by-publisher",
            Self::SecondFactorRequired { .. } => "second-factor-required",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::AccountNotActive { username } | Self::UnverifiedAddress { username } => {
                vec![("username", username.clone())]
            }
            Self::TokenRevoked | Self::SessionEnded => Vec::new(),
            Self::Caveat(refusal) => vec![("reason", refusal.to_string())],
            Self::SwitchedOff(refusal) => refusal.parameters(),
            Self::NotByToken { action } => vec![("action", action.as_str().to_owned())],
            Self::NoRole { username, action, project } => vec![
                ("username", username.clone()),
                ("action", action.as_str().to_owned()),
                ("project", project.clone()),
            ],
            Self::Archived { project } | Self::Quarantined { project } => vec![("project", project.clone())],
            Self::PublishHeld { username, action, until } => vec![
                ("username", username.clone()),
                ("action", action.as_str().to_owned()),
                ("until", until.format("%Y-%m-%d %H:%M UTC").to_string()),
            ],
            Self::NotByPublisher { action, project } => {
                vec![("action", action.as_str().to_owned()), ("project", project.clone())]
            }
            Self::SecondFactorRequired { username, action, why, remedy } => vec![
                ("username", username.clone()),
                ("action", action.as_str().to_owned()),
                ("cohort", why.cohort.as_str().to_owned()),
                ("strength", why.strength.as_str().to_owned()),
                ("gate", why.gate.as_str().to_owned()),
                ("since", why.deadline.date_naive().to_string()),
                ("remedy", remedy.as_str().to_owned()),
                ("mandate", why.mandate.to_string()),
            ],
        }
    }
}

/// What is to be done, for machines; pages choose words of their own.
const fn remedy_words(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::Enrol => "add a second factor on the account page",
        Remedy::EnrolKey => "add a security key or a passkey on the account page",
        Remedy::StepUp => "show the second factor in this session",
        Remedy::StepUpByKey => "show the security key or the passkey in this session",
    }
}
