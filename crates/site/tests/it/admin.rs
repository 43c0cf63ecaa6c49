//! The door of the operators, and what stands behind it.

use crate::browser::{Browser, ORIGIN, mail};
use crate::harness::{Answer, Site};
use domain::permission::Actor;
use domain::sessions::{STEP_UP_LIFETIME, SignInMethod};
use http::header;
use service::accounts::NewAccount;
use site::ROUTES;
use site::routes::{Door, Verb};
use testkit_macros::both;

const INVITATIONS: &str = "/admin/invitations/";

/// A browser of somebody who signed in by an authenticator.
pub(crate) async fn browser<'a>(site: &'a Site, username: &str, superuser: bool) -> Browser<'a> {
    let account = NewAccount { totp: true, superuser, ..testkit_index::new_account(username) };
    let account = service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("the account is new");
    Browser::of_session(site, account.id, SignInMethod::Totp).await
}

fn pages() -> Vec<&'static str> {
    let read = ROUTES.iter().filter(|route| route.door == Door::Admin && route.method == Verb::Get);
    read.map(|route| route.pattern).filter(|pattern| !pattern.contains('{')).collect()
}

fn assert_led(answer: &Answer, way: &str, back: &str) {
    let next: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
    assert_eq!((answer.status.as_u16(), answer.location()), (303, &format!("{ORIGIN}{way}?next={next}")[..]));
}

#[tokio::test]
async fn somebody_else_cannot_tell_the_pages_from_unknown_addresses() {
    let site = Site::new().await;
    let mut ada = browser(&site, "grace", false).await;
    let unknown = ada.get("/nowhere/").await;
    for path in pages() {
        let answer = ada.get(path).await;
        assert_eq!((answer.status, &answer.body), (unknown.status, &unknown.body), "{path}");
        for name in [header::CACHE_CONTROL, header::CONTENT_TYPE, header::VARY, header::CONTENT_SECURITY_POLICY] {
            assert_eq!(answer.header(name.clone()), unknown.header(name), "{path}");
        }
    }
}

#[tokio::test]
async fn a_stranger_is_led_to_the_sign_in_page() {
    let site = Site::new().await;
    for path in pages() {
        assert_led(&Browser::new(&site).get(path).await, "/account/sign-in/", path);
    }
}

#[tokio::test]
async fn an_operator_steps_up_before_a_page_and_before_a_form() {
    let site = Site::new().await;
    let mut operator = browser(&site, "olga", true).await;
    assert_eq!(operator.get(INVITATIONS).await.status, 200);
    site.index.advance(STEP_UP_LIFETIME);
    assert_led(&operator.get("/admin/?done=x").await, "/account/step-up/", "/admin/?done=x");
    assert_led(&operator.post(INVITATIONS, &[("email", "new@people.example")]).await, "/account/step-up/", INVITATIONS);
    let below = operator.post("/admin/invitations/registration/", &[]).await;
    assert_led(&below, "/account/step-up/", INVITATIONS);
    assert!(mail(&site, "invitation").await.is_none());
}

#[tokio::test]
async fn every_card_leads_to_a_page_and_every_subject_has_a_card() {
    let site = Site::new().await;
    let mut operator = browser(&site, "olga", true).await;
    let index = operator.get("/admin/").await;
    assert_eq!(index.status, 200, "{}", index.body);
    let body = index.body.replace("&#x2f;", "/");
    let (_, cards) = body.split_once("subject-cards").expect("the cards are there");
    let linked: Vec<String> = cards
        .split("href=\"")
        .skip(1)
        .filter_map(|link| link.split('"').next())
        .filter(|link| link.starts_with("/admin/"))
        .map(str::to_owned)
        .collect();
    for link in &linked {
        assert_eq!(operator.get(link).await.status, 200, "{link}");
    }
    for page in pages().into_iter().filter(|page| page.matches('/').count() == 3 && page.ends_with('/')) {
        assert!(linked.iter().any(|link| link == page), "no card leads to {page}");
    }
}

#[tokio::test]
async fn a_superuser_may_send_a_large_form_and_nobody_else() {
    let site = Site::new().await;
    let mut operator = browser(&site, "olga", true).await;
    operator.get(INVITATIONS).await;
    let large = "x".repeat(1024 * 1024);
    // It arrives whole, and is refused for what it holds.
    let answer = operator.post(INVITATIONS, &[("email", &large)]).await;
    assert_eq!(answer.status, 400);
    assert!(answer.shows("name=\"email\""), "{}", answer.body.len());
    let too_large = "x".repeat(3 * 1024 * 1024);
    assert!(!operator.post(INVITATIONS, &[("email", &too_large)]).await.shows("name=\"email\""));
    let mut grace = browser(&site, "grace", false).await;
    grace.get("/account/sessions/").await;
    let refused = grace.post(INVITATIONS, &[("email", &large)]).await;
    assert!(refused.shows("did not arrive whole"), "{}", refused.body);
}

