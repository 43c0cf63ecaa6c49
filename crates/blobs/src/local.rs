//! What a local folder needs beyond the object store's own operations.

use crate::Content;
use anyhow::{Context as _, Result};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, stream};
use std::{
    fs::File,
    io::{ErrorKind, Read as _, Seek as _, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
};
use tokio::task::spawn_blocking;

/// Bytes of one piece of a download. The object store's own stream reads 8 KiB at a
/// time, each in a task of its own, which costs more than the disk.
const PIECE: u64 = 256 * 1024;

/// Opens an object, or a range of it; `None` when there is none.
pub(crate) async fn open(path: PathBuf, range: Option<Range<u64>>) -> Result<Option<Content>> {
    let opened = spawn_blocking(move || -> std::io::Result<(File, u64, Range<u64>)> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        let range = range.unwrap_or(0..size);
        let range = range.start.min(size)..range.end.min(size);
        file.seek(SeekFrom::Start(range.start))?;
        Ok((file, size, range))
    });
    let (file, size, range) = match opened.await? {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let left = range.end.saturating_sub(range.start);
    let pieces = stream::try_unfold((file, left), |(file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let (file, piece) = spawn_blocking(move || read_piece(file, left)).await??;
        let left = left - piece.len() as u64;
        Ok(Some((piece, (file, left))))
    });
    Ok(Some(Content { size, range, stream: pieces.boxed() }))
}

fn read_piece(file: File, left: u64) -> Result<(File, Bytes)> {
    let wanted = left.min(PIECE);
    let mut piece = Vec::with_capacity(usize::try_from(wanted)?);
    let read = (&file).take(wanted).read_to_end(&mut piece)?;
    (read > 0).then_some(()).context("An object is shorter than it was when it was opened")?;
    Ok((file, Bytes::from(piece)))
}

/// Removes staged files (`<name>#<number>`) last written before `before`.
pub(crate) fn sweep_halves(folder: &Path, before: DateTime<Utc>) -> Result<usize> {
    let mut swept = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                folders.push(entry.path());
            } else if is_half(&entry.file_name().to_string_lossy())
                && DateTime::<Utc>::from(metadata.modified()?) < before
            {
                std::fs::remove_file(entry.path())?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

/// The object store stages a write as `<name>#<number>` beside its place.
fn is_half(name: &str) -> bool {
    name.rsplit_once('#').is_some_and(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()))
}
