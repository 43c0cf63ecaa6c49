//! Account recovery, as browsers go through it.

use crate::browser::{Browser, ORIGIN, mail};
use crate::harness::{Answer, Site, router};
use chrono::TimeDelta;
use domain::ids::AccountId;
use domain::permission::Actor;
use domain::projects::Role;
use domain::sessions::{STEP_UP_LIFETIME, SignInMethod};
use http::header;
use service::accounts::NewAccount;
use store::transaction;
use testkit::database::Engine;
use testkit_index::TestIndex;
use testkit_macros::both;

const RECOVER: &str = "/account/recover/";
const CASES: &str = "/admin/recoveries/";
const KNOWN: &str = "ada@people.example";
const NEW: &str = "ada.elsewhere@people.example";

/// A browser of somebody who has just signed in by an authenticator.
async fn sign_in(site: &Site, account: AccountId) -> Browser<'_> {
    Browser::of_session(site, account, SignInMethod::Totp).await
}

async fn operator(site: &Site, username: &str) -> AccountId {
    let account = NewAccount { totp: true, superuser: true, ..testkit_index::new_account(username) };
    service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("the account is new").id
}

/// Asks to recover the account of `ada`, and gives the path of the case's page.
async fn ask(site: &Site, contact: &str) -> String {
    // So that the newest mail is the one of this request.
    site.index.advance(TimeDelta::milliseconds(1));
    let form = [("username", "ada"), ("contact", contact), ("reason", "The telephone fell into the fondue")];
    let sent = Browser::new(site).fill_in(RECOVER, &form).await;
    assert!(sent.status == 200 && sent.shows("Look into your mailbox"), "{}", sent.body);
    let received = mail(site, "recovery_address_proof").await.expect("a mail was sent");
    assert_eq!(received.to, contact);
    received.path
}

/// The path of the only case, as operators see it.
async fn case_path(site: &Site) -> String {
    let mut read = site.ctx.db.read().await.unwrap();
    let case = store::recovery_cases::list(&mut read, 1, 0).await.unwrap().remove(0);
    format!("{CASES}{}/", case.id)
}

async fn join(site: &Site, account: AccountId) {
    let project = site.index.project("brie", site.ada.account).await;
    let (id, at) = (site.ctx.id(), site.ctx.now());
    let joined: anyhow::Result<()> = transaction!(site.ctx.db, |write| {
        store::projects::insert_role(write, id, project, account, Role::Owner, at).await
    });
    joined.unwrap();
}

fn assert_done(answer: &Answer, path: &str, done: &str) {
    let expected = format!("{ORIGIN}{path}?done={done}");
    assert_eq!((answer.status.as_u16(), answer.location()), (303, &expected[..]), "{}", answer.body);
}

#[both]
async fn an_account_is_recovered_by_two_operators(site: Site) {
    let (grace, mary) = (operator(&site, "grace").await, operator(&site, "mary").await);
    let path = ask(&site, KNOWN).await;
    let mut ada = Browser::new(&site);
    for _ in 0..3 {
        let page = ada.get(&path).await;
        assert!(page.status == 200 && page.shows("Start the request"), "{}", page.body);
        assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
    }
    let started = ada.post(&path, &[]).await;
    assert_eq!((started.status.as_u16(), started.location()), (303, &format!("{ORIGIN}{path}")[..]));
    assert!(ada.get(&path).await.shows("Nobody decides before"));
    let case = case_path(&site).await;
    let mut early = sign_in(&site, grace).await;
    let page = early.get(&case).await;
    assert!(page.shows("You decide from here, but not before") && !page.shows("value=\"approve\""), "{}", page.body);
    let refused = early.post(&format!("{case}decide/"), &[("decision", "approve"), ("note", "yes")]).await;
    assert!(refused.status == 409 && refused.shows("The waiting period is not over"), "{}", refused.body);

    site.index.advance(TimeDelta::days(7));
    let mut first = sign_in(&site, grace).await;
    assert!(first.get(CASES).await.shows("under review"));
    let decide = format!("{case}decide/");
    first.get(&case).await;
    let empty = first.post(&decide, &[("decision", "approve"), ("note", " ")]).await;
    assert!(empty.status == 400 && empty.shows("Say in a few words"), "{}", empty.body);
    assert_done(&first.post(&format!("{case}note/"), &[("note", "Telephoned")]).await, &case, "recovery-noted");
    assert_done(&first.post(&decide, &[("decision", "approve"), ("note", "Met")]).await, &case, "recovery-approved");
    let mut second = sign_in(&site, mary).await;
    second.get(&case).await;
    assert_done(
        &second.post(&decide, &[("decision", "approve"), ("note", "Me too")]).await,
        &case,
        "recovery-completed",
    );
    let page = second.get(&case).await;
    assert!(page.shows("Telephoned") && page.shows("Me too") && page.shows("7 days"), "{}", page.body);
    assert!(ada.get(&path).await.shows("The account was recovered"));

    let reset = mail(&site, "recovery_approved").await.expect("a mail was sent");
    assert_eq!(reset.to, KNOWN);
    let set = ada.fill_in(&reset.path, &[("password", "violet gravel teapot ninety")]).await;
    assert!(set.status == 200 && set.shows("password"), "{}", set.body);
    assert!(second.get("/admin/recoveries/figures/").await.shows("7 days"));
}

