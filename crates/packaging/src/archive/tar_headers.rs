//! The 512-byte header of a tar member.

use super::errors::{ArchiveError, TarProblem};
use super::polyglot::{BLOCK, parse_checksum, sum};
use super::shown::Shown;

const USTAR_MAGIC: &[u8] = b"ustar\0";
const GNU_MAGIC: &[u8] = b"ustar  \0";

/// What a header is followed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderKind {
    /// A member of the archive.
    Member(TarKind),
    /// Records of the pax format for the next member.
    PaxLocal,
    /// Records of the pax format for all members that follow.
    PaxGlobal,
    /// The next member's long name, as GNU tar writes it.
    LongName,
    /// The next member's long link target, as GNU tar writes it.
    LongLink,
}

/// The kinds of members that an sdist may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TarKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    SymbolicLink,
    /// A hard link to an earlier member.
    HardLink,
}

/// A header as it stands, before longer names or sizes replace its own.
#[derive(Debug)]
pub(super) struct TarHeader {
    pub(super) name: Vec<u8>,
    pub(super) link: Vec<u8>,
    pub(super) size: u64,
    pub(super) kind: HeaderKind,
}

/// Reads one header; `at` is its offset in the expanded tar.
pub(super) fn parse_header(block: &[u8; BLOCK], at: u64) -> Result<TarHeader, ArchiveError> {
    let refuse = |problem| ArchiveError::tar(at, problem);
    if parse_checksum(&block[148..156]) != Some(sum(block)) {
        return Err(refuse(TarProblem::Checksum));
    }
    let mut name = text_field(&block[..100]).to_vec();
    if block[257..].starts_with(USTAR_MAGIC) {
        let prefix = text_field(&block[345..500]);
        if !prefix.is_empty() {
            name = [prefix, b"/", &name].concat();
        }
    } else if !block[257..].starts_with(GNU_MAGIC) || block[345..].iter().any(|byte| *byte != 0) {
        // GNU tar's own fields lie where others look for the prefix of the name.
        return Err(refuse(sparse_or(block[156], TarProblem::UnknownFormat, &name)));
    }
    for (field, range) in [
        ("mode", 100..108),
        ("owner", 108..116),
        ("group", 116..124),
        ("time", 136..148),
        ("major device", 329..337),
        ("minor device", 337..345),
    ] {
        if block[range.start] & 0x80 == 0 {
            parse_number(&block[range]).ok_or_else(|| refuse(TarProblem::Number { field }))?;
        }
    }
    let size = parse_number(&block[124..136]).ok_or_else(|| refuse(TarProblem::Number { field: "size" }))?;
    let kind = match block[156] {
        b'0' | 0 => HeaderKind::Member(TarKind::File),
        b'1' => HeaderKind::Member(TarKind::HardLink),
        b'2' => HeaderKind::Member(TarKind::SymbolicLink),
        b'5' => HeaderKind::Member(TarKind::Folder),
        b'x' => HeaderKind::PaxLocal,
        b'g' => HeaderKind::PaxGlobal,
        b'L' => HeaderKind::LongName,
        b'K' => HeaderKind::LongLink,
        other => {
            let problem = TarProblem::Kind { kind: Shown::from_bytes(&[other]), member: Shown::from_bytes(&name) };
            return Err(refuse(sparse_or(other, problem, &name)));
        }
    };
    Ok(TarHeader { name, link: text_field(&block[157..257]).to_vec(), size, kind })
}

fn sparse_or(kind: u8, problem: TarProblem, name: &[u8]) -> TarProblem {
    match kind {
        b'S' => TarProblem::Sparse { member: Shown::from_bytes(name) },
        _ => problem,
    }
}

/// The bytes of a field up to its first NUL.
pub(super) fn text_field(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// A number that is not negative: octal digits, or base 256 behind a set first bit.
fn parse_number(field: &[u8]) -> Option<u64> {
    let (first, rest) = field.split_first()?;
    if first & 0x80 == 0 {
        let text = std::str::from_utf8(text_field(field)).ok()?.trim_matches(' ');
        if text.is_empty() {
            return Some(0);
        }
        return u64::from_str_radix(text, 8).ok().filter(|_| !text.starts_with('+'));
    }
    // The second bit is the sign.
    if first & 0x40 != 0 {
        return None;
    }
    rest.iter().try_fold(u64::from(first & 0x3f), |number, byte| {
        number.checked_mul(256).map(|number| number + u64::from(*byte))
    })
}

#[cfg(test)]
mod tests {
    use super::parse_number;

    #[test]
    fn octal_numbers_may_be_padded() {
        for field in [b"0000017\0", b"     17 ", b"17\0\0\0\0\0\0"] {
            assert_eq!(parse_number(field), Some(15));
        }
        assert_eq!(parse_number(&[0; 8]), Some(0));
    }

    #[test]
    fn base_256_numbers_are_read_up_to_64_bits() {
        assert_eq!(parse_number(&[0x80, 0, 0, 0, 0, 0, 1, 2]), Some(258));
        let most = [0x80, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(parse_number(&most), Some(u64::MAX));
        assert_eq!(parse_number(&[0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), None);
    }

    #[test]
    fn negative_and_garbled_numbers_are_none() {
        for field in [b"\xff\xff\xff\xff\xff\xff\xff\xff", b"0000019\0", b"-000017\0", b"+000017\0", b"1 7     "] {
            assert_eq!(parse_number(field), None, "{field:?}");
        }
    }
}
