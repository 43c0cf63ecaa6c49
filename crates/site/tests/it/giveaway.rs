//! Security keys given away, as strangers, claimers and operators see them.

use crate::browser::{Browser, ORIGIN};
use crate::harness::Site;
use chrono::TimeDelta;
use domain::giveaway::{Terms, TypedTerms};
use domain::ids::AccountId;
use domain::permission::Actor;
use domain::sessions::SignInMethod;
use service::accounts::NewAccount;
use testkit_macros::both;

const PATH: &str = "/security-key-giveaway/";
const ADMIN: &str = "/admin/giveaway/";

async fn signed_in<'a>(site: &'a Site, username: &str, is_operator: bool) -> (AccountId, Browser<'a>) {
    let account = NewAccount { totp: true, superuser: is_operator, ..testkit_index::new_account(username) };
    let account = service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("it is new").id;
    (account, Browser::of_session(site, account, SignInMethod::Totp).await)
}

async fn critical_project(site: &Site, owner: AccountId) {
    let project = site.index.project("critical-lib", owner).await;
    let now = site.ctx.now();
    let designated: anyhow::Result<bool> =
        store::transaction!(site.ctx.db, |write| { store::critical::designate(write, project, "", None, now).await });
    assert!(designated.unwrap());
}

/// The id of a programme of three codes.
async fn programme(site: &Site) -> String {
    let typed = TypedTerms {
        title: "Keys for <critical> people".to_owned(),
        vendor: "Keysmith".to_owned(),
        vendor_url: "https://keys.example/".to_owned(),
        opens_at: Some(site.ctx.now()),
        closes_at: Some(site.ctx.now() + TimeDelta::days(30)),
        countries: "FR DE".to_owned(),
        keys_per_code: "2".to_owned(),
    };
    let terms = Terms::parse(&typed).unwrap();
    let made = service::giveaway::create(&site.ctx, &Actor::Operator, terms).await.unwrap();
    let file = b"code\nKEY-1\nKEY-2\nKEY-3\n";
    service::giveaway::import_codes(&site.ctx, &Actor::Operator, Some(made.id), file).await.unwrap();
    made.id.to_string()
}

#[both]
async fn a_stranger_reads_who_gets_keys_and_where_to_sign_in(site: Site) {
    let empty = site.get(PATH).await;
    assert!(empty.status == 200 && empty.shows("No keys are given away at the moment"), "{}", empty.body);
    programme(&site).await;
    let page = site.get(PATH).await;
    assert!(page.shows("Keys for &lt;critical&gt; people") && page.shows("France"), "{}", page.body);
    assert!(page.shows("/account/sign-in/?next=%2Fsecurity-key-giveaway%2F"), "{}", page.body);
    assert!(!page.body.contains("KEY-") && !page.body.contains("<select"), "{}", page.body);
    assert!(site.in_french(PATH).await.shows("Distribution de clés de sécurité"));
}

#[both]
async fn a_claim_shows_its_code_now_and_later_and_to_nobody_else(site: Site) {
    let id = programme(&site).await;
    let (grace, mut browser) = signed_in(&site, "grace", false).await;
    let page = browser.get(PATH).await;
    assert!(page.shows("you cannot claim a code") && !page.body.contains("<select"), "{}", page.body);
    critical_project(&site, grace).await;
    browser.get(PATH).await;
    let claimed = browser.post(PATH, &[("programme", &id), ("country", "FR")]).await;
    assert_eq!(
        (claimed.status.as_u16(), claimed.location()),
        (303, &format!("{ORIGIN}{PATH}")[..]),
        "{}",
        claimed.body
    );
    for _ in 0..2 {
        let page = browser.get(PATH).await;
        assert!(page.shows("Your code") && page.shows("KEY-"), "{}", page.body);
    }
    let (_, mut other) = signed_in(&site, "linus", false).await;
    assert!(!other.get(PATH).await.body.contains("KEY-"));
    let again = browser.post(PATH, &[("programme", &id), ("country", "FR")]).await;
    assert_eq!(again.status, 409, "{}", again.body);
}

