//! Objects: a local folder or an S3-compatible store.
//!
//! An object is written whole under its content-addressed path and never changes.
//! In a local folder the file and its folders are synced before a write returns.

mod local;
mod s3;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload, path::Path as ObjectPath};
use std::{ops::Range, path::PathBuf, sync::Arc};
use tokio::io::AsyncReadExt as _;

pub use s3::S3;

/// Bytes of one part of a large object; S3 takes no smaller part than 5 MiB.
const PART: usize = 5 * 1024 * 1024;

/// Where the objects are.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// The folder, where the objects are files of this machine.
    folder: Option<PathBuf>,
}

/// What is known of an object without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub path: String,
    /// Bytes.
    pub size: u64,
    pub last_modified: DateTime<Utc>,
}

/// The bytes of an object, or of one range of it.
pub struct Content {
    /// Bytes of the whole object.
    pub size: u64,
    /// The range that `stream` yields.
    pub range: Range<u64>,
    pub stream: BoxStream<'static, Result<Bytes>>,
}

impl Blobs {
    /// Objects as files below `folder`, which is made if it is missing.
    pub fn local(folder: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("Failed to make the folder of objects: `{}`", folder.display()))?;
        let store = object_store::local::LocalFileSystem::new_with_prefix(&folder)
            .with_context(|| format!("Failed to open the folder of objects: `{}`", folder.display()))?
            .with_fsync(true);
        Ok(Self { store: Arc::new(store), folder: Some(folder) })
    }

    /// Objects in an S3-compatible store.
    pub fn s3(s3: &S3) -> Result<Self> {
        Ok(Self { store: s3.open()?, folder: None })
    }

    /// Writes a local file as an object, over whatever stood there.
    ///
    /// The object is read in parts of 5 MiB, so memory does not grow with its size.
    pub async fn put_file(&self, path: &str, file: &std::path::Path) -> Result<()> {
        let what = || format!("Failed to write the object: `{path}`");
        let mut source = tokio::fs::File::open(file).await.with_context(what)?;
        let length = source.metadata().await.with_context(what)?.len();
        let location = ObjectPath::parse(path)?;
        if length <= PART as u64 {
            let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(PART));
            source.read_to_end(&mut bytes).await.with_context(what)?;
            self.store.put(&location, PutPayload::from(bytes)).await.with_context(what)?;
            return Ok(());
        }
        let mut upload = self.store.put_multipart(&location).await.with_context(what)?;
        let sent = send_parts(&mut source, upload.as_mut()).await;
        match sent {
            Ok(()) => upload.complete().await.map(drop).with_context(what),
            Err(fault) => {
                // The parts would stay behind; a failed abort leaves them to the sweeper.
                let _ = upload.abort().await;
                Err(fault).with_context(what)
            }
        }
    }

    /// Writes a small object, over whatever stood there.
    pub async fn put(&self, path: &str, bytes: Bytes) -> Result<()> {
        let payload = PutPayload::from(bytes);
        let written = self.store.put(&ObjectPath::parse(path)?, payload).await;
        written.map(drop).with_context(|| format!("Failed to write the object: `{path}`"))
    }

    /// The bytes of an object; `None` when there is none. `range` is in bytes.
    pub async fn get(&self, path: &str, range: Option<Range<u64>>) -> Result<Option<Content>> {
        if let Some(folder) = &self.folder {
            let file = folder.join(ObjectPath::parse(path)?.as_ref());
            let content = local::open(file, range).await;
            return content.with_context(|| format!("Failed to read the object: `{path}`"));
        }
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        match self.store.get_opts(&ObjectPath::parse(path)?, options).await {
            Ok(found) => {
                let (size, range) = (found.meta.size, found.range.clone());
                let stream = found.into_stream().map_err(anyhow::Error::from).boxed();
                Ok(Some(Content { size, range, stream }))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(fault) => Err(fault).with_context(|| format!("Failed to read the object: `{path}`")),
        }
    }

    /// The whole of a small object; `None` when there is none.
    pub async fn read(&self, path: &str) -> Result<Option<Bytes>> {
        match self.store.get(&ObjectPath::parse(path)?).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(fault) => Err(fault).with_context(|| format!("Failed to read the object: `{path}`")),
        }
    }

    /// What is known of an object; `None` when there is none.
    pub async fn head(&self, path: &str) -> Result<Option<Object>> {
        match self.store.head(&ObjectPath::parse(path)?).await {
            Ok(meta) => Ok(Some(object(meta))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(fault) => Err(fault).with_context(|| format!("Failed to look at the object: `{path}`")),
        }
    }

    /// Deletes an object; it is no fault if there is none.
    pub async fn delete(&self, path: &str) -> Result<()> {
        match self.store.delete(&ObjectPath::parse(path)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(fault) => Err(fault).with_context(|| format!("Failed to delete the object: `{path}`")),
        }
    }

    /// Every object, in no order.
    pub fn list(&self) -> BoxStream<'static, Result<Object>> {
        self.store.list(None).map_ok(object).map_err(anyhow::Error::from).boxed()
    }

    /// Whether the objects answer: lists at most one.
    pub async fn check(&self) -> Result<()> {
        self.list().next().await.transpose().map(drop)
    }

    /// Removes halves of writes that a crash left, older than `before`; how many.
    ///
    /// Listing never shows them. An S3 store drops its own by a lifecycle rule.
    pub async fn sweep_halves(&self, before: DateTime<Utc>) -> Result<usize> {
        let Some(folder) = self.folder.clone() else {
            return Ok(0);
        };
        tokio::task::spawn_blocking(move || local::sweep_halves(&folder, before)).await?
    }
}

