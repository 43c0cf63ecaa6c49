//! The pages of public figures.

use crate::harness::Site;
use chrono::TimeDelta;
use domain::mandate::plan::{PlannedGate, When};
use domain::mandate::{Cohort, Gate, Strength};
use domain::permission::Actor;
use http::header;
use serde_json::Value;
use service::figures::snapshot;
use service::mandate::NewPlan;
use testkit_index::normalized;
use testkit_macros::both;

const PATH: &str = "/stats/two-factor/";

async fn json(site: &Site) -> Value {
    let answer = site.get_with(PATH, &[(header::ACCEPT, "application/json")]).await;
    assert_eq!((answer.status.as_u16(), answer.header(header::CONTENT_TYPE)), (200, "application/json"));
    serde_json::from_str(&answer.body).expect("it is JSON")
}

#[both]
async fn the_figures_are_json_for_who_asks_for_it(site: Site) {
    site.index.somebody_without_factor("grace").await;
    site.wheel("brie", "1.0").await;
    let note = service::critical::Note::parse("much used").expect("it is a note");
    service::critical::designate(&site.ctx, &Actor::Operator, &normalized("brie"), &note).await.expect("it is done");
    snapshot(&site.ctx).await.expect("the day is written");
    let body = json(&site).await;
    for (key, expected) in [
        ("accounts", 2),
        ("accounts_with_second_factor", 1),
        ("accounts_with_totp", 1),
        ("accounts_with_webauthn", 0),
        ("critical_projects", 1),
        ("critical_maintainers", 1),
        ("critical_maintainers_with_second_factor", 1),
        ("security_keys_given", 0),
    ] {
        assert_eq!(body[key], expected, "{key}: {body}");
    }
    let history = body["history"].as_array().expect("it is a list");
    assert_eq!(history.len(), 1, "{body}");
    assert_eq!(history[0]["day"], site.index.now().date_naive().to_string());
    assert_eq!(history[0]["accounts_with_totp"], 1);
}

#[tokio::test]
async fn the_page_shows_the_same_with_a_chart_and_a_table() {
    let site = Site::new().await;
    snapshot(&site.ctx).await.expect("the day is written");
    site.index.advance(TimeDelta::days(3));
    site.index.somebody("grace").await;
    for page in [site.get(PATH).await, site.in_french(PATH).await] {
        assert_eq!(page.status, 200);
        assert!(page.body.contains("<svg class=\"chart-picture\""), "{}", page.body);
        let (then, now) = (site.index.now() - TimeDelta::days(3), site.index.now());
        for day in [then, now] {
            let day = day.date_naive();
            assert!(page.body.contains(&format!("<time datetime=\"{day}\">{day}</time>")), "{}", page.body);
        }
        let vary: Vec<&str> = page.headers.get_all(header::VARY).iter().filter_map(|it| it.to_str().ok()).collect();
        assert!(vary.contains(&"Accept"), "{vary:?}");
    }
}

#[tokio::test]
async fn a_deadline_stands_in_the_table_with_those_who_meet_it() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let page = site.get(PATH).await;
    assert!(page.shows("Everybody who manages a project"), "{}", page.body);
    assert!(page.shows("in force"), "{}", page.body);
    assert!(page.shows("(100%)"), "{}", page.body);
}

#[tokio::test]
async fn deadlines_are_json_too_once_they_are_announced() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    site.index.somebody_without_factor("grace").await;
    let (announce, enforce) = (site.index.now() + TimeDelta::days(10), site.index.now() + TimeDelta::days(100));
    let gate = PlannedGate { gate: Gate::Publish, announce: When::At(announce), enforce: When::At(enforce) };
    let plan = NewPlan {
        cohort: Cohort::Everyone,
        strength: Strength::PhishingResistant,
        gates: vec![gate],
        reminders: None,
        users: Vec::new(),
        projects: Vec::new(),
        reason: String::new(),
        replaces_default: false,
    };
    service::mandate::schedule(&site.ctx, &Actor::Operator, &plan).await.expect("it is scheduled");
    let of = |body: &Value, cohort: &str| {
        let rows = body["deadlines"].as_array().expect("it is a list");
        rows.iter().find(|row| row["cohort"] == cohort).cloned()
    };
    let body = json(&site).await;
    let managers = of(&body, "managers").expect("the default is in force");
    assert_eq!(
        (&managers["in_force"], &managers["people"], &managers["enrolled"]),
        (&true.into(), &1.into(), &1.into())
    );
    assert_eq!(of(&body, "everyone"), None, "a plan that was not announced is nobody's business");
    assert!(!site.get(PATH).await.shows("<th scope=\"row\">Everybody <"));
    site.index.advance(TimeDelta::days(11));
    let everyone = of(&json(&site).await, "everyone").expect("it is announced");
    assert_eq!((&everyone["strength"], &everyone["in_force"]), (&"phishing-resistant".into(), &false.into()));
    assert_eq!((&everyone["people"], &everyone["enrolled"]), (&2.into(), &0.into()));
    assert!(site.get(PATH).await.shows("<th scope=\"row\">Everybody <"));
}

#[tokio::test]
async fn the_list_leads_to_every_page_of_figures_that_exists() {
    let site = Site::new().await;
    let list = site.get("/stats/").await;
    assert!(list.shows("href=\"/stats/two-factor/\""), "{}", list.body);
    let body = list.body.replace("&#x2f;", "/");
    for (start, _) in body.match_indices("href=\"/stats/") {
        let path = body[start + 6..].split('"').next().expect("the attribute ends");
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_front_page_leads_to_the_figures() {
    let site = Site::new().await;
    assert!(site.get("/").await.shows("href=\"/stats/\""));
}
