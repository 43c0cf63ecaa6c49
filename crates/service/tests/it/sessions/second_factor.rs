//! The second factor of a sign-in.

use super::*;
use crate::factors::prepared;
use chrono::TimeDelta;
use domain::{mandate::Strength, two_factor::FactorKind};
use service::{
    recovery::RecoveryRefused,
    sessions::{sign_in_by_passkey, waiting},
    two_factor::{
        TwoFactorRefused,
        webauthn::{begin_authentication, begin_passkey, begin_registration, finish_registration},
    },
};
use testkit::authenticator::SoftAuthenticator;
use testkit_macros::both;
use tokio::task::JoinHandle;

#[both]
async fn a_code_on_a_known_device_opens_a_session(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    let signed_in = signed_in(&index, &session.session).await.unwrap();
    assert_eq!((signed_in.bearer.method, signed_in.bearer.strength), (SignInMethod::Totp, Some(Strength::Any)));
    assert!(signed_in.has_factor && signed_in.bearer.stepped_up_at.is_some());
}

#[both]
async fn a_sign_in_waits_five_minutes_for_its_factor(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let sign_in = at_factor(&index, &browser, &ada).await;
    index.advance(TimeDelta::minutes(5) - TimeDelta::microseconds(1));
    assert!(waiting(&index.ctx, &sign_in).await.unwrap().is_some());
    index.advance(TimeDelta::microseconds(1));
    assert!(waiting(&index.ctx, &sign_in).await.unwrap().is_none());
    let late = second_factor(&index.ctx, &browser, &sign_in, &ada.totp(&index), false).await;
    assert_eq!(refusal(late), SignInRefused::Over);
}

#[both]
async fn a_sign_in_is_finished_once(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let sign_in = at_factor(&index, &browser, &ada).await;
    opened(second_factor(&index.ctx, &browser, &sign_in, &ada.totp(&index), false).await.unwrap());
    index.advance(TimeDelta::seconds(30));
    let again = second_factor(&index.ctx, &browser, &sign_in, &ada.totp(&index), false).await;
    assert_eq!(refusal(again), SignInRefused::Over);
}

#[both]
async fn a_wrong_code_leaves_the_sign_in_waiting(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let sign_in = at_factor(&index, &browser, &ada).await;
    let wrong = FactorProof::Totp("000000".into());
    let refused = refusal(second_factor(&index.ctx, &browser, &sign_in, &wrong, false).await);
    assert_eq!(refused, SignInRefused::from(TwoFactorRefused::CodeWrong));
    opened(second_factor(&index.ctx, &browser, &sign_in, &ada.totp(&index), false).await.unwrap());
}

#[both]
async fn a_code_is_good_once_even_where_the_device_was_never_confirmed(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    at_device(&index, &ada).await;
    let sign_in = at_factor(&index, &stranger(), &ada).await;
    let refused = refusal(second_factor(&index.ctx, &stranger(), &sign_in, &ada.totp(&index), false).await);
    assert_eq!(refused, SignInRefused::from(TwoFactorRefused::CodeUsed));
}

#[tokio::test]
async fn codes_are_guessed_at_five_times_in_five_minutes_from_wherever() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", true).await;
    let sign_in = at_factor(&index, &stranger(), &ada).await;
    let wrong = FactorProof::Totp("000000".into());
    for number in 0..5 {
        let refused = refusal(second_factor(&index.ctx, &stranger_at(number), &sign_in, &wrong, false).await);
        assert_eq!(refused, SignInRefused::from(TwoFactorRefused::CodeWrong));
    }
    let right = second_factor(&index.ctx, &stranger_at(9), &sign_in, &ada.totp(&index), false).await;
    assert!(matches!(refusal(right), SignInRefused::Proof(ProofRefused::Limit(_))));
}

#[tokio::test]
async fn a_hundred_codes_at_one_instant_find_no_more_room() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", true).await;
    let sign_in = at_factor(&index, &stranger(), &ada).await;
    let guesses = (0..100).map(|number| {
        let (ctx, sign_in) = (index.ctx.clone(), sign_in.clone());
        let wrong = FactorProof::Totp("000000".into());
        tokio::spawn(async move { second_factor(&ctx, &stranger_at(number), &sign_in, &wrong, false).await })
    });
    assert_eq!(judged(guesses.collect()).await, 5);
}

