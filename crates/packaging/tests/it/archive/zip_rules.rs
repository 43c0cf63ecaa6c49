//! The framing of zips: each way to confuse two readers is refused.

use std::io::{Cursor, Write};

use packaging::archive::Limits;

use super::tar_builder::{TarEntry, header_of};
use super::zip_builder::{
    Entry, Zip, demo_wheel, inspect_bytes, is_accepted, put16, put32, refusal_of, refusal_of_bytes, wheel_with,
};

const INIT: &str = "demo/__init__.py";

/// A right wheel, after a change to its first member.
fn with_init(change: impl FnOnce(&mut Entry)) -> Zip {
    let mut zip = demo_wheel();
    change(zip.entry(INIT));
    zip
}

/// A right wheel, after a change to its frame.
fn with_frame(change: impl FnOnce(&mut Zip)) -> Zip {
    let mut zip = demo_wheel();
    change(&mut zip);
    zip
}

fn extra_of(id: u16, data: &[u8]) -> Vec<u8> {
    let mut extra = Vec::new();
    put16(&mut extra, &[id, data.len().try_into().unwrap()]);
    [extra, data.to_vec()].concat()
}

fn unicode_path(name: &[u8]) -> Vec<u8> {
    extra_of(0x7075, &[&[1, 0, 0, 0, 0], name].concat())
}

#[test]
fn an_ordinary_wheel_is_accepted() {
    assert!(is_accepted(&demo_wheel()));
}

