//! A gzipped tar as a stream of members.

use std::io::{BufRead, BufReader, ErrorKind, Read, Seek};

use flate2::bufread::GzDecoder;

use super::errors::{ArchiveError, TarProblem};
use super::limits::{Limits, Meter};
use super::polyglot::{BLOCK, is_tar, is_zip};
use super::shown::Shown;
use super::source::{CHUNK, Source, fault_or};
use super::tar_extensions::{Extensions, TarMember};
use super::tar_headers::{HeaderKind, parse_header};

/// Reads members one after the other; the content of each must be read before the next.
#[derive(Debug)]
pub(super) struct TarReader<'a, R> {
    gzip: GzDecoder<BufReader<Source<'a, R>>>,
    position: u64,
    meter: Meter,
    control_bytes: u64,
    buffer: Vec<u8>,
}

impl<'a, R: Read + Seek> TarReader<'a, R> {
    /// A reader of a file that is gzip, and neither a zip nor an uncompressed tar as well.
    pub(super) fn new(file: &'a mut R, limits: &Limits) -> Result<Self, ArchiveError> {
        let mut source = Source::new(file)?;
        // Magic number and deflate, the only method there is.
        if source.read_at(0, 3)? != [0x1f, 0x8b, 8] {
            return Err(ArchiveError::tar(0, TarProblem::NotGzip));
        }
        if is_tar(&mut source)? {
            return Err(ArchiveError::tar(0, TarProblem::AlsoTar));
        }
        if is_zip(&mut source)? {
            return Err(ArchiveError::tar(0, TarProblem::AlsoZip));
        }
        let source = Source::new(file)?;
        Ok(Self {
            position: 0,
            meter: Meter::new(limits, source.length(), limits.tar_ratio),
            control_bytes: limits.control_bytes,
            gzip: GzDecoder::new(BufReader::with_capacity(CHUNK, source)),
            buffer: vec![0; CHUNK],
        })
    }

    /// The next member, or nothing at a proper end: two blocks of zeros and only zeros behind.
    pub(super) fn next_member(&mut self) -> Result<Option<TarMember>, ArchiveError> {
        let mut extensions = Extensions::default();
        loop {
            let at = self.position;
            let block = self.block("the header of a member")?;
            if block == [0; BLOCK] {
                if !extensions.is_empty() {
                    return Err(ArchiveError::tar(at, TarProblem::Extension { kind: 'x' }));
                }
                self.block("the end of the tar").and_then(|block| refuse_content(&block, self.position))?;
                self.finish()?;
                return Ok(None);
            }
            let header = parse_header(&block, at)?;
            if let HeaderKind::Member(kind) = header.kind {
                return Ok(Some(extensions.apply(header, kind, at)?));
            }
            if header.size > self.control_bytes {
                let reason = "an extension header is too large";
                return Err(ArchiveError::tar(at, TarProblem::Pax { reason }));
            }
            let mut content = Vec::new();
            self.content(header.size, &mut |bytes| {
                content.extend_from_slice(bytes);
                Ok(())
            })?;
            extensions.add(header.kind, &content, at)?;
        }
    }

    /// Gives a member's bytes to `sink` and passes over the padding behind them.
    pub(super) fn content(
        &mut self,
        size: u64,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let mut left = size;
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            let made = self.read(most)?;
            if made == 0 {
                return Err(self.truncated("a member's data"));
            }
            left -= made as u64;
            sink(&self.buffer[..made])?;
        }
        let padding = usize::try_from((BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64).unwrap_or(0);
        self.exactly(padding, "a member's padding")
    }

    fn block(&mut self, inside: &'static str) -> Result<[u8; BLOCK], ArchiveError> {
        self.exactly(BLOCK, inside)?;
        let mut block = [0; BLOCK];
        block.copy_from_slice(&self.buffer[..BLOCK]);
        Ok(block)
    }

    /// Reads on to the end, so that the gzip checksum is verified, and a little further.
    fn finish(&mut self) -> Result<(), ArchiveError> {
        loop {
            let made = self.read(CHUNK)?;
            if made == 0 {
                break;
            }
            refuse_content(&self.buffer[..made], self.position)?;
        }
        // A second gzip stream would be read by some installers and dropped by others.
        let behind = self.gzip.get_mut().fill_buf().map_err(|error| fault_or(error, ArchiveError::Unreadable))?;
        if !behind.is_empty() {
            return Err(ArchiveError::tar(self.position, TarProblem::TrailingGzip));
        }
        Ok(())
    }

    /// Fills the start of the buffer with exactly this many bytes, at most [`CHUNK`].
    fn exactly(&mut self, length: usize, inside: &'static str) -> Result<(), ArchiveError> {
        let mut filled = 0;
        while filled < length {
            let made = self.read_into(filled, length)?;
            if made == 0 {
                return Err(self.truncated(inside));
            }
            filled += made;
        }
        Ok(())
    }

    fn read(&mut self, most: usize) -> Result<usize, ArchiveError> {
        self.read_into(0, most)
    }

    fn read_into(&mut self, from: usize, to: usize) -> Result<usize, ArchiveError> {
        let position = self.position;
        let made = loop {
            match self.gzip.read(&mut self.buffer[from..to]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let made = made.map_err(|error| fault_or(error, |error| gzip_refusal(&error, position)))?;
        self.position += made as u64;
        self.meter.count(made)?;
        Ok(made)
    }

    fn truncated(&self, inside: &'static str) -> ArchiveError {
        ArchiveError::tar(self.position, TarProblem::Truncated { inside })
    }
}

fn gzip_refusal(error: &std::io::Error, at: u64) -> ArchiveError {
    if error.kind() == ErrorKind::UnexpectedEof {
        return ArchiveError::tar(at, TarProblem::Truncated { inside: "the gzip stream" });
    }
    let reason = Shown::from_text(&error.to_string()).to_string();
    ArchiveError::tar(at, TarProblem::Gzip { reason })
}

fn refuse_content(bytes: &[u8], at: u64) -> Result<(), ArchiveError> {
    if bytes.iter().any(|byte| *byte != 0) {
        return Err(ArchiveError::tar(at, TarProblem::TrailingData));
    }
    Ok(())
}
