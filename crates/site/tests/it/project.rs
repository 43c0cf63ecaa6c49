//! Pages of projects and releases.

use crate::harness::Site;
use chrono::TimeDelta;
use domain::permission::Actor;
use http::header;
use testkit::distribution::Distribution;
use testkit_index::normalized;
use testkit_macros::both;

/// A project with a little of everything.
fn full(version: &str) -> Distribution {
    Distribution::new("My.Cheese", version)
        .header("Summary: A cave for long-running jobs")
        .header("Author-email: \"Doe, Jo\" <jo@people.example>, bob@people.example")
        .header("License-Expression: MIT")
        .header("Keywords: cave,ripening")
        .header("Classifier: Programming Language :: Python :: 3")
        .header("Requires-Python: >=3.9")
        .header("Requires-Dist: attrs>=23; extra == 'fast'")
        .header("Provides-Extra: fast")
        .header("Project-URL: Source, https://code.example/cheese")
        .header("Project-URL: Index, http://localhost:8080/project/my-cheese")
        .description("text/markdown", "# Caves\n\nSome *text*.")
}

#[both]
async fn a_project_page_shows_what_the_file_says(site: Site) {
    let file = full("1.0");
    site.publish(&file.wheel()).await;
    site.publish(&file.sdist()).await;
    let page = site.get("/project/my-cheese/").await;
    assert_eq!(page.status, 200);
    for text in [
        "<h1>My.Cheese <span class=\"version\">1.0</span></h1>",
        "A cave for long-running jobs",
        "pip install --index-url http://localhost:8080/simple/ My.Cheese",
        "href=\"mailto:jo@people.example\" rel=\"nofollow\">Doe, Jo</a>",
        "href=\"mailto:bob@people.example\"",
        "href=\"https://code.example/cheese\" rel=\"nofollow noopener\"",
        "attrs&gt;=23",
        "py3-none-any",
        "my_cheese-1.0.tar.gz",
        "rel=\"canonical\" href=\"http://localhost:8080/project/my-cheese/\"",
        "<li>ada <span class=\"quiet\">owner</span></li>",
    ] {
        assert!(page.shows(text), "{text}: {}", page.body);
    }
    assert!(page.body.find("my_cheese-1.0.tar.gz") < page.body.find("my_cheese-1.0-py3-none-any.whl"), "sdists first");
    assert_eq!(page.body.matches("badge-good").count(), 2, "latest, and one link that the index vouches for");
}

#[tokio::test]
async fn a_description_is_plain_until_it_is_rendered() {
    let site = Site::new().await;
    site.publish(&full("1.0").wheel()).await;
    assert!(site.get("/project/my-cheese/").await.shows("# Caves"));
    let done: anyhow::Result<bool> = store::transaction!(site.ctx.db, |write| {
        let project = store::projects::by_name(write, &normalized("my-cheese")).await?.expect("it exists");
        let release = store::releases::of_project(write, project.id).await?.remove(0);
        store::releases::set_description(write, release.id, "<h2>Caves</h2>", site.ctx.now()).await
    });
    assert!(done.unwrap());
    let page = site.get("/project/my-cheese/").await;
    assert!(page.shows("<div class=\"prose\"><h2>Caves</h2></div>") && !page.shows("# Caves"), "{}", page.body);
}

#[tokio::test]
async fn every_spelling_is_redirected_in_one_hop() {
    let site = Site::new().await;
    site.wheel("My.Cheese", "1.0.0").await;
    for (asked, expected) in [
        ("/project/My.Cheese/", "/project/my-cheese/"),
        ("/project/my-cheese", "/project/my-cheese/"),
        ("/project/my_cheese?x=1", "/project/my-cheese/?x=1"),
        ("/project/my-cheese/1.0.0", "/project/my-cheese/1.0.0/"),
        ("/project/MY-CHEESE/v1/", "/project/my-cheese/1.0.0/"),
        ("/project/my-cheese/1/", "/project/my-cheese/1.0.0/"),
    ] {
        let answer = site.get(asked).await;
        assert_eq!(answer.status, 301, "{asked}");
        assert_eq!(answer.location(), format!("http://localhost:8080{expected}"), "{asked}");
        assert_eq!(site.get(expected).await.status, 200, "{expected}");
    }
}

#[tokio::test]
async fn an_epoch_and_a_local_part_do_not_redirect_in_a_circle() {
    let site = Site::new().await;
    site.wheel("brie", "1!2.0").await;
    for path in ["/project/brie/1!2.0/", "/project/brie/1%212.0/"] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    assert!(site.get("/project/brie/1!2.0/").await.shows("&#x27;brie==1!2.0&#x27;"));
}

