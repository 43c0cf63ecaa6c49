//! Recovery codes: single-use codes for whoever lost the second factor.

use crate::ids::AccountId;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Bytes of randomness in a code.
pub const CODE_LENGTH: usize = 8;

/// Codes that an account gets at once.
pub const CODES: usize = 8;

/// Codes left at which their owner is reminded to make new ones.
pub const FEW_CODES: u32 = 2;

/// A code as its owner keeps it: 16 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; CODE_LENGTH]);

impl RecoveryCode {
    /// A code of fresh randomness.
    pub const fn new(bytes: [u8; CODE_LENGTH]) -> Self {
        Self(bytes)
    }

    /// Reads a code; case, spaces and hyphens do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|character| !matches!(character, ' ' | '-')).collect();
        let mut bytes = [0; CODE_LENGTH];
        hex::decode_to_slice(digits, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// What is stored. A code is random, so that one round of SHA-256 is enough; the
    /// account in it keeps one search from finding the codes of all accounts at once.
    pub fn hash(&self, account: AccountId) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"fromagerie recovery code\0");
        hasher.update(account.0.as_bytes());
        hasher.update(self.0);
        hex::encode(hasher.finalize())
    }
}

/// The code itself, to be shown once.
impl fmt::Display for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

/// Without the code.
impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = RecoveryCode::new([0xab, 0xcd, 1, 2, 3, 4, 5, 6]);
        assert_eq!(code.to_string(), "abcd010203040506");
        for typed in ["abcd010203040506", " ABCD 0102 0304 0506", "abcd-0102-0304-0506"] {
            assert_eq!(RecoveryCode::parse(typed), Some(code.clone()), "{typed}");
        }
        for bad in ["", "abcd", "abcd01020304050g", "abcd01020304050607"] {
            assert_eq!(RecoveryCode::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn two_accounts_never_share_a_hash() {
        let code = RecoveryCode::new([1; 8]);
        let of = |id| code.hash(AccountId(Uuid::from_u128(id)));
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}
