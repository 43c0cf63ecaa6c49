//! Recovery codes: made eight at a time, each good once.

use crate::factors::{enrol_totp, has_event, has_mail, newcomer, prepared, sign_in, visitor};
use domain::{Failure, ids::AccountId, mandate::Strength};
use futures::future::join_all;
use service::recovery::{Burned, RecoveryRefused, burn, generate, prove};
use std::sync::Arc;
use store::transaction;
use testkit_index::TestIndex;
use testkit_macros::both;

async fn burn_one(index: &TestIndex, account: AccountId, code: &str) -> Result<Burned, Failure<RecoveryRefused>> {
    transaction!(index.db, |write| { burn(&index.ctx, write, account, &visitor(), code).await })
}

async fn refusal_of(index: &TestIndex, account: AccountId, code: &str) -> RecoveryRefused {
    match burn_one(index, account, code).await {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("it is not refused: {other:?}"),
    }
}

#[both]
async fn eight_different_codes_are_made_and_mailed_about(index: TestIndex) {
    let (account, actor) = newcomer(&index, "ada").await;
    let mut codes = generate(&index.ctx, &actor, &visitor()).await.unwrap();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 8);
    assert!(has_event(&index, account, "recovery-codes:create").await);
    assert!(has_mail(&index, "recovery_codes_made").await);
}

#[both]
async fn a_code_is_good_once(index: TestIndex) {
    let (account, _, codes) = prepared(&index, "ada").await;
    let typed = codes[1].to_uppercase();
    assert_eq!(burn_one(&index, account, &format!(" {typed} ")).await.unwrap(), Burned { left: 6, activated: 0 });
    assert_eq!(refusal_of(&index, account, &codes[1]).await, RecoveryRefused::Used);
    assert_eq!(refusal_of(&index, account, &codes[0]).await, RecoveryRefused::Used);
    assert!(has_mail(&index, "recovery_code_used").await);
}

#[tokio::test]
async fn anything_else_burns_nothing() {
    let index = TestIndex::new().await;
    let (account, _, _) = prepared(&index, "ada").await;
    let (_, _, foreign) = prepared(&index, "grace").await;
    assert_eq!(refusal_of(&index, account, "").await, RecoveryRefused::Form);
    assert_eq!(refusal_of(&index, account, "123456").await, RecoveryRefused::Form);
    assert_eq!(refusal_of(&index, account, "0123456789abcdef").await, RecoveryRefused::Wrong);
    assert_eq!(refusal_of(&index, account, &foreign[1]).await, RecoveryRefused::Wrong);
}

#[both]
async fn of_fifty_uses_of_one_code_one_succeeds(index: TestIndex) {
    let (account, _, codes) = prepared(&index, "ada").await;
    let index = Arc::new(index);
    let uses = (0..50).map(|_| {
        let (index, code) = (Arc::clone(&index), codes[1].clone());
        tokio::spawn(async move { burn_one(&index, account, &code).await })
    });
    let mut succeeded = 0;
    for outcome in join_all(uses).await {
        match outcome.unwrap() {
            Ok(_) => succeeded += 1,
            Err(Failure::Refused(refusal)) => assert_eq!(refusal, RecoveryRefused::Used),
            Err(Failure::Broken(fault)) => panic!("{fault:#}"),
        }
    }
    assert_eq!(succeeded, 1);
    let left = store::recovery::left(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert_eq!(left, 6);
}

#[tokio::test]
async fn the_owner_is_reminded_when_two_are_left() {
    let index = TestIndex::new().await;
    let (account, _, codes) = prepared(&index, "ada").await;
    for code in &codes[1..5] {
        burn_one(&index, account, code).await.unwrap();
    }
    assert!(!has_mail(&index, "recovery_codes_few").await);
    assert_eq!(burn_one(&index, account, &codes[5]).await.unwrap().left, 2);
    assert!(has_mail(&index, "recovery_codes_few").await);
}

#[both]
async fn new_codes_end_the_old_ones_and_switch_nothing_off(index: TestIndex) {
    let (account, mut actor, old) = prepared(&index, "ada").await;
    enrol_totp(&index, &mut actor, "phone").await;
    let mut actor = sign_in(&index, account).await;
    let new = generate(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(refusal_of(&index, account, &old[1]).await, RecoveryRefused::Wrong);
    let standing = store::two_factor::standing(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert_eq!(standing.strength(), Some(Strength::Any));

    // Another factor waits until somebody has shown where the new codes are.
    let (second, _) = enrol_totp(&index, &mut actor, "tablet").await;
    assert!(!second.is_active);
    assert_eq!(prove(&index.ctx, &actor, &visitor(), &new[0]).await.unwrap().burned.activated, 1);
}

#[both]
async fn a_factor_that_becomes_active_ends_other_sessions(index: TestIndex) {
    let (account, mut actor) = newcomer(&index, "ada").await;
    enrol_totp(&index, &mut actor, "phone").await;
    let codes = generate(&index.ctx, &actor, &visitor()).await.unwrap();
    sign_in(&index, account).await;
    prove(&index.ctx, &actor, &visitor(), &codes[0]).await.unwrap();
    assert_eq!(store::sessions::of(&mut index.db.read().await.unwrap(), account).await.unwrap().len(), 1);
}
