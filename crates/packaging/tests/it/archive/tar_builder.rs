//! A tar writer that can lie about everything.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use packaging::archive::{ArchiveError, Limits, SdistContents, inspect_sdist};

/// One header with its content; what is `None` is written truthfully.
#[derive(Debug, Clone)]
pub(crate) struct TarEntry {
    pub(crate) name: Vec<u8>,
    pub(crate) kind: u8,
    pub(crate) link: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) size: Option<Vec<u8>>,
    pub(crate) mode: Vec<u8>,
    pub(crate) magic: Vec<u8>,
    pub(crate) prefix: Vec<u8>,
    pub(crate) checksum: Option<Vec<u8>>,
}

impl TarEntry {
    pub(crate) fn file(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.into(),
            kind: b'0',
            link: Vec::new(),
            content: content.to_vec(),
            size: None,
            mode: b"0000644\0".to_vec(),
            magic: b"ustar\x0000".to_vec(),
            prefix: Vec::new(),
            checksum: None,
        }
    }

    pub(crate) fn of_kind(kind: u8, name: &str, content: &[u8]) -> Self {
        Self { kind, ..Self::file(name, content) }
    }

    pub(crate) fn link(kind: u8, name: &str, target: &str) -> Self {
        Self { kind, link: target.into(), ..Self::file(name, b"") }
    }

    /// A pax header with these records for what follows.
    pub(crate) fn pax(kind: u8, records: &[(&str, &str)]) -> Self {
        let content: String = records.iter().map(|(key, value)| pax_record(key, value)).collect();
        Self::of_kind(kind, "PaxHeader", content.as_bytes())
    }
}

fn pax_record(key: &str, value: &str) -> String {
    let rest = format!(" {key}={value}\n");
    let length = (rest.len()..).find(|length| length.to_string().len() + rest.len() == *length).unwrap();
    format!("{length}{rest}")
}

/// The 512 bytes of a header.
pub(crate) fn header_of(entry: &TarEntry) -> [u8; 512] {
    let mut block = [0; 512];
    let size = format!("{:011o}\0", entry.content.len()).into_bytes();
    for (at, field) in [
        (0, &entry.name),
        (100, &entry.mode),
        (108, &b"0000000\0".to_vec()),
        (116, &b"0000000\0".to_vec()),
        (124, entry.size.as_ref().unwrap_or(&size)),
        (136, &b"00000000000\0".to_vec()),
        (156, &vec![entry.kind]),
        (157, &entry.link),
        (257, &entry.magic),
        (345, &entry.prefix),
    ] {
        block[at..at + field.len()].copy_from_slice(field);
    }
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    let checksum = entry.checksum.clone().unwrap_or_else(|| format!("{sum:06o}\0 ").into_bytes());
    block[148..156].copy_from_slice(&checksum);
    block
}

/// The headers and contents, without the end.
pub(crate) fn tar_body(entries: &[TarEntry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(header_of(entry));
        bytes.extend(&entry.content);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A proper sdist of these members.
pub(crate) fn sdist_of(entries: &[TarEntry]) -> Vec<u8> {
    let mut bytes = tar_body(entries);
    bytes.resize(bytes.len() + 1024, 0);
    gzip(&bytes)
}

/// The members of a small sdist.
pub(crate) fn demo_entries() -> Vec<TarEntry> {
    vec![
        TarEntry::of_kind(b'5', "demo-1.0/", b""),
        TarEntry::file("demo-1.0/PKG-INFO", b"Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"),
        TarEntry::file("demo-1.0/demo.py", b"print('hello')\n"),
        TarEntry::of_kind(b'5', "demo-1.0/sub/", b""),
        TarEntry::file("demo-1.0/sub/data.bin", &[7; 1000]),
    ]
}

/// A small sdist with more members at its end.
pub(crate) fn demo_with(entries: &[TarEntry]) -> Vec<u8> {
    sdist_of(&[demo_entries(), entries.to_vec()].concat())
}

pub(crate) fn inspect_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<SdistContents, ArchiveError> {
    inspect_sdist(&mut Cursor::new(bytes), "demo-1.0", limits)
}

/// Why this sdist is refused.
pub(crate) fn refusal_of(bytes: Vec<u8>) -> String {
    let refusal = inspect_bytes(bytes, &Limits::default()).unwrap_err();
    assert!(!refusal.is_fault(), "{refusal}");
    refusal.to_string()
}

/// The names of the files of an sdist that is accepted.
pub(crate) fn names_of(bytes: Vec<u8>) -> Vec<String> {
    let contents = inspect_bytes(bytes, &Limits::default()).map_err(|error| error.to_string()).unwrap();
    contents.members.iter().map(str::to_owned).collect()
}
