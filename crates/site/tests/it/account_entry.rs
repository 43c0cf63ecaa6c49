//! The way in to an account, as browsers go through it.

use crate::browser::{Browser, ORIGIN, mail};
use crate::harness::{Answer, Site};
use chrono::TimeDelta;
use domain::permission::Actor;
use domain::registration::{RegistrationMode, RegistrationRule};
use domain::two_factor::FactorKind;
use domain::visitor::Visitor;
use http::header;
use service::accounts::{CreatedAccount, NewAccount};
use service::sessions::authenticate_session;
use service::two_factor::webauthn::{begin_registration, finish_registration};
use templates::Language;
use testkit::authenticator::SoftAuthenticator;
use testkit_macros::both;

const PASSWORD: &str = "correct horse battery";
const SIGN_IN: &str = "/account/sign-in/";
const FACTOR: &str = "/account/sign-in/factor/";
const DEVICE: &str = "/account/sign-in/device/";
const HOME: &str = "http://localhost:8080/account/";

async fn person(site: &Site, username: &str, totp: bool) -> CreatedAccount {
    let account = NewAccount { totp, password: Some(PASSWORD.to_owned()), ..testkit_index::new_account(username) };
    service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("the account is new")
}

async fn set_mode(site: &Site, mode: RegistrationMode) {
    let rule = RegistrationRule { mode, domains: Vec::new() };
    service::registration::set_rule(&site.ctx, &Actor::Operator, &rule).await.expect("the rule is good");
}

/// Sends user name and password.
async fn password(browser: &mut Browser<'_>, username: &str) -> Answer {
    browser.fill_in(SIGN_IN, &[("username", username), ("password", PASSWORD)]).await
}

/// Signs in somebody without a factor, and answers the mail to the new device by its code.
async fn signed_in<'a>(site: &'a Site, username: &str) -> Browser<'a> {
    let mut browser = Browser::new(site);
    assert_eq!(password(&mut browser, username).await.location(), format!("{ORIGIN}{DEVICE}"));
    let code = mail(site, "new_device").await.expect("a mail was sent").code();
    assert_eq!(browser.fill_in(DEVICE, &[("code", &code)]).await.location(), HOME);
    browser
}

/// The code of the authenticator right now.
fn code(site: &Site, account: &CreatedAccount) -> String {
    let uri = url::Url::parse(account.otpauth_uri.as_deref().expect("it has a factor")).expect("it is a URL");
    let (_, secret) = uri.query_pairs().find(|(name, _)| name == "secret").expect("it has a secret");
    let secret = totp_rs::Secret::try_from_base32(&secret).expect("it is base32");
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("a").build().expect("it is good");
    totp.generate(site.ctx.now().timestamp().unsigned_abs()).to_string()
}

/// A page without what differs from one reading to the next.
fn bare(answer: &Answer, typed: &str) -> String {
    let mut text = answer.body.replace(typed, "TYPED");
    while let Some(start) = text.find("csrf_token\" value=\"") {
        let end = start + 19 + text[start + 19..].find('"').expect("the value ends");
        text.replace_range(start..=end, "");
    }
    text
}

#[both]
async fn an_invited_person_makes_an_account_and_is_signed_in(site: Site) {
    let address = "grace@people.example".parse().unwrap();
    service::registration::invite(&site.ctx, &Actor::Operator, &address, Language::English).await.unwrap();
    let path = mail(&site, "invitation").await.expect("a mail was sent").path;
    let mut browser = Browser::new(&site);
    for _ in 0..3 {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.shows("grace@people.example"));
        assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
    }
    let made = browser.post(&path, &[("username", "grace"), ("password", PASSWORD)]).await;
    assert_eq!((made.status.as_u16(), made.location()), (303, HOME));
    assert!(browser.is_signed_in().await);
    assert_eq!(browser.get(&path).await.status, 404, "the invitation is used up");
}

