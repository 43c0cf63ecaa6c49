//! Addresses: proved before they are anybody's, and what strangers learn.

use crate::{
    factors::{has_event, has_mail, sign_in},
    registration::{mailed, outbox, refusal, visitor},
};
use chrono::TimeDelta;
use domain::{Refusal as _, accounts::EmailAddress, ids::AccountId, links::LinkKind, permission::Actor};
use service::addresses::{add, cancel, make_private, make_public, proof, remove, resend, set_primary, verify, waiting};
use store::{addresses::AddressRow, transaction};
use testkit_index::TestIndex;
use testkit_macros::both;

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

async fn ada(index: &TestIndex) -> (AccountId, Actor) {
    let account = index.somebody("ada").await.account;
    (account, sign_in(index, account).await)
}

async fn rows(index: &TestIndex, account: AccountId) -> Vec<AddressRow> {
    store::addresses::of(&mut index.db.read().await.unwrap(), account).await.unwrap()
}

async fn link(index: &TestIndex) -> String {
    mailed(&index.ctx, "verify_address", LinkKind::VerifyAddress).await
}

/// Adds an address and proves it.
async fn added(index: &TestIndex, actor: &Actor, text: &str) -> EmailAddress {
    let address = address(text);
    add(&index.ctx, actor, &visitor(), &address).await.unwrap();
    verify(&index.ctx, &visitor(), &link(index).await).await.unwrap();
    address
}

#[both]
async fn an_address_is_the_accounts_once_it_is_proved(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    add(&index.ctx, &actor, &visitor(), &address("Second@people.example")).await.unwrap();
    assert_eq!(rows(&index, account).await.len(), 1);
    assert_eq!(waiting(&index.ctx, account).await.unwrap()[0].address, "second@people.example");
    let secret = link(&index).await;
    assert_eq!(proof(&index.ctx, &secret).await.unwrap().username, "ada");
    verify(&index.ctx, &visitor(), &secret).await.unwrap();
    let rows = rows(&index, account).await;
    assert_eq!(
        (&rows[1].address[..], rows[1].is_primary, rows[1].verified_at.is_some()),
        ("Second@people.example", false, true)
    );
    assert!(waiting(&index.ctx, account).await.unwrap().is_empty());
    let told: Vec<_> = outbox(&index.ctx).await.into_iter().filter(|line| line.kind == "address_added").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].address, "ada@people.example");
    assert_eq!(refusal(verify(&index.ctx, &visitor(), &secret).await).code(), "link-not-open");
}

#[tokio::test]
async fn an_address_of_somebody_else_looks_like_a_free_one() {
    let index = TestIndex::new().await;
    let (account, actor) = ada(&index).await;
    index.somebody("bob").await;
    let mut seen = Vec::new();
    for text in ["free@people.example", "BOB@people.example"] {
        let mails = outbox(&index.ctx).await.len();
        add(&index.ctx, &actor, &visitor(), &address(text)).await.unwrap();
        let list = waiting(&index.ctx, account).await.unwrap();
        seen.push((outbox(&index.ctx).await.len() - mails, list[0].address == text.to_lowercase()));
    }
    assert_eq!(seen, [(1, true), (1, true)]);
    assert_eq!(outbox(&index.ctx).await[0].kind, "address_in_use");
}

#[tokio::test]
async fn an_address_that_somebody_else_proved_first_is_refused() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    add(&index.ctx, &actor, &visitor(), &address("bob@people.example")).await.unwrap();
    let secret = link(&index).await;
    index.somebody("bob").await;
    assert_eq!(refusal(verify(&index.ctx, &visitor(), &secret).await).code(), "address-in-use");
}

#[tokio::test]
async fn one_s_own_address_and_a_disposable_one_are_refused() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    for (text, code) in [("ADA@people.example", "address-yours"), ("x@mailinator.com", "address-domain")] {
        let refused = add(&index.ctx, &actor, &visitor(), &address(text)).await;
        assert_eq!(refusal(refused).code(), code);
    }
}

#[tokio::test]
async fn a_link_to_prove_an_address_ends_after_a_day() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    add(&index.ctx, &actor, &visitor(), &address("second@people.example")).await.unwrap();
    let secret = link(&index).await;
    index.advance(TimeDelta::days(1));
    assert_eq!(refusal(verify(&index.ctx, &visitor(), &secret).await).code(), "link-not-open");
}

