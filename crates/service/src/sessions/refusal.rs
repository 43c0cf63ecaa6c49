//! Why nobody is signed in, stepped up or signed out.

use crate::{recovery::RecoveryRefused, two_factor::TwoFactorRefused};
use domain::{Kind, Refusal, limits::LimitRefused, passwords::HashingBusy};
use uuid::Uuid;

/// Why what somebody shows is not taken, at a sign-in or a step-up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofRefused {
    #[error(transparent)]
    Factor(#[from] TwoFactorRefused),
    #[error(transparent)]
    Recovery(#[from] RecoveryRefused),
    #[error(transparent)]
    Limit(#[from] LimitRefused),
    #[error(transparent)]
    Busy(#[from] HashingBusy),
}

impl Refusal for ProofRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Factor(refusal) => refusal.kind(),
            Self::Recovery(refusal) => refusal.kind(),
            Self::Limit(refusal) => refusal.kind(),
            Self::Busy(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Factor(refusal) => refusal.code(),
            Self::Recovery(refusal) => refusal.code(),
            Self::Limit(refusal) => refusal.code(),
            Self::Busy(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Factor(refusal) => refusal.parameters(),
            Self::Recovery(refusal) => refusal.parameters(),
            Self::Limit(refusal) => refusal.parameters(),
            Self::Busy(refusal) => refusal.parameters(),
        }
    }
}

impl<R> From<R> for SignInRefused
where
    ProofRefused: From<R>,
{
    fn from(refusal: R) -> Self {
        Self::Proof(refusal.into())
    }
}

impl<R> From<R> for StepUpRefused
where
    ProofRefused: From<R>,
{
    fn from(refusal: R) -> Self {
        Self::Proof(refusal.into())
    }
}

/// Why a sign-in does not go on. Nothing in it tells which accounts exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefused {
    #[error("The user name or the password is wrong")]
    Wrong,
    #[error("The account is frozen: `{username}`; ask an operator of the index why")]
    AccountFrozen { username: String },
    #[error("The account is disabled: `{username}`; ask an operator of the index why")]
    AccountDisabled { username: String },
    #[error(
        "The password is known from a leak of another site and signs nobody in any more; a mail with a link to \
         choose a new one was sent"
    )]
    PasswordCompromised,
    #[error("The password signs nobody in until it is reset; ask for a link to choose a new one")]
    PasswordToReset,
    #[error("The sign-in took too long, was finished or was given up; sign in again")]
    Over,
    #[error("The code is wrong; {left} more attempts are left")]
    DeviceCodeWrong { left: i32 },
    #[error("The link was used, has expired or is none; sign in again")]
    DeviceLinkNotOpen,
    #[error("The link works only in the browser that signs in; type the code of the mail there")]
    DeviceLinkElsewhere,
    #[error("The sign-in on this device is not confirmed yet; follow the link of the mail or type its code")]
    DeviceNotConfirmed,
    #[error(transparent)]
    Proof(ProofRefused),
}

impl Refusal for SignInRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Wrong | Self::DeviceCodeWrong { .. } => Kind::Unauthenticated,
            Self::AccountFrozen { .. }
            | Self::AccountDisabled { .. }
            | Self::PasswordCompromised
            | Self::PasswordToReset
            | Self::DeviceLinkElsewhere
            | Self::DeviceNotConfirmed => Kind::Forbidden,
            Self::Over => Kind::Invalid,
            Self::DeviceLinkNotOpen => Kind::NotFound,
            Self::Proof(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "sign-in-wrong",
            Self::AccountFrozen { .. } => "sign-in-frozen",
            Self::AccountDisabled { .. } => "sign-in-disabled",
            Self::PasswordCompromised => "sign-in-compromised",
            Self::PasswordToReset => "sign-in-reset",
            Self::Over => "sign-in-over",
            Self::DeviceCodeWrong { .. } => "device-code-wrong",
            Self::DeviceLinkNotOpen => "device-link-not-open",
            Self::DeviceLinkElsewhere => "device-link-elsewhere",
            Self::DeviceNotConfirmed => "device-not-confirmed",
            Self::Proof(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::AccountFrozen { username } | Self::AccountDisabled { username } => {
                vec![("username", username.clone())]
            }
            Self::DeviceCodeWrong { left } => vec![("left", left.to_string())],
            Self::Proof(refusal) => refusal.parameters(),
            _ => Vec::new(),
        }
    }
}

/// Why a session does not step up, or why an act wants it to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepUpRefused {
    #[error("Confirm first that it is you, with a second factor or, without one, with the password")]
    Required,
    #[error("The session has ended; sign in again")]
    Ended,
    #[error("The password is wrong")]
    PasswordWrong,
    #[error("The account has a second factor; confirm with that, not with the password")]
    FactorNeeded,
    #[error(transparent)]
    Proof(ProofRefused),
}

impl Refusal for StepUpRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Required | Self::FactorNeeded => Kind::Forbidden,
            Self::Ended | Self::PasswordWrong => Kind::Unauthenticated,
            Self::Proof(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Required => "step-up-required",
            Self::Ended => "session-ended",
            Self::PasswordWrong => "step-up-password-wrong",
            Self::FactorNeeded => "step-up-factor-needed",
            Self::Proof(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Proof(refusal) => refusal.parameters(),
            Self::Required | Self::Ended | Self::PasswordWrong | Self::FactorNeeded => Vec::new(),
        }
    }
}

/// Why a session or a device is not taken away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionRefused {
    #[error("Sessions and devices are managed by their owner, who is signed in on the site")]
    NotSignedIn,
    #[error("The account has no session of this id; reload the page: `{id}`")]
    NoSession { id: Uuid },
    #[error("The account has no device of this id; reload the page: `{id}`")]
    NoDevice { id: Uuid },
}

impl Refusal for SessionRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotSignedIn => Kind::Unauthenticated,
            Self::NoSession { .. } | Self::NoDevice { .. } => Kind::NotFound,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "session-not-signed-in",
            Self::NoSession { .. } => "session-unknown",
            Self::NoDevice { .. } => "device-unknown",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotSignedIn => Vec::new(),
            Self::NoSession { id } | Self::NoDevice { id } => vec![("id", id.to_string())],
        }
    }
}
