//! Any bytes as a wheel: an answer, in bounded memory, without a panic.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use packaging::archive::{Limits, WheelExpectation, inspect_wheel};

fuzz_target!(|data: &[u8]| {
    let expectation = WheelExpectation {
        dist_info_name: "demo-1.0".to_owned(),
        tags: None,
    };
    let limits = Limits {
        expanded_bytes: 1 << 22,
        ..Limits::default()
    };
    match inspect_wheel(&mut Cursor::new(data), &expectation, &limits) {
        Ok(contents) => assert!(contents.members.contains("demo-1.0.dist-info/RECORD")),
        Err(error) => assert!(!error.is_fault() && error.to_string().len() < 2000),
    }
});
