//! What the forms themselves refuse, before any act.

use domain::{Kind, Refusal};

/// Why a form of the account is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FormRefused {
    #[error("The two new passwords differ; type the same one twice")]
    PasswordsDiffer,
    #[error("No project is chosen; choose at least one, or the whole account")]
    NoProjectChosen,
    #[error("This is not your user name; type it as it stands above")]
    OtherUsername,
}

impl Refusal for FormRefused {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::PasswordsDiffer => "passwords-differ",
            Self::NoProjectChosen => "token-no-project-chosen",
            Self::OtherUsername => "deletion-other-username",
        }
    }
}
