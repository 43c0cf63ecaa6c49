//! The pages about downloads, and the same as JSON.

use crate::harness::{Answer, Site};
use chrono::TimeDelta;
use domain::files::FileKind;
use http::header;
use serde_json::Value;
use service::downloads::{Download, count};
use std::sync::Arc;
use testkit_index::normalized;
use testkit_macros::both;

const JSON: (http::HeaderName, &str) = (header::ACCEPT, "application/json");

/// Downloads of brie 1.0 right now.
async fn download(site: &Site, user_agent: &str, times: usize) {
    let mut read = site.ctx.db.read().await.unwrap();
    let project = store::projects::by_name(&mut read, &normalized("brie")).await.unwrap().unwrap().id;
    drop(read);
    let version: Arc<str> = "1.0".into();
    let download = Download { project, version: &version, kind: FileKind::Wheel, user_agent: user_agent.as_bytes() };
    (0..times).for_each(|_| count(&site.ctx, download));
    service::soft::flush(&site.ctx).await.unwrap();
}

/// Brie, downloaded yesterday and today.
async fn downloaded(site: &Site) {
    site.wheel("brie", "1.0").await;
    download(site, "pip/24.0 {}", 1_234).await;
    site.index.advance(TimeDelta::days(1));
    download(site, "uv/0.5.4 {}", 5).await;
    download(site, "curl/8.5.0", 2).await;
    download(site, "bandersnatch/6.5.0 (x)", 1).await;
}

fn body(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.header(header::CONTENT_TYPE).starts_with("application/json"));
    assert!(answer.headers.get_all(header::VARY).iter().any(|value| value == "Accept"));
    serde_json::from_str(&answer.body).unwrap()
}

#[both]
async fn a_program_gets_totals_days_installers_versions_and_kinds(site: Site) {
    downloaded(&site).await;
    let figures = body(&site.get_with("/stats/downloads/brie/", &[JSON]).await);
    assert_eq!(figures["project"], "brie");
    for (period, people, robots) in [
        ("today", 5, 2),
        ("last_day", 1_234, 0),
        ("last_week", 1_234, 0),
        ("last_30_days", 1_234, 0),
        ("last_183_days", 1_234, 0),
    ] {
        assert_eq!((&figures[period]["people"], &figures[period]["robots"]), (&people.into(), &robots.into()));
    }
    let days = figures["days"].as_array().unwrap();
    assert_eq!((days.len(), &days[183]["day"], &days[182]["people"]), (184, &"2026-09-22".into(), &1_234.into()));
    let pairs = |list: &str, key: &str| -> Vec<(String, u64)> {
        let rows = figures[list].as_array().unwrap().iter();
        rows.map(|row| (row[key].as_str().unwrap().to_owned(), row["downloads"].as_u64().unwrap())).collect()
    };
    let expected = [("pip", 1_234), ("uv", 5), ("browser", 2), ("bandersnatch", 1)];
    assert_eq!(pairs("installers", "installer"), expected.map(|(name, count)| (name.to_owned(), count)));
    assert_eq!(pairs("versions", "version"), [("1.0".to_owned(), 1_242)]);
    assert_eq!(pairs("kinds", "kind"), [("wheel".to_owned(), 1_242)]);
}

#[both]
async fn people_read_the_same_figures_in_tables(site: Site) {
    downloaded(&site).await;
    let page = site.get("/stats/downloads/brie/").await;
    assert_eq!(page.status, 200);
    for text in ["Downloads of brie", ">1,234</td>", "Browsers and downloaders", "role=\"img\"", "Wheel"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let french = site.in_french("/stats/downloads/brie/").await;
    assert!(french.body.contains("Téléchargements de brie") && french.body.contains("1\u{202f}234"));
}

#[both]
async fn the_whole_index_is_told_by_installer_and_day(site: Site) {
    downloaded(&site).await;
    let figures = body(&site.get_with("/stats/downloads/", &[JSON]).await);
    assert_eq!(figures["days"][0]["installers"], serde_json::json!({ "pip": 1_234 }));
    assert_eq!(figures["days"][1]["downloads"], 8);
    let page = site.get("/stats/downloads/").await;
    assert!(page.body.contains(">1,234</td>"), "{}", page.body);
}

#[tokio::test]
async fn a_project_that_nobody_downloaded_says_so() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let page = site.get("/stats/downloads/brie/").await;
    assert!(page.body.contains("Nothing was downloaded"), "{}", page.body);
    assert!(site.get("/stats/downloads/").await.body.contains("Nothing was downloaded"));
}

#[tokio::test]
async fn another_spelling_moves_and_an_unknown_project_is_missing() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    for path in ["/stats/downloads/Brie/", "/stats/downloads/brie"] {
        let moved = site.get(path).await;
        assert_eq!(moved.status, 301, "{path}");
        assert!(moved.header(header::LOCATION).ends_with("/stats/downloads/brie/"));
    }
    assert_eq!(site.get("/stats/downloads/comte/").await.status, 404);
    assert_eq!(site.get_with("/stats/downloads/-/", &[JSON]).await.status, 404);
}
