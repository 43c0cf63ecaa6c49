//! Sdists: one gzip stream, one tar, one top folder, and nothing that leads out of it.

use std::io::Write;

use flate2::{Compression, GzBuilder, write::GzEncoder};
use packaging::archive::Limits;

use super::tar_builder::{
    TarEntry, demo_entries, demo_with, gzip, header_of, inspect_bytes, names_of, refusal_of, sdist_of, tar_body,
};
use super::zip_builder::demo_wheel;

fn refusal_with(entry: TarEntry) -> String {
    refusal_of(demo_with(&[entry]))
}

#[test]
fn an_ordinary_sdist_is_accepted() {
    let contents = inspect_bytes(demo_with(&[]), &Limits::default()).unwrap();
    assert!(contents.pkg_info.starts_with(b"Metadata-Version"));
    assert_eq!(contents.total_size, 46 + 15 + 1000);
    assert_eq!(
        contents.members.iter().collect::<Vec<_>>(),
        ["demo-1.0/PKG-INFO", "demo-1.0/demo.py", "demo-1.0/sub/data.bin"]
    );
}

#[test]
fn an_sdist_written_by_a_common_library_is_accepted() {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    let long = format!("demo-1.0/{}/long.py", "x".repeat(150));
    for name in ["demo-1.0/PKG-INFO", &long] {
        let mut header = tar::Header::new_gnu();
        header.set_size(4);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, b"abcd".as_slice()).unwrap();
    }
    let bytes = builder.into_inner().unwrap().finish().unwrap();
    assert_eq!(names_of(bytes), ["demo-1.0/PKG-INFO".to_owned(), long]);
}

#[test]
fn a_file_that_is_not_gzip_is_refused() {
    for bytes in [b"".to_vec(), b"\x1f\x8b".to_vec(), tar_body(&demo_entries()), vec![b'x'; 9000]] {
        assert!(refusal_of(bytes).contains("not gzip"));
    }
}

#[test]
fn a_broken_gzip_stream_is_refused() {
    let mut bytes = demo_with(&[]);
    bytes[10] = 0xff;
    let refusal = refusal_of(bytes);
    assert!(refusal.contains("gzip stream is broken"), "{refusal}");
}

#[test]
fn a_wrong_gzip_checksum_is_refused() {
    let mut bytes = demo_with(&[]);
    let at = bytes.len() - 8;
    bytes[at] ^= 1;
    assert!(refusal_of(bytes).contains("gzip stream is broken"));
}

#[test]
fn a_truncated_gzip_stream_is_refused() {
    let bytes = demo_with(&[]);
    for length in [bytes.len() - 1, bytes.len() - 8, bytes.len() / 2] {
        assert!(refusal_of(bytes[..length].to_vec()).contains("ends inside the gzip stream"));
    }
}

#[test]
fn trailing_data_behind_the_gzip_stream_is_refused() {
    assert!(refusal_of([demo_with(&[]), vec![0]].concat()).contains("trailing data behind the gzip stream"));
}

#[test]
fn a_second_gzip_stream_is_refused() {
    let bytes = [demo_with(&[]), demo_with(&[])].concat();
    assert!(refusal_of(bytes).contains("trailing data behind the gzip stream"));
}

#[test]
fn a_tar_without_its_end_is_refused() {
    let body = tar_body(&demo_entries());
    assert!(refusal_of(gzip(&body)).contains("ends inside the header of a member"));
    let one_block = [body, vec![0; 512]].concat();
    assert!(refusal_of(gzip(&one_block)).contains("ends inside the end of the tar"));
}

#[test]
fn a_tar_that_ends_inside_a_member_is_refused() {
    let body = tar_body(&demo_entries());
    assert!(refusal_of(gzip(&body[..body.len() - 600])).contains("ends inside a member's data"));
    assert!(refusal_of(gzip(&body[..body.len() - 10])).contains("ends inside a member's padding"));
}

