//! Single headers of a zip: flags, methods, names, attributes and the end record's counts.

use super::errors::{ArchiveError, MemberProblem, ZipProblem};
use super::shown::Shown;
use super::zip_records::{CentralHeader, EndRecord, LocalHeader};

pub(super) const FLAG_UTF8: u16 = 1 << 11;
const FLAG_DESCRIPTOR: u16 = 1 << 3;
/// Encryption, strong encryption, masked headers.
const FLAGS_ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// How hard a deflater tried, and UTF-8 names.
const FLAGS_ALLOWED: u16 = 1 << 1 | 1 << 2 | FLAG_UTF8;
pub(super) const METHOD_STORED: u16 = 0;
pub(super) const METHOD_DEFLATED: u16 = 8;

pub(super) fn check_local(header: &LocalHeader, at: u64) -> Result<(), ArchiveError> {
    check_flags(header.flags, &header.name, at)?;
    if !matches!(header.method, METHOD_STORED | METHOD_DEFLATED) {
        let (method, member) = (header.method, Shown::from_bytes(&header.name));
        return Err(ArchiveError::zip(at, ZipProblem::Compression { method, member }));
    }
    Ok(())
}

pub(super) fn check_flags(flags: u16, name: &[u8], at: u64) -> Result<(), ArchiveError> {
    let member = || Shown::from_bytes(name);
    let problem = if flags & FLAGS_ENCRYPTED != 0 {
        ZipProblem::Encrypted { member: member() }
    } else if flags & FLAG_DESCRIPTOR != 0 {
        ZipProblem::DataDescriptor { member: member() }
    } else if flags & !FLAGS_ALLOWED != 0 {
        ZipProblem::UnknownFlags { flags: flags & !FLAGS_ALLOWED, member: member() }
    } else {
        return Ok(());
    };
    Err(ArchiveError::zip(at, problem))
}

/// The name as text; without the mark for UTF-8, readers would guess different characters.
pub(super) fn decode_name(name: &[u8], flags: u16, at: u64) -> Result<&str, ArchiveError> {
    let text = std::str::from_utf8(name).map_err(|_| refusal(at, name, |member| ZipProblem::NameNotUtf8 { member }))?;
    if flags & FLAG_UTF8 == 0 && !text.is_ascii() {
        return Err(refusal(at, name, |member| ZipProblem::NameNotMarked { member }));
    }
    Ok(text)
}

/// Refuses symbolic links, devices and folders that are not named like one.
pub(super) fn check_attributes(header: &CentralHeader, raw_name: &str) -> Result<(), ArchiveError> {
    const TYPE: u32 = 0o170_000;
    const FILE: u32 = 0o100_000;
    const FOLDER: u32 = 0o040_000;
    // The upper half is the Unix mode; installers look at it whatever the host system.
    match header.external_attributes >> 16 & TYPE {
        0 | FILE => Ok(()),
        FOLDER if raw_name.ends_with('/') => Ok(()),
        _ => Err(ArchiveError::member(raw_name, MemberProblem::SpecialFile)),
    }
}

/// Compares an end record with what was walked; `or_sentinel` lets the full value stand for any.
pub(super) fn compare_end(
    record: &EndRecord,
    walked: &EndRecord,
    at: u64,
    or_sentinel: bool,
) -> Result<(), ArchiveError> {
    const NARROW: u64 = 0xffff;
    const WIDE: u64 = 0xffff_ffff;
    if [record.disk, record.central_disk].iter().any(|disk| *disk != 0 && !(or_sentinel && *disk == NARROW)) {
        return Err(ArchiveError::zip(at, ZipProblem::SeveralDisks));
    }
    for (field, claimed, found, sentinel) in [
        ("number of members on this disk", record.count_here, walked.count_here, NARROW),
        ("number of members", record.count, walked.count, NARROW),
        ("size of the central directory", record.size, walked.size, WIDE),
        ("offset of the central directory", record.offset, walked.offset, WIDE),
    ] {
        if claimed != found && !(or_sentinel && claimed == sentinel) {
            return Err(ArchiveError::zip(at, ZipProblem::EndRecord { field, claimed, found }));
        }
    }
    Ok(())
}

pub(super) fn refusal(at: u64, name: &[u8], problem: impl FnOnce(Shown) -> ZipProblem) -> ArchiveError {
    ArchiveError::zip(at, problem(Shown::from_bytes(name)))
}
