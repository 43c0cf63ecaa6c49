//! Critical projects and synthetic indexes, by command.

use crate::harness::Place;

fn seeded() -> Place {
    let place = Place::new();
    let made = place.json("demo seed --projects 200 --users 40 --days 5 --seed 3");
    assert_eq!((&made["projects"], &made["accounts"]), (&200.into(), &40.into()));
    assert_eq!((&made["accounts_with_second_factor"], &made["accounts_with_totp"]), (&19.into(), &18.into()));
    assert!(made["password"].as_str().is_some_and(|password| password.len() == 24), "{made}");
    assert!(made["otpauth_uri"].as_str().is_some_and(|uri| uri.starts_with("otpauth://totp/")), "{made}");
    place
}

#[test]
fn a_seeded_index_has_one_critical_project_in_a_hundred() {
    let place = seeded();
    let run = place.json("critical compute");
    assert_eq!((&run["projects"], &run["critical"], &run["added"]), (&200.into(), &2.into(), &2.into()));
    assert_eq!((&run["mode"], &run["agreed"]), (&"incremental".into(), &serde_json::Value::Null));
    let full = place.json("critical compute --full");
    assert_eq!((&full["added"], &full["agreed"], &full["mode"]), (&0.into(), &true.into(), &"full".into()));
    let list = place.json("critical list");
    let ranks: Vec<_> = list["critical"].as_array().unwrap().iter().map(|it| it["rank"].clone()).collect();
    assert_eq!(ranks, [1, 2]);
}

#[test]
fn an_operator_designates_and_withdraws_by_command() {
    let place = seeded();
    place.json("critical compute");
    let name = place.json("project list")["projects"][7]["name"].as_str().unwrap().to_owned();
    let done = place.json(&format!("critical designate {name} --reason trial"));
    assert_eq!((&done["done"], &done["new"]), (&"designated".into(), &true.into()));
    assert_eq!(place.json(&format!("critical designate {name} --reason trial"))["new"], false);
    assert_eq!(place.json("critical list")["critical"].as_array().unwrap().len(), 3);
    place.json(&format!("critical withdraw {name} --reason over"));
    assert!(place.refused(&format!("critical withdraw {name} --reason over")).contains("is not critical"));
    assert!(place.refused("critical designate no-such-project --reason trial").contains("`no-such-project`"));
    assert_eq!(place.run(&format!("critical designate {name}")).status.code(), Some(2));
}

#[test]
fn a_synthetic_index_is_made_in_an_empty_folder_only() {
    let place = seeded();
    assert!(place.refused("demo seed --projects 10 --users 5").contains("fresh data folder"));
    assert_eq!(place.json("project list")["projects"].as_array().unwrap().len(), 200);
    let other = Place::new();
    other.json("user create ada --email ada@people.example");
    assert!(other.refused("demo seed --projects 10 --users 5").contains("fresh data folder"));
}

#[test]
fn an_index_without_downloads_computes_to_nothing() {
    let place = Place::new();
    place.json("user create ada --email ada@people.example");
    let run = place.json("critical compute --full");
    assert_eq!((&run["projects"], &run["critical"], &run["agreed"]), (&0.into(), &0.into(), &true.into()));
    assert_eq!(place.json("critical list")["critical"], serde_json::json!([]));
}
