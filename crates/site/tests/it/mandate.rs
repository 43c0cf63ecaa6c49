//! The mandate on pages: the banner, the block, the enrolment, the return; and the operators' pages.

use crate::admin::browser as somebody;
use crate::browser::{Browser, ORIGIN};
use crate::harness::{Answer, Site};
use chrono::TimeDelta;
use domain::ids::AccountId;
use domain::mandate::plan::{PlannedGate, When};
use domain::mandate::{Cohort, Gate, Strength};
use domain::permission::Actor;
use domain::sessions::SignInMethod;
use service::accounts::NewAccount;
use service::mandate::{NewPlan, end, schedule, show};
use testkit_macros::both;

const TOKENS: &str = "/account/tokens/";
const MANDATES: &str = "/admin/mandates/";

/// Ends what a fresh index requires.
async fn without_default(site: &Site) {
    for line in show(&site.ctx, &Actor::Operator).await.unwrap() {
        end(&site.ctx, &Actor::Operator, line.record.mandate.id, "for the test").await.unwrap();
    }
}

async fn plan(site: &Site, cohort: Cohort, strength: Strength, announce: i64, enforce: i64) {
    let at = |days| When::At(site.ctx.now() + TimeDelta::days(days));
    let gate = |gate| PlannedGate { gate, announce: at(announce), enforce: at(enforce) };
    let plan = NewPlan {
        cohort,
        strength,
        gates: Gate::ALL.map(gate).to_vec(),
        reminders: None,
        users: Vec::new(),
        projects: Vec::new(),
        reason: "a test".into(),
        replaces_default: false,
    };
    schedule(&site.ctx, &Actor::Operator, &plan).await.unwrap();
}

/// Linus without any factor, an owner of `brie`, in a session of now.
async fn linus(site: &Site) -> AccountId {
    let account = testkit_index::new_account("linus");
    let account = service::accounts::create(&site.ctx, &Actor::Operator, account).await.unwrap().id;
    site.index.project("brie", account).await;
    account
}

async fn signed_in(site: &Site, account: AccountId, method: SignInMethod) -> Browser<'_> {
    Browser::of_session(site, account, method).await
}

async fn by_name(site: &Site, username: &str) -> AccountId {
    let mut read = site.ctx.db.read().await.unwrap();
    store::accounts::by_username(&mut read, &username.parse().unwrap()).await.unwrap().expect("it exists").id
}

fn assert_led(answer: &Answer, way: &str) {
    assert_eq!((answer.status.as_u16(), answer.location()), (303, &format!("{ORIGIN}{way}")[..]));
}

/// What stands in a page between two texts.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("{before} is not in {page}"));
    rest.split_once(after).expect("it ends").0
}

fn totp_code(site: &Site, secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("it is base32");
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("a").build().expect("it is good");
    totp.generate(site.ctx.now().timestamp().unsigned_abs()).to_string()
}

/// The link in a page that begins so, as the browser would follow it.
fn link(page: &Answer, begins: &str) -> String {
    let body = page.body.replace("&#x2f;", "/").replace("&amp;", "&");
    let (_, rest) = body.split_once(&format!("\"{begins}")).unwrap_or_else(|| panic!("{begins} is not in {body}"));
    format!("{begins}{}", rest.split('"').next().unwrap_or_default())
}

