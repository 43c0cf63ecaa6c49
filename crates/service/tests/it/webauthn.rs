//! Security keys and passkeys, against an authenticator in software.

use crate::factors::{enrol_totp, follow, has_event, has_mail, newcomer, prepared, sign_in, visitor};
use chrono::TimeDelta;
use domain::{
    Failure,
    ids::AccountId,
    mandate::Strength,
    permission::Actor,
    sessions::SignInMethod,
    two_factor::{FactorKind, WebauthnOff},
    urls::Urls,
};
use service::two_factor::{
    Enrolled, TwoFactorRefused, Verified, remove,
    webauthn::{
        begin_authentication, begin_passkey, begin_registration, check_rp, finish_authentication, finish_passkey,
        finish_registration, require_on,
    },
};
use testkit::{
    authenticator::SoftAuthenticator,
    database::{Engine, on},
};
use testkit_index::TestIndex;
use testkit_macros::both;
use url::Url;

/// How an authenticator is bent, and the code of the refusal.
type Forgery = (fn(&mut SoftAuthenticator), &'static str);

const ORIGIN: &str = "http://localhost:8080";

fn refused<T: std::fmt::Debug>(result: Result<T, Failure<TwoFactorRefused>>) -> TwoFactorRefused {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("it is not refused: {other:?}"),
    }
}

fn is_invalid<T: std::fmt::Debug>(result: Result<T, Failure<TwoFactorRefused>>, expected: &str) {
    match refused(result) {
        TwoFactorRefused::AnswerInvalid { reason } => assert!(reason.contains(expected), "{reason}"),
        other => panic!("{other:?}"),
    }
}

async fn enrol(
    index: &TestIndex,
    actor: &Actor,
    kind: FactorKind,
    key: &mut SoftAuthenticator,
) -> Result<Enrolled, Failure<TwoFactorRefused>> {
    let begun = begin_registration(&index.ctx, actor, kind).await?;
    let answer = key.register(&begun.options);
    finish_registration(&index.ctx, actor, &visitor(), kind, &begun.ceremony, "blue key", &answer).await
}

async fn authenticate(
    index: &TestIndex,
    account: AccountId,
    key: &mut SoftAuthenticator,
) -> Result<Verified, Failure<TwoFactorRefused>> {
    let begun = begin_authentication(&index.ctx, account).await?;
    let answer = key.authenticate(&begun.options);
    finish_authentication(&index.ctx, account, &begun.ceremony, &answer).await
}

async fn sign_in_by_passkey(
    index: &TestIndex,
    key: &mut SoftAuthenticator,
) -> Result<Verified, Failure<TwoFactorRefused>> {
    let begun = begin_passkey(&index.ctx, &visitor()).await?;
    let answer = key.authenticate(&begun.options);
    finish_passkey(&index.ctx, &begun.ceremony, &answer).await
}

/// Somebody with an active factor of this kind.
async fn holder(index: &TestIndex, username: &str, kind: FactorKind, seed: u8) -> (AccountId, SoftAuthenticator) {
    let (account, actor, _) = prepared(index, username).await;
    let mut key = SoftAuthenticator::new(ORIGIN, seed);
    enrol(index, &actor, kind, &mut key).await.unwrap();
    (account, key)
}

async fn at(public_url: &str) -> TestIndex {
    let url = Url::parse(public_url).unwrap();
    TestIndex::with(on(Engine::Sqlite).await, |settings| settings.urls = Urls::new(&url, None)).await
}

