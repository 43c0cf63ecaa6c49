//! The link for the first operator.

use crate::factors::{code, code_at};
use chrono::TimeDelta;
use domain::{
    Failure,
    events::Subject,
    passwords::PasswordRefused,
    permission::Actor,
    registration::{RegistrationMode, RegistrationRule},
};
use service::{
    accounts::{CreateAccountRefused, CreatedAccount, NewAccount, create},
    registration::{SetRuleRefused, rule},
    setup::{MakeLinkRefused, UseLinkRefused, check_link, make_link, pending_authenticator, use_link},
    two_factor::{TwoFactorRefused, verify_totp},
};
use store::transaction;
use testkit_index::{TestIndex, new_account};
use testkit_macros::both;

async fn secret(index: &TestIndex) -> String {
    let link = make_link(&index.ctx).await.expect("the link is made");
    link.url.strip_prefix(&index.settings.urls.setup("")).expect("it is our address").to_owned()
}

fn operator(username: &str) -> NewAccount {
    NewAccount { password: Some("correct horse".into()), ..new_account(username) }
}

/// The code that the authenticator shows which took over the secret of the page.
async fn code_of(index: &TestIndex, secret: &str) -> String {
    match pending_authenticator(&index.ctx, secret).await {
        Ok(pending) => code(index, &pending.secret),
        Err(_) => "000000".to_owned(),
    }
}

async fn used(index: &TestIndex, secret: &str, account: NewAccount) -> Result<CreatedAccount, UseLinkRefused> {
    with_code(index, secret, account, &code_of(index, secret).await).await
}

async fn with_code(
    index: &TestIndex,
    secret: &str,
    account: NewAccount,
    code: &str,
) -> Result<CreatedAccount, UseLinkRefused> {
    use_link(&index.ctx, secret, account, &RegistrationRule::default(), code).await.map_err(refusal)
}

fn refusal(failure: Failure<UseLinkRefused>) -> UseLinkRefused {
    match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Broken(fault) => panic!("{fault:#}"),
    }
}

#[both]
async fn the_link_makes_an_operator_with_a_second_factor(index: TestIndex) {
    let secret = secret(&index).await;
    index.clock.advance(TimeDelta::minutes(1));
    check_link(&index.ctx, &secret).await.unwrap();
    let made = used(&index, &secret, operator("ada")).await.unwrap();
    assert!(made.otpauth_uri.is_some());
    assert_eq!(made.recovery_codes.len(), 7);
    let mut read = index.db.read().await.unwrap();
    let account = store::accounts::by_id(&mut read, made.id).await.unwrap().unwrap();
    assert!(account.superuser);
    let events = store::events::of(&mut read, Subject::Operator).await.unwrap();
    let tags: Vec<_> = events.iter().map(|event| &event.tag[..]).collect();
    assert_eq!(tags, ["setup-link:create", "setup-link:use", "registration:set"]);
}

#[tokio::test]
async fn a_link_works_once() {
    let index = TestIndex::new().await;
    let secret = secret(&index).await;
    used(&index, &secret, operator("ada")).await.unwrap();
    assert_eq!(used(&index, &secret, operator("bob")).await.unwrap_err(), UseLinkRefused::NotOpen);
    assert_eq!(check_link(&index.ctx, &secret).await.map_err(refusal), Err(UseLinkRefused::NotOpen));
}

#[both]
async fn a_link_works_for_half_an_hour(index: TestIndex) {
    let secret = secret(&index).await;
    index.clock.advance(TimeDelta::minutes(30) - TimeDelta::microseconds(1));
    check_link(&index.ctx, &secret).await.unwrap();
    index.clock.advance(TimeDelta::microseconds(1));
    assert_eq!(used(&index, &secret, operator("ada")).await.unwrap_err(), UseLinkRefused::NotOpen);
}

#[tokio::test]
async fn a_new_link_takes_the_earlier_one_back() {
    let index = TestIndex::new().await;
    let (first, second) = (secret(&index).await, secret(&index).await);
    assert_eq!(used(&index, &first, operator("ada")).await.unwrap_err(), UseLinkRefused::NotOpen);
    used(&index, &second, operator("ada")).await.unwrap();
}

#[tokio::test]
async fn what_is_no_link_is_refused() {
    let index = TestIndex::new().await;
    secret(&index).await;
    for text in ["", "x", "é\0", &"A".repeat(43), &"A".repeat(10_000)] {
        assert_eq!(used(&index, text, operator("ada")).await.unwrap_err(), UseLinkRefused::NotOpen);
    }
}

#[tokio::test]
async fn while_an_operator_exists_no_link_is_made_or_used() {
    let index = TestIndex::new().await;
    let secret = secret(&index).await;
    create(&index.ctx, &Actor::Operator, NewAccount { superuser: true, ..new_account("ada") }).await.unwrap();
    assert_eq!(used(&index, &secret, operator("bob")).await.unwrap_err(), UseLinkRefused::OperatorExists);
    let refused = make_link(&index.ctx).await;
    assert!(matches!(refused, Err(Failure::Refused(MakeLinkRefused::OperatorExists))), "{refused:?}");
}

#[both]
async fn a_refused_account_leaves_the_link_open(index: TestIndex) {
    create(&index.ctx, &Actor::Operator, new_account("ada")).await.unwrap();
    let secret = secret(&index).await;
    assert_eq!(used(&index, &secret, new_account("bob")).await.unwrap_err(), UseLinkRefused::PasswordMissing);
    let short = NewAccount { password: Some("short".into()), ..new_account("bob") };
    let expected = UseLinkRefused::Account(PasswordRefused::Short { length: 5 }.into());
    assert_eq!(used(&index, &secret, short).await.unwrap_err(), expected);
    let expected = UseLinkRefused::Account(CreateAccountRefused::UsernameTaken { username: "Ada".into() });
    assert_eq!(used(&index, &secret, operator("Ada")).await.unwrap_err(), expected);
    used(&index, &secret, operator("bob")).await.unwrap();
}