#[both]
async fn before_the_deadline_every_page_tells_and_nothing_is_closed(site: Site) {
    without_default(&site).await;
    let account = linus(&site).await;
    plan(&site, Cohort::Managers, Strength::Any, 0, 10).await;
    let mut linus = signed_in(&site, account, SignInMethod::Password).await;
    for path in ["/", "/project/brie/", "/help/", "/account/", "/manage/", "/account/two-factor/", TOKENS] {
        let page = linus.get(path).await;
        assert!(page.status == 200 || path == "/project/brie/", "{path}: {}", page.body);
        assert!(page.shows("You need a second factor from"), "{path}: {}", page.body);
        assert!(page.shows("/account/two-factor/") && page.shows("/help/two-factor/"), "{path}");
    }
    // The page of the tokens says which rule closes it, and takes a token all the same.
    let page = linus.get(TOKENS).await;
    assert!(page.shows("API tokens and trusted publishers"), "{}", page.body);
    assert_eq!(linus.post(TOKENS, &[("name", "laptop"), ("scope", "account"), ("days", "30")]).await.status, 201);
    // Nobody else is bothered.
    let mut ada = somebody(&site, "grace", false).await;
    assert!(!ada.get("/account/").await.shows("You need a second factor from"));
    assert!(!site.get("/").await.shows("You need a second factor from"));
}

#[both]
async fn after_the_deadline_a_page_leads_to_enrolment_and_back(site: Site) {
    without_default(&site).await;
    let account = linus(&site).await;
    plan(&site, Cohort::Managers, Strength::Any, 0, 10).await;
    site.index.advance(TimeDelta::days(10));
    let mut linus = signed_in(&site, account, SignInMethod::Password).await;
    let carried = "next=%2Faccount%2Ftokens%2F&gate=credentials";
    assert_led(&linus.get(TOKENS).await, &format!("/account/two-factor/?{carried}"));
    // The page says why, and leads on to the codes, without which no factor counts.
    let page = linus.get(&format!("/account/two-factor/?{carried}")).await;
    assert!(page.shows("Something is closed to you") && page.shows("you go back to where you were"), "{}", page.body);
    let codes = link(&page, "/account/recovery-codes/?");
    assert!(codes.contains(carried), "{codes}");
    let page = linus.get(&codes).await;
    let made = linus.post(&link(&page, "/account/recovery-codes/make/"), &[]).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let code = between(&made.body, "data-copy-text>", "</pre>").split_whitespace().next().unwrap().to_owned();
    let page = linus.get(&link(&made, "/account/recovery-codes/?")).await;
    let burned = linus.post(&link(&page, "/account/recovery-codes/burn/"), &[("code", &code)]).await;
    assert_led(&burned, &format!("/account/two-factor/?{carried}&done=code-burned"));
    // Then the authenticator, and back.
    let page = linus.get(burned.location()).await;
    let page = linus.get(&link(&page, "/account/two-factor/totp/add/")).await;
    let secret = between(&page.body, "<code class=\"token\">", "</code>").to_owned();
    let add = link(&page, "/account/two-factor/totp/add/");
    let added = linus.post(&add, &[("name", "phone"), ("code", &totp_code(&site, &secret))]).await;
    assert_led(&added, TOKENS);
    let page = linus.get(TOKENS).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(!page.shows("Something is closed to you"));
}

#[both]
async fn a_factor_that_waited_leads_back_once_a_code_is_burned(site: Site) {
    let account = linus(&site).await;
    let mut linus = signed_in(&site, account, SignInMethod::Password).await;
    let carried = "next=%2Faccount%2Ftokens%2F&gate=credentials";
    let page = linus.get(&format!("/account/two-factor/totp/add/?{carried}")).await;
    let secret = between(&page.body, "<code class=\"token\">", "</code>").to_owned();
    let fields = [("name", "phone"), ("code", &*totp_code(&site, &secret))];
    let added = linus.post(&link(&page, "/account/two-factor/totp/add/"), &fields).await;
    assert_led(&added, &format!("/account/recovery-codes/?{carried}&done=factor-added"));
    let page = linus.get(added.location()).await;
    let made = linus.post(&link(&page, "/account/recovery-codes/make/"), &[]).await;
    let code = between(&made.body, "data-copy-text>", "</pre>").split_whitespace().next().unwrap().to_owned();
    let page = linus.get(&link(&made, "/account/recovery-codes/?")).await;
    let burned = linus.post(&link(&page, "/account/recovery-codes/burn/"), &[("code", &code)]).await;
    assert_led(&burned, TOKENS);
    assert_eq!(linus.get(TOKENS).await.status, 200);
}

