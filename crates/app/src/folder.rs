//! The data folder: made, owned, locked.

use anyhow::{Context as _, Result, bail};
use rustix::fs::Mode;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

const LOCK_FILE: &str = "serve.lock";

/// The places in a data folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

/// The lock that makes a `serve` the only one of its data folder.
#[derive(Debug)]
pub(crate) struct Lock(File);

/// What a running `serve` says about itself.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Running {
    pub(crate) process: u32,
    pub(crate) public_url: String,
}

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub(crate) fn objects(&self) -> PathBuf {
        self.0.join("objects")
    }

    pub(crate) fn uploads(&self) -> PathBuf {
        self.0.join("uploads")
    }

    pub(crate) fn mail(&self) -> PathBuf {
        self.0.join("mail")
    }

    pub(crate) fn key_ring(&self) -> PathBuf {
        self.0.join("key-ring")
    }

    pub(crate) fn exists(&self) -> bool {
        self.0.is_dir()
    }

    /// Makes what is missing, for the owner alone.
    pub(crate) fn make(&self) -> Result<()> {
        // Whatever this process makes from here on is its owner's business only.
        rustix::process::umask(Mode::from_raw_mode(0o077));
        let folders = [self.0.clone(), self.objects(), self.uploads(), self.mail()];
        for folder in &folders {
            let what = || format!("the folder could not be made: `{}`", folder.display());
            if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                fs::create_dir_all(parent).with_context(what)?;
            }
            match DirBuilder::new().mode(0o700).create(folder) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                made => made.with_context(what)?,
            }
        }
        for folder in [&folders[0], &folders[3]] {
            close_to_others(folder)?;
        }
        Ok(())
    }

    /// Refuses a process of another account than the folder's owner.
    ///
    /// A file made by `root` would lock the index out of its own folder.
    pub(crate) fn check_owner(&self) -> Result<()> {
        let owner = match fs::metadata(&self.0) {
            Ok(metadata) => metadata.uid(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(error).with_context(|| format!("the data folder cannot be read: `{}`", self.0.display()));
            }
        };
        if owner == rustix::process::geteuid().as_raw() {
            return Ok(());
        }
        let passwords = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let line = line_of_owner(&passwords, owner, std::env::args().skip(1));
        bail!("the data folder belongs to another user: `{}`\nhint: {line}", self.0.display())
    }

    /// Takes the lock, or says who has it.
    pub(crate) async fn lock(&self) -> Result<Lock> {
        let path = self.0.join(LOCK_FILE);
        let what = || format!("the lock file cannot be opened: `{}`", path.display());
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = file.with_context(what)?;
        // A command that looks who runs here holds the lock for a moment too.
        for _ in 0..10 {
            match file.try_lock() {
                Ok(()) => return Ok(Lock(file)),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(TryLockError::Error(error)) => return Err(error).with_context(what),
            }
        }
        let process = read_running(&file).map_or_else(|| "unknown".to_owned(), |it| it.process.to_string());
        bail!(
            "another `serve` runs on this data folder: `{}`, process {process}\n\
             hint: stop it first, or name another folder with --data",
            self.0.display()
        )
    }

    /// What the `serve` of this folder says about itself, while one runs.
    pub(crate) fn running(&self) -> Option<Running> {
        let file = File::open(self.0.join(LOCK_FILE)).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => read_running(&file),
            _ => None,
        }
    }
}

impl Lock {
    /// Writes down under which URL this process is reached, for other commands.
    pub(crate) fn tell(&mut self, public_url: &str) -> Result<()> {
        let running = Running { process: std::process::id(), public_url: public_url.to_owned() };
        self.0.set_len(0)?;
        self.0.rewind()?;
        self.0.write_all(&serde_json::to_vec(&running)?)?;
        Ok(())
    }
}

fn read_running(mut file: &File) -> Option<Running> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn close_to_others(folder: &Path) -> Result<()> {
    let mode = fs::metadata(folder)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
            .with_context(|| format!("the folder is open to others and cannot be closed: `{}`", folder.display()))?;
    }
    Ok(())
}

/// The line that runs the same command as the folder's owner.
fn line_of_owner(passwords: &str, owner: u32, arguments: impl Iterator<Item = String>) -> String {
    let name = user_name(passwords, owner).unwrap_or_else(|| format!("'#{owner}'"));
    let arguments: Vec<String> = arguments.map(|argument| quoted(&argument)).collect();
    format!("sudo -u {name} fromagerie {}", arguments.join(" "))
}

/// The name of a user id in the text of `/etc/passwd`.
fn user_name(passwords: &str, id: u32) -> Option<String> {
    passwords.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(id)).then(|| name.to_owned())
    })
}

/// An argument as a shell reads it back.
pub(crate) fn quoted(argument: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@,+".contains(&byte);
    if !argument.is_empty() && argument.bytes().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_user_is_told_the_line_to_use() {
        let passwords = "root:x:0:0:root:/root:/bin/sh\nindex:x:990:990::/srv/index:/bin/false\n";
        let arguments = || ["project", "show", "a b"].map(str::to_owned).into_iter();
        assert_eq!(line_of_owner(passwords, 990, arguments()), "sudo -u index fromagerie project show 'a b'");
        assert_eq!(line_of_owner(passwords, 7, arguments()), "sudo -u '#7' fromagerie project show 'a b'");
    }

    #[test]
    fn arguments_are_quoted_for_a_shell() {
        assert_eq!(quoted("--data=/srv/index"), "--data=/srv/index");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[tokio::test]
    async fn a_folder_has_one_serve_and_tells_where_it_is() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(&place.path().join("data"));
        folder.make().unwrap();
        assert!(folder.running().is_none());
        let mut lock = folder.lock().await.unwrap();
        lock.tell("http://localhost:1").unwrap();
        let refused = folder.lock().await.unwrap_err().to_string();
        assert!(refused.contains("another `serve`") && refused.contains(&std::process::id().to_string()), "{refused}");
        assert_eq!(folder.running().unwrap().public_url, "http://localhost:1");
        drop(lock);
        assert!(folder.running().is_none());
    }

    #[test]
    fn a_folder_that_was_open_is_closed() {
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let folder = Folder::new(place.path());
        folder.make().unwrap();
        for path in [place.path().to_owned(), place.path().join("mail")] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
