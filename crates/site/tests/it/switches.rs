//! Switches as people meet them: the operators' pages, the banner, and what is closed.

use crate::browser::Browser;
use crate::harness::Site;
use domain::permission::Actor;
use domain::registration::{RegistrationMode, RegistrationRule};
use domain::sessions::SignInMethod;
use domain::switches::{Surge, Switch};
use service::accounts::NewAccount;
use service::switches::{NewSwitch, note, turn_on, watch};
use testkit_macros::both;

const LIST: &str = "/admin/switches/";

async fn signed_in<'a>(site: &'a Site, username: &str, superuser: bool) -> Browser<'a> {
    let account = NewAccount { totp: true, superuser, ..testkit_index::new_account(username) };
    let account = service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("the account is new");
    Browser::of_session(site, account.id, SignInMethod::Totp).await
}

async fn put(site: &Site, switch: Switch, reason: &str, banner: &str) {
    turn_on(&site.ctx, &Actor::Operator, NewSwitch { switch, reason, banner }).await.expect("it is turned on");
}

#[both]
async fn an_operator_turns_a_switch_on_and_off(site: Site) {
    let mut olga = signed_in(&site, "olga", true).await;
    let list = olga.get(LIST).await;
    assert!(list.shows("No switch was ever turned on"), "{}", list.body);
    let form = olga.get("/admin/switches/read-only/").await;
    assert!(form.shows("Turn the switch on"), "{}", form.body);
    let fields = [("reason", "we move"), ("banner", "We move until <noon>")];
    let done = olga.post("/admin/switches/read-only/on/", &fields).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let list = olga.get(&format!("{LIST}?done=switch-on")).await;
    for text in ["The switch is on.", "we move", "olga", "We move until &lt;noon&gt;"] {
        assert!(list.shows(text), "{text}: {}", list.body);
    }
    // Everybody reads it, on every page.
    for path in ["/", "/help/", "/nowhere/", "/account/sign-in/"] {
        let page = site.get(path).await;
        assert!(page.shows("We move until &lt;noon&gt;"), "{path}: {}", page.body);
    }
    olga.get("/admin/switches/read-only/").await;
    let done = olga.post("/admin/switches/read-only/off/", &[("reason", "moved")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(!site.get("/").await.shows("We move"));
    let list = olga.get(LIST).await;
    assert!(list.shows("turned on") && list.shows("turned off") && list.shows("moved"), "{}", list.body);
}

#[tokio::test]
async fn a_form_without_a_reason_comes_back() {
    let site = Site::new().await;
    let mut olga = signed_in(&site, "olga", true).await;
    olga.get("/admin/switches/read-only/").await;
    let page = olga.post("/admin/switches/read-only/on/", &[("reason", " "), ("banner", "kept words")]).await;
    assert_eq!(page.status, 400);
    assert!(page.shows("Type a reason") && page.shows("kept words"), "{}", page.body);
    let page = olga.post("/admin/switches/read-only/off/", &[("reason", "because")]).await;
    assert_eq!(page.status, 409);
    assert_eq!(olga.get("/admin/switches/everything/").await.status, 404);
}

#[tokio::test]
async fn somebody_else_finds_nothing() {
    let site = Site::new().await;
    let mut grace = signed_in(&site, "grace", false).await;
    grace.get("/account/").await;
    for path in [LIST, "/admin/switches/read-only/"] {
        assert_eq!(grace.get(path).await.status, 404, "{path}");
    }
    grace.get("/account/").await;
    let answer = grace.post("/admin/switches/read-only/on/", &[("reason", "because")]).await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn whoever_registers_reads_why_it_is_closed() {
    let site = Site::new().await;
    let rule = RegistrationRule { mode: RegistrationMode::Open, domains: Vec::new() };
    service::registration::set_rule(&site.ctx, &Actor::Operator, &rule).await.expect("the rule is set");
    put(&site, Switch::NoNewUsers, "too many robots", "").await;
    let mut grace = Browser::new(&site);
    grace.get("/account/register/").await;
    let fields = [
        ("username", "grace"),
        ("email", "grace@people.example"),
        ("password", "violet gravel teapot ninety"),
        ("password_again", "violet gravel teapot ninety"),
    ];
    let page = grace.post("/account/register/", &fields).await;
    assert_eq!(page.status, 403, "{}", page.body);
    assert!(page.shows("too many robots"), "{}", page.body);
}

#[tokio::test]
async fn a_proposal_is_decided_on_its_page() {
    let site = Site::new().await;
    let mut olga = signed_in(&site, "olga", true).await;
    for _ in 0..=site.ctx.settings.surge.registrations {
        note(&site.ctx, Surge::Registrations);
    }
    service::soft::flush(&site.ctx).await.expect("the counts are written");
    watch(&site.ctx).await.expect("the hour is looked at");
    let list = olga.get(LIST).await;
    assert!(list.shows("proposed") && list.shows("Unusually many registrations"), "{}", list.body);
    let page = olga.get("/admin/switches/no-new-users/").await;
    assert!(page.shows("The surge protection proposes this switch"), "{}", page.body);
    let done = olga.post("/admin/switches/no-new-users/dismiss/", &[("reason", "a conference")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(olga.get(LIST).await.shows("dismissed"));
}
