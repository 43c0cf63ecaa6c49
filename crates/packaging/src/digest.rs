//! The three digests by which a file is known.

use std::fmt::Write as _;

use blake2::Blake2b256;
use md5::Md5;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::shown::shortened;
use crate::text::checked_text;

/// A SHA-256 digest: 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Hex(String);

/// A BLAKE2b digest of 32 bytes: 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blake2bHex(String);

/// An MD5 digest: 32 hexadecimal digits in lower case.
///
/// Only old clients still ask for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Md5Hex(String);

/// Why a text is not a digest.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the {algorithm} digest is not {digits} hexadecimal digits: `{shown}`; send it in hexadecimal, not in base64")]
pub struct DigestError {
    /// The name of the digest.
    pub algorithm: &'static str,
    /// How many digits it has.
    pub digits: usize,
    /// What was given, shortened.
    pub shown: String,
}

/// All digests of one file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Digests {
    /// SHA-256, which the simple index shows.
    pub sha256: Sha256Hex,
    /// BLAKE2b with 32 bytes, by which the file is stored.
    pub blake2b: Blake2bHex,
    /// MD5, for old clients.
    pub md5: Md5Hex,
}

/// Computes all digests of one stream in one pass.
#[derive(Debug, Clone, Default)]
pub struct Hasher {
    sha256: Sha256,
    blake2b: Blake2b256,
    md5: Md5,
    length: u64,
}

impl Sha256Hex {
    /// Checks 64 hexadecimal digits of either case.
    ///
    /// # Errors
    /// [`DigestError`] for anything else.
    pub fn parse(given: &str) -> Result<Self, DigestError> {
        hexadecimal("SHA-256", 64, given).map(Self)
    }

    /// The digits in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Blake2bHex {
    /// Checks 64 hexadecimal digits of either case.
    ///
    /// # Errors
    /// [`DigestError`] for anything else.
    pub fn parse(given: &str) -> Result<Self, DigestError> {
        hexadecimal("BLAKE2b-256", 64, given).map(Self)
    }

    /// The digits in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Md5Hex {
    /// Checks 32 hexadecimal digits of either case.
    ///
    /// # Errors
    /// [`DigestError`] for anything else.
    pub fn parse(given: &str) -> Result<Self, DigestError> {
        hexadecimal("MD5", 32, given).map(Self)
    }

    /// The digits in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

checked_text!(Sha256Hex, DigestError);
checked_text!(Blake2bHex, DigestError);
checked_text!(Md5Hex, DigestError);

impl Digests {
    /// The digests of bytes that are all in memory.
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = Hasher::new();
        hasher.update(bytes);
        hasher.finish()
    }
}

impl Hasher {
    /// A hasher that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.blake2b.update(bytes);
        self.md5.update(bytes);
        self.length += bytes.len() as u64;
    }

    /// How many bytes it has seen.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The digests of all bytes seen.
    pub fn finish(self) -> Digests {
        Digests {
            sha256: Sha256Hex(digits(&self.sha256.finalize())),
            blake2b: Blake2bHex(digits(&self.blake2b.finalize())),
            md5: Md5Hex(digits(&self.md5.finalize())),
        }
    }
}

fn hexadecimal(algorithm: &'static str, digits: usize, given: &str) -> Result<String, DigestError> {
    let text = given.trim_ascii();
    if text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(DigestError { algorithm, digits, shown: shortened(given) })
}

fn digits(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a String never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_digests_of_abc_are_those_of_the_standards() {
        // RFC 1321, FIPS 180-4; the BLAKE2b figure is Python's hashlib.blake2b(b"abc", digest_size=32).
        let digests = Digests::of(b"abc");
        assert_eq!(digests.md5.as_str(), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(digests.sha256.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(digests.blake2b.as_str(), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    }

    #[test]
    fn digits_of_either_case_are_one_digest() {
        let lower = "ab".repeat(32);
        assert_eq!(Sha256Hex::parse(&lower.to_uppercase()).unwrap().as_str(), lower);
    }

    #[test]
    fn what_is_not_hexadecimal_is_refused() {
        for given in ["", "ab", "kAFQmDzST7DWlj99KOF/cg==", &"g".repeat(32), &"a".repeat(33), "é"] {
            assert!(Md5Hex::parse(given).is_err(), "{given}");
        }
    }

    proptest! {
        #[test]
        fn pieces_give_the_digests_of_the_whole(bytes in any::<Vec<u8>>(), cut in any::<prop::sample::Index>()) {
            let cut = cut.index(bytes.len() + 1);
            let mut hasher = Hasher::new();
            hasher.update(&bytes[..cut]);
            hasher.update(&bytes[cut..]);
            prop_assert_eq!(hasher.length(), bytes.len() as u64);
            prop_assert_eq!(hasher.finish(), Digests::of(&bytes));
        }

        #[test]
        fn no_text_makes_the_parser_panic(given in "\\PC*") {
            if let Ok(digest) = Sha256Hex::parse(&given) {
                prop_assert_eq!(digest.as_str().len(), 64);
            }
        }
    }
}
