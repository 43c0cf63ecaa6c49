//! The layer of sessions: who is signed in, and forms of other sites.

use axum::{
    Form, Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use chrono::TimeDelta;
use domain::{sessions::SignInMethod, urls::Urls, visitor::Visitor};
use http_body_util::BodyExt as _;
use service::sessions::{Browser, Opened, end, open_after};
use std::collections::HashMap;
use testkit::database::sqlite;
use testkit_index::TestIndex;
use tower::ServiceExt as _;
use web::{CachePolicy, MaybeSignedIn, SignedIn, SteppedUp, Visit, session};

const ORIGIN: &str = "http://localhost:8080";

async fn who(MaybeSignedIn(who): MaybeSignedIn) -> String {
    who.map(|who| who.username).unwrap_or_default()
}

async fn form(visit: Visit) -> String {
    visit.csrf_token()
}

async fn sent(_: Visit, Form(fields): Form<HashMap<String, String>>) -> String {
    fields.get("word").cloned().unwrap_or_default()
}

async fn cached() -> Response {
    let mut response = "cached".into_response();
    CachePolicy::Static.apply(response.headers_mut(), 0);
    response
}

fn router(index: &TestIndex) -> Router {
    Router::new()
        .route("/", get(who))
        .route("/form", get(form).post(sent))
        .route("/script", post(|_: Visit| async { "done" }))
        .route("/cached", get(cached))
        .route("/account/", get(|SignedIn(who): SignedIn| async move { who.username }).post(|_: SignedIn| async {}))
        .route("/tokens/", get(|SteppedUp(who): SteppedUp| async move { who.username }).post(|_: SteppedUp| async {}))
        .layer(middleware::from_fn_with_state(index.ctx.clone(), session::resolve))
}

async fn signed_in(index: &TestIndex) -> Opened {
    let ada = index.somebody("ada").await.account;
    let browser = Browser::new(Visitor::new("192.0.2.1".parse().unwrap(), "curl/8"));
    open_after(&index.ctx, &browser, ada, SignInMethod::Setup).await.unwrap()
}

fn cookie(opened: &Opened) -> String {
    format!("session={}", opened.session.to_text())
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap()).collect()
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

async fn ask(index: &TestIndex, request: Request<Body>) -> Answer {
    let response = router(index).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

async fn read(index: &TestIndex, path: &str, cookie: &str) -> Answer {
    ask(index, Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
}

async fn send(index: &TestIndex, path: &str, cookie: &str, origin: &str, body: String) -> Answer {
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body));
    ask(index, request.unwrap()).await
}

#[tokio::test]
async fn a_session_says_who_reads() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    assert_eq!(read(&index, "/", &cookie(&opened)).await.body, "ada");
    assert_eq!(read(&index, "/", "session=nonsense").await.body, "");
    assert_eq!(read(&index, "/", "").await.body, "");
}

#[tokio::test]
async fn what_somebody_signed_in_reads_is_never_kept() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    let answer = read(&index, "/cached", &cookie(&opened)).await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store");
    assert_eq!(answer.header(header::VARY), "Cookie");
    let answer = read(&index, "/cached", "").await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "max-age=31536000, immutable, public");
}

#[tokio::test]
async fn a_session_that_ended_is_taken_out_of_the_browser() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    assert_eq!(read(&index, "/", &cookie(&opened)).await.cookies(), [""; 0]);
    index.advance(TimeDelta::hours(12));
    let answer = read(&index, "/", &cookie(&opened)).await;
    assert_eq!(answer.cookies(), ["session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"]);
    assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store");
}

