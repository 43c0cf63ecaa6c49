//! The first run, as a browser goes through it.

use crate::harness::{Answer, Site};
use chrono::TimeDelta;
use http::header;
use testkit_macros::both;

const GOOD: [(&str, &str); 3] =
    [("username", "grace"), ("email", "grace@index.example"), ("password", "correct horse battery")];

/// The path of a fresh link.
async fn link(site: &Site) -> String {
    let link = service::setup::make_link(&site.ctx).await.expect("no operator exists");
    link.url.strip_prefix("http://localhost:8080").expect("it is our address").to_owned()
}

async fn operators(site: &Site) -> Vec<String> {
    let mut read = site.ctx.db.read().await.unwrap();
    let accounts = store::accounts::list(&mut read).await.unwrap();
    accounts.into_iter().filter(|account| account.superuser).map(|account| account.username).collect()
}

fn assert_secret(answer: &Answer) {
    assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer");
    assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store");
}

#[both]
async fn the_link_makes_the_first_operator(site: Site) {
    let path = link(&site).await;
    let form = site.get(&path).await;
    assert_eq!(form.status, 200);
    assert!(form.shows(&format!("method=\"post\" action=\"{path}\"")), "{}", form.body);
    assert!(!form.shows("registration"), "nothing reads a registration mode yet");
    assert_secret(&form);

    let done = site.post(&path, &GOOD).await;
    assert_eq!(done.status, 201);
    assert_secret(&done);
    assert!(done.shows("otpauth://totp/") && done.shows("data:image/svg+xml;base64,"), "{}", done.body);
    assert_eq!(done.body.matches("<li><code>").count(), 7, "recovery codes");
    assert_eq!(operators(&site).await, ["grace"]);
}

#[tokio::test]
async fn opening_the_link_does_not_use_it() {
    let site = Site::new().await;
    let path = link(&site).await;
    for _ in 0..3 {
        assert_eq!(site.get(&path).await.status, 200);
    }
    assert_eq!(operators(&site).await, Vec::<String>::new());
    assert_eq!(site.post(&path, &GOOD).await.status, 201);
}

#[tokio::test]
async fn a_used_link_makes_nobody_else() {
    let site = Site::new().await;
    let path = link(&site).await;
    site.post(&path, &GOOD).await;
    let again = site.post(&path, &[("username", "eve"), ("email", "eve@index.example"), GOOD[2]]).await;
    assert_eq!(again.status, 404);
    assert_secret(&again);
    assert!(!again.shows("otpauth"));
    assert_eq!(site.get(&path).await.status, 404);
    assert_eq!(operators(&site).await, ["grace"]);
}

#[tokio::test]
async fn a_link_that_is_none_or_too_old_says_how_to_get_another() {
    let site = Site::new().await;
    let path = link(&site).await;
    site.advance(TimeDelta::minutes(31));
    for path in [path.as_str(), "/setup/nothing", "/setup/%ff"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_secret(&answer);
    }
    assert!(site.get(&path).await.shows("`fromagerie setup-link`"));
}

#[tokio::test]
async fn bad_fields_come_back_with_their_problems_in_the_reader_s_language() {
    let site = Site::new().await;
    let path = link(&site).await;
    let fields = [("username", "maître"), ("email", "nowhere"), ("password", "correct horse")];
    let english = site.post(&path, &fields).await;
    assert_eq!(english.status, 400);
    assert!(english.shows("id=\"problem-username\"") && english.shows("id=\"problem-email\""), "{}", english.body);
    assert!(english.shows("value=\"maître\"") && english.shows("value=\"nowhere\""), "what was typed stays");
    assert!(!english.shows("correct horse"), "a password is never sent back");
    let french = site.post_with(&path, &fields, &[(header::ACCEPT_LANGUAGE, "fr")]).await;
    assert!(french.shows("2 points demandent votre attention"), "{}", french.body);
    assert_secret(&french);
    assert_eq!(operators(&site).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_short_or_missing_password_is_told_at_its_field() {
    let site = Site::new().await;
    let path = link(&site).await;
    for password in ["", "short"] {
        let answer = site.post(&path, &[GOOD[0], GOOD[1], ("password", password)]).await;
        assert_eq!(answer.status, 400, "{password}");
        assert!(answer.shows("id=\"problem-password\""), "{}", answer.body);
    }
    let taken = site.post(&path, &[("username", "Ada"), GOOD[1], GOOD[2]]).await;
    assert_eq!(taken.status, 409);
    assert!(taken.shows("id=\"problem-username\""), "{}", taken.body);
    assert_eq!(site.post(&path, &GOOD).await.status, 201, "the link is still open");
}

#[tokio::test]
async fn a_form_that_is_none_or_too_large_is_refused() {
    let site = Site::new().await;
    let path = link(&site).await;
    let huge = "x".repeat(100_000);
    assert_eq!(site.post(&path, &[GOOD[0], GOOD[1], ("password", &huge)]).await.status, 400);
    let json = crate::harness::ask(
        &site.router,
        http::Method::POST,
        &path,
        &[(header::CONTENT_TYPE, "application/json")],
        "{}",
    );
    assert_eq!(json.await.status, 400);
    assert_eq!(site.post(&path, &GOOD).await.status, 201);
}
