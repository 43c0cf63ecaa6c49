//! The table of routes, held against what the router does and what addresses are built.

use crate::harness::Site;
use http::{Method, header};
use site::ROUTES;
use site::routes::{Door, Verb};
use templates::assets;

/// A path that exists behind a pattern; `secret` is that of an open link.
fn example(pattern: &str, secret: &str) -> String {
    let asset = assets::path_of("copy.js").unwrap();
    pattern
        .replace("/static/{hash}/{name}", asset)
        .replace("{name}", "brie")
        .replace("{version}", "1.0")
        .replace("{topic}", "publishing")
        .replace("{secret}", secret)
}

async fn secret(site: &Site) -> String {
    let link = service::setup::make_link(&site.ctx).await.expect("no operator exists");
    link.url.rsplit('/').next().expect("it has parts").to_owned()
}

#[tokio::test]
async fn every_get_answers_head_and_keeps_the_cache_policy_of_its_row() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let secret = secret(&site).await;
    for route in ROUTES.iter().filter(|route| route.method == Verb::Get) {
        let path = example(route.pattern, &secret);
        let (get, head) = (site.get(&path).await, site.ask(Method::HEAD, &path).await);
        assert_eq!(get.status, head.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        // A mailed link has a secret of its own kind, which that of the setup is not; nobody develops here.
        let may_be_absent = route.door == Door::AccountSecret || route.pattern.starts_with("/dev/");
        let is_absent = may_be_absent && get.status == 404;
        assert!(get.status == 200 || get.status.is_redirection() || is_absent, "{path}: {}", get.status);
        assert_eq!(get.headers[header::CACHE_CONTROL], route.cache.value(0), "{path}");
    }
}

#[test]
fn no_row_stands_twice() {
    let mut rows: Vec<String> = ROUTES.iter().map(|route| format!("{:?} {}", route.method, route.pattern)).collect();
    let count = rows.len();
    rows.sort();
    rows.dedup();
    assert_eq!(rows.len(), count);
}

#[tokio::test]
async fn every_address_that_is_built_for_a_page_is_answered_by_one() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let (urls, name) = (&site.ctx.settings.urls, testkit_index::normalized("brie"));
    let built = [
        urls.home(),
        urls.project(&name),
        urls.release(&name, "1.0"),
        urls.help(),
        urls.help_topic("publishing"),
        urls.setup(&secret(&site).await),
    ];
    for url in built {
        let path = url.strip_prefix("http://localhost:8080").unwrap();
        assert_eq!(site.get(path).await.status, 200, "{url}");
    }
}

#[tokio::test]
async fn an_unknown_method_is_a_405_and_an_unknown_path_a_404() {
    let site = Site::new().await;
    assert_eq!(site.ask(Method::DELETE, "/").await.status, 405);
    assert_eq!(site.ask(Method::DELETE, "/nowhere").await.status, 404);
    assert!(site.ask(Method::POST, "/help/").await.shows("This address does not"));
}

#[tokio::test]
async fn machines_that_ask_for_a_page_get_their_own_words() {
    let site = Site::new().await;
    let answer = site.get_with("/nowhere", &[(header::ACCEPT, "application/json")]).await;
    assert_eq!((answer.status.as_u16(), answer.header(header::CONTENT_TYPE)), (404, "application/json"));
}

#[tokio::test]
async fn an_asset_is_kept_for_ever_and_asked_for_once() {
    let site = Site::new().await;
    for asset in assets::all() {
        let answer = site.get(&asset.path).await;
        assert_eq!(answer.status, 200, "{}", asset.path);
        assert_eq!(answer.header(header::CONTENT_TYPE), asset.content_type);
        assert!(answer.header(header::CACHE_CONTROL).contains("immutable"));
        let etag = answer.header(header::ETAG).to_owned();
        let again = site.get_with(&asset.path, &[(header::IF_NONE_MATCH, &etag)]).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    }
    assert_eq!(site.get("/static/000000000000/style.css").await.status, 404);
    assert_eq!(site.get("/static/../Cargo.toml").await.status, 404);
}

#[tokio::test]
async fn crawlers_are_sent_away_from_addresses_for_machines() {
    let robots = Site::new().await.get("/robots.txt").await;
    for path in ["/simple/", "/files/", "/packages/", "/pypi/", "/legacy/"] {
        assert!(robots.body.contains(&format!("\nDisallow: {path}\n")), "{}", robots.body);
    }
    assert!(robots.header(header::CONTENT_TYPE).starts_with("text/plain"));
}

#[tokio::test]
async fn the_favicon_leads_to_the_picture() {
    let site = Site::new().await;
    let answer = site.get("/favicon.ico").await;
    assert_eq!(site.get(answer.location()).await.header(header::CONTENT_TYPE), "image/svg+xml");
}
