//! Where the key ring is kept, and how it is read, made and replaced.

use crate::{config::Config, folder::Folder};
use anyhow::{Context as _, Result, bail};
use domain::keys::KeyRing;
use service::ctx::Random;
use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};
use store::Db;

/// Where the ring of this configuration is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    File(PathBuf),
    /// In the configuration itself.
    Setting(String),
}

/// A ring, and whether it was made just now.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) ring: KeyRing,
    pub(crate) is_new: bool,
}

impl Place {
    pub(crate) fn of(config: &Config) -> Self {
        match (&config.keys.ring, &config.keys.file) {
            (Some(text), _) => Self::Setting(text.clone()),
            (None, Some(path)) => Self::File(path.clone()),
            (None, None) => Self::File(Folder::new(&config.data).key_ring()),
        }
    }

    /// The words for messages; never the ring.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Setting(_) => "the setting keys.ring".to_owned(),
        }
    }

    /// The ring that is there; `None` when the file does not exist.
    pub(crate) fn read(&self) -> Result<Option<KeyRing>> {
        let text = match self {
            Self::Setting(text) => text.clone(),
            Self::File(path) => match read_closed(path)? {
                Some(text) => text,
                None => return Ok(None),
            },
        };
        let ring = KeyRing::parse(&text);
        ring.map(Some).with_context(|| format!("the key ring cannot be read: `{}`", self.shown()))
    }

    /// The ring that is there, or for a database that never saw one a new ring.
    ///
    /// # Errors
    /// When the ring is lost: with another one, tokens and second factors would fail.
    pub(crate) async fn find(&self, db: &Db, random: &Random) -> Result<Found> {
        if let Some(ring) = self.read()? {
            return Ok(Found { ring, is_new: false });
        }
        let Self::File(path) = self else {
            bail!("the setting keys.ring holds no key ring");
        };
        if !service::keys::is_fresh(db).await? {
            bail!(
                "the key ring is missing: `{}`, and the database was made with one\n\
                 hint: put the file back from its backup; it is never made anew, because every token and second \
                 factor would stop working",
                path.display()
            );
        }
        let ring = KeyRing::new(random.bytes());
        match write(path, &ring, false) {
            Ok(()) => Ok(Found { ring, is_new: true }),
            // Another process that starts now was first: its ring is the one.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let ring = self.read()?.with_context(|| format!("the key ring vanished: `{}`", path.display()))?;
                Ok(Found { ring, is_new: false })
            }
            Err(error) => Err(error).with_context(|| format!("the key ring cannot be written: `{}`", path.display())),
        }
    }

    /// Puts a rotated ring in the place of the old one.
    pub(crate) fn replace(&self, ring: &KeyRing) -> Result<()> {
        match self {
            Self::File(path) => {
                write(path, ring, true).with_context(|| format!("the key ring cannot be written: `{}`", path.display()))
            }
            Self::Setting(_) => bail!(
                "the key ring is in the setting keys.ring, which a command cannot change\n\
                 hint: keep it in a file (keys.file), rotate, and set keys.ring to the file's text"
            ),
        }
    }
}

/// The text of a file that only its owner may read.
fn read_closed(path: &Path) -> Result<Option<String>> {
    let what = || format!("the key ring cannot be read: `{}`", path.display());
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(what),
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let path = path.display();
        bail!("the key ring is open to other users: `{path}` has mode {mode:o}\nhint: chmod 600 {path}");
    }
    fs::read_to_string(path).map(Some).with_context(what)
}

/// Writes the ring whole or not at all, and syncs it with its folder.
fn write(path: &Path, ring: &KeyRing, may_replace: bool) -> std::io::Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file has mode 0600 from the start.
    let mut file = tempfile::Builder::new().prefix(".key-ring-").tempfile_in(folder)?;
    file.write_all(ring.to_text().as_bytes())?;
    file.as_file().sync_all()?;
    if may_replace {
        file.persist(path).map_err(|error| error.error)?;
    } else {
        file.persist_noclobber(path).map_err(|error| error.error)?;
    }
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(folder: &Path) -> Place {
        Place::File(folder.join("key-ring"))
    }

    #[tokio::test]
    async fn a_fresh_database_gets_a_ring_that_stays() {
        let folder = tempfile::tempdir().unwrap();
        let test = testkit::database::sqlite().await;
        let random = Random::seeded(1);
        let first = place(folder.path()).find(&test.db, &random).await.unwrap();
        let second = place(folder.path()).find(&test.db, &random).await.unwrap();
        assert!(first.is_new && !second.is_new);
        assert_eq!(first.ring, second.ring);
        let mode = fs::metadata(folder.path().join("key-ring")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_ring_that_others_can_read_is_refused_with_the_command_that_mends_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key-ring");
        write(&path, &KeyRing::new([1; 32]), false).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let refused = place(folder.path()).read().unwrap_err().to_string();
        assert!(refused.contains("chmod 600"), "{refused}");
    }

    #[test]
    fn a_ring_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(folder.path());
        let first = KeyRing::new([1; 32]);
        place.replace(&first).unwrap();
        place.replace(&first.rotate([2; 32])).unwrap();
        assert_eq!(place.read().unwrap(), Some(first.rotate([2; 32])));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_ring_in_a_setting_is_read_and_never_replaced() {
        let ring = KeyRing::new([1; 32]);
        let place = Place::Setting(ring.to_text().replace('\n', ";"));
        assert_eq!(place.read().unwrap(), Some(ring.clone()));
        assert!(place.replace(&ring).is_err());
    }
}
