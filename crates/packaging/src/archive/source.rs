//! The temporary file under inspection, read in pieces, with its own faults kept apart.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use super::errors::ArchiveError;

/// Bytes that are read from the file at once.
pub(super) const CHUNK: usize = 64 * 1024;

/// A file whose errors are marked, so that a decoder's complaint is never taken for a fault.
#[derive(Debug)]
pub(super) struct Source<'a, R> {
    file: &'a mut R,
    length: u64,
}

impl<'a, R: Read + Seek> Source<'a, R> {
    /// The whole file, read from its start.
    pub(super) fn new(file: &'a mut R) -> Result<Self, ArchiveError> {
        let length = file.seek(SeekFrom::End(0)).map_err(ArchiveError::Unreadable)?;
        file.seek(SeekFrom::Start(0)).map_err(ArchiveError::Unreadable)?;
        Ok(Self { file, length })
    }

    /// The size of the file in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Up to `most` bytes from `offset` on; fewer only at the end of the file.
    pub(super) fn read_at(&mut self, offset: u64, most: usize) -> Result<Vec<u8>, ArchiveError> {
        self.file.seek(SeekFrom::Start(offset)).map_err(ArchiveError::Unreadable)?;
        let mut bytes = Vec::new();
        self.file.by_ref().take(most as u64).read_to_end(&mut bytes).map_err(ArchiveError::Unreadable)?;
        Ok(bytes)
    }
}

impl<R: Read> Read for Source<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer).map_err(mark)
    }
}

impl<R: Seek> Seek for Source<'_, R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.file.seek(position).map_err(mark)
    }
}

/// Tells a fault of the machine, which [`Source`] marked, from a decoder's complaint.
pub(super) fn fault_or(error: io::Error, complaint: impl FnOnce(io::Error) -> ArchiveError) -> ArchiveError {
    if error.get_ref().is_some_and(|inner| inner.is::<FileFault>()) {
        return ArchiveError::Unreadable(error);
    }
    complaint(error)
}

#[derive(Debug)]
struct FileFault(io::Error);

impl fmt::Display for FileFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl std::error::Error for FileFault {}

fn mark(error: io::Error) -> io::Error {
    // An interrupted read is tried again by whoever asked for it.
    if error.kind() == io::ErrorKind::Interrupted {
        return error;
    }
    io::Error::new(error.kind(), FileFault(error))
}
