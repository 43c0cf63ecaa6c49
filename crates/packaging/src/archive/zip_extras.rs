//! The extra fields of zip headers: ZIP64 numbers and Unicode paths.

use super::errors::{ArchiveError, ZipProblem};
use super::shown::Shown;
use super::zip_records::{CentralHeader, LocalHeader, u16_at, u32_at, u64_at};

const ZIP64: u16 = 0x0001;
const UNICODE_PATH: u16 = 0x7075;
const SENTINEL: u32 = u32::MAX;

/// The true sizes of a member as its local header gives them: compressed, uncompressed.
///
/// `at` is the header's offset, for messages.
pub(super) fn local_sizes(header: &LocalHeader, at: u64) -> Result<(u64, u64), ArchiveError> {
    let refuse = |problem: fn(Shown) -> ZipProblem| refusal(at, &header.name, problem);
    let Some(field) = zip64_field(&header.extra, &header.name, at)? else {
        if header.compressed == SENTINEL || header.uncompressed == SENTINEL {
            return Err(refuse(|member| ZipProblem::Zip64Values { member }));
        }
        return Ok((header.compressed.into(), header.uncompressed.into()));
    };
    if field.len() == 8 && header.method != 0 {
        return Err(refuse(|member| ZipProblem::Zip64Length { length: 8, member }));
    }
    // The local header always gives both sizes in this order, whichever has the sentinel; of a
    // stored member one size says both.
    let wide_uncompressed = field.get(..8).map(|bytes| u64_at(bytes, 0));
    let wide_compressed = field.get(8..16).map(|bytes| u64_at(bytes, 0)).or(wide_uncompressed);
    let sizes = widen(header.compressed, wide_compressed).zip(widen(header.uncompressed, wide_uncompressed));
    sizes.ok_or_else(|| refuse(|member| ZipProblem::Zip64Values { member }))
}

/// The true sizes and the offset as the central header gives them: compressed, uncompressed, offset.
pub(super) fn central_numbers(header: &CentralHeader, at: u64) -> Result<(u64, u64, u64), ArchiveError> {
    let refuse = |problem: fn(Shown) -> ZipProblem| refusal(at, &header.name, problem);
    let field = zip64_field(&header.extra, &header.name, at)?.unwrap_or_default();
    let narrow = [header.uncompressed, header.compressed, header.offset];
    // The specification packs only the numbers whose header field has the sentinel.
    let mut numbers = narrow.map(u64::from);
    let mut packed = 0;
    for (number, narrow) in numbers.iter_mut().zip(narrow) {
        if narrow == SENTINEL {
            let wide = field.get(packed..packed + 8);
            *number = u64_at(wide.ok_or_else(|| refuse(|member| ZipProblem::Zip64Values { member }))?, 0);
            packed += 8;
        }
    }
    // Some writers give all numbers at fixed places; that is fine as long as both readings agree.
    let fixed = numbers.iter().zip(field.chunks_exact(8)).all(|(number, wide)| *number == u64_at(wide, 0));
    let disk_is_zero = field.get(24..28).is_none_or(|disk| u32_at(disk, 0) == 0);
    if field.len() != packed && !(fixed && disk_is_zero) {
        return Err(refuse(|member| ZipProblem::Zip64Values { member }));
    }
    let [uncompressed, compressed, offset] = numbers;
    Ok((compressed, uncompressed, offset))
}

/// Walks the extra fields, checks their form, and gives the ZIP64 field if there is one.
fn zip64_field<'a>(extra: &'a [u8], name: &[u8], at: u64) -> Result<Option<&'a [u8]>, ArchiveError> {
    let refuse = |problem: fn(Shown) -> ZipProblem| refusal(at, name, problem);
    let malformed = || refuse(|member| ZipProblem::Extra { member });
    let mut zip64 = None;
    let mut unicode_path = None;
    let mut rest = extra;
    while !rest.is_empty() {
        let head = rest.get(..4).ok_or_else(malformed)?;
        let (id, length) = (u16_at(head, 0), usize::from(u16_at(head, 2)));
        let data = rest.get(4..4 + length).ok_or_else(malformed)?;
        rest = &rest[4 + length..];
        let earlier = match id {
            ZIP64 => zip64.replace(data),
            UNICODE_PATH => unicode_path.replace(data),
            _ => None,
        };
        if earlier.is_some() {
            let member = Shown::from_bytes(name);
            return Err(ArchiveError::zip(at, ZipProblem::DuplicateExtra { id, member }));
        }
    }
    // Version, checksum, name: readers that follow this field must not find another name.
    if unicode_path.is_some_and(|path| path.get(5..) != Some(name)) {
        return Err(refuse(|member| ZipProblem::UnicodePath { member }));
    }
    match zip64 {
        Some(field) if !matches!(field.len(), 0 | 8 | 16 | 24 | 28) => {
            let (length, member) = (field.len(), Shown::from_bytes(name));
            Err(ArchiveError::zip(at, ZipProblem::Zip64Length { length, member }))
        }
        _ => Ok(zip64),
    }
}

/// A header's number, or the wide one where the header has the sentinel; nothing if they contradict.
fn widen(narrow: u32, wide: Option<u64>) -> Option<u64> {
    match wide {
        Some(wide) if narrow == SENTINEL || wide == u64::from(narrow) => Some(wide),
        None if narrow != SENTINEL => Some(narrow.into()),
        _ => None,
    }
}

fn refusal(at: u64, name: &[u8], problem: impl FnOnce(Shown) -> ZipProblem) -> ArchiveError {
    ArchiveError::zip(at, problem(Shown::from_bytes(name)))
}
