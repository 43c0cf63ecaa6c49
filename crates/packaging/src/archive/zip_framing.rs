//! The framing of a zip: one walk over all records, which must have one meaning only.
//!
//! A zip can be read from its start, record by record, or from its end, by its central
//! directory. Installers do either, so a file on which both do not agree in everything is
//! refused. PyPI learned this in 2025 (CVE-2025-54368).

use std::io::{Read, Seek};

use super::errors::{ArchiveError, MemberProblem, ZipProblem};
use super::limits::Limits;
use super::names::{NameIndex, NameKind, check_name};
use super::polyglot::is_tar;
use super::shown::Shown;
use super::source::Source;
use super::zip_checks::{
    FLAG_UTF8, METHOD_DEFLATED, METHOD_STORED, check_attributes, check_flags, check_local, compare_end, decode_name,
    refusal,
};
use super::zip_extras::{central_numbers, local_sizes};
use super::zip_records::{CENTRAL, END, END64, EndRecord, LOCAL, LOCATOR, RecordReader};

/// Where a member's data is and what it must expand to.
#[derive(Debug, Clone)]
pub(super) struct ZipMember {
    pub(super) header_offset: u64,
    pub(super) data_offset: u64,
    pub(super) compressed: u64,
    pub(super) uncompressed: u64,
    pub(super) checksum: u32,
    pub(super) deflated: bool,
    pub(super) is_folder: bool,
    marked_utf8: bool,
    in_central: bool,
}

/// The members of a zip in the order of the file, and their names under the same numbers.
#[derive(Debug)]
pub(super) struct ZipFraming {
    pub(super) names: NameIndex,
    pub(super) members: Vec<ZipMember>,
}

/// Walks every record from byte 0 to the last byte.
pub(super) fn walk<R: Read + Seek>(file: &mut R, limits: &Limits) -> Result<ZipFraming, ArchiveError> {
    let mut source = Source::new(file)?;
    if is_tar(&mut source)? {
        return Err(ArchiveError::zip(0, ZipProblem::AlsoTar));
    }
    let length = source.length();
    let mut walker = Walker {
        reader: RecordReader::new(Source::new(file)?),
        framing: ZipFraming { names: NameIndex::default(), members: Vec::new() },
        limits,
        central: None,
        central_end: None,
        end64: None,
        located: false,
    };
    let end_offset = walker.walk_all()?;
    let ended = walker.reader.position();
    let (framing, located) = (walker.framing, walker.located);
    if ended != length {
        return Err(ArchiveError::zip(ended, ZipProblem::TrailingData));
    }
    // Readers look for the locator right before the end record, even in a header's extra field.
    let before_end = Source::new(file)?.read_at(end_offset.saturating_sub(20), 4)?;
    if !located && before_end == LOCATOR.to_le_bytes() {
        return Err(ArchiveError::zip(end_offset - 20, ZipProblem::Zip64HiddenLocator));
    }
    framing.names.check_parents()?;
    Ok(framing)
}

struct Walker<'a, R> {
    reader: RecordReader<'a, R>,
    framing: ZipFraming,
    limits: &'a Limits,
    /// Where the central directory starts, and how many entries were seen.
    central: Option<(u64, u64)>,
    central_end: Option<u64>,
    end64: Option<(u64, EndRecord)>,
    located: bool,
}

