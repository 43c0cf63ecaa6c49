//! API tokens that people make for themselves, in a session.

use chrono::TimeDelta;
use domain::{
    Failure,
    accounts::AccountState,
    events::{EventTag, Subject},
    ids::AccountId,
    mandate::{Cohort, Remedy, Strength},
    permission::{Action, Actor, PermissionRefused},
    sessions::SignInMethod,
    visitor::Visitor,
};
use service::{
    sessions::{Browser, StepUpRefused, authenticate_session, open_after},
    tokens::{
        CreateTokenRefused, CreatedToken, ListTokensRefused, NewToken, RevokeTokenRefused, authenticate, create, list,
        revoke, warn_expiring,
    },
};
use store::{mail::MailLine, transaction};
use testkit_index::{TestIndex, new_token, normalized};
use testkit_macros::both;

const FRESH: TimeDelta = TimeDelta::minutes(15);

fn visitor() -> Visitor {
    Visitor::new("192.0.2.77".parse().unwrap(), "curl/8.5.0")
}

async fn signed_in(index: &TestIndex, account: AccountId, method: SignInMethod) -> Actor {
    let opened = open_after(&index.ctx, &Browser::new(visitor()), account, method).await.unwrap();
    let session = authenticate_session(&index.ctx, &opened.session.to_text(), &visitor()).await.unwrap();
    session.expect("the session holds").actor()
}

/// Ada, an owner of `cheese`, signed in with her second factor.
async fn ada(index: &TestIndex) -> Actor {
    let ada = index.person("ada").await;
    index.project("cheese", ada.id).await;
    signed_in(index, ada.id, SignInMethod::Totp).await
}

async fn made(index: &TestIndex, actor: &Actor, token: NewToken) -> CreatedToken {
    create(&index.ctx, actor, Some(&visitor()), token).await.expect("the token is made")
}

