//! Deleting accounts, downloading what is known of them, and forgetting in time.

use crate::{
    factors::{has_event, has_mail, sign_in},
    registration::{mailed, outbox, refusal, visitor},
};
use chrono::TimeDelta;
use domain::{
    Refusal as _,
    accounts::AccountState,
    events::Subject,
    ids::AccountId,
    links::LinkKind,
    permission::Actor,
    projects::Role,
    recovery_cases::{CancelCause, Ending},
};
use serde_json::json;
use service::{
    accounts::{NewAccount, create},
    deletion::{Forgotten, cancel, finish, open, retain, schedule, undo},
    export::export,
};
use store::transaction;
use testkit_index::{TestIndex, new_account};
use testkit_macros::both;

async fn ada(index: &TestIndex) -> (AccountId, Actor) {
    let account = index.somebody("ada").await.account;
    (account, sign_in(index, account).await)
}

async fn state(index: &TestIndex, account: AccountId) -> AccountState {
    store::accounts::by_id(&mut index.db.read().await.unwrap(), account).await.unwrap().unwrap().state
}

async fn link(index: &TestIndex) -> String {
    mailed(&index.ctx, "account_deletion_scheduled", LinkKind::UndoDeletion).await
}

#[both]
async fn after_seven_days_nothing_is_left_but_id_and_name(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    let at = schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(at, index.now() + TimeDelta::days(7));
    index.advance(TimeDelta::days(7) - TimeDelta::microseconds(1));
    assert_eq!(finish(&index.ctx).await.unwrap(), 0);
    index.advance(TimeDelta::microseconds(1));
    assert_eq!(finish(&index.ctx).await.unwrap(), 1);
    assert_eq!(state(&index, account).await, AccountState::Deleted);
    let mut read = index.db.read().await.unwrap();
    assert!(store::addresses::of(&mut read, account).await.unwrap().is_empty());
    assert!(store::sessions::of(&mut read, account).await.unwrap().is_empty());
    assert_eq!(store::two_factor::standing(&mut read, account).await.unwrap().all(), 0);
    assert_eq!(store::accounts::username(&mut read, account).await.unwrap(), "ada");
    let tokens = store::tokens::list_of(&mut read, account).await.unwrap();
    assert!(!tokens.is_empty() && tokens.iter().all(|token| token.revoked_at.is_some()));
    let events = store::events::of(&mut read, Subject::Account(account)).await.unwrap();
    assert!(
        !serde_json::to_string(&events.iter().map(|it| &it.details.0).collect::<Vec<_>>())
            .unwrap()
            .contains("people.example")
    );
    drop(read);
    assert!(has_event(&index, account, "account:delete").await);
    let line = outbox(&index.ctx).await.remove(0);
    assert_eq!((&line.kind[..], &line.address[..]), ("account_deleted", "ada@people.example"));
    assert_eq!(finish(&index.ctx).await.unwrap(), 0);
}

#[tokio::test]
async fn the_name_of_a_deleted_account_is_never_free_and_its_address_is() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    index.advance(TimeDelta::days(7));
    finish(&index.ctx).await.unwrap();
    let refused = create(&index.ctx, &Actor::Operator, new_account("ADA")).await;
    assert_eq!(refusal(refused).code(), "username-taken");
    let mut read = index.db.read().await.unwrap();
    let (name, address) = ("a-d-a".parse().unwrap(), "x@people.example".parse().unwrap());
    let now = index.now();
    assert!(store::registration::username_is_unavailable(&mut read, &name, &address, now).await.unwrap());
    drop(read);
    let other = NewAccount { username: "bob".parse().unwrap(), ..new_account("ada") };
    create(&index.ctx, &Actor::Operator, other).await.unwrap();
}

#[both]
async fn the_mailed_link_takes_it_back_once(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    let secret = link(&index).await;
    index.advance(TimeDelta::days(6));
    assert_eq!(open(&index.ctx, &secret).await.unwrap().username, "ada");
    assert_eq!(undo(&index.ctx, &visitor(), &secret).await.unwrap(), account);
    assert_eq!(refusal(undo(&index.ctx, &visitor(), &secret).await).code(), "link-not-open");
    index.advance(TimeDelta::days(2));
    assert_eq!(finish(&index.ctx).await.unwrap(), 0);
    assert_eq!(state(&index, account).await, AccountState::Active);
    assert!(has_event(&index, account, "account:deletion:undo").await);
}

#[tokio::test]
async fn the_owner_takes_it_back_signed_in() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    assert_eq!(refusal(cancel(&index.ctx, &actor, &visitor()).await).code(), "deletion-not-scheduled");
    schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(refusal(schedule(&index.ctx, &actor, &visitor()).await).code(), "deletion-scheduled");
    let secret = link(&index).await;
    cancel(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(refusal(undo(&index.ctx, &visitor(), &secret).await).code(), "link-not-open");
}

#[both]
async fn the_only_owner_of_a_project_stays(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    let project = index.project("brie", account).await;
    let refused = refusal(schedule(&index.ctx, &actor, &visitor()).await);
    assert_eq!((refused.code(), refused.parameters()), ("deletion-sole-owner", vec![("projects", "brie".into())]));
    let bob = index.somebody("bob").await.account;
    let (id, at) = (index.id(), index.now());
    let made: anyhow::Result<()> = transaction!(index.db, |write| {
        store::projects::insert_role(write, id, project, bob, Role::Owner, at).await
    });
    made.unwrap();
    schedule(&index.ctx, &actor, &visitor()).await.unwrap();
}