/// How many wrong codes of a burst were looked at; a limit kept the others away.
async fn judged(guesses: Vec<JoinHandle<Result<Step, Failure<SignInRefused>>>>) -> usize {
    let mut judged = 0;
    for guess in guesses {
        judged += usize::from(!matches!(refusal(guess.await.unwrap()), SignInRefused::Proof(ProofRefused::Limit(_))));
    }
    judged
}

#[both]
async fn fifty_codes_for_many_accounts_at_one_instant_from_one_address_find_no_more_room(index: TestIndex) {
    let mut sign_ins = Vec::new();
    for number in 0..11 {
        let ada = person(&index, &format!("ada-{number}"), true).await;
        sign_ins.push(at_factor(&index, &stranger_at(number), &ada).await);
    }
    let guesses = (0..50).map(|number| {
        let (ctx, sign_in) = (index.ctx.clone(), sign_ins[number % sign_ins.len()].clone());
        let wrong = FactorProof::Totp("000000".into());
        tokio::spawn(async move { second_factor(&ctx, &stranger(), &sign_in, &wrong, false).await })
    });
    assert_eq!(judged(guesses.collect()).await, 10);
}

#[both]
async fn a_recovery_code_used_to_sign_in_tells_where_from(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let sign_in = at_factor(&index, &browser, &ada).await;
    let proof = FactorProof::RecoveryCode(ada.codes[0].clone());
    opened(second_factor(&index.ctx, &browser, &sign_in, &proof, false).await.unwrap());
    let events = store::events::of(&mut index.db.read().await.unwrap(), Subject::Account(ada.id)).await.unwrap();
    let burned = events.iter().find(|event| event.tag == "recovery-code:use").expect("it is in the log");
    assert_eq!(burned.details["network"], visitor().network);
    assert_eq!(burned.details["user_agent"], visitor().user_agent);
    assert!(mail(&index, "recovery_code_used").await.contains(&visitor().network));
}

#[both]
async fn a_recovery_code_signs_in_once_and_is_mailed_about(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let proof = FactorProof::RecoveryCode(ada.codes[0].clone());
    let sign_in = at_factor(&index, &browser, &ada).await;
    let session = opened(second_factor(&index.ctx, &browser, &sign_in, &proof, true).await.unwrap());
    assert_eq!(session.method, SignInMethod::RecoveryCode);
    assert!(mails(&index).await.contains(&"recovery_code_used".to_owned()));
    // It is never remembered: the next sign-in asks again.
    let sign_in = at_factor(&index, &with_cookies(&session), &ada).await;
    let refused = refusal(second_factor(&index.ctx, &browser, &sign_in, &proof, false).await);
    assert_eq!(refused, SignInRefused::from(RecoveryRefused::Used));
}

#[both]
async fn of_fifty_answers_to_one_sign_in_one_opens_a_session(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let sign_in = at_factor(&index, &browser, &ada).await;
    let answers = (0..50).map(|_| {
        let (ctx, browser, sign_in, proof) = (index.ctx.clone(), browser.clone(), sign_in.clone(), ada.totp(&index));
        tokio::spawn(async move { second_factor(&ctx, &browser, &sign_in, &proof, false).await })
    });
    let answers: Vec<_> = answers.collect();
    let mut done = 0;
    for answer in answers {
        match answer.await.unwrap() {
            Ok(_) => done += 1,
            refused => assert_eq!(refusal(refused), SignInRefused::Over),
        }
    }
    assert_eq!(done, 1);
    let read = &mut index.db.read().await.unwrap();
    assert_eq!(store::sessions::of(read, ada.id).await.unwrap().len(), 1);
}

