//! `passwords build`, and the rule that follows from its filter.

use crate::harness::{Place, stderr};
use std::{fs, io::Write as _, process::Stdio};

/// SHA-1 of "tarte aux 7 fromages", which no list of common passwords has.
const LEAKED: &str = "8256C1F57B6C8A4BB9D9138A0906878B735E0828";

fn build(place: &Place, lines: &str) -> serde_json::Value {
    let (list, out) = (place.data().with_extension("list"), place.data().with_extension("filter"));
    fs::write(&list, lines).unwrap();
    place.json(&format!("passwords build {} --out {}", list.display(), out.display()))
}

#[test]
fn a_filter_is_built_without_an_index() {
    let place = Place::new();
    let built = build(&place, &format!("{LEAKED}:3\r\n{}:1\r\n", "0".repeat(40)));
    assert_eq!((&built["passwords"], &built["bytes"]), (&2.into(), &8_192.into()));
    assert_eq!(fs::metadata(built["path"].as_str().unwrap()).unwrap().len(), 8_192);
    assert!(!place.data().exists());
}

#[test]
fn a_list_with_a_wrong_line_is_named() {
    let place = Place::new();
    let list = place.data().with_extension("list");
    fs::write(&list, format!("{LEAKED}:3\ncheese\n")).unwrap();
    let line = format!("passwords build {} --out {}", list.display(), place.data().with_extension("filter").display());
    assert!(place.refused(&line).contains("list:2`"));
}

#[test]
fn an_account_with_a_leaked_password_is_refused() {
    let place = Place::new();
    let built = build(&place, &format!("{LEAKED}:3\n"));
    let create = |name: &str, password: &str| {
        let line = format!("user create {name} --email {name}@people.example --password-stdin");
        let mut command = place.command(&line);
        command.env("FROMAGERIE__PASSWORDS__KIND", "file");
        command.env("FROMAGERIE__PASSWORDS__PATH", built["path"].as_str().unwrap());
        let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let refused = create("ada", "tarte aux 7 fromages\n");
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("known from a leak"), "{}", stderr(&refused));
    assert!(create("ada", "tarte aux 8 fromages\n").status.success());
}
