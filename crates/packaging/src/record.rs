//! RECORD: a wheel's own list of its members, with their hashes and sizes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::archive::Shown;

/// What is wrong with a RECORD file, or where it and the members differ.
///
/// The rules are those of the specification "Binary distribution format" and of PEP 627.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    #[error("RECORD is not UTF-8 in line `{line}`; {REBUILD}")]
    NotUtf8 { line: usize },
    #[error("RECORD is not valid CSV in line `{line}`; {REBUILD}")]
    NotCsv { line: usize },
    #[error("RECORD does not have the three columns name, hash and size in line `{line}`; {REBUILD}")]
    Columns { line: usize },
    #[error("RECORD has a line that is too long: `{line}`; {REBUILD}")]
    LongLine { line: usize },
    #[error("RECORD is larger than `{most}` bytes; remove files or split the project")]
    TooLarge { most: u64 },
    #[error("RECORD lists a file that is not in the wheel: `{name}`; {REBUILD}")]
    NotInWheel { name: Shown },
    #[error("RECORD does not list a file of the wheel: `{name}`; {REBUILD}")]
    NotListed { name: Shown },
    #[error("RECORD lists a file more than once: `{name}`; {REBUILD}")]
    Twice { name: Shown },
    #[error("RECORD lists a signature file: `{name}`; remove its line, signatures are made after RECORD")]
    ListsSignature { name: Shown },
    #[error("RECORD gives a hash for itself; leave it empty")]
    OwnHash,
    #[error("RECORD gives no hash for a file: `{name}`; {REBUILD}")]
    NoHash { name: Shown },
    #[error("RECORD uses a hash algorithm that is not allowed: `{algorithm}`; use sha256, sha384 or sha512")]
    Algorithm { algorithm: Shown },
    #[error("RECORD has a hash that is not URL-safe base64 without padding: `{name}`; {REBUILD}")]
    HashText { name: Shown },
    #[error("RECORD has a size that is not a number: `{name}`; {REBUILD}")]
    SizeText { name: Shown },
    #[error("RECORD has another size than the file, `{claimed}` where `{found}` was found: `{name}`; {REBUILD}")]
    WrongSize { claimed: u64, found: u64, name: Shown },
    #[error("RECORD has another hash than the file: `{name}`; {REBUILD}")]
    WrongHash { name: Shown },
}

const REBUILD: &str = "build the wheel again, and change nothing in it afterwards";

/// One line of RECORD: a name with forward slashes, and the other columns as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// The name, with backslashes turned into slashes.
    pub name: String,
    /// `algorithm=digest`, or empty.
    pub hash: String,
    /// A decimal number of bytes, or empty.
    pub size: String,
}

/// Reads one line of RECORD, given without its line ending; `line` counts from 1.
///
/// An empty line gives `None`. The dialect is that of Python's `csv` module with its defaults,
/// except that a field never spans lines and a quote never stands inside an unquoted field.
pub fn parse_row(text: &str, line: usize) -> Result<Option<RecordRow>, RecordError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut fields = Vec::with_capacity(3);
    let mut rest = text;
    loop {
        let (field, after) = split_field(rest).ok_or(RecordError::NotCsv { line })?;
        fields.push(field);
        if fields.len() > 3 {
            return Err(RecordError::Columns { line });
        }
        match after {
            Some(after) => rest = after,
            None => break,
        }
    }
    let [name, hash, size]: [String; 3] = fields.try_into().map_err(|_| RecordError::Columns { line })?;
    Ok(Some(RecordRow { name: name.replace('\\', "/"), hash, size }))
}

/// Splits off the first field; the rest is `None` at the end of the line.
fn split_field(text: &str) -> Option<(String, Option<&str>)> {
    let Some(mut quoted) = text.strip_prefix('"') else {
        let (field, rest) = match text.split_once(',') {
            Some((field, rest)) => (field, Some(rest)),
            None => (text, None),
        };
        return (!field.contains('"')).then(|| (field.to_owned(), rest));
    };
    let mut field = String::new();
    loop {
        let (part, after) = quoted.split_once('"')?;
        field.push_str(part);
        if let Some(after) = after.strip_prefix('"') {
            field.push('"');
            quoted = after;
        } else if after.is_empty() {
            return Some((field, None));
        } else {
            return Some((field, Some(after.strip_prefix(',')?)));
        }
    }
}

/// The hash and the size that RECORD gives for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordClaim {
    algorithm: Algorithm,
    digest: Box<[u8]>,
    size: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl RecordClaim {
    /// Reads the hash and the size of a row; both must be there.
    pub fn from_row(row: &RecordRow) -> Result<Self, RecordError> {
        let name = || Shown::from_text(&row.name);
        if row.hash.is_empty() {
            return Err(RecordError::NoHash { name: name() });
        }
        let (algorithm, text) = row.hash.split_once('=').ok_or_else(|| RecordError::HashText { name: name() })?;
        let (algorithm, length) = match algorithm {
            "sha256" => (Algorithm::Sha256, 32),
            "sha384" => (Algorithm::Sha384, 48),
            "sha512" => (Algorithm::Sha512, 64),
            _ => {
                return Err(RecordError::Algorithm { algorithm: Shown::from_text(algorithm) });
            }
        };
        let digest = URL_SAFE_NO_PAD.decode(text).ok().filter(|digest| digest.len() == length);
        let digest = digest.ok_or_else(|| RecordError::HashText { name: name() })?.into_boxed_slice();
        let size = parse_size(&row.size).ok_or_else(|| RecordError::SizeText { name: name() })?;
        Ok(Self { algorithm, digest, size })
    }

    /// A hasher that is fed the member's bytes while they stream by.
    pub fn hasher(&self) -> ClaimHasher {
        match self.algorithm {
            Algorithm::Sha256 => ClaimHasher::Sha256(Sha256::new()),
            Algorithm::Sha384 => ClaimHasher::Sha384(Sha384::new()),
            Algorithm::Sha512 => ClaimHasher::Sha512(Sha512::new()),
        }
    }

    /// Compares the claim with a member that was read to its end.
    pub fn check(&self, name: &str, size: u64, hasher: ClaimHasher) -> Result<(), RecordError> {
        if size != self.size {
            let name = Shown::from_text(name);
            return Err(RecordError::WrongSize { claimed: self.size, found: size, name });
        }
        if !hasher.matches(&self.digest) {
            return Err(RecordError::WrongHash { name: Shown::from_text(name) });
        }
        Ok(())
    }
}

