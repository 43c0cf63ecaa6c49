//! Security keys given away, by command.

use crate::harness::Place;
use std::fs;

fn with_index() -> Place {
    let place = Place::new();
    place.json("user create ada --email ada@people.example");
    place
}

fn import(place: &Place, text: &str) -> String {
    let file = place.data().join("codes.csv");
    fs::write(&file, text).expect("the file can be written");
    format!("giveaway import-codes {}", file.display())
}

#[test]
fn the_first_import_makes_the_default_programme_and_a_second_adds_what_is_new() {
    let place = with_index();
    let first = place.json(&import(&place, "code\nA-1\nA-2\nA-1\n"));
    assert_eq!((&first["imported"], &first["repeated"], &first["known"]), (&2.into(), &1.into(), &0.into()));
    let second = place.json(&import(&place, "code\nA-2\nA-3\n"));
    assert_eq!((&second["imported"], &second["known"]), (&1.into(), &1.into()));
    assert_eq!(first["programme"], second["programme"]);
    let shown = place.json("giveaway show");
    let programme = &shown["programmes"][0];
    assert_eq!((&programme["codes"], &programme["left"]), (&3.into(), &3.into()));
    assert_eq!(programme["countries"].as_array().map(Vec::len), Some(11));
    assert!(!shown.to_string().contains("A-1"));
}

#[test]
fn a_malformed_file_is_refused_whole_with_its_line() {
    let place = with_index();
    let message = place.refused(&import(&place, "code\nA-1\nA-2,x\n"));
    assert!(message.contains("line 3") && !message.contains("A-2"), "{message}");
    assert_eq!(place.json("giveaway show")["programmes"], serde_json::json!([]));
    assert!(place.refused("giveaway import-codes nowhere.csv").contains("nowhere.csv"));
}

#[test]
fn a_programme_is_created_with_terms_of_its_own() {
    let place = with_index();
    let line = "giveaway create --vendor Keysmith --vendor-url https://keys.example/ --country FR --country de \
                --opens 2026-01-01T00:00:00Z --closes 2036-01-01T00:00:00Z --keys-per-code 3";
    let created = place.json(line);
    assert_eq!((&created["countries"], &created["keys_per_code"]), (&serde_json::json!(["DE", "FR"]), &3.into()));
    assert_eq!((&created["opens"], &created["left"]), (&"2026-01-01T00:00:00Z".into(), &0.into()));
    let wrong = "giveaway create --vendor Keysmith --vendor-url https://keys.example/ --country XX";
    assert!(place.refused(wrong).contains("`XX`"));
    let imported = place.json(&import(&place, "code\nA-1\n"));
    assert_eq!(imported["programme"], created["id"]);
}