fn object(meta: object_store::ObjectMeta) -> Object {
    Object { path: meta.location.to_string(), size: meta.size, last_modified: meta.last_modified }
}

async fn send_parts(source: &mut tokio::fs::File, upload: &mut dyn object_store::MultipartUpload) -> Result<()> {
    loop {
        let mut part = Vec::with_capacity(PART);
        let read = (&mut *source).take(PART as u64).read_to_end(&mut part).await?;
        if read == 0 {
            return Ok(());
        }
        upload.put_part(PutPayload::from(part)).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_object_is_read_as_it_was_written() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let blobs = Blobs::local(folder.path().join("objects"))?;
        let large: Vec<u8> = (0..PART * 2 + 77).map(|index| (index % 251) as u8).collect();
        let source = folder.path().join("source");
        std::fs::write(&source, &large)?;
        blobs.put_file("ab/cd/ef/x-1.tar.gz", &source).await?;
        assert_eq!(blobs.read("ab/cd/ef/x-1.tar.gz").await?.unwrap(), large);
        let part = blobs.get("ab/cd/ef/x-1.tar.gz", Some(5..10)).await?.unwrap();
        assert_eq!((part.size, part.range), (large.len() as u64, 5..10));
        let bytes: Vec<Bytes> = part.stream.try_collect().await?;
        assert_eq!(bytes.concat(), large[5..10]);
        Ok(())
    }

    #[tokio::test]
    async fn what_is_not_there_is_none() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let blobs = Blobs::local(folder.path().to_owned())?;
        assert!(blobs.get("ab/x", None).await?.is_none());
        assert!(blobs.head("ab/x").await?.is_none());
        blobs.delete("ab/x").await
    }

    #[tokio::test]
    async fn halves_of_writes_are_swept_and_objects_stay() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let blobs = Blobs::local(folder.path().to_owned())?;
        blobs.put("ab/cd/ef/x.whl", Bytes::from_static(b"x")).await?;
        std::fs::write(folder.path().join("ab/cd/ef/x.whl#1"), b"half")?;
        let later = blobs.head("ab/cd/ef/x.whl").await?.unwrap().last_modified + chrono::TimeDelta::days(1);
        assert_eq!(blobs.sweep_halves(later).await?, 1);
        assert!(blobs.head("ab/cd/ef/x.whl").await?.is_some());
        Ok(())
    }
}