#[tokio::test]
async fn a_form_of_ours_is_taken() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    let token = read(&index, "/form", &cookie(&opened)).await.body;
    let answer = send(&index, "/form", &cookie(&opened), ORIGIN, format!("word=brie&csrf_token={token}")).await;
    assert_eq!((answer.status, &answer.body[..]), (StatusCode::OK, "brie"));
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    let token = read(&index, "/form", &cookie(&opened)).await.body;
    let good = format!("word=brie&csrf_token={token}");
    let table = [
        ("https://evil.example", good.clone()),
        ("http://localhost:8081", good.clone()),
        ("http://localhost", good.clone()),
        ("http://localhost:8080.evil.example", good.clone()),
        (ORIGIN, "word=brie".to_owned()),
        (ORIGIN, "word=brie&csrf_token=".to_owned()),
        (ORIGIN, format!("word=brie&csrf_token={}", token.replace('a', "b").replace('0', "1"))),
        (ORIGIN, format!("csrf_token={token}&csrf_token={token}")),
    ];
    for (origin, body) in table {
        let answer = send(&index, "/form", &cookie(&opened), origin, body.clone()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin} {body}");
    }
    let answer = send(&index, "/form", &cookie(&opened), ORIGIN, format!("{good}&x={}", "x".repeat(200_000))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_token_of_one_session_is_worth_nothing_in_another() {
    let index = TestIndex::new().await;
    let (first, browser) = (signed_in(&index).await, Browser::new(Visitor::new("192.0.2.1".parse().unwrap(), "")));
    let eve = index.somebody("eve").await.account;
    let second = open_after(&index.ctx, &browser, eve, SignInMethod::Setup).await.unwrap();
    let token = read(&index, "/form", &cookie(&second)).await.body;
    let answer = send(&index, "/form", &cookie(&first), ORIGIN, format!("csrf_token={token}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_stranger_s_form_is_bound_to_a_cookie_of_its_own() {
    let index = TestIndex::new().await;
    let page = read(&index, "/form", "").await;
    let line = page.cookies()[0].to_owned();
    assert!(line.starts_with("form=") && line.contains("HttpOnly; SameSite=Lax"), "{line}");
    let cookie = line.split(';').next().unwrap();
    let body = format!("word=brie&csrf_token={}", page.body);
    assert_eq!(send(&index, "/form", cookie, ORIGIN, body.clone()).await.status, StatusCode::OK);
    assert_eq!(send(&index, "/form", "", ORIGIN, body.clone()).await.status, StatusCode::FORBIDDEN);
    let other = read(&index, "/form", "").await.cookies()[0].split(';').next().unwrap().to_owned();
    assert_eq!(send(&index, "/form", &other, ORIGIN, body).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_page_without_a_form_sets_no_cookie() {
    let index = TestIndex::new().await;
    assert_eq!(read(&index, "/", "").await.cookies(), [""; 0]);
}

#[tokio::test]
async fn a_script_sends_the_token_in_a_header() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    let token = read(&index, "/form", &cookie(&opened)).await.body;
    for (token, expected) in [(&token[..], StatusCode::OK), ("x", StatusCode::FORBIDDEN)] {
        let request = Request::post("/script")
            .header(header::COOKIE, cookie(&opened))
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-csrf-token", token)
            .body(Body::from("{}"));
        assert_eq!(ask(&index, request.unwrap()).await.status, expected);
    }
    let request = Request::post("/script").header(header::COOKIE, cookie(&opened)).body(Body::from("{}"));
    assert_eq!(ask(&index, request.unwrap()).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_sign_in_and_back() {
    let index = TestIndex::new().await;
    let answer = read(&index, "/account/?tab=keys&x=%2F", "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let expected = format!("{ORIGIN}/account/sign-in/?next=%2Faccount%2F%3Ftab%3Dkeys%26x%3D%252F");
    assert_eq!(answer.header(header::LOCATION), expected);
    let page = read(&index, "/form", "").await;
    let cookie = page.cookies()[0].split(';').next().unwrap().to_owned();
    let answer = send(&index, "/account/", &cookie, ORIGIN, format!("csrf_token={}", page.body)).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_step_up_of_long_ago_is_asked_for_again() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    assert_eq!(read(&index, "/tokens/", &cookie(&opened)).await.body, "ada");
    index.advance(TimeDelta::minutes(15));
    let answer = read(&index, "/tokens/", &cookie(&opened)).await;
    assert_eq!(answer.header(header::LOCATION), format!("{ORIGIN}/account/step-up/?next=%2Ftokens%2F"));
    let token = read(&index, "/form", &cookie(&opened)).await.body;
    let answer = send(&index, "/tokens/", &cookie(&opened), ORIGIN, format!("csrf_token={token}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(read(&index, "/account/", &cookie(&opened)).await.body, "ada", "reading stays open");
}

#[tokio::test]
async fn after_signing_out_a_form_that_stayed_open_is_refused() {
    let index = TestIndex::new().await;
    let opened = signed_in(&index).await;
    let token = read(&index, "/form", &cookie(&opened)).await.body;
    let visitor = Visitor::new("192.0.2.1".parse().unwrap(), "");
    let signed_in =
        service::sessions::authenticate_session(&index.ctx, &opened.session.to_text(), &visitor).await.unwrap();
    end(&index.ctx, &visitor, &signed_in.unwrap().bearer).await.unwrap();
    let answer = send(&index, "/form", &cookie(&opened), ORIGIN, format!("csrf_token={token}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn over_https_only_cookies_of_the_host_count() {
    let url = "https://index.example".parse().unwrap();
    let index = TestIndex::with(sqlite().await, |settings| settings.urls = Urls::new(&url, None)).await;
    let opened = signed_in(&index).await;
    assert_eq!(read(&index, "/", &cookie(&opened)).await.body, "", "another port or subdomain could have set it");
    assert_eq!(read(&index, "/", &format!("__Host-{}", cookie(&opened))).await.body, "ada");
    let form = read(&index, "/form", "").await;
    assert!(form.cookies()[0].starts_with("__Host-form=") && form.cookies()[0].contains("; Secure"));
}

#[tokio::test]
async fn a_page_before_which_the_layer_is_missing_breaks() {
    let response = Router::new().route("/", get(who)).oneshot(Request::get("/").body(Body::empty()).unwrap()).await;
    assert_eq!(response.unwrap().status(), StatusCode::INTERNAL_SERVER_ERROR);
}