#[test]
fn zeros_behind_the_end_are_accepted() {
    let bytes = gzip(&[tar_body(&demo_entries()), vec![0; 10_240]].concat());
    assert_eq!(names_of(bytes).len(), 3);
}

#[test]
fn members_behind_the_end_are_refused() {
    for zeros in [512, 1024, 4096] {
        let body = tar_body(&demo_entries());
        let bytes = gzip(&[body.clone(), vec![0; zeros], body, vec![0; 1024]].concat());
        assert!(refusal_of(bytes).contains("trailing data behind the end of the tar"), "{zeros}");
    }
}

#[test]
fn a_wrong_header_checksum_is_refused() {
    let entry = TarEntry { checksum: Some(b"000001\0 ".to_vec()), ..TarEntry::file("demo-1.0/x", b"") };
    assert!(refusal_with(entry).contains("checksum is wrong"));
}

#[test]
fn an_unknown_format_is_refused() {
    let entry = TarEntry { magic: Vec::new(), ..TarEntry::file("demo-1.0/x", b"") };
    assert!(refusal_with(entry).contains("neither ustar nor GNU"));
}

#[test]
fn a_gnu_header_with_something_in_place_of_the_prefix_is_refused() {
    let gnu = TarEntry { magic: b"ustar  \0".to_vec(), ..TarEntry::file("demo-1.0/x", b"") };
    assert_eq!(names_of(demo_with(std::slice::from_ref(&gnu))).len(), 4);
    assert!(refusal_with(TarEntry { prefix: b"elsewhere".to_vec(), ..gnu }).contains("neither ustar nor GNU"));
}

#[test]
fn the_ustar_prefix_belongs_to_the_name() {
    let entry = TarEntry { prefix: b"demo-1.0/deep".to_vec(), ..TarEntry::file("x", b"") };
    assert!(names_of(demo_with(&[entry])).contains(&"demo-1.0/deep/x".to_owned()));
    let entry = TarEntry { prefix: b"/etc".to_vec(), ..TarEntry::file("x", b"") };
    assert!(refusal_with(entry).contains("absolute"));
}

#[test]
fn numbers_that_are_none_are_refused() {
    for size in [b"00000000x00\0".to_vec(), b"-0000000001\0".to_vec(), vec![0xff; 12], vec![0xbf; 12]] {
        let entry = TarEntry { size: Some(size), ..TarEntry::file("demo-1.0/x", b"") };
        assert!(refusal_with(entry).contains("header's size is not a number"));
    }
    let entry = TarEntry { mode: b"rw-r--r-".to_vec(), ..TarEntry::file("demo-1.0/x", b"") };
    assert!(refusal_with(entry).contains("header's mode is not a number"));
}

