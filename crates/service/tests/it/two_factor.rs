//! Authenticators: enrolling, checking, renaming, removing, resetting.

use crate::factors::{
    code, code_at, enrol_totp, follow, has_event, has_mail, newcomer, prepared, sign_in, sign_in_with, visitor,
};
use chrono::TimeDelta;
use domain::{Failure, ids::AccountId, mandate::Strength, permission::Actor, sessions::SignInMethod};
use futures::future::join_all;
use service::two_factor::{
    Reset, ResetRefused, TwoFactorRefused, Verified, begin_totp, finish_totp, remove, rename, reset_factors,
    totp::pending_totp, verify_totp,
};
use std::sync::Arc;
use store::{transaction, two_factor::Standing};
use testkit_index::TestIndex;
use testkit_macros::both;
use uuid::Uuid;

fn refused<T: std::fmt::Debug>(result: Result<T, Failure<TwoFactorRefused>>) -> TwoFactorRefused {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("it is not refused: {other:?}"),
    }
}

async fn verify(index: &TestIndex, account: AccountId, code: &str) -> Result<Verified, Failure<TwoFactorRefused>> {
    transaction!(index.db, |write| { verify_totp(&index.ctx, write, account, code, index.now()).await })
}

async fn standing(index: &TestIndex, account: AccountId) -> Standing {
    store::two_factor::standing(&mut index.db.read().await.unwrap(), account).await.unwrap()
}

async fn strength_of_facts(index: &TestIndex, actor: &Actor) -> Option<Strength> {
    let facts = store::permission::facts(&mut index.db.read().await.unwrap(), actor, None).await.unwrap();
    facts.account.unwrap().strength
}

#[both]
async fn an_authenticator_is_enrolled_by_its_first_code(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (enrolled, secret) = enrol_totp(&index, &mut actor, " phone ").await;
    assert!(enrolled.is_active);
    assert_eq!(enrolled.name, "phone");
    assert_eq!(standing(&index, account).await.strength(), Some(Strength::Any));
    assert!(has_event(&index, account, "factor:add").await);
    assert!(has_mail(&index, "factor_added").await);

    index.advance(TimeDelta::seconds(30));
    let verified = verify(&index, account, &code(&index, &secret)).await.unwrap();
    assert_eq!((verified.method(), &verified.name[..]), (SignInMethod::Totp, "phone"));
}

#[both]
async fn the_code_that_enrolled_counts_as_the_factor_of_the_session(index: TestIndex) {
    let (account, before, _) = prepared(&index, "ada").await;
    index.advance(TimeDelta::minutes(14));
    let mut after = before.clone();
    let (enrolled, secret) = enrol_totp(&index, &mut after, "phone").await;
    let Actor::Session(bearer) = &after else { panic!("it is a session") };
    assert_eq!((bearer.strength, bearer.stepped_up_at), (Some(Strength::Any), Some(index.now())));
    assert!(has_event(&index, account, "session:step-up").await);
    index.advance(TimeDelta::minutes(14));
    rename(&index.ctx, &after, &visitor(), enrolled.id, "tablet").await.unwrap();
    // The secret of before opens nothing, and the code nothing more.
    assert!(matches!(
        refused(rename(&index.ctx, &before, &visitor(), enrolled.id, "stolen").await),
        TwoFactorRefused::Permission(_)
    ));
    index.advance(-TimeDelta::minutes(14));
    assert_eq!(refused(verify(&index, account, &code(&index, &secret)).await), TwoFactorRefused::CodeUsed);
}

