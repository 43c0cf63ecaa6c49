//! A project's page as it is kept: every representation, and the facts of its files.

use super::encode::{Encoded, Tags};
use super::listing::Listing;
use super::{html, json};
use chrono::{DateTime, Utc};
use domain::ids::ProjectId;
use domain::projects::ProjectStatus;
use domain::urls::Urls;
use http::HeaderValue;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::simple::{File, Project};

/// A page and what is known beside it, all from one snapshot.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) project: ProjectId,
    /// The journal's head in the snapshot.
    pub(crate) snapshot: i64,
    pub(crate) status: ProjectStatus,
    pub(crate) document: Document,
    /// By the BLAKE2b-256 of the contents.
    files: HashMap<Digest, FileFacts>,
    /// When it was last asked for, in the cache's own time.
    used: AtomicU64,
}

/// A text in two forms and all codings, ready to be sent.
#[derive(Debug)]
pub(crate) struct Document {
    /// The value of `X-PyPI-Last-Serial`.
    pub(crate) serial: HeaderValue,
    pub(crate) html: Encoded,
    pub(crate) json: Encoded,
    pub(crate) html_tags: Tags,
    pub(crate) vendor_html_tags: Tags,
    pub(crate) json_tags: Tags,
}

/// A BLAKE2b-256 digest.
pub(crate) type Digest = [u8; 32];

/// What serving a file takes.
#[derive(Debug)]
pub(crate) struct FileFacts {
    pub(crate) filename: Box<str>,
    /// Normalized by PEP 440; the files of a release share it.
    pub(crate) version: Arc<str>,
    /// Bytes.
    pub(crate) size: u64,
    pub(crate) modified: DateTime<Utc>,
    pub(crate) metadata: Option<MetadataFacts>,
    /// Whether its release is in quarantine.
    pub(crate) is_quarantined: bool,
}

/// What serving a wheel's metadata takes.
#[derive(Debug)]
pub(crate) struct MetadataFacts {
    pub(crate) size: u64,
    pub(crate) sha256: Digest,
}

impl Page {
    /// Writes and compresses a page; takes milliseconds for a large project.
    ///
    /// # Errors
    ///
    /// When a compressor fails.
    pub(crate) fn new(snapshot: i64, project: &Project, urls: &Urls) -> anyhow::Result<Self> {
        let listing = Listing::new(project);
        let document = Document::new(html::project(&listing, urls), json::project(&listing, urls), listing.serial)?;
        let (files, status) = (facts_of(&project.files), project.name.status);
        Ok(Self { project: project.id, snapshot, status, document, files, used: AtomicU64::new(0) })
    }

    /// The facts of the file with these contents and this name.
    pub(crate) fn file(&self, digest: &Digest, filename: &str) -> Option<&FileFacts> {
        self.files.get(digest).filter(|facts| &*facts.filename == filename)
    }

    /// Bytes that the page holds in memory, about.
    pub(crate) fn weight(&self) -> usize {
        const EACH_FILE: usize = size_of::<Digest>() + size_of::<FileFacts>() + 16;
        let names: usize = self.files.values().map(|facts| facts.filename.len() + facts.version.len()).sum();
        size_of::<Self>() + self.document.weight() + self.files.len() * EACH_FILE + names
    }

    pub(crate) fn touch(&self, time: u64) {
        // A store that changes nothing would still take the cache line from the other cores.
        if self.used.load(Ordering::Relaxed) != time {
            self.used.store(time, Ordering::Relaxed);
        }
    }

    pub(crate) fn last_used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }
}

impl Document {
    /// # Errors
    ///
    /// When a compressor fails.
    pub(crate) fn new(html: String, json: String, serial: i64) -> anyhow::Result<Self> {
        let (html, json) = (Encoded::new(html)?, Encoded::new(json)?);
        Ok(Self {
            serial: HeaderValue::from(serial),
            html_tags: html.tags('h'),
            vendor_html_tags: html.tags('v'),
            json_tags: json.tags('j'),
            html,
            json,
        })
    }

    fn weight(&self) -> usize {
        const TAGS: usize = 9 * 32;
        self.html.weight() + self.json.weight() + TAGS
    }
}

/// The facts of files, by the BLAKE2b-256 of their contents.
fn facts_of(files: &[File]) -> HashMap<Digest, FileFacts> {
    let mut versions: HashMap<&str, Arc<str>> = HashMap::new();
    let facts = files.iter().filter_map(|file| {
        let version = versions.entry(&file.version).or_insert_with(|| file.version.as_str().into());
        Some((digest_of(&file.path)?, FileFacts::new(file, Arc::clone(version))))
    });
    facts.collect()
}

impl FileFacts {
    fn new(file: &File, version: Arc<str>) -> Self {
        let size_of_metadata = file.metadata_size.and_then(|size| u64::try_from(size).ok());
        let digest_of_metadata = file.metadata_sha256.as_deref().and_then(parse_digest);
        Self {
            filename: file.filename.as_str().into(),
            version,
            size: u64::try_from(file.size).unwrap_or(0),
            modified: file.uploaded_at,
            metadata: size_of_metadata.zip(digest_of_metadata).map(|(size, sha256)| MetadataFacts { size, sha256 }),
            is_quarantined: file.is_quarantined,
        }
    }
}

/// The digest in an object's path, `<2>/<2>/<60>/<filename>`.
fn digest_of(path: &str) -> Option<Digest> {
    let mut parts = path.split('/');
    let hexadecimal = [parts.next()?, parts.next()?, parts.next()?].concat();
    parse_digest(&hexadecimal)
}

/// A digest from 64 lower-case hexadecimal digits.
pub(crate) fn parse_digest(text: &str) -> Option<Digest> {
    let is_lower = text.bytes().all(|byte| !byte.is_ascii_uppercase());
    let mut digest = Digest::default();
    (is_lower && hex::decode_to_slice(text, &mut digest).is_ok()).then_some(digest)
}