/// Reads a size of RECORD: decimal digits and nothing else.
pub fn parse_size(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A running hash by the algorithm that RECORD names for a member.
#[derive(Debug, Clone)]
pub enum ClaimHasher {
    /// SHA-256.
    Sha256(Sha256),
    /// SHA-384.
    Sha384(Sha384),
    /// SHA-512.
    Sha512(Sha512),
}

impl ClaimHasher {
    /// Adds the next bytes of the member.
    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Sha384(hasher) => hasher.update(bytes),
            Self::Sha512(hasher) => hasher.update(bytes),
        }
    }

    fn matches(self, digest: &[u8]) -> bool {
        match self {
            Self::Sha256(hasher) => hasher.finalize()[..] == *digest,
            Self::Sha384(hasher) => hasher.finalize()[..] == *digest,
            Self::Sha512(hasher) => hasher.finalize()[..] == *digest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RecordClaim, RecordError, RecordRow, parse_row, parse_size};
    use crate::archive::Shown;

    fn row(name: &str, hash: &str, size: &str) -> RecordRow {
        RecordRow { name: name.to_owned(), hash: hash.to_owned(), size: size.to_owned() }
    }

    const EMPTY_SHA256: &str = "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    #[test]
    fn a_plain_row_has_three_columns() {
        assert_eq!(parse_row("a/b.py,sha256=x,12", 1), Ok(Some(row("a/b.py", "sha256=x", "12"))));
        assert_eq!(parse_row("d/RECORD,,", 1), Ok(Some(row("d/RECORD", "", ""))));
    }

    #[test]
    fn an_empty_line_says_nothing() {
        assert_eq!(parse_row("", 1), Ok(None));
    }

    #[test]
    fn quoted_names_may_hold_commas_and_doubled_quotes() {
        assert_eq!(parse_row("\"a,\"\"b\",h,1", 1), Ok(Some(row("a,\"b", "h", "1"))));
    }

    #[test]
    fn backslashes_become_slashes() {
        assert_eq!(parse_row("a\\b.py,h,1", 1), Ok(Some(row("a/b.py", "h", "1"))));
    }

    #[test]
    fn broken_quotes_are_refused_with_their_line() {
        for text in ["\"a,b,c", "a\"b,c,d", "\"a\"b,c,d"] {
            assert_eq!(parse_row(text, 7), Err(RecordError::NotCsv { line: 7 }), "{text}");
        }
    }

    #[test]
    fn other_than_three_columns_are_refused() {
        for text in ["a", "a,b", "a,b,c,d", ",,,,,,,,"] {
            assert_eq!(parse_row(text, 3), Err(RecordError::Columns { line: 3 }), "{text}");
        }
    }

    #[test]
    fn a_right_hash_and_size_pass() {
        let claim = RecordClaim::from_row(&row("a", EMPTY_SHA256, "0")).unwrap();
        assert_eq!(claim.check("a", 0, claim.hasher()), Ok(()));
    }

    #[test]
    fn a_wrong_size_is_told_before_a_wrong_hash() {
        let claim = RecordClaim::from_row(&row("a", EMPTY_SHA256, "1")).unwrap();
        let name = Shown::from_text("a");
        assert_eq!(claim.check("a", 0, claim.hasher()), Err(RecordError::WrongSize { claimed: 1, found: 0, name }));
    }

    #[test]
    fn a_wrong_hash_is_refused() {
        let claim = RecordClaim::from_row(&row("a", EMPTY_SHA256, "1")).unwrap();
        let mut hasher = claim.hasher();
        hasher.update(b"x");
        assert_eq!(claim.check("a", 1, hasher), Err(RecordError::WrongHash { name: Shown::from_text("a") }));
    }

    #[test]
    fn weak_and_unknown_algorithms_are_refused() {
        for hash in ["md5=AAAA", "sha1=AAAA", "sha224=AAAA", "SHA256=AAAA"] {
            let refusal = RecordClaim::from_row(&row("a", hash, "0"));
            assert!(matches!(refusal, Err(RecordError::Algorithm { .. })), "{hash}");
        }
    }

    #[test]
    fn hashes_with_padding_or_of_a_wrong_length_are_refused() {
        for hash in ["sha256", "sha256=AAAA", &format!("{EMPTY_SHA256}="), "sha512=47DEQpj8HBSa"] {
            let refusal = RecordClaim::from_row(&row("a", hash, "0"));
            assert!(matches!(refusal, Err(RecordError::HashText { .. })), "{hash}");
        }
    }

    #[test]
    fn a_missing_hash_is_refused() {
        assert!(matches!(RecordClaim::from_row(&row("a", "", "0")), Err(RecordError::NoHash { .. })));
    }

    #[test]
    fn sizes_are_plain_decimal_numbers() {
        assert_eq!(parse_size("12"), Some(12));
        for text in ["", "+1", "-1", "1.0", " 1", "0x1", "99999999999999999999999"] {
            assert_eq!(parse_size(text), None, "{text}");
        }
    }
}
