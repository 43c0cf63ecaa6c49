//! The pages on which people manage their projects, and the audit logs.

use crate::browser::{Browser, ORIGIN};
use crate::harness::{Answer, Site};
use domain::events::{EventTag, NewEvent, Subject};
use domain::permission::Actor;
use domain::projects::Role;
use domain::sessions::{STEP_UP_LIFETIME, SignInMethod};
use packaging::name::NormalizedName;
use serde_json::json;
use service::accounts::{CreatedAccount, NewAccount};
use store::transaction;
use templates::Language;
use testkit_macros::both;

const BRIE: &str = "/manage/project/brie/";
const EVENTS: &str = "/manage/project/brie/events/";

async fn open<'a>(site: &'a Site, account: domain::ids::AccountId) -> Browser<'a> {
    Browser::of_session(site, account, SignInMethod::Totp).await
}

async fn person(site: &Site, username: &str) -> CreatedAccount {
    let account = NewAccount { totp: true, ..testkit_index::new_account(username) };
    service::accounts::create(&site.ctx, &Actor::Operator, account).await.expect("the account is new")
}

/// Somebody with a role on `brie`.
async fn colleague<'a>(site: &'a Site, username: &str, role: Role) -> Browser<'a> {
    let account = person(site, username).await.id;
    let (name, id, at): (NormalizedName, _, _) = (testkit_index::normalized("brie"), site.ctx.id(), site.ctx.now());
    let joined: anyhow::Result<()> = transaction!(site.ctx.db, |write| {
        let project = store::projects::by_name(write, &name).await?.expect("the project exists");
        store::projects::insert_role(write, id, project.id, account, role, at).await
    });
    joined.expect("the role is new");
    open(site, account).await
}

fn assert_done(answer: &Answer, done: &str) {
    assert_eq!((answer.status.as_u16(), answer.location()), (303, &format!("{ORIGIN}{BRIE}?done={done}")[..]));
}

#[both]
async fn an_owner_finds_the_project_and_its_log(site: Site) {
    site.wheel("brie", "1.0").await;
    let mut owner = open(&site, site.ada.account).await;
    let list = owner.get("/manage/").await;
    assert!(list.shows(&format!("href=\"{BRIE}\"")) && list.shows(&format!("href=\"{EVENTS}\"")), "{}", list.body);
    assert!(!list.shows("Critical project"));
    let page = owner.get(BRIE).await;
    assert!(page.shows(">ada<") && page.shows(">1.0<"), "{}", page.body);
    let log = owner.get(EVENTS).await;
    assert_eq!(log.status, 200, "{}", log.body);
    for words in ["The project was made", "A release was made", "A file was published", "By ada", "brie-1.0-py3"] {
        assert!(log.shows(words), "{words}: {}", log.body);
    }
    assert_eq!(owner.get(&format!("{EVENTS}?page=2")).await.status, 404);
}

#[tokio::test]
async fn a_critical_project_says_so() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let name = testkit_index::normalized("brie");
    let note = service::critical::Note::parse("everybody needs it").expect("it is a reason");
    service::critical::designate(&site.ctx, &Actor::Operator, &name, &note).await.expect("it is done");
    let mut owner = open(&site, site.ada.account).await;
    assert!(owner.get("/manage/").await.shows("Critical project"));
}

#[tokio::test]
async fn a_maintainer_sees_the_project_but_neither_its_log_nor_its_forms() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let mut maintainer = colleague(&site, "grace", Role::Maintainer).await;
    let page = maintainer.get(BRIE).await;
    assert!(page.shows("Only an owner changes what stands here") && !page.shows("/archive/\""), "{}", page.body);
    let log = maintainer.get(EVENTS).await;
    assert_eq!(log.status, 403);
    assert!(log.shows("<code>brie</code>") && !log.shows("A file was published"), "{}", log.body);
    maintainer.get(BRIE).await;
    let refused = maintainer.post(&format!("{BRIE}archive/"), &[]).await;
    assert_eq!(refused.status, 403);
    assert!(refused.shows("<code>grace</code>"), "{}", refused.body);
}

#[tokio::test]
async fn the_project_of_others_is_not_there() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let stranger = person(&site, "grace").await.id;
    let mut stranger = open(&site, stranger).await;
    assert!(stranger.get("/manage/").await.shows("You have no role on any project"));
    for path in [BRIE, EVENTS, "/manage/project/nothing/", "/manage/project/%00/"] {
        assert_eq!(stranger.get(path).await.status, 404, "{path}");
    }
    for act in ["yank", "unyank", "archive", "unarchive"] {
        assert_eq!(stranger.post(&format!("{BRIE}{act}/"), &[("version", "1.0")]).await.status, 404, "{act}");
    }
}

#[both]
async fn an_owner_yanks_and_takes_it_back(site: Site) {
    site.wheel("brie", "1.0").await;
    let mut owner = open(&site, site.ada.account).await;
    let (yank, unyank) = (format!("{BRIE}yank/"), format!("{BRIE}unyank/"));
    owner.get(BRIE).await;
    let yanked = owner.post(&yank, &[("version", "1.0"), ("reason", "too <young>")]).await;
    assert_done(&yanked, "release-yanked");
    let page = owner.get(BRIE).await;
    assert!(page.shows("<q>too &lt;young&gt;</q>"), "{}", page.body);
    assert!(site.get("/project/brie/1.0/").await.shows("This release was yanked"));
    assert_done(&owner.post(&unyank, &[("version", "1")]).await, "release-unyanked");
    assert!(!site.get("/project/brie/1.0/").await.shows("This release was yanked"));
    let long = "x".repeat(501);
    let refused = owner.post(&yank, &[("version", "1.0"), ("reason", &long)]).await;
    assert_eq!(refused.status, 400);
    for version in ["2.0", "horse", ""] {
        assert_eq!(owner.post(&yank, &[("version", version)]).await.status, 404, "{version}");
    }
}

