//! The root index.

use crate::harness::{JSON, Site, ask};
use api::simple::feed::Feed;
use domain::permission::Actor;
use http::{Method, header};
use packaging::name::NormalizedName;
use service::projects;
use std::sync::Arc;
use store::{Announcement, transaction};
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
    let names: Vec<&str> =
        root["projects"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
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
        root["projects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
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

#[tokio::test]
async fn a_change_that_was_overtaken_by_a_later_serial_still_reaches_the_root() {
    let site = Site::new().await;
    let (state, router) = site.other_node().await;
    let feed = Feed::new(Arc::clone(&state));
    let shown = async || ask(&router, Method::GET, "/simple/", &[]).await.text().contains(">brie<");
    site.wheel("brie", "1").await;
    let later = Announcement { project: "comte".to_owned(), serial: site.state.simple.serial() + 1 };
    state.ctx.db.announce_external(&[later]);
    assert!(!shown().await);
    feed.catch_up().await.unwrap();
    assert!(shown().await);
}

#[tokio::test]
async fn a_large_root_is_written_off_the_request_path() {
    let site = Site::new().await;
    let at = site.now();
    let made: anyhow::Result<()> = transaction!(site.ctx.db, |write| {
        for number in 0..10_000 {
            let name = format!("project-{number}");
            let normalized_name = &NormalizedName::from_any(&name)?;
            let id = domain::ids::ProjectId(site.ctx.id());
            let project = store::projects::NewProject { id, name: &name, normalized_name, created_at: at };
            store::projects::insert(write, &project).await?;
        }
        Ok(())
    });
    made.unwrap();
    let (state, router) = site.other_node().await;
    let feed = Feed::new(Arc::clone(&state));
    let lists_brie = async || {
        let root = ask(&router, Method::GET, "/simple/", &[]).await;
        assert_eq!(root.header(header::CONTENT_LENGTH), root.body.len().to_string());
        root.text().contains(">brie<")
    };
    assert!(!lists_brie().await);
    site.wheel("brie", "1").await;
    feed.catch_up().await.unwrap();
    assert!(!lists_brie().await, "the request does not wait for the writing");
    assert_eq!(ask(&router, Method::GET, "/simple/brie/", &[]).await.status, 200);
    feed.refresh_root().await.unwrap();
    assert!(lists_brie().await);
}
