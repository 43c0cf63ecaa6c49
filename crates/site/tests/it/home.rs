//! The front page.

use crate::harness::{Site, router};
use chrono::TimeDelta;
use testkit::distribution::Distribution;
use testkit_macros::both;

#[tokio::test]
async fn a_new_index_says_how_to_bring_in_the_first_project() {
    let site = Site::new().await;
    let home = site.get("/").await;
    assert_eq!(home.status, 200);
    assert!(home.shows("No projects yet"), "{}", home.body);
    assert!(home.shows("uv publish --publish-url http://localhost:8080/legacy/"), "{}", home.body);
}

#[both]
async fn the_newest_releases_stand_first(site: Site) {
    for number in 0..12 {
        site.advance(TimeDelta::minutes(1));
        let summary = format!("Summary: number {number}");
        site.publish(&Distribution::new("Brie", &format!("1.{number}")).header(&summary).wheel()).await;
    }
    let home = site.get("/").await;
    assert!(home.shows("<dt>project</dt><dd>1</dd>"), "{}", home.body);
    assert!(home.shows("<dt>releases</dt><dd>12</dd>"), "{}", home.body);
    let at = |text: &str| home.body.find(text).unwrap_or(usize::MAX);
    assert!(at("number 11") < at("number 10") && at("number 10") < at("number 2<"));
    assert!(!home.shows("number 1<") && !home.shows("number 0<"), "ten are enough");
    assert!(home.shows("href=\"http://localhost:8080/project/brie/1.11/\""), "{}", home.body);
}

#[tokio::test]
async fn a_change_shows_at_once() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    assert!(site.get("/").await.shows("brie <span class=\"version\">1.0</span>"));
    site.wheel("comte", "2.0").await;
    assert!(site.get("/").await.shows("<dt>projects</dt><dd>2</dd>"));
}

#[tokio::test]
async fn what_is_quarantined_is_not_news() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    site.wheel("evil", "1.0").await;
    assert!(site.get("/").await.shows("/project/evil/"));
    site.quarantine("evil").await;
    let home = site.get("/").await;
    assert!(home.shows("/project/brie/") && !home.shows("/project/evil/"), "{}", home.body);
}

#[tokio::test]
async fn without_a_change_the_facts_are_not_counted_again() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    assert!(site.get("/").await.shows("<dt>file</dt><dd>1</dd>"));
    // A row without a journal entry: whoever counts again would see it.
    let added: anyhow::Result<()> = store::transaction!(site.ctx.db, |write| {
        let name = testkit_index::normalized("unheard-of");
        let project = store::projects::NewProject {
            id: domain::ids::ProjectId(site.ctx.id()),
            name: "unheard-of",
            normalized_name: &name,
            created_at: site.ctx.now(),
        };
        store::projects::insert(write, &project).await
    });
    added.unwrap();
    assert!(site.get("/").await.shows("<dt>project</dt><dd>1</dd>"));
    let fresh = crate::harness::ask(&router(&site.index), http::Method::GET, "/", &[], "").await;
    assert!(fresh.shows("<dt>projects</dt><dd>2</dd>"), "another process counts for itself");
}
