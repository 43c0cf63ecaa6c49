//! Any bytes as an sdist, as they are and inside of a sound gzip stream.
#![no_main]

use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use packaging::archive::{Limits, inspect_sdist};

fuzz_target!(|data: &[u8]| {
    inspect(data);
    // The checksum of gzip would hide the tar from the fuzzer.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::none());
    if encoder.write_all(data).is_ok()
        && let Ok(packed) = encoder.finish()
    {
        inspect(&packed);
    }
});

fn inspect(data: &[u8]) {
    let limits = Limits {
        expanded_bytes: 1 << 22,
        ..Limits::default()
    };
    match inspect_sdist(&mut Cursor::new(data), "demo-1.0", &limits) {
        Ok(contents) => assert!(
            contents
                .members
                .iter()
                .all(|name| name.starts_with("demo-1.0/"))
        ),
        Err(error) => assert!(!error.is_fault() && error.to_string().len() < 2000),
    }
}