#[tokio::test]
async fn a_form_that_is_closed_leads_away_like_its_page() {
    let site = Site::new().await;
    let account = linus(&site).await;
    let mut linus = signed_in(&site, account, SignInMethod::Password).await;
    linus.get("/account/").await;
    let sent = linus.post(TOKENS, &[("name", "laptop"), ("scope", "account"), ("days", "30")]).await;
    assert_led(&sent, "/account/two-factor/?next=%2Faccount%2Ftokens%2F&gate=credentials");
    let sent = linus.post("/manage/project/brie/archive/", &[]).await;
    assert_led(&sent, "/account/two-factor/?next=%2Fmanage%2Fproject%2Fbrie%2F&gate=releases");
    let page = linus.get("/manage/project/brie/second-factor/").await;
    assert_led(&page, "/account/two-factor/?next=%2Fmanage%2Fproject%2Fbrie%2Fsecond-factor%2F&gate=people");
}

#[tokio::test]
async fn reading_signing_in_and_what_protects_an_account_stay_open() {
    let site = Site::new().await;
    let account = linus(&site).await;
    let token = site.index.wide_token("linus").await;
    let mut linus = signed_in(&site, account, SignInMethod::Password).await;
    for path in [
        "/",
        "/help/two-factor/",
        "/account/",
        "/account/addresses/",
        "/account/password/",
        "/account/two-factor/",
        "/account/two-factor/totp/add/",
        "/account/recovery-codes/",
        "/account/sessions/",
        "/account/events/",
        "/manage/",
        "/manage/project/brie/",
        "/account/tokens/?view=list",
    ] {
        assert_eq!(linus.get(path).await.status, 200, "{path}");
    }
    // A token is revoked, and the page that tells of it is open.
    let revoked = linus.post(&format!("{TOKENS}{}/revoke/", token.id), &[]).await;
    assert_led(&revoked, "/account/tokens/?view=list&done=token-revoked");
    let page = linus.get(revoked.location()).await;
    assert!(page.status == 200 && page.shows("New tokens are closed to you"), "{}", page.body);
}

#[tokio::test]
async fn an_authenticator_is_told_that_a_key_is_needed() {
    let site = Site::new().await;
    without_default(&site).await;
    plan(&site, Cohort::Everyone, Strength::PhishingResistant, 0, 10).await;
    let mut grace = somebody(&site, "grace", false).await;
    assert!(grace.get("/account/").await.shows("You need a security key or passkey from"));
    site.index.advance(TimeDelta::days(10));
    let account = by_name(&site, "grace").await;
    let mut grace = signed_in(&site, account, SignInMethod::Totp).await;
    let led = grace.get(TOKENS).await;
    assert_led(&led, "/account/two-factor/?next=%2Faccount%2Ftokens%2F&gate=credentials");
    let page = grace.get(led.location()).await;
    assert!(page.shows("until you add or show a security key or passkey"), "{}", page.body);
}

#[tokio::test]
async fn nobody_is_led_to_another_site_afterwards() {
    let site = Site::new().await;
    let account = linus(&site).await;
    let mut linus = signed_in(&site, account, SignInMethod::Password).await;
    for attack in ["https:%2F%2Fevil.example%2F", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let page = linus.get(&format!("/account/two-factor/?next={attack}&gate=credentials")).await;
        assert!(page.status == 200 && !page.body.contains("evil"), "{}", page.body);
    }
}

