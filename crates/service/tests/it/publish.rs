//! Publishing: the happy path, each refusal, and the races.

use chrono::TimeDelta;
use domain::{
    Failure,
    limits::Limit,
    permission::{Actor, PermissionRefused},
    projects::ProjectStatus,
};
use futures::future::join_all;
use packaging::digest::Digests;
use service::publish::{NameRefused, PublishRefused, Published};
use testkit::distribution::{BuiltFile, Distribution};
use testkit_index::{TestIndex, normalized};
use testkit_macros::both;

fn demo() -> Distribution {
    Distribution::new("Demo.Project", "1.0").header("Summary: a demonstration").header("Requires-Python: >=3.9")
}

fn refusal(outcome: Result<Published, Failure<PublishRefused>>) -> PublishRefused {
    match outcome {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("this was not refused: {other:?}"),
    }
}

async fn journal(index: &TestIndex) -> Vec<String> {
    let mut read = index.db.read().await.unwrap();
    let entries = store::journal::since(&mut read, 0, 1000).await.unwrap();
    entries.into_iter().map(|entry| format!("{} {}", entry.serial, entry.action)).collect()
}

#[both]
async fn a_first_upload_makes_project_release_and_file(index: TestIndex) {
    let ada = index.somebody("ada").await;
    let published = index.publish(&ada.token, &demo().wheel()).await.unwrap();
    assert!(!published.already_there);
    let mut read = index.db.read().await.unwrap();
    let project = store::projects::by_name(&mut read, &normalized("demo-project")).await.unwrap().unwrap();
    assert_eq!(project.name, "Demo.Project");
    let file = store::files::by_filename(&mut read, "demo_project-1.0-py3-none-any.whl").await.unwrap().unwrap();
    assert_eq!(file.requires_python.as_deref(), Some(">=3.9"));
    assert_eq!(project.total_size, file.size);
    let stored = index.blobs.read(&file.path).await.unwrap().unwrap();
    assert_eq!(stored, demo().wheel().bytes);
    let metadata = index.blobs.read(&format!("{}.metadata", file.path)).await.unwrap().unwrap();
    assert_eq!(metadata, demo().wheel().metadata.into_bytes());
    assert_eq!(
        journal(&index).await,
        ["1 create", "2 add Owner ada", "3 new release", "4 add py3 file demo_project-1.0-py3-none-any.whl"]
    );
    assert!(index.temporary_files().is_empty());
}

#[both]
async fn the_same_bytes_again_change_nothing(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    index.advance(TimeDelta::days(30));
    let before = journal(&index).await;
    let again = index.publish(&ada.token, &demo().wheel()).await.unwrap();
    assert!(again.already_there);
    assert_eq!(journal(&index).await, before);
}

#[both]
async fn other_bytes_under_a_used_name_are_refused(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    let other = demo().member("demo_project/more.py", b"").wheel();
    let refused = refusal(index.publish(&ada.token, &other).await);
    assert!(refused.to_string().starts_with("File already exists"), "{refused}");
}

#[both]
async fn the_name_of_a_deleted_file_is_never_used_again(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    let name = normalized("demo-project");
    service::projects::delete_project(&index, &Actor::Operator, &name).await.unwrap();
    let refused = refusal(index.publish(&ada.token, &demo().wheel()).await);
    assert!(matches!(refused, PublishRefused::FilenameUsed { .. }), "{refused}");
}

#[both]
async fn a_release_takes_files_for_fourteen_days(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    index.advance(TimeDelta::days(14));
    index.publish(&ada.token, &demo().wheel_for("py3-none-win32")).await.unwrap();
    index.advance(TimeDelta::seconds(1));
    let refused = refusal(index.publish(&ada.token, &demo().sdist()).await);
    assert!(matches!(refused, PublishRefused::WindowClosed { days: 14, .. }), "{refused}");
}

#[both]
async fn two_spellings_of_a_version_are_one_release(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    index.publish(&ada.token, &Distribution::new("Demo.Project", "1.0.0").sdist()).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let project = store::projects::by_name(&mut read, &normalized("demo-project")).await.unwrap().unwrap();
    assert_eq!(store::releases::of_project(&mut read, project.id).await.unwrap().len(), 1);
}

#[both]
async fn a_second_sdist_of_a_release_is_refused(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &demo().sdist()).await.unwrap();
    let refused = refusal(index.publish(&ada.token, &Distribution::new("Demo.Project", "1.0.0").sdist()).await);
    assert!(matches!(refused, PublishRefused::SecondSdist { .. }), "{refused}");
}

#[tokio::test]
async fn a_stranger_is_refused() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    let eve = index.somebody("eve").await;
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    let refused = refusal(index.publish(&eve.token, &demo().sdist()).await);
    assert!(matches!(refused, PublishRefused::Permission(PermissionRefused::NoRole { .. })), "{refused}");
}

#[tokio::test]
async fn an_account_without_a_second_factor_is_refused() {
    let index = TestIndex::new().await;
    let bob = index.somebody_without_factor("bob").await;
    let refused = refusal(index.publish(&bob.token, &demo().wheel()).await);
    let expected = matches!(refused, PublishRefused::Permission(PermissionRefused::SecondFactorRequired { .. }));
    assert!(expected, "{refused}");
}