#[tokio::test]
async fn the_project_s_address_shows_the_latest_and_a_release_s_its_own() {
    let site = Site::new().await;
    for version in ["1.9", "1.10", "2.0rc1"] {
        site.advance(TimeDelta::minutes(1));
        site.wheel("brie", version).await;
    }
    let project = site.get("/project/brie/").await;
    assert!(project.shows("<h1>brie <span class=\"version\">1.10</span></h1>"), "{}", project.body);
    let order: Vec<_> =
        ["2.0rc1/\"", "1.10/\"", "1.9/\""].map(|text| project.body.replace("&#x2f;", "/").find(text)).into();
    assert!(order.is_sorted() && order[0].is_some(), "history is by version: {order:?}");
    let release = site.get("/project/brie/2.0rc1/").await;
    assert!(release.shows("<h1>brie <span class=\"version\">2.0rc1</span></h1>"));
    assert!(release.shows("brie==2.0rc1"), "its line pins it");
    assert!(release.shows("pre-release") && release.shows("http://localhost:8080/project/brie/\""));
    assert!(release.shows("rel=\"canonical\" href=\"http://localhost:8080/project/brie/\""));
}

#[tokio::test]
async fn a_yanked_release_tells_why_and_where_to_go() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    site.wheel("brie", "2.0").await;
    site.yank("brie", "2.0", "loses <files>").await;
    assert!(site.get("/project/brie/").await.shows("<span class=\"version\">1.0</span></h1>"));
    let page = site.get("/project/brie/2.0/").await;
    assert!(page.shows("loses &lt;files&gt;") && page.shows("notice-caution"), "{}", page.body);
    assert!(page.shows("brie==2.0"), "who pins it may still have it");
}

#[both]
async fn a_quarantined_project_offers_nothing_to_install_or_download(site: Site) {
    site.publish(&full("1.0").wheel()).await;
    let file = format!("href=\"{}", site.ctx.settings.urls.file(""));
    let offers = ["pip install", "class=\"install\"", file.as_str()];
    let before = site.get("/project/my-cheese/").await;
    assert!(offers.iter().all(|offer| before.shows(offer)), "{}", before.body);
    site.quarantine("my-cheese").await;
    for path in ["/project/my-cheese/", "/project/my-cheese/1.0/"] {
        let page = site.get(path).await;
        assert_eq!(page.status, 200);
        assert!(page.shows("notice-danger"), "{}", page.body);
        assert!(!offers.iter().any(|offer| page.shows(offer)), "{}", page.body);
        assert!(page.shows("<meta name=\"robots\" content=\"noindex\">"));
    }
}

#[tokio::test]
async fn an_archived_project_says_so() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    service::projects::archive(&site.ctx, &Actor::Operator, &normalized("brie")).await.unwrap();
    assert!(site.get("/project/brie/").await.shows("notice-note"));
}

#[tokio::test]
async fn a_release_without_files_has_no_install_line() {
    let site = Site::new().await;
    let file = Distribution::new("brie", "1.0").wheel();
    site.publish(&file).await;
    let key = testkit_index::release_key("brie", "1.0");
    service::projects::delete_file(&site.ctx, &Actor::Operator, &key.project, &file.filename).await.unwrap();
    let page = site.get("/project/brie/").await;
    assert!(!page.shows("class=\"install\""), "{} {}", page.status, page.body);
}

#[tokio::test]
async fn a_project_without_releases_is_named_on_its_404() {
    let site = Site::new().await;
    site.wheel("My.Cheese", "1.0").await;
    let key = testkit_index::release_key("my-cheese", "1.0");
    service::projects::delete_release(&site.ctx, &Actor::Operator, &key).await.unwrap();
    let page = site.get("/project/my-cheese/").await;
    assert_eq!(page.status, 404);
    assert!(page.shows("The project My.Cheese exists"), "{}", page.body);
}

#[tokio::test]
async fn what_does_not_exist_is_a_404_that_offers_a_way_on() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    for path in [
        "/project/nothing/",
        "/project/brie/9/",
        "/project/brie/one/",
        "/project/-/",
        "/project/%ff/",
        "/project/a%00/",
        "/nowhere",
        "/project/",
    ] {
        let page = site.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.header(header::CONTENT_TYPE), "text/html; charset=utf-8", "{path}");
        assert!(page.shows("href=\"/\"") && page.shows("http://localhost:8080/simple/"), "{path}: {}", page.body);
    }
    let absent = site.get("/project/brie/9/").await;
    assert!(absent.shows("The project brie has no release 9."), "{}", absent.body);
    assert!(absent.shows("href=\"http://localhost:8080/project/brie/\""), "{}", absent.body);
}

#[tokio::test]
async fn a_french_reader_gets_a_french_page() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let page = site.in_french("/project/brie/").await;
    assert!(page.body.starts_with("<!doctype html>\n<html lang=\"fr\">"), "{}", page.body);
    assert!(page.shows("Fichiers"));
    assert!(page.headers.get_all(header::VARY).iter().any(|value| value == "Accept-Language"), "{:?}", page.headers);
    assert!(site.in_french("/project/nothing/").await.shows("Il n’y a rien ici"));
}