#[both]
async fn of_twenty_enrolments_by_one_code_one_gives_the_session_a_secret(index: TestIndex) {
    let (account, actor, _) = prepared(&index, "ada").await;
    let pending = begin_totp(&index.ctx, &actor).await.unwrap();
    let code = code(&index, &pending.secret);
    let enrolments = (0..20).map(|number| {
        let (ctx, actor, code) = (index.ctx.clone(), actor.clone(), code.clone());
        tokio::spawn(async move { finish_totp(&ctx, &actor, &visitor(), &format!("phone {number}"), &code).await })
    });
    let outcomes = join_all(enrolments.collect::<Vec<_>>()).await;
    let done: Vec<_> = outcomes.into_iter().filter_map(|outcome| outcome.unwrap().ok()).collect();
    assert_eq!(done.len(), 1);
    assert_eq!(standing(&index, account).await.all(), 1);
    let sessions = store::sessions::of(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert_eq!(sessions.len(), 1);
}

#[both]
async fn a_session_that_proves_its_codes_goes_on_with_the_factor_that_waited(index: TestIndex) {
    let (account, mut actor) = newcomer(&index, "ada").await;
    let (enrolled, _) = enrol_totp(&index, &mut actor, "phone").await;
    let mut actor = sign_in_with(&index, account, None).await;
    let codes = service::recovery::generate(&index.ctx, &actor, &visitor()).await.unwrap();
    let proved = service::recovery::prove(&index.ctx, &actor, &visitor(), &codes[0]).await.unwrap();
    assert!(proved.session.is_some());
    follow(&index, &mut actor, proved.session.as_ref()).await;
    rename(&index.ctx, &actor, &visitor(), enrolled.id, "tablet").await.unwrap();
    // Nothing waited for the second code, so the session stays as it is.
    let again = service::recovery::prove(&index.ctx, &actor, &visitor(), &codes[1]).await.unwrap();
    assert_eq!(again.session, None);
}

#[both]
async fn the_code_that_enrolled_signs_nobody_in(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (_, secret) = enrol_totp(&index, &mut actor, "phone").await;
    assert_eq!(refused(verify(&index, account, &code(&index, &secret)).await), TwoFactorRefused::CodeUsed);
}

#[tokio::test]
async fn a_secret_is_shown_again_after_a_wrong_code_and_forgotten_after_half_an_hour() {
    let index = TestIndex::new().await;
    let (_, actor, _) = prepared(&index, "ada").await;
    let pending = begin_totp(&index.ctx, &actor).await.unwrap();
    assert!(pending.otpauth_uri.contains(&pending.secret));
    assert_eq!(
        refused(finish_totp(&index.ctx, &actor, &visitor(), "phone", "00000").await),
        TwoFactorRefused::CodeForm
    );
    let wrong = code_at(&index, &pending.secret, 500);
    assert_eq!(
        refused(finish_totp(&index.ctx, &actor, &visitor(), "phone", &wrong).await),
        TwoFactorRefused::CodeWrong
    );
    assert_eq!(pending_totp(&index.ctx, &actor).await.unwrap().secret, pending.secret);

    index.advance(TimeDelta::minutes(30));
    let later = sign_in(&index, actor.account().unwrap()).await;
    let right = code(&index, &pending.secret);
    assert_eq!(
        refused(finish_totp(&index.ctx, &later, &visitor(), "phone", &right).await),
        TwoFactorRefused::TotpNotBegun
    );
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_at_enrolment_and_never_at_sign_in() {
    let index = TestIndex::new().await;
    let (account, actor, _) = prepared(&index, "ada").await;
    let pending = begin_totp(&index.ctx, &actor).await.unwrap();
    let early = code_at(&index, &pending.secret, 5);
    let refusal = refused(finish_totp(&index.ctx, &actor, &visitor(), "phone", &early).await);
    assert_eq!(refusal, TwoFactorRefused::ClockOff { seconds: 150 });
    finish_totp(&index.ctx, &actor, &visitor(), "phone", &code(&index, &pending.secret)).await.unwrap();
    assert_eq!(refused(verify(&index, account, &early).await), TwoFactorRefused::CodeWrong);
}

#[both]
async fn a_code_is_good_once_and_earlier_ones_after_it_never(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (_, secret) = enrol_totp(&index, &mut actor, "phone").await;
    index.advance(TimeDelta::seconds(300));
    let (present, next) = (code(&index, &secret), code_at(&index, &secret, 1));
    verify(&index, account, &next).await.unwrap();
    for code in [&next, &present] {
        assert_eq!(refused(verify(&index, account, code).await), TwoFactorRefused::CodeUsed);
    }
    index.advance(TimeDelta::seconds(60));
    verify(&index, account, &format!(" {} ", code(&index, &secret))).await.unwrap();
}

#[both]
async fn of_fifty_uses_of_one_step_one_succeeds(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (_, secret) = enrol_totp(&index, &mut actor, "phone").await;
    index.advance(TimeDelta::seconds(300));
    let code = code(&index, &secret);
    let index = Arc::new(index);
    let uses = (0..50).map(|_| {
        let (index, code) = (Arc::clone(&index), code.clone());
        tokio::spawn(async move { verify(&index, account, &code).await })
    });
    let mut succeeded = 0;
    for outcome in join_all(uses).await {
        match outcome.unwrap() {
            Ok(_) => succeeded += 1,
            Err(Failure::Refused(refusal)) => assert_eq!(refusal, TwoFactorRefused::CodeUsed),
            Err(Failure::Broken(fault)) => panic!("{fault:#}"),
        }
    }
    assert_eq!(succeeded, 1);
}

#[both]
async fn several_authenticators_have_different_names(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (first, first_secret) = enrol_totp(&index, &mut actor, "phone").await;
    let actor = sign_in(&index, account).await;
    let pending = begin_totp(&index.ctx, &actor).await.unwrap();
    let refusal = refused(finish_totp(&index.ctx, &actor, &visitor(), "phone", &code(&index, &pending.secret)).await);
    assert_eq!(refusal, TwoFactorRefused::NameTaken { name: "phone".to_owned() });
    finish_totp(&index.ctx, &actor, &visitor(), "tablet", &code(&index, &pending.secret)).await.unwrap();

    index.advance(TimeDelta::seconds(60));
    assert_eq!(verify(&index, account, &code(&index, &first_secret)).await.unwrap().factor, first.id);
    assert_eq!(verify(&index, account, &code(&index, &pending.secret)).await.unwrap().name, "tablet");
    let lines = store::two_factor::list(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert!(lines.iter().all(|line| line.last_used_at == Some(index.now())));
}

#[both]
async fn a_factor_counts_only_once_a_recovery_code_was_burned(index: TestIndex) {
    let (account, mut actor) = newcomer(&index, "ada").await;
    let (enrolled, secret) = enrol_totp(&index, &mut actor, "phone").await;
    assert!(!enrolled.is_active);
    assert_eq!(strength_of_facts(&index, &actor).await, None);
    assert!(!standing(&index, account).await.is_required());
    index.advance(TimeDelta::seconds(60));
    assert_eq!(refused(verify(&index, account, &code(&index, &secret)).await), TwoFactorRefused::CodeWrong);

    let codes = service::recovery::generate(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(strength_of_facts(&index, &actor).await, None);
    let proved = service::recovery::prove(&index.ctx, &actor, &visitor(), &codes[3]).await.unwrap();
    assert_eq!((proved.burned.left, proved.burned.activated), (7, 1));
    follow(&index, &mut actor, proved.session.as_ref()).await;
    assert_eq!(strength_of_facts(&index, &actor).await, Some(Strength::Any));
    verify(&index, account, &code(&index, &secret)).await.unwrap();
    for tag in ["recovery-code:use", "factor:activate"] {
        assert!(has_event(&index, account, tag).await, "{tag}");
    }
}

#[tokio::test]
async fn a_factor_enrolled_by_command_is_active_at_once() {
    let index = TestIndex::new().await;
    let ada = index.person("ada").await;
    let standing = standing(&index, ada.id).await;
    assert_eq!((standing.active_totp, standing.waiting, standing.codes_left), (1, 0, 7));
}

#[both]
async fn enrolling_and_removing_end_other_sessions_but_not_this_one(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let sessions = async || store::sessions::of(&mut index.db.read().await.unwrap(), account).await.unwrap().len();
    sign_in(&index, account).await;
    assert_eq!(sessions().await, 2);
    enrol_totp(&index, &mut actor, "phone").await;
    assert_eq!(sessions().await, 1);

    let mut actor = sign_in(&index, account).await;
    enrol_totp(&index, &mut actor, "tablet").await;
    sign_in(&index, account).await;
    let lines = store::two_factor::list(&mut index.db.read().await.unwrap(), account).await.unwrap();
    remove(&index.ctx, &actor, &visitor(), lines[0].id).await.unwrap();
    assert_eq!(sessions().await, 1);
    let Actor::Session(bearer) = actor else { panic!("it is a session") };
    assert!(store::sessions::by_hash(&mut index.db.read().await.unwrap(), &bearer.session).await.unwrap().is_some());
}

#[both]
async fn the_last_factor_stays(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (first, _) = enrol_totp(&index, &mut actor, "phone").await;
    let mut actor = sign_in(&index, account).await;
    let last = TwoFactorRefused::Last { name: "phone".to_owned() };
    assert_eq!(refused(remove(&index.ctx, &actor, &visitor(), first.id).await), last);
    let (second, _) = enrol_totp(&index, &mut actor, "tablet").await;
    remove(&index.ctx, &actor, &visitor(), first.id).await.unwrap();
    assert!(has_mail(&index, "factor_removed").await);
    let last = TwoFactorRefused::Last { name: "tablet".to_owned() };
    assert_eq!(refused(remove(&index.ctx, &actor, &visitor(), second.id).await), last);
}

#[both]
async fn of_two_factors_removed_at_once_one_stays(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (first, _) = enrol_totp(&index, &mut actor, "phone").await;
    let mut actor = sign_in(&index, account).await;
    let (second, _) = enrol_totp(&index, &mut actor, "tablet").await;
    let visitor = visitor();
    let (one, other) =
        tokio::join!(remove(&index.ctx, &actor, &visitor, first.id), remove(&index.ctx, &actor, &visitor, second.id));
    assert_eq!([one.is_ok(), other.is_ok()].into_iter().filter(|ok| *ok).count(), 1);
    assert_eq!(standing(&index, account).await.usable(), 1);
}

#[tokio::test]
async fn a_factor_gets_another_name_that_no_other_has() {
    let index = TestIndex::new().await;
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (first, _) = enrol_totp(&index, &mut actor, "phone").await;
    let mut actor = sign_in(&index, account).await;
    enrol_totp(&index, &mut actor, "tablet").await;
    let taken = TwoFactorRefused::NameTaken { name: "tablet".to_owned() };
    assert_eq!(refused(rename(&index.ctx, &actor, &visitor(), first.id, "tablet").await), taken);
    assert!(matches!(
        refused(rename(&index.ctx, &actor, &visitor(), first.id, "a\r\nb").await),
        TwoFactorRefused::Name(_)
    ));
    rename(&index.ctx, &actor, &visitor(), first.id, "old phone").await.unwrap();
    let lines = store::two_factor::list(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert_eq!(lines.iter().find(|line| line.id == first.id).unwrap().name, "old phone");
}

#[tokio::test]
async fn nobody_changes_the_factors_of_somebody_else() {
    let index = TestIndex::new().await;
    let (account, mut ada, _) = prepared(&index, "ada").await;
    let (phone, _) = enrol_totp(&index, &mut ada, "phone").await;
    let (_, grace, _) = prepared(&index, "grace").await;
    assert_eq!(refused(remove(&index.ctx, &grace, &visitor(), phone.id).await), TwoFactorRefused::Unknown);
    assert_eq!(refused(rename(&index.ctx, &grace, &visitor(), phone.id, "x").await), TwoFactorRefused::Unknown);
    assert_eq!(refused(rename(&index.ctx, &grace, &visitor(), Uuid::nil(), "x").await), TwoFactorRefused::Unknown);
    assert_eq!(standing(&index, account).await.usable(), 1);
}

#[tokio::test]
async fn tokens_and_the_command_line_change_no_factors() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    let token = service::tokens::authenticate(&index.ctx, &ada.token).await.unwrap();
    for actor in [token, Actor::Operator] {
        assert_eq!(refused(begin_totp(&index.ctx, &actor).await), TwoFactorRefused::NotSignedIn);
    }
}

#[tokio::test]
async fn a_stolen_session_without_a_step_up_changes_nothing() {
    let index = TestIndex::new().await;
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let (phone, _) = enrol_totp(&index, &mut actor, "phone").await;
    let actor = sign_in_with(&index, account, None).await;
    assert_eq!(refused(begin_totp(&index.ctx, &actor).await), TwoFactorRefused::StepUpRequired);
    let actor = sign_in(&index, account).await;
    index.advance(TimeDelta::minutes(15));
    assert_eq!(refused(remove(&index.ctx, &actor, &visitor(), phone.id).await), TwoFactorRefused::StepUpRequired);
    let codes = service::recovery::generate(&index.ctx, &actor, &visitor()).await;
    let refusal = service::recovery::RecoveryRefused::TwoFactor(TwoFactorRefused::StepUpRequired);
    assert!(matches!(codes, Err(Failure::Refused(found)) if found == refusal));
}

#[tokio::test]
async fn a_session_that_has_ended_changes_nothing() {
    let index = TestIndex::new().await;
    let (account, actor) = newcomer(&index, "ada").await;
    let ended: anyhow::Result<u64> =
        transaction!(index.db, |write| { store::sessions::end_all_but(write, account, None).await });
    assert_eq!(ended.unwrap(), 1);
    assert!(matches!(refused(begin_totp(&index.ctx, &actor).await), TwoFactorRefused::Permission(_)));
}

#[tokio::test]
async fn there_is_an_end_to_the_number_of_factors() {
    let index = TestIndex::new().await;
    let (_, mut actor) = newcomer(&index, "ada").await;
    for number in 0..20 {
        enrol_totp(&index, &mut actor, &format!("phone {number}")).await;
    }
    let pending = begin_totp(&index.ctx, &actor).await.unwrap();
    let refusal =
        refused(finish_totp(&index.ctx, &actor, &visitor(), "one more", &code(&index, &pending.secret)).await);
    assert_eq!(refusal, TwoFactorRefused::TooMany);
}

#[both]
async fn an_operator_resets_factors_and_codes_and_ends_sessions(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    enrol_totp(&index, &mut actor, "phone").await;
    sign_in_with(&index, account, Some(Strength::Any)).await;
    let username = "Ada".parse().unwrap();
    let reset = reset_factors(&index.ctx, &Actor::Operator, &username).await.unwrap();
    assert_eq!(reset, Reset { factors: 1, recovery_codes: 7 });
    assert_eq!(standing(&index, account).await, Standing::default());
    assert!(store::sessions::of(&mut index.db.read().await.unwrap(), account).await.unwrap().is_empty());
    assert!(has_event(&index, account, "factor:reset").await);
    assert!(has_mail(&index, "factors_reset_by_operator").await);
}

#[tokio::test]
async fn only_an_operator_resets_and_only_somebody_who_exists() {
    let index = TestIndex::new().await;
    let (_, actor) = newcomer(&index, "ada").await;
    let username = "ada".parse().unwrap();
    let refusal = reset_factors(&index.ctx, &actor, &username).await.unwrap_err();
    assert!(matches!(refusal, Failure::Refused(ResetRefused::NotOperator)));
    let nobody = "nobody".parse().unwrap();
    let refusal = reset_factors(&index.ctx, &Actor::Operator, &nobody).await.unwrap_err();
    assert!(matches!(refusal, Failure::Refused(ResetRefused::NoAccount { .. })));
}

#[both]
async fn the_list_of_accounts_says_who_has_a_factor_that_counts(index: TestIndex) {
    let (_, mut actor) = newcomer(&index, "ada").await;
    enrol_totp(&index, &mut actor, "phone").await;
    index.person("grace").await;
    let lines = store::accounts::list(&mut index.db.read().await.unwrap()).await.unwrap();
    let found: Vec<_> = lines.iter().map(|line| (&line.username[..], line.has_second_factor)).collect();
    assert_eq!(found, [("ada", false), ("grace", true)]);
}

#[tokio::test]
async fn the_audit_log_tells_the_network_and_never_the_address_or_a_secret() {
    let index = TestIndex::new().await;
    let (account, mut actor, codes) = prepared(&index, "ada").await;
    let (_, secret) = enrol_totp(&index, &mut actor, "phone").await;
    let mut read = index.db.read().await.unwrap();
    let events = store::events::of(&mut read, domain::events::Subject::Account(account)).await.unwrap();
    let added = events.iter().find(|event| event.tag == "factor:add").unwrap();
    assert_eq!((&added.details["network"], &added.details["name"]), (&"192.0.2.0/24".into(), &"phone".into()));
    let all: String = events.iter().map(|event| event.details.to_string()).collect();
    for hidden in ["192.0.2.7", &secret[..], &codes[0][..], &codes[1][..]] {
        assert!(!all.contains(hidden), "{hidden}");
    }
}
