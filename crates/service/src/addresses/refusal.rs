//! Why an address stays as it is.

use crate::{guard::GuardRefused, links::LinkRefused};
use domain::{Kind, Refusal, accounts::EmailAddressError, limits::LimitRefused};

/// Addresses that an account may have, waiting ones included.
pub(super) const MOST_ADDRESSES: usize = 10;

/// Why an address stays as it is. Nothing in it tells of other accounts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error(transparent)]
    Limit(#[from] LimitRefused),
    #[error(transparent)]
    Link(#[from] LinkRefused),
    #[error(transparent)]
    Invalid(#[from] EmailAddressError),
    #[error("Addresses of this domain are not taken: `{domain}`; use another address")]
    Domain { domain: String },
    #[error("The address is yours already: `{address}`")]
    Yours { address: String },
    #[error("The account has no such address: `{address}`")]
    Unknown { address: String },
    #[error("The primary address cannot be taken away: `{address}`; make another one primary first")]
    Primary { address: String },
    #[error("The address is not verified: `{address}`; verify it first")]
    NotVerified { address: String },
    #[error("The account has {MOST_ADDRESSES} addresses; take one away first")]
    TooMany,
    /// Only said to who has proved to read the address's mail.
    #[error("Another account has this address; take it away there first")]
    InUse,
}

impl Refusal for AddressRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::Limit(refusal) => refusal.kind(),
            Self::Link(refusal) => refusal.kind(),
            Self::Invalid(_) | Self::Domain { .. } => Kind::Invalid,
            Self::Unknown { .. } => Kind::NotFound,
            _ => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::Limit(refusal) => refusal.code(),
            Self::Link(refusal) => refusal.code(),
            Self::Invalid(_) => "address-invalid",
            Self::Domain { .. } => "address-domain",
            Self::Yours { .. } => "address-yours",
            Self::Unknown { .. } => "address-unknown",
            Self::Primary { .. } => "address-primary",
            Self::NotVerified { .. } => "address-not-verified",
            Self::TooMany => "address-too-many",
            Self::InUse => "address-in-use",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::Limit(refusal) => refusal.parameters(),
            Self::Domain { domain } => vec![("domain", domain.clone())],
            Self::Yours { address }
            | Self::Unknown { address }
            | Self::Primary { address }
            | Self::NotVerified { address } => vec![("address", address.clone())],
            Self::TooMany => vec![("most", MOST_ADDRESSES.to_string())],
            Self::Link(_) | Self::Invalid(_) | Self::InUse => Vec::new(),
        }
    }
}
