//! Who may change an account: its owner, or an operator, who was asked again not long ago.

use crate::sessions::{StepUpRefused, require_step_up};
use chrono::{DateTime, Utc};
use domain::{
    Failure, Kind, Refusal,
    ids::AccountId,
    permission::{Action, Actor, PermissionRefused, decide},
};
use store::Read;

/// Why somebody does not get as far as the act itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardRefused {
    #[error("Accounts are changed by their owner, signed in")]
    NotOwner,
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error(transparent)]
    StepUp(#[from] StepUpRefused),
}

impl Refusal for GuardRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotOwner => Kind::Forbidden,
            Self::Permission(refusal) => refusal.kind(),
            Self::StepUp(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotOwner => "account-not-owner",
            Self::Permission(refusal) => refusal.code(),
            Self::StepUp(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotOwner => Vec::new(),
            Self::Permission(refusal) => refusal.parameters(),
            Self::StepUp(refusal) => refusal.parameters(),
        }
    }
}

/// The account of a session that may do this to itself.
pub(crate) async fn owner(
    read: &mut Read,
    actor: &Actor,
    action: Action,
    now: DateTime<Utc>,
) -> Result<AccountId, Failure<GuardRefused>> {
    let Actor::Session(bearer) = actor else {
        return Err(GuardRefused::NotOwner.into());
    };
    permit(read, actor, action, now).await?;
    Ok(bearer.account)
}

/// Lets whoever may do this pass, and the command line always.
pub(crate) async fn permit(
    read: &mut Read,
    actor: &Actor,
    action: Action,
    now: DateTime<Utc>,
) -> Result<(), Failure<GuardRefused>> {
    let facts = store::permission::facts(read, actor, None).await?;
    decide(now, actor, action, &facts).map_err(GuardRefused::from)?;
    require_step_up(read, actor, now).await.map_err(Failure::widen)
}
