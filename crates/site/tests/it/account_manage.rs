//! What the owner of an account manages, as a browser goes through it.

use crate::browser::{Browser, ORIGIN, mail};
use crate::harness::{Answer, Site};
use chrono::TimeDelta;
use domain::permission::Actor;
use domain::sessions::SignInMethod;
use domain::visitor::Visitor;
use http::header;
use service::accounts::{CreatedAccount, NewAccount};
use site::ROUTES;
use site::routes::{Door, Handler, Verb};
use testkit::authenticator::SoftAuthenticator;
use testkit_macros::both;

const PASSWORD: &str = "correct horse battery";
const FACTORS: &str = "/account/two-factor/";
const CODES: &str = "/account/recovery-codes/";
const TOTP: &str = "/account/two-factor/totp/add/";
const ADDRESSES: &str = "/account/addresses/";
const TOKENS: &str = "/account/tokens/";

async fn person(site: &Site, username: &str, totp: bool) -> CreatedAccount {
    let account = NewAccount { totp, password: Some(PASSWORD.to_owned()), ..testkit_index::new_account(username) };
    service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("the account is new")
}

/// A browser with a session that the acts opened.
async fn browser<'a>(site: &'a Site, account: &CreatedAccount, method: SignInMethod) -> Browser<'a> {
    Browser::of_session(site, account.id, method).await
}

/// Somebody with an authenticator, signed in with it.
async fn grace(site: &Site) -> (CreatedAccount, Browser<'_>) {
    let account = person(site, "grace", true).await;
    let browser = browser(site, &account, SignInMethod::Totp).await;
    (account, browser)
}

/// Somebody without any factor, signed in by the password.
async fn linus(site: &Site) -> (CreatedAccount, Browser<'_>) {
    let account = person(site, "linus", false).await;
    let browser = browser(site, &account, SignInMethod::Password).await;
    (account, browser)
}

fn assert_done(answer: &Answer, path: &str, done: &str) {
    assert_eq!((answer.status.as_u16(), answer.location()), (303, &format!("{ORIGIN}{path}?done={done}")[..]));
}

/// What stands in a page between two texts.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("{before} is not in {page}"));
    rest.split_once(after).expect("it ends").0
}

/// The id in the first address of a page that ends so.
fn id_before(page: &Answer, end: &str) -> String {
    let body = page.body.replace("&#x2f;", "/");
    let (before, _) = body.split_once(end).unwrap_or_else(|| panic!("{end} is not in {body}"));
    before.rsplit('/').next().expect("it has parts").to_owned()
}

fn totp_code(site: &Site, secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("it is base32");
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("a").build().expect("it is good");
    totp.generate(site.ctx.now().timestamp().unsigned_abs()).to_string()
}

/// Makes recovery codes on their page.
async fn make_codes(browser: &mut Browser<'_>) -> Vec<String> {
    browser.get(CODES).await;
    let made = browser.post("/account/recovery-codes/make/", &[]).await;
    assert_eq!(made.status, 201, "{}", made.body);
    between(&made.body, "data-copy-text>", "</pre>").split_whitespace().map(str::to_owned).collect()
}

async fn standing(site: &Site, account: &CreatedAccount) -> store::two_factor::Standing {
    store::two_factor::standing(&mut site.ctx.db.read().await.unwrap(), account.id).await.unwrap()
}

/// Every page that is read, with an id that nobody has.
fn pages() -> Vec<String> {
    let own = |route: &&site::Route| matches!(route.handler, Handler::Manage(_)) && route.door == Door::Account;
    let read = ROUTES.iter().filter(own).filter(|route| route.method == Verb::Get);
    read.map(|route| route.pattern.replace("{id}", "01990000-0000-7000-8000-000000000000")).collect()
}

#[tokio::test]
async fn a_stranger_is_led_to_the_sign_in_page_and_back() {
    let site = Site::new().await;
    for path in pages() {
        let answer = Browser::new(&site).get(&path).await;
        let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
        assert_eq!(answer.status, 303, "{path}");
        assert_eq!(answer.location(), format!("{ORIGIN}/account/sign-in/?next={next}"));
        assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store", "{path}");
    }
    assert!(15 < pages().len());
}

