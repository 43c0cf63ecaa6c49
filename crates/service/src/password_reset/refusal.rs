//! Why a password stays as it is.

use crate::{guard::GuardRefused, links::LinkRefused, recovery::RecoveryRefused, two_factor::TwoFactorRefused};
use domain::{
    Kind, Refusal,
    limits::LimitRefused,
    passwords::{HashingBusy, PasswordRefused},
};

/// Why a password is not reset by a link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResetRefused {
    #[error(transparent)]
    Limit(#[from] LimitRefused),
    #[error(transparent)]
    Link(#[from] LinkRefused),
    #[error("The account has a second factor; show it, or a recovery code, to set a new password")]
    FactorMissing,
    #[error(transparent)]
    Factor(#[from] TwoFactorRefused),
    #[error(transparent)]
    Recovery(#[from] RecoveryRefused),
    #[error(transparent)]
    Password(#[from] PasswordRefused),
}

impl Refusal for ResetRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Limit(refusal) => refusal.kind(),
            Self::Link(refusal) => refusal.kind(),
            Self::FactorMissing => Kind::Forbidden,
            Self::Factor(refusal) => refusal.kind(),
            Self::Recovery(refusal) => refusal.kind(),
            Self::Password(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Limit(refusal) => refusal.code(),
            Self::Link(refusal) => refusal.code(),
            Self::FactorMissing => "reset-factor-missing",
            Self::Factor(refusal) => refusal.code(),
            Self::Recovery(refusal) => refusal.code(),
            Self::Password(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Limit(refusal) => refusal.parameters(),
            Self::Link(_) | Self::FactorMissing => Vec::new(),
            Self::Factor(refusal) => refusal.parameters(),
            Self::Recovery(refusal) => refusal.parameters(),
            Self::Password(refusal) => refusal.parameters(),
        }
    }
}

/// Why an owner's password stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangePasswordRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error(transparent)]
    Limit(#[from] LimitRefused),
    #[error("The current password is not right")]
    WrongPassword,
    #[error(transparent)]
    Busy(#[from] HashingBusy),
    #[error(transparent)]
    Password(#[from] PasswordRefused),
}

impl Refusal for ChangePasswordRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::WrongPassword => Kind::Forbidden,
            Self::Guard(refusal) => refusal.kind(),
            Self::Limit(refusal) => refusal.kind(),
            Self::Busy(refusal) => refusal.kind(),
            Self::Password(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::Limit(refusal) => refusal.code(),
            Self::WrongPassword => "password-current-wrong",
            Self::Busy(refusal) => refusal.code(),
            Self::Password(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::WrongPassword => Vec::new(),
            Self::Guard(refusal) => refusal.parameters(),
            Self::Limit(refusal) => refusal.parameters(),
            Self::Busy(refusal) => refusal.parameters(),
            Self::Password(refusal) => refusal.parameters(),
        }
    }
}

/// Why an operator sets no password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetPasswordRefused {
    #[error("Passwords of others are set by an operator, on the command line")]
    NotOperator,
    #[error("No account has this user name: `{username}`; `fromagerie user list` shows all")]
    NoAccount { username: String },
    #[error(transparent)]
    Password(#[from] PasswordRefused),
}

impl Refusal for SetPasswordRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotOperator => Kind::Forbidden,
            Self::NoAccount { .. } => Kind::NotFound,
            Self::Password(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotOperator => "set-password-not-operator",
            Self::NoAccount { .. } => "set-password-no-account",
            Self::Password(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotOperator => Vec::new(),
            Self::NoAccount { username } => vec![("username", username.clone())],
            Self::Password(refusal) => refusal.parameters(),
        }
    }
}