#[both]
async fn owners_require_a_factor_of_everybody_on_their_project(site: Site) {
    let mut grace = somebody(&site, "grace", false).await;
    let account = by_name(&site, "grace").await;
    let project = site.index.project("gouda", account).await;
    let path = "/manage/project/gouda/second-factor/";
    let page = grace.get(path).await;
    assert!(page.status == 200 && page.shows("The owners require nothing of their own"), "{}", page.body);
    let weak = grace.post(path, &[("strength", "phishing-resistant")]).await;
    assert!(
        weak.status == 403 && weak.shows("Your account does not have what you would require of others"),
        "{}",
        weak.body
    );
    assert_led(&grace.post(path, &[("strength", "any")]).await, &format!("{path}?done=project-factor-set"));
    let page = grace.get(path).await;
    assert!(page.shows("Required now"), "{}", page.body);
    let required = store::mandate::owners_require(&mut site.ctx.db.read().await.unwrap(), project).await.unwrap();
    assert_eq!(required.map(|(strength, _)| strength), Some(Strength::Any));
    assert_eq!(grace.post(path, &[("strength", "nonsense")]).await.status, 404);
}

#[tokio::test]
async fn an_operator_without_a_factor_is_led_to_one() {
    let site = Site::new().await;
    let root = NewAccount { superuser: true, ..testkit_index::new_account("root") };
    let root = service::accounts::create(&site.ctx, &Actor::Operator, root).await.unwrap().id;
    let mut root = signed_in(&site, root, SignInMethod::Password).await;
    let way = "/account/two-factor/?next=%2Fadmin%2Fmandates%2F&gate=people";
    assert_led(&root.get(MANDATES).await, way);
    root.get("/account/").await;
    assert_led(
        &root.post("/admin/mandates/presets/critical-first/", &[]).await,
        "/account/two-factor/?next=%2Fadmin%2Fmandates%2Fpresets%2Fcritical-first%2F&gate=people",
    );
}

#[tokio::test]
async fn an_operator_without_a_verified_address_is_told_so() {
    let site = Site::new().await;
    let mut operator = somebody(&site, "olga", true).await;
    let account = by_name(&site, "olga").await;
    let done: anyhow::Result<()> = store::transaction!(site.ctx.db, |write| {
        for row in store::addresses::of(write, account).await? {
            store::addresses::unverify(write, row.id, "a test").await?;
        }
        Ok(())
    });
    done.unwrap();
    let answer = operator.get(MANDATES).await;
    assert!(answer.status == 403 && answer.shows("no verified primary e-mail address"), "{}", answer.body);
}

#[both]
async fn an_operator_previews_schedules_edits_and_ends_a_mandate(site: Site) {
    linus(&site).await;
    let mut operator = somebody(&site, "olga", true).await;
    let fields = |act: &'static str| {
        [
            ("cohort", "selected"),
            ("strength", "phishing-resistant"),
            ("gate", "publish"),
            ("gate", "people"),
            ("announce", "now"),
            ("enforce", "2027-06-01"),
            ("reminders", "30, 7"),
            ("users", "linus"),
            ("projects", ""),
            ("reason", "keys were stolen"),
            ("act", act),
        ]
    };
    let preview = operator.fill_in("/admin/mandates/schedule/", &fields("preview")).await;
    assert!(preview.status == 200 && preview.shows("linus"), "{}", preview.body);
    assert_eq!(show(&site.ctx, &Actor::Operator).await.unwrap().len(), 1);
    let written = operator.post("/admin/mandates/schedule/", &fields("schedule")).await;
    assert_led(&written, "/admin/mandates/?done=mandate-scheduled");
    let list = operator.get(MANDATES).await;
    assert!(list.shows("keys were stolen") && list.shows("Timeline") && list.shows("7 days before"), "{}", list.body);
    let lines = show(&site.ctx, &Actor::Operator).await.unwrap();
    let line = lines.iter().find(|line| !line.is_default).unwrap();
    let path = format!("{MANDATES}{}/", line.record.mandate.id);
    let edit = [
        ("strength", "phishing-resistant"),
        ("gate", "publish"),
        ("announce-publish", "now"),
        ("enforce-publish", "2027-07-01"),
        ("reminders", ""),
        ("users", "linus"),
        ("reason", "more time"),
    ];
    assert_led(&operator.fill_in(&path, &edit).await, &format!("{path}?done=mandate-edited"));
    let page = operator.get(&path).await;
    assert!(page.shows("2027-07-01T00:00:00Z") && page.shows("olga"), "{}", page.body);
    // A deadline that people know of does not come close without a reason and a tick.
    let near = [edit[0], edit[1], edit[2], ("enforce-publish", "now"), edit[4], edit[5], edit[6]];
    let refused = operator.post(&path, &near).await;
    assert!(refused.status == 400 && refused.shows("fewer than 14 days"), "{}", refused.body);
    assert_led(
        &operator.post(&format!("{path}end/"), &[("reason", "over")]).await,
        "/admin/mandates/?done=mandate-ended",
    );
    assert_eq!(operator.post(&path, &edit).await.status, 409);
    let history = operator.get("/admin/mandates/history/").await;
    assert!(history.shows("ended") && history.shows("more time"), "{}", history.body);
}