#[tokio::test]
async fn pages_of_credentials_ask_for_a_step_up_and_the_others_do_not() {
    let site = Site::new().await;
    let account = person(&site, "grace", true).await;
    let mut browser = browser(&site, &account, SignInMethod::RememberedDevice).await;
    let open = ["/account/", "/account/sessions/", "/account/sessions/end-all/", "/account/events/"];
    for path in pages() {
        let answer = browser.get(&path).await;
        let is_of_a_row = path.contains("01990000") && (path.contains("sessions") || path.contains("devices"));
        let expected = if open.contains(&&path[..]) {
            200
        } else if is_of_a_row {
            404
        } else {
            303
        };
        assert_eq!(answer.status, expected, "{path}");
        assert!(expected != 303 || answer.location().contains("/account/step-up/?next="), "{path}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "private, no-store", "{path}");
    }
}

#[tokio::test]
async fn a_session_that_has_not_stepped_up_changes_nothing() {
    let site = Site::new().await;
    let account = person(&site, "grace", true).await;
    let mut browser = browser(&site, &account, SignInMethod::RememberedDevice).await;
    browser.get("/account/").await;
    let wide = [("name", "laptop"), ("scope", "account"), ("days", "90")];
    let password = [("current", PASSWORD), ("password", "quite another horse"), ("repeated", "quite another horse")];
    let key = "/account/two-factor/keys/add/?kind=passkey";
    let rename = "/account/two-factor/01990000-0000-7000-8000-000000000000/rename/";
    // The form, its fields, and the page that it comes back to.
    type Try<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let tries: [Try<'_>; 12] = [
        ("/account/password/", &password, "/account/password/"),
        (ADDRESSES, &[("email", "other@index.example")], ADDRESSES),
        ("/account/addresses/primary/", &[("email", "other@index.example")], ADDRESSES),
        ("/account/recovery-codes/make/", &[], "/account/recovery-codes/make/"),
        ("/account/recovery-codes/burn/", &[("code", "0123456789abcdef")], CODES),
        (TOTP, &[("name", "phone"), ("code", "123456")], TOTP),
        (key, &[("ceremony", "x"), ("answer", "{}"), ("name", "key")], key),
        (rename, &[("name", "mine")], rename),
        (TOKENS, &wide, TOKENS),
        ("/account/export/", &[], "/account/export/"),
        ("/account/delete/", &[("username", "grace")], "/account/delete/"),
        ("/account/delete/cancel/", &[], "/account/delete/"),
    ];
    for (path, fields, back) in tries {
        let answer = browser.post(path, fields).await;
        let next: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
        let expected = format!("{ORIGIN}/account/step-up/?next={next}");
        assert_eq!((answer.status.as_u16(), answer.location()), (303, &expected[..]), "{path}");
    }
    assert!(mail(&site, "password_changed").await.is_none());
    assert!(mail(&site, "verify_address").await.is_none());
    assert!(mail(&site, "recovery_codes_made").await.is_none());
    assert!(mail(&site, "token_created").await.is_none());
    assert!(mail(&site, "account_deletion_scheduled").await.is_none());
}

#[tokio::test]
async fn a_script_hears_in_the_reader_s_language_that_a_step_up_is_missing() {
    let site = Site::new().await;
    let account = person(&site, "grace", true).await;
    let session = browser(&site, &account, SignInMethod::RememberedDevice).await.cookies;
    let mut french = Browser::french(&site);
    french.cookies = session;
    french.get("/account/").await;
    let (status, answer) = french.fetched("/account/two-factor/keys/begin/?kind=passkey").await;
    assert_eq!((status, &answer["code"]), (403, &"step-up-required".into()));
    let expected = templates::refusal("step-up-required", &[], templates::Language::French).unwrap();
    assert_eq!(answer["message"], expected);
}

#[both]
async fn the_first_authenticator_lets_its_session_go_on_at_once(site: Site) {
    let (_, mut browser) = linus(&site).await;
    let codes = make_codes(&mut browser).await;
    browser.get(CODES).await;
    assert_done(&browser.post("/account/recovery-codes/burn/", &[("code", &codes[0])]).await, CODES, "code-burned");
    let secret = between(&browser.get(TOTP).await.body, "<code class=\"token\">", "</code>").to_owned();
    let before = browser.cookies["session"].clone();
    let right = [("name", "phone"), ("code", &totp_code(&site, &secret)[..])];
    assert_done(&browser.post(TOTP, &right).await, FACTORS, "factor-added");
    assert_ne!(browser.cookies["session"], before, "a copy of the old cookie is worth nothing");
    for path in [FACTORS, TOKENS, CODES, "/account/password/"] {
        assert_eq!(browser.get(path).await.status, 200, "{path} asks for no further code");
    }
    browser.cookies.insert("session".to_owned(), before);
    assert!(!browser.is_signed_in().await);
}

#[both]
async fn the_first_security_key_lets_its_session_go_on_at_once(site: Site) {
    let (_, mut browser) = linus(&site).await;
    let codes = make_codes(&mut browser).await;
    let path = "/account/two-factor/keys/add/?kind=security-key";
    browser.get(path).await;
    let begun = browser.fetch("/account/two-factor/keys/begin/?kind=security-key").await;
    let answer = SoftAuthenticator::new(ORIGIN, 1).register(&begun["options"]);
    let ceremony = begun["ceremony"].as_str().expect("it has a secret").to_owned();
    let fields = [("name", "key"), ("ceremony", &ceremony[..]), ("answer", &answer[..])];
    assert_done(&browser.post(path, &fields).await, CODES, "factor-added");
    let burned = browser.post("/account/recovery-codes/burn/", &[("code", &codes[0])]).await;
    assert_done(&burned, CODES, "code-burned");
    for path in [FACTORS, TOKENS] {
        assert_eq!(browser.get(path).await.status, 200, "{path} asks for no touch");
    }
}

#[both]
async fn few_recovery_codes_are_told_on_the_overview_and_on_their_page(site: Site) {
    let (account, mut browser) = grace(&site).await;
    for (index, code) in account.recovery_codes.iter().enumerate() {
        let left = account.recovery_codes.len() - index;
        let is_few = (1..=2).contains(&left);
        assert_eq!(browser.get(CODES).await.shows("Few recovery codes are left"), is_few, "{left}");
        assert_eq!(browser.get("/account/").await.shows("Few recovery codes are left"), is_few, "{left}");
        browser.get(CODES).await;
        let burned = browser.post("/account/recovery-codes/burn/", &[("code", code)]).await;
        assert_done(&burned, CODES, "code-burned");
    }
    assert!(browser.get(CODES).await.shows("You have no recovery codes"));
    assert!(browser.get("/account/").await.shows("No recovery codes are left"));
    let lines = store::mail::newest(&mut site.ctx.db.read().await.unwrap(), 100).await.unwrap();
    let told = lines.iter().filter(|line| line.kind == "recovery_codes_few").count();
    assert_eq!(told, 3, "one mail each when two, one and none are left");
}

#[tokio::test]
async fn a_step_up_grows_old() {
    let site = Site::new().await;
    let (_, mut browser) = grace(&site).await;
    assert_eq!(browser.get(TOKENS).await.status, 200);
    site.advance(TimeDelta::minutes(16));
    assert!(browser.get(TOKENS).await.location().contains("/account/step-up/?next=%2Faccount%2Ftokens%2F"));
    assert_eq!(browser.get("/account/").await.status, 200);
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let site = Site::new().await;
    let (account, mut browser) = grace(&site).await;
    browser.get("/account/").await;
    for path in ["/account/sessions/end-all/", "/account/recovery-codes/make/", "/account/delete/"] {
        let fields = [("username", "grace")];
        assert_eq!(browser.post_bare(path, &fields).await.status, 403, "{path}");
        assert_eq!(browser.post_from(path, &fields, "https://evil.example").await.status, 403, "{path}");
    }
    assert_eq!(standing(&site, &account).await.codes_left, 7, "nothing was replaced");
}

#[both]
async fn the_overview_tells_how_the_account_stands(site: Site) {
    let (_, mut safe) = grace(&site).await;
    let page = safe.get("/account/").await;
    assert!(page.shows("grace@people.example") && page.shows("7 left"), "{}", page.body);
    assert!(page.shows("You have one second factor"), "{}", page.body);
    let (_, mut bare) = linus(&site).await;
    assert!(bare.get("/account/").await.shows("Nothing but a password protects this account"));
}

#[tokio::test]
async fn a_word_of_the_address_tells_only_what_we_wrote() {
    let site = Site::new().await;
    let (_, mut browser) = grace(&site).await;
    assert!(browser.get("/account/?done=password-changed").await.shows("The password was changed"));
    let page = browser.get("/account/?done=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!page.shows("alert(1)") && !page.shows("role=\"status\""));
}

