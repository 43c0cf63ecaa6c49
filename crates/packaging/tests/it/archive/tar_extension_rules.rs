//! Pax records and GNU long names: taken as most readers do, refused where readers differ.

use packaging::archive::Limits;

use super::tar_builder::{TarEntry, demo_with, inspect_bytes, names_of, refusal_of, sdist_of};

fn file() -> TarEntry {
    TarEntry::file("demo-1.0/short", b"12345")
}

fn long_name(name: &str) -> TarEntry {
    TarEntry::of_kind(b'L', "././@LongLink", format!("{name}\0").as_bytes())
}

#[test]
fn a_pax_path_replaces_the_name() {
    let long = format!("demo-1.0/{}/ü", "x".repeat(300));
    let bytes = demo_with(&[TarEntry::pax(b'x', &[("path", &long), ("mtime", "1.5")]), file()]);
    assert!(names_of(bytes).contains(&long));
}

#[test]
fn a_pax_path_may_not_leave() {
    let bytes = demo_with(&[TarEntry::pax(b'x', &[("path", "../x")]), file()]);
    assert!(refusal_of(bytes).contains("`.` or `..`"));
}

#[test]
fn a_pax_size_replaces_the_size() {
    let sized = TarEntry { size: Some(b"00000000000\0".to_vec()), ..file() };
    let bytes = demo_with(&[TarEntry::pax(b'x', &[("size", "5")]), sized]);
    assert_eq!(inspect_bytes(bytes, &Limits::default()).unwrap().total_size, 1061 + 5);
}

#[test]
fn a_pax_link_target_replaces_the_target_and_may_not_leave() {
    let link = TarEntry::link(b'2', "demo-1.0/way", "demo.py");
    let bytes = demo_with(&[TarEntry::pax(b'x', &[("linkpath", "sub/data.bin")]), link.clone()]);
    assert_eq!(names_of(bytes).len(), 4);
    let bytes = demo_with(&[TarEntry::pax(b'x', &[("linkpath", "/etc/passwd")]), link]);
    assert!(refusal_of(bytes).contains("leaves the top folder, its target is `/etc/passwd`"));
}

#[test]
fn pax_sparse_members_are_refused() {
    for key in ["GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.size", "SCHILY.realsize"] {
        let bytes = demo_with(&[TarEntry::pax(b'x', &[(key, "1")]), file()]);
        assert!(refusal_of(bytes).contains("sparse: `demo-1.0/short`"), "{key}");
    }
}

#[test]
fn malformed_pax_records_are_refused() {
    let entry = TarEntry::of_kind(b'x', "PaxHeader", b"99 path=x\n");
    assert!(refusal_of(demo_with(&[entry, file()])).contains("pax header is malformed: a record's length is wrong"));
}

#[test]
fn a_comment_for_all_members_is_accepted() {
    let first = TarEntry::pax(b'g', &[("comment", "0123456789abcdef")]);
    let entries = [vec![first], super::tar_builder::demo_entries()].concat();
    assert_eq!(names_of(sdist_of(&entries)).len(), 3);
}

#[test]
fn a_global_header_may_not_rename_or_resize() {
    for (key, value) in [("path", "demo-1.0/x"), ("linkpath", "x"), ("size", "5"), ("GNU.sparse.major", "1")] {
        let bytes = demo_with(&[TarEntry::pax(b'g', &[(key, value)]), file()]);
        assert!(refusal_of(bytes).contains("global header describes a single member"), "{key}");
    }
}

#[test]
fn a_gnu_long_name_replaces_the_name() {
    let long = format!("demo-1.0/{}", "y".repeat(200));
    assert!(names_of(demo_with(&[long_name(&long), file()])).contains(&long));
    assert!(refusal_of(demo_with(&[long_name("/x"), file()])).contains("absolute"));
}

#[test]
fn a_gnu_long_link_may_not_leave() {
    let target = TarEntry::of_kind(b'K', "././@LongLink", b"../../x\0");
    let bytes = demo_with(&[target, TarEntry::link(b'2', "demo-1.0/way", "demo.py")]);
    assert!(refusal_of(bytes).contains("leaves the top folder"));
}

#[test]
fn doubled_extensions_are_refused() {
    let path = TarEntry::pax(b'x', &[("path", "demo-1.0/a")]);
    for entries in [
        vec![long_name("demo-1.0/a"), long_name("demo-1.0/b")],
        vec![path.clone(), path.clone()],
        vec![path.clone(), long_name("demo-1.0/b")],
        vec![long_name("demo-1.0/b"), path.clone()],
        vec![path.clone(), TarEntry::pax(b'g', &[("comment", "x")])],
    ] {
        let bytes = demo_with(&[entries, vec![file()]].concat());
        assert!(refusal_of(bytes).contains("malformed, doubled or followed by no member"));
    }
}

#[test]
fn an_extension_without_a_member_is_refused() {
    assert!(refusal_of(demo_with(&[long_name("demo-1.0/a")])).contains("followed by no member"));
}

#[test]
fn a_long_name_with_a_nul_inside_is_refused() {
    assert!(refusal_of(demo_with(&[long_name("demo-1.0/a\0b"), file()])).contains("malformed"));
}

#[test]
fn a_huge_extension_is_refused_unread() {
    let size = Some(format!("{:011o}\0", 1 << 30).into_bytes());
    let entry = TarEntry { size, ..TarEntry::of_kind(b'x', "PaxHeader", b"") };
    assert!(refusal_of(demo_with(&[entry])).contains("extension header is too large"));
}
