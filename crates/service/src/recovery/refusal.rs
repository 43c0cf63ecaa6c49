//! Why a recovery code is not made or not taken.

use crate::two_factor::TwoFactorRefused;
use domain::{Kind, Refusal};

/// Why recovery codes are not made, or one is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryRefused {
    #[error(transparent)]
    TwoFactor(#[from] TwoFactorRefused),
    #[error("A recovery code has 16 digits and letters from `a` to `f`")]
    Form,
    #[error("The recovery code is wrong; type one of the newest set")]
    Wrong,
    #[error("The recovery code was used before; each is good once, type another")]
    Used,
}

impl Refusal for RecoveryRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::TwoFactor(refusal) => refusal.kind(),
            Self::Form => Kind::Invalid,
            Self::Wrong | Self::Used => Kind::Unauthenticated,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TwoFactor(refusal) => refusal.code(),
            Self::Form => "recovery-code-form",
            Self::Wrong => "recovery-code-wrong",
            Self::Used => "recovery-code-used",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TwoFactor(refusal) => refusal.parameters(),
            Self::Form | Self::Wrong | Self::Used => Vec::new(),
        }
    }
}
