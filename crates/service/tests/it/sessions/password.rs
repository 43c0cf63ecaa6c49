//! The password step.

use super::*;
use chrono::TimeDelta;
use domain::accounts::AccountState;
use outbound::password_range::FakeRange;
use service::passwords::Compromised;
use testkit_macros::both;

async fn set_state(index: &TestIndex, person: &Person, state: AccountState) {
    let done: anyhow::Result<()> =
        store::transaction!(index.db, |write| { store::accounts::set_state(write, person.id, state).await });
    done.unwrap();
}

#[both]
async fn a_password_on_a_known_device_opens_a_session(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let browser = known(&index, &ada).await;
    let session = opened(begun(&index, &browser, &ada).await);
    let bearer = signed_in(&index, &session.session).await.unwrap().bearer;
    assert_eq!((bearer.account, bearer.method, bearer.strength), (ada.id, SignInMethod::Password, None));
    assert!(tags(&index, ada.id).await.contains(&"account:sign-in".to_owned()));
}

#[tokio::test]
async fn the_user_name_s_case_and_spaces_around_it_do_not_matter() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", false).await;
    let browser = known(&index, &ada).await;
    opened(begin(&index.ctx, &browser, typed("  ADA ", PASSWORD)).await.unwrap());
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", true).await;
    person(&index, "eve", false).await;
    set_state(&index, &ada, AccountState::Frozen).await;
    index.somebody("bob").await;
    let table = [
        ("ada", "wrong"),
        ("eve", "wrong"),
        ("bob", PASSWORD),
        ("nobody", PASSWORD),
        ("ada@people.example", PASSWORD),
        ("", ""),
        ("\0", PASSWORD),
        ("' OR 1=1 --", "x"),
        ("eve", ""),
    ];
    for (number, (username, password)) in (0..).zip(table) {
        let refused = begin(&index.ctx, &stranger_at(number), typed(username, password)).await;
        assert_eq!(refusal(refused), SignInRefused::Wrong, "{username}");
    }
    let long = "x".repeat(100_000);
    assert_eq!(refusal(begin(&index.ctx, &stranger(), typed("eve", &long)).await), SignInRefused::Wrong);
}

#[tokio::test]
async fn a_name_without_an_account_costs_one_hash_like_any_other() {
    let index = TestIndex::new().await;
    person(&index, "eve", false).await;
    index.somebody("bob").await;
    // Bob has no password at all.
    for (number, username) in (0..).zip(["eve", "bob", "nobody", "eve@people.example", "\0", ""]) {
        let before = index.ctx.passwords.pool.taken();
        let refused = begin(&index.ctx, &stranger_at(number), typed(username, "wrong")).await;
        assert_eq!(refusal(refused), SignInRefused::Wrong, "{username}");
        assert_eq!(index.ctx.passwords.pool.taken() - before, 1, "{username}");
    }
}

#[tokio::test]
async fn only_who_knows_the_password_hears_of_the_account() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", false).await;
    set_state(&index, &ada, AccountState::Frozen).await;
    let refused = refusal(begin(&index.ctx, &stranger(), typed("ada", PASSWORD)).await);
    assert_eq!(refused, SignInRefused::AccountFrozen { username: "ada".into() });
    set_state(&index, &ada, AccountState::Disabled).await;
    let refused = refusal(begin(&index.ctx, &stranger(), typed("ada", PASSWORD)).await);
    assert_eq!(refused, SignInRefused::AccountDisabled { username: "ada".into() });
    set_state(&index, &ada, AccountState::Deleted).await;
    assert_eq!(refusal(begin(&index.ctx, &stranger(), typed("ada", PASSWORD)).await), SignInRefused::Wrong);
}

#[tokio::test]
async fn an_account_is_guessed_at_ten_times_in_five_minutes_from_wherever() {
    let index = TestIndex::new().await;
    person(&index, "ada", true).await;
    for username in ["ada", "nobody"] {
        let mut refused = Vec::new();
        for number in 0..12 {
            let guess = begin(&index.ctx, &stranger_at(number), typed(username, "wrong")).await;
            refused.push(matches!(refusal(guess), SignInRefused::Proof(ProofRefused::Limit(_))));
        }
        // A name without an account is no different: nobody learns which exist.
        assert_eq!(refused.iter().filter(|limited| **limited).count(), 2, "{username}");
        assert!(refused[10] && refused[11]);
    }
}

#[tokio::test]
async fn a_thousand_guesses_at_one_instant_find_no_more_room_than_one_after_another() {
    let index = TestIndex::new().await;
    person(&index, "ada", false).await;
    let guesses = (0..1000).map(|number| {
        let ctx = index.ctx.clone();
        tokio::spawn(async move { begin(&ctx, &stranger_at(number), typed("ada", "wrong")).await })
    });
    let guesses: Vec<_> = guesses.collect();
    let mut heard = 0;
    for guess in guesses {
        heard += usize::from(refusal(guess.await.unwrap()) == SignInRefused::Wrong);
    }
    assert_eq!(heard, 10);
}

#[both]
async fn fifty_names_guessed_at_one_instant_from_one_address_find_no_more_room(index: TestIndex) {
    let guesses = (0..50).map(|number| {
        let ctx = index.ctx.clone();
        tokio::spawn(async move { begin(&ctx, &stranger(), typed(&format!("name{number}"), "wrong")).await })
    });
    let guesses: Vec<_> = guesses.collect();
    let mut heard = 0;
    for guess in guesses {
        match refusal(guess.await.unwrap()) {
            SignInRefused::Wrong => heard += 1,
            limited => assert!(matches!(limited, SignInRefused::Proof(ProofRefused::Limit(_))), "{limited}"),
        }
    }
    assert_eq!(heard, 10);
}

