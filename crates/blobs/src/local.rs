//! What a local folder needs beyond the object store's own operations.

use anyhow::Result;
use chrono::{DateTime, Utc};
use std::path::Path;

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
