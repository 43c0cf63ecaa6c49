//! The first stage: bytes from the network into a temporary file, hashed on the way.

use super::refusal::PublishRefused;
use crate::ctx::Ctx;
use anyhow::{Context as _, Result};
use domain::Failure;
use packaging::digest::{Digests, Hasher};
use std::{fs::File, io::Write as _, mem};
use tempfile::NamedTempFile;

/// Bytes that are gathered before they are hashed and written: an upload's memory.
const BUFFER: usize = 1024 * 1024;

/// A file that is still arriving. Dropped, it leaves nothing behind.
pub struct Incoming {
    sink: Option<Sink>,
    buffer: Vec<u8>,
    arrived: u64,
    limit: u64,
}

/// A file that has arrived whole.
#[derive(Debug)]
pub struct Received {
    pub file: NamedTempFile,
    pub digests: Digests,
    /// Bytes.
    pub size: u64,
}

struct Sink {
    file: NamedTempFile,
    hasher: Hasher,
}

impl Incoming {
    /// Begins a file of at most `limit` bytes.
    pub async fn begin(ctx: &Ctx, limit: u64) -> Result<Self> {
        let folder = ctx.settings.uploads_folder.clone();
        let file = tokio::task::spawn_blocking(move || {
            let what = || format!("Failed to make a temporary file in `{}`", folder.display());
            let file = tempfile::Builder::new().prefix("upload-").tempfile_in(&folder).with_context(what)?;
            // The lock tells the sweeper that this upload lives; it ends with the process.
            file.as_file().lock().with_context(what)?;
            anyhow::Ok(file)
        })
        .await??;
        let sink = Sink { file, hasher: Hasher::new() };
        Ok(Self { sink: Some(sink), buffer: Vec::with_capacity(BUFFER), arrived: 0, limit })
    }

    /// Takes the next bytes; refuses as soon as there are more than the limit.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), Failure<PublishRefused>> {
        self.arrived += bytes.len() as u64;
        if self.limit < self.arrived {
            return Err(PublishRefused::FileTooLarge { limit: self.limit }.into());
        }
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BUFFER - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() == BUFFER {
                self.flush().await?;
            }
        }
        Ok(())
    }

    /// Ends the file and its digests.
    pub async fn finish(mut self) -> Result<Received> {
        self.flush().await?;
        let sink = self.sink.take().context("An upload was ended twice")?;
        Ok(Received { file: sink.file, digests: sink.hasher.finish(), size: self.arrived })
    }

    /// Hashing a mebibyte takes milliseconds: never on the threads that serve pages.
    async fn flush(&mut self) -> Result<()> {
        let mut sink = self.sink.take().context("An upload went on after a fault")?;
        let mut buffer = mem::take(&mut self.buffer);
        let (sink, buffer) = tokio::task::spawn_blocking(move || {
            sink.hasher.update(&buffer);
            let mut file: &File = sink.file.as_file();
            file.write_all(&buffer).context("Failed to write an upload to its temporary file")?;
            buffer.clear();
            anyhow::Ok((sink, buffer))
        })
        .await??;
        self.sink = Some(sink);
        self.buffer = buffer;
        Ok(())
    }
}
