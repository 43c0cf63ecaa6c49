//! The five kinds of records of a zip, read one after the other.

use std::io::{BufReader, Read, Seek};

use super::errors::{ArchiveError, ZipProblem};
use super::source::{CHUNK, Source, fault_or};

pub(super) const LOCAL: u32 = 0x0403_4b50;
pub(super) const CENTRAL: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;
pub(super) const END64: u32 = 0x0606_4b50;
pub(super) const LOCATOR: u32 = 0x0706_4b50;

/// A local header without its signature and data.
#[derive(Debug)]
pub(super) struct LocalHeader {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) checksum: u32,
    pub(super) compressed: u32,
    pub(super) uncompressed: u32,
    pub(super) name: Vec<u8>,
    pub(super) extra: Vec<u8>,
}

/// A header of the central directory without its signature.
#[derive(Debug)]
pub(super) struct CentralHeader {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) checksum: u32,
    pub(super) compressed: u32,
    pub(super) uncompressed: u32,
    pub(super) comment_length: u16,
    pub(super) disk: u16,
    pub(super) external_attributes: u32,
    pub(super) offset: u32,
    pub(super) name: Vec<u8>,
    pub(super) extra: Vec<u8>,
}

/// What an end record, of either width, says about the central directory.
#[derive(Debug)]
pub(super) struct EndRecord {
    pub(super) disk: u64,
    pub(super) central_disk: u64,
    pub(super) count_here: u64,
    pub(super) count: u64,
    pub(super) size: u64,
    pub(super) offset: u64,
}

/// Reads records from byte 0 on, and always knows where it stands.
#[derive(Debug)]
pub(super) struct RecordReader<'a, R> {
    reader: BufReader<Source<'a, R>>,
    position: u64,
    length: u64,
}

impl<'a, R: Read + Seek> RecordReader<'a, R> {
    /// A reader at the start of the file.
    pub(super) fn new(source: Source<'a, R>) -> Self {
        let length = source.length();
        Self { reader: BufReader::with_capacity(CHUNK, source), position: 0, length }
    }

    /// The byte that is read next.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// The next record's signature.
    pub(super) fn signature(&mut self) -> Result<u32, ArchiveError> {
        Ok(u32::from_le_bytes(self.array("a record's signature")?))
    }

    /// The local header behind its signature.
    pub(super) fn local_header(&mut self) -> Result<LocalHeader, ArchiveError> {
        let inside = "a local header";
        let fixed: [u8; 26] = self.array(inside)?;
        let (name_length, extra_length) = (u16_at(&fixed, 22), u16_at(&fixed, 24));
        Ok(LocalHeader {
            flags: u16_at(&fixed, 2),
            method: u16_at(&fixed, 4),
            checksum: u32_at(&fixed, 10),
            compressed: u32_at(&fixed, 14),
            uncompressed: u32_at(&fixed, 18),
            name: self.bytes(name_length, inside)?,
            extra: self.bytes(extra_length, inside)?,
        })
    }

    /// The central header behind its signature; a comment is left unread.
    pub(super) fn central_header(&mut self) -> Result<CentralHeader, ArchiveError> {
        let inside = "the central directory";
        let fixed: [u8; 42] = self.array(inside)?;
        let (name_length, extra_length) = (u16_at(&fixed, 24), u16_at(&fixed, 26));
        Ok(CentralHeader {
            flags: u16_at(&fixed, 4),
            method: u16_at(&fixed, 6),
            checksum: u32_at(&fixed, 12),
            compressed: u32_at(&fixed, 16),
            uncompressed: u32_at(&fixed, 20),
            comment_length: u16_at(&fixed, 28),
            disk: u16_at(&fixed, 30),
            external_attributes: u32_at(&fixed, 34),
            offset: u32_at(&fixed, 38),
            name: self.bytes(name_length, inside)?,
            extra: self.bytes(extra_length, inside)?,
        })
    }

    /// The end record behind its signature, with all its raw bytes and its comment.
    pub(super) fn end_record(&mut self) -> Result<(EndRecord, Vec<u8>), ArchiveError> {
        let inside = "the end record";
        let fixed: [u8; 18] = self.array(inside)?;
        let comment = self.bytes(u16_at(&fixed, 16), inside)?;
        let record = EndRecord {
            disk: u16_at(&fixed, 0).into(),
            central_disk: u16_at(&fixed, 2).into(),
            count_here: u16_at(&fixed, 4).into(),
            count: u16_at(&fixed, 6).into(),
            size: u32_at(&fixed, 8).into(),
            offset: u32_at(&fixed, 12).into(),
        };
        Ok((record, [fixed.as_slice(), &comment].concat()))
    }

    /// The ZIP64 end record behind its signature; its size must be that without extensible data.
    pub(super) fn end64_record(&mut self) -> Result<EndRecord, ArchiveError> {
        let start = self.position;
        let fixed: [u8; 52] = self.array("the ZIP64 end record")?;
        if u64_at(&fixed, 0) != 44 {
            return Err(ArchiveError::zip(start, ZipProblem::Zip64Extensible));
        }
        Ok(EndRecord {
            disk: u32_at(&fixed, 12).into(),
            central_disk: u32_at(&fixed, 16).into(),
            count_here: u64_at(&fixed, 20),
            count: u64_at(&fixed, 28),
            size: u64_at(&fixed, 36),
            offset: u64_at(&fixed, 44),
        })
    }

    /// The locator behind its signature: the disk, the ZIP64 end record's offset, the disks.
    pub(super) fn locator(&mut self) -> Result<(u32, u64, u32), ArchiveError> {
        let fixed: [u8; 16] = self.array("the ZIP64 locator")?;
        Ok((u32_at(&fixed, 0), u64_at(&fixed, 4), u32_at(&fixed, 12)))
    }

    /// Passes over a member's data.
    pub(super) fn skip(&mut self, bytes: u64) -> Result<(), ArchiveError> {
        let truncated = || ArchiveError::zip(self.length, ZipProblem::Truncated { inside: "a member's data" });
        if bytes > self.length - self.position.min(self.length) {
            return Err(truncated());
        }
        let distance = i64::try_from(bytes).map_err(|_| truncated())?;
        self.reader.seek_relative(distance).map_err(ArchiveError::Unreadable)?;
        self.position += bytes;
        Ok(())
    }

    fn array<const LENGTH: usize>(&mut self, inside: &'static str) -> Result<[u8; LENGTH], ArchiveError> {
        let mut bytes = [0; LENGTH];
        self.fill(&mut bytes, inside)?;
        Ok(bytes)
    }

    fn bytes(&mut self, length: u16, inside: &'static str) -> Result<Vec<u8>, ArchiveError> {
        let mut bytes = vec![0; length.into()];
        self.fill(&mut bytes, inside)?;
        Ok(bytes)
    }

    fn fill(&mut self, bytes: &mut [u8], inside: &'static str) -> Result<(), ArchiveError> {
        let start = self.position;
        self.reader
            .read_exact(bytes)
            .map_err(|error| fault_or(error, |_| ArchiveError::zip(start, ZipProblem::Truncated { inside })))?;
        self.position += bytes.len() as u64;
        Ok(())
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