#[both]
async fn a_password_is_changed_and_every_other_session_ends(site: Site) {
    let (account, mut browser_here) = grace(&site).await;
    let mut elsewhere = browser(&site, &account, SignInMethod::Totp).await;
    let new = "quite another horse";
    let path = "/account/password/";
    let fields = [("current", PASSWORD), ("password", new), ("repeated", new)];
    let changed = browser_here.fill_in(path, &fields).await;
    assert_done(&changed, path, "password-changed");
    assert!(browser_here.is_signed_in().await && !elsewhere.is_signed_in().await);
    assert_eq!(mail(&site, "password_changed").await.unwrap().to, "grace@people.example");
    let again = browser_here.fill_in(path, &fields).await;
    assert_eq!(again.status, 403, "the old one is no longer right");
    assert!(again.shows("id=\"problem-current\"") && !again.shows(PASSWORD), "{}", again.body);
}

#[tokio::test]
async fn a_weak_or_mistyped_password_is_told_at_its_field() {
    let site = Site::new().await;
    let (account, _) = grace(&site).await;
    let mut browser = browser(&site, &account, SignInMethod::Totp).await;
    let path = "/account/password/";
    let differing = [("current", PASSWORD), ("password", "quite another horse"), ("repeated", "quite another hose")];
    let answer = browser.fill_in(path, &differing).await;
    assert!(answer.status == 400 && answer.shows("id=\"problem-repeated\""), "{}", answer.body);
    let weak = [("current", PASSWORD), ("password", "grace123"), ("repeated", "grace123")];
    let answer = browser.fill_in(path, &weak).await;
    assert!(answer.status == 400 && answer.shows("id=\"problem-password\""), "{}", answer.body);
}

