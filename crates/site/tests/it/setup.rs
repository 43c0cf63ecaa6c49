//! The first run, as a browser goes through it.

use crate::browser::Browser;
use crate::harness::{Answer, Site};
use chrono::TimeDelta;
use domain::registration::{RegistrationMode, RegistrationRule};
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

async fn rule(site: &Site) -> RegistrationRule {
    service::registration::rule(&site.ctx).await.expect("the rule can be read")
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
    assert!(form.shows("otpauth://totp/") && form.shows("data:image/svg+xml;base64,"), "{}", form.body);
    assert!(form.shows("value=\"invite\" aria-describedby=\"hint-invite\" checked"), "{}", form.body);
    assert!(form.shows("Whoever can reach this address can read every project on it"), "{}", form.body);
    assert_secret(&form);

    let mut browser = Browser::new(&site);
    let done = browser.set_up(&path, &GOOD).await;
    assert_eq!(done.status, 201);
    assert_secret(&done);
    assert!(!done.shows("otpauth"), "the secret was on the page before: {}", done.body);
    assert!(done.shows("account/\">grace</a>") && !done.shows("/account/sign-in/"), "{}", done.body);
    assert_eq!(done.body.matches("<li><code>").count(), 7, "recovery codes");
    assert_eq!(operators(&site).await, ["grace"]);
    assert_eq!(rule(&site).await, RegistrationRule::default(), "by invitation");
    assert!(browser.is_signed_in().await);
    assert_eq!(browser.get("/account/two-factor/").await.status, 200, "and has stepped up");
}

#[tokio::test]
async fn the_form_says_who_may_register() {
    for (mode, domains) in [("closed", ""), ("open", "nonsense that nobody asks for"), ("invite", "")] {
        let site = Site::new().await;
        let path = link(&site).await;
        let fields = [&GOOD[..], &[("registration", mode), ("domains", domains)]].concat();
        assert_eq!(Browser::new(&site).set_up(&path, &fields).await.status, 201, "{mode}");
        let expected = RegistrationMode::from_stored(mode).unwrap();
        assert_eq!(rule(&site).await, RegistrationRule { mode: expected, domains: Vec::new() });
    }
    let site = Site::new().await;
    let path = link(&site).await;
    let fields = [&GOOD[..], &[("registration", "domains"), ("domains", "People.example, lab.example")]].concat();
    assert_eq!(Browser::new(&site).set_up(&path, &fields).await.status, 201);
    let domains = ["people.example", "lab.example"].map(|domain| domain.parse().unwrap());
    assert_eq!(rule(&site).await, RegistrationRule { mode: RegistrationMode::Domains, domains: domains.into() });
}

