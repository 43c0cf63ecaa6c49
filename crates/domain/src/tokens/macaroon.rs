//! Macaroons: the version 2 binary form and its chain of signatures.
//!
//! ```text
//! 2                                the version
//! [1 location] 2 identifier 0      the header
//! (2 caveat 0)*                    first-party caveats
//! 0                                the end of the caveats
//! 6 signature                      32 bytes
//! ```
//!
//! A field is a type, a length and that many bytes; type and length are LEB128
//! numbers, and the type 0 stands alone. The first signature is HMAC-SHA256 of the
//! identifier under a key derived from the root; each caveat replaces the signature
//! by the HMAC of the caveat under it, so anybody can add a caveat and nobody can
//! take one off. Third-party caveats are not taken.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Bytes of a signature, and of a root.
pub const SIGNATURE_LENGTH: usize = 32;

const VERSION: u8 = 2;
const END: u64 = 0;
const LOCATION: u64 = 1;
const IDENTIFIER: u64 = 2;
const SIGNATURE: u64 = 6;

/// The key of the HMAC that turns a root into the key of the first signature.
const KEY_GENERATOR: &[u8] = b"macaroons-key-generator";

/// A macaroon with first-party caveats only.
#[derive(Clone, PartialEq, Eq)]
pub struct Macaroon {
    /// Where it is for; informative, not under the signature.
    pub location: Option<String>,
    pub identifier: Vec<u8>,
    /// The bytes as they stand, because the signature covers them.
    pub caveats: Vec<Vec<u8>>,
    pub(super) signature: [u8; SIGNATURE_LENGTH],
}

/// Why bytes are not a macaroon that we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MacaroonError {
    #[error("it is not a macaroon of version 2")]
    Version,
    #[error("it is cut off")]
    CutOff,
    #[error("its fields are out of order")]
    Order,
    #[error("it holds a third-party caveat")]
    ThirdParty,
    #[error("its signature is not {SIGNATURE_LENGTH} bytes long")]
    Signature,
    #[error("bytes follow its signature")]
    Trailing,
    #[error("it has more than {0} caveats")]
    TooManyCaveats(usize),
}

impl Macaroon {
    /// A macaroon without caveats.
    pub fn new(location: &str, identifier: &[u8], root: &[u8; SIGNATURE_LENGTH]) -> Self {
        let signature = hmac(&hmac(KEY_GENERATOR, root), identifier);
        Self { location: Some(location.to_owned()), identifier: identifier.to_vec(), caveats: Vec::new(), signature }
    }

    /// Adds a caveat; needs no key.
    pub fn attenuate(&mut self, caveat: Vec<u8>) {
        self.signature = hmac(&self.signature, &caveat);
        self.caveats.push(caveat);
    }

    /// Whether the chain of signatures from `root` ends in ours; in constant time.
    pub fn verify(&self, root: &[u8; SIGNATURE_LENGTH]) -> bool {
        let mut key = hmac(KEY_GENERATOR, root);
        let mut message: &[u8] = &self.identifier;
        for caveat in &self.caveats {
            key = hmac(&key, message);
            message = caveat;
        }
        keyed(&key, message).verify_slice(&self.signature).is_ok()
    }

    /// The binary form.
    pub fn serialize(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        if let Some(location) = &self.location {
            write_field(&mut bytes, LOCATION, location.as_bytes());
        }
        write_field(&mut bytes, IDENTIFIER, &self.identifier);
        write_number(&mut bytes, END);
        for caveat in &self.caveats {
            write_field(&mut bytes, IDENTIFIER, caveat);
            write_number(&mut bytes, END);
        }
        write_number(&mut bytes, END);
        write_field(&mut bytes, SIGNATURE, &self.signature);
        bytes
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// [`MacaroonError`]; never panics, whatever the bytes.
    pub fn deserialize(bytes: &[u8], most_caveats: usize) -> Result<Self, MacaroonError> {
        let Some((&VERSION, rest)) = bytes.split_first() else {
            return Err(MacaroonError::Version);
        };
        let mut reader = Reader(rest);
        let (mut kind, mut data) = reader.field()?;
        let mut location = None;
        if kind == LOCATION {
            location = Some(String::from_utf8_lossy(data).into_owned());
            (kind, data) = reader.field()?;
        }
        if kind != IDENTIFIER {
            return Err(MacaroonError::Order);
        }
        let identifier = data.to_vec();
        reader.end()?;
        let caveats = reader.caveats(most_caveats)?;
        let (SIGNATURE, signature) = reader.field()? else {
            return Err(MacaroonError::Order);
        };
        let signature = signature.try_into().map_err(|_| MacaroonError::Signature)?;
        if !reader.0.is_empty() {
            return Err(MacaroonError::Trailing);
        }
        Ok(Self { location, identifier, caveats, signature })
    }
}

/// Without the signature, which is the secret.
impl std::fmt::Debug for Macaroon {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Macaroon")
            .field("location", &self.location)
            .field("identifier", &String::from_utf8_lossy(&self.identifier))
            .field("caveats", &self.caveats.len())
            .finish_non_exhaustive()
    }
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn caveats(&mut self, most: usize) -> Result<Vec<Vec<u8>>, MacaroonError> {
        let mut caveats = Vec::new();
        loop {
            match self.field()? {
                (END, _) => return Ok(caveats),
                (IDENTIFIER, caveat) => caveats.push(caveat.to_vec()),
                (LOCATION, _) => return Err(MacaroonError::ThirdParty),
                _ => return Err(MacaroonError::Order),
            }
            match self.field()? {
                (END, _) => {}
                // A key for somebody else's discharge.
                (4, _) => return Err(MacaroonError::ThirdParty),
                _ => return Err(MacaroonError::Order),
            }
            if caveats.len() > most {
                return Err(MacaroonError::TooManyCaveats(most));
            }
        }
    }

    fn end(&mut self) -> Result<(), MacaroonError> {
        match self.field()? {
            (END, _) => Ok(()),
            _ => Err(MacaroonError::Order),
        }
    }

    fn field(&mut self) -> Result<(u64, &'a [u8]), MacaroonError> {
        let kind = self.number()?;
        if kind == END {
            return Ok((END, &[]));
        }
        let length = usize::try_from(self.number()?).map_err(|_| MacaroonError::CutOff)?;
        let (data, rest) = self.0.split_at_checked(length).ok_or(MacaroonError::CutOff)?;
        self.0 = rest;
        Ok((kind, data))
    }

    /// A LEB128 number of at most five bytes; nothing here is longer than a token.
    fn number(&mut self) -> Result<u64, MacaroonError> {
        let mut number = 0;
        for shift in 0..5 {
            let (&byte, rest) = self.0.split_first().ok_or(MacaroonError::CutOff)?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << (7 * shift);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(MacaroonError::CutOff)
    }
}

fn write_field(bytes: &mut Vec<u8>, kind: u64, data: &[u8]) {
    write_number(bytes, kind);
    write_number(bytes, data.len() as u64);
    bytes.extend_from_slice(data);
}

fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; SIGNATURE_LENGTH] {
    keyed(key, message).finalize().into_bytes().into()
}

fn keyed(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac
}