#[both]
async fn an_invitation_is_sent_listed_and_cancelled(site: Site) {
    let mut operator = browser(&site, "olga", true).await;
    let sent = operator.fill_in(INVITATIONS, &[("email", "new@people.example"), ("language", "fr")]).await;
    assert_eq!(
        (sent.status.as_u16(), sent.location()),
        (303, &format!("{ORIGIN}{INVITATIONS}?done=invitation-sent")[..])
    );
    let received = mail(&site, "invitation").await.expect("it is mailed");
    assert_eq!(received.to, "new@people.example");
    assert!(received.text.contains("invitation") && received.text.contains("olga"), "{}", received.text);

    let list = operator.get(sent.location()).await;
    assert!(list.shows("The invitation is on its way"));
    assert!(list.shows("new@people.example") && list.shows(">olga<") && list.shows(">open<"), "{}", list.body);
    assert_eq!(Browser::new(&site).get(&received.path).await.status, 200);

    let body = list.body.replace("&#x2f;", "/");
    let (before, _) = body.split_once("/cancel/\"").expect("it can be cancelled");
    let path = format!("{INVITATIONS}{}/cancel/", before.rsplit('/').next().unwrap());
    let cancelled = operator.post(&path, &[]).await;
    assert_eq!(cancelled.location(), format!("{ORIGIN}{INVITATIONS}?done=invitation-cancelled"));
    assert!(operator.get(cancelled.location()).await.shows("Nobody has been invited yet"));
    assert_eq!(Browser::new(&site).get(&received.path).await.status, 404);
    let again = operator.post(&path, &[]).await;
    assert_eq!(again.status, 409);
    assert!(again.shows("not open any more"));
}

#[tokio::test]
async fn an_invitation_that_ended_says_so() {
    let site = Site::new().await;
    let mut operator = browser(&site, "olga", true).await;
    operator.fill_in(INVITATIONS, &[("email", "new@people.example")]).await;
    site.index.advance(domain::links::LinkKind::Invitation.lifetime());
    let mut later = browser(&site, "petra", true).await;
    let list = later.get(INVITATIONS).await;
    assert!(list.shows(">expired<") && !list.shows("/cancel/\""), "{}", list.body);
    assert_eq!(later.get("/admin/invitations/?page=2").await.status, 404);
}

#[tokio::test]
async fn an_address_that_is_refused_stays_in_its_field() {
    let site = Site::new().await;
    let mut operator = browser(&site, "olga", true).await;
    for (address, words) in [("not an address", "problem-email"), ("olga@people.example", "olga@people.example")] {
        let refused = operator.fill_in(INVITATIONS, &[("email", address), ("language", "fr")]).await;
        assert!(refused.status.is_client_error(), "{address}: {}", refused.status);
        assert!(refused.shows(words) && refused.shows(&format!("value=\"{address}\"")), "{}", refused.body);
        assert!(refused.shows("value=\"fr\" lang=\"fr\" selected"), "{}", refused.body);
    }
}

#[tokio::test]
async fn who_may_register_is_shown_and_set() {
    let site = Site::new().await;
    let mut operator = browser(&site, "olga", true).await;
    let path = "/admin/invitations/registration/";
    let page = operator.get(INVITATIONS).await;
    assert!(page.shows("value=\"invite\" aria-describedby=\"hint-invite\" checked"), "{}", page.body);
    let refused = operator.post(path, &[("registration", "domains"), ("domains", "")]).await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.shows("id=\"problem-domains\"")
            && refused.shows("value=\"domains\" aria-describedby=\"hint-domains\" checked")
    );
    let none = operator.post(path, &[("registration", "sideways")]).await;
    assert!(none.status == 400 && none.shows("not chosen"));
    let set = operator.post(path, &[("registration", "domains"), ("domains", "people.example, b.example")]).await;
    assert_eq!(set.location(), format!("{ORIGIN}{INVITATIONS}?done=registration-set"));
    assert!(operator.get(set.location()).await.shows("value=\"people.example b.example\""));
    let rule = service::registration::rule(&site.ctx).await.unwrap();
    assert_eq!(rule.domains.len(), 2);
}
