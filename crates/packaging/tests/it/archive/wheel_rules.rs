//! What must stand in a wheel, and that RECORD is true.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use packaging::archive::{Limits, WheelExpectation, inspect_wheel};
use packaging::filename::WheelFilename;

use super::zip_builder::{
    Zip, demo_files, demo_wheel, inspect_bytes, is_accepted, record_of, refusal_of, wheel_with, wheel_with_record,
};

const INFO: &str = "demo-1.0.dist-info";

/// A right wheel whose RECORD was changed.
fn with_record(change: impl FnOnce(String) -> String) -> Zip {
    wheel_with_record(&demo_files(), &change(record_of(&demo_files())))
}

/// A right wheel without one of its files.
fn without(name: &str) -> Zip {
    let files: Vec<_> = demo_files().into_iter().filter(|(other, _)| other != name).collect();
    wheel_with_record(&files, &record_of(&files))
}

#[test]
fn the_facts_of_a_wheel_are_given() {
    let contents = inspect_bytes(demo_wheel().bytes(), &Limits::default()).unwrap();
    assert_eq!(contents.metadata, demo_files()[2].1);
    assert!(contents.wheel.root_is_purelib);
    assert!(contents.members.contains("demo-1.0.dist-info/RECORD"));
    assert_eq!(contents.members.len(), 5);
    let files: usize = demo_files().iter().map(|(_, content)| content.len()).sum();
    assert_eq!(contents.total_size, (files + record_of(&demo_files()).len()) as u64);
}

#[test]
fn a_wheel_without_its_control_files_is_refused() {
    for name in ["WHEEL", "METADATA"] {
        let name = format!("{INFO}/{name}");
        assert!(refusal_of(&without(&name)).contains(&format!("missing in the archive: `{name}`")));
    }
    let mut zip = demo_wheel();
    zip.entries.pop();
    assert!(refusal_of(&zip).contains("missing in the archive: `demo-1.0.dist-info/RECORD`"));
}

#[test]
fn another_dist_info_folder_is_refused() {
    for name in ["other-1.0.dist-info/METADATA", "Demo-1.0.dist-info/x", "demo-1.0.DIST-INFO/x", "x.dist-info"] {
        let refusal = refusal_of(&wheel_with(name, b""));
        assert!(refusal.contains("only `demo-1.0.dist-info` may be there"), "{refusal}");
    }
}

#[test]
fn a_dist_info_folder_further_down_is_accepted() {
    assert!(is_accepted(&wheel_with("demo/vendor/other-2.dist-info/METADATA", b"x")));
}

#[test]
fn only_the_own_data_folder_is_accepted() {
    assert!(is_accepted(&wheel_with("demo-1.0.data/scripts/run", b"x")));
    assert!(refusal_of(&wheel_with("other-1.0.data/scripts/run", b"x")).contains("only `demo-1.0.data` may be there"));
}

#[test]
fn an_unknown_installation_scheme_is_refused() {
    for name in ["demo-1.0.data/stdlib/x", "demo-1.0.data/x"] {
        assert!(refusal_of(&wheel_with(name, b"x")).contains("no installation scheme"), "{name}");
    }
}

#[test]
fn tags_must_be_those_of_the_file_name() {
    let tags = Some(["cp311-cp311-win_amd64".to_owned()].into());
    let expectation = WheelExpectation { dist_info_name: "demo-1.0".to_owned(), tags };
    let refusal = inspect_wheel(&mut Cursor::new(demo_wheel().bytes()), &expectation, &Limits::default());
    assert!(refusal.unwrap_err().to_string().contains("`py3-none-any`; expected `cp311-cp311-win_amd64`"));
}

#[test]
fn a_file_that_record_does_not_list_is_refused() {
    let zip = with_record(|record| record.lines().skip(1).map(|line| format!("{line}\n")).collect());
    assert!(refusal_of(&zip).contains("does not list a file of the wheel: `demo/__init__.py`"));
}

#[test]
fn a_listed_file_that_is_missing_is_refused() {
    let zip = with_record(|record| format!("{record}demo/ghost.py,sha256=abc,1\n"));
    assert!(refusal_of(&zip).contains("not in the wheel: `demo/ghost.py`"));
}

#[test]
fn a_folder_in_record_is_refused() {
    assert!(refusal_of(&with_record(|record| format!("{record}demo/,,\n"))).contains("not in the wheel: `demo/`"));
}

#[test]
fn a_record_that_does_not_list_itself_is_refused() {
    let zip = with_record(|record| record.replace("demo-1.0.dist-info/RECORD,,\n", ""));
    assert!(refusal_of(&zip).contains("does not list a file of the wheel: `demo-1.0.dist-info/RECORD`"));
}

#[test]
fn a_file_listed_twice_is_refused() {
    let zip = with_record(|record| format!("{}\n{record}", record.lines().next().unwrap()));
    assert!(refusal_of(&zip).contains("more than once: `demo/__init__.py`"));
    let zip = with_record(|record| format!("{record}demo-1.0.dist-info/RECORD,,\n"));
    assert!(refusal_of(&zip).contains("more than once: `demo-1.0.dist-info/RECORD`"));
}

