//! What is committed is what the next request shows, on this node and on others.

use crate::harness::{Site, ask};
use api::simple::feed::{self, Feed};
use domain::permission::Actor;
use http::Method;
use service::projects;
use std::sync::Arc;
use testkit_index::{normalized, release_key};
use testkit_macros::both;

#[both]
async fn a_publish_is_visible_to_the_very_next_request(site: Site) {
    for version in ["1", "2", "3"] {
        site.wheel("brie", version).await;
        for _ in 0..3 {
            let page = site.json("/simple/brie/").await;
            assert_eq!(page["versions"].as_array().unwrap().last().unwrap(), version);
        }
    }
}

#[both]
async fn a_deleted_project_is_gone_at_once(site: Site) {
    let file = site.wheel("brie", "1").await;
    assert_eq!(site.get("/simple/brie/").await.status, 200);
    projects::delete_project(&site.ctx, &Actor::Operator, &normalized("brie")).await.unwrap();
    assert_eq!(site.get("/simple/brie/").await.status, 404);
    assert_eq!(site.get("/pypi/brie/json").await.status, 404);
    assert_eq!(site.get(&file).await.status, 404);
}

#[tokio::test]
async fn a_deleted_release_takes_its_version_along() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    site.wheel("brie", "2").await;
    projects::delete_release(&site.ctx, &Actor::Operator, &release_key("brie", "2")).await.unwrap();
    assert_eq!(site.json("/simple/brie/").await["versions"], serde_json::json!(["1"]));
    assert_eq!(site.json("/pypi/brie/json").await["info"]["version"], "1");
}

#[both]
async fn another_node_shows_a_change_once_it_followed_the_journal(site: Site) {
    site.wheel("brie", "1").await;
    let (state, router) = site.other_node().await;
    let feed = Feed::new(Arc::clone(&state));
    let versions = async || {
        ask(&router, Method::GET, "/simple/brie/", &[(http::header::ACCEPT, crate::harness::JSON)]).await.json()["versions"].clone()
    };
    assert_eq!(versions().await, serde_json::json!(["1"]));
    site.wheel("brie", "2").await;
    site.wheel("comte", "1").await;
    feed.catch_up().await.unwrap();
    assert_eq!(versions().await, serde_json::json!(["1", "2"]));
    assert_eq!(ask(&router, Method::GET, "/simple/comte/", &[]).await.status, 200);
    assert_eq!(state.simple.serial(), site.state.simple.serial());
}

#[both]
async fn a_running_feed_brings_the_changes_of_another_process(site: Site) {
    let (state, router) = site.other_node().await;
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel();
    // Subscribers are called in order, so the page is stale by the time this one speaks.
    state.ctx.db.on_commit(Arc::new(move |announcements| {
        for announcement in announcements {
            let _ = heard.send(announcement.project.clone());
        }
    }));
    let feed = tokio::spawn(feed::run(Arc::clone(&state)));
    site.wheel("brie", "1").await;
    let told = tokio::time::timeout(std::time::Duration::from_secs(20), hears.recv()).await;
    assert_eq!(told.expect("the feed follows within seconds").as_deref(), Some("brie"));
    assert_eq!(ask(&router, Method::GET, "/simple/brie/", &[]).await.status, 200);
    feed.abort();
}

#[tokio::test]
async fn a_node_that_followed_reads_nothing_twice() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    let (state, _) = site.other_node().await;
    let feed = Feed::new(Arc::clone(&state));
    site.wheel("brie", "2").await;
    feed.catch_up().await.unwrap();
    let serial = state.simple.serial();
    feed.catch_up().await.unwrap();
    assert_eq!(state.simple.serial(), serial);
}

#[tokio::test]
async fn pages_in_memory_and_unknown_names_need_no_database() {
    let site = Site::new().await;
    let file = site.wheel("brie", "1").await;
    for path in ["/simple/", "/simple/brie/", "/pypi/brie/json"] {
        assert_eq!(site.get(path).await.status, 200);
    }
    site.ctx.db.close().await;
    for path in ["/simple/", "/simple/brie/", "/pypi/brie/json", file.as_str()] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    let digits = "ab".repeat(30);
    for number in 0..1000 {
        for path in [
            format!("/simple/unknown-{number}/"),
            format!("/simple/Unknown.{number}"),
            format!("/pypi/unknown-{number}/json"),
            format!("/pypi/unknown-{number}/1.0/json"),
            format!("/files/ab/ab/{digits}/unknown{number}-1-py3-none-any.whl"),
            format!("/files/ab/ab/{digits}/brie-{number}-py3-none-any.whl"),
        ] {
            let answer = site.get(&path).await;
            assert!(matches!(answer.status.as_u16(), 301 | 404), "{path}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_fault_is_500_and_says_nothing_of_its_cause() {
    let site = Site::new().await;
    site.wheel("brie", "1").await;
    site.ctx.db.close().await;
    let answer = site.get("/simple/brie/").await;
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("request id") && !answer.text().contains("database"), "{}", answer.text());
}

#[both]
async fn many_readers_of_a_changing_page_never_see_it_go_back(site: Site) {
    site.wheel("brie", "1.0").await;
    let site = Arc::new(site);
    let readers: Vec<_> = (0..8)
        .map(|_| {
            let site = Arc::clone(&site);
            tokio::spawn(async move {
                let mut highest = 0;
                for _ in 0..30 {
                    let count = site.json("/simple/brie/").await["versions"].as_array().unwrap().len();
                    assert!(count >= highest, "{count} after {highest}");
                    highest = count;
                }
            })
        })
        .collect();
    for number in 1..6 {
        site.wheel("brie", &format!("1.{number}")).await;
        assert_eq!(site.json("/simple/brie/").await["versions"].as_array().unwrap().len(), number + 1);
    }
    for reader in readers {
        reader.await.unwrap();
    }
}
