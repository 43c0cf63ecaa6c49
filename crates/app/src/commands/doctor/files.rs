//! Reads files and compares their hashes with what the rows say.

use crate::{cli::Sample, output::progress};
use anyhow::{Result, bail};
use blobs::Blobs;
use futures::TryStreamExt as _;
use service::ctx::Random;
use sha2::{Digest as _, Sha256};
use store::Db;

/// Rows of one look at the database.
const PAGE: i64 = 500;

/// Broken files that are named; the rest is counted.
const NAMED: usize = 20;

/// What was read so far.
#[derive(Default)]
struct Tally {
    read: usize,
    broken: Vec<String>,
}

/// Reads a sample of all files, or all.
///
/// Paths begin with a digest, so files from a random path on are a random sample.
pub(crate) async fn check(db: &Db, blobs: &Blobs, sample: Sample) -> Result<String> {
    let mut tally = Tally::default();
    match sample {
        Sample::All => tally.walk(db, blobs, "", None, usize::MAX).await?,
        Sample::Most(most) => {
            let [first, second] = Random::System.bytes();
            let start = format!("{first:02x}/{second:02x}/");
            tally.walk(db, blobs, &start, None, most).await?;
            let rest = most - tally.read;
            tally.walk(db, blobs, "", Some(&start), rest).await?;
        }
    }
    progress("");
    if tally.broken.is_empty() {
        return Ok(format!("read and right: {}", tally.read));
    }
    let named = tally.broken.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    bail!("broken: {} of {} read: {named}", tally.broken.len(), tally.read)
}

impl Tally {
    /// Reads at most `most` files whose path is after `start` and not after `end`.
    async fn walk(&mut self, db: &Db, blobs: &Blobs, start: &str, end: Option<&str>, most: usize) -> Result<()> {
        let mut after = start.to_owned();
        let mut left = most;
        loop {
            let page = store::files::paths_after(&mut db.read().await?, &after, PAGE).await?;
            let page_ends = page.len() < usize::try_from(PAGE)?;
            for (path, sha256) in page {
                if left == 0 || end.is_some_and(|end| path.as_str() > end) {
                    return Ok(());
                }
                self.read_one(blobs, &path, &sha256).await;
                left -= 1;
                after = path;
            }
            if page_ends {
                return Ok(());
            }
        }
    }

    async fn read_one(&mut self, blobs: &Blobs, path: &str, sha256: &str) {
        self.read += 1;
        progress(&format!("files read: {}", self.read));
        match hash(blobs, path).await {
            Ok(Some(found)) if found == sha256 => {}
            Ok(Some(_)) => self.broken.push(format!("`{path}` has other bytes than its row says")),
            Ok(None) => self.broken.push(format!("`{path}` has a row and no object")),
            Err(fault) => self.broken.push(format!("`{path}` cannot be read: {fault:#}")),
        }
    }
}

/// SHA-256 of an object in hexadecimal; `None` when there is none.
async fn hash(blobs: &Blobs, path: &str) -> Result<Option<String>> {
    let Some(mut content) = blobs.get(path, None).await? else {
        return Ok(None);
    };
    let mut hasher = Sha256::new();
    while let Some(bytes) = content.stream.try_next().await? {
        hasher.update(&bytes);
    }
    Ok(Some(hex::encode(hasher.finalize())))
}
