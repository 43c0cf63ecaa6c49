//! Freezing accounts, and confirming devices whose mail does not arrive.

use super::*;
use crate::factors::sign_in;
use chrono::TimeDelta;
use domain::permission::PermissionRefused;
use service::sessions::{BreakGlassRefused, confirm_device, freeze, resume, unfreeze};
use testkit_macros::both;

fn name(username: &str) -> domain::accounts::Username {
    username.parse().unwrap()
}

#[both]
async fn a_frozen_account_loses_sessions_tokens_and_sign_in_until_it_is_unfrozen(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    let token = index.token("ada", &[], None).await;
    freeze(&index.ctx, &Actor::Operator, &name("Ada"), "odd uploads").await.unwrap();
    assert!(signed_in(&index, &session.session).await.is_none());
    assert!(service::tokens::authenticate(&index.ctx, &token).await.is_err());
    let refused = begin(&index.ctx, &stranger(), typed("ada", PASSWORD)).await;
    assert_eq!(refusal(refused), SignInRefused::AccountFrozen { username: "ada".into() });
    assert!(mails(&index).await.contains(&"account_frozen".to_owned()));
    let again = freeze(&index.ctx, &Actor::Operator, &name("ada"), "again").await;
    assert_eq!(refusal(again), BreakGlassRefused::FrozenAlready { username: "ada".into() });
    unfreeze(&index.ctx, &Actor::Operator, &name("ada"), "settled").await.unwrap();
    assert!(service::tokens::authenticate(&index.ctx, &token).await.is_ok());
    assert!(mails(&index).await.contains(&"account_unfrozen".to_owned()));
    assert!(matches!(begun(&index, &stranger(), &ada).await, Step::Factor { .. }));
    let again = unfreeze(&index.ctx, &Actor::Operator, &name("ada"), "again").await;
    assert_eq!(refusal(again), BreakGlassRefused::NotFrozen { username: "ada".into() });
    let tags = tags(&index, ada.id).await;
    assert!(tags.contains(&"account:freeze".to_owned()) && tags.contains(&"account:unfreeze".to_owned()));
}

#[both]
async fn a_device_confirmed_by_an_operator_goes_on_in_the_browser_that_waits(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let refused = confirm_device(&index.ctx, &Actor::Operator, &name("ada")).await;
    assert_eq!(refusal(refused), BreakGlassRefused::NothingWaits { username: "ada".into() });
    let older = at_device(&index, &ada).await;
    index.advance(TimeDelta::seconds(30));
    let newer = at_device(&index, &ada).await;
    assert_eq!(refusal(resume(&index.ctx, &stranger(), &newer).await), SignInRefused::DeviceNotConfirmed);
    let confirmed = confirm_device(&index.ctx, &Actor::Operator, &name("ada")).await.unwrap();
    assert_eq!((&confirmed.username[..], &confirmed.network[..]), ("ada", "192.0.2.0/24"));
    assert_eq!(refusal(resume(&index.ctx, &stranger(), &older).await), SignInRefused::Over);
    let session = resume(&index.ctx, &stranger(), &newer).await.unwrap();
    assert!(signed_in(&index, &session.session).await.is_some());
    assert_eq!(refusal(resume(&index.ctx, &stranger(), &newer).await), SignInRefused::Over);
    assert!(mails(&index).await.contains(&"device_confirmed_by_operator".to_owned()));
}

#[tokio::test]
async fn only_operators_break_the_glass_and_only_stepped_up() {
    let index = TestIndex::new().await;
    person(&index, "ada", true).await;
    let eve = person(&index, "eve", true).await;
    let stranger_s = sign_in(&index, eve.id).await;
    let refused = refusal(freeze(&index.ctx, &stranger_s, &name("ada"), "spite").await);
    assert!(matches!(refused, BreakGlassRefused::Permission(PermissionRefused::NoRole { .. })), "{refused:?}");
    let boss = NewAccount { superuser: true, totp: true, ..new_account("boss") };
    let boss = create(&index.ctx, &Actor::Operator, boss).await.unwrap();
    let operator = sign_in(&index, boss.id).await;
    index.advance(TimeDelta::minutes(15));
    let refused = refusal(freeze(&index.ctx, &operator, &name("ada"), "late").await);
    assert_eq!(refused, BreakGlassRefused::StepUpRequired);
    let fresh = sign_in(&index, boss.id).await;
    freeze(&index.ctx, &fresh, &name("ada"), "odd uploads").await.unwrap();
    let refused = refusal(freeze(&index.ctx, &fresh, &name("nobody"), "x").await);
    assert_eq!(refused, BreakGlassRefused::NoAccount { username: "nobody".into() });
}
