//! Why nobody is registered.

use crate::links::LinkRefused;
use domain::{
    Kind, Refusal,
    accounts::{EmailAddressError, UsernameError},
    limits::LimitRefused,
    passwords::PasswordRefused,
    registration::RegistrationClosed,
    switches::SwitchedOff,
};

/// Why nobody is registered. Nothing in it tells which addresses have accounts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterRefused {
    #[error(transparent)]
    Closed(#[from] RegistrationClosed),
    #[error(transparent)]
    SwitchedOff(#[from] SwitchedOff),
    #[error(transparent)]
    Limit(#[from] LimitRefused),
    #[error(transparent)]
    Username(#[from] UsernameError),
    /// Taken, prohibited, kept for somebody or too like another: the same answer for all.
    #[error("The user name is not free: `{username}`; choose another")]
    UsernameUnavailable { username: String },
    #[error(transparent)]
    Address(#[from] EmailAddressError),
    #[error("Addresses of this domain are not taken: `{domain}`; use another address")]
    Domain { domain: String },
    #[error(transparent)]
    Password(#[from] PasswordRefused),
    #[error(transparent)]
    Link(#[from] LinkRefused),
    /// Only said to who has proved to read the address's mail.
    #[error("Your address has an account already; sign in, or reset its password")]
    AddressInUse,
}

impl Refusal for RegisterRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Closed(refusal) => refusal.kind(),
            Self::SwitchedOff(refusal) => refusal.kind(),
            Self::Limit(refusal) => refusal.kind(),
            Self::Password(refusal) => refusal.kind(),
            Self::Link(refusal) => refusal.kind(),
            Self::Username(_) | Self::Address(_) | Self::Domain { .. } => Kind::Invalid,
            Self::UsernameUnavailable { .. } | Self::AddressInUse => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Closed(refusal) => refusal.code(),
            Self::SwitchedOff(refusal) => refusal.code(),
            Self::Limit(refusal) => refusal.code(),
            Self::Username(UsernameError::Length(..)) => "username-length",
            Self::Username(UsernameError::Characters(_)) => "username-characters",
            Self::UsernameUnavailable { .. } => "username-unavailable",
            Self::Address(_) => "address-invalid",
            Self::Domain { .. } => "address-domain",
            Self::Password(refusal) => refusal.code(),
            Self::Link(refusal) => refusal.code(),
            Self::AddressInUse => "address-in-use",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Closed(refusal) => refusal.parameters(),
            Self::SwitchedOff(refusal) => refusal.parameters(),
            Self::Limit(refusal) => refusal.parameters(),
            Self::Username(UsernameError::Length(username, length)) => {
                vec![("username", username.clone()), ("length", length.to_string())]
            }
            Self::Username(UsernameError::Characters(username)) | Self::UsernameUnavailable { username } => {
                vec![("username", username.clone())]
            }
            Self::Domain { domain } => vec![("domain", domain.clone())],
            Self::Password(refusal) => refusal.parameters(),
            Self::Address(_) | Self::Link(_) | Self::AddressInUse => Vec::new(),
        }
    }
}
