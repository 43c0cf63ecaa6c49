//! What the tests of second factors share: people who are signed in, and their codes.

use chrono::TimeDelta;
use domain::{
    events::Subject,
    ids::AccountId,
    mandate::Strength,
    permission::Actor,
    sessions::{Session, SessionSecret, SignInMethod},
    two_factor::{FactorKind, STEP_SECONDS},
    visitor::Visitor,
};
use service::two_factor::{Enrolled, begin_totp, finish_totp};
use store::transaction;
use testkit_index::TestIndex;

/// Whoever asks in these tests.
pub(crate) fn visitor() -> Visitor {
    Visitor::new("192.0.2.7".parse().unwrap(), "testkit/1")
}

/// A person signed in a moment ago, with the strongest factor they have.
pub(crate) async fn sign_in(index: &TestIndex, account: AccountId) -> Actor {
    let mut read = index.db.read().await.unwrap();
    let strength = store::two_factor::standing(&mut read, account).await.unwrap().strength();
    drop(read);
    sign_in_with(index, account, strength).await
}

/// A person signed in a moment ago, who showed this.
pub(crate) async fn sign_in_with(index: &TestIndex, account: AccountId, strength: Option<Strength>) -> Actor {
    let now = index.now();
    let session = Session {
        id: index.id(),
        hash: SessionSecret::new(index.random_bytes()).hash(),
        account,
        method: strength.map_or(SignInMethod::Password, |_| SignInMethod::Totp),
        strength,
        stepped_up_at: Some(now),
        device: None,
        network: "192.0.2.0/24".to_owned(),
        user_agent: "testkit/1".to_owned(),
        signed_in_at: now,
        last_seen_at: now,
        expires_at: now + TimeDelta::days(14),
    };
    let written: anyhow::Result<()> =
        transaction!(index.db, |write| { store::sessions::insert(write, &session).await });
    written.unwrap();
    Actor::Session(session.bearer())
}

/// Somebody without a factor, who has just signed in by password.
pub(crate) async fn newcomer(index: &TestIndex, username: &str) -> (AccountId, Actor) {
    let account = index.somebody_without_factor(username).await.account;
    let actor = sign_in(index, account).await;
    (account, actor)
}

/// Somebody with recovery codes, of which the first is burned, and no factor yet.
pub(crate) async fn prepared(index: &TestIndex, username: &str) -> (AccountId, Actor, Vec<String>) {
    let (account, actor) = newcomer(index, username).await;
    let codes = service::recovery::generate(&index.ctx, &actor, &visitor()).await.unwrap();
    service::recovery::prove(&index.ctx, &actor, &visitor(), &codes[0]).await.unwrap();
    (account, actor, codes)
}

/// The same session under the secret that an act gave it.
pub(crate) async fn follow(index: &TestIndex, actor: &mut Actor, session: Option<&SessionSecret>) {
    if let Some(secret) = session {
        let session = store::sessions::by_hash(&mut index.db.read().await.unwrap(), &secret.hash()).await.unwrap();
        *actor = Actor::Session(session.expect("the session goes on").bearer());
    }
}

/// Enrols an authenticator and gives its secret in base32.
pub(crate) async fn enrol_totp(index: &TestIndex, actor: &mut Actor, name: &str) -> (Enrolled, String) {
    let pending = begin_totp(&index.ctx, actor).await.unwrap();
    let enrolled = finish_totp(&index.ctx, actor, &visitor(), name, &code(index, &pending.secret)).await.unwrap();
    assert_eq!(enrolled.kind, FactorKind::Totp);
    follow(index, actor, enrolled.session.as_ref()).await;
    (enrolled, pending.secret)
}

/// The code of a secret at the present step.
pub(crate) fn code(index: &TestIndex, secret: &str) -> String {
    code_at(index, secret, 0)
}

/// The code of a secret, some steps from now.
pub(crate) fn code_at(index: &TestIndex, secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("a").build().unwrap();
    let time = index.now().timestamp() + steps * STEP_SECONDS;
    totp.generate(u64::try_from(time).unwrap()).to_string()
}

/// Whether somebody's audit log tells of this.
pub(crate) async fn has_event(index: &TestIndex, account: AccountId, tag: &str) -> bool {
    let mut read = index.db.read().await.unwrap();
    let events = store::events::of(&mut read, Subject::Account(account)).await.unwrap();
    events.iter().any(|event| event.tag == tag)
}

/// Whether the outbox holds a mail of this kind.
pub(crate) async fn has_mail(index: &TestIndex, kind: &str) -> bool {
    let lines = store::mail::newest(&mut index.db.read().await.unwrap(), 100).await.unwrap();
    lines.iter().any(|line| line.kind == kind)
}
