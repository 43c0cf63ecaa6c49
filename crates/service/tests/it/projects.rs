//! What is done to projects after they were published.

use domain::{Failure, permission::Actor, projects::ProjectStatus};
use service::projects::{ProjectRefused, YankReason};
use testkit::distribution::Distribution;
use testkit_index::{TestIndex, normalized, release_key};
use testkit_macros::both;

async fn with_demo(index: &TestIndex) -> String {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &Distribution::new("demo", "1.0").wheel()).await.unwrap();
    index.publish(&ada.token, &Distribution::new("demo", "1.0").sdist()).await.unwrap();
    ada.token
}

async fn last_actions(index: &TestIndex, after: i64) -> Vec<String> {
    let mut read = index.db.read().await.unwrap();
    let entries = store::journal::since(&mut read, after, 100).await.unwrap();
    entries.into_iter().map(|entry| entry.action).collect()
}

async fn head(index: &TestIndex) -> i64 {
    let mut read = index.db.read().await.unwrap();
    store::journal::head(&mut read).await.unwrap()
}

#[both]
async fn every_public_change_has_a_journal_entry(index: TestIndex) {
    with_demo(&index).await;
    let (operator, name, key) = (Actor::Operator, normalized("demo"), release_key("demo", "1"));
    let before = head(&index).await;
    let reason = YankReason::parse("broken on Mondays").unwrap();
    service::projects::yank(&index, &operator, &key, &reason).await.unwrap();
    service::projects::unyank(&index, &operator, &key).await.unwrap();
    service::projects::archive(&index, &operator, &name).await.unwrap();
    service::projects::unarchive(&index, &operator, &name).await.unwrap();
    service::projects::quarantine(&index, &operator, &name, "a report").await.unwrap();
    service::projects::clear_quarantine(&index, &operator, &name).await.unwrap();
    service::projects::delete_file(&index, &operator, &name, "demo-1.0.tar.gz").await.unwrap();
    service::projects::delete_release(&index, &operator, &key).await.unwrap();
    service::projects::delete_project(&index, &operator, &name).await.unwrap();
    assert_eq!(
        last_actions(&index, before).await,
        [
            "yank release",
            "unyank release",
            "project archived",
            "project unarchived",
            "project quarantined",
            "project quarantine cleared",
            "remove file demo-1.0.tar.gz",
            "remove file demo-1.0-py3-none-any.whl",
            "remove release",
            "remove project",
        ]
    );
}

#[both]
async fn repeating_an_act_changes_nothing(index: TestIndex) {
    with_demo(&index).await;
    let (operator, name, key) = (Actor::Operator, normalized("demo"), release_key("demo", "1.0"));
    let reason = YankReason::parse("").unwrap();
    service::projects::yank(&index, &operator, &key, &reason).await.unwrap();
    service::projects::archive(&index, &operator, &name).await.unwrap();
    let before = head(&index).await;
    service::projects::yank(&index, &operator, &key, &reason).await.unwrap();
    service::projects::archive(&index, &operator, &name).await.unwrap();
    assert_eq!(head(&index).await, before);
}

#[tokio::test]
async fn an_owner_cannot_manage_with_a_token() {
    let index = TestIndex::new().await;
    let token = with_demo(&index).await;
    let actor = service::tokens::authenticate(&index, &token).await.unwrap();
    let refused = service::projects::delete_project(&index, &actor, &normalized("demo")).await;
    assert!(matches!(refused, Err(Failure::Refused(ProjectRefused::Permission(_)))), "{refused:?}");
    let refused = service::projects::prohibit_name(&index, &actor, &normalized("other"), "mine").await;
    assert!(matches!(refused, Err(Failure::Refused(ProjectRefused::Permission(_)))), "{refused:?}");
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let index = TestIndex::new().await;
    with_demo(&index).await;
    let reason = YankReason::parse("x").unwrap();
    let refused = service::projects::yank(&index, &Actor::Operator, &release_key("nope", "1"), &reason).await;
    assert!(matches!(refused, Err(Failure::Refused(ProjectRefused::NoSuchProject { .. }))));
    let refused = service::projects::yank(&index, &Actor::Operator, &release_key("demo", "9"), &reason).await;
    assert!(matches!(refused, Err(Failure::Refused(ProjectRefused::NoSuchRelease { .. }))));
    let refused = service::projects::delete_file(&index, &Actor::Operator, &normalized("demo"), "x.whl").await;
    assert!(matches!(refused, Err(Failure::Refused(ProjectRefused::NoSuchFile { .. }))));
}

#[tokio::test]
async fn a_quarantined_project_is_not_archived() {
    let index = TestIndex::new().await;
    with_demo(&index).await;
    let name = normalized("demo");
    service::projects::quarantine(&index, &Actor::Operator, &name, "a report").await.unwrap();
    let refused = service::projects::archive(&index, &Actor::Operator, &name).await;
    assert!(matches!(refused, Err(Failure::Refused(ProjectRefused::WrongStatus { .. }))), "{refused:?}");
    let mut read = index.db.read().await.unwrap();
    let project = store::projects::by_name(&mut read, &name).await.unwrap().unwrap();
    assert_eq!(project.status, ProjectStatus::Quarantined);
}

#[test]
fn a_reason_is_one_short_line() {
    assert!(YankReason::parse("fine").is_ok());
    assert!(YankReason::parse("two\nlines").is_err());
    assert!(YankReason::parse(&"x".repeat(501)).is_err());
}