#[both]
async fn a_registration_is_confirmed_by_mail_and_then_signs_in_by_password(site: Site) {
    set_mode(&site, RegistrationMode::Open).await;
    let mut browser = Browser::new(&site);
    let form = [("username", "grace"), ("email", "grace@people.example"), ("password", PASSWORD)];
    let asked = browser.fill_in("/account/register/", &form).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    let path = mail(&site, "verify_address").await.expect("a mail was sent").path;
    for _ in 0..3 {
        assert!(browser.get(&path).await.shows("grace@people.example"));
    }
    assert!(!browser.is_signed_in().await, "reading a link makes nobody");
    browser.get(&path).await;
    assert_eq!(browser.post(&path, &[]).await.location(), HOME);
    assert!(browser.is_signed_in().await);
    assert_eq!(browser.get(&path).await.status, 404);

    let page = browser.get("/account/step-up/").await;
    assert_eq!(page.status, 303, "who has just signed in needs no step-up");
    sign_out(&mut browser).await;
    assert!(!browser.is_signed_in().await);
    let again = password(&mut browser, "grace").await;
    assert_eq!(again.location(), HOME, "the browser is a known device");
}

#[tokio::test]
async fn a_session_that_somebody_planted_is_not_the_one_that_is_opened() {
    let site = Site::new().await;
    person(&site, "eve", false).await;
    person(&site, "grace", false).await;
    let mut eve = signed_in(&site, "eve").await;
    let planted = eve.cookies["session"].clone();
    sign_out(&mut eve).await;
    for value in [planted, "A".repeat(43)] {
        let mut browser = Browser::new(&site);
        browser.cookies.insert("session".to_owned(), value.clone());
        assert_eq!(password(&mut browser, "grace").await.location(), format!("{ORIGIN}{DEVICE}"), "{value}");
        browser.cookies.insert("session".to_owned(), value.clone());
        let code = mail(&site, "new_device").await.expect("a mail was sent").code();
        assert_eq!(browser.fill_in(DEVICE, &[("code", &code)]).await.location(), HOME);
        assert_ne!(browser.cookies["session"], value);
        browser.cookies.insert("session".to_owned(), value);
        assert!(!browser.is_signed_in().await, "what was planted opens nothing");
        // So that the newest mail is the one of the next sign-in.
        site.index.advance(TimeDelta::seconds(1));
    }
}

/// Presses the button of the header.
async fn sign_out(browser: &mut Browser<'_>) {
    browser.get("/account/reset/").await;
    assert_eq!(browser.post("/account/sign-out/", &[]).await.location(), "http://localhost:8080/");
}

#[tokio::test]
async fn signing_out_kills_the_session_on_the_server() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut browser = signed_in(&site, "grace").await;
    let stolen = browser.cookies.clone();
    let header = browser.get("/account/reset/").await;
    assert!(header.shows("action=\"/account/sign-out/\"") && header.shows(">grace</a>"), "{}", header.body);
    sign_out(&mut browser).await;
    assert!(!browser.cookies.contains_key("session"));
    browser.cookies = stolen;
    assert!(!browser.is_signed_in().await);
    let step_up = browser.get("/account/step-up/").await;
    assert_eq!(step_up.location(), "http://localhost:8080/account/sign-in/?next=%2Faccount%2Fstep-up%2F");
}

#[both]
async fn a_code_of_the_authenticator_and_the_link_of_the_mail_sign_in(site: Site) {
    let grace = person(&site, "grace", true).await;
    let mut browser = Browser::new(&site);
    assert_eq!(password(&mut browser, "grace").await.location(), format!("{ORIGIN}{FACTOR}"));
    let wrong = browser.fill_in(FACTOR, &[("code", "000000")]).await;
    assert_eq!(wrong.status, 401);
    assert!(wrong.shows("id=\"problem-code\""), "{}", wrong.body);
    let waits = browser.post(FACTOR, &[("code", &code(&site, &grace))]).await;
    assert_eq!(waits.location(), format!("{ORIGIN}{DEVICE}"), "{}", waits.body);
    assert!(!browser.is_signed_in().await);

    let received = mail(&site, "new_device").await.expect("a mail was sent");
    assert_eq!(received.to, "grace@people.example");
    let page = browser.get(&received.path).await;
    assert!(page.shows(&format!("action=\"{}\"", received.path)), "{}", page.body);
    browser.get(&received.path).await;
    assert!(!browser.is_signed_in().await, "reading the link signs nobody in");
    browser.get(&received.path).await;
    assert_eq!(browser.post(&received.path, &[]).await.location(), HOME);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn the_link_in_another_browser_opens_nothing_there_and_the_code_opens_here() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let (mut here, mut phone) = (Browser::new(&site), Browser::new(&site));
    password(&mut here, "grace").await;
    let received = mail(&site, "new_device").await.expect("a mail was sent");
    let page = phone.get(&received.path).await;
    assert!(page.shows("Type the code there") && !page.shows("method=\"post\""), "{}", page.body);
    phone.get(SIGN_IN).await;
    assert_eq!(phone.post(&received.path, &[]).await.status, 403);
    assert!(!phone.is_signed_in().await);
    let wrong = here.fill_in(DEVICE, &[("code", "0000 0001")]).await;
    assert_eq!(wrong.status, 401);
    assert!(wrong.shows("id=\"problem-code\""));
    let right = here.post(DEVICE, &[("code", &received.code())]).await;
    assert_eq!(right.location(), HOME);
    assert!(here.is_signed_in().await && !phone.is_signed_in().await);
    assert_eq!(phone.get(&received.path).await.status, 404, "the link is used up");
}

