//! Mailed links: each works once, for one purpose, until it expires.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Bytes of randomness in a link.
pub const SECRET_LENGTH: usize = 32;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Lets the owner of an address register.
    Invitation,
    /// Makes the account that somebody asked for.
    Registration,
    /// Adds an address to an account, or verifies it again.
    VerifyAddress,
    ResetPassword,
    UndoDeletion,
}

impl LinkKind {
    pub const ALL: [Self; 5] =
        [Self::Invitation, Self::Registration, Self::VerifyAddress, Self::ResetPassword, Self::UndoDeletion];

    /// How long a link can be used.
    pub const fn lifetime(self) -> TimeDelta {
        match self {
            Self::Invitation | Self::UndoDeletion => TimeDelta::days(7),
            Self::Registration | Self::VerifyAddress => TimeDelta::hours(24),
            Self::ResetPassword => TimeDelta::hours(6),
        }
    }

    /// Stable: rows hold it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Registration => "registration",
            Self::VerifyAddress => "verify-address",
            Self::ResetPassword => "reset-password",
            Self::UndoDeletion => "undo-deletion",
        }
    }

    /// The path of its page, which the secret follows.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Invitation => "/account/invitation/",
            Self::Registration => "/account/confirm-registration/",
            Self::VerifyAddress => "/account/verify-address/",
            Self::ResetPassword => "/account/reset-password/",
            Self::UndoDeletion => "/account/undo-deletion/",
        }
    }
}

/// What a link's URL ends with.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkSecret([u8; SECRET_LENGTH]);

impl LinkSecret {
    /// A secret of fresh randomness.
    pub const fn new(bytes: [u8; SECRET_LENGTH]) -> Self {
        Self(bytes)
    }

    /// Reads the end of a link's URL.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// 43 characters of base64url.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored: a SHA-256 in hexadecimal digits. The kind in it keeps a link of
    /// one kind from ever being found as one of another.
    pub fn hash(&self, kind: LinkKind) -> String {
        self.hash_as(kind.as_str())
    }

    /// Like [`hash`](Self::hash), for the links of a room that keeps its own.
    pub fn hash_as(&self, purpose: &str) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"fromagerie link\0");
        hasher.update(purpose);
        hasher.update(b"\0");
        hasher.update(self.0);
        hex::encode(hasher.finalize())
    }
}

/// Without the secret.
impl fmt::Debug for LinkSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LinkSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_secret_comes_back_from_its_text() {
        let secret = LinkSecret::new([7; SECRET_LENGTH]);
        assert_eq!(LinkSecret::parse(&secret.to_text()), Some(secret));
    }

    #[test]
    fn other_texts_are_no_secret() {
        for text in ["", "x", "é", &"A".repeat(44), &format!("{}=", "A".repeat(43)), &"A".repeat(100_000)] {
            assert_eq!(LinkSecret::parse(text), None);
        }
    }

    #[test]
    fn one_secret_has_another_hash_for_each_kind() {
        let secret = LinkSecret::new([7; SECRET_LENGTH]);
        let hashes: BTreeSet<_> = LinkKind::ALL.iter().map(|kind| secret.hash(*kind)).collect();
        assert_eq!(hashes.len(), LinkKind::ALL.len());
    }

    #[test]
    fn every_kind_has_a_page_of_its_own() {
        let paths: BTreeSet<_> = LinkKind::ALL.iter().map(|kind| kind.path()).collect();
        assert_eq!(paths.len(), LinkKind::ALL.len());
        assert!(paths.iter().all(|path| path.starts_with("/account/") && path.ends_with('/')), "{paths:?}");
    }

    #[test]
    fn a_secret_never_shows_in_debug_output() {
        assert_eq!(format!("{:?}", LinkSecret::new([7; SECRET_LENGTH])), "LinkSecret");
    }
}
