//! Small wheels and sdists, made in memory.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};
use std::io::{Cursor, Write as _};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A distribution file, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltFile {
    pub filename: String,
    pub bytes: Vec<u8>,
    /// The form field `filetype`.
    pub filetype: &'static str,
    /// The form field `pyversion`.
    pub pyversion: &'static str,
    /// METADATA or PKG-INFO.
    pub metadata: String,
}

/// Builds a wheel or an sdist of one project and version.
#[derive(Clone, Debug)]
pub struct Distribution {
    name: String,
    version: String,
    headers: Vec<String>,
    description: String,
    members: Vec<(String, Vec<u8>)>,
}

impl Distribution {
    /// `name` in its display form; `version` as PEP 440 normalizes it.
    pub fn new(name: &str, version: &str) -> Self {
        let folder = underscored(name);
        let module = format!("VERSION = {version:?}\n").into_bytes();
        Self {
            name: name.to_owned(),
            version: version.to_owned(),
            headers: Vec::new(),
            description: String::new(),
            members: vec![(format!("{folder}/__init__.py"), module)],
        }
    }

    /// Adds a header to the metadata, such as `Summary: a demonstration`.
    #[must_use]
    pub fn header(mut self, line: &str) -> Self {
        self.headers.push(line.to_owned());
        self
    }

    #[must_use]
    pub fn description(mut self, content_type: &str, text: &str) -> Self {
        self.headers.push(format!("Description-Content-Type: {content_type}"));
        self.description = text.to_owned();
        self
    }

    /// Adds a member; in an sdist it stands below the top folder.
    #[must_use]
    pub fn member(mut self, name: &str, bytes: &[u8]) -> Self {
        self.members.push((name.to_owned(), bytes.to_vec()));
        self
    }

    fn metadata(&self) -> String {
        let mut text = format!("Metadata-Version: 2.4\nName: {}\nVersion: {}\n", self.name, self.version);
        for header in &self.headers {
            text.push_str(header);
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.description);
        text
    }

    /// A wheel for every Python 3 and platform.
    pub fn wheel(&self) -> BuiltFile {
        self.wheel_for("py3-none-any")
    }

    /// A wheel with these tags in its name.
    pub fn wheel_for(&self, tags: &str) -> BuiltFile {
        let stem = format!("{}-{}", underscored(&self.name), self.version);
        let info = format!("{stem}.dist-info");
        let metadata = self.metadata();
        let wheel = format!("Wheel-Version: 1.0\nGenerator: testkit\nRoot-Is-Purelib: true\nTag: {tags}\n");
        let mut members = self.members.clone();
        members.push((format!("{info}/METADATA"), metadata.clone().into_bytes()));
        members.push((format!("{info}/WHEEL"), wheel.into_bytes()));
        let mut record = String::new();
        for (name, bytes) in &members {
            let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
            record.push_str(&format!("{name},sha256={digest},{}\n", bytes.len()));
        }
        record.push_str(&format!("{info}/RECORD,,\n"));
        members.push((format!("{info}/RECORD"), record.into_bytes()));
        BuiltFile {
            filename: format!("{stem}-{tags}.whl"),
            bytes: zipped(&members),
            filetype: "bdist_wheel",
            pyversion: "py3",
            metadata,
        }
    }

    /// A source distribution (PEP 625).
    pub fn sdist(&self) -> BuiltFile {
        let stem = format!("{}-{}", underscored(&self.name), self.version);
        let metadata = self.metadata();
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        let pkg_info = ("PKG-INFO".to_owned(), metadata.clone().into_bytes());
        for (name, bytes) in std::iter::once(&pkg_info).chain(&self.members) {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, format!("{stem}/{name}"), bytes.as_slice()).expect("memory takes a member");
        }
        let gzip = tar.into_inner().expect("memory takes the end of the tar");
        let bytes = gzip.finish().expect("memory takes the end of the gzip");
        BuiltFile { filename: format!("{stem}.tar.gz"), bytes, filetype: "sdist", pyversion: "source", metadata }
    }
}

fn underscored(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split(['-', '_', '.']).filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

fn zipped(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in members {
        zip.start_file(name.as_str(), options).expect("memory takes a member");
        zip.write_all(bytes).expect("memory takes a member's bytes");
    }
    zip.finish().expect("memory takes the central directory").into_inner()
}
