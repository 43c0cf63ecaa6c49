//! Stepping up.

use super::*;
use chrono::TimeDelta;
use service::{
    sessions::{StepUpProof, StepUpRefused, end, require_step_up, step_up},
    two_factor::TwoFactorRefused,
};
use testkit_macros::both;

async fn required(index: &TestIndex, actor: &Actor) -> Option<StepUpRefused> {
    let mut read = index.db.read().await.unwrap();
    match require_step_up(&mut read, actor, index.now()).await {
        Ok(()) => None,
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(Failure::Broken(fault)) => panic!("{fault:#}"),
    }
}

async fn actor(index: &TestIndex, session: &SessionSecret) -> Actor {
    signed_in(index, session).await.expect("the session holds").actor()
}

#[both]
async fn a_sign_in_with_a_factor_counts_for_a_quarter_of_an_hour(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    let actor = actor(&index, &session.session).await;
    index.advance(TimeDelta::minutes(15) - TimeDelta::microseconds(1));
    assert_eq!(required(&index, &actor).await, None);
    index.advance(TimeDelta::microseconds(1));
    assert_eq!(required(&index, &actor).await, Some(StepUpRefused::Required));
}

#[both]
async fn a_step_up_opens_again_under_a_new_secret(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    index.advance(TimeDelta::hours(1));
    let signed_in_as = signed_in(&index, &session.session).await.unwrap();
    let proof = StepUpProof::Factor(ada.totp(&index));
    let renewed = step_up(&index.ctx, &with_cookies(&session), &signed_in_as.bearer, &proof).await.unwrap();
    assert!(signed_in(&index, &session.session).await.is_none(), "the old secret opens nothing");
    let stepped_up = signed_in(&index, &renewed).await.unwrap();
    assert_eq!(stepped_up.session_id, signed_in_as.session_id);
    assert_eq!(required(&index, &stepped_up.actor()).await, None);
    assert_eq!(required(&index, &signed_in_as.actor()).await, Some(StepUpRefused::Ended));
    assert!(tags(&index, ada.id).await.contains(&"session:step-up".to_owned()));
}

#[tokio::test]
async fn whoever_stole_a_session_does_not_step_up() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    index.advance(TimeDelta::hours(1));
    let bearer = signed_in(&index, &session.session).await.unwrap().bearer;
    let table = [
        (StepUpProof::Password(PASSWORD.into()), StepUpRefused::FactorNeeded),
        (StepUpProof::Factor(FactorProof::Totp("000000".into())), StepUpRefused::from(TwoFactorRefused::CodeWrong)),
        (
            StepUpProof::Factor(FactorProof::SecurityKey { ceremony: "x".into(), answer: "{}".into() }),
            StepUpRefused::from(TwoFactorRefused::AnswerInvalid { reason: "it cannot be read".into() }),
        ),
    ];
    for (proof, expected) in table {
        assert_eq!(refusal(step_up(&index.ctx, &stranger(), &bearer, &proof).await), expected);
    }
    for number in 0..5 {
        let guess = StepUpProof::Factor(FactorProof::Totp("000001".into()));
        refusal(step_up(&index.ctx, &stranger_at(number), &bearer, &guess).await);
    }
    let right = StepUpProof::Factor(ada.totp(&index));
    assert!(matches!(
        refusal(step_up(&index.ctx, &stranger_at(9), &bearer, &right).await),
        StepUpRefused::Proof(ProofRefused::Limit(_))
    ));
    assert_eq!(required(&index, &Actor::Session(bearer)).await, Some(StepUpRefused::Required));
    index.advance(TimeDelta::minutes(2));
    service::soft::flush(&index.ctx).await.unwrap();
    assert!(tags(&index, ada.id).await.contains(&"session:step-up:fail".to_owned()));
}

#[both]
async fn the_code_of_a_sign_in_does_not_step_up_as_well(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    let bearer = signed_in(&index, &session.session).await.unwrap().bearer;
    let replayed = StepUpProof::Factor(ada.totp(&index));
    let refused = refusal(step_up(&index.ctx, &stranger(), &bearer, &replayed).await);
    assert_eq!(refused, StepUpRefused::from(TwoFactorRefused::CodeUsed));
}

#[both]
async fn somebody_without_a_factor_steps_up_by_password(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let session = opened(begun(&index, &known(&index, &ada).await, &ada).await);
    index.advance(TimeDelta::hours(1));
    let bearer = signed_in(&index, &session.session).await.unwrap().bearer;
    let wrong = StepUpProof::Password("wrong".into());
    assert_eq!(refusal(step_up(&index.ctx, &stranger(), &bearer, &wrong).await), StepUpRefused::PasswordWrong);
    let right = StepUpProof::Password(PASSWORD.into());
    let renewed = step_up(&index.ctx, &stranger(), &bearer, &right).await.unwrap();
    assert_eq!(required(&index, &actor(&index, &renewed).await).await, None);
}

#[both]
async fn a_session_that_was_signed_out_does_not_step_up(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    let bearer = signed_in(&index, &session.session).await.unwrap().bearer;
    end(&index.ctx, &visitor(), &bearer).await.unwrap();
    index.advance(TimeDelta::seconds(30));
    let proof = StepUpProof::Factor(ada.totp(&index));
    assert_eq!(refusal(step_up(&index.ctx, &stranger(), &bearer, &proof).await), StepUpRefused::Ended);
    assert_eq!(required(&index, &Actor::Session(bearer)).await, Some(StepUpRefused::Ended));
}

#[tokio::test]
async fn operators_pass_and_tokens_do_not() {
    let index = TestIndex::new().await;
    let token = index.somebody("ada").await.token;
    let token = service::tokens::authenticate(&index.ctx, &token).await.unwrap();
    assert_eq!(required(&index, &Actor::Operator).await, None);
    assert_eq!(required(&index, &token).await, Some(StepUpRefused::Required));
}