impl<R: Read + Seek> Walker<'_, R> {
    /// Reads records up to the end record and gives that one's offset.
    fn walk_all(&mut self) -> Result<u64, ArchiveError> {
        loop {
            let at = self.reader.position();
            let signature = match self.reader.signature() {
                Ok(signature) => signature,
                Err(ArchiveError::Zip { .. }) if at == 0 => {
                    return Err(ArchiveError::zip(0, ZipProblem::NotZip));
                }
                Err(error) => return Err(error),
            };
            if at == 0 && signature != LOCAL {
                return Err(ArchiveError::zip(0, ZipProblem::NotZip));
            }
            match signature {
                LOCAL if self.central.is_none() && self.end64.is_none() => self.local(at)?,
                CENTRAL if self.end64.is_none() => self.central(at)?,
                END64 if self.end64.is_none() => self.end64(at)?,
                LOCATOR if self.end64.is_some() && !self.located => self.locator(at)?,
                END => {
                    self.end(at)?;
                    return Ok(at);
                }
                LOCAL | CENTRAL | END64 | LOCATOR => {
                    let record = match signature {
                        LOCAL => "a local header",
                        CENTRAL => "a central header",
                        END64 => "a ZIP64 end record",
                        _ => "a ZIP64 locator",
                    };
                    return Err(ArchiveError::zip(at, ZipProblem::OutOfOrder { record }));
                }
                _ => {
                    return Err(ArchiveError::zip(at, ZipProblem::UnknownRecord { signature }));
                }
            }
        }
    }

    fn local(&mut self, at: u64) -> Result<(), ArchiveError> {
        let header = self.reader.local_header()?;
        check_local(&header, at)?;
        let (compressed, uncompressed) = local_sizes(&header, at)?;
        let (raw_name, marked_utf8) = (decode_name(&header.name, header.flags, at)?, header.flags & FLAG_UTF8 != 0);
        let folder_name = raw_name.strip_suffix('/');
        let (name, kind) = match folder_name {
            Some(name) => (name, NameKind::Folder),
            None => (raw_name, NameKind::File),
        };
        check_name(name, self.limits)?;
        if folder_name.is_some() && uncompressed != 0 {
            return Err(ArchiveError::member(name, MemberProblem::FolderContent));
        }
        // Folders that differ in case only would hide each other from the next of these checks.
        let earlier = self.framing.names.in_any_case(name);
        if earlier.is_some_and(|(other, other_kind)| kind == other_kind && (other == name || folder_name.is_some())) {
            return Err(refusal(at, &header.name, |member| ZipProblem::DuplicateName { member }));
        }
        self.framing.names.add(name, kind, self.limits)?;
        if header.method == METHOD_STORED && compressed != uncompressed {
            return Err(refusal(at, &header.name, |member| ZipProblem::StoredSizes { member }));
        }
        self.framing.members.push(ZipMember {
            header_offset: at,
            data_offset: self.reader.position(),
            compressed,
            uncompressed,
            checksum: header.checksum,
            deflated: header.method == METHOD_DEFLATED,
            is_folder: folder_name.is_some(),
            marked_utf8,
            in_central: false,
        });
        self.reader.skip(compressed)
    }

    fn central(&mut self, at: u64) -> Result<(), ArchiveError> {
        let header = self.reader.central_header()?;
        if header.comment_length != 0 {
            return Err(refusal(at, &header.name, |member| ZipProblem::MemberComment { member }));
        }
        if header.disk != 0 {
            return Err(ArchiveError::zip(at, ZipProblem::SeveralDisks));
        }
        let (compressed, uncompressed, offset) = central_numbers(&header, at)?;
        let raw_name = decode_name(&header.name, header.flags, at)?;
        let members = &mut self.framing.members;
        let number = members.binary_search_by_key(&offset, |member| member.header_offset);
        let number = number.map_err(|_| refusal(at, &header.name, |member| ZipProblem::NotLocal { member }))?;
        let member = &mut members[number];
        let differing = [
            ("the name", raw_name.strip_suffix('/').unwrap_or(raw_name) != self.framing.names.name(number)),
            ("the name", raw_name.ends_with('/') != member.is_folder),
            ("the mark for UTF-8", (header.flags & FLAG_UTF8 != 0) != member.marked_utf8),
            ("the compression method", header.method != if member.deflated { METHOD_DEFLATED } else { METHOD_STORED }),
            ("the checksum", header.checksum != member.checksum),
            ("the compressed size", compressed != member.compressed),
            ("the uncompressed size", uncompressed != member.uncompressed),
        ];
        if let Some((field, _)) = differing.into_iter().find(|(_, differs)| *differs) {
            return Err(refusal(at, &header.name, |member| ZipProblem::HeadersDiffer { field, member }));
        }
        check_flags(header.flags, &header.name, at)?;
        if member.in_central {
            return Err(refusal(at, &header.name, |member| ZipProblem::DuplicateName { member }));
        }
        member.in_central = true;
        check_attributes(&header, raw_name)?;
        self.central.get_or_insert((at, 0)).1 += 1;
        self.central_end = Some(self.reader.position());
        Ok(())
    }

    fn end64(&mut self, at: u64) -> Result<(), ArchiveError> {
        let record = self.reader.end64_record()?;
        self.end64 = Some((at, record));
        Ok(())
    }

    fn locator(&mut self, at: u64) -> Result<(), ArchiveError> {
        let (disk, offset, disks) = self.reader.locator()?;
        if disk != 0 || disks > 1 {
            return Err(ArchiveError::zip(at, ZipProblem::SeveralDisks));
        }
        let found = self.end64.as_ref().map_or(0, |(found, _)| *found);
        if offset != found {
            let field = "ZIP64 offset";
            return Err(ArchiveError::zip(at, ZipProblem::EndRecord { field, claimed: offset, found }));
        }
        self.located = true;
        Ok(())
    }

    fn end(&mut self, at: u64) -> Result<(), ArchiveError> {
        let (record, raw) = self.reader.end_record()?;
        if raw.windows(4).any(|window| window == END.to_le_bytes()) {
            return Err(ArchiveError::zip(at, ZipProblem::HiddenEnd));
        }
        let (offset, count) = self.central.unwrap_or((self.end64.as_ref().map_or(at, |(at, _)| *at), 0));
        let size = self.central_end.map_or(0, |end| end - offset);
        let walked = EndRecord { disk: 0, central_disk: 0, count_here: count, count, size, offset };
        if let Some((at, record)) = &self.end64 {
            if !self.located {
                return Err(ArchiveError::zip(*at, ZipProblem::Zip64NoLocator));
            }
            compare_end(record, &walked, *at, false)?;
        }
        compare_end(&record, &walked, at, self.end64.is_some())?;
        let missing = self.framing.members.iter().position(|member| !member.in_central);
        if let Some(number) = missing {
            let member = Shown::from_text(self.framing.names.name(number));
            let at = self.framing.members[number].header_offset;
            return Err(ArchiveError::zip(at, ZipProblem::NotCentral { member }));
        }
        Ok(())
    }
}