#[tokio::test]
async fn a_mail_that_is_asked_for_again_ends_the_earlier_link() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    let second = address("second@people.example");
    add(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    let first = link(&index).await;
    index.advance(TimeDelta::seconds(1));
    resend(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    assert_eq!(refusal(verify(&index.ctx, &visitor(), &first).await).code(), "link-not-open");
    verify(&index.ctx, &visitor(), &link(&index).await).await.unwrap();
    let refused = resend(&index.ctx, &actor, &visitor(), &second).await;
    assert_eq!(refusal(refused).code(), "address-yours");
    let unknown = resend(&index.ctx, &actor, &visitor(), &address("x@people.example")).await;
    assert_eq!(refusal(unknown).code(), "address-unknown");
}

#[tokio::test]
async fn a_mailbox_gets_three_mails_at_most() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    let second = address("second@people.example");
    add(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    for _ in 0..2 {
        resend(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    }
    let refused = resend(&index.ctx, &actor, &visitor(), &second).await;
    assert_eq!(refusal(refused).code(), "too-many-attempts");
}

#[tokio::test]
async fn an_account_has_ten_addresses_at_most() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    for number in 0..9 {
        // Slower than the limit of changes.
        index.advance(TimeDelta::minutes(5));
        let again = sign_in(&index, actor.account().unwrap()).await;
        add(&index.ctx, &again, &visitor(), &address(&format!("a{number}@people.example"))).await.unwrap();
    }
    index.advance(TimeDelta::minutes(5));
    let again = sign_in(&index, actor.account().unwrap()).await;
    let refused = add(&index.ctx, &again, &visitor(), &address("last@people.example")).await;
    assert_eq!(refusal(refused).code(), "address-too-many");
}

#[both]
async fn a_removed_address_is_told_and_free_for_others(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    let second = added(&index, &actor, "second@people.example").await;
    remove(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    assert_eq!(rows(&index, account).await.len(), 1);
    let told: Vec<_> = outbox(&index.ctx).await.into_iter().filter(|line| line.kind == "address_removed").collect();
    assert_eq!(told.len(), 2);
    assert!(has_event(&index, account, "account:address:remove").await);
    let bob = index.somebody("bob").await.account;
    let bob = sign_in(&index, bob).await;
    index.advance(TimeDelta::hours(6));
    let bob_again = sign_in(&index, bob.account().unwrap()).await;
    added(&index, &bob_again, "Second@people.example").await;
}

#[tokio::test]
async fn the_primary_address_and_those_of_others_are_not_removed() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    index.somebody("bob").await;
    for (text, code) in [("ada@people.example", "address-primary"), ("bob@people.example", "address-unknown")] {
        let refused = remove(&index.ctx, &actor, &visitor(), &address(text)).await;
        assert_eq!(refusal(refused).code(), code);
    }
}

#[both]
async fn the_earlier_primary_address_hears_of_the_new_one(index: TestIndex) {
    let (account, actor) = ada(&index).await;
    let second = added(&index, &actor, "second@people.example").await;
    set_primary(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    let rows = rows(&index, account).await;
    assert_eq!((&rows[0].address[..], rows[0].is_primary, rows[1].is_primary), ("second@people.example", true, false));
    let lines = outbox(&index.ctx).await;
    let told = lines.iter().any(|it| it.kind == "primary_address_changed" && it.address == "ada@people.example");
    assert!(told && has_event(&index, account, "account:address:primary").await);
}

#[tokio::test]
async fn an_address_that_is_not_verified_is_neither_primary_nor_public() {
    let index = TestIndex::new().await;
    let (account, actor) = ada(&index).await;
    let second = added(&index, &actor, "second@people.example").await;
    let id = rows(&index, account).await[1].id;
    let unverified: anyhow::Result<bool> =
        transaction!(index.db, |write| { store::addresses::unverify(write, id, "domain gone").await });
    assert!(unverified.unwrap());
    let refused = set_primary(&index.ctx, &actor, &visitor(), &second).await;
    assert_eq!(refusal(refused).code(), "address-not-verified");
    let refused = make_public(&index.ctx, &actor, &visitor(), &second).await;
    assert_eq!(refusal(refused).code(), "address-not-verified");
    index.advance(TimeDelta::seconds(1));
    resend(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    verify(&index.ctx, &visitor(), &link(&index).await).await.unwrap();
    set_primary(&index.ctx, &actor, &visitor(), &second).await.unwrap();
}

#[tokio::test]
async fn one_address_or_none_is_public() {
    let index = TestIndex::new().await;
    let (account, actor) = ada(&index).await;
    let second = added(&index, &actor, "second@people.example").await;
    let public = async || rows(&index, account).await.iter().map(|row| row.is_public).collect::<Vec<_>>();
    make_public(&index.ctx, &actor, &visitor(), &address("ada@people.example")).await.unwrap();
    make_public(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    assert_eq!(public().await, [false, true]);
    make_private(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(public().await, [false, false]);
}

#[tokio::test]
async fn a_wish_for_an_address_is_taken_back() {
    let index = TestIndex::new().await;
    let (account, actor) = ada(&index).await;
    let second = address("second@people.example");
    add(&index.ctx, &actor, &visitor(), &second).await.unwrap();
    cancel(&index.ctx, &actor, &second).await.unwrap();
    assert!(waiting(&index.ctx, account).await.unwrap().is_empty());
    assert_eq!(refusal(cancel(&index.ctx, &actor, &second).await).code(), "address-unknown");
    assert!(has_mail(&index, "verify_address").await);
}

#[tokio::test]
async fn without_a_fresh_step_up_nothing_about_addresses_changes() {
    let index = TestIndex::new().await;
    let (_, actor) = ada(&index).await;
    index.advance(TimeDelta::minutes(15));
    let (ctx, it) = (&index.ctx, address("ada@people.example"));
    let codes = [
        refusal(add(ctx, &actor, &visitor(), &address("x@people.example")).await).code(),
        refusal(remove(ctx, &actor, &visitor(), &it).await).code(),
        refusal(set_primary(ctx, &actor, &visitor(), &it).await).code(),
        refusal(make_public(ctx, &actor, &visitor(), &it).await).code(),
    ];
    assert_eq!(codes, ["step-up-required"; 4]);
}

#[tokio::test]
async fn neither_a_token_nor_the_command_line_changes_addresses() {
    let index = TestIndex::new().await;
    let token = index.somebody("ada").await.token;
    let actor = service::tokens::authenticate(&index.ctx, &token).await.unwrap();
    for actor in [actor, Actor::Operator] {
        let refused = add(&index.ctx, &actor, &visitor(), &address("x@people.example")).await;
        assert_eq!(refusal(refused).code(), "account-not-owner");
    }
}