#[tokio::test]
async fn a_recovery_code_signs_in_where_the_code_is_typed() {
    let site = Site::new().await;
    let grace = person(&site, "grace", true).await;
    for (field, code) in [("code", &grace.recovery_codes[0]), ("recovery-code", &grace.recovery_codes[1])] {
        let mut browser = Browser::new(&site);
        password(&mut browser, "grace").await;
        let shown = browser.fill_in(FACTOR, &[(field, code)]).await;
        assert_eq!(shown.location(), format!("{ORIGIN}{DEVICE}"), "{}", shown.body);
        let mut again = Browser::new(&site);
        password(&mut again, "grace").await;
        assert_eq!(again.fill_in(FACTOR, &[(field, code)]).await.status, 401, "it is good once");
    }
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut browser = signed_in(&site, "grace").await;
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "/%09/evil.example/..//x", "evil"] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        let led = browser.get(&format!("{SIGN_IN}?{query}")).await;
        assert!(led.location().starts_with("http://localhost:8080/"), "{next}: {}", led.location());
        sign_out(&mut browser).await;
        let page = browser.get(&format!("{SIGN_IN}?{query}")).await;
        assert!(!page.shows("evil.example\"") || page.shows("value=\"/%09"), "{next}: {}", page.body);
        let fields = [("username", "grace"), ("password", PASSWORD), ("next", next)];
        let opened = browser.post(SIGN_IN, &fields).await;
        assert!(opened.location().starts_with("http://localhost:8080/"), "{next}: {}", opened.location());
    }
}

#[tokio::test]
async fn a_path_of_ours_is_led_to_after_signing_in() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut browser = signed_in(&site, "grace").await;
    sign_out(&mut browser).await;
    let page = browser.get(&format!("{SIGN_IN}?next=/account/tokens/")).await;
    assert!(page.shows("name=\"next\" value=\"/account/tokens/\""), "{}", page.body);
    let fields = [("username", "grace"), ("password", PASSWORD), ("next", "/account/tokens/")];
    assert_eq!(browser.post(SIGN_IN, &fields).await.location(), "http://localhost:8080/account/tokens/");
}