#[both]
async fn an_address_is_added_made_primary_shown_and_removed(site: Site) {
    let (_, mut browser) = grace(&site).await;
    let new = [("email", "Grace@work.example")];
    assert_done(&browser.fill_in(ADDRESSES, &new).await, ADDRESSES, "address-asked");
    let link = mail(&site, "verify_address").await.expect("a mail was sent");
    assert_eq!(link.to, "Grace@work.example");
    assert!(browser.get(ADDRESSES).await.shows("Waiting for you"));
    service::addresses::verify(
        &site.ctx,
        &Visitor::new("192.0.2.7".parse().unwrap(), ""),
        link.path.rsplit('/').next().unwrap(),
    )
    .await
    .expect("the link is open");
    for (act, done) in [("primary", "address-primary"), ("public", "address-public"), ("private", "address-private")] {
        let answer = browser.post(&format!("{ADDRESSES}{act}/"), &new).await;
        assert_done(&answer, ADDRESSES, done);
    }
    let old = [("email", "grace@people.example")];
    let question = browser.get(&format!("{ADDRESSES}remove/?email=grace%40people.example")).await;
    assert!(question.shows("Remove this address?") && question.shows("value=\"grace@people.example\""));
    assert_done(&browser.post(&format!("{ADDRESSES}remove/"), &old).await, ADDRESSES, "address-removed");
    let left = browser.get(ADDRESSES).await;
    assert!(left.shows("Grace@work.example") && !left.shows("grace@people.example"), "{}", left.body);
    let primary = browser.post(&format!("{ADDRESSES}remove/"), &new).await;
    assert_eq!(primary.status, 409);
    assert!(primary.shows("cannot be taken away"), "{}", primary.body);
}

#[tokio::test]
async fn an_address_of_somebody_else_looks_like_a_free_one() {
    let site = Site::new().await;
    let (_, mut browser) = grace(&site).await;
    let taken = browser.fill_in(ADDRESSES, &[("email", "ada@people.example")]).await;
    assert_done(&taken, ADDRESSES, "address-asked");
    let page = browser.get(ADDRESSES).await;
    assert!(page.shows("ada@people.example") && page.shows("Waiting for you"), "{}", page.body);
    assert_eq!(mail(&site, "address_in_use").await.unwrap().to, "ada@people.example");
    assert!(mail(&site, "verify_address").await.is_none());
    let question = browser.get(&format!("{ADDRESSES}remove/?email=ada%40people.example")).await;
    assert_eq!(question.status, 404, "and is not one to remove");
    let cancelled = browser.post(&format!("{ADDRESSES}cancel/"), &[("email", "ada@people.example")]).await;
    assert_done(&cancelled, ADDRESSES, "address-cancelled");
}

#[tokio::test]
async fn what_is_no_address_is_told_at_its_field() {
    let site = Site::new().await;
    let (_, mut browser) = grace(&site).await;
    for bad in ["", "nowhere", "a@b@c", "grace@people.example"] {
        let answer = browser.fill_in(ADDRESSES, &[("email", bad)]).await;
        assert!(answer.status.is_client_error() && answer.shows("id=\"problem-email\""), "{bad}: {}", answer.body);
    }
}

