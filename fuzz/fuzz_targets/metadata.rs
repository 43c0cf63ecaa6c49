//! Any bytes as METADATA, and what was understood of it held against itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use packaging::entry_points::check_entry_points;
use packaging::metadata::{CoreMetadata, RawMetadata, contradictions};
use packaging::record::parse_row;

fuzz_target!(|data: &[u8]| {
    let _ = check_entry_points(data);
    let _ = std::str::from_utf8(data).map(|text| parse_row(text, 1));
    if let (Ok(raw), Ok(metadata)) = (RawMetadata::from_file(data), CoreMetadata::from_file(data)) {
        assert!(
            contradictions(&raw, &metadata).is_empty(),
            "metadata contradicts itself"
        );
    }
});
