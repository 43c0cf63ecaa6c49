//! Several nodes on one PostgreSQL database.

use crate::harness::{Place, stderr};
use std::fs;
use testkit::{
    database::{self, Engine},
    distribution::Distribution,
};

/// The URL of an empty database that goes away with the value beside it.
async fn empty_database() -> (database::TestDb, String) {
    let test = database::unmigrated(Engine::Postgres).await;
    match &test.connect {
        store::Connect::Postgres { url } => {
            let url = url.clone();
            (test, url)
        }
        store::Connect::Sqlite { .. } => panic!("the database is not PostgreSQL"),
    }
}

#[tokio::test]
async fn what_is_uploaded_to_one_node_is_seen_by_the_other() {
    let (_database, url) = empty_database().await;
    let (first, second) = (Place::new(), Place::new());
    let one = first.serve_on(&url);
    fs::create_dir(second.data()).unwrap();
    fs::copy(first.data().join("key-ring"), second.data().join("key-ring")).unwrap();
    let other = second.serve_on(&url);
    let create = |line: &str| first.command(line).env("FROMAGERIE__DATABASE__URL", &url).output().unwrap();
    let made = create("user create ada --email ada@people.example --totp");
    assert!(made.status.success(), "{}", stderr(&made));
    let made = create("token create --user ada --json");
    let token: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let file = Distribution::new("brie", "1.0").wheel();
    let answer = one.upload(token["token"].as_str().unwrap(), "brie", "1.0", &file);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let page = other.get_until("/simple/brie/", &file.filename);
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn a_node_without_the_key_ring_is_refused_and_makes_none() {
    let (_database, url) = empty_database().await;
    let (first, second) = (Place::new(), Place::new());
    let _one = first.serve_on(&url);
    let mut command = second.command("serve --listen 127.0.0.1:0");
    let output = command.env("FROMAGERIE__DATABASE__URL", &url).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let ring = second.data().join("key-ring");
    assert!(stderr(&output).contains(&ring.display().to_string()), "{}", stderr(&output));
    assert!(!ring.exists());
}

#[tokio::test]
async fn a_password_in_the_address_of_a_database_is_never_printed() {
    let place = Place::new();
    let mut command = place.command("serve --listen 127.0.0.1:0");
    let url = "postgres://index:camembert@127.0.0.1:1/index";
    let output = command.env("FROMAGERIE__DATABASE__URL", url).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(&output));
    assert!(printed.contains("PostgreSQL cannot be reached") && !printed.contains("camembert"), "{printed}");
}
