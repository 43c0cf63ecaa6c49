//! RECORD held against the members: first the names, then each hash and size.

use std::io::{Read, Seek};

use super::errors::ArchiveError;
use super::limits::Limits;
use super::names::NameIndex;
use super::shown::Shown;
use super::zip_framing::ZipMember;
use super::zip_members::MemberReader;
use crate::record::{ClaimHasher, RecordClaim, RecordError, RecordRow, parse_row, parse_size};

/// What RECORD claims, by the number of the member.
#[derive(Debug)]
pub(super) struct RecordClaims<'a> {
    names: &'a NameIndex,
    members: &'a [ZipMember],
    record_name: String,
    signature_names: [String; 2],
    claims: Vec<Option<RecordClaim>>,
    lists_itself: bool,
}

impl<'a> RecordClaims<'a> {
    /// No claims yet, for the members of a walked zip.
    pub(super) fn new(names: &'a NameIndex, members: &'a [ZipMember], dist_info: &str) -> Self {
        Self {
            names,
            members,
            record_name: format!("{dist_info}/RECORD"),
            signature_names: [format!("{dist_info}/RECORD.jws"), format!("{dist_info}/RECORD.p7s")],
            claims: vec![None; members.len()],
            lists_itself: false,
        }
    }

    /// Reads RECORD line by line, without holding it in memory.
    pub(super) fn read<R: Read + Seek>(
        &mut self,
        reader: &mut MemberReader<'_, R>,
        number: usize,
        limits: &Limits,
    ) -> Result<(), ArchiveError> {
        // A name may be quoted, its characters doubled, and a hash and a size follow it.
        let longest_line = 2 * limits.name_bytes + 256;
        let (mut line, mut line_number, mut total) = (Vec::new(), 1, 0_u64);
        reader.stream(&self.members[number], self.names.name(number), &mut |bytes| {
            total += bytes.len() as u64;
            if total > limits.record_bytes {
                return Err(RecordError::TooLarge { most: limits.record_bytes }.into());
            }
            let mut pieces = bytes.split(|byte| *byte == b'\n');
            let first = pieces.next().unwrap_or_default();
            line.extend_from_slice(first);
            for piece in pieces {
                self.line(&line, line_number)?;
                line_number += 1;
                line.clear();
                line.extend_from_slice(piece);
            }
            if line.len() > longest_line {
                return Err(RecordError::LongLine { line: line_number }.into());
            }
            Ok(())
        })?;
        Ok(self.line(&line, line_number)?)
    }

    /// Refuses a RECORD that leaves out a member, or itself.
    pub(super) fn check_complete(&self) -> Result<(), RecordError> {
        if !self.lists_itself {
            return Err(RecordError::NotListed { name: Shown::from_text(&self.record_name) });
        }
        for (number, member) in self.members.iter().enumerate() {
            let name = self.names.name(number);
            let needs_claim = !member.is_folder && name != self.record_name && !self.is_signature(name);
            if needs_claim && self.claims[number].is_none() {
                return Err(RecordError::NotListed { name: Shown::from_text(name) });
            }
        }
        Ok(())
    }

    /// A hasher for a member that has a claim.
    pub(super) fn hasher(&self, number: usize) -> Option<ClaimHasher> {
        self.claims[number].as_ref().map(RecordClaim::hasher)
    }

    /// Holds the claim on a member against what was read.
    pub(super) fn check(&self, number: usize, hasher: Option<ClaimHasher>) -> Result<(), RecordError> {
        match self.claims[number].as_ref().zip(hasher) {
            Some((claim, hasher)) => claim.check(self.names.name(number), self.members[number].uncompressed, hasher),
            None => Ok(()),
        }
    }

    fn line(&mut self, bytes: &[u8], line: usize) -> Result<(), RecordError> {
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|_| RecordError::NotUtf8 { line })?;
        match parse_row(text, line)? {
            Some(row) => self.row(&row),
            None => Ok(()),
        }
    }

    fn row(&mut self, row: &RecordRow) -> Result<(), RecordError> {
        let name = || Shown::from_text(&row.name);
        if self.is_signature(&row.name) {
            return Err(RecordError::ListsSignature { name: name() });
        }
        let number = self.names.number_of_file(&row.name).ok_or_else(|| RecordError::NotInWheel { name: name() })?;
        if row.name == self.record_name {
            return self.own_row(row, self.members[number].uncompressed);
        }
        if self.claims[number].replace(RecordClaim::from_row(row)?).is_some() {
            return Err(RecordError::Twice { name: name() });
        }
        Ok(())
    }

    /// RECORD cannot know its own hash; its own size it may tell, then it must be right.
    fn own_row(&mut self, row: &RecordRow, found: u64) -> Result<(), RecordError> {
        let name = || Shown::from_text(&row.name);
        if std::mem::replace(&mut self.lists_itself, true) {
            return Err(RecordError::Twice { name: name() });
        }
        if !row.hash.is_empty() {
            return Err(RecordError::OwnHash);
        }
        if row.size.is_empty() {
            return Ok(());
        }
        match parse_size(&row.size) {
            Some(claimed) if claimed == found => Ok(()),
            Some(claimed) => Err(RecordError::WrongSize { claimed, found, name: name() }),
            None => Err(RecordError::SizeText { name: name() }),
        }
    }

    fn is_signature(&self, name: &str) -> bool {
        self.signature_names.iter().any(|signature| signature == name)
    }
}