#[both]
async fn the_link_says_who_may_register(index: TestIndex) {
    let secret = secret(&index).await;
    let domains = vec!["people.example".parse().unwrap()];
    let asked = RegistrationRule { mode: RegistrationMode::Domains, domains };
    let code = code_of(&index, &secret).await;
    use_link(&index.ctx, &secret, operator("ada"), &asked, &code).await.unwrap();
    assert_eq!(rule(&index.ctx).await.unwrap(), asked);
}

#[both]
async fn domains_without_a_domain_use_up_no_link(index: TestIndex) {
    let secret = secret(&index).await;
    let asked = RegistrationRule { mode: RegistrationMode::Domains, domains: Vec::new() };
    let code = code_of(&index, &secret).await;
    let refused = use_link(&index.ctx, &secret, operator("ada"), &asked, &code).await.map_err(refusal).unwrap_err();
    assert_eq!(refused, UseLinkRefused::Rule(SetRuleRefused::NoDomain));
    assert_eq!(rule(&index.ctx).await.unwrap(), RegistrationRule::default());
    assert!(used(&index, &secret, operator("ada")).await.is_ok());
}

#[both]
async fn fifty_uses_of_one_link_at_once_make_one_operator(index: TestIndex) {
    let secret = secret(&index).await;
    let code = code_of(&index, &secret).await;
    let uses: Vec<_> = (0..50)
        .map(|number| {
            let (ctx, secret, code) = (index.ctx.clone(), secret.clone(), code.clone());
            let rule = RegistrationRule::default();
            let account = operator(&format!("ada{number}"));
            tokio::spawn(async move { use_link(&ctx, &secret, account, &rule, &code).await })
        })
        .collect();
    let mut made = 0;
    for one in uses {
        match one.await.unwrap().map_err(refusal) {
            Ok(_) => made += 1,
            Err(UseLinkRefused::NotOpen | UseLinkRefused::OperatorExists) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(made, 1);
    let mut read = index.db.read().await.unwrap();
    assert_eq!(store::accounts::list(&mut read).await.unwrap().len(), 1);
}

#[both]
async fn no_account_exists_before_a_code_was_typed(index: TestIndex) {
    let secret = secret(&index).await;
    let pending = pending_authenticator(&index.ctx, &secret).await.unwrap();
    let table = [
        (String::new(), TwoFactorRefused::CodeForm),
        ("12345x".to_owned(), TwoFactorRefused::CodeForm),
        (code_at(&index, &pending.secret, 500), TwoFactorRefused::CodeWrong),
        (code_at(&index, &pending.secret, 5), TwoFactorRefused::ClockOff { seconds: 150 }),
    ];
    for (code, expected) in table {
        let refused = with_code(&index, &secret, operator("ada"), &code).await.unwrap_err();
        assert_eq!(refused, UseLinkRefused::Factor(expected), "{code}");
    }
    assert!(store::accounts::list(&mut index.db.read().await.unwrap()).await.unwrap().is_empty());
    used(&index, &secret, operator("ada")).await.unwrap();
}

#[both]
async fn the_code_that_was_typed_is_used_up_and_the_next_one_signs_in(index: TestIndex) {
    let secret = secret(&index).await;
    let totp = pending_authenticator(&index.ctx, &secret).await.unwrap().secret;
    let made = used(&index, &secret, operator("ada")).await.unwrap();
    let verify = async |code: String| {
        transaction!(index.db, |write| { verify_totp(&index.ctx, write, made.id, &code, index.now()).await })
    };
    let again = verify(code(&index, &totp)).await;
    assert!(matches!(again, Err(Failure::Refused(TwoFactorRefused::CodeUsed))), "{again:?}");
    index.advance(TimeDelta::seconds(30));
    verify(code(&index, &totp)).await.unwrap();
}

#[tokio::test]
async fn a_page_opened_twice_shows_one_secret_and_another_link_another() {
    let index = TestIndex::new().await;
    let first = secret(&index).await;
    let shown = pending_authenticator(&index.ctx, &first).await.unwrap().secret;
    index.advance(TimeDelta::minutes(3));
    assert_eq!(pending_authenticator(&index.ctx, &first).await.unwrap().secret, shown);
    let second = secret(&index).await;
    assert_ne!(pending_authenticator(&index.ctx, &second).await.unwrap().secret, shown);
    let closed = pending_authenticator(&index.ctx, &first).await.map_err(refusal);
    assert_eq!(closed.unwrap_err(), UseLinkRefused::NotOpen);
}

#[tokio::test]
async fn a_secret_shown_before_the_keys_were_rotated_still_proves_itself() {
    let index = TestIndex::new().await;
    let secret = secret(&index).await;
    let shown = pending_authenticator(&index.ctx, &secret).await.unwrap().secret;
    let rotated = index.keys.load().rotate([9; 32]);
    index.keys.store(std::sync::Arc::new(rotated));
    assert_ne!(pending_authenticator(&index.ctx, &secret).await.unwrap().secret, shown);
    let made = with_code(&index, &secret, operator("ada"), &code(&index, &shown)).await.unwrap();
    assert!(made.otpauth_uri.unwrap().contains(&shown));
}