#[both]
async fn a_country_that_is_not_served_is_told_at_its_field(site: Site) {
    let id = programme(&site).await;
    let (grace, mut browser) = signed_in(&site, "grace", false).await;
    critical_project(&site, grace).await;
    browser.get(PATH).await;
    let refused = browser.post(PATH, &[("programme", &id), ("country", "JP")]).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert!(refused.shows(&format!("id=\"problem-country-{id}\"")), "{}", refused.body);
    let nowhere = browser.post(PATH, &[("programme", "none"), ("country", "FR")]).await;
    assert_eq!(nowhere.status, 404);
}

#[both]
async fn whoever_signed_in_long_ago_confirms_it_first(site: Site) {
    let id = programme(&site).await;
    let (grace, mut browser) = signed_in(&site, "grace", false).await;
    critical_project(&site, grace).await;
    site.index.advance(TimeDelta::hours(1));
    browser.get(PATH).await;
    let asked = browser.post(PATH, &[("programme", &id), ("country", "FR")]).await;
    assert_eq!(asked.location(), format!("{ORIGIN}/account/step-up/?next=%2Fsecurity-key-giveaway%2F"));
}

#[both]
async fn an_operator_makes_a_programme_and_gives_it_codes(site: Site) {
    let (_, mut browser) = signed_in(&site, "operator", true).await;
    assert!(browser.get(ADMIN).await.shows("There is no programme yet"));
    let terms = [
        ("title", "Keys"),
        ("vendor", "Keysmith"),
        ("vendor_url", "https://keys.example/"),
        ("opens", "2026-01-01T00:00"),
        ("closes", "2036-01-01T00:00"),
        ("countries", "fr de"),
        ("keys_per_code", "2"),
    ];
    let wrong = browser.post(ADMIN, &[&terms[..5], &[("countries", "XX"), ("keys_per_code", "2")]].concat()).await;
    assert!(wrong.status == 400 && wrong.shows("id=\"problem-countries\""), "{}", wrong.body);
    assert!(wrong.shows("value=\"Keysmith\""), "{}", wrong.body);
    let made = browser.post(ADMIN, &terms).await;
    let path = made.location().strip_prefix(ORIGIN).expect("it leads to its page").to_owned();
    let path = path.strip_suffix("?done=programme-created").expect("it says so");
    let codes = format!("{path}codes/");
    let imported = browser.post(&codes, &[("codes", "code\r\nA-1\r\nA-2\r\nA-1\r\n")]).await;
    assert!(imported.shows("2 codes were imported") && imported.shows("1 line repeated a code"), "{}", imported.body);
    let malformed = browser.post(&codes, &[("codes", "code\nA,1\n")]).await;
    assert!(malformed.status == 400 && malformed.shows("line 2"), "{}", malformed.body);
    let saved = browser.post(path, &[&terms[1..], &[("title", "More keys")]].concat()).await;
    assert_eq!(saved.location(), format!("{ORIGIN}{path}?done=programme-saved"));
    assert!(browser.get(ADMIN).await.shows("More keys"));
}

#[both]
async fn claims_are_downloaded_without_anybody(site: Site) {
    let id = programme(&site).await;
    let (grace, mut claimer) = signed_in(&site, "grace", false).await;
    critical_project(&site, grace).await;
    claimer.get(PATH).await;
    claimer.post(PATH, &[("programme", &id), ("country", "DE")]).await;
    let (_, mut operator) = signed_in(&site, "operator", true).await;
    let csv = operator.get("/admin/giveaway/claims.csv").await;
    let day = site.ctx.now().format("%Y-%m-%d");
    assert_eq!(csv.body, format!("date,programme,keys\n{day},\"Keys for <critical> people\",2\n"));
    assert_eq!(csv.header(http::header::CONTENT_TYPE), "text/csv; charset=utf-8");
}
