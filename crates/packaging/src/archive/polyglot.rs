//! Whether a file would also be taken for an archive of the other kind.

use std::io::{Read, Seek};

use super::errors::ArchiveError;
use super::source::Source;

/// The size of a tar's header.
pub(super) const BLOCK: usize = 512;

const END_SIGNATURE: &[u8] = b"PK\x05\x06";
const CENTRAL_SIGNATURE: &[u8] = b"PK\x01\x02";
const LOCATOR_SIGNATURE: &[u8] = b"PK\x06\x07";
const END_LENGTH: usize = 22;
const LOCATOR_LENGTH: usize = 20;
const LONGEST_COMMENT: usize = 0xffff;

/// Whether the file starts with a tar header whose checksum is right.
///
/// Readers that guess the format, such as Python's `tarfile.open`, look at nothing else.
pub(super) fn is_tar<R: Read + Seek>(source: &mut Source<'_, R>) -> Result<bool, ArchiveError> {
    let block = source.read_at(0, BLOCK)?;
    let Ok(block) = <&[u8; BLOCK]>::try_from(block.as_slice()) else {
        return Ok(false);
    };
    let claimed = parse_checksum(&block[148..156]);
    Ok(claimed.is_some_and(|claimed| claimed == sum(block) || claimed == signed_sum(block)))
}

/// The sum of a header's bytes, its own checksum counted as spaces.
pub(super) fn sum(block: &[u8; BLOCK]) -> i64 {
    checked_bytes(block).map(i64::from).sum()
}

/// Reads the checksum field: octal digits between spaces and NULs.
pub(super) fn parse_checksum(field: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(field).ok()?.trim_matches([' ', '\0']);
    i64::from_str_radix(text, 8).ok().filter(|_| !text.starts_with(['+', '-']))
}

fn signed_sum(block: &[u8; BLOCK]) -> i64 {
    // Some old writers added the bytes as signed numbers, and most readers still accept it.
    checked_bytes(block).map(|byte| i64::from(byte.cast_signed())).sum()
}

fn checked_bytes(block: &[u8; BLOCK]) -> impl Iterator<Item = u8> {
    block.iter().enumerate().map(|(index, byte)| if (148..156).contains(&index) { b' ' } else { *byte })
}

/// Whether a zip reader would find its way into the file from its end.
///
/// True if an end-of-central-directory record stands in the last 64 KiB and 22 bytes and what
/// it points at makes sense: a central header lies right before it by size, or where its offset
/// says, or a ZIP64 locator precedes it, or it says that the archive is empty. The signature alone is
/// not enough, because compressed data contains it by chance once in 65 000 files.
pub(super) fn is_zip<R: Read + Seek>(source: &mut Source<'_, R>) -> Result<bool, ArchiveError> {
    let most = END_LENGTH + LONGEST_COMMENT + LOCATOR_LENGTH;
    let start = source.length().saturating_sub(most as u64);
    let tail = source.read_at(start, most)?;
    for position in (0..=tail.len().saturating_sub(END_LENGTH)).rev() {
        let Some(end) = tail.get(position..position + END_LENGTH) else {
            continue;
        };
        if !end.starts_with(END_SIGNATURE) {
            continue;
        }
        if position >= LOCATOR_LENGTH && tail[position - LOCATOR_LENGTH..].starts_with(LOCATOR_SIGNATURE) {
            return Ok(true);
        }
        let size = u64::from(u32_at(end, 12));
        let offset = u64::from(u32_at(end, 16));
        if size == 0 && offset == 0 && end[8..12] == [0; 4] {
            return Ok(true);
        }
        let by_size = (start + position as u64).checked_sub(size);
        for place in [Some(offset), by_size].into_iter().flatten() {
            if source.read_at(place, CENTRAL_SIGNATURE.len())? == CENTRAL_SIGNATURE {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{Source, is_tar, is_zip};

    fn zip_at_the_end(bytes: &[u8]) -> bool {
        let mut file = Cursor::new(bytes.to_vec());
        is_zip(&mut Source::new(&mut file).unwrap()).unwrap()
    }

    fn end_record(count: u16, size: u32, offset: u32) -> Vec<u8> {
        let mut record = b"PK\x05\x06\0\0\0\0".to_vec();
        record.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        record.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
        record.extend([0, 0]);
        record
    }

    #[test]
    fn an_end_record_behind_a_central_header_makes_a_zip() {
        let by_size = [b"xxPK\x01\x02yyyy".as_slice(), &end_record(1, 8, 99)].concat();
        assert!(zip_at_the_end(&by_size));
        let by_offset = [b"xxPK\x01\x02yyyy".as_slice(), &end_record(1, 1, 2), b"a comment"].concat();
        assert!(zip_at_the_end(&by_offset));
    }

    #[test]
    fn an_empty_zip_at_the_end_makes_a_zip() {
        assert!(zip_at_the_end(&[b"anything".as_slice(), &end_record(0, 0, 0)].concat()));
    }

    #[test]
    fn a_zip64_locator_before_the_end_record_makes_a_zip() {
        let bytes = [b"PK\x06\x07".as_slice(), &[7; 16], &end_record(9, 9, 9)].concat();
        assert!(zip_at_the_end(&bytes));
    }

    #[test]
    fn a_signature_that_points_nowhere_makes_no_zip() {
        assert!(!zip_at_the_end(&end_record(7, 7, 7)));
        assert!(!zip_at_the_end(b"PK\x05\x06"));
        assert!(!zip_at_the_end(b""));
    }

    #[test]
    fn a_block_with_a_wrong_checksum_is_no_tar() {
        let mut file = Cursor::new(vec![b'1'; 1024]);
        assert!(!is_tar(&mut Source::new(&mut file).unwrap()).unwrap());
    }

    #[test]
    fn old_tars_with_signed_checksums_are_tars() {
        let mut block = vec![0_u8; 512];
        block[0] = 0xff;
        let signed = 8 * 32 - 1;
        block[148..154].copy_from_slice(format!("{signed:06o}").as_bytes());
        let mut file = Cursor::new(block);
        assert!(is_tar(&mut Source::new(&mut file).unwrap()).unwrap());
    }
}
