//! How long sessions live, and what ends them.

use super::*;
use crate::factors::{enrol_totp, prepared};
use chrono::TimeDelta;
use domain::permission::{Action, PermissionRefused, decide};
use service::sessions::{Leaving, SessionRefused, end, end_all, end_one, list};
use service::two_factor::{begin_totp, webauthn::begin_passkey};
use testkit_macros::both;

async fn session(index: &TestIndex, person: &Person) -> Opened {
    open_after(&index.ctx, &stranger(), person.id, SignInMethod::Password).await.unwrap()
}

async fn holds(index: &TestIndex, opened: &Opened) -> bool {
    signed_in(index, &opened.session).await.is_some()
}

#[both]
async fn a_session_ends_after_twelve_idle_hours(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let session = session(&index, &ada).await;
    for _ in 0..3 {
        index.advance(TimeDelta::hours(11));
        assert!(holds(&index, &session).await);
        service::soft::flush(&index.ctx).await.unwrap();
    }
    index.advance(TimeDelta::hours(12));
    assert!(!holds(&index, &session).await);
}

#[both]
async fn a_session_ends_after_fourteen_days_however_busy(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let session = session(&index, &ada).await;
    for _ in 0..27 {
        index.advance(TimeDelta::hours(12) - TimeDelta::seconds(1));
        assert!(holds(&index, &session).await);
        service::soft::flush(&index.ctx).await.unwrap();
    }
    index.advance(TimeDelta::hours(12));
    assert!(!holds(&index, &session).await);
}

#[tokio::test]
async fn an_operator_sets_other_lifetimes() {
    let database = testkit::database::sqlite().await;
    let index = TestIndex::with(database, |settings| {
        settings.session_lifetimes.idle = TimeDelta::minutes(10);
    })
    .await;
    let ada = person(&index, "ada", false).await;
    let session = session(&index, &ada).await;
    index.advance(TimeDelta::minutes(10));
    assert!(!holds(&index, &session).await);
}

#[both]
async fn what_is_no_session_is_nobody(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let session = session(&index, &ada).await;
    let hash = session.session.hash().as_str().to_owned();
    for text in ["", "x", &hash, &"A".repeat(43), &format!("{} ", session.session.to_text())] {
        let found = authenticate_session(&index.ctx, text, &visitor()).await.unwrap();
        assert!(found.is_none(), "{text}");
    }
}

#[both]
async fn after_signing_out_the_secret_opens_nothing(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let session = session(&index, &ada).await;
    let signed_in_as = signed_in(&index, &session.session).await.unwrap();
    end(&index.ctx, &visitor(), &signed_in_as.bearer).await.unwrap();
    assert!(!holds(&index, &session).await);
    assert!(tags(&index, ada.id).await.contains(&"account:sign-out".to_owned()));
    let mut read = index.db.read().await.unwrap();
    let facts = store::permission::facts(&mut read, &signed_in_as.actor(), None).await.unwrap();
    let decided = decide(index.now(), &signed_in_as.actor(), Action::ReadAccount, &facts);
    assert_eq!(decided.unwrap_err(), PermissionRefused::SessionEnded);
}

#[both]
async fn signing_out_everywhere_leaves_what_was_asked_for(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let (here, there, elsewhere) =
        (session(&index, &ada).await, session(&index, &ada).await, session(&index, &ada).await);
    let bob = person(&index, "bob", false).await;
    let stranger_s = session(&index, &bob).await;
    let actor = signed_in(&index, &here.session).await.unwrap().actor();
    assert_eq!(end_all(&index.ctx, &visitor(), &actor, Leaving::ThisSession).await.unwrap(), 2);
    assert!(holds(&index, &here).await && !holds(&index, &there).await && !holds(&index, &elsewhere).await);
    end_all(&index.ctx, &visitor(), &actor, Leaving::Nothing).await.unwrap();
    assert!(!holds(&index, &here).await);
    assert!(holds(&index, &stranger_s).await, "only one's own");
    let refused = end_all(&index.ctx, &visitor(), &actor, Leaving::Nothing).await;
    assert_eq!(refusal(refused), SessionRefused::NotSignedIn);
}

