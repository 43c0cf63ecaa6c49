//! The mail to an unknown device.

use super::*;
use chrono::TimeDelta;
use service::sessions::{DeviceLink, confirm_by_link, list_devices, look_at_device_link, revoke_device};
use testkit_macros::both;

#[both]
async fn an_unknown_device_waits_for_the_mail(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    at_device(&index, &ada).await;
    assert_eq!(mails(&index).await, ["new_device"]);
    assert!(tags(&index, ada.id).await.contains(&"device:unknown".to_owned()));
    let read = &mut index.db.read().await.unwrap();
    assert!(store::sessions::of(read, ada.id).await.unwrap().is_empty());
}

#[both]
async fn a_password_alone_waits_for_the_mail_too(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let Step::Device { secret } = begun(&index, &stranger(), &ada).await else { panic!("it waits") };
    let session = confirmed_by_code(&index, &secret.to_text(), &mailed_code(&index).await).await.unwrap();
    assert_eq!(session.method, SignInMethod::Password);
}

#[both]
async fn the_link_opens_the_session_in_the_browser_that_asked(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let link = mailed_link(&index).await;
    assert_eq!(look_at_device_link(&index.ctx, &link, Some(&sign_in)).await.unwrap(), DeviceLink::Here);
    let session = confirm_by_link(&index.ctx, &stranger(), Some(&sign_in), &link).await.unwrap();
    assert!(signed_in(&index, &session.session).await.is_some());
    // The device is known: the next sign-in needs no mail.
    index.advance(TimeDelta::seconds(30));
    let browser = with_cookies(&session);
    let sign_in = at_factor(&index, &browser, &ada).await;
    opened(second_factor(&index.ctx, &browser, &sign_in, &ada.totp(&index), false).await.unwrap());
}

#[both]
async fn elsewhere_the_link_opens_nothing_and_stays_good(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let link = mailed_link(&index).await;
    index.advance(TimeDelta::seconds(30));
    let other = at_device(&index, &ada).await;
    for cookie in [None, Some(""), Some("nonsense"), Some(&other[..]), Some(&link[..])] {
        assert_eq!(look_at_device_link(&index.ctx, &link, cookie).await.unwrap(), DeviceLink::Elsewhere);
        let refused = confirm_by_link(&index.ctx, &stranger(), cookie, &link).await;
        assert_eq!(refusal(refused), SignInRefused::DeviceLinkElsewhere);
    }
    confirm_by_link(&index.ctx, &stranger(), Some(&sign_in), &link).await.unwrap();
}

#[both]
async fn looking_at_a_link_uses_nothing_up(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let link = mailed_link(&index).await;
    for _ in 0..20 {
        assert_eq!(look_at_device_link(&index.ctx, &link, None).await.unwrap(), DeviceLink::Elsewhere);
    }
    confirm_by_link(&index.ctx, &stranger(), Some(&sign_in), &link).await.unwrap();
}

#[both]
async fn link_and_code_work_once_together(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let (link, code) = (mailed_link(&index).await, mailed_code(&index).await);
    confirmed_by_code(&index, &sign_in, &code).await.unwrap();
    assert_eq!(confirmed_by_code(&index, &sign_in, &code).await.unwrap_err(), SignInRefused::Over);
    let refused = confirm_by_link(&index.ctx, &stranger(), Some(&sign_in), &link).await;
    assert_eq!(refusal(refused), SignInRefused::DeviceLinkNotOpen);
}

#[both]
async fn a_device_is_confirmed_within_six_hours(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let (link, code) = (mailed_link(&index).await, mailed_code(&index).await);
    index.advance(TimeDelta::hours(6));
    assert_eq!(confirmed_by_code(&index, &sign_in, &code).await.unwrap_err(), SignInRefused::Over);
    let refused = confirm_by_link(&index.ctx, &stranger(), Some(&sign_in), &link).await;
    assert_eq!(refusal(refused), SignInRefused::DeviceLinkNotOpen);
}

#[both]
async fn the_fifth_wrong_code_ends_the_sign_in(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let code = mailed_code(&index).await;
    let wrong = if code == "0000 0000" { "0000 0001" } else { "0000 0000" };
    for left in (1..5).rev() {
        let refused = confirmed_by_code(&index, &sign_in, wrong).await.unwrap_err();
        assert_eq!(refused, SignInRefused::DeviceCodeWrong { left });
    }
    assert_eq!(confirmed_by_code(&index, &sign_in, wrong).await.unwrap_err(), SignInRefused::Over);
    assert_eq!(confirmed_by_code(&index, &sign_in, &code).await.unwrap_err(), SignInRefused::Over);
}

