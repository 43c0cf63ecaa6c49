//! The members of a zip, expanded piece by piece and held against their headers.

use std::io::{BufRead, BufReader, Read, Seek};

use flate2::{Decompress, FlushDecompress, Status};

use super::errors::{ArchiveError, ZipProblem};
use super::limits::Meter;
use super::shown::Shown;
use super::source::{CHUNK, Source, fault_or};
use super::zip_framing::ZipMember;

/// Expands members one after the other with one set of buffers.
#[derive(Debug)]
pub(super) struct MemberReader<'a, R> {
    reader: BufReader<Source<'a, R>>,
    position: u64,
    decompress: Decompress,
    meter: Meter,
    output: Vec<u8>,
}

impl<'a, R: Read + Seek> MemberReader<'a, R> {
    /// A reader over a file whose framing was checked.
    pub(super) fn new(file: &'a mut R, meter: Meter) -> Result<Self, ArchiveError> {
        Ok(Self {
            reader: BufReader::with_capacity(CHUNK, Source::new(file)?),
            position: 0,
            decompress: Decompress::new(false),
            meter,
            output: vec![0; CHUNK],
        })
    }

    /// How many bytes were expanded so far.
    pub(super) fn expanded(&self) -> u64 {
        self.meter.expanded()
    }

    /// Gives all bytes of a member to `sink`, then checks its size and its checksum.
    pub(super) fn stream(
        &mut self,
        member: &ZipMember,
        name: &str,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        self.go_to(member.data_offset)?;
        self.decompress.reset(false);
        let refuse =
            |problem: fn(Shown) -> ZipProblem| ArchiveError::zip(member.data_offset, problem(Shown::from_text(name)));
        let wrong_size = || {
            let problem = ZipProblem::WrongSize { size: member.uncompressed, member: Shown::from_text(name) };
            ArchiveError::zip(member.data_offset, problem)
        };
        let mut checksum = crc32fast::Hasher::new();
        let mut left = member.compressed;
        let mut expanded = 0_u64;
        loop {
            let step = self.step(left, member.deflated).map_err(|error| match error {
                StepError::Archive(error) => error,
                StepError::Deflate => refuse(|member| ZipProblem::Deflate { member }),
            })?;
            left -= step.used as u64;
            expanded += step.made as u64;
            if expanded > member.uncompressed {
                return Err(wrong_size());
            }
            self.meter.count(step.made)?;
            checksum.update(&self.output[..step.made]);
            sink(&self.output[..step.made])?;
            if step.ended {
                break;
            }
        }
        if left != 0 {
            return Err(refuse(|member| ZipProblem::DataAfterStream { member }));
        }
        if expanded != member.uncompressed {
            return Err(wrong_size());
        }
        if checksum.finalize() != member.checksum {
            return Err(refuse(|member| ZipProblem::WrongChecksum { member }));
        }
        Ok(())
    }

    /// Moves within the buffer where it can: members mostly follow each other.
    fn go_to(&mut self, offset: u64) -> Result<(), ArchiveError> {
        let distance = offset.cast_signed().wrapping_sub(self.position.cast_signed());
        self.reader.seek_relative(distance).map_err(ArchiveError::Unreadable)?;
        self.position = offset;
        Ok(())
    }

    fn step(&mut self, left: u64, deflated: bool) -> Result<Step, StepError> {
        let input =
            self.reader.fill_buf().map_err(|error| StepError::Archive(fault_or(error, ArchiveError::Unreadable)))?;
        let most = usize::try_from(left).unwrap_or(usize::MAX);
        let input = &input[..input.len().min(most)];
        let step = if deflated {
            let (used, made) = (self.decompress.total_in(), self.decompress.total_out());
            let status = self.decompress.decompress(input, &mut self.output, FlushDecompress::None);
            let status = status.map_err(|_| StepError::Deflate)?;
            let used = usize::try_from(self.decompress.total_in() - used).unwrap_or(input.len());
            let made = usize::try_from(self.decompress.total_out() - made).unwrap_or(0);
            Step { used, made, ended: status == Status::StreamEnd }
        } else {
            let length = input.len().min(self.output.len());
            self.output[..length].copy_from_slice(&input[..length]);
            Step { used: length, made: length, ended: length as u64 == left }
        };
        // Without progress the data stops before the stream does.
        if step.used == 0 && step.made == 0 && !step.ended {
            return Err(StepError::Deflate);
        }
        self.reader.consume(step.used);
        self.position += step.used as u64;
        Ok(step)
    }
}

/// Appends to a file that is held in memory, as long as it stays small.
pub(super) fn extend_up_to(content: &mut Vec<u8>, bytes: &[u8], name: &str, most: u64) -> Result<(), ArchiveError> {
    if (content.len() + bytes.len()) as u64 > most {
        return Err(ArchiveError::member(name, super::errors::MemberProblem::TooLarge { most }));
    }
    content.extend_from_slice(bytes);
    Ok(())
}

struct Step {
    used: usize,
    made: usize,
    ended: bool,
}

enum StepError {
    Archive(ArchiveError),
    Deflate,
}
