//! Passwords that are set anew: by a mailed link, by their owner, by an operator.

use crate::{
    factors::{code, has_event, has_mail, sign_in},
    registration::{mailed, outbox, refusal, visitor},
};
use chrono::TimeDelta;
use domain::{
    Failure, Refusal as _, accounts::AccountState, ids::AccountId, links::LinkKind, permission::Actor,
    sessions::SignInMethod,
};
use service::{
    accounts::{NewAccount, create},
    password_reset::{Proof, ResetRefused, change_password, complete, open, request, set_password},
    sessions::{Browser, open_after},
};
use store::transaction;
use testkit_index::{TestIndex, new_account};
use testkit_macros::both;

const OLD: &str = "violet gravel teapot ninety";
const NEW: &str = "amber lantern quartz eleven";

struct Person {
    id: AccountId,
    secret: String,
    codes: Vec<String>,
}

async fn person(index: &TestIndex, totp: bool) -> Person {
    let account = NewAccount { password: Some(OLD.to_owned()), totp, ..new_account("ada") };
    let made = create(&index.ctx, &Actor::Operator, account).await.unwrap();
    let uri = made.otpauth_uri.unwrap_or_default();
    let secret = uri.split_once("secret=").map(|(_, rest)| rest.split('&').next().unwrap().to_owned());
    Person { id: made.id, secret: secret.unwrap_or_default(), codes: made.recovery_codes }
}

async fn link(index: &TestIndex) -> String {
    request(&index.ctx, &visitor(), "ada").await.unwrap();
    mailed(&index.ctx, "password_reset", LinkKind::ResetPassword).await
}

async fn is_password(index: &TestIndex, account: AccountId, password: &str) -> bool {
    let stored = store::accounts::password_hash(&mut index.db.read().await.unwrap(), account).await.unwrap();
    service::passwords::verify(&index.ctx, &stored.unwrap(), password).await.unwrap().is_right()
}

async fn sessions(index: &TestIndex, account: AccountId) -> usize {
    store::sessions::of(&mut index.db.read().await.unwrap(), account).await.unwrap().len()
}

async fn devices(index: &TestIndex, account: AccountId) -> usize {
    store::sessions::devices::of(&mut index.db.read().await.unwrap(), account).await.unwrap().len()
}

#[both]
async fn a_link_sets_a_new_password_and_ends_sessions_and_devices(index: TestIndex) {
    let ada = person(&index, false).await;
    open_after(&index.ctx, &Browser::new(visitor()), ada.id, SignInMethod::Password).await.unwrap();
    assert_eq!((sessions(&index, ada.id).await, devices(&index, ada.id).await), (1, 1));
    let secret = link(&index).await;
    assert!(!open(&index.ctx, &secret).await.unwrap().asks_factor());
    complete(&index.ctx, &visitor(), &secret, NEW, None).await.unwrap();
    assert!(is_password(&index, ada.id, NEW).await);
    assert_eq!((sessions(&index, ada.id).await, devices(&index, ada.id).await), (0, 0));
    assert!(has_event(&index, ada.id, "account:password:reset").await && has_mail(&index, "password_changed").await);
    let again = complete(&index.ctx, &visitor(), &secret, OLD, None).await;
    assert_eq!(refusal(again).code(), "link-not-open");
}