#[tokio::test]
async fn who_became_the_only_owner_meanwhile_waits() {
    let index = TestIndex::new().await;
    let (account, actor) = ada(&index).await;
    schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    index.project("brie", account).await;
    index.advance(TimeDelta::days(7));
    assert_eq!(finish(&index.ctx).await.unwrap(), 0);
    assert_eq!(state(&index, account).await, AccountState::Active);
}

#[tokio::test]
async fn the_only_operator_stays() {
    let index = TestIndex::new().await;
    let operator = NewAccount { superuser: true, totp: true, ..new_account("ada") };
    let operator = create(&index.ctx, &Actor::Operator, operator).await.unwrap();
    let actor = sign_in(&index, operator.id).await;
    assert_eq!(refusal(schedule(&index.ctx, &actor, &visitor()).await).code(), "deletion-last-operator");
}

#[tokio::test]
async fn without_a_fresh_step_up_nothing_is_deleted_or_exported() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    index.advance(TimeDelta::minutes(15));
    assert_eq!(refusal(schedule(&index.ctx, &actor, &visitor()).await).code(), "step-up-required");
    assert_eq!(refusal(export(&index.ctx, &actor, &visitor()).await).code(), "step-up-required");
    assert_eq!(refusal(schedule(&index.ctx, &Actor::Operator, &visitor()).await).code(), "account-not-owner");
}

#[both]
async fn the_export_holds_what_is_known_and_no_secret(index: TestIndex) {
    let account = NewAccount { password: Some("violet gravel teapot ninety".into()), totp: true, ..new_account("ada") };
    let made = create(&index.ctx, &Actor::Operator, account).await.unwrap();
    let token = index.token("ada", &[], None).await;
    index.project("brie", made.id).await;
    let actor = sign_in(&index, made.id).await;
    let object = export(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(object["account"]["username"], "ada");
    assert_eq!(object["addresses"][0]["address"], "ada@people.example");
    assert_eq!(object["second_factors"][0]["kind"], "totp");
    assert_eq!(object["recovery_codes_left"], 7);
    assert_eq!(object["roles"][0]["project"], "brie");
    assert_eq!(object["sessions"][0]["network"], "192.0.2.0/24");
    let tags: Vec<_> =
        object["events"].as_array().unwrap().iter().map(|event| event["tag"].as_str().unwrap()).collect();
    assert!(tags.contains(&"account:create") && tags.contains(&"account:export"), "{tags:?}");
    let text = object.to_string();
    for secret in ["argon2", "address_hash", "secret_hash", &token[..], &made.recovery_codes[0]] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[both]
async fn after_a_year_an_event_forgets_from_where(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    cancel(&index.ctx, &actor, &visitor()).await.unwrap();
    index.advance(TimeDelta::days(365));
    assert_eq!(retain(&index.ctx).await.unwrap().events, 0);
    index.advance(TimeDelta::seconds(1));
    assert_eq!(
        retain(&index.ctx).await.unwrap(),
        Forgotten { events: 2, devices: 0, cases: 0, links: 0, reservations: 0 }
    );
    let mut read = index.db.read().await.unwrap();
    let events = store::events::of(&mut read, Subject::Account(account)).await.unwrap();
    let event = events.iter().find(|event| event.tag == "account:deletion:schedule").unwrap();
    let keys: Vec<_> = event.details.0.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["at"]);
}

#[both]
async fn the_export_tells_what_others_did_and_not_who_a_stranger_is(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    index.token("ada", &["brie"], None).await;
    for (contact, kind) in [("eve@elsewhere.example", "stranger"), ("ada@people.example", "owner")] {
        let done: anyhow::Result<()> = transaction!(index.db, |write| {
            let case = store::recovery_cases::NewCase {
                id: index.id(),
                account,
                contact,
                contact_is_known: kind == "owner",
                language: "en",
                reason: kind,
                repository_token: "x",
                opened_at: index.now(),
                waits_until: index.now(),
                network: "192.0.2.0/24",
            };
            store::recovery_cases::insert(write, &case).await?;
            store::recovery_cases::close(write, case.id, Ending::Cancelled, Some(CancelCause::ByLink), index.now())
                .await?;
            Ok(())
        });
        done.unwrap();
        index.advance(TimeDelta::seconds(1));
    }
    let object = export(&index.ctx, &actor, &visitor()).await.unwrap();
    let cases = &object["recovery_cases"];
    assert_eq!((&cases[0]["contact"], &cases[0]["reason"]), (&json!(null), &json!(null)));
    assert_eq!((&cases[1]["contact"], &cases[1]["reason"]), (&json!("ada@people.example"), &json!("owner")));
    assert!(!object.to_string().contains("elsewhere.example"));
    let tokens = object["tokens"].as_array().unwrap();
    assert!(tokens.iter().any(|token| token["projects"] == json!(["brie"])), "{tokens:?}");
    for part in ["asked_to_vouch", "named_in_mandates", "security_key_codes"] {
        assert_eq!(object[part], json!([]), "{part}");
    }
    index.advance(TimeDelta::days(366));
    assert_eq!(retain(&index.ctx).await.unwrap().cases, 2);
    assert_eq!(retain(&index.ctx).await.unwrap().cases, 0);
}

#[tokio::test]
async fn links_that_ended_long_ago_are_dropped() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    schedule(&index.ctx, &actor, &visitor()).await.unwrap();
    assert!(has_mail(&index, "account_deletion_scheduled").await);
    index.advance(TimeDelta::days(98));
    assert_eq!(retain(&index.ctx).await.unwrap().links, 1);
}
