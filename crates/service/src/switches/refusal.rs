//! Why a switch stays as it is.

use crate::guard::GuardRefused;
use domain::{Kind, Refusal, switches::Switch};

/// Characters that a reason or a banner may have.
const MOST_CHARACTERS: usize = 500;

/// Why a switch stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SwitchRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error("A reason is missing: people whom the switch stops are told it")]
    NoReason,
    #[error("The text is too long: {length} characters, {most} are allowed", most = MOST_CHARACTERS)]
    TooLong { length: usize },
    #[error("The text holds a control character; write it on one line")]
    Control,
    #[error("The switch is not on: `{}`", .switch.as_str())]
    NotOn { switch: Switch },
    #[error("The switch is not proposed: `{}`", .switch.as_str())]
    NotProposed { switch: Switch },
}

impl Refusal for SwitchRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::NoReason | Self::TooLong { .. } | Self::Control => Kind::Invalid,
            Self::NotOn { .. } | Self::NotProposed { .. } => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::NoReason => "switch-no-reason",
            Self::TooLong { .. } => "switch-text-too-long",
            Self::Control => "switch-text-control",
            Self::NotOn { .. } => "switch-not-on",
            Self::NotProposed { .. } => "switch-not-proposed",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::NoReason | Self::Control => Vec::new(),
            Self::TooLong { length } => vec![("length", length.to_string()), ("most", MOST_CHARACTERS.to_string())],
            Self::NotOn { switch } | Self::NotProposed { switch } => vec![("switch", switch.as_str().to_owned())],
        }
    }
}

/// A reason: one line that says something.
pub(super) fn reason(text: &str) -> Result<&str, SwitchRefused> {
    line(text)?.ok_or(SwitchRefused::NoReason)
}

/// A line of text, if it says something.
pub(super) fn line(text: &str) -> Result<Option<&str>, SwitchRefused> {
    let text = text.trim();
    let length = text.chars().count();
    if MOST_CHARACTERS < length {
        return Err(SwitchRefused::TooLong { length });
    }
    match text.chars().any(char::is_control) {
        true => Err(SwitchRefused::Control),
        false => Ok(Some(text).filter(|text| !text.is_empty())),
    }
}