#[both]
async fn fifty_uses_of_one_reset_link_set_one_password(index: TestIndex) {
    let ada = person(&index, false).await;
    let secret = link(&index).await;
    let uses: Vec<_> = (0..50)
        .map(|number| {
            let (ctx, secret) = (index.ctx.clone(), secret.clone());
            let password = format!("{NEW} {number}");
            tokio::spawn(async move { complete(&ctx, &visitor(), &secret, &password, None).await })
        })
        .collect();
    let mut winners = Vec::new();
    for (number, one) in uses.into_iter().enumerate() {
        match one.await.unwrap() {
            Ok(()) => winners.push(number),
            Err(Failure::Refused(ResetRefused::Link(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert!(is_password(&index, ada.id, &format!("{NEW} {}", winners[0])).await);
}

#[tokio::test]
async fn whatever_is_typed_gets_the_same_answer() {
    let index = TestIndex::new().await;
    person(&index, false).await;
    let hashes = index.passwords.pool.taken();
    for typed in ["ada", "ADA@people.example", "nobody", "nobody@people.example", "", "x\0", "-", &"a".repeat(10_000)] {
        let answer = request(&index.ctx, &visitor_of(typed), typed).await;
        assert!(answer.is_ok(), "{typed:?}");
    }
    assert_eq!(index.passwords.pool.taken(), hashes);
    assert_eq!(outbox(&index.ctx).await.len(), 2);
}

/// Another address for each text, so that the limit of addresses stays out of it.
fn visitor_of(text: &str) -> domain::visitor::Visitor {
    domain::visitor::Visitor::new(std::net::Ipv4Addr::from(0x0a00_0000 + text.len() as u32).into(), "")
}

#[tokio::test]
async fn known_and_unknown_names_run_out_alike() {
    let index = TestIndex::new().await;
    person(&index, false).await;
    for typed in ["ada", "nobody"] {
        for number in 0..5 {
            let visitor = domain::visitor::Visitor::new(std::net::Ipv4Addr::from(0x0a00_0000 + number).into(), "");
            request(&index.ctx, &visitor, typed).await.unwrap();
        }
        let refused = request(&index.ctx, &visitor(), typed).await;
        assert_eq!(refusal(refused).code(), "too-many-attempts", "{typed}");
    }
}

#[tokio::test]
async fn an_account_gets_five_mails_a_day_under_all_its_names() {
    let index = TestIndex::new().await;
    person(&index, false).await;
    for (number, typed) in
        ["ada", "ada@people.example", "ada", "ada@people.example", "ada", "ada@people.example", "ada"]
            .into_iter()
            .enumerate()
    {
        let number = u32::try_from(number).unwrap();
        let visitor = domain::visitor::Visitor::new(std::net::Ipv4Addr::from(0x0a00_0000 + number).into(), "");
        request(&index.ctx, &visitor, typed).await.unwrap();
    }
    assert_eq!(outbox(&index.ctx).await.len(), 5);
}

#[tokio::test]
async fn an_address_that_is_not_verified_gets_no_link() {
    let index = TestIndex::new().await;
    let ada = person(&index, false).await;
    let row = store::addresses::of(&mut index.db.read().await.unwrap(), ada.id).await.unwrap().remove(0);
    let unverified: anyhow::Result<bool> =
        transaction!(index.db, |write| { store::addresses::unverify(write, row.id, "domain gone").await });
    assert!(unverified.unwrap());
    request(&index.ctx, &visitor(), "ada").await.unwrap();
    let kinds: Vec<_> = outbox(&index.ctx).await.into_iter().map(|line| line.kind).collect();
    assert_eq!(kinds, ["password_reset_unverified"]);
}

#[tokio::test]
async fn a_frozen_account_gets_no_mail_and_its_links_end() {
    let index = TestIndex::new().await;
    let ada = person(&index, false).await;
    let secret = link(&index).await;
    let frozen: anyhow::Result<()> =
        transaction!(index.db, |write| { store::accounts::set_state(write, ada.id, AccountState::Frozen).await });
    frozen.unwrap();
    request(&index.ctx, &visitor(), "ada").await.unwrap();
    assert_eq!(outbox(&index.ctx).await.len(), 1);
    let refused = complete(&index.ctx, &visitor(), &secret, NEW, None).await;
    assert_eq!(refusal(refused).code(), "link-not-open");
}

#[tokio::test]
async fn a_reset_link_ends_after_six_hours() {
    let index = TestIndex::new().await;
    person(&index, false).await;
    let secret = link(&index).await;
    index.advance(TimeDelta::hours(6) - TimeDelta::microseconds(1));
    open(&index.ctx, &secret).await.unwrap();
    index.advance(TimeDelta::microseconds(1));
    let refused = complete(&index.ctx, &visitor(), &secret, NEW, None).await;
    assert_eq!(refusal(refused).code(), "link-not-open");
}

#[tokio::test]
async fn a_new_password_ends_every_other_link() {
    let index = TestIndex::new().await;
    person(&index, false).await;
    let first = link(&index).await;
    index.advance(TimeDelta::seconds(1));
    let second = link(&index).await;
    assert_ne!(first, second);
    complete(&index.ctx, &visitor(), &second, NEW, None).await.unwrap();
    let refused = complete(&index.ctx, &visitor(), &first, OLD, None).await;
    assert_eq!(refusal(refused).code(), "link-not-open");
}

#[both]
async fn without_the_second_factor_nothing_is_reset(index: TestIndex) {
    let ada = person(&index, true).await;
    let secret = link(&index).await;
    assert!(open(&index.ctx, &secret).await.unwrap().asks_totp);
    let refused = complete(&index.ctx, &visitor(), &secret, NEW, None).await;
    assert_eq!(refusal(refused).code(), "reset-factor-missing");
    let wrong = complete(&index.ctx, &visitor(), &secret, NEW, Some(&Proof::Totp("000000".into()))).await;
    assert_eq!(refusal(wrong).code(), "totp-code-wrong");
    assert!(is_password(&index, ada.id, OLD).await);
    let right = Proof::Totp(code(&index, &ada.secret));
    complete(&index.ctx, &visitor(), &secret, NEW, Some(&right)).await.unwrap();
    assert!(is_password(&index, ada.id, NEW).await);
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_factor_and_is_burned() {
    let index = TestIndex::new().await;
    let ada = person(&index, true).await;
    let secret = link(&index).await;
    let proof = Proof::RecoveryCode(ada.codes[0].clone());
    complete(&index.ctx, &visitor(), &secret, NEW, Some(&proof)).await.unwrap();
    let left = store::recovery::left(&mut index.db.read().await.unwrap(), ada.id).await.unwrap();
    assert_eq!(left, 6);
    index.advance(TimeDelta::seconds(1));
    let refused = complete(&index.ctx, &visitor(), &link(&index).await, OLD, Some(&proof)).await;
    assert_eq!(refusal(refused).code(), "recovery-code-used");
}

#[tokio::test]
async fn guesses_at_the_factor_run_out() {
    let index = TestIndex::new().await;
    person(&index, true).await;
    let secret = link(&index).await;
    let mut codes = Vec::new();
    for _ in 0..6 {
        let guess = Proof::Totp("000000".into());
        codes.push(refusal(complete(&index.ctx, &visitor(), &secret, NEW, Some(&guess)).await).code());
    }
    assert_eq!(codes[..5], ["totp-code-wrong"; 5]);
    assert_eq!(codes[5], "too-many-attempts");
}

#[both]
async fn fifty_guesses_at_the_factor_at_one_instant_find_no_more_room(index: TestIndex) {
    person(&index, true).await;
    let secret = link(&index).await;
    let guesses = (0..50).map(|_| {
        let (ctx, secret) = (index.ctx.clone(), secret.clone());
        let guess = Proof::Totp("000000".into());
        tokio::spawn(async move { complete(&ctx, &visitor(), &secret, NEW, Some(&guess)).await })
    });
    let mut heard = 0;
    for guess in guesses.collect::<Vec<_>>() {
        heard += usize::from(refusal(guess.await.unwrap()).code() == "totp-code-wrong");
    }
    assert_eq!(heard, 5);
}

#[both]
async fn fifty_guesses_at_the_current_password_at_one_instant_find_no_more_room(index: TestIndex) {
    let ada = person(&index, true).await;
    let actor = sign_in(&index, ada.id).await;
    let guesses = (0..50).map(|_| {
        let (ctx, actor) = (index.ctx.clone(), actor.clone());
        tokio::spawn(async move { change_password(&ctx, &actor, &visitor(), NEW, NEW).await })
    });
    let mut heard = 0;
    for guess in guesses.collect::<Vec<_>>() {
        heard += usize::from(refusal(guess.await.unwrap()).code() == "password-current-wrong");
    }
    assert_eq!(heard, 10);
}

#[tokio::test]
async fn a_form_that_is_no_guess_leaves_the_limit_alone() {
    let index = TestIndex::new().await;
    let ada = person(&index, true).await;
    let secret = link(&index).await;
    for _ in 0..8 {
        let typo = Proof::Totp("12345".into());
        let refused = complete(&index.ctx, &visitor(), &secret, NEW, Some(&typo)).await;
        assert_eq!(refusal(refused).code(), "totp-code-form");
    }
    let right = Proof::Totp(code(&index, &ada.secret));
    complete(&index.ctx, &visitor(), &secret, NEW, Some(&right)).await.unwrap();
}

#[tokio::test]
async fn a_weak_password_leaves_the_link_open() {
    let index = TestIndex::new().await;
    person(&index, false).await;
    let secret = link(&index).await;
    let refused = complete(&index.ctx, &visitor(), &secret, "password", None).await;
    assert_eq!(refusal(refused).code(), "password-weak");
    complete(&index.ctx, &visitor(), &secret, NEW, None).await.unwrap();
}

#[tokio::test]
async fn a_disabled_password_works_again_after_a_reset() {
    let index = TestIndex::new().await;
    let ada = person(&index, false).await;
    let disabled: anyhow::Result<()> = transaction!(index.db, |write| {
        store::sessions::set_password_disabled(write, ada.id, Some("compromised")).await
    });
    disabled.unwrap();
    complete(&index.ctx, &visitor(), &link(&index).await, NEW, None).await.unwrap();
    let line = store::sessions::password(&mut index.db.read().await.unwrap(), ada.id).await.unwrap();
    assert_eq!(line.password_disabled_for, None);
}

#[both]
async fn an_owner_changes_the_password_and_keeps_only_this_session(index: TestIndex) {
    let ada = person(&index, true).await;
    let other = sign_in(&index, ada.id).await;
    let actor = sign_in(&index, ada.id).await;
    change_password(&index.ctx, &actor, &visitor(), OLD, NEW).await.unwrap();
    assert!(is_password(&index, ada.id, NEW).await);
    assert_eq!(sessions(&index, ada.id).await, 1);
    let refused = change_password(&index.ctx, &other, &visitor(), NEW, OLD).await;
    assert_eq!(refusal(refused).code(), "session-ended");
    assert!(has_event(&index, ada.id, "account:password:change").await && has_mail(&index, "password_changed").await);
}

#[tokio::test]
async fn the_current_password_is_asked_for_and_guesses_run_out() {
    let index = TestIndex::new().await;
    let ada = person(&index, true).await;
    let actor = sign_in(&index, ada.id).await;
    for _ in 0..10 {
        let refused = change_password(&index.ctx, &actor, &visitor(), NEW, NEW).await;
        assert_eq!(refusal(refused).code(), "password-current-wrong");
    }
    let refused = change_password(&index.ctx, &actor, &visitor(), OLD, NEW).await;
    assert_eq!(refusal(refused).code(), "too-many-attempts");
}

#[tokio::test]
async fn a_password_is_changed_after_a_step_up_only() {
    let index = TestIndex::new().await;
    let ada = person(&index, true).await;
    let actor = sign_in(&index, ada.id).await;
    index.advance(TimeDelta::minutes(15));
    let refused = change_password(&index.ctx, &actor, &visitor(), OLD, NEW).await;
    assert_eq!(refusal(refused).code(), "step-up-required");
    let refused = change_password(&index.ctx, &Actor::Operator, &visitor(), OLD, NEW).await;
    assert_eq!(refusal(refused).code(), "account-not-owner");
}

#[tokio::test]
async fn an_operator_sets_a_password_by_command() {
    let index = TestIndex::new().await;
    let ada = person(&index, true).await;
    let actor = sign_in(&index, ada.id).await;
    let (name, nobody) = ("ada".parse().unwrap(), "nobody".parse().unwrap());
    assert_eq!(refusal(set_password(&index.ctx, &actor, &name, NEW).await).code(), "set-password-not-operator");
    let operator = &Actor::Operator;
    assert_eq!(refusal(set_password(&index.ctx, operator, &nobody, NEW).await).code(), "set-password-no-account");
    assert_eq!(refusal(set_password(&index.ctx, operator, &name, "ada").await).code(), "password-short");
    set_password(&index.ctx, operator, &name, NEW).await.unwrap();
    assert!(is_password(&index, ada.id, NEW).await);
    assert_eq!(sessions(&index, ada.id).await, 0);
    assert!(has_event(&index, ada.id, "account:password:set").await);
    assert!(has_mail(&index, "password_set_by_operator").await);
}