#[both]
async fn a_remembered_device_needs_the_password_alone_for_thirty_days(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let sign_in = at_factor(&index, &browser, &ada).await;
    let first = opened(second_factor(&index.ctx, &browser, &sign_in, &ada.totp(&index), true).await.unwrap());
    index.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    let second = opened(begun(&index, &with_cookies(&first), &ada).await);
    let bearer = signed_in(&index, &second.session).await.unwrap().bearer;
    assert_eq!((bearer.method, bearer.strength), (SignInMethod::RememberedDevice, Some(Strength::Any)));
    assert_eq!(bearer.stepped_up_at, None, "nothing was shown but the password");
    index.advance(TimeDelta::seconds(1));
    at_factor(&index, &with_cookies(&first), &ada).await;
    assert!(tags(&index, ada.id).await.contains(&"device:remember".to_owned()));
}

#[both]
async fn a_security_key_needs_no_mail_on_a_new_device(index: TestIndex) {
    let (account, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new("http://localhost:8080", 1);
    let ceremony = begin_registration(&index.ctx, &actor, FactorKind::SecurityKey).await.unwrap();
    let answer = key.register(&ceremony.options);
    finish_registration(&index.ctx, &actor, &visitor(), FactorKind::SecurityKey, &ceremony.ceremony, "key", &answer)
        .await
        .unwrap();
    service::password_reset::set_password(&index.ctx, &Actor::Operator, &"ada".parse().unwrap(), PASSWORD)
        .await
        .unwrap();
    let ada = Person { id: account, username: "ada".into(), secret: String::new(), codes: Vec::new() };
    let sign_in = at_factor(&index, &stranger(), &ada).await;
    let ceremony = begin_authentication(&index.ctx, account).await.unwrap();
    let proof = FactorProof::SecurityKey { answer: key.authenticate(&ceremony.options), ceremony: ceremony.ceremony };
    let session = opened(second_factor(&index.ctx, &stranger(), &sign_in, &proof, false).await.unwrap());
    let bearer = signed_in(&index, &session.session).await.unwrap().bearer;
    assert_eq!(bearer.strength, Some(Strength::PhishingResistant));
    assert_eq!(session.devices.hashes().len(), 1, "the device is known from now on");
}

#[both]
async fn a_passkey_signs_in_without_a_password(index: TestIndex) {
    let (account, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new("http://localhost:8080", 1);
    let ceremony = begin_registration(&index.ctx, &actor, FactorKind::Passkey).await.unwrap();
    let answer = key.register(&ceremony.options);
    finish_registration(&index.ctx, &actor, &visitor(), FactorKind::Passkey, &ceremony.ceremony, "key", &answer)
        .await
        .unwrap();
    let ceremony = begin_passkey(&index.ctx, &visitor()).await.unwrap();
    let answer = key.authenticate(&ceremony.options);
    let browser = stranger();
    let session = sign_in_by_passkey(&index.ctx, &browser, &ceremony.ceremony, &answer, Some("/account/")).await;
    let session = session.unwrap();
    assert_eq!((session.account, session.method), (account, SignInMethod::Passkey));
    assert_eq!(session.return_to.as_deref(), Some("/account/"));
    let again = sign_in_by_passkey(&index.ctx, &stranger(), &ceremony.ceremony, &answer, None).await;
    assert_eq!(refusal(again), SignInRefused::from(TwoFactorRefused::CeremonyOver));
}

#[tokio::test]
async fn a_passkey_of_a_frozen_account_signs_nobody_in() {
    let index = TestIndex::new().await;
    let (_, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new("http://localhost:8080", 1);
    let ceremony = begin_registration(&index.ctx, &actor, FactorKind::Passkey).await.unwrap();
    let answer = key.register(&ceremony.options);
    finish_registration(&index.ctx, &actor, &visitor(), FactorKind::Passkey, &ceremony.ceremony, "key", &answer)
        .await
        .unwrap();
    service::sessions::freeze(&index.ctx, &Actor::Operator, &"ada".parse().unwrap(), "a test").await.unwrap();
    let ceremony = begin_passkey(&index.ctx, &visitor()).await.unwrap();
    let answer = key.authenticate(&ceremony.options);
    let refused = sign_in_by_passkey(&index.ctx, &stranger(), &ceremony.ceremony, &answer, None).await;
    assert_eq!(refusal(refused), SignInRefused::AccountFrozen { username: "ada".into() });
}
