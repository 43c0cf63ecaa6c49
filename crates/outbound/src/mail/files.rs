//! Mails as files in a folder, for an index that has no mail server yet.

use super::{MailTransport, OutgoingMail, SendFailure, Sender};
use anyhow::{Context as _, Result};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// A folder of `.eml` files, each for its owner's eyes alone.
///
/// A file is named by time, kind and id: `20260331T120000Z-password_changed-<id>.eml`.
#[derive(Clone, Debug)]
pub struct MailFiles {
    folder: PathBuf,
    sender: Sender,
}

/// What a name begins with; sorts by time.
const STAMP: &str = "%Y%m%dT%H%M%SZ";

impl MailFiles {
    /// The folder is made with the first mail.
    pub fn new(folder: PathBuf, sender: Sender) -> Self {
        Self { folder, sender }
    }
}

#[async_trait]
impl MailTransport for MailFiles {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), SendFailure> {
        let bytes = self.sender.compose(mail)?.formatted();
        let (folder, id) = (self.folder.clone(), mail.id);
        let name = format!("{}-{}-{id}.eml", mail.at.format(STAMP), file_name(&mail.kind));
        in_background(move || write(&folder, &name, id, &bytes)).await.map_err(SendFailure::Unavailable)
    }

    async fn forget(&self, before: DateTime<Utc>) -> Result<usize> {
        let folder = self.folder.clone();
        in_background(move || forget(&folder, before)).await
    }

    fn describe(&self) -> String {
        format!("files in `{}`", self.folder.display())
    }
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.context("the work on a folder of mails broke down")?
}

/// Writes a file whole or not at all; the same name is replaced.
fn write(folder: &Path, name: &str, id: Uuid, bytes: &[u8]) -> Result<()> {
    let shown = folder.display();
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the folder of mails cannot be made: `{shown}`"))?;
    let temporary = folder.join(format!(".{id}.tmp"));
    let written = write_new(&temporary, bytes)
        .and_then(|()| std::fs::rename(&temporary, folder.join(name)))
        .and_then(|()| File::open(folder)?.sync_all());
    written.with_context(|| format!("a mail cannot be written into the folder: `{shown}`"))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What a killed process left would else keep its mode, whatever that is.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Deletes the mails whose name tells a time before an instant.
fn forget(folder: &Path, before: DateTime<Utc>) -> Result<usize> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error).context("the folder of mails cannot be read"),
    };
    let mut forgotten = 0;
    for entry in entries {
        let entry = entry?;
        if time_of(&entry.file_name().to_string_lossy()).is_some_and(|time| time < before) {
            std::fs::remove_file(entry.path()).context("an old mail cannot be deleted")?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}

/// The time that a name of ours begins with; nothing for other people's files.
pub(super) fn time_of(name: &str) -> Option<DateTime<Utc>> {
    let stamp = name.strip_suffix(".eml")?.split('-').next()?;
    NaiveDateTime::parse_from_str(stamp, STAMP).ok().map(|time| time.and_utc())
}

/// A kind without anything that means something to a file system.
fn file_name(kind: &str) -> String {
    kind.chars().filter(|character| character.is_ascii_alphanumeric() || *character == '_').collect()
}