#[tokio::test]
async fn a_form_of_another_origin_or_without_its_token_is_refused() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let fields = [("username", "grace"), ("password", PASSWORD)];
    let mut browser = Browser::new(&site);
    browser.get(SIGN_IN).await;
    for origin in ["https://evil.example", "http://localhost:8081", "https://localhost:8080"] {
        assert_eq!(browser.post_from(SIGN_IN, &fields, origin).await.status, 403, "{origin}");
    }
    assert_eq!(browser.post_bare(SIGN_IN, &fields).await.status, 403);
    assert!(mail(&site, "new_device").await.is_none(), "nothing was begun");
    let mut browser = signed_in(&site, "grace").await;
    assert_eq!(browser.post_from("/account/sign-out/", &[], "https://evil.example").await.status, 403);
    assert_eq!(browser.post_bare("/account/sign-out/", &[]).await.status, 403);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_get_the_same_page() {
    let site = Site::new().await;
    person(&site, "grace", true).await;
    let mut pages = Vec::new();
    for username in ["grace", "nobody-here"] {
        let mut browser = Browser::new(&site);
        let page = browser.fill_in(SIGN_IN, &[("username", username), ("password", "wrong wrong wrong")]).await;
        assert_eq!(page.status, 401);
        pages.push(bare(&page, username));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn an_address_in_use_and_a_free_one_get_the_same_page() {
    let site = Site::new().await;
    set_mode(&site, RegistrationMode::Open).await;
    person(&site, "grace", false).await;
    let mut pages = Vec::new();
    for (username, email) in [("someone", "grace@people.example"), ("another", "free@people.example")] {
        let mut browser = Browser::new(&site);
        let form = [("username", username), ("email", email), ("password", PASSWORD)];
        let page = browser.fill_in("/account/register/", &form).await;
        assert_eq!(page.status, 200, "{}", page.body);
        pages.push(bare(&page, email));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(mail(&site, "address_in_use").await.expect("its owner hears of it").to, "grace@people.example");
}

#[tokio::test]
async fn a_reset_is_answered_alike_for_everybody() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut pages = Vec::new();
    for username in ["grace", "nobody-here", "not a name at all"] {
        let mut browser = Browser::new(&site);
        let page = browser.fill_in("/account/reset/", &[("username", username)]).await;
        assert_eq!(page.status, 200);
        pages.push(bare(&page, username));
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
}

#[both]
async fn a_password_is_reset_by_mail_and_the_second_factor(site: Site) {
    let grace = person(&site, "grace", true).await;
    let mut browser = Browser::new(&site);
    browser.fill_in("/account/reset/", &[("username", "grace@people.example")]).await;
    let path = mail(&site, "password_reset").await.expect("a mail was sent").path;
    let new = "another long sentence here";
    assert!(browser.get(&path).await.shows("name=\"code\""));
    assert_eq!(browser.post(&path, &[("password", new)]).await.status, 403, "a factor is asked for");
    let weak = browser.post(&path, &[("password", "short"), ("code", "123456")]).await;
    assert!(weak.shows("id=\"problem-password\""), "{}", weak.body);
    let done = browser.post(&path, &[("password", new), ("code", &code(&site, &grace))]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(browser.get(&path).await.status, 404);
    let old = password(&mut browser, "grace").await;
    assert_eq!(old.status, 401);
    let fresh = browser.post(SIGN_IN, &[("username", "grace"), ("password", new)]).await;
    assert_eq!(fresh.location(), format!("{ORIGIN}{FACTOR}"));
}

#[tokio::test]
async fn stepping_up_asks_for_the_best_proof_and_changes_the_session_s_secret() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut browser = signed_in(&site, "grace").await;
    site.advance(TimeDelta::minutes(16));
    let path = "/account/step-up/?next=/account/tokens/";
    let page = browser.get(path).await;
    assert!(page.shows("name=\"password\"") && !page.shows("name=\"code\""), "{}", page.body);
    let wrong = browser.post("/account/step-up/", &[("password", "wrong wrong"), ("next", "/account/tokens/")]).await;
    assert_eq!(wrong.status, 401);
    assert!(wrong.shows("id=\"problem-password\"") && wrong.shows("value=\"/account/tokens/\""), "{}", wrong.body);
    let before = browser.cookies["session"].clone();
    let done = browser.post("/account/step-up/", &[("password", PASSWORD), ("next", "/account/tokens/")]).await;
    assert_eq!(done.location(), "http://localhost:8080/account/tokens/");
    assert_ne!(browser.cookies["session"], before);
    assert_eq!(browser.get(path).await.location(), "http://localhost:8080/account/tokens/");
}

#[tokio::test]
async fn a_passkey_signs_in_without_a_password_and_as_a_second_factor() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let browser = signed_in(&site, "grace").await;
    let visitor = Visitor::new("192.0.2.7".parse().unwrap(), "testkit/1");
    let holder = authenticate_session(&site.ctx, &browser.cookies["session"], &visitor).await.unwrap().unwrap();
    let actor = holder.actor();
    let codes = service::recovery::generate(&site.ctx, &actor, &visitor).await.unwrap();
    service::recovery::prove(&site.ctx, &actor, &visitor, &codes[0]).await.unwrap();
    let mut passkey = SoftAuthenticator::new(ORIGIN, 1);
    let begun = begin_registration(&site.ctx, &actor, FactorKind::Passkey).await.unwrap();
    let answer = passkey.register(&begun.options);
    let kind = FactorKind::Passkey;
    finish_registration(&site.ctx, &actor, &visitor, kind, &begun.ceremony, "blue", &answer).await.unwrap();

    let mut alone = Browser::new(&site);
    assert!(alone.get(SIGN_IN).await.shows("data-ceremony=\"/account/passkey/begin\""));
    let begun = alone.fetch("/account/passkey/begin").await;
    let answer = passkey.authenticate(&begun["options"]);
    let ceremony = begun["ceremony"].as_str().unwrap();
    let fields = [("ceremony", ceremony), ("answer", answer.as_str()), ("next", "/account/tokens/")];
    let opened = alone.post("/account/passkey/finish", &fields).await;
    assert_eq!(opened.location(), "http://localhost:8080/account/tokens/", "{}", opened.body);
    assert!(alone.is_signed_in().await);
    let mut replay = Browser::new(&site);
    replay.get(SIGN_IN).await;
    assert_eq!(replay.post("/account/passkey/finish", &fields).await.status, 400);

    let mut second = Browser::new(&site);
    assert_eq!(password(&mut second, "grace").await.location(), format!("{ORIGIN}{FACTOR}"));
    let page = second.get(FACTOR).await;
    assert!(page.shows("data-ceremony=\"/account/sign-in/factor/key\""), "{}", page.body);
    let begun = second.fetch("/account/sign-in/factor/key").await;
    let answer = passkey.authenticate(&begun["options"]);
    let fields = [("ceremony", begun["ceremony"].as_str().unwrap()), ("answer", answer.as_str())];
    assert_eq!(second.post(FACTOR, &fields).await.location(), HOME, "what cannot be phished waits for no mail");
}

#[tokio::test]
async fn challenges_for_passkeys_are_limited_and_the_button_says_so() {
    let site = Site::new().await;
    let mut browser = Browser::french(&site);
    browser.get(SIGN_IN).await;
    for _ in 0..60 {
        browser.fetch("/account/passkey/begin").await;
    }
    let (status, answer) = browser.fetched("/account/passkey/begin").await;
    assert_eq!((status, &answer["code"]), (429, &"too-many-attempts".into()));
    assert!(answer["message"].as_str().is_some_and(|message| message.contains("secondes")), "{answer}");
}

#[tokio::test]
async fn a_remembered_device_needs_only_the_password() {
    let site = Site::new().await;
    let grace = person(&site, "grace", true).await;
    let mut browser = Browser::new(&site);
    password(&mut browser, "grace").await;
    browser.fill_in(FACTOR, &[("code", &code(&site, &grace)), ("remember", "yes")]).await;
    let received = mail(&site, "new_device").await.expect("a mail was sent").code();
    browser.fill_in(DEVICE, &[("code", &received)]).await;
    sign_out(&mut browser).await;
    assert_eq!(password(&mut browser, "grace").await.location(), HOME);
}

#[tokio::test]
async fn the_way_in_speaks_french() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut browser = Browser::french(&site);
    let page = browser.get(SIGN_IN).await;
    assert!(page.shows("<html lang=\"fr\">") && page.shows("Mot de passe oublié"), "{}", page.body);
    let wrong = browser.post(SIGN_IN, &[("username", "grace"), ("password", "wrong wrong")]).await;
    assert!(wrong.shows("Un point demande votre attention"), "{}", wrong.body);
    assert!(!wrong.shows("is wrong"), "{}", wrong.body);
    assert!(browser.get("/account/register/").await.shows("sur invitation"));
}

#[tokio::test]
async fn too_many_guesses_wait_on_a_page_that_says_how_long() {
    let site = Site::new().await;
    let mut browser = Browser::new(&site);
    browser.get(SIGN_IN).await;
    let guess = [("username", "nobody-here"), ("password", "wrong wrong")];
    for _ in 0..10 {
        assert_eq!(browser.post(SIGN_IN, &guess).await.status, 401);
    }
    let refused = browser.post(SIGN_IN, &guess).await;
    assert_eq!(refused.status, 429);
    assert!(refused.header(header::RETRY_AFTER).parse::<u64>().is_ok_and(|seconds| 0 < seconds && seconds <= 360));
}

#[tokio::test]
async fn a_program_that_fills_in_every_field_gets_a_page_and_no_account() {
    let site = Site::new().await;
    set_mode(&site, RegistrationMode::Open).await;
    let mut browser = Browser::new(&site);
    let form = [("username", "bot"), ("email", "bot@people.example"), ("password", PASSWORD), ("website", "x")];
    let page = browser.fill_in("/account/register/", &form).await;
    assert_eq!(page.status, 200);
    assert!(page.shows("Check your mail"));
    assert!(mail(&site, "verify_address").await.is_none());
}

#[tokio::test]
async fn fields_that_cannot_be_taken_come_back_and_passwords_do_not() {
    let site = Site::new().await;
    set_mode(&site, RegistrationMode::Open).await;
    let mut browser = Browser::new(&site);
    let form = [("username", "maître"), ("email", "nowhere"), ("password", "a secret of mine")];
    let page = browser.fill_in("/account/register/", &form).await;
    assert_eq!(page.status, 400);
    for text in ["id=\"problem-username\"", "id=\"problem-email\"", "value=\"maître\"", "value=\"nowhere\""] {
        assert!(page.shows(text), "{text}: {}", page.body);
    }
    assert!(!page.shows("a secret of mine"));
}

#[tokio::test]
async fn a_link_that_is_none_is_a_404_and_keeps_its_secret() {
    let site = Site::new().await;
    let mut browser = Browser::new(&site);
    for kind in ["invitation", "confirm-registration", "verify-address", "reset-password", "confirm-device"] {
        let answer = browser.get(&format!("/account/{kind}/{}", "A".repeat(43))).await;
        assert_eq!(answer.status, 404, "{kind}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer", "{kind}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store", "{kind}");
    }
}

#[tokio::test]
async fn a_reset_ends_every_session() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut thief = signed_in(&site, "grace").await;
    assert!(thief.is_signed_in().await);
    let mut browser = Browser::new(&site);
    browser.fill_in("/account/reset/", &[("username", "grace")]).await;
    let path = mail(&site, "password_reset").await.expect("a mail was sent").path;
    assert_eq!(browser.fill_in(&path, &[("password", "another long sentence here")]).await.status, 200);
    assert!(!thief.is_signed_in().await);
    assert!(!browser.is_signed_in().await, "a reset signs nobody in");
}