#[tokio::test]
async fn bad_plans_come_back_with_what_was_wrong() {
    let site = Site::new().await;
    let mut operator = somebody(&site, "olga", true).await;
    let good = [("cohort", "everyone"), ("strength", "any"), ("gate", "publish"), ("announce", "now")];
    for (more, status, words) in [
        (("enforce", "whenever"), 400, "The instant cannot be read"),
        (("enforce", "2020-01-01"), 400, "lies in the past"),
        (("users", "nobody"), 400, "The instant cannot be read"),
    ] {
        let answer = operator.fill_in("/admin/mandates/schedule/", &[&good[..], &[more]].concat()).await;
        assert!(answer.status == status && answer.shows(words), "{}: {}", answer.status, answer.body);
    }
    let without_gate = [("cohort", "everyone"), ("strength", "any"), ("announce", "now"), ("enforce", "now")];
    let answer = operator.fill_in("/admin/mandates/schedule/", &without_gate).await;
    assert!(answer.status == 400 && answer.shows("at least one gate"), "{}", answer.body);
    assert_eq!(operator.get("/admin/mandates/nothing/").await.status, 404);
    assert_eq!(operator.get("/admin/mandates/presets/nothing/").await.status, 404);
}

#[both]
async fn the_preview_counts_at_any_date_and_is_taken_along_as_a_table(site: Site) {
    linus(&site).await;
    let mut operator = somebody(&site, "olga", true).await;
    let page = operator.get("/admin/mandates/impact/?at=2027-01-01").await;
    assert!(page.status == 200 && page.shows("one person is stopped") && page.shows("linus"), "{}", page.body);
    let csv = operator.get("/admin/mandates/impact/people.csv?at=2027-01-01").await;
    let lines: Vec<&str> = csv.body.lines().collect();
    assert_eq!(lines[0], "username,gate,cohort,strength,enforced,remedy,mandate,projects");
    assert_eq!(lines.len(), 1 + Gate::ALL.len());
    assert!(lines[1].starts_with("linus,publish,managers,any,") && lines[1].ends_with(",brie"), "{}", lines[1]);
    let bad = operator.get("/admin/mandates/impact/?at=soon").await;
    assert!(bad.status == 400 && bad.shows("The instant cannot be read"), "{}", bad.body);
}

#[both]
async fn a_preset_says_what_it_writes_and_writes_it_once(site: Site) {
    linus(&site).await;
    let mut operator = somebody(&site, "olga", true).await;
    let path = "/admin/mandates/presets/critical-first/";
    let page = operator.get(path).await;
    assert!(page.status == 200 && page.shows("everybody with a role on a critical project"), "{}", page.body);
    assert_led(&operator.post(path, &[]).await, "/admin/mandates/?done=preset-written");
    let again = operator.post(path, &[]).await;
    assert!(again.status == 409 && again.shows("closes the gate"), "{}", again.body);
    let everybody = operator.get("/admin/mandates/presets/everybody-by-end-of-year/").await;
    assert_eq!(everybody.status, 409, "{}", everybody.body);
}