#[both]
async fn the_code_of_one_sign_in_confirms_no_other(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    at_device(&index, &ada).await;
    let code = mailed_code(&index).await;
    index.advance(TimeDelta::seconds(30));
    let other = at_device(&index, &ada).await;
    let refused = confirmed_by_code(&index, &other, &code).await.unwrap_err();
    assert_eq!(refused, SignInRefused::DeviceCodeWrong { left: 4 });
}

#[both]
async fn fifty_confirmations_at_once_make_one_session(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let link = mailed_link(&index).await;
    let confirmations = (0..50).map(|_| {
        let (ctx, sign_in, link) = (index.ctx.clone(), sign_in.clone(), link.clone());
        tokio::spawn(async move { confirm_by_link(&ctx, &stranger(), Some(&sign_in), &link).await })
    });
    let confirmations: Vec<_> = confirmations.collect();
    let mut done = 0;
    for confirmation in confirmations {
        match confirmation.await.unwrap() {
            Ok(_) => done += 1,
            refused => {
                let refused = refusal(refused);
                assert!(matches!(refused, SignInRefused::Over | SignInRefused::DeviceLinkNotOpen), "{refused:?}");
            }
        }
    }
    assert_eq!(done, 1);
    let read = &mut index.db.read().await.unwrap();
    assert_eq!(store::sessions::of(read, ada.id).await.unwrap().len(), 1);
    assert_eq!(store::sessions::devices::of(read, ada.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn no_more_than_five_mails_are_sent_in_a_quarter_of_an_hour() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", false).await;
    for _ in 0..5 {
        assert!(matches!(begun(&index, &stranger(), &ada).await, Step::Device { .. }));
    }
    let refused = begin(&index.ctx, &stranger(), typed("ada", PASSWORD)).await;
    assert!(matches!(refusal(refused), SignInRefused::Proof(ProofRefused::Limit(_))));
    assert_eq!(mails(&index).await.len(), 5);
    index.advance(TimeDelta::minutes(15));
    assert!(matches!(begun(&index, &stranger(), &ada).await, Step::Device { .. }));
}

#[tokio::test]
async fn an_account_frozen_meanwhile_is_not_signed_in() {
    let index = TestIndex::new().await;
    let ada = person(&index, "ada", true).await;
    let sign_in = at_device(&index, &ada).await;
    let code = mailed_code(&index).await;
    service::sessions::freeze(&index.ctx, &Actor::Operator, &"ada".parse().unwrap(), "a test").await.unwrap();
    assert_eq!(confirmed_by_code(&index, &sign_in, &code).await.unwrap_err(), SignInRefused::Over);
}

#[both]
async fn a_device_is_of_one_account(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let bob = person(&index, "bob", false).await;
    let browser = known(&index, &ada).await;
    assert!(matches!(begun(&index, &browser, &bob).await, Step::Device { .. }));
}

#[both]
async fn a_revoked_device_is_unknown_and_its_sessions_end(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let session = opened(begun(&index, &known(&index, &ada).await, &ada).await);
    let other = open_after(&index.ctx, &stranger(), ada.id, SignInMethod::Password).await.unwrap();
    let signed_in_as = signed_in(&index, &other.session).await.unwrap();
    let devices = list_devices(&index.ctx, ada.id).await.unwrap();
    assert_eq!(devices.len(), 2);
    assert_eq!((&devices[0].label[..], &devices[0].network[..]), ("Firefox (Linux)", "192.0.2.0/24"));
    let mut read = index.db.read().await.unwrap();
    let stored = store::sessions::by_hash(&mut read, &session.session.hash()).await.unwrap().unwrap();
    drop(read);
    let device = stored.device.unwrap();
    revoke_device(&index.ctx, &visitor(), &signed_in_as.actor(), device).await.unwrap();
    assert!(signed_in(&index, &session.session).await.is_none());
    assert!(matches!(begun(&index, &with_cookies(&session), &ada).await, Step::Device { .. }));
    let again = revoke_device(&index.ctx, &visitor(), &signed_in_as.actor(), device).await;
    assert_eq!(refusal(again), service::sessions::SessionRefused::NoDevice { id: device });
}