async fn not_made(index: &TestIndex, actor: &Actor, token: NewToken) -> CreateTokenRefused {
    match create(&index.ctx, actor, Some(&visitor()), token).await {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn not_revoked(index: &TestIndex, actor: &Actor, token: &CreatedToken) -> RevokeTokenRefused {
    match revoke(&index.ctx, actor, Some(&visitor()), token.id, "mine").await {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Takes the proof away that the addresses of an account are its own.
async fn unverify(index: &TestIndex, account: AccountId) {
    let done: anyhow::Result<()> = transaction!(index.ctx.db, |write| {
        for row in store::addresses::of(write, account).await? {
            store::addresses::unverify(write, row.id, "a test").await?;
        }
        Ok(())
    });
    done.unwrap();
}

/// The mails of a kind, the newest first.
async fn mails(index: &TestIndex, kind: &str) -> Vec<MailLine> {
    let lines = store::mail::newest(&mut index.db.read().await.unwrap(), 100).await.unwrap();
    lines.into_iter().filter(|line| line.kind == kind).collect()
}

#[both]
async fn a_person_makes_a_token_and_hears_of_it(index: TestIndex) {
    let actor = ada(&index).await;
    let token = made(&index, &actor, NewToken { projects: vec![normalized("cheese")], ..new_token("ada") }).await;
    assert!(authenticate(&index.ctx, &token.token).await.is_ok());
    let mails = mails(&index, "token_created").await;
    assert_eq!(mails.len(), 1);
    assert_eq!((&mails[0].address[..], mails[0].account_id), ("ada@people.example", actor.account().map(|id| id.0)));
    let subject = Subject::Account(actor.account().unwrap());
    let events = store::events::of(&mut index.db.read().await.unwrap(), subject).await.unwrap();
    let event = events.iter().find(|event| event.tag == EventTag::TokenCreated.as_str()).expect("it is recorded");
    assert_eq!(event.details["network"], "192.0.2.0/24");
    assert!(!event.details.to_string().contains("192.0.2.77"), "the address itself is not kept");
}

#[tokio::test]
async fn a_token_is_not_made_for_somebody_else_whoever_exists() {
    let index = TestIndex::new().await;
    let actor = ada(&index).await;
    index.person("bob").await;
    for other in ["bob", "nobody"] {
        assert_eq!(not_made(&index, &actor, new_token(other)).await, CreateTokenRefused::NotOwn);
    }
}

#[both]
async fn a_token_for_a_project_without_a_role_is_not_made(index: TestIndex) {
    let actor = ada(&index).await;
    let bob = index.person("bob").await;
    index.project("bread", bob.id).await;
    let token = NewToken { projects: vec![normalized("cheese"), normalized("bread")], ..new_token("ada") };
    assert_eq!(not_made(&index, &actor, token).await, CreateTokenRefused::NoRole { project: "bread".into() });
}

#[both]
async fn a_session_that_has_not_stepped_up_changes_no_tokens(index: TestIndex) {
    let actor = ada(&index).await;
    let token = made(&index, &actor, new_token("ada")).await;
    index.advance(FRESH);
    let required = StepUpRefused::Required;
    assert_eq!(not_made(&index, &actor, new_token("ada")).await, CreateTokenRefused::StepUp(required.clone()));
    assert_eq!(not_revoked(&index, &actor, &token).await, RevokeTokenRefused::StepUp(required));
    assert!(authenticate(&index.ctx, &token.token).await.is_ok());
}

#[tokio::test]
async fn a_session_by_password_alone_makes_no_token_where_a_factor_is_demanded() {
    let index = TestIndex::new().await;
    let ada = index.somebody_without_factor("ada").await;
    let actor = signed_in(&index, ada.account, SignInMethod::Password).await;
    made(&index, &actor, new_token("ada")).await;
    index.project("cheese", ada.account).await;
    let refused = not_made(&index, &actor, new_token("ada")).await;
    let CreateTokenRefused::Permission(PermissionRefused::SecondFactorRequired { username, action, why, remedy }) =
        refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!((&username[..], action, remedy), ("ada", Action::CreateToken, Remedy::Enrol));
    assert_eq!((why.cohort, why.strength), (Cohort::Managers, Strength::Any));
}

#[tokio::test]
async fn without_a_verified_address_no_token_is_made() {
    let index = TestIndex::new().await;
    let actor = ada(&index).await;
    let account = actor.account().unwrap();
    unverify(&index, account).await;
    let refusal = PermissionRefused::UnverifiedAddress { username: "ada".into() };
    assert_eq!(not_made(&index, &actor, new_token("ada")).await, CreateTokenRefused::Permission(refusal));
}

#[both]
async fn people_revoke_their_own_tokens_and_no_others(index: TestIndex) {
    let actor = ada(&index).await;
    let bob = index.person("bob").await;
    let stranger = signed_in(&index, bob.id, SignInMethod::Totp).await;
    let token = made(&index, &actor, new_token("ada")).await;
    assert_eq!(not_revoked(&index, &stranger, &token).await, RevokeTokenRefused::NoToken { id: token.id });
    assert_eq!(list(&index.ctx, &actor).await.unwrap().len(), 1);
    revoke(&index.ctx, &actor, Some(&visitor()), token.id, "mine").await.unwrap();
    assert!(authenticate(&index.ctx, &token.token).await.is_err());
    assert_eq!(mails(&index, "token_revoked").await.len(), 1);
    assert_eq!(list(&index.ctx, &actor).await.unwrap(), []);
    assert_eq!(not_revoked(&index, &actor, &token).await, RevokeTokenRefused::AlreadyRevoked { id: token.id });
}

#[tokio::test]
async fn an_ended_session_and_a_frozen_account_change_no_tokens() {
    let index = TestIndex::new().await;
    let actor = ada(&index).await;
    let token = made(&index, &actor, new_token("ada")).await;
    let account = actor.account().unwrap();
    let ended: anyhow::Result<u64> =
        transaction!(index.ctx.db, |write| { store::sessions::end_all_but(write, account, None).await });
    ended.unwrap();
    let refusal = PermissionRefused::SessionEnded;
    assert_eq!(not_made(&index, &actor, new_token("ada")).await, CreateTokenRefused::Permission(refusal.clone()));
    assert_eq!(not_revoked(&index, &actor, &token).await, RevokeTokenRefused::Permission(refusal.clone()));
    let refused = list(&index.ctx, &actor).await;
    assert!(matches!(refused, Err(Failure::Refused(ListTokensRefused::Permission(_)))), "{refused:?}");

    let actor = signed_in(&index, account, SignInMethod::Totp).await;
    let frozen: anyhow::Result<()> =
        transaction!(index.ctx.db, |write| { store::accounts::set_state(write, account, AccountState::Frozen).await });
    frozen.unwrap();
    let refusal = PermissionRefused::AccountNotActive { username: "ada".into() };
    assert_eq!(not_made(&index, &actor, new_token("ada")).await, CreateTokenRefused::Permission(refusal));
}

#[tokio::test]
async fn tokens_are_listed_with_their_scope_and_their_end() {
    let index = TestIndex::new().await;
    let actor = ada(&index).await;
    let narrow = NewToken {
        name: Some("narrow".into()),
        projects: vec![normalized("cheese")],
        expires_in: Some(TimeDelta::minutes(5)),
        ..new_token("ada")
    };
    made(&index, &actor, narrow).await;
    index.advance(TimeDelta::minutes(5));
    made(&index, &actor, NewToken { name: Some("wide".into()), ..new_token("ada") }).await;
    let lines = list(&index.ctx, &actor).await.unwrap();
    assert_eq!(lines.iter().map(|line| &line.name[..]).collect::<Vec<_>>(), ["wide", "narrow"]);
    assert_eq!((lines[0].projects.clone(), lines[0].expires_at, lines[0].is_expired), (None, None, false));
    assert_eq!((lines[1].projects.clone(), lines[1].is_expired), (Some(vec!["cheese".to_owned()]), true));
    let bearer = index.wide_token("ada").await;
    let bearer = authenticate(&index.ctx, &bearer.token).await.unwrap();
    let refused = list(&index.ctx, &bearer).await;
    assert!(matches!(refused, Err(Failure::Refused(ListTokensRefused::NotSignedIn))), "{refused:?}");
}

#[both]
async fn the_end_of_a_token_is_told_once_and_seven_days_before(index: TestIndex) {
    index.person("ada").await;
    let lasting = |days, name: &str| NewToken {
        name: Some(name.to_owned()),
        expires_in: Some(TimeDelta::days(days)),
        ..new_token("ada")
    };
    for token in [lasting(30, "ci"), lasting(7, "brief"), new_token("ada")] {
        create(&index.ctx, &Actor::Operator, None, token).await.unwrap();
    }
    let gone = create(&index.ctx, &Actor::Operator, None, lasting(30, "gone")).await.unwrap();
    revoke(&index.ctx, &Actor::Operator, None, gone.id, "x").await.unwrap();
    index.advance(TimeDelta::days(23) - TimeDelta::seconds(1));
    assert_eq!(warn_expiring(&index.ctx).await.unwrap(), 0);
    index.advance(TimeDelta::seconds(1));
    assert_eq!(warn_expiring(&index.ctx).await.unwrap(), 1);
    index.advance(TimeDelta::days(1));
    assert_eq!(warn_expiring(&index.ctx).await.unwrap(), 0);
    index.advance(TimeDelta::days(7));
    assert_eq!(warn_expiring(&index.ctx).await.unwrap(), 0);
    let mails = mails(&index, "token_expiring").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].address, "ada@people.example");
}

#[tokio::test]
async fn an_account_without_a_verified_address_has_no_warning_and_no_fault() {
    let index = TestIndex::new().await;
    let ada = index.person("ada").await;
    let token = NewToken { expires_in: Some(TimeDelta::days(30)), ..new_token("ada") };
    create(&index.ctx, &Actor::Operator, None, token).await.unwrap();
    unverify(&index, ada.id).await;
    index.advance(TimeDelta::days(25));
    assert_eq!(warn_expiring(&index.ctx).await.unwrap(), 0);
}
