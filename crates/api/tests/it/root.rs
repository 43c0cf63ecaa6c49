//! The root index.

use crate::harness::{JSON, Site};
use domain::permission::Actor;
use http::header;
use service::projects;
use testkit_index::normalized;

#[tokio::test]
async fn an_empty_index_has_an_empty_root() {
    let site = Site::new().await;
    let answer = site.get_with("/simple/", &[(header::ACCEPT, JSON)]).await;
    assert_eq!(answer.text(), "{\"meta\":{\"_last-serial\":0,\"api-version\":\"1.4\"},\"projects\":[]}\n");
}

#[tokio::test]
async fn the_root_lists_display_names_by_normalized_name() {
    let site = Site::new().await;
    for name in ["Stilton", "brie", "Cheese.Cake"] {
        site.wheel(name, "1").await;
    }
    let root = site.json("/simple/").await;
    let names: Vec<&str> = root["projects"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["brie", "Cheese.Cake", "Stilton"]);
    let html = site.get("/simple/").await;
    assert!(html.text().contains("\n<a href=\"/simple/cheese-cake/\">Cheese.Cake</a><br />\n"), "{}", html.text());
}

#[tokio::test]
async fn serials_of_root_page_header_and_json_agree() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    site.wheel("stilton", "1").await;
    let root = site.get_with("/simple/", &[(header::ACCEPT, JSON)]).await;
    let body = root.json();
    let listed = &body["projects"][0]["_last-serial"];
    assert_eq!(listed, &site.json("/simple/brie/").await["meta"]["_last-serial"]);
    assert_eq!(listed, &site.json("/pypi/brie/json").await["last_serial"]);
    assert_eq!(site.get("/pypi/brie/json").await.header("x-pypi-last-serial"), listed.to_string());
    assert_eq!(root.header("x-pypi-last-serial"), body["meta"]["_last-serial"].to_string());
    assert_eq!(body["meta"]["_last-serial"], body["projects"][1]["_last-serial"]);
}

#[tokio::test]
async fn the_root_follows_every_change_at_once() {
    let site = Site::new().await;
    let names = async || {
        let root = site.json("/simple/").await;
        root["projects"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(names().await.is_empty());
    site.wheel("brie", "1").await;
    assert_eq!(names().await, ["brie"]);
    site.wheel("Brie", "2").await;
    assert_eq!(names().await, ["Brie"], "the spelling of the last upload");
    site.quarantine("brie").await;
    assert!(names().await.is_empty());
    site.wheel("comte", "1").await;
    projects::delete_project(&site.ctx, &Actor::Operator, &normalized("comte")).await.unwrap();
    assert!(names().await.is_empty());
    let root = site.get("/simple/").await;
    assert_eq!(root.header("x-pypi-last-serial"), site.state.simple.serial().to_string());
}
