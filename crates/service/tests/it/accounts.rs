//! Making accounts.

use argon2::{Argon2, PasswordVerifier as _};
use domain::{
    Failure,
    accounts::AccountState,
    events::Subject,
    keys::Purpose,
    mandate::Strength,
    passwords::PasswordRefused,
    permission::{Action, Actor, Bearer},
    two_factor::TotpSecret,
};
use service::{
    accounts::{CreateAccountRefused, CreatedAccount, NewAccount, create},
    permission,
    tokens::authenticate,
};
use store::transaction;
use testkit_index::{TestIndex, new_account, normalized};
use testkit_macros::both;

async fn made(index: &TestIndex, account: NewAccount) -> Result<CreatedAccount, CreateAccountRefused> {
    create(&index.ctx, &Actor::Operator, account).await.map_err(|failure| match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Broken(fault) => panic!("{fault:#}"),
    })
}

async fn refused(index: &TestIndex, account: NewAccount) -> CreateAccountRefused {
    made(index, account).await.expect_err("the account is refused")
}

#[both]
async fn an_account_with_a_factor_passes_the_default_mandate(index: TestIndex) {
    index.person("ada").await;
    let token = index.wide_token("ada").await;
    let actor = authenticate(&index.ctx, &token.token).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let permitted =
        permission::require(&mut read, &actor, Action::CreateProject, &normalized("x"), index.now()).await.unwrap();
    let account = permitted.facts.account.unwrap();
    assert_eq!((account.username.as_str(), account.state), ("ada", AccountState::Active));
    assert!(account.verified_address && !account.superuser && !account.token_revoked);
    assert_eq!(account.strength, Some(Strength::Any));
    assert_eq!(permitted.notice, None);
}

#[tokio::test]
async fn an_account_without_a_factor_does_not_pass() {
    let index = TestIndex::new().await;
    made(&index, new_account("ada")).await.unwrap();
    let token = index.wide_token("ada").await;
    let actor = authenticate(&index.ctx, &token.token).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let refused = permission::require(&mut read, &actor, Action::CreateProject, &normalized("x"), index.now()).await;
    let Err(Failure::Refused(refusal)) = refused else { panic!("{refused:?}") };
    assert_eq!(domain::Refusal::code(&refusal), "second-factor-required");
}

#[both]
async fn the_secret_of_a_factor_is_sealed_and_fits_the_address(index: TestIndex) {
    let account = index.person("ada").await;
    let mut read = index.db.read().await.unwrap();
    let [stored] = store::two_factor::totp_of(&mut read, account.id).await.unwrap().try_into().unwrap();
    let opened = index.keys.load().open(Purpose::TotpSecrets, stored.id, &stored.sealed).unwrap();
    let secret = TotpSecret::new(opened.try_into().unwrap());
    assert_eq!(account.otpauth_uri, Some(secret.otpauth_uri("Fromagerie", "ada").unwrap()));
    assert!(!stored.sealed.windows(20).any(|window| window == secret.as_bytes()));
}

#[both]
async fn seven_recovery_codes_are_left(index: TestIndex) {
    let account = index.person("ada").await;
    assert_eq!(account.recovery_codes.len(), 7);
    let mut read = index.db.read().await.unwrap();
    assert_eq!(store::recovery::left(&mut read, account.id).await.unwrap(), 7);
}

#[tokio::test]
async fn an_account_without_a_factor_gets_no_codes() {
    let account = made(&TestIndex::new().await, new_account("ada")).await.unwrap();
    assert_eq!((account.otpauth_uri, account.recovery_codes), (None, vec![]));
}

#[tokio::test]
async fn a_password_is_stored_as_argon2id_with_the_parameters_of_owasp() {
    let index = TestIndex::new().await;
    let account =
        made(&index, NewAccount { password: Some("correct horse".into()), ..new_account("ada") }).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let hash = store::accounts::password_hash(&mut read, account.id).await.unwrap().unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert!(Argon2::default().verify_password(b"correct horse", &hash[..]).is_ok());
    assert!(Argon2::default().verify_password(b"correct h0rse", &hash[..]).is_err());
}

#[tokio::test]
async fn a_password_that_is_too_short_or_too_long_is_refused() {
    let index = TestIndex::new().await;
    let with = |password: String| NewAccount { password: Some(password), ..new_account("ada") };
    assert_eq!(refused(&index, with("1234567".into())).await, PasswordRefused::Short { length: 7 }.into());
    assert_eq!(refused(&index, with("x".repeat(4097))).await, PasswordRefused::Long { length: 4097 }.into());
    made(&index, with("kJ8#vq2!".into())).await.unwrap();
}

#[tokio::test]
async fn names_that_are_none_are_refused_as_they_are_read() {
    let refused = |username, email| NewAccount::parse(username, email).unwrap_err();
    assert!(matches!(refused("a", "ada@people.example"), CreateAccountRefused::Username(_)));
    assert!(matches!(refused("ada", "ada"), CreateAccountRefused::Address(_)));
}

#[both]
async fn a_user_name_that_differs_by_case_alone_is_taken(index: TestIndex) {
    made(&index, new_account("Ada")).await.unwrap();
    let other = NewAccount { email: "other@people.example".parse().unwrap(), ..new_account("aDA") };
    assert_eq!(refused(&index, other).await, CreateAccountRefused::UsernameTaken { username: "aDA".into() });
}

