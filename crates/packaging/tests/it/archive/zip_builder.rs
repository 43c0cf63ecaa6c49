//! A zip writer that can lie about everything.

use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use packaging::archive::{ArchiveError, Limits, WheelContents, WheelExpectation, inspect_wheel};
use sha2::{Digest, Sha256};

/// One member; every field stands in the headers as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) central_name: Option<Vec<u8>>,
    pub(crate) flags: u16,
    pub(crate) central_flags: Option<u16>,
    pub(crate) method: u16,
    pub(crate) central_method: Option<u16>,
    pub(crate) checksum: u32,
    pub(crate) central_checksum: Option<u32>,
    pub(crate) compressed: u32,
    pub(crate) central_compressed: Option<u32>,
    pub(crate) uncompressed: u32,
    pub(crate) central_uncompressed: Option<u32>,
    pub(crate) extra: Vec<u8>,
    pub(crate) central_extra: Vec<u8>,
    pub(crate) comment: Vec<u8>,
    pub(crate) disk: u16,
    pub(crate) external: u32,
    pub(crate) central_offset: Option<u32>,
    pub(crate) data: Vec<u8>,
    pub(crate) without_local: bool,
    pub(crate) without_central: bool,
}

impl Entry {
    /// A deflated member that tells the truth.
    pub(crate) fn deflated(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        Self { method: 8, ..Self::raw(name, encoder.finish().unwrap(), content) }
    }

    /// A stored member that tells the truth.
    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        Self::raw(name, content.to_vec(), content)
    }

    fn raw(name: &str, data: Vec<u8>, content: &[u8]) -> Self {
        Self {
            name: name.into(),
            flags: if name.is_ascii() { 0 } else { 1 << 11 },
            checksum: crc32fast::hash(content),
            compressed: data.len().try_into().unwrap(),
            uncompressed: content.len().try_into().unwrap(),
            data,
            ..Self::default()
        }
    }

    fn local_header(&self) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04\x14\0".to_vec();
        put16(&mut bytes, &[self.flags, self.method, 0, 0x21]);
        put32(&mut bytes, &[self.checksum, self.compressed, self.uncompressed]);
        put16(&mut bytes, &[length16(&self.name), length16(&self.extra)]);
        [bytes, self.name.clone(), self.extra.clone()].concat()
    }

    fn central_header(&self, offset: u32) -> Vec<u8> {
        let name = self.central_name.as_ref().unwrap_or(&self.name);
        let mut bytes = b"PK\x01\x02\x14\x03\x14\0".to_vec();
        let (flags, method) = (self.central_flags.unwrap_or(self.flags), self.central_method.unwrap_or(self.method));
        put16(&mut bytes, &[flags, method, 0, 0x21]);
        put32(
            &mut bytes,
            &[
                self.central_checksum.unwrap_or(self.checksum),
                self.central_compressed.unwrap_or(self.compressed),
                self.central_uncompressed.unwrap_or(self.uncompressed),
            ],
        );
        let (extra, comment) = (length16(&self.central_extra), length16(&self.comment));
        put16(&mut bytes, &[length16(name), extra, comment, self.disk, 0]);
        put32(&mut bytes, &[self.external, self.central_offset.unwrap_or(offset)]);
        [bytes, name.clone(), self.central_extra.clone(), self.comment.clone()].concat()
    }
}

/// A whole zip; what is `None` is written truthfully.
#[derive(Debug, Clone, Default)]
pub(crate) struct Zip {
    pub(crate) entries: Vec<Entry>,
    pub(crate) before: Vec<u8>,
    pub(crate) before_central: Vec<u8>,
    /// Written between the central directory and the end record.
    pub(crate) before_end: Vec<u8>,
    pub(crate) with_end64: bool,
    pub(crate) end64_size: Option<u64>,
    pub(crate) end64_count: Option<u64>,
    pub(crate) without_locator: bool,
    pub(crate) locator_offset: Option<u64>,
    pub(crate) disk: u16,
    pub(crate) count_here: Option<u16>,
    pub(crate) count: Option<u16>,
    pub(crate) central_size: Option<u32>,
    pub(crate) central_offset: Option<u32>,
    pub(crate) comment: Vec<u8>,
    pub(crate) after: Vec<u8>,
}