#[tokio::test]
async fn the_answer_is_the_same_whether_there_is_an_account_or_not() {
    let site = Site::new().await;
    operator(&site, "grace").await;
    let mut answers = Vec::new();
    for username in ["ada", "nobody", "grace", "!"] {
        let form = [("username", username), ("contact", NEW), ("reason", "lost")];
        let answer = Browser::new(&site).fill_in(RECOVER, &form).await;
        answers.push((answer.status, answer.body));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn a_form_that_cannot_be_read_comes_back_with_what_was_typed() {
    let site = Site::new().await;
    let form = [("username", "ada"), ("contact", "nowhere"), ("reason", "</textarea><b>lost")];
    let answer = Browser::french(&site).fill_in(RECOVER, &form).await;
    assert_eq!(answer.status, 400);
    assert!(answer.shows("id=\"problem-contact\"") && answer.shows("nowhere"), "{}", answer.body);
    assert!(!answer.body.contains("<b>lost"), "{}", answer.body);
    assert!(mail(&site, "recovery_address_proof").await.is_none());
}

#[both]
async fn the_announcement_has_a_button_that_objects_once(site: Site) {
    let path = ask(&site, NEW).await;
    Browser::new(&site).fill_in(&path, &[]).await;
    let link = mail(&site, "recovery_opened").await.expect("a mail was sent");
    assert_eq!(link.to, KNOWN);
    let mut owner = Browser::new(&site);
    for _ in 0..3 {
        let page = owner.get(&link.path).await;
        assert!(page.status == 200 && page.shows("This was not me"), "{}", page.body);
        assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
    }
    assert!(owner.post(&link.path, &[]).await.shows("The request has ended"));
    assert_eq!(owner.get(&link.path).await.status, 404);
    assert!(Browser::new(&site).get(&path).await.shows("objected"));
}

#[both]
async fn a_co_owner_vouches_signed_in(site: Site) {
    let bob = site.index.somebody("bob").await.account;
    let carol = site.index.somebody("carol").await.account;
    join(&site, bob).await;
    let path = ask(&site, NEW).await;
    let mut ada = Browser::new(&site);
    ada.fill_in(&path, &[]).await;
    assert!(ada.get(&path).await.shows("Something is still missing"));
    let stranger = ada.post(&format!("{path}voucher/"), &[("voucher", "carol")]).await;
    assert!(stranger.status == 400 && stranger.shows("id=\"problem-voucher\""), "{}", stranger.body);
    assert_eq!(ada.post(&format!("{path}voucher/"), &[("voucher", "bob")]).await.status, 303);
    let link = mail(&site, "recovery_vouch").await.expect("a mail was sent");
    assert_eq!(link.to, "bob@people.example");

    let outside = Browser::new(&site).get(&link.path).await;
    assert!(outside.location().starts_with(&format!("{ORIGIN}/account/sign-in/?next=")), "{}", outside.location());
    assert_eq!(sign_in(&site, carol).await.get(&link.path).await.status, 404);
    let mut voucher = sign_in(&site, bob).await;
    let page = voucher.get(&link.path).await;
    assert!(page.status == 200 && page.shows("The telephone fell into the fondue"), "{}", page.body);
    assert_eq!(voucher.post(&link.path, &[]).await.status, 400);
    assert_eq!(voucher.post(&link.path, &[("answer", "yes")]).await.status, 303);
    assert!(voucher.get(&link.path).await.shows("You have vouched for ada"));
    let again = voucher.post(&link.path, &[("answer", "no")]).await;
    assert_eq!(again.status, 409);
    assert!(!ada.get(&path).await.shows("Something is still missing"));
}

#[tokio::test]
async fn an_operator_judges_a_repository_that_the_index_never_opens() {
    let site = Site::new().await;
    let grace = operator(&site, "grace").await;
    let path = ask(&site, NEW).await;
    let mut ada = Browser::new(&site);
    ada.fill_in(&path, &[]).await;
    let page = ada.get(&path).await;
    assert!(page.shows("fromagerie-recovery-"), "{}", page.body);
    let form = format!("{path}repository/");
    let wrong = ada.post(&form, &[("repository", "http://code.example/brie")]).await;
    assert!(wrong.status == 400 && wrong.shows("id=\"problem-repository\""), "{}", wrong.body);
    assert_eq!(ada.post(&form, &[("repository", "https://code.example/brie")]).await.status, 303);
    assert!(ada.get(&path).await.shows("https://code.example/brie"));

    let case = case_path(&site).await;
    let mut judge = sign_in(&site, grace).await;
    let page = judge.get(&case).await;
    // It stands there as a text and not as a link.
    assert!(page.shows("https://code.example/brie") && !page.shows("href=\"https://code.example"), "{}", page.body);
    let body = page.body.replace("&#x2f;", "/");
    let (_, rest) = body.split_once(&format!("action=\"{case}evidence/")).expect("evidence can be judged");
    let judged = format!("{case}evidence/{}/", rest.split('/').next().unwrap());
    assert_eq!(judge.post(&judged, &[("note", "It is there")]).await.status, 400);
    let proved = judge.post(&judged, &[("verdict", "proved"), ("note", "It is there")]).await;
    assert_done(&proved, &case, "recovery-judged");
    let page = judge.get(&case).await;
    assert!(page.shows("proved") && page.shows("grace") && page.shows("It is there"), "{}", page.body);
    assert!(!ada.get(&path).await.shows("grace"), "who judged it is not for the requester");
}

#[tokio::test]
async fn a_form_of_a_case_leads_back_to_it_after_the_step_up() {
    let site = Site::new().await;
    let grace = operator(&site, "grace").await;
    Browser::new(&site).fill_in(&ask(&site, KNOWN).await, &[]).await;
    let case = case_path(&site).await;
    let mut judge = sign_in(&site, grace).await;
    judge.get(&case).await;
    site.index.advance(STEP_UP_LIFETIME);
    let led = judge.post(&format!("{case}note/"), &[("note", "late")]).await;
    let next: String = url::form_urlencoded::byte_serialize(case.as_bytes()).collect();
    assert_eq!(led.location(), format!("{ORIGIN}/account/step-up/?next={next}"));
    for nowhere in ["/admin/recoveries/x/", "/admin/recoveries/0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000/"] {
        assert_eq!(sign_in(&site, grace).await.get(nowhere).await.status, 404, "{nowhere}");
    }
}

#[tokio::test]
async fn one_approver_is_a_standing_warning() {
    let database = testkit::database::on(Engine::Sqlite).await;
    let index = TestIndex::with(database, |settings| settings.recovery_approvers = 1).await;
    let ada = index.somebody("ada").await;
    let site = Site { router: router(&index), index, ada };
    let grace = operator(&site, "grace").await;
    Browser::new(&site).fill_in(&ask(&site, KNOWN).await, &[]).await;
    let mut judge = sign_in(&site, grace).await;
    for path in ["/admin/", CASES, "/admin/recoveries/figures/", &case_path(&site).await] {
        assert!(judge.get(path).await.shows("One operator alone lets people in"), "{path}");
    }
}

#[tokio::test]
async fn too_few_operators_are_told() {
    let site = Site::new().await;
    let grace = operator(&site, "grace").await;
    assert!(sign_in(&site, grace).await.get(CASES).await.shows("Nobody can be recovered"));
    operator(&site, "mary").await;
    assert!(!sign_in(&site, grace).await.get(CASES).await.shows("Nobody can be recovered"));
}

#[tokio::test]
async fn the_policy_is_published() {
    let site = Site::new().await;
    let page = site.get("/help/account-recovery/").await;
    assert_eq!(page.status, 200);
    assert!(page.shows("Nobody decides for seven days") && page.shows("/account/recover/"), "{}", page.body);
    assert!(site.get("/help/").await.shows("/help/account-recovery/"));
}