#[test]
fn a_size_in_base_256_is_understood() {
    let size = Some(vec![0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
    let entry = TarEntry { size, ..TarEntry::file("demo-1.0/x", b"12345") };
    assert_eq!(inspect_bytes(demo_with(&[entry]), &Limits::default()).unwrap().total_size, 1061 + 5);
}

#[test]
fn a_claim_of_exabytes_is_refused_when_the_data_ends() {
    let size = Some(vec![0x80, 0, 0, 0, 0x7f, 255, 255, 255, 255, 255, 255, 255]);
    let entry = TarEntry { size, ..TarEntry::file("demo-1.0/x", b"12345") };
    assert!(refusal_with(entry).contains("ends inside a member's data"));
}

#[test]
fn devices_and_fifos_are_refused() {
    for kind in [b'3', b'4', b'6', b'7', b'D', b'M', b'N', b'V', b'X', b'z'] {
        let refusal = refusal_with(TarEntry::of_kind(kind, "demo-1.0/x", b""));
        assert!(refusal.contains(&format!("member type `{}` is not allowed", kind as char)), "{refusal}");
    }
}

#[test]
fn gnu_sparse_members_are_refused() {
    let entry = TarEntry { magic: b"ustar  \0".to_vec(), ..TarEntry::of_kind(b'S', "demo-1.0/x", b"") };
    assert!(refusal_with(entry.clone()).contains("sparse: `demo-1.0/x`"));
    // A real one has its map where the prefix would be.
    assert!(refusal_with(TarEntry { prefix: vec![b'0'; 50], ..entry }).contains("sparse: `demo-1.0/x`"));
}

#[test]
fn folders_and_links_with_a_size_are_refused() {
    for kind in *b"125" {
        let entry = TarEntry { link: b"PKG-INFO".to_vec(), ..TarEntry::of_kind(kind, "demo-1.0/x", b"12345") };
        assert!(refusal_with(entry).contains("no file but a size"));
    }
}

#[test]
fn a_file_that_is_named_like_a_folder_is_refused() {
    assert!(refusal_with(TarEntry::file("demo-1.0/x/", b"")).contains("empty part"));
}

#[test]
fn names_that_leave_the_top_folder_are_refused() {
    for (name, expected) in [
        ("demo-1.0/../x", "`.` or `..`"),
        ("../x", "`.` or `..`"),
        ("/demo-1.0/x", "absolute"),
        ("C:/x", "absolute"),
        ("demo-1.0\\x", "backslash"),
        ("demo-1.0/\u{1b}x", "control"),
        ("", "no name"),
        ("./demo-1.0/x", "`.` or `..`"),
        ("other/x", "outside of the top folder: `other/x`"),
        ("x", "outside of the top folder"),
        ("demo-1.0", "outside of the top folder"),
    ] {
        let refusal = refusal_with(TarEntry::file(name, b""));
        assert!(refusal.contains(expected), "{refusal}");
    }
}

#[test]
fn a_name_that_is_not_utf8_is_refused() {
    let entry = TarEntry { name: b"demo-1.0/\xff".to_vec(), ..TarEntry::file("", b"") };
    assert!(refusal_with(entry).contains("not UTF-8: `demo-1.0/\\xff`"));
}

#[test]
fn a_file_twice_is_refused() {
    assert!(refusal_with(TarEntry::file("demo-1.0/demo.py", b"")).contains("more than once: `demo-1.0/demo.py`"));
}

#[test]
fn a_folder_twice_is_accepted() {
    assert_eq!(names_of(demo_with(&[TarEntry::of_kind(b'5', "demo-1.0/sub", b"")])).len(), 3);
}

#[test]
fn names_that_differ_in_case_only_are_refused() {
    let refusal = refusal_with(TarEntry::file("demo-1.0/Demo.py", b""));
    assert!(refusal.contains("differ only in case, the other is `demo-1.0/demo.py`"));
}

#[test]
fn a_file_through_a_link_is_refused() {
    let entries = [TarEntry::link(b'2', "demo-1.0/way", "sub"), TarEntry::file("demo-1.0/way/x", b"")];
    assert!(refusal_of(demo_with(&entries)).contains("folder and something else"));
}

#[test]
fn links_inside_the_top_folder_are_accepted() {
    let entries = [
        TarEntry::link(b'2', "demo-1.0/sub/way", "../demo.py"),
        TarEntry::link(b'1', "demo-1.0/sub/same", "demo-1.0/demo.py"),
    ];
    assert_eq!(names_of(demo_with(&entries)).len(), 5);
}

#[test]
fn symbolic_links_that_leave_are_refused() {
    for target in ["../x", "/etc/passwd", "sub/../../x", "..", ""] {
        let refusal = refusal_with(TarEntry::link(b'2', "demo-1.0/way", target));
        assert!(refusal.contains("link leaves the top folder"), "{refusal}");
    }
}

#[test]
fn hard_links_to_anything_but_an_earlier_file_are_refused() {
    for target in ["/etc/passwd", "../x", "demo-1.0/later", "demo-1.0/sub", "demo.py", "demo-1.0/./demo.py", ""] {
        let refusal = refusal_with(TarEntry::link(b'1', "demo-1.0/same", target));
        assert!(refusal.contains("does not name an earlier file"), "{refusal}");
    }
}

#[test]
fn a_hard_link_to_a_link_is_refused() {
    let entries = [TarEntry::link(b'2', "demo-1.0/way", "sub"), TarEntry::link(b'1', "demo-1.0/same", "demo-1.0/way")];
    assert!(refusal_of(demo_with(&entries)).contains("does not name an earlier file"));
}

#[test]
fn an_sdist_without_pkg_info_is_refused() {
    let entries = [TarEntry::file("demo-1.0/demo.py", b""), TarEntry::file("demo-1.0/sub/PKG-INFO", b"")];
    assert!(refusal_of(sdist_of(&entries)).contains("missing in the archive: `demo-1.0/PKG-INFO`"));
}

#[test]
fn a_pkg_info_that_is_a_link_is_refused() {
    let entries = [TarEntry::file("demo-1.0/x", b""), TarEntry::link(b'2', "demo-1.0/PKG-INFO", "x")];
    assert!(refusal_of(sdist_of(&entries)).contains("missing in the archive"));
}

#[test]
fn an_empty_sdist_is_refused() {
    assert!(refusal_of(sdist_of(&[])).contains("archive is empty"));
}

#[test]
fn a_large_pkg_info_is_refused() {
    let limits = Limits { metadata_bytes: 10, ..Limits::default() };
    let refusal = inspect_bytes(demo_with(&[]), &limits).unwrap_err().to_string();
    assert!(refusal.contains("larger than `10` bytes: `demo-1.0/PKG-INFO`"));
}

#[test]
fn too_many_members_are_refused() {
    let limits = Limits { members: 4, ..Limits::default() };
    assert!(inspect_bytes(demo_with(&[]), &limits).unwrap_err().to_string().contains("more than `4` members"));
}

#[test]
fn a_bomb_is_refused_while_it_bursts() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let claimed = format!("{:011o}\0", 200_u64 << 20).into_bytes();
    encoder.write_all(&tar_body(&demo_entries())).unwrap();
    let bomb = TarEntry { size: Some(claimed), ..TarEntry::file("demo-1.0/bomb", b"") };
    encoder.write_all(&header_of(&bomb)).unwrap();
    for _ in 0..200 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    encoder.write_all(&[0; 1024]).unwrap();
    let refusal = inspect_bytes(encoder.finish().unwrap(), &Limits::default()).unwrap_err();
    assert_eq!(refusal.code(), "archive-limit");
    assert!(refusal.to_string().contains("more than `100` times its size"));
}

#[test]
fn a_bomb_of_zeros_behind_the_end_is_refused() {
    let bytes = gzip(&[tar_body(&demo_entries()), vec![0; 100 << 20]].concat());
    assert!(refusal_of(bytes).contains("more than `100` times its size"));
}

#[test]
fn an_sdist_that_is_also_a_zip_is_refused() {
    // A stored gzip block at the end would do, but a wheel behind the stream is simplest.
    let bytes = [demo_with(&[]), demo_wheel().bytes()].concat();
    assert!(refusal_of(bytes).contains("also a zip"));
}

#[test]
fn a_zip_hidden_in_the_gzip_header_is_refused() {
    let mut encoder = GzBuilder::new().extra(demo_wheel().bytes()).write(Vec::new(), Compression::fast());
    let mut body = tar_body(&demo_entries());
    body.resize(body.len() + 1024, 0);
    encoder.write_all(&body).unwrap();
    assert!(refusal_of(encoder.finish().unwrap()).contains("also a zip"));
}

#[test]
fn an_sdist_that_is_also_an_uncompressed_tar_is_refused() {
    let mut bytes = demo_with(&[TarEntry::file("demo-1.0/noise", &noise())]);
    let as_tar = TarEntry { name: bytes[..100].to_vec(), ..TarEntry::file("", b"") };
    bytes[..512].copy_from_slice(&header_of(&as_tar));
    assert!(refusal_of(bytes).contains("also an uncompressed tar"));
}

fn noise() -> Vec<u8> {
    (0..2000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect()
}
