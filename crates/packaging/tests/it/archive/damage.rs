//! Damaged and random files: always an answer, never a panic.

use packaging::archive::Limits;
use packaging::entry_points::check_entry_points;
use packaging::record::parse_row;
use proptest::prelude::*;

use super::{tar_builder, zip_builder};

fn wheel() -> Vec<u8> {
    let noise: Vec<u8> = (0..3000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    zip_builder::wheel_with("demo/noise.bin", &noise).bytes()
}

fn sdist() -> Vec<u8> {
    let noise: Vec<u8> = (0..3000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    tar_builder::demo_with(&[tar_builder::TarEntry::file("demo-1.0/noise.bin", &noise)])
}

fn wheel_is_accepted(bytes: Vec<u8>) -> bool {
    zip_builder::inspect_bytes(bytes, &Limits::default()).is_ok()
}

fn sdist_is_accepted(bytes: Vec<u8>) -> bool {
    tar_builder::inspect_bytes(bytes, &Limits::default()).is_ok()
}

#[test]
fn a_wheel_cut_anywhere_is_refused() {
    let whole = wheel();
    assert!(wheel_is_accepted(whole.clone()));
    for length in (0..whole.len()).step_by(100) {
        assert!(!wheel_is_accepted(whole[..length].to_vec()), "{length}");
    }
}

#[test]
fn an_sdist_cut_anywhere_is_refused() {
    let whole = sdist();
    assert!(sdist_is_accepted(whole.clone()));
    for length in (0..whole.len()).step_by(100) {
        assert!(!sdist_is_accepted(whole[..length].to_vec()), "{length}");
    }
}

proptest! {
    #[test]
    fn random_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
        prop_assert!(!wheel_is_accepted(bytes.clone()));
        prop_assert!(!sdist_is_accepted(bytes));
    }

    #[test]
    fn a_changed_wheel_never_panics(changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..8)) {
        let mut bytes = wheel();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        wheel_is_accepted(bytes);
    }

    #[test]
    fn a_changed_tar_in_a_sound_gzip_stream_never_panics(
        changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = tar_builder::tar_body(&tar_builder::demo_entries());
        bytes.resize(bytes.len() + 1024, 0);
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        sdist_is_accepted(tar_builder::gzip(&bytes));
    }

    #[test]
    fn a_changed_gzip_stream_is_refused_or_means_the_same(at in any::<usize>(), byte in any::<u8>()) {
        let whole = sdist();
        let mut bytes = whole.clone();
        let at = at % bytes.len();
        bytes[at] = byte;
        // The header's time and flags and the last bits of padding are free; a checksum holds all else.
        let contents = tar_builder::inspect_bytes(whole, &Limits::default()).unwrap();
        if let Ok(changed) = tar_builder::inspect_bytes(bytes, &Limits::default()) {
            prop_assert_eq!(changed, contents);
        }
    }

    #[test]
    fn any_text_as_record_or_entry_points_never_panics(text in "\\PC*", bytes in any::<Vec<u8>>()) {
        let _ = parse_row(&text, 1);
        let _ = check_entry_points(text.as_bytes());
        let _ = check_entry_points(&bytes);
    }
}