#[tokio::test]
async fn a_token_of_another_project_and_an_expired_one_are_refused() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    index.publish(&ada.token, &Distribution::new("other", "1.0").wheel()).await.unwrap();
    let scoped = index.token("ada", &["other"], None).await;
    let short = index.token("ada", &[], Some(TimeDelta::hours(1))).await;
    index.advance(TimeDelta::hours(2));
    for token in [scoped, short] {
        let refused = refusal(index.publish(&token, &demo().sdist()).await);
        assert!(matches!(refused, PublishRefused::Permission(PermissionRefused::Caveat(_))), "{refused}");
    }
}

#[tokio::test]
async fn names_that_nobody_may_take_are_refused() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &Distribution::new("hello-world", "1").wheel()).await.unwrap();
    service::projects::prohibit_name(&index, &Actor::Operator, &normalized("famous"), "reserved").await.unwrap();
    let refused = |name: &'static str| {
        let (index, token) = (&index, &ada.token);
        async move { refusal(index.publish(token, &Distribution::new(name, "1").wheel()).await) }
    };
    assert!(matches!(refused("asyncio").await, PublishRefused::Name(NameRefused::StandardLibrary { .. })));
    assert!(matches!(refused("famous").await, PublishRefused::Name(NameRefused::Prohibited { .. })));
    assert!(matches!(refused("he11o-w0rld").await, PublishRefused::Name(NameRefused::Confusable { .. })));
}

#[both]
async fn a_deleted_name_returns_only_to_a_former_owner_or_by_an_operator(index: TestIndex) {
    let ada = index.somebody("ada").await;
    let eve = index.somebody("eve").await;
    let name = normalized("demo-project");
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    service::projects::delete_project(&index, &Actor::Operator, &name).await.unwrap();
    let next = Distribution::new("demo-project", "2.0");
    let refused = refusal(index.publish(&eve.token, &next.wheel()).await);
    assert!(matches!(refused, PublishRefused::Name(NameRefused::Retired { .. })), "{refused}");
    index.publish(&ada.token, &next.wheel()).await.unwrap();
    service::projects::delete_project(&index, &Actor::Operator, &name).await.unwrap();
    service::projects::release_name(&index, &Actor::Operator, &name).await.unwrap();
    index.publish(&eve.token, &Distribution::new("demo-project", "3.0").wheel()).await.unwrap();
}

#[both]
async fn an_account_makes_so_many_projects_an_hour(index: TestIndex) {
    let ada = index.somebody("ada").await;
    let limited = TestIndex::with(testkit::database::sqlite().await, |settings| settings.limits.projects_per_hour = 2);
    let limited = limited.await;
    let eve = limited.somebody("eve").await;
    for name in ["one", "two"] {
        limited.publish(&eve.token, &Distribution::new(name, "1").wheel()).await.unwrap();
    }
    let refused = refusal(limited.publish(&eve.token, &Distribution::new("three", "1").wheel()).await);
    assert!(matches!(refused, PublishRefused::Name(NameRefused::TooMany { retry_after: 3600, .. })), "{refused}");
    limited.advance(TimeDelta::minutes(61));
    limited.publish(&eve.token, &Distribution::new("three", "1").wheel()).await.unwrap();
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
}

#[both]
async fn many_accounts_of_one_address_make_so_many_projects_an_hour(index: TestIndex) {
    let (ada, eve) = (index.somebody("ada").await, index.somebody("eve").await);
    // That of the test kit's uploads.
    let address = "192.0.2.1";
    for _ in 0..399 {
        service::limits::take(&index, Limit::ProjectPerAddress, address).unwrap();
    }
    let unlike_its_name = Distribution::new("one", "1").wheel();
    let refused = index.publish_with(&ada.token, &unlike_its_name, |form| {
        form.iter_mut().filter(|(name, _)| name == "version").for_each(|(_, version)| *version = "2".to_owned());
    });
    refusal(refused.await);
    // What was refused for another reason has made no project.
    index.publish(&ada.token, &unlike_its_name).await.unwrap();
    let refused = refusal(index.publish(&eve.token, &Distribution::new("two", "1").wheel()).await);
    assert!(matches!(refused, PublishRefused::Name(NameRefused::TooMany { limit: 400, .. })), "{refused}");
    // A project that exists takes files.
    index.publish(&ada.token, &Distribution::new("one", "2").wheel()).await.unwrap();
}

#[tokio::test]
async fn archived_and_quarantined_projects_take_no_files() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    let name = normalized("demo-project");
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    service::projects::archive(&index, &Actor::Operator, &name).await.unwrap();
    let refused = refusal(index.publish(&ada.token, &demo().sdist()).await);
    assert!(matches!(refused, PublishRefused::Permission(PermissionRefused::Archived { .. })), "{refused}");
    service::projects::unarchive(&index, &Actor::Operator, &name).await.unwrap();
    service::projects::quarantine(&index, &Actor::Operator, &name, "a report").await.unwrap();
    let refused = refusal(index.publish(&ada.token, &demo().sdist()).await);
    assert!(matches!(refused, PublishRefused::Permission(PermissionRefused::Quarantined { .. })), "{refused}");
    let mut read = index.db.read().await.unwrap();
    let project = store::projects::by_name(&mut read, &name).await.unwrap().unwrap();
    assert_eq!(project.status, ProjectStatus::Quarantined);
}