#[both]
async fn the_first_factor_waits_until_a_recovery_code_is_burned(site: Site) {
    let (account, mut browser) = linus(&site).await;
    assert!(browser.get(FACTORS).await.shows("Recovery codes come first"));
    let codes = make_codes(&mut browser).await;
    assert_eq!(codes.len(), 8);

    let page = browser.get(TOTP).await;
    let secret = between(&page.body, "<code class=\"token\">", "</code>").to_owned();
    assert!(page.shows("data:image/svg+xml;base64,") && page.shows("otpauth://totp/"), "{}", page.body);
    assert!(browser.get(TOTP).await.shows(&secret), "a page that is loaded again shows the same secret");
    let wrong = browser.post(TOTP, &[("name", "phone"), ("code", "12345")]).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.shows("id=\"problem-code\"") && wrong.shows(&secret) && wrong.shows("value=\"phone\""));
    let right = [("name", "phone"), ("code", &totp_code(&site, &secret)[..])];
    assert_done(&browser.post(TOTP, &right).await, CODES, "factor-added");
    assert!(!standing(&site, &account).await.is_required(), "it waits");
    assert!(browser.get(FACTORS).await.shows("Waits for a recovery code"));

    let burned = browser.post("/account/recovery-codes/burn/", &[("code", &codes[0])]).await;
    assert_done(&burned, CODES, "code-burned");
    assert!(standing(&site, &account).await.is_required());
    assert_eq!(mail(&site, "factor_added").await.unwrap().to, "linus@people.example");
}

#[tokio::test]
async fn recovery_codes_are_shown_once_to_copy_download_or_print() {
    let site = Site::new().await;
    let (_, mut browser) = linus(&site).await;
    assert!(browser.get(CODES).await.shows("You have no recovery codes"));
    let made = browser.post("/account/recovery-codes/make/", &[]).await;
    for part in ["data-copy", "download=\"recovery-codes-linus.txt\"", "data:text/plain;base64,", "data-print"] {
        assert!(made.shows(part), "{part}: {}", made.body);
    }
    assert_eq!(made.header(header::CACHE_CONTROL), "private, no-store");
    let code = between(&made.body, "data-copy-text>", "\n").trim().to_owned();
    let page = browser.get(CODES).await;
    assert!(page.shows("8 codes are left") && !page.shows(&code));
    assert!(browser.get("/account/recovery-codes/make/").await.shows("The codes that you have end at once"));
}

#[tokio::test]
async fn a_code_is_burned_once_and_others_are_refused_at_their_field() {
    let site = Site::new().await;
    let (_, mut browser) = linus(&site).await;
    let codes = make_codes(&mut browser).await;
    let path = "/account/recovery-codes/burn/";
    assert_done(&browser.post(path, &[("code", &codes[1])]).await, CODES, "code-burned");
    for (code, status) in [(&codes[1][..], 401), ("0000000000000000", 401), ("no code", 400), ("", 400)] {
        let answer = browser.post(path, &[("code", code)]).await;
        assert_eq!(answer.status, status, "{code}");
        assert!(answer.shows("id=\"problem-code\""), "{code}: {}", answer.body);
    }
}

#[both]
async fn a_security_key_and_a_passkey_are_enrolled_by_their_ceremonies(site: Site) {
    let (account, mut browser) = grace(&site).await;
    for (kind, seed) in [("security-key", 1), ("passkey", 2)] {
        let path = format!("/account/two-factor/keys/add/?kind={kind}");
        let page = browser.get(&path).await;
        let begin = format!("data-ceremony=\"/account/two-factor/keys/begin/?kind={kind}\"");
        assert!(page.shows(&begin) && page.shows("data-creates"), "{}", page.body);
        let begun = browser.fetch(&format!("/account/two-factor/keys/begin/?kind={kind}")).await;
        let answer = SoftAuthenticator::new(ORIGIN, seed).register(&begun["options"]);
        let ceremony = begun["ceremony"].as_str().expect("it has a secret").to_owned();
        let fields = [("name", kind), ("ceremony", &ceremony[..]), ("answer", &answer[..])];
        assert_done(&browser.post(&path, &fields).await, FACTORS, "factor-added");
        assert_eq!(browser.post(&path, &fields).await.status, 400, "a ceremony is finished once");
    }
    let now = standing(&site, &account).await;
    assert_eq!((now.active_webauthn, now.active_passkeys), (2, 1));
    assert!(browser.get(FACTORS).await.shows(">Passkey<"));
}

