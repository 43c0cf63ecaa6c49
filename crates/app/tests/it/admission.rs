//! Who may register, and the break-glass for passwords, by command.

use crate::harness::Place;
use std::{io::Write as _, process::Stdio};

fn place() -> Place {
    let place = Place::new();
    place.json("user create ada --email ada@people.example");
    place
}

#[test]
fn an_invitation_prints_its_link_once() {
    let place = place();
    let invited = place.json("user invite grace@people.example");
    let url = invited["url"].as_str().unwrap();
    assert!(url.contains("/account/invitation/"), "{url}");
    assert!(place.refused("user invite ADA@people.example").contains("has this e-mail address already"));
}

#[test]
fn registration_is_by_invitation_until_it_is_set() {
    let place = place();
    assert_eq!(place.json("registration show")["mode"], "invite");
    let set = place.json("registration set domains --domain People.example");
    assert_eq!((&set["mode"], &set["domains"][0]), (&"domains".into(), &"people.example".into()));
    assert!(place.refused("registration set domains").contains("at least one domain"));
    let prohibited = place.json("registration prohibit-domain spam.example --reason spam");
    assert_eq!(prohibited["prohibited_domains"][0], "spam.example");
    assert_eq!(place.json("user prohibit brie gouda --reason cheese")["prohibited"], 2);
}

#[test]
fn user_names_are_prohibited_from_a_list_and_opened_again() {
    let place = place();
    std::fs::write(place.folder.path().join("names.txt"), "roquefort\nComté_fan\n").unwrap();
    assert!(place.refused("user prohibit --file names.txt --reason cheese").contains("can be no user name"));
    std::fs::write(place.folder.path().join("names.txt"), "roquefort morbier\n  reblochon\n").unwrap();
    assert_eq!(place.json("user prohibit gouda --file names.txt --reason cheese")["prohibited"], 4);
    assert!(place.refused("user create MORBIER --email m@people.example").contains("`MORBIER`"));
    assert_eq!(place.json("user allow morbier")["allowed"], "morbier");
    place.json("user create MORBIER --email m@people.example");
    assert!(place.refused("user allow morbier").contains("not prohibited"));
    assert!(place.refused("user prohibit --file nowhere.txt --reason cheese").contains("cannot be read"));
}

#[test]
fn a_password_is_set_from_standard_input() {
    let place = place();
    for (password, expected) in [("violet gravel teapot ninety\n", true), ("ada\n", false), ("", false)] {
        let mut command = place.command("user set-password ada");
        let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        assert_eq!(child.wait().unwrap().success(), expected, "{password:?}");
    }
}