#[test]
fn a_wrong_hash_is_refused() {
    let mut other = demo_files();
    other[0].1[0] ^= 1;
    let refusal = refusal_of(&wheel_with_record(&demo_files(), &record_of(&other)));
    assert!(refusal.contains("another hash than the file: `demo/__init__.py`"), "{refusal}");
}

#[test]
fn a_wrong_size_is_refused() {
    let refusal = refusal_of(&with_record(|record| record.replacen(",15\n", ",16\n", 1)));
    assert!(refusal.contains("`16` where `15` was found: `demo/__init__.py`"), "{refusal}");
}

#[test]
fn a_missing_hash_or_size_is_refused() {
    assert!(
        refusal_of(&with_record(|record| record.replacen(",15\n", ",\n", 1))).contains("size that is not a number")
    );
    let zip = with_record(|record| {
        let end = record.find('\n').unwrap();
        format!("demo/__init__.py,,15{}", &record[end..])
    });
    assert!(refusal_of(&zip).contains("no hash for a file"));
}

#[test]
fn a_weak_hash_is_refused() {
    let zip = with_record(|record| record.replacen("sha256=", "md5=", 1));
    assert!(refusal_of(&zip).contains("not allowed: `md5`"));
}

#[test]
fn a_hash_of_record_itself_is_refused_and_its_size_must_be_right() {
    let zip = with_record(|record| record.replace("RECORD,,", "RECORD,sha256=x,"));
    assert!(refusal_of(&zip).contains("a hash for itself"));
    let zip = with_record(|record| record.replace("RECORD,,", "RECORD,,7"));
    assert!(refusal_of(&zip).contains("`7` where"));
}

#[test]
fn signatures_of_record_stand_outside_of_it() {
    for name in ["RECORD.jws", "RECORD.p7s"] {
        let name = format!("{INFO}/{name}");
        let mut files = demo_files();
        files.push((name.clone(), b"signature".to_vec()));
        assert!(is_accepted(&wheel_with_record(&files, &record_of(&demo_files()))));
        assert!(refusal_of(&wheel_with_record(&files, &record_of(&files))).contains("lists a signature file"));
    }
}

#[test]
fn a_record_with_windows_habits_is_accepted() {
    assert!(is_accepted(&with_record(|record| record.replace('/', "\\").replace('\n', "\r\n"))));
}

#[test]
fn a_record_without_a_last_line_ending_is_accepted() {
    assert!(is_accepted(&with_record(|record| record.trim_end().to_owned())));
}

#[test]
fn a_record_longer_than_a_buffer_is_read_right() {
    let mut files = demo_files();
    files.extend((0..1500).map(|number| (format!("demo/generated_{number}.py"), vec![b'#'; number])));
    assert!(is_accepted(&wheel_with_record(&files, &record_of(&files))));
}

#[test]
fn a_record_that_is_no_table_is_refused_with_its_line() {
    let zip = with_record(|record| format!("\"demo\n{record}"));
    assert!(refusal_of(&zip).contains("not valid CSV in line `1`"));
    let zip = with_record(|record| format!("{record}a,b\n"));
    assert!(refusal_of(&zip).contains("three columns name, hash and size in line `6`"));
}

#[test]
fn a_record_with_an_endless_line_is_refused() {
    let zip = with_record(|record| format!("{record}{}", "x".repeat(200_000)));
    assert!(refusal_of(&zip).contains("line that is too long: `6`"));
}

#[test]
fn broken_entry_points_are_refused() {
    let name = format!("{INFO}/entry_points.txt");
    assert!(is_accepted(&wheel_with(&name, b"[console_scripts]\ndemo = demo:main\n")));
    let refusal = refusal_of(&wheel_with(&name, b"[console_scripts]\n../demo = demo:main\n"));
    assert!(refusal.contains("no system can install: `../demo`"), "{refusal}");
}

#[test]
fn large_control_files_are_refused() {
    let limits = Limits { metadata_bytes: 10, ..Limits::default() };
    let refusal = inspect_bytes(demo_wheel().bytes(), &limits).unwrap_err().to_string();
    assert!(refusal.contains("larger than `10` bytes: `demo-1.0.dist-info/METADATA`"));
}

#[test]
fn a_file_that_cannot_be_read_is_a_fault_and_no_refusal() {
    struct Failing(u64);
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    impl Seek for Failing {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(self.0)
        }
    }
    let expectation = WheelExpectation { dist_info_name: "demo-1.0".to_owned(), tags: None };
    let error = inspect_wheel(&mut Failing(5000), &expectation, &Limits::default()).unwrap_err();
    assert!(error.is_fault(), "{error}");
}

#[test]
fn a_file_name_gives_its_expectation_with_expanded_tags() {
    let filename = WheelFilename::parse("demo-1.0-1-py2.py3-none-any.whl").unwrap();
    let expectation = WheelExpectation::of(&filename);
    assert_eq!(expectation, WheelExpectation { dist_info_name: "demo-1.0".to_owned(), tags: None });
    let tags = ["py2-none-any".to_owned(), "py3-none-any".to_owned()];
    assert_eq!(expectation.with_tags(&filename).tags, Some(tags.into()));
}
