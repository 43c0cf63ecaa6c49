//! Critical projects: the public list, its history, badges, and what operators do.

use crate::admin::browser;
use crate::harness::Site;
use domain::permission::Actor;
use http::header;
use serde_json::Value;
use service::critical::{Note, designate};
use testkit_index::normalized;
use testkit_macros::both;

const LIST: &str = "/stats/critical/";
const ADMIN: &str = "/admin/critical/";

async fn designated(site: &Site, name: &str, note: &str) {
    let note = Note::parse(note).expect("it is a note");
    designate(&site.ctx, &Actor::Operator, &normalized(name), &note).await.expect("the project is there");
}

async fn json(site: &Site, path: &str) -> Value {
    let answer = site.get_with(path, &[(header::ACCEPT, "application/json")]).await;
    assert_eq!((answer.status.as_u16(), answer.header(header::CONTENT_TYPE)), (200, "application/json"));
    assert!(answer.header(header::VARY).contains("Accept"));
    serde_json::from_str(&answer.body).expect("it is JSON")
}

#[tokio::test]
async fn an_index_without_critical_projects_says_so() {
    let site = Site::new().await;
    let page = site.get(LIST).await;
    assert_eq!(page.status, 200);
    assert!(page.shows("No project is critical."), "{}", page.body);
    assert!(site.get("/stats/critical/history/").await.shows("Nothing was ever designated."));
    assert!(site.in_french(LIST).await.shows("Aucun projet n’est critique."));
    let body = json(&site, LIST).await;
    assert_eq!((&body["critical"], &body["projects"]), (&0.into(), &serde_json::json!([])));
}

#[both]
async fn the_list_is_searched_by_part_of_a_name(site: Site) {
    for name in ["Brie.Core", "rind", "brie-utils"] {
        site.wheel(name, "1.0").await;
        designated(&site, name, "much used").await;
    }
    let list = site.get(LIST).await;
    assert!(list.shows("3 projects are critical") && list.shows("an operator’s choice"), "{}", list.body);
    assert!(list.shows("href=\"http://localhost:8080/project/brie-core/\">Brie.Core</a>"), "{}", list.body);
    let found = site.get("/stats/critical/?q=BRIE").await;
    assert!(found.shows("2 critical projects have this in their names") && !found.shows("/project/rind/"));
    for nothing in ["%25", "nothing", "%3Cb%3E"] {
        let page = site.get(&format!("/stats/critical/?q={nothing}")).await;
        assert!(page.status == 200 && page.shows("No critical project has this in its name."), "{}", page.body);
    }
    for no_page in ["?page=2", "?page=0", "?page=x", "?q=brie&page=2"] {
        assert_eq!(site.get(&format!("{LIST}{no_page}")).await.status, 404, "{no_page}");
    }
}

#[both]
async fn the_list_is_json_for_who_asks_for_it(site: Site) {
    for name in ["Brie", "rind"] {
        site.wheel(name, "1.0").await;
        designated(&site, name, "much used").await;
    }
    let body = json(&site, "/stats/critical/?q=rie").await;
    assert_eq!((&body["critical"], &body["found"], &body["pages"]), (&2.into(), &1.into(), &1.into()));
    let project = &body["projects"][0];
    assert_eq!((&project["name"], &project["reason"]), (&"Brie".into(), &"operator".into()));
    assert_eq!((&project["note"], &project["rank"]), (&"much used".into(), &Value::Null));
    assert_eq!(project["url"], "http://localhost:8080/project/brie/");
}

#[both]
async fn a_long_list_has_pages(site: Site) {
    for number in 0..27 {
        let name = format!("brie{number}");
        site.project(&name, site.ada.account).await;
        designated(&site, &name, "much used").await;
    }
    let first = site.get(LIST).await;
    assert!(first.shows("Page 1 of 2") && first.shows("href=\"/stats/critical/?page=2\""), "{}", first.body);
    let second = site.get("/stats/critical/?page=2").await;
    assert!(second.shows("Page 2 of 2") && second.shows("href=\"/stats/critical/\""), "{}", second.body);
    assert_eq!(json(&site, LIST).await["projects"].as_array().map(Vec::len), Some(27));
    let history = site.get("/stats/critical/history/?page=2").await;
    assert!(history.shows("much used") && history.shows("designated"), "{}", history.body);
}

#[tokio::test]
async fn a_critical_project_wears_a_badge() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    for path in ["/project/brie/", "/"] {
        assert!(!site.get(path).await.shows("Critical project"), "{path}");
    }
    designated(&site, "brie", "much used").await;
    for path in ["/project/brie/", "/"] {
        assert!(site.get(path).await.shows("Critical project"), "{path}");
    }
}

#[tokio::test]
async fn a_deleted_project_stays_in_the_history_without_a_link() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    designated(&site, "brie", "much used").await;
    let linked = "<a href=\"http://localhost:8080/project/brie/\">brie</a>";
    assert!(site.get("/stats/critical/history/").await.shows(linked));
    service::projects::delete_project(&site.ctx, &Actor::Operator, &normalized("brie")).await.unwrap();
    let history = site.get("/stats/critical/history/").await;
    assert!(history.shows("project deleted") && !history.shows(linked), "{}", history.body);
    assert!(site.get(LIST).await.shows("No project is critical."));
}

#[both]
async fn an_operator_designates_and_takes_back(site: Site) {
    site.wheel("brie", "1.0").await;
    let mut operator = browser(&site, "olga", true).await;
    let page = operator.get(ADMIN).await;
    assert!(page.shows("Nothing was computed yet."), "{}", page.body);
    service::critical::compute(&site.ctx, service::critical::Mode::Full).await.unwrap();
    assert!(operator.get(ADMIN).await.shows("every day anew"));
    let fields = [("project", "Brie"), ("reason", "half of the <web>")];
    let done = operator.post("/admin/critical/designate/", &fields).await;
    assert_eq!(done.location(), "http://localhost:8080/admin/critical/?done=project-designated");
    assert!(operator.get("/admin/critical/?done=project-designated").await.shows("critical from now on"));
    assert!(site.get("/stats/critical/history/").await.shows("half of the &lt;web&gt;"));
    site.advance(chrono::TimeDelta::minutes(1));
    let done = operator.post("/admin/critical/withdraw/", &fields).await;
    assert_eq!(done.location(), "http://localhost:8080/admin/critical/?done=project-withdrawn");
    assert!(site.get(LIST).await.shows("No project is critical."));
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let mut operator = browser(&site, "olga", true).await;
    for (path, project, reason, told) in [
        ("designate", "nothing", "much used", "No such project: <code>nothing</code>"),
        ("designate", "-", "much used", "No such project: <code>-</code>"),
        ("designate", "brie", "  ", "The reason is missing."),
        ("withdraw", "brie", "a mistake", "This project is not critical: <code>brie</code>"),
    ] {
        operator.get(ADMIN).await;
        let fields = [("project", project), ("reason", reason)];
        let page = operator.post(&format!("{ADMIN}{path}/"), &fields).await;
        assert!(page.status.is_client_error() && page.shows(told), "{path} {project}: {}", page.body);
        assert!(page.shows(&format!("value=\"{project}\"")), "{}", page.body);
    }
}