#[tokio::test]
async fn an_answer_from_another_site_enrols_nothing() {
    let site = Site::new().await;
    let (account, mut browser) = grace(&site).await;
    let path = "/account/two-factor/keys/add/?kind=passkey";
    browser.get(path).await;
    let begun = browser.fetch("/account/two-factor/keys/begin/?kind=passkey").await;
    let answer = SoftAuthenticator::new("https://evil.example", 1).register(&begun["options"]);
    let ceremony = begun["ceremony"].as_str().expect("it has a secret").to_owned();
    let fields = [("name", "key"), ("ceremony", &ceremony[..]), ("answer", &answer[..])];
    let refused = browser.post(path, &fields).await;
    assert_eq!(refused.status, 401);
    assert!(refused.shows("value=\"key\""), "what was typed stays: {}", refused.body);
    assert_eq!(standing(&site, &account).await.active_webauthn, 0);
    for bad in ["totp", "horse", ""] {
        assert_eq!(browser.get(&format!("/account/two-factor/keys/add/?kind={bad}")).await.status, 404, "{bad}");
    }
}

#[tokio::test]
async fn an_index_without_a_host_name_offers_no_keys() {
    let site = Site::at("http://192.0.2.1").await;
    let account = person(&site, "grace", true).await;
    let mut browser = browser(&site, &account, SignInMethod::Totp).await;
    let page = browser.get(FACTORS).await;
    assert!(page.shows("Add an authenticator") && !page.shows("Add a passkey"), "{}", page.body);
    assert_eq!(browser.get("/account/two-factor/keys/add/?kind=passkey").await.status, 503);
}

#[both]
async fn a_factor_is_renamed_and_removed_but_never_the_last(site: Site) {
    let (_, mut browser) = grace(&site).await;
    let page = browser.get(FACTORS).await;
    let id = id_before(&page, "/rename/");
    let (rename, remove) = (format!("{FACTORS}{id}/rename/"), format!("{FACTORS}{id}/remove/"));
    let empty = browser.fill_in(&rename, &[("name", " ")]).await;
    assert!(empty.status == 400 && empty.shows("id=\"problem-name\""), "{}", empty.body);
    assert_done(&browser.post(&rename, &[("name", "old <phone>")]).await, FACTORS, "factor-renamed");
    assert!(browser.get(FACTORS).await.shows("old &lt;phone&gt;"));
    assert!(browser.get(&remove).await.shows("Remove this second factor?"));
    let last = browser.post(&remove, &[]).await;
    assert!(last.status == 409 && last.shows("The last second factor cannot be removed"), "{}", last.body);

    let secret = between(&browser.get(TOTP).await.body, "<code class=\"token\">", "</code>").to_owned();
    let right = [("name", "phone"), ("code", &totp_code(&site, &secret)[..])];
    assert_done(&browser.post(TOTP, &right).await, FACTORS, "factor-added");
    assert_done(&browser.post(&remove, &[]).await, FACTORS, "factor-removed");
    assert_eq!(browser.post(&remove, &[]).await.status, 404);
}

#[tokio::test]
async fn nobody_touches_what_is_somebody_else_s() {
    let site = Site::new().await;
    let (account, mut hers) = grace(&site).await;
    let factor = id_before(&hers.get(FACTORS).await, "/rename/");
    hers.cookies.clear();
    let _elsewhere = browser(&site, &account, SignInMethod::Totp).await;
    let sessions = {
        let mut read = site.ctx.db.read().await.unwrap();
        store::sessions::of(&mut read, account.id).await.unwrap()
    };
    let (session, device) = (sessions[0].id, sessions[0].device.unwrap());
    let token = site.wide_token("grace").await.id;
    let (_, mut his) = linus(&site).await;
    his.get("/account/").await;
    let paths = [
        format!("{FACTORS}{factor}/rename/"),
        format!("{FACTORS}{factor}/remove/"),
        format!("/account/sessions/{session}/end/"),
        format!("/account/devices/{device}/revoke/"),
        format!("{TOKENS}{token}/revoke/"),
    ];
    for path in paths {
        assert_eq!(his.get(&path).await.status, 404, "{path}");
        assert_eq!(his.post(&path, &[("name", "mine")]).await.status, 404, "{path}");
    }
}