#[tokio::test]
async fn a_link_opens_only_the_page_of_its_own_kind() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let mut browser = Browser::new(&site);
    browser.fill_in("/account/reset/", &[("username", "grace")]).await;
    let path = mail(&site, "password_reset").await.expect("a mail was sent").path;
    for kind in ["invitation", "confirm-registration", "verify-address", "confirm-device"] {
        let other = path.replace("reset-password", kind);
        assert_eq!(browser.get(&other).await.status, 404, "{kind}");
        browser.get("/account/reset/").await;
        let pressed = browser.post(&other, &[("username", "eve"), ("password", PASSWORD)]).await;
        assert_eq!(pressed.status, 404, "{kind}");
    }
    assert_eq!(browser.get(&path).await.status, 200, "the link is still open");
}

#[tokio::test]
async fn an_added_address_is_verified_by_the_button_of_its_link() {
    let site = Site::new().await;
    person(&site, "grace", false).await;
    let browser = signed_in(&site, "grace").await;
    let visitor = Visitor::new("192.0.2.7".parse().unwrap(), "testkit/1");
    let holder = authenticate_session(&site.ctx, &browser.cookies["session"], &visitor).await.unwrap().unwrap();
    let address = "second@people.example".parse().unwrap();
    service::addresses::add(&site.ctx, &holder.actor(), &visitor, &address).await.unwrap();
    let path = mail(&site, "verify_address").await.expect("a mail was sent").path;
    let verified = async || {
        let mut read = site.ctx.db.read().await.unwrap();
        let lines = store::accounts::addresses(&mut read, holder.bearer.account).await.unwrap();
        lines.iter().filter(|line| line.verified_at.is_some()).count()
    };
    let mut phone = Browser::new(&site);
    assert!(phone.get(&path).await.shows("second@people.example"));
    assert_eq!(verified().await, 1, "reading the link changes nothing");
    assert!(phone.post(&path, &[]).await.shows("The address is verified"));
    assert_eq!(verified().await, 2);
    assert!(!phone.is_signed_in().await, "verifying signs nobody in");
}

#[tokio::test]
async fn pages_that_do_not_know_the_reader_offer_to_sign_in() {
    let site = Site::new().await;
    assert!(site.get("/").await.shows("href=\"/account/sign-in/\">Sign in</a>"));
}
