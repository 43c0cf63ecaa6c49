//! Looking at a log before anything of it is counted: its form, its hash, its beginning.

use super::reader::{self, next_line};
use super::refusal::ImportRefused;
use chrono::{DateTime, Utc};
use domain::downloads::log::LogForm;
use sha2::{Digest as _, Sha256};
use std::io::Read as _;
use std::path::Path;

/// What is known of a log before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Survey {
    /// SHA-256 of the text, in hexadecimal.
    pub(super) hash: String,
    /// Bytes of the text.
    pub(super) size: i64,
    /// The hash of the longest known log that this one begins with.
    pub(super) begins_with: Option<String>,
}

/// Lines in which a form must be found.
const LINES_LOOKED_AT: usize = 1_000;

/// Bytes that are hashed at once.
const PIECE: usize = 256 * 1024;

/// The form of a log that can be opened and has a text; `given` is believed.
pub(super) fn form_of(path: &Path, given: Option<LogForm>, now: DateTime<Utc>) -> Result<LogForm, ImportRefused> {
    let shown = || path.display().to_string();
    let metadata = std::fs::metadata(path).map_err(|fault| ImportRefused::unreadable(path, &fault))?;
    // A pipe cannot be read twice: once for its hash, once for its lines.
    if !metadata.is_file() {
        return Err(ImportRefused::NoFile { path: shown() });
    }
    let mut text = reader::open(path).map_err(|fault| ImportRefused::unreadable(path, &fault))?;
    let mut line = Vec::new();
    let mut lines = 0;
    while lines < LINES_LOOKED_AT {
        let length = next_line(&mut text, &mut line).map_err(|fault| ImportRefused::unreadable(path, &fault))?;
        if length == 0 {
            break;
        }
        lines += 1;
        if let Some(form) = given.or_else(|| LogForm::of(&line, now)) {
            return Ok(form);
        }
    }
    Err(if lines == 0 { ImportRefused::Empty { path: shown() } } else { ImportRefused::UnknownForm { path: shown() } })
}

impl Survey {
    /// Hashes a log; `known` are sizes and hashes of others, the smallest first.
    pub(super) fn of(
        path: &Path,
        known: &[(i64, String)],
        mut progress: impl FnMut(i64),
    ) -> Result<Self, ImportRefused> {
        let mut text = reader::open(path).map_err(|fault| ImportRefused::unreadable(path, &fault))?;
        let (mut hasher, mut size, mut begins_with) = (Sha256::new(), 0_i64, None);
        let mut known = known.iter().peekable();
        let mut piece = vec![0; PIECE];
        loop {
            // A piece ends where a known log does, so that the hashes can be compared.
            while known.next_if(|(length, _)| *length < size).is_some() {}
            let until = known.peek().map(|(length, _)| usize::try_from(length - size).unwrap_or(0));
            let most = until.filter(|until| *until != 0).map_or(PIECE, |until| until.min(PIECE));
            let length = text.read(&mut piece[..most]).map_err(|fault| ImportRefused::unreadable(path, &fault))?;
            if length == 0 {
                break;
            }
            hasher.update(&piece[..length]);
            size += i64::try_from(length).unwrap_or(0);
            while let Some((_, hash)) = known.next_if(|(length, _)| *length == size) {
                if hex::encode(hasher.clone().finalize()) == *hash {
                    begins_with = Some(hash.clone());
                }
            }
            progress(size);
        }
        let hash = hex::encode(hasher.finalize());
        Ok(Self { hash, size, begins_with })
    }
}
