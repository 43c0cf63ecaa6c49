//! Who is signed in, on the pages that are for everybody.

use crate::browser::Browser;
use crate::harness::Site;
use http::{Method, header};
use testkit_macros::both;

const PAGES: [&str; 5] = ["/", "/project/brie/", "/project/brie/1.0/", "/help/", "/help/publishing/"];
const MISSING: [&str; 3] = ["/nowhere", "/project/gouda/", "/project/brie/2.0/"];

/// Somebody who made the index.
async fn operator(site: &Site) -> Browser<'_> {
    let link = service::setup::make_link(&site.ctx).await.expect("no operator exists");
    let mut browser = Browser::new(site);
    let fields = [("username", "grace"), ("email", "grace@index.example"), ("password", "correct horse battery")];
    assert_eq!(browser.set_up(&link.url.replace("http://localhost:8080", ""), &fields).await.status, 201);
    browser
}

#[both]
async fn pages_for_everybody_show_who_is_signed_in(site: Site) {
    site.wheel("brie", "1.0").await;
    let mut browser = operator(&site).await;
    for path in PAGES.into_iter().chain(MISSING) {
        let page = browser.get(path).await;
        assert!(page.shows("account/\">grace</a>"), "{path}: {}", page.body);
        assert_eq!(page.header(header::CACHE_CONTROL), "private, no-store", "{path}");
        let stranger = site.get(path).await;
        assert_eq!(stranger.status, page.status, "{path}");
        assert!(stranger.shows("/account/sign-in/") && !stranger.shows("grace"), "{path}: {}", stranger.body);
        assert!(stranger.header(header::CACHE_CONTROL).contains("no-store"), "{path}");
    }
}

#[both]
async fn the_button_on_a_page_for_everybody_signs_out(site: Site) {
    let mut browser = operator(&site).await;
    browser.get("/help/").await;
    assert_eq!(browser.post("/account/sign-out/", &[]).await.status, 303);
    assert!(!browser.is_signed_in().await);
    assert!(!browser.get("/help/").await.shows("grace"));
}

#[tokio::test]
async fn a_visitor_without_a_cookie_costs_no_read_and_gets_none() {
    let site = Site::new().await;
    site.ctx.db.close().await;
    let page = site.get("/help/").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header(header::SET_COOKIE), "");
    assert_eq!(site.get("/nowhere").await.status, 404);
    let secret = "A".repeat(43);
    let known = site.get_with("/help/", &[(header::COOKIE, &format!("session={secret}"))]).await;
    assert_eq!(known.status, 500, "a session is looked up: {}", known.body);
}

#[tokio::test]
async fn a_session_that_is_none_is_a_stranger_s() {
    let site = Site::new().await;
    let secret = "A".repeat(43);
    let page = site.get_with("/", &[(header::COOKIE, &format!("session={secret}"))]).await;
    assert_eq!(page.status, 200);
    assert!(page.shows("/account/sign-in/"), "{}", page.body);
    assert!(page.header(header::SET_COOKIE).starts_with("session=;"), "the browser forgets it");
}

#[tokio::test]
async fn a_page_for_everybody_takes_no_form() {
    let site = Site::new().await;
    assert_eq!(site.ask(Method::POST, "/help/").await.status, 405);
    assert_eq!(site.ask(Method::POST, "/nowhere").await.status, 404);
}
