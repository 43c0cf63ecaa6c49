//! ZIP64: wide numbers must be where they are needed, and say the same everywhere.

use super::zip_builder::{Entry, Zip, demo_wheel, is_accepted, put16, put32, put64, refusal_of};

const INIT: &str = "demo/__init__.py";

fn zip64(numbers: &[u64], tail: &[u8]) -> Vec<u8> {
    let mut extra = Vec::new();
    put16(&mut extra, &[1, u16::try_from(numbers.len() * 8 + tail.len()).unwrap()]);
    put64(&mut extra, numbers);
    [extra, tail.to_vec()].concat()
}

fn with_init(change: impl FnOnce(&mut Entry)) -> Zip {
    let mut zip = demo_wheel();
    change(zip.entry(INIT));
    zip
}

/// Both headers of the first member in their wide form, as streaming writers make them.
fn wide_init() -> Zip {
    with_init(|entry| {
        let numbers = [entry.uncompressed.into(), entry.compressed.into()];
        (entry.uncompressed, entry.compressed) = (u32::MAX, u32::MAX);
        entry.extra = zip64(&numbers, &[]);
        entry.central_extra = zip64(&numbers, &[]);
    })
}

#[test]
fn wide_sizes_in_both_headers_are_accepted() {
    assert!(is_accepted(&wide_init()));
}

#[test]
fn wide_sizes_beside_narrow_ones_are_accepted_when_equal() {
    let zip = with_init(|entry| {
        entry.extra = zip64(&[entry.uncompressed.into(), entry.compressed.into()], &[]);
        entry.central_extra = zip64(&[entry.uncompressed.into(), entry.compressed.into(), 0], &[0; 4]);
    });
    assert!(is_accepted(&zip));
}

#[test]
fn wide_sizes_that_contradict_narrow_ones_are_refused() {
    let local = with_init(|entry| entry.extra = zip64(&[1, entry.compressed.into()], &[]));
    assert!(refusal_of(&local).contains("ZIP64 extra field contradicts"));
    let central = with_init(|entry| entry.central_extra = zip64(&[1, entry.compressed.into()], &[]));
    assert!(refusal_of(&central).contains("ZIP64 extra field contradicts"));
}

#[test]
fn a_second_zip64_field_is_refused() {
    let twice = [zip64(&[], &[]), zip64(&[], &[])].concat();
    assert!(refusal_of(&with_init(|entry| entry.extra.clone_from(&twice))).contains("`0x0001` occurs more than once"));
    assert!(refusal_of(&with_init(|entry| entry.central_extra = twice)).contains("`0x0001` occurs more than once"));
}

#[test]
fn zip64_fields_of_other_lengths_are_refused() {
    for length in [1, 4, 12, 20, 32] {
        let zip = with_init(|entry| entry.extra = zip64(&[], &vec![0; length]));
        assert!(refusal_of(&zip).contains(&format!("wrong length of `{length}` bytes")));
    }
}

#[test]
fn an_empty_zip64_field_does_not_stand_for_a_sentinel() {
    let mut zip = wide_init();
    zip.entry(INIT).extra = zip64(&[], &[]);
    assert!(refusal_of(&zip).contains("contradicts"));
}

#[test]
fn a_sentinel_without_a_zip64_field_is_refused() {
    let mut zip = wide_init();
    zip.entry(INIT).extra = Vec::new();
    assert!(refusal_of(&zip).contains("contradicts"));
    let mut zip = wide_init();
    zip.entry(INIT).central_extra = Vec::new();
    assert!(refusal_of(&zip).contains("contradicts"));
}

#[test]
fn one_wide_size_is_refused_for_a_compressed_member() {
    let zip = with_init(|entry| entry.extra = zip64(&[entry.uncompressed.into()], &[]));
    assert!(refusal_of(&zip).contains("wrong length of `8` bytes"));
}

#[test]
fn a_zip64_end_is_accepted() {
    assert!(is_accepted(&Zip { with_end64: true, ..demo_wheel() }));
}

#[test]
fn a_zip64_end_under_full_narrow_values_is_accepted() {
    let full = (Some(u16::MAX), Some(u32::MAX));
    let zip = Zip {
        with_end64: true,
        count_here: full.0,
        count: full.0,
        central_size: full.1,
        central_offset: full.1,
        ..demo_wheel()
    };
    assert!(is_accepted(&zip));
}

#[test]
fn full_narrow_values_without_a_zip64_end_are_refused() {
    let zip = Zip { count: Some(u16::MAX), ..demo_wheel() };
    assert!(refusal_of(&zip).contains("number of members is `65535`"));
}

#[test]
fn narrow_values_beside_a_zip64_end_must_be_true() {
    let zip = Zip { with_end64: true, count: Some(4), ..demo_wheel() };
    assert!(refusal_of(&zip).contains("number of members is `4`"));
}

#[test]
fn a_zip64_end_that_miscounts_is_refused() {
    let zip = Zip { with_end64: true, end64_count: Some(4), ..demo_wheel() };
    assert!(refusal_of(&zip).contains("is `4` where `5` was found"));
}

#[test]
fn extensible_data_in_the_zip64_end_is_refused() {
    let zip = Zip { with_end64: true, end64_size: Some(52), ..demo_wheel() };
    assert!(refusal_of(&zip).contains("extensible data"));
}

#[test]
fn a_zip64_end_without_locator_is_refused() {
    let zip = Zip { with_end64: true, without_locator: true, ..demo_wheel() };
    assert!(refusal_of(&zip).contains("no locator"));
}

#[test]
fn a_locator_that_points_elsewhere_is_refused() {
    let zip = Zip { with_end64: true, locator_offset: Some(0), ..demo_wheel() };
    assert!(refusal_of(&zip).contains("ZIP64 offset is `0`"));
}

#[test]
fn a_locator_without_a_zip64_end_is_refused() {
    let mut locator = b"PK\x06\x07".to_vec();
    locator.extend([0; 16]);
    let zip = Zip { before_end: locator, ..demo_wheel() };
    assert!(refusal_of(&zip).contains("a ZIP64 locator stands where it does not belong"));
}

#[test]
fn a_second_zip64_end_is_refused() {
    let first = Zip { with_end64: true, ..demo_wheel() }.bytes();
    let end64 = first[first.len() - 22 - 20 - 56..first.len() - 22 - 20].to_vec();
    let zip = Zip { with_end64: true, before_end: end64, ..demo_wheel() };
    assert!(refusal_of(&zip).contains("a ZIP64 end record stands where it does not belong"));
}

#[test]
fn a_locator_hidden_in_an_extra_field_is_refused() {
    let mut zip = demo_wheel();
    let mut hidden = Vec::new();
    put16(&mut hidden, &[0x9999, 20]);
    hidden.extend(b"PK\x06\x07");
    put32(&mut hidden, &[0, 0, 0, 1]);
    zip.entries.last_mut().unwrap().central_extra = hidden;
    assert!(refusal_of(&zip).contains("locator is hidden"));
}
