//! Deletes temporary files of uploads that died.
//!
//! A live upload holds a lock on its file. The lock goes with the process, whatever
//! ends it; so a file that can be locked has nobody any more.

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use service::Ctx;
use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// A file younger than this may be made but not locked yet.
const YOUNGEST: TimeDelta = TimeDelta::seconds(10);

/// Deletes the files of dead uploads in the folder of this machine.
pub(crate) async fn run(ctx: &Ctx) -> Result<()> {
    sweep(ctx.settings.uploads_folder.clone(), ctx.now() - YOUNGEST).await
}

/// Deletes all files of uploads, for a start that is known to be alone.
pub async fn sweep_all(ctx: &Ctx) -> Result<()> {
    sweep(ctx.settings.uploads_folder.clone(), DateTime::<Utc>::MAX_UTC).await
}

async fn sweep(folder: PathBuf, before: DateTime<Utc>) -> Result<()> {
    let swept = tokio::task::spawn_blocking(move || sweep_folder(&folder, before)).await??;
    if swept > 0 {
        tracing::info!(swept, "temporary files of dead uploads are swept: {swept}");
    }
    Ok(())
}

fn sweep_folder(folder: &Path, before: DateTime<Utc>) -> Result<usize> {
    let mut swept = 0;
    let what = || format!("the folder of uploads cannot be swept: `{}`", folder.display());
    for entry in fs::read_dir(folder).with_context(what)? {
        let path = entry.with_context(what)?.path();
        match is_dead(&path, before).and_then(|dead| if dead { fs::remove_file(&path).map(|()| 1) } else { Ok(0) }) {
            Ok(one) => swept += one,
            // Its upload ended meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(what),
        }
    }
    Ok(swept)
}

fn is_dead(path: &Path, before: DateTime<Utc>) -> std::io::Result<bool> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let is_old = metadata.is_file() && DateTime::<Utc>::from(metadata.modified()?) < before;
    Ok(is_old && file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_live_upload_stays() {
        let folder = tempfile::tempdir().unwrap();
        let live = File::create(folder.path().join("upload-live")).unwrap();
        live.lock().unwrap();
        fs::write(folder.path().join("upload-dead"), b"half").unwrap();
        assert_eq!(sweep_folder(folder.path(), DateTime::<Utc>::MAX_UTC).unwrap(), 1);
        assert!(folder.path().join("upload-live").exists());
        assert!(!folder.path().join("upload-dead").exists());
    }

    #[test]
    fn a_file_that_was_just_made_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("upload-new"), b"").unwrap();
        assert_eq!(sweep_folder(folder.path(), DateTime::UNIX_EPOCH).unwrap(), 0);
    }
}