impl Zip {
    /// The member with this name.
    pub(crate) fn entry(&mut self, name: &str) -> &mut Entry {
        self.entries.iter_mut().find(|entry| entry.name == name.as_bytes()).unwrap()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.before.clone();
        let mut central = Vec::new();
        for entry in &self.entries {
            if !entry.without_central {
                central.extend(entry.central_header(length32(&bytes)));
            }
            if !entry.without_local {
                bytes.extend(entry.local_header());
                bytes.extend(&entry.data);
            }
        }
        bytes.extend(&self.before_central);
        let central_offset = length32(&bytes);
        let count = self.entries.iter().filter(|entry| !entry.without_central).count();
        bytes.extend(&central);
        bytes.extend(&self.before_end);
        if self.with_end64 {
            self.put_end64(&mut bytes, count as u64, central.len() as u64, central_offset.into());
        }
        bytes.extend(b"PK\x05\x06");
        let count = u16::try_from(count).unwrap();
        put16(&mut bytes, &[self.disk, 0, self.count_here.unwrap_or(count), self.count.unwrap_or(count)]);
        put32(
            &mut bytes,
            &[self.central_size.unwrap_or(length32(&central)), self.central_offset.unwrap_or(central_offset)],
        );
        put16(&mut bytes, &[length16(&self.comment)]);
        [bytes, self.comment.clone(), self.after.clone()].concat()
    }

    fn put_end64(&self, bytes: &mut Vec<u8>, count: u64, size: u64, offset: u64) {
        let at = bytes.len() as u64;
        bytes.extend(b"PK\x06\x06");
        put64(bytes, &[self.end64_size.unwrap_or(44)]);
        put16(bytes, &[45, 45]);
        put32(bytes, &[0, 0]);
        put64(bytes, &[self.end64_count.unwrap_or(count), self.end64_count.unwrap_or(count), size, offset]);
        if !self.without_locator {
            bytes.extend(b"PK\x06\x07");
            put32(bytes, &[0]);
            put64(bytes, &[self.locator_offset.unwrap_or(at)]);
            put32(bytes, &[1]);
        }
    }
}

/// The files of a small wheel, without RECORD.
pub(crate) fn demo_files() -> Vec<(String, Vec<u8>)> {
    [
        ("demo/__init__.py", "print('hello')\n"),
        ("demo/data.txt", "data data data data data data data data\n"),
        ("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"),
        ("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
    ]
    .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
    .to_vec()
}

/// A true RECORD of these files.
pub(crate) fn record_of(files: &[(String, Vec<u8>)]) -> String {
    let rows = files.iter().map(|(name, content)| {
        format!("{name},sha256={},{}\n", URL_SAFE_NO_PAD.encode(Sha256::digest(content)), content.len())
    });
    rows.collect::<String>() + "demo-1.0.dist-info/RECORD,,\n"
}

/// A wheel of these files with the given RECORD.
pub(crate) fn wheel_with_record(files: &[(String, Vec<u8>)], record: &str) -> Zip {
    let mut entries: Vec<Entry> = files.iter().map(|(name, content)| Entry::deflated(name, content)).collect();
    entries.push(Entry::deflated("demo-1.0.dist-info/RECORD", record.as_bytes()));
    Zip { entries, ..Zip::default() }
}

/// A wheel in which everything is right.
pub(crate) fn demo_wheel() -> Zip {
    wheel_with_record(&demo_files(), &record_of(&demo_files()))
}

/// A right wheel with one more file.
pub(crate) fn wheel_with(name: &str, content: &[u8]) -> Zip {
    let mut files = demo_files();
    files.push((name.to_owned(), content.to_vec()));
    wheel_with_record(&files, &record_of(&files))
}

pub(crate) fn inspect_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<WheelContents, ArchiveError> {
    let tags = Some(["py3-none-any".to_owned()].into());
    let expectation = WheelExpectation { dist_info_name: "demo-1.0".to_owned(), tags };
    inspect_wheel(&mut Cursor::new(bytes), &expectation, limits)
}

/// Why this zip is refused.
pub(crate) fn refusal_of(zip: &Zip) -> String {
    refusal_of_bytes(zip.bytes())
}

pub(crate) fn refusal_of_bytes(bytes: Vec<u8>) -> String {
    let refusal = inspect_bytes(bytes, &Limits::default()).unwrap_err();
    assert!(!refusal.is_fault(), "{refusal}");
    refusal.to_string()
}

pub(crate) fn is_accepted(zip: &Zip) -> bool {
    inspect_bytes(zip.bytes(), &Limits::default()).map_err(|error| panic!("{error}")).is_ok()
}

pub(crate) fn put16(bytes: &mut Vec<u8>, numbers: &[u16]) {
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
}

pub(crate) fn put32(bytes: &mut Vec<u8>, numbers: &[u32]) {
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
}

pub(crate) fn put64(bytes: &mut Vec<u8>, numbers: &[u64]) {
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
}

fn length16(bytes: &[u8]) -> u16 {
    bytes.len().try_into().unwrap()
}

fn length32(bytes: &[u8]) -> u32 {
    bytes.len().try_into().unwrap()
}