#[tokio::test]
async fn domains_that_are_none_come_back_at_their_field() {
    let site = Site::new().await;
    let path = link(&site).await;
    let mut browser = Browser::new(&site);
    for domains in ["", "people.example @nowhere"] {
        let fields = [&GOOD[..], &[("registration", "domains"), ("domains", domains)]].concat();
        let answer = browser.set_up(&path, &fields).await;
        assert_eq!(answer.status, 400, "{domains}");
        assert!(answer.shows("id=\"problem-domains\""), "{}", answer.body);
        assert!(answer.shows("value=\"domains\" aria-describedby=\"hint-domains\" checked"), "{}", answer.body);
        assert!(answer.shows(&format!("value=\"{domains}\"")), "{}", answer.body);
    }
    assert_eq!(operators(&site).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_form_of_another_site_makes_nobody() {
    let site = Site::new().await;
    let path = link(&site).await;
    let mut browser = Browser::new(&site);
    browser.get(&path).await;
    for answer in [
        browser.post_from(&path, &GOOD, "https://evil.example").await,
        browser.post_bare(&path, &GOOD).await,
        Browser::new(&site).post(&path, &GOOD).await,
    ] {
        assert_eq!(answer.status, 403, "{}", answer.body);
        assert_secret(&answer);
    }
    assert_eq!(operators(&site).await, Vec::<String>::new());
}

#[tokio::test]
async fn opening_the_link_does_not_use_it() {
    let site = Site::new().await;
    let path = link(&site).await;
    for _ in 0..3 {
        assert_eq!(site.get(&path).await.status, 200);
    }
    assert_eq!(operators(&site).await, Vec::<String>::new());
    assert_eq!(Browser::new(&site).set_up(&path, &GOOD).await.status, 201);
}

#[tokio::test]
async fn a_used_link_makes_nobody_else() {
    let site = Site::new().await;
    let path = link(&site).await;
    let mut late = Browser::new(&site);
    late.get(&path).await;
    Browser::new(&site).set_up(&path, &GOOD).await;
    let again = late.post(&path, &[("username", "eve"), ("email", "eve@index.example"), GOOD[2]]).await;
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
    assert!(site.get(&path).await.shows("<code>fromagerie setup-link</code>"));
}

#[tokio::test]
async fn bad_fields_come_back_with_their_problems_in_the_reader_s_language() {
    let site = Site::new().await;
    let path = link(&site).await;
    let fields = [("username", "maître"), ("email", "nowhere"), ("password", "correct horse")];
    let english = Browser::new(&site).set_up(&path, &fields).await;
    assert_eq!(english.status, 400);
    assert!(english.shows("id=\"problem-username\"") && english.shows("id=\"problem-email\""), "{}", english.body);
    assert!(english.shows("value=\"maître\"") && english.shows("value=\"nowhere\""), "what was typed stays");
    assert!(!english.shows("correct horse"), "a password is never sent back");
    let french = Browser::french(&site).set_up(&path, &fields).await;
    assert!(french.shows("2 points demandent votre attention"), "{}", french.body);
    assert_secret(&french);
    assert_eq!(operators(&site).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_short_or_missing_password_is_told_at_its_field() {
    let site = Site::new().await;
    let path = link(&site).await;
    for password in ["", "short"] {
        let answer = Browser::new(&site).set_up(&path, &[GOOD[0], GOOD[1], ("password", password)]).await;
        assert_eq!(answer.status, 400, "{password}");
        assert!(answer.shows("id=\"problem-password\""), "{}", answer.body);
    }
    let taken = Browser::new(&site).set_up(&path, &[("username", "Ada"), GOOD[1], GOOD[2]]).await;
    assert_eq!(taken.status, 409);
    assert!(taken.shows("id=\"problem-username\""), "{}", taken.body);
    assert_eq!(Browser::new(&site).set_up(&path, &GOOD).await.status, 201, "the link is still open");
}

#[tokio::test]
async fn a_form_that_is_none_or_too_large_is_refused() {
    let site = Site::new().await;
    let path = link(&site).await;
    let huge = "x".repeat(100_000);
    assert_eq!(Browser::new(&site).set_up(&path, &[GOOD[0], GOOD[1], ("password", &huge)]).await.status, 400);
    let json = site.post_with(&path, &[], &[(header::CONTENT_TYPE, "application/json")]);
    assert_eq!(json.await.status, 403);
    assert_eq!(Browser::new(&site).set_up(&path, &GOOD).await.status, 201);
}

#[both]
async fn nobody_becomes_an_operator_without_a_code_of_the_authenticator(site: Site) {
    let path = link(&site).await;
    let mut browser = Browser::new(&site);
    let shown = |page: &Answer| {
        let (_, rest) = page.body.split_once("<code class=\"token\">").expect("the page shows a secret");
        rest.split('<').next().unwrap_or_default().to_owned()
    };
    let secret = shown(&browser.get(&path).await);
    for code in ["", "12345", "abcdef"] {
        let refused = browser.post(&path, &[&GOOD[..], &[("code", code)]].concat()).await;
        assert_eq!(refused.status, 400, "{code}");
        assert!(refused.shows("id=\"problem-code\"") && refused.shows("value=\"grace\""), "{}", refused.body);
        assert_eq!(shown(&refused), secret, "what was scanned stays good");
        assert_secret(&refused);
    }
    assert_eq!(operators(&site).await, Vec::<String>::new());
    assert_eq!(shown(&Browser::new(&site).get(&path).await), secret);
    assert_eq!(browser.set_up(&path, &GOOD).await.status, 201);
}

#[both]
async fn the_button_of_the_last_page_signs_the_operator_out(site: Site) {
    let path = link(&site).await;
    let mut browser = Browser::new(&site);
    assert_eq!(browser.set_up(&path, &GOOD).await.status, 201);
    assert_eq!(browser.post("/account/sign-out/", &[]).await.status, 303, "its token is that of the new session");
    assert!(!browser.is_signed_in().await);
}