#[tokio::test]
async fn limits_of_file_and_project_hold_and_can_be_raised() {
    let database = testkit::database::sqlite().await;
    let index = TestIndex::with(database, |settings| {
        settings.limits.file_limit = 2000;
        settings.limits.total_limit = 3000;
    });
    let index = index.await;
    let ada = index.somebody("ada").await;
    let noise: Vec<u8> =
        (0..100_u8).flat_map(|number| Digests::of(&[number]).sha256.as_str().bytes().collect::<Vec<u8>>()).collect();
    index.publish(&ada.token, &demo().wheel()).await.unwrap();
    let large = demo().member("demo_project/noise", &noise).sdist();
    assert!(matches!(refusal(index.publish(&ada.token, &large).await), PublishRefused::FileTooLarge { limit: 2000 }));
    let name = normalized("demo-project");
    service::projects::set_limits(&index, &Actor::Operator, &name, Some(1 << 20), None).await.unwrap();
    let refused = refusal(index.publish(&ada.token, &large).await);
    assert!(matches!(refused, PublishRefused::ProjectTooLarge { limit: 3000, .. }), "{refused}");
    service::projects::set_limits(&index, &Actor::Operator, &name, Some(1 << 20), Some(1 << 20)).await.unwrap();
    index.publish(&ada.token, &large).await.unwrap();
}

#[tokio::test]
async fn a_form_that_contradicts_the_file_is_refused_with_both_values() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    let lie = |fields: &mut Vec<(String, String)>| fields.push(("requires_python".into(), ">=2.7".into()));
    let refused = refusal(index.publish_with(&ada.token, &demo().wheel(), lie).await).to_string();
    assert!(refused.contains("requires_python") && refused.contains(">=2.7") && refused.contains(">=3.9"), "{refused}");
}

#[tokio::test]
async fn a_wrong_digest_and_a_broken_archive_leave_nothing_behind() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    let lie = |fields: &mut Vec<(String, String)>| {
        fields.iter_mut().filter(|(name, _)| name == "md5_digest").for_each(|(_, value)| *value = "0".repeat(32));
    };
    let refused = refusal(index.publish_with(&ada.token, &demo().wheel(), lie).await);
    assert!(matches!(refused, PublishRefused::Digest { algorithm: "MD5", .. }), "{refused}");
    let mut cut: BuiltFile = demo().wheel();
    cut.bytes.truncate(cut.bytes.len() / 2);
    let refused = refusal(index.publish(&ada.token, &cut).await);
    assert!(matches!(refused, PublishRefused::Archive(_)), "{refused}");
    assert!(index.temporary_files().is_empty());
    assert!(journal(&index).await.is_empty());
}

#[both]
async fn fifty_uploads_of_one_file_at_once_make_one_file(index: TestIndex) {
    let ada = index.somebody("ada").await;
    let file = demo().wheel();
    let outcomes = join_all((0..50).map(|_| index.publish(&ada.token, &file))).await;
    let new = outcomes.iter().filter(|outcome| outcome.as_ref().is_ok_and(|published| !published.already_there));
    assert_eq!(new.count(), 1);
    assert!(outcomes.iter().all(Result::is_ok), "{:?}", outcomes.iter().find(|outcome| outcome.is_err()));
    assert_eq!(journal(&index).await.len(), 4);
}

#[both]
async fn two_files_of_one_name_at_once_leave_one_winner(index: TestIndex) {
    let ada = index.somebody("ada").await;
    index.publish(&ada.token, &Distribution::new("demo-project", "0.1").wheel()).await.unwrap();
    let contents: Vec<BuiltFile> =
        (0..10).map(|number| demo().member("demo_project/n.py", format!("{number}").as_bytes()).wheel()).collect();
    let outcomes = join_all(contents.iter().map(|file| index.publish(&ada.token, file))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert!(matches!(refusal(outcome), PublishRefused::FileExists { .. }));
    }
}

#[both]
async fn a_project_that_two_people_make_at_once_has_one_owner(index: TestIndex) {
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(index.somebody(&format!("user{number}")).await);
    }
    let files: Vec<BuiltFile> =
        (0..8).map(|number| Distribution::new("wanted", &format!("1.{number}")).wheel()).collect();
    let outcomes =
        join_all(people.iter().zip(&files).map(|(somebody, file)| index.publish(&somebody.token, file))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let mut read = index.db.read().await.unwrap();
    let project = store::projects::by_name(&mut read, &normalized("wanted")).await.unwrap().unwrap();
    assert_eq!(store::projects::collaborators(&mut read, project.id).await.unwrap().len(), 1);
}
