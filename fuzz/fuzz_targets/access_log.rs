//! Any bytes as a line of an access log and as a `User-Agent`.
#![no_main]

use domain::downloads::Day;
use domain::downloads::agent::Agent;
use domain::downloads::log::{Line, LogForm};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = Agent::recognise(data);
    let today = Day(21_000);
    for form in LogForm::ALL {
        if let Line::Download(download) = form.read(data, today.start()) {
            assert!(download.path.is_some() || download.named.is_some());
            assert!(download.day <= today + 1);
            if let Some(path) = download.path {
                assert!(path.bytes().all(|byte| byte.is_ascii_graphic()) && path.split('/').count() == 4);
            }
        }
    }
});