#[test]
fn a_wheel_written_by_a_common_library_is_accepted() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let zip = demo_wheel();
    let files = super::zip_builder::demo_files();
    let record = super::zip_builder::record_of(&files);
    writer.add_directory("demo", options).unwrap();
    for (name, content) in files {
        writer.start_file(name, options).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.start_file("demo-1.0.dist-info/RECORD", options).unwrap();
    writer.write_all(record.as_bytes()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let contents = inspect_bytes(bytes, &Limits::default()).unwrap();
    assert_eq!(contents, inspect_bytes(zip.bytes(), &Limits::default()).unwrap());
}

#[test]
fn a_file_that_is_no_zip_is_refused() {
    for bytes in [b"".to_vec(), b"PK".to_vec(), b"hello world".to_vec(), vec![0; 4096]] {
        assert!(refusal_of_bytes(bytes).contains("not a zip"));
    }
}

#[test]
fn bytes_before_the_zip_are_refused() {
    assert!(refusal_of(&with_frame(|zip| zip.before = b"#!/bin/sh\n".to_vec())).contains("not a zip"));
}

#[test]
fn an_unknown_record_is_refused_with_its_place() {
    let refusal = refusal_of(&with_frame(|zip| zip.before_central = b"PK\x06\x08abcd".to_vec()));
    assert!(refusal.contains("unknown record signature: `08064b50`"), "{refusal}");
    assert!(refusal.contains("at byte `"), "{refusal}");
}

#[test]
fn a_local_header_behind_the_central_directory_is_refused() {
    let local = with_frame(|zip| {
        let single = Zip { entries: vec![Entry::stored("late", b"x")], ..Zip::default() }.bytes();
        zip.before_end = single[..30 + 4 + 1].to_vec();
    });
    assert!(refusal_of(&local).contains("a local header stands where it does not belong"));
}

#[test]
fn control_characters_in_a_local_name_are_refused() {
    for name in ["demo/\0.py", "demo/\x1f.py", "demo/\x7f.py"] {
        assert!(refusal_of(&with_init(|entry| entry.name = name.into())).contains("control"), "{name:?}");
    }
}

#[test]
fn a_name_that_is_not_utf8_is_refused() {
    let refusal = refusal_of(&with_init(|entry| entry.name = b"demo/\xff.py".to_vec()));
    assert!(refusal.contains("not UTF-8: `demo/\\xff.py`"), "{refusal}");
}

#[test]
fn an_unmarked_name_beyond_ascii_is_refused() {
    assert!(refusal_of(&with_init(|entry| entry.name = "demo/é.py".into())).contains("not marked as UTF-8"));
}

#[test]
fn a_marked_name_beyond_ascii_is_accepted() {
    assert!(is_accepted(&wheel_with("demo/é.txt", b"x")));
}

#[test]
fn a_member_missing_in_the_central_directory_is_refused() {
    assert!(refusal_of(&with_init(|entry| entry.without_central = true)).contains("missing in the central directory"));
}

#[test]
fn a_member_without_a_local_header_is_refused() {
    let zip = with_frame(|zip| {
        let ghost = Entry { without_local: true, ..Entry::stored("ghost", b"") };
        zip.entries.push(ghost);
    });
    assert!(refusal_of(&zip).contains("no local header: `ghost`"));
}

#[test]
fn a_local_name_twice_is_refused() {
    let zip = with_frame(|zip| zip.entries.push(Entry::stored(INIT, b"other")));
    assert!(refusal_of(&zip).contains("occurs more than once: `demo/__init__.py`"));
}

#[test]
fn a_folder_twice_is_refused() {
    let zip = with_frame(|zip| zip.entries.extend([Entry::stored("demo/", b""), Entry::stored("demo/", b"")]));
    assert!(refusal_of(&zip).contains("occurs more than once"));
}

#[test]
fn a_central_entry_twice_is_refused() {
    let zip = with_frame(|zip| {
        let again = Entry { without_local: true, central_offset: Some(0), ..zip.entry(INIT).clone() };
        zip.entries.push(again);
    });
    assert!(refusal_of(&zip).contains("occurs more than once"));
}

#[test]
fn a_data_descriptor_is_refused() {
    assert!(refusal_of(&with_init(|entry| entry.flags = 1 << 3)).contains("data descriptor"));
}

#[test]
fn encrypted_members_are_refused() {
    for bit in [0, 6, 13] {
        assert!(refusal_of(&with_init(|entry| entry.flags = 1 << bit)).contains("encrypted"), "{bit}");
    }
}

#[test]
fn flags_that_are_not_understood_are_refused() {
    assert!(refusal_of(&with_init(|entry| entry.flags = 1 << 5)).contains("`0x0020`"));
    assert!(refusal_of(&with_init(|entry| entry.central_flags = Some(1 << 3))).contains("data descriptor"));
}

#[test]
fn other_compression_methods_are_refused() {
    for method in [1, 9, 12, 14, 93, 99] {
        let refusal = refusal_of(&with_init(|entry| entry.method = method));
        assert!(refusal.contains(&format!("compression method `{method}`")), "{refusal}");
    }
}

#[test]
fn headers_that_differ_are_refused_by_field() {
    type Change = fn(&mut Entry);
    let changes: [(&str, Change); 6] = [
        ("the name", |entry| entry.central_name = Some(b"demo/other.py".to_vec())),
        ("the mark for UTF-8", |entry| entry.central_flags = Some(1 << 11)),
        ("the compression method", |entry| entry.central_method = Some(0)),
        ("the checksum", |entry| entry.central_checksum = Some(1)),
        ("the compressed size", |entry| entry.central_compressed = Some(1)),
        ("the uncompressed size", |entry| entry.central_uncompressed = Some(1)),
    ];
    for (field, change) in changes {
        let refusal = refusal_of(&with_init(change));
        assert!(refusal.contains(&format!("{field} differs")), "{refusal}");
    }
}

#[test]
fn a_central_folder_that_is_a_local_file_is_refused() {
    let zip = with_init(|entry| entry.central_name = Some(b"demo/__init__.py/".to_vec()));
    assert!(refusal_of(&zip).contains("the name differs"));
}

#[test]
fn a_central_offset_that_is_no_local_header_is_refused() {
    assert!(refusal_of(&with_init(|entry| entry.central_offset = Some(7))).contains("no local header"));
}

#[test]
fn malformed_extra_fields_are_refused() {
    for extra in [vec![1], vec![1, 2, 3], vec![0x55, 0x54, 9, 0, 1]] {
        assert!(refusal_of(&with_init(|entry| entry.extra.clone_from(&extra))).contains("extra field is malformed"));
        assert!(
            refusal_of(&with_init(|entry| entry.central_extra.clone_from(&extra))).contains("extra field is malformed")
        );
    }
}

#[test]
fn unknown_extra_fields_are_accepted() {
    assert!(is_accepted(&with_init(|entry| entry.extra = extra_of(0x5455, b"\x01abcd"))));
}

#[test]
fn a_second_unicode_path_is_refused() {
    let twice = [unicode_path(INIT.as_bytes()), unicode_path(INIT.as_bytes())].concat();
    assert!(refusal_of(&with_init(|entry| entry.extra = twice)).contains("`0x7075` occurs more than once"));
}

#[test]
fn a_unicode_path_with_another_name_is_refused() {
    for name in [b"demo/other.py".as_slice(), b"demo/\0", b"\xff", b""] {
        assert!(refusal_of(&with_init(|entry| entry.extra = unicode_path(name))).contains("Unicode path"));
        assert!(refusal_of(&with_init(|entry| entry.central_extra = unicode_path(name))).contains("Unicode path"));
    }
    assert!(refusal_of(&with_init(|entry| entry.extra = extra_of(0x7075, b"\x01"))).contains("Unicode path"));
}

#[test]
fn a_unicode_path_with_the_same_name_is_accepted() {
    assert!(is_accepted(&with_init(|entry| entry.extra = unicode_path(INIT.as_bytes()))));
}

#[test]
fn a_stored_member_with_two_sizes_is_refused() {
    let zip = with_frame(|zip| {
        zip.entries.push(Entry { uncompressed: 5, ..Entry::stored("demo/x", b"x") });
    });
    assert!(refusal_of(&zip).contains("two different sizes: `demo/x`"));
}

#[test]
fn a_comment_on_a_member_is_refused() {
    assert!(refusal_of(&with_init(|entry| entry.comment = b"hello".to_vec())).contains("has a comment"));
}

#[test]
fn a_member_on_another_disk_is_refused() {
    assert!(refusal_of(&with_init(|entry| entry.disk = 1)).contains("several disks"));
    assert!(refusal_of(&with_frame(|zip| zip.disk = 1)).contains("several disks"));
}

#[test]
fn an_end_record_that_miscounts_is_refused_by_field() {
    type Change = fn(&mut Zip);
    let changes: [(&str, Change); 4] = [
        ("number of members on this disk is `4` where `5` was found", |zip| zip.count_here = Some(4)),
        ("number of members is `6` where `5` was found", |zip| zip.count = Some(6)),
        ("size of the central directory", |zip| zip.central_size = Some(1)),
        ("offset of the central directory", |zip| zip.central_offset = Some(1)),
    ];
    for (expected, change) in changes {
        let refusal = refusal_of(&with_frame(change));
        assert!(refusal.contains(expected), "{refusal}");
    }
}

#[test]
fn an_archive_comment_is_accepted() {
    assert!(is_accepted(&with_frame(|zip| zip.comment = b"made with care".to_vec())));
}

#[test]
fn an_end_record_hidden_in_the_comment_is_refused() {
    let inner = demo_wheel().bytes();
    assert!(refusal_of(&with_frame(|zip| zip.comment = inner)).contains("hidden behind the first"));
    let mut overlapping = vec![0; 12];
    put32(&mut overlapping, &[0]);
    let zip = with_frame(|zip| {
        zip.central_offset = Some(0x0605_4b50);
        zip.comment = overlapping;
    });
    assert!(refusal_of(&zip).contains("hidden behind the first"));
}

#[test]
fn anything_behind_the_end_record_is_refused() {
    assert!(refusal_of(&with_frame(|zip| zip.after = vec![0])).contains("trailing data"));
    assert!(refusal_of(&with_frame(|zip| zip.after = demo_wheel().bytes())).contains("trailing data"));
}

#[test]
fn broken_compressed_data_is_refused() {
    let zip = with_init(|entry| entry.data.iter_mut().for_each(|byte| *byte = 0xff));
    assert!(refusal_of(&zip).contains("compressed data is broken: `demo/__init__.py`"));
}

#[test]
fn a_deflate_stream_without_its_end_is_refused() {
    let zip = with_init(|entry| {
        entry.data.pop();
        entry.compressed -= 1;
    });
    assert!(refusal_of(&zip).contains("compressed data is broken"));
}

#[test]
fn data_behind_a_members_stream_is_refused() {
    let zip = with_init(|entry| {
        entry.data.extend(b"hidden");
        entry.compressed += 6;
    });
    assert!(refusal_of(&zip).contains("ends before the member does"));
}

#[test]
fn a_member_of_another_size_than_it_says_is_refused() {
    for change in [1_u32, u32::MAX] {
        let zip = with_init(|entry| entry.uncompressed = entry.uncompressed.wrapping_add(change));
        assert!(refusal_of(&zip).contains("does not expand to its size"));
    }
}

#[test]
fn a_wrong_checksum_is_refused() {
    assert!(refusal_of(&with_init(|entry| entry.checksum ^= 1)).contains("does not have its checksum"));
}

#[test]
fn links_and_devices_are_refused() {
    for kind in [0o120_000, 0o020_000, 0o060_000, 0o010_000, 0o140_000, 0o040_000] {
        let zip = with_init(|entry| entry.external = (kind | 0o644) << 16);
        assert!(refusal_of(&zip).contains("neither a file nor a folder"), "{kind:o}");
    }
}

#[test]
fn a_folder_with_content_is_refused() {
    let zip = with_frame(|zip| zip.entries.push(Entry::stored("demo/sub/", b"x")));
    assert!(refusal_of(&zip).contains("folder but has content"));
}

#[test]
fn folders_are_accepted() {
    let folder = Entry { external: 0o040_755 << 16, ..Entry::stored("demo/", b"") };
    assert!(is_accepted(&with_frame(|zip| zip.entries.insert(0, folder))));
}

#[test]
fn names_that_leave_the_folder_are_refused() {
    for (name, expected) in [
        ("../x", "`.` or `..`"),
        ("demo/../../x", "`.` or `..`"),
        ("/etc/x", "absolute"),
        ("C:/x", "absolute"),
        ("demo\\x", "backslash"),
        ("/", "no name"),
    ] {
        let refusal = refusal_of(&wheel_with(name, b""));
        assert!(refusal.contains(expected), "{refusal}");
    }
}

#[test]
fn names_that_differ_in_case_only_are_refused() {
    assert!(refusal_of(&wheel_with("demo/DATA.txt", b"x")).contains("the other is `demo/data.txt`"));
}

#[test]
fn a_file_below_a_file_is_refused() {
    assert!(refusal_of(&wheel_with("demo/data.txt/x", b"x")).contains("folder and something else"));
}

#[test]
fn a_wheel_that_is_also_a_tar_is_refused() {
    // The first block is a tar header whose name starts like a local header.
    let mut bytes = demo_wheel().bytes();
    bytes.resize(512.max(bytes.len()), b' ');
    let as_tar = TarEntry { name: bytes[..30].to_vec(), ..TarEntry::file("x", b"") };
    bytes[..512].copy_from_slice(&header_of(&as_tar));
    bytes[..4].copy_from_slice(b"PK\x03\x04");
    assert!(refusal_of_bytes(bytes).contains("also a tar"));
}

#[test]
fn a_bomb_is_refused_while_it_bursts() {
    let zip = with_frame(|zip| {
        let bomb = Entry::deflated("demo/bomb", &vec![0; 100 << 20]);
        let record = super::zip_builder::record_of(&super::zip_builder::demo_files());
        let record = format!("{record}demo/bomb,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,104857600\n");
        *zip.entry("demo-1.0.dist-info/RECORD") = Entry::deflated("demo-1.0.dist-info/RECORD", record.as_bytes());
        zip.entries.push(bomb);
    });
    assert!(refusal_of(&zip).contains("more than `50` times its size"));
}

#[test]
fn a_bomb_in_record_itself_is_refused() {
    let record = Entry::deflated("demo-1.0.dist-info/RECORD", &vec![b'\n'; 80 << 20]);
    let zip = with_frame(|zip| *zip.entry("demo-1.0.dist-info/RECORD") = record);
    assert!(refusal_of(&zip).contains("RECORD is larger than"));
}

#[test]
fn too_many_members_are_refused() {
    let limits = Limits { members: 4, ..Limits::default() };
    let refusal = inspect_bytes(demo_wheel().bytes(), &limits).unwrap_err();
    assert_eq!(refusal.code(), "archive-limit");
    assert!(refusal.to_string().contains("more than `4` members"));
}

#[test]
fn hostile_names_are_escaped_and_shortened_in_messages() {
    let name = format!("demo/\u{1b}[31m{}", "x".repeat(5000));
    let refusal = refusal_of(&wheel_with(&name, b""));
    assert!(refusal.contains("\\u{1b}[31m") && refusal.len() < 400, "{refusal}");
}

#[test]
fn folders_that_differ_in_case_only_are_refused() {
    let zip = with_frame(|zip| zip.entries.extend([Entry::stored("Demo/", b""), Entry::stored("demo/", b"")]));
    assert!(refusal_of(&zip).contains("occurs more than once: `demo/`"));
}

#[test]
fn deep_folders_are_checked_in_linear_time() {
    // Comparing every prefix of every name would take minutes here.
    let deep = "d/".repeat(500);
    let zip = with_frame(|zip| {
        zip.entries.extend((1..=500).map(|depth| Entry::stored(&"d/".repeat(depth), b"")));
        zip.entries.extend((0..6000).map(|number| Entry::stored(&format!("{deep}{number}"), b"")));
    });
    assert!(refusal_of(&zip).contains("does not list a file of the wheel"));
}