#[both]
async fn a_security_key_is_enrolled_and_signs_in(index: TestIndex) {
    let (account, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new(ORIGIN, 1);
    let enrolled = enrol(&index, &actor, FactorKind::SecurityKey, &mut key).await.unwrap();
    assert!(enrolled.is_active);
    assert!(has_event(&index, account, "factor:add").await);
    assert!(has_mail(&index, "factor_added").await);
    let facts = store::permission::facts(&mut index.db.read().await.unwrap(), &actor, None).await.unwrap();
    assert_eq!(facts.account.unwrap().strength, Some(Strength::PhishingResistant));
    let mut actor = actor;
    follow(&index, &mut actor, enrolled.session.as_ref()).await;
    let Actor::Session(bearer) = &actor else { panic!("it is a session") };
    assert_eq!(bearer.strength, Some(Strength::PhishingResistant), "the key was shown in the session");

    index.advance(TimeDelta::hours(1));
    let verified = authenticate(&index, account, &mut key).await.unwrap();
    assert_eq!((verified.method(), verified.factor), (SignInMethod::SecurityKey, enrolled.id));
    let lines = store::two_factor::list(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert_eq!(lines[0].last_used_at, Some(index.now()));
}

#[both]
async fn a_passkey_says_who_signs_in(index: TestIndex) {
    let (_, mut first) = holder(&index, "ada", FactorKind::Passkey, 1).await;
    let (grace, mut second) = holder(&index, "grace", FactorKind::Passkey, 2).await;
    let verified = sign_in_by_passkey(&index, &mut second).await.unwrap();
    assert_eq!((verified.account, verified.method()), (grace, SignInMethod::Passkey));
    assert_ne!(sign_in_by_passkey(&index, &mut first).await.unwrap().account, grace);
}

#[tokio::test]
async fn what_is_asked_of_keys_and_passkeys_differs() {
    let index = TestIndex::new().await;
    let (account, actor, _) = prepared(&index, "ada").await;
    let of = async |kind| begin_registration(&index.ctx, &actor, kind).await.unwrap().options["publicKey"].clone();
    let key = of(FactorKind::SecurityKey).await;
    assert_eq!(key["authenticatorSelection"]["userVerification"], "preferred");
    assert_eq!(key["authenticatorSelection"]["residentKey"], "discouraged");
    assert_eq!((&key["rp"]["id"], &key["user"]["name"]), (&"localhost".into(), &"ada".into()));
    let passkey = of(FactorKind::Passkey).await;
    assert_eq!(passkey["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(passkey["authenticatorSelection"]["residentKey"], "required");
    assert_ne!(key["challenge"], passkey["challenge"]);

    let sign_in = begin_passkey(&index.ctx, &visitor()).await.unwrap().options["publicKey"].clone();
    assert_eq!(sign_in["userVerification"], "required");
    assert_eq!(sign_in["allowCredentials"].as_array().map(Vec::len), Some(0));
    assert_eq!(refused(begin_authentication(&index.ctx, account).await), TwoFactorRefused::NoCredential);
}

#[tokio::test]
async fn a_passkey_also_is_a_second_factor_and_a_security_key_no_passkey() {
    let index = TestIndex::new().await;
    let (account, mut passkey) = holder(&index, "ada", FactorKind::Passkey, 1).await;
    assert_eq!(authenticate(&index, account, &mut passkey).await.unwrap().method(), SignInMethod::Passkey);
    let (_, mut key) = holder(&index, "grace", FactorKind::SecurityKey, 2).await;
    assert_eq!(refused(sign_in_by_passkey(&index, &mut key).await), TwoFactorRefused::CredentialUnknown);
}

#[tokio::test]
async fn a_passkey_that_does_not_verify_its_owner_is_refused() {
    let index = TestIndex::new().await;
    let (_, actor, _) = prepared(&index, "ada").await;
    let mut careless = SoftAuthenticator::new(ORIGIN, 1);
    careless.verifies_user = false;
    is_invalid(enrol(&index, &actor, FactorKind::Passkey, &mut careless).await, "user verified");
    let mut key = SoftAuthenticator::new(ORIGIN, 2);
    enrol(&index, &actor, FactorKind::Passkey, &mut key).await.unwrap();
    key.verifies_user = false;
    is_invalid(sign_in_by_passkey(&index, &mut key).await, "user verified");
}

#[tokio::test]
async fn a_security_key_without_a_pin_is_taken() {
    let index = TestIndex::new().await;
    let (account, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new(ORIGIN, 1);
    key.verifies_user = false;
    enrol(&index, &actor, FactorKind::SecurityKey, &mut key).await.unwrap();
    authenticate(&index, account, &mut key).await.unwrap();
}

#[tokio::test]
async fn forged_registrations_are_refused() {
    let index = TestIndex::new().await;
    let (account, actor, _) = prepared(&index, "ada").await;
    let forged = |change: fn(&mut SoftAuthenticator)| {
        let mut key = SoftAuthenticator::new(ORIGIN, 1);
        change(&mut key);
        key
    };
    let table: [Forgery; 5] = [
        (|key| key.origin = "http://localhost:9090".to_owned(), "origin"),
        (|key| key.origin = "https://evil.example".to_owned(), "origin"),
        (|key| key.origin = "http://sub.localhost:8080".to_owned(), "origin"),
        (|key| key.challenge = Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()), "challenge"),
        (|key| key.rp_id = Some("evil.example".to_owned()), "relying party id"),
    ];
    for (change, expected) in table {
        is_invalid(enrol(&index, &actor, FactorKind::SecurityKey, &mut forged(change)).await, expected);
    }
    assert!(store::two_factor::list(&mut index.db.read().await.unwrap(), account).await.unwrap().is_empty());
}

#[tokio::test]
async fn forged_sign_ins_are_refused_and_the_key_stays_good() {
    let index = TestIndex::new().await;
    let (account, mut key) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let table: [Forgery; 4] = [
        (|key| key.origin = "https://evil.example".to_owned(), "origin"),
        (|key| key.origin = "http://localhost".to_owned(), "origin"),
        (|key| key.challenge = Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()), "challenge"),
        (|key| key.rp_id = Some("evil.example".to_owned()), "relying party id"),
    ];
    for (change, expected) in table {
        let mut forged = key.clone();
        change(&mut forged);
        is_invalid(authenticate(&index, account, &mut forged).await, expected);
    }
    authenticate(&index, account, &mut key).await.unwrap();
}

#[tokio::test]
async fn a_signature_by_another_key_is_refused() {
    let index = TestIndex::new().await;
    let (account, mut key) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let (_, mut other) = holder(&index, "grace", FactorKind::SecurityKey, 2).await;
    let begun = begin_authentication(&index.ctx, account).await.unwrap();
    let own: serde_json::Value = serde_json::from_str(&key.authenticate(&begun.options)).unwrap();
    let mut forged: serde_json::Value = serde_json::from_str(&other.authenticate(&begun.options)).unwrap();
    forged["id"] = own["id"].clone();
    forged["rawId"] = own["rawId"].clone();
    forged["response"]["userHandle"] = own["response"]["userHandle"].clone();
    let result = finish_authentication(&index.ctx, account, &begun.ceremony, &forged.to_string()).await;
    is_invalid(result, "");
}

#[tokio::test]
async fn the_key_of_somebody_else_is_unknown() {
    let index = TestIndex::new().await;
    let (account, _) = holder(&index, "ada", FactorKind::Passkey, 1).await;
    let (_, mut other) = holder(&index, "grace", FactorKind::Passkey, 2).await;
    assert_eq!(refused(authenticate(&index, account, &mut other).await), TwoFactorRefused::CredentialUnknown);
    // Nor does a passkey sign in the account that its user handle was changed to.
    other.user_handle = Some(account.0.as_bytes().to_vec());
    assert_eq!(refused(sign_in_by_passkey(&index, &mut other).await), TwoFactorRefused::CredentialUnknown);
    other.user_handle = Some(Vec::new());
    assert_eq!(refused(sign_in_by_passkey(&index, &mut other).await), TwoFactorRefused::CredentialUnknown);
}

#[both]
async fn a_ceremony_is_finished_once(index: TestIndex) {
    let (account, mut key) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let begun = begin_authentication(&index.ctx, account).await.unwrap();
    let answer = key.authenticate(&begun.options);
    finish_authentication(&index.ctx, account, &begun.ceremony, &answer).await.unwrap();
    let again = finish_authentication(&index.ctx, account, &begun.ceremony, &answer).await;
    assert_eq!(refused(again), TwoFactorRefused::CeremonyOver);
}

#[both]
async fn a_refused_answer_uses_the_ceremony_up(index: TestIndex) {
    let (account, key) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let begun = begin_authentication(&index.ctx, account).await.unwrap();
    let mut forged = key.clone();
    forged.origin = "https://evil.example".to_owned();
    let answer = forged.authenticate(&begun.options);
    is_invalid(finish_authentication(&index.ctx, account, &begun.ceremony, &answer).await, "origin");
    let answer = key.clone().authenticate(&begun.options);
    let result = finish_authentication(&index.ctx, account, &begun.ceremony, &answer).await;
    assert_eq!(refused(result), TwoFactorRefused::CeremonyOver);
}

#[both]
async fn of_fifty_answers_to_one_ceremony_one_succeeds(index: TestIndex) {
    let (account, mut key) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let begun = begin_authentication(&index.ctx, account).await.unwrap();
    let answer = key.authenticate(&begun.options);
    let uses = (0..50).map(|_| finish_authentication(&index.ctx, account, &begun.ceremony, &answer));
    let outcomes = futures::future::join_all(uses).await;
    let succeeded = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(succeeded, 1);
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(refused(outcome), TwoFactorRefused::CeremonyOver);
    }
}

#[tokio::test]
async fn a_ceremony_ends_after_five_minutes_and_belongs_to_one_account_and_purpose() {
    let index = TestIndex::new().await;
    let (account, mut key) = holder(&index, "ada", FactorKind::Passkey, 1).await;
    let (other, _) = holder(&index, "grace", FactorKind::Passkey, 2).await;
    let begun = begin_authentication(&index.ctx, account).await.unwrap();
    let answer = key.authenticate(&begun.options);
    assert_eq!(refused(finish_passkey(&index.ctx, &begun.ceremony, &answer).await), TwoFactorRefused::CeremonyOver);
    let result = finish_authentication(&index.ctx, other, &begun.ceremony, &answer).await;
    assert_eq!(refused(result), TwoFactorRefused::CeremonyOver);

    let begun = begin_authentication(&index.ctx, account).await.unwrap();
    let answer = key.authenticate(&begun.options);
    index.advance(TimeDelta::minutes(5));
    let result = finish_authentication(&index.ctx, account, &begun.ceremony, &answer).await;
    assert_eq!(refused(result), TwoFactorRefused::CeremonyOver);
}

#[both]
async fn a_counter_that_goes_back_suspends_the_key_and_raises_an_alarm(index: TestIndex) {
    let (account, mut key) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let mut copy = key.clone();
    authenticate(&index, account, &mut key).await.unwrap();
    authenticate(&index, account, &mut key).await.unwrap();
    let suspended = TwoFactorRefused::CredentialSuspended { name: "blue key".to_owned() };
    assert_eq!(refused(authenticate(&index, account, &mut copy).await), suspended);
    assert!(has_event(&index, account, "factor:sign-count-regressed").await);
    assert!(has_mail(&index, "sign_count_regressed").await);

    // The account still asks for a second factor, of which only the codes are left.
    assert_eq!(refused(authenticate(&index, account, &mut key).await), TwoFactorRefused::NoCredential);
    let standing = store::two_factor::standing(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert!(standing.is_required());
    assert_eq!((standing.usable(), standing.suspended, standing.strength()), (0, 1, None));
}

#[tokio::test]
async fn a_key_without_a_counter_stays_good() {
    let index = TestIndex::new().await;
    let (account, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new(ORIGIN, 1);
    key.has_counter = false;
    enrol(&index, &actor, FactorKind::SecurityKey, &mut key).await.unwrap();
    for _ in 0..2 {
        authenticate(&index, account, &mut key).await.unwrap();
    }
}

#[tokio::test]
async fn the_only_usable_factor_is_not_removed_even_beside_a_suspended_one() {
    let index = TestIndex::new().await;
    let (account, mut key) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let mut copy = key.clone();
    authenticate(&index, account, &mut key).await.unwrap();
    assert!(authenticate(&index, account, &mut copy).await.is_err());
    let mut actor = crate::factors::sign_in_with(&index, account, Some(Strength::Any)).await;
    let lines = store::two_factor::list(&mut index.db.read().await.unwrap(), account).await.unwrap();
    let last = TwoFactorRefused::Last { name: "blue key".to_owned() };
    assert_eq!(refused(remove(&index.ctx, &actor, &visitor(), lines[0].id).await), last);
    let (phone, _) = enrol_totp(&index, &mut actor, "phone").await;
    let last = TwoFactorRefused::Last { name: "phone".to_owned() };
    assert_eq!(refused(remove(&index.ctx, &actor, &visitor(), phone.id).await), last);
    remove(&index.ctx, &actor, &visitor(), lines[0].id).await.unwrap();
}

#[both]
async fn a_key_belongs_to_one_account(index: TestIndex) {
    holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let (_, grace, _) = prepared(&index, "grace").await;
    // The same seed makes the same credential again.
    let mut key = SoftAuthenticator::new(ORIGIN, 1);
    let result = enrol(&index, &grace, FactorKind::SecurityKey, &mut key).await;
    assert_eq!(refused(result), TwoFactorRefused::CredentialTaken);
}

#[tokio::test]
async fn a_key_that_waits_for_a_burned_code_signs_nobody_in() {
    let index = TestIndex::new().await;
    let (account, mut actor) = newcomer(&index, "ada").await;
    let mut key = SoftAuthenticator::new(ORIGIN, 1);
    let enrolled = enrol(&index, &actor, FactorKind::Passkey, &mut key).await.unwrap();
    assert!(!enrolled.is_active);
    follow(&index, &mut actor, enrolled.session.as_ref()).await;
    assert_eq!(refused(authenticate(&index, account, &mut key).await), TwoFactorRefused::NoCredential);
    assert_eq!(refused(sign_in_by_passkey(&index, &mut key).await), TwoFactorRefused::CredentialUnknown);
    let codes = service::recovery::generate(&index.ctx, &actor, &visitor()).await.unwrap();
    service::recovery::prove(&index.ctx, &actor, &visitor(), &codes[0]).await.unwrap();
    sign_in_by_passkey(&index, &mut key).await.unwrap();
}

#[tokio::test]
async fn the_model_is_kept_where_the_key_tells_it() {
    let index = TestIndex::new().await;
    let (account, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new(ORIGIN, 1);
    key.aaguid = [7; 16];
    enrol(&index, &actor, FactorKind::SecurityKey, &mut key).await.unwrap();
    let lines = store::two_factor::list(&mut index.db.read().await.unwrap(), account).await.unwrap();
    assert_eq!(lines[0].aaguid, Some(uuid::Uuid::from_bytes([7; 16])));
}

#[tokio::test]
async fn answers_that_are_none_are_refused() {
    let index = TestIndex::new().await;
    let (account, _) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    for answer in ["", "{}", "null", &"[".repeat(70_000)] {
        let begun = begin_authentication(&index.ctx, account).await.unwrap();
        is_invalid(finish_authentication(&index.ctx, account, &begun.ceremony, answer).await, "it ");
    }
}

#[tokio::test]
async fn webauthn_is_off_where_browsers_do_not_take_it() {
    for url in ["http://192.0.2.1:8080", "https://192.0.2.1", "http://index.example"] {
        let index = at(url).await;
        let (_, actor) = newcomer(&index, "ada").await;
        assert!(matches!(refused(require_on(&index.ctx)), TwoFactorRefused::WebauthnOff(_)), "{url}");
        let result = begin_registration(&index.ctx, &actor, FactorKind::SecurityKey).await;
        assert!(matches!(refused(result), TwoFactorRefused::WebauthnOff(_)), "{url}");
        assert!(
            matches!(refused(begin_passkey(&index.ctx, &visitor()).await), TwoFactorRefused::WebauthnOff(_)),
            "{url}"
        );
        check_rp(&index.ctx).await.unwrap();
    }
    let index = at("http://192.0.2.1").await;
    let off = TwoFactorRefused::WebauthnOff(WebauthnOff::IpAddress("192.0.2.1".to_owned()));
    assert_eq!(refused(require_on(&index.ctx)), off);
}

#[tokio::test]
async fn a_url_that_covers_no_enrolled_key_stops_the_start() {
    let index = at("https://index.example").await;
    let (account, actor, _) = prepared(&index, "ada").await;
    let mut key = SoftAuthenticator::new("https://index.example", 1);
    check_rp(&index.ctx).await.unwrap();
    enrol(&index, &actor, FactorKind::SecurityKey, &mut key).await.unwrap();
    check_rp(&index.ctx).await.unwrap();

    let moved = |url: &str| {
        let mut ctx = index.node(TestIndex::key_ring(), 2);
        ctx.settings.urls = Urls::new(&Url::parse(url).unwrap(), None);
        ctx
    };
    for url in ["https://elsewhere.example", "http://localhost:8080", "http://192.0.2.1", "http://index.example"] {
        let fault = check_rp(&moved(url)).await.unwrap_err().to_string();
        assert!(fault.contains("`index.example`") && fault.contains("hint: "), "{fault}");
    }
    // A host below the enrolled one goes on with the same keys.
    let below = moved("https://pypi.index.example");
    check_rp(&below).await.unwrap();
    key.origin = "https://pypi.index.example".to_owned();
    let begun = begin_authentication(&below, account).await.unwrap();
    let answer = key.authenticate(&begun.options);
    finish_authentication(&below, account, &begun.ceremony, &answer).await.unwrap();

    // Without keys, any address is as good as another.
    service::two_factor::reset_factors(&index.ctx, &Actor::Operator, &"ada".parse().unwrap()).await.unwrap();
    check_rp(&moved("https://elsewhere.example")).await.unwrap();
}

#[tokio::test]
async fn a_second_key_is_enrolled_beside_the_first() {
    let index = TestIndex::new().await;
    let (account, _) = holder(&index, "ada", FactorKind::SecurityKey, 1).await;
    let actor = sign_in(&index, account).await;
    let mut second = SoftAuthenticator::new(ORIGIN, 2);
    let taken = TwoFactorRefused::NameTaken { name: "blue key".to_owned() };
    assert_eq!(refused(enrol(&index, &actor, FactorKind::SecurityKey, &mut second).await), taken);
    let begun = begin_registration(&index.ctx, &actor, FactorKind::Passkey).await.unwrap();
    assert_eq!(begun.options["publicKey"]["excludeCredentials"].as_array().map(Vec::len), Some(1));
    let answer = second.register(&begun.options);
    let kind = FactorKind::Passkey;
    finish_registration(&index.ctx, &actor, &visitor(), kind, &begun.ceremony, "laptop", &answer).await.unwrap();
    assert_eq!(sign_in_by_passkey(&index, &mut second).await.unwrap().name, "laptop");
}