#[both]
async fn an_address_that_differs_by_case_alone_is_taken(index: TestIndex) {
    made(&index, new_account("ada")).await.unwrap();
    let other = NewAccount { email: "ADA@people.example".parse().unwrap(), ..new_account("bob") };
    assert_eq!(
        refused(&index, other).await,
        CreateAccountRefused::AddressTaken { address: "ADA@people.example".into() }
    );
}

#[tokio::test]
async fn the_user_name_of_a_deleted_account_stays_taken() {
    let index = TestIndex::new().await;
    let account = made(&index, new_account("ada")).await.unwrap();
    let deleted: anyhow::Result<()> =
        transaction!(index.db, |write| { store::accounts::set_state(write, account.id, AccountState::Deleted).await });
    deleted.unwrap();
    let again = NewAccount { email: "new@people.example".parse().unwrap(), ..new_account("ada") };
    assert_eq!(refused(&index, again).await, CreateAccountRefused::UsernameTaken { username: "ada".into() });
}

#[tokio::test]
async fn a_token_makes_no_accounts() {
    let index = TestIndex::new().await;
    let account = index.person("ada").await;
    let token = index.wide_token("ada").await;
    let actor = Actor::Token(Bearer { token: token.id, account: account.id, caveats: vec![] });
    let refused = create(&index.ctx, &actor, new_account("bob")).await;
    assert!(matches!(refused, Err(Failure::Refused(CreateAccountRefused::NotOperator))), "{refused:?}");
}

#[both]
async fn the_event_stands_in_the_log_of_the_account(index: TestIndex) {
    let account = index.person("ada").await;
    let mut read = index.db.read().await.unwrap();
    let [event] = store::events::of(&mut read, Subject::Account(account.id)).await.unwrap().try_into().unwrap();
    assert_eq!((event.tag.as_str(), event.actor_id, event.at), ("account:create", None, index.now()));
    assert_eq!(event.details["second_factor"], "totp");
}

#[both]
async fn of_many_accounts_of_one_user_name_at_once_one_is_made(index: TestIndex) {
    let spellings = ["ada", "Ada", "aDa", "adA", "ADa", "AdA", "aDA", "ADA"];
    let creations = spellings.iter().enumerate().map(|(number, username)| {
        let email = format!("{number}@people.example").parse().unwrap();
        let account = NewAccount { email, totp: true, ..new_account(username) };
        let ctx = index.ctx.clone();
        tokio::spawn(async move { create(&ctx, &Actor::Operator, account).await })
    });
    let mut made = 0;
    for creation in creations.collect::<Vec<_>>() {
        match creation.await.unwrap() {
            Ok(_) => made += 1,
            Err(Failure::Refused(CreateAccountRefused::UsernameTaken { .. })) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(made, 1);
    let mut read = index.db.read().await.unwrap();
    assert_eq!(store::accounts::list(&mut read).await.unwrap().len(), 1);
}

#[both]
async fn accounts_are_listed_and_shown(index: TestIndex) {
    let ada = index.person("ada").await;
    made(&index, NewAccount { superuser: true, ..new_account("Bob") }).await.unwrap();
    index.project("Cheese", ada.id).await;
    let mut read = index.db.read().await.unwrap();
    let lines = store::accounts::list(&mut read).await.unwrap();
    let shown: Vec<_> = lines.iter().map(|line| (&line.username[..], line.superuser, line.has_second_factor)).collect();
    assert_eq!(shown, [("ada", false, true), ("Bob", true, false)]);
    assert_eq!(lines[0].address.as_deref(), Some("ada@people.example"));
    let [address] = store::accounts::addresses(&mut read, ada.id).await.unwrap().try_into().unwrap();
    assert!(address.is_primary && address.verified_at == Some(index.now()));
    let roles = store::accounts::roles(&mut read, ada.id).await.unwrap();
    assert_eq!(roles, [("Cheese".to_owned(), domain::projects::Role::Owner)]);
}

#[both]
async fn a_name_that_looks_like_another_is_refused_as_at_registration(index: TestIndex) {
    made(&index, new_account("ada-lovelace")).await.unwrap();
    for look_alike in ["ada_lovelace", "ada-1ovelace", "ada-l0velace"] {
        let refused = refused(&index, new_account(look_alike)).await;
        assert_eq!(refused, CreateAccountRefused::UsernameUnavailable { username: look_alike.to_owned() });
    }
    // Operators may be called what nobody else may.
    made(&index, new_account("admin")).await.unwrap();
}

#[tokio::test]
async fn a_prohibited_name_is_no_account_by_command_either() {
    let index = TestIndex::new().await;
    let name = "grace".parse().unwrap();
    let kept: anyhow::Result<()> = transaction!(index.db, |write| {
        store::registration::prohibit_username(write, &name, "a person in the news", index.now()).await?;
        Ok(())
    });
    kept.unwrap();
    let refused = refused(&index, new_account("Grace")).await;
    assert_eq!(refused, CreateAccountRefused::UsernameUnavailable { username: "Grace".to_owned() });
}