#[both]
async fn sessions_are_listed_and_ended_one_by_one_and_everywhere(site: Site) {
    let (account, mut here) = grace(&site).await;
    let alone = here.get("/account/sessions/").await;
    assert!(alone.shows("Firefox (Linux)") && alone.shows("192.0.2.0/24") && alone.shows("This one"));
    assert!(!alone.shows(">End it<"), "the session that asks is ended by signing out");
    let mut second = browser(&site, &account, SignInMethod::Totp).await;
    let mut third = browser(&site, &account, SignInMethod::Totp).await;
    let page = here.get("/account/sessions/").await;
    let id = id_before(&page, "/end/");
    let path = format!("/account/sessions/{id}/end/");
    assert!(here.get(&path).await.shows("End this session?"));
    assert_done(&here.post(&path, &[]).await, "/account/sessions/", "session-ended");
    assert_ne!(second.is_signed_in().await, third.is_signed_in().await, "one of the two has ended");
    assert!(here.get("/account/sessions/end-all/").await.shows("Every other session ends"));
    let ended = here.post("/account/sessions/end-all/", &[]).await;
    assert_done(&ended, "/account/sessions/", "sessions-ended");
    assert!(here.is_signed_in().await && !second.is_signed_in().await && !third.is_signed_in().await);
}

#[tokio::test]
async fn a_device_is_forgotten_with_its_sessions() {
    let site = Site::new().await;
    let (account, mut here) = grace(&site).await;
    let mut elsewhere = browser(&site, &account, SignInMethod::Totp).await;
    let device = {
        let mut read = site.ctx.db.read().await.unwrap();
        let secret = domain::sessions::SessionSecret::parse(&elsewhere.cookies["session"]).unwrap();
        store::sessions::by_hash(&mut read, &secret.hash()).await.unwrap().unwrap().device.unwrap()
    };
    let path = format!("/account/devices/{device}/revoke/");
    assert!(here.get(&path).await.shows("Forget this device?"));
    assert_done(&here.post(&path, &[]).await, "/account/sessions/", "device-revoked");
    assert!(!elsewhere.is_signed_in().await && here.is_signed_in().await);
}

#[both]
async fn a_token_is_shown_once_listed_and_revoked(site: Site) {
    let (_, mut browser) = grace(&site).await;
    let empty = browser.get(TOKENS).await;
    assert!(empty.shows("You have no API tokens") && empty.shows("value=\"90\" checked"), "{}", empty.body);
    let fields = [("name", "laptop"), ("scope", "account"), ("days", "90")];
    let made = browser.post(TOKENS, &fields).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let token = between(&made.body, "data-copy-text><span>pypi-", "</span>").to_owned();
    assert_eq!(made.header(header::CACHE_CONTROL), "private, no-store");
    service::tokens::authenticate(&site.ctx, &format!("pypi-{token}")).await.expect("the token holds");

    let list = browser.get(TOKENS).await;
    assert!(list.shows("laptop") && list.shows("Whole account") && list.shows("Expires") && !list.shows(&token));
    let again = browser.post(TOKENS, &fields).await;
    assert!(again.status == 409 && again.shows("id=\"problem-name\""), "{}", again.body);
    let id = id_before(&list, "/revoke/");
    let path = format!("{TOKENS}{id}/revoke/");
    assert!(browser.get(&path).await.shows("Revoke this token?"));
    assert_done(&browser.post(&path, &[]).await, TOKENS, "token-revoked");
    assert!(service::tokens::authenticate(&site.ctx, &format!("pypi-{token}")).await.is_err());
    assert_eq!(browser.post(&path, &[]).await.status, 404);
}

#[tokio::test]
async fn a_token_is_narrowed_to_projects_of_its_owner() {
    let site = Site::new().await;
    let (account, mut browser) = grace(&site).await;
    site.project("brie", account.id).await;
    site.project("comte", site.ada.account).await;
    assert!(browser.get(TOKENS).await.shows("id=\"project-brie\""));
    let none = browser.post(TOKENS, &[("name", "a"), ("scope", "projects"), ("days", "30")]).await;
    assert!(none.status == 400 && none.shows("id=\"problem-project\""), "{}", none.body);
    let foreign = [("name", "a"), ("scope", "projects"), ("days", "30"), ("project", "comte")];
    let answer = browser.post(TOKENS, &foreign).await;
    assert!(answer.status.is_client_error() && !answer.shows("pypi-"), "{}", answer.body);
    let days = [("name", "a"), ("scope", "account"), ("days", "-1")];
    assert!(browser.post(TOKENS, &days).await.shows("id=\"problem-days\""));
    let narrow = [("name", "a"), ("scope", "projects"), ("days", "0"), ("project", "brie")];
    let made = browser.post(TOKENS, &narrow).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let list = browser.get(TOKENS).await;
    assert!(list.shows("badge-note\">brie<") && list.shows("Never expires"), "{}", list.body);
}