#[both]
async fn one_session_is_ended_by_its_owner_only(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let bob = person(&index, "bob", false).await;
    let (here, there, stranger_s) =
        (session(&index, &ada).await, session(&index, &ada).await, session(&index, &bob).await);
    let signed_in_as = signed_in(&index, &here.session).await.unwrap();
    let lines = list(&index.ctx, &signed_in_as.bearer).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines.iter().filter(|line| line.is_current).count(), 1);
    assert!(lines.iter().all(|line| line.device == "Firefox (Linux)" && line.network == "192.0.2.0/24"));
    let id = lines.iter().find(|line| !line.is_current).unwrap().id;
    let strangers = signed_in(&index, &stranger_s.session).await.unwrap();
    let refused = end_one(&index.ctx, &visitor(), &strangers.actor(), id).await;
    assert_eq!(refusal(refused), SessionRefused::NoSession { id });
    end_one(&index.ctx, &visitor(), &signed_in_as.actor(), id).await.unwrap();
    assert!(!holds(&index, &there).await && holds(&index, &here).await);
    let token = service::tokens::authenticate(&index.ctx, &index.somebody("eve").await.token).await.unwrap();
    assert_eq!(refusal(end_one(&index.ctx, &visitor(), &token, id).await), SessionRefused::NotSignedIn);
}

#[both]
async fn a_changed_password_ends_sessions_sign_ins_and_known_devices(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    let session = signed_in_by_totp(&index, &ada).await;
    let waiting = at_factor(&index, &stranger(), &ada).await;
    service::password_reset::set_password(&index.ctx, &Actor::Operator, &"ada".parse().unwrap(), "seven lamps of oak")
        .await
        .unwrap();
    assert!(!holds(&index, &session).await);
    index.advance(TimeDelta::seconds(30));
    let late = second_factor(&index.ctx, &stranger(), &waiting, &ada.totp(&index), false).await;
    assert_eq!(refusal(late), SignInRefused::Over);
    let sign_in = begin(&index.ctx, &with_cookies(&session), typed("ada", "seven lamps of oak")).await.unwrap();
    let Step::Factor { secret } = sign_in else { panic!("the factor is asked for") };
    let browser = with_cookies(&session);
    let step = second_factor(&index.ctx, &browser, &secret.to_text(), &ada.totp(&index), false).await.unwrap();
    assert!(matches!(step, Step::Device { .. }), "the device is unknown again");
}

#[both]
async fn a_factor_added_elsewhere_ends_other_sessions(index: TestIndex) {
    let (account, mut actor, _) = prepared(&index, "ada").await;
    let ada = Person { id: account, username: "ada".into(), secret: String::new(), codes: Vec::new() };
    let other = session(&index, &ada).await;
    enrol_totp(&index, &mut actor, "phone").await;
    assert!(!holds(&index, &other).await);
    let Actor::Session(bearer) = &actor else { panic!("it is a session") };
    let read = &mut index.db.read().await.unwrap();
    assert!(store::sessions::by_hash(read, &bearer.session).await.unwrap().is_some(), "the own one stays");
}

#[both]
async fn what_is_over_is_swept_away(index: TestIndex) {
    let ada = person(&index, "ada", true).await;
    session(&index, &ada).await;
    at_factor(&index, &stranger(), &ada).await;
    index.advance(TimeDelta::hours(11));
    let fresh = session(&index, &ada).await;
    index.advance(TimeDelta::hours(1));
    assert_eq!(service::sessions::sweep(&index.ctx).await.unwrap(), 2);
    assert!(holds(&index, &fresh).await);
}

#[both]
async fn a_device_that_nobody_used_for_a_year_is_forgotten(index: TestIndex) {
    let ada = person(&index, "ada", false).await;
    let browser = known(&index, &ada).await;
    index.advance(TimeDelta::days(365));
    service::sessions::sweep(&index.ctx).await.unwrap();
    assert_eq!(service::deletion::retain(&index.ctx).await.unwrap().devices, 0);
    index.advance(TimeDelta::seconds(1));
    assert_eq!(service::deletion::retain(&index.ctx).await.unwrap().devices, 1);
    assert!(matches!(begun(&index, &browser, &ada).await, Step::Device { .. }));
}

#[both]
async fn ceremonies_and_secrets_that_nobody_finished_are_swept_away(index: TestIndex) {
    let (_, actor, _) = prepared(&index, "ada").await;
    for _ in 0..3 {
        begin_passkey(&index.ctx, &visitor()).await.unwrap();
    }
    begin_totp(&index.ctx, &actor).await.unwrap();
    index.advance(TimeDelta::minutes(4));
    begin_passkey(&index.ctx, &visitor()).await.unwrap();
    assert_eq!(service::sessions::sweep(&index.ctx).await.unwrap(), 0);
    index.advance(TimeDelta::minutes(1));
    assert_eq!(service::sessions::sweep(&index.ctx).await.unwrap(), 3, "the fourth has four minutes left");
    index.advance(TimeDelta::minutes(30));
    assert_eq!(service::sessions::sweep(&index.ctx).await.unwrap(), 2);
}
