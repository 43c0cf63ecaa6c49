//! The one-time link for the first operator.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};

/// Bytes of randomness in a link.
pub const SECRET_LENGTH: usize = 32;

/// How long a link can be used.
pub const LINK_LIFETIME: TimeDelta = TimeDelta::minutes(30);

/// What the link's URL ends with.
#[derive(Clone, PartialEq, Eq)]
pub struct SetupSecret([u8; SECRET_LENGTH]);

impl SetupSecret {
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

    /// What is stored: the SHA-256 in hexadecimal digits.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0))
    }
}

/// Without the secret.
impl std::fmt::Debug for SetupSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SetupSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_back_from_its_text() {
        let secret = SetupSecret::new([7; 32]);
        assert_eq!(SetupSecret::parse(&secret.to_text()), Some(secret));
    }

    #[test]
    fn other_texts_are_no_secret() {
        for text in ["", "x", "é", &"A".repeat(44), &format!("{}=", "A".repeat(43)), &"A".repeat(100_000)] {
            assert_eq!(SetupSecret::parse(text), None);
        }
    }
}