#[tokio::test]
async fn an_owner_archives_and_takes_it_back() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let mut owner = open(&site, site.ada.account).await;
    owner.get(BRIE).await;
    assert_done(&owner.post(&format!("{BRIE}archive/"), &[]).await, "project-archived");
    let page = owner.get(&format!("{BRIE}?done=project-archived")).await;
    assert!(page.shows("The project is archived and takes no uploads.") && page.shows(">Archived<"), "{}", page.body);
    assert_done(&owner.post(&format!("{BRIE}unarchive/"), &[]).await, "project-unarchived");
    site.quarantine("brie").await;
    let refused = owner.post(&format!("{BRIE}archive/"), &[]).await;
    assert!(refused.status == 403 && refused.shows("quarantined"), "{}", refused.body);
}

#[both]
async fn an_owner_deletes_a_project_by_its_name(site: Site) {
    site.wheel("brie", "1.0").await;
    let path = format!("{BRIE}delete/");
    let mut owner = open(&site, site.ada.account).await;
    assert!(owner.get(&path).await.shows("all its releases and files"));
    let refused = owner.post(&path, &[("project", "bread")]).await;
    assert!(refused.status == 400 && refused.shows("id=\"problem-project\""), "{}", refused.body);
    let deleted = owner.post(&path, &[("project", "Brie")]).await;
    assert_eq!(deleted.location(), format!("{ORIGIN}/manage/?done=project-deleted"));
    assert!(owner.get(deleted.location()).await.shows("The project is deleted."));
    assert_eq!(site.get("/project/brie/").await.status, 404);
}

#[tokio::test]
async fn nobody_deletes_a_project_from_a_browser_that_was_left_open() {
    let site = Site::new().await;
    site.wheel("brie", "1.0").await;
    let path = format!("{BRIE}delete/");
    let mut owner = open(&site, site.ada.account).await;
    owner.get(&path).await;
    site.index.advance(STEP_UP_LIFETIME);
    let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
    let step_up = format!("{ORIGIN}/account/step-up/?next={next}");
    assert_eq!(owner.get(&path).await.location(), step_up);
    assert_eq!(owner.post(&path, &[("project", "brie")]).await.location(), step_up);
    assert_eq!(site.get("/project/brie/").await.status, 200);
    // What can be taken back asks for nothing.
    owner.get(BRIE).await;
    assert_done(&owner.post(&format!("{BRIE}archive/"), &[]).await, "project-archived");
}

#[test]
fn every_event_has_a_sentence_in_every_language_and_every_sentence_an_event() {
    let sources = [
        (Language::English, include_str!("../../../templates/locales/en/events.ftl")),
        (Language::French, include_str!("../../../templates/locales/fr/events.ftl")),
    ];
    for (language, source) in sources {
        for tag in EventTag::ALL {
            let sentence = templates::event(tag.as_str(), language);
            assert!(sentence.is_some_and(|sentence| !sentence.is_empty()), "{language:?}: {}", tag.as_str());
        }
        let keys = source.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
        for key in keys {
            let is_known = EventTag::ALL.iter().any(|tag| format!("tag-{}", tag.as_str().replace(':', "-")) == key);
            assert!(is_known, "{language:?}: no event is {key}");
        }
    }
}

#[tokio::test]
async fn ways_of_signing_in_are_told_in_words_and_a_failed_one_is_nobody_s() {
    let site = Site::new().await;
    let account = person(&site, "grace").await.id;
    let mut grace = open(&site, account).await;
    note(&site, account, EventTag::SignInFailed, json!({ "count": 3 })).await;
    let log = grace.get("/account/events/").await;
    assert!(log.shows("Signed in") && log.shows("<span>Password and authenticator</span>"), "{}", log.body);
    assert!(!log.shows(">totp<") && !log.shows("> totp"), "{}", log.body);
    let (_, failed) = log.body.split_once("A sign-in failed").expect("it is told");
    let failed = failed.split("</li>").next().unwrap();
    assert!(!failed.contains("Not by you") && !failed.contains("By an operator"), "{failed}");
}

#[tokio::test]
async fn what_an_operator_did_is_told_apart() {
    let site = Site::new().await;
    let account = person(&site, "grace").await.id;
    let mut grace = open(&site, account).await;
    note(&site, account, EventTag::FactorsReset, json!({})).await;
    note(&site, account, EventTag::PasswordDisabled, json!({ "reason": "compromised" })).await;
    let log = grace.get("/account/events/").await;
    assert!(log.shows("By an operator, or by the index itself"), "{}", log.body);
    assert!(!log.shows("compromised"), "{}", log.body);
}

async fn note(site: &Site, account: domain::ids::AccountId, tag: EventTag, details: serde_json::Value) {
    let (id, at) = (site.ctx.id(), site.ctx.now());
    let event = NewEvent { id, subject: Subject::Account(account), tag, actor: None, details, at };
    let noted: anyhow::Result<()> = transaction!(site.ctx.db, |write| { store::events::record(write, &event).await });
    noted.expect("it is written");
}
