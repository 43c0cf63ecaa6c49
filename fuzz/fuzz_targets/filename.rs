//! Any text as the name of a file; a name that is taken is written back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use packaging::archive::WheelExpectation;
use packaging::filename::{DistributionFilename, SdistFilename, WheelFilename};

fuzz_target!(|text: &str| {
    if let Ok(filename) = WheelFilename::parse(text) {
        assert_eq!(filename.as_str(), text);
        let expectation = WheelExpectation::of(&filename).with_tags(&filename);
        assert!(text.starts_with(&expectation.dist_info_name));
    }
    if let Ok(filename) = SdistFilename::parse(text) {
        assert_eq!(format!("{}.tar.gz", filename.top_folder()), text);
    }
    if let Ok(filename) = DistributionFilename::parse(text) {
        assert_eq!(filename.as_str(), text);
    }
});