#[tokio::test]
async fn right_passwords_at_one_instant_wait_for_each_other_and_none_is_refused() {
    let index = TestIndex::new().await;
    person(&index, "ada", true).await;
    let sign_ins = (0..15).map(|_| {
        let ctx = index.ctx.clone();
        tokio::spawn(async move { begin(&ctx, &stranger(), typed("ada", PASSWORD)).await })
    });
    for sign_in in sign_ins.collect::<Vec<_>>() {
        assert!(matches!(sign_in.await.unwrap(), Ok(Step::Factor { .. })));
    }
    let wrong = begin(&index.ctx, &stranger(), typed("ada", "wrong")).await;
    assert_eq!(refusal(wrong), SignInRefused::Wrong, "what was right was given back");
}

#[tokio::test]
async fn one_address_guesses_ten_times_whatever_the_names() {
    let index = TestIndex::new().await;
    for number in 0..10 {
        let guess = begin(&index.ctx, &stranger(), typed(&format!("name{number}"), "wrong")).await;
        assert_eq!(refusal(guess), SignInRefused::Wrong);
    }
    let ada = person(&index, "ada", false).await;
    let guess = begin(&index.ctx, &stranger(), typed("ada", PASSWORD)).await;
    assert!(matches!(refusal(guess), SignInRefused::Proof(ProofRefused::Limit(_))));
    index.advance(TimeDelta::minutes(6));
    assert!(matches!(begun(&index, &known(&index, &ada).await, &ada).await, Step::Opened(_)));
}

#[tokio::test]
async fn a_remembered_device_is_not_locked_out_by_guesses_of_others() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", true).await;
    let browser = known(&index, &ada).await;
    let sign_in = at_factor(&index, &browser, &ada).await;
    let proof = ada.totp(&index);
    let remembered = opened(second_factor(&index.ctx, &browser, &sign_in, &proof, true).await.unwrap());
    for number in 0..20 {
        refusal(begin(&index.ctx, &stranger_at(number), typed("ada", "wrong")).await);
    }
    let limited = begin(&index.ctx, &stranger_at(77), typed("ada", PASSWORD)).await;
    assert!(matches!(refusal(limited), SignInRefused::Proof(ProofRefused::Limit(_))));
    let step = begin(&index.ctx, &with_cookies(&remembered), typed("ada", PASSWORD)).await.unwrap();
    assert_eq!(opened(step).method, SignInMethod::RememberedDevice);
}

#[both]
async fn failures_are_one_event_a_minute(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    for _ in 0..5 {
        refusal(begin(&index.ctx, &stranger(), typed("ada", "wrong")).await);
    }
    index.advance(TimeDelta::minutes(2));
    service::soft::flush(&index.ctx).await.unwrap();
    let failures = tags(&index, ada.id).await.into_iter().filter(|tag| tag == "account:sign-in:fail").count();
    assert_eq!(failures, 1);
}

fn knows_leaks(index: &mut TestIndex) {
    let digest = hex::encode_upper(service::passwords::digest_of(PASSWORD));
    let leaks = FakeRange::knowing(vec![digest]);
    let ctx = std::sync::Arc::get_mut(&mut index.ctx).expect("nobody else has the context");
    ctx.passwords.compromised = Compromised::Range(std::sync::Arc::new(leaks));
}

#[both]
async fn a_leaked_password_is_taken_out_of_use_and_its_owner_is_mailed(index: TestIndex) {
    let mut index = index;
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    knows_leaks(&mut index);
    let refused = begin(&index.ctx, &with_cookies(&session), typed("ada", PASSWORD)).await;
    assert_eq!(refusal(refused), SignInRefused::PasswordCompromised);
    assert!(signed_in(&index, &session.session).await.is_none(), "sessions end");
    assert_eq!(mails(&index).await.iter().filter(|kind| *kind == "password_compromised").count(), 1);
    assert!(mail(&index, "password_compromised").await.contains("/account/reset-password/"));
    assert!(tags(&index, ada.id).await.contains(&"account:password:disable".to_owned()));
    // Again: the same words, no second mail; and a wrong password still says nothing.
    let refused = begin(&index.ctx, &stranger(), typed("ada", PASSWORD)).await;
    assert_eq!(refusal(refused), SignInRefused::PasswordCompromised);
    assert_eq!(mails(&index).await.iter().filter(|kind| *kind == "password_compromised").count(), 1);
    assert_eq!(refusal(begin(&index.ctx, &stranger(), typed("ada", "wrong")).await), SignInRefused::Wrong);
}

#[tokio::test]
async fn only_paths_of_ours_are_returned_to() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", false).await;
    let browser = known(&index, &ada).await;
    for (path, expected) in [("/account/tokens/", Some("/account/tokens/")), ("//evil.example", None)] {
        let credentials = Credentials { return_to: Some(path.to_owned()), ..typed("ada", PASSWORD) };
        let session = opened(begin(&index.ctx, &browser, credentials).await.unwrap());
        assert_eq!(session.return_to.as_deref(), expected);
    }
}

#[both]
async fn a_new_sign_in_ends_the_session_that_the_browser_had(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let first = opened(begun(&index, &known(&index, &ada).await, &ada).await);
    let second = opened(begun(&index, &with_cookies(&first), &ada).await);
    assert_ne!(first.session, second.session);
    assert!(signed_in(&index, &first.session).await.is_none());
    assert!(signed_in(&index, &second.session).await.is_some());
}