#[tokio::test]
async fn the_log_stands_on_pages_of_twenty_five() {
    let site = Site::new().await;
    let (_, mut browser) = grace(&site).await;
    for _ in 0..30 {
        let codes = browser.get("/account/").await;
        assert_eq!(codes.status, 200);
        browser.post("/account/sessions/end-all/", &[]).await;
    }
    let first = browser.get("/account/events/").await;
    assert_eq!(first.body.matches("<code>session:end-all</code>").count(), 25, "{}", first.body);
    assert!(first.shows("Page 1 of 2") && first.shows("events/?page=2\""));
    let second = browser.get("/account/events/?page=2").await;
    assert!(second.shows("Signed in") && second.shows("Firefox (Linux)") && second.shows("By an operator"));
    for beyond in ["3", "0", "-1", "x", "9223372036854775807"] {
        assert_eq!(browser.get(&format!("/account/events/?page={beyond}")).await.status, 404, "{beyond}");
    }
}

#[both]
async fn everything_known_is_downloaded_without_any_secret(site: Site) {
    let (_, mut browser) = grace(&site).await;
    let export = browser.fill_in("/account/export/", &[]).await;
    assert_eq!(export.status, 200, "{}", export.body);
    assert_eq!(export.header(header::CONTENT_TYPE), "application/json");
    assert_eq!(export.header(header::CONTENT_DISPOSITION), "attachment; filename=\"account-grace.json\"");
    assert_eq!(export.header(header::CACHE_CONTROL), "private, no-store");
    let object: serde_json::Value = serde_json::from_str(&export.body).expect("it is JSON");
    assert_eq!(object["account"]["username"], "grace");
    assert!(!export.body.contains("$argon2") && !export.body.contains("address_hash"));
    assert!(browser.get("/account/events/").await.shows("Your data was downloaded"));
}

#[both]
async fn a_deletion_waits_seven_days_and_is_taken_back_by_its_link(site: Site) {
    let (_, mut browser) = grace(&site).await;
    let path = "/account/delete/";
    let wrong = browser.fill_in(path, &[("username", "ada")]).await;
    assert!(wrong.status == 400 && wrong.shows("id=\"problem-username\""), "{}", wrong.body);
    assert_eq!(browser.post(path, &[("username", "grace")]).await.status, 303);
    let page = browser.get(path).await;
    assert!(page.shows("This account is about to be deleted") && page.shows("2026-"), "{}", page.body);

    let link = mail(&site, "account_deletion_scheduled").await.expect("a mail was sent").path;
    let mut elsewhere = Browser::new(&site);
    for _ in 0..2 {
        let question = elsewhere.get(&link).await;
        assert!(question.status == 200 && question.shows("Keep this account?"), "{}", question.body);
        assert_eq!(question.header(header::REFERRER_POLICY), "no-referrer");
    }
    assert!(elsewhere.post(&link, &[]).await.shows("The account stays"));
    assert_eq!(elsewhere.get(&link).await.status, 404, "a link is used once");
    assert!(!browser.get(path).await.shows("about to be deleted"));
}

#[tokio::test]
async fn a_deletion_is_taken_back_signed_in() {
    let site = Site::new().await;
    let (_, mut browser) = grace(&site).await;
    browser.fill_in("/account/delete/", &[("username", "grace")]).await;
    let kept = browser.post("/account/delete/cancel/", &[]).await;
    assert_done(&kept, "/account/delete/", "account-kept");
    assert_eq!(browser.post("/account/delete/cancel/", &[]).await.status, 409);
}

#[tokio::test]
async fn somebody_who_alone_owns_a_project_stays() {
    let site = Site::new().await;
    let (account, mut browser) = grace(&site).await;
    site.project("brie", account.id).await;
    let refused = browser.fill_in("/account/delete/", &[("username", "grace")]).await;
    assert!(refused.status == 409 && refused.shows("brie"), "{}", refused.body);
}

#[tokio::test]
async fn every_page_speaks_the_reader_s_language() {
    let site = Site::new().await;
    let (_, english) = grace(&site).await;
    let mut french = Browser::french(&site);
    french.cookies = english.cookies.clone();
    for path in pages().iter().filter(|path| !path.contains("01990000") && !path.contains("remove")) {
        let path = path.replace("keys/add/", "keys/add/?kind=passkey");
        let page = french.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.shows("<html lang=\"fr\">") && page.shows("Journal d’audit"), "{path}");
    }
    let bare = french.post("/account/password/", &[("password", "a"), ("repeated", "b")]).await;
    assert!(bare.shows("Les deux nouveaux mots de passe diffèrent"), "{}", bare.body);
}
