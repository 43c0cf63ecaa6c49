//! Signing in and out, stepping up, devices and break-glass.

mod break_glass;
mod device;
mod lifetimes;
mod password;
mod second_factor;
mod step_up;

use crate::factors::code;
use domain::{
    Failure, Refusal,
    events::Subject,
    ids::AccountId,
    permission::Actor,
    sessions::{SessionSecret, SignInMethod},
    visitor::Visitor,
};
use service::{
    accounts::{CreatedAccount, NewAccount, create},
    sessions::{
        Browser, Credentials, FactorProof, Opened, ProofRefused, SignInRefused, SignedInAs, Step, authenticate_session,
        begin, confirm_by_code, open_after, second_factor,
    },
};
use testkit_index::{TestIndex, new_account};

/// Long and odd enough for every check of passwords.
const PASSWORD: &str = "violet gravel teapot ninety";

/// Somebody with a password, and with an authenticator where asked.
struct Person {
    id: AccountId,
    username: String,
    secret: String,
    codes: Vec<String>,
}

async fn person(index: &TestIndex, username: &str, totp: bool) -> Person {
    let account = NewAccount { password: Some(PASSWORD.to_owned()), totp, ..new_account(username) };
    let CreatedAccount { id, otpauth_uri, recovery_codes, .. } =
        create(&index.ctx, &Actor::Operator, account).await.unwrap();
    let uri = otpauth_uri.unwrap_or_default();
    let secret = uri.split_once("secret=").map(|(_, rest)| rest.split('&').next().unwrap().to_owned());
    Person { id, username: username.to_owned(), secret: secret.unwrap_or_default(), codes: recovery_codes }
}

impl Person {
    fn totp(&self, index: &TestIndex) -> FactorProof {
        FactorProof::Totp(code(index, &self.secret))
    }
}

fn visitor() -> Visitor {
    Visitor::new("192.0.2.7".parse().unwrap(), "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0")
}

/// A browser that was never here.
fn stranger() -> Browser {
    Browser::new(visitor())
}

/// A browser at another address each time.
fn stranger_at(number: u32) -> Browser {
    let [_, b, c, d] = number.to_be_bytes();
    Browser::new(Visitor::new(std::net::Ipv4Addr::new(10, b, c, d).into(), "curl/8"))
}

/// The same browser after it got the cookies of a session.
fn with_cookies(opened: &Opened) -> Browser {
    Browser { visitor: visitor(), devices: opened.devices.clone(), session: Some(opened.session.clone()) }
}

/// A browser that the account knows, without a session.
async fn known(index: &TestIndex, person: &Person) -> Browser {
    let opened = open_after(&index.ctx, &stranger(), person.id, SignInMethod::Password).await.unwrap();
    service::sessions::end(&index.ctx, &visitor(), &signed_in(index, &opened.session).await.unwrap().bearer)
        .await
        .unwrap();
    Browser { session: None, ..with_cookies(&opened) }
}

fn typed(username: &str, password: &str) -> Credentials {
    Credentials { username: username.to_owned(), password: password.to_owned(), return_to: None }
}

async fn begun(index: &TestIndex, browser: &Browser, person: &Person) -> Step {
    begin(&index.ctx, browser, typed(&person.username, PASSWORD)).await.unwrap()
}

/// A sign-in that waits for its second factor.
async fn at_factor(index: &TestIndex, browser: &Browser, person: &Person) -> String {
    match begun(index, browser, person).await {
        Step::Factor { secret } => secret.to_text(),
        other => panic!("{other:?}"),
    }
}

/// A sign-in that waits for the mail to its device.
async fn at_device(index: &TestIndex, person: &Person) -> String {
    let sign_in = at_factor(index, &stranger(), person).await;
    match second_factor(&index.ctx, &stranger(), &sign_in, &person.totp(index), false).await.unwrap() {
        Step::Device { secret } => secret.to_text(),
        other => panic!("{other:?}"),
    }
}

/// Signed in with an authenticator, on a known device.
async fn signed_in_by_totp(index: &TestIndex, person: &Person) -> Opened {
    let browser = known(index, person).await;
    let sign_in = at_factor(index, &browser, person).await;
    opened(second_factor(&index.ctx, &browser, &sign_in, &person.totp(index), false).await.unwrap())
}

fn opened(step: Step) -> Opened {
    match step {
        Step::Opened(opened) => opened,
        other => panic!("{other:?}"),
    }
}

async fn signed_in(index: &TestIndex, session: &SessionSecret) -> Option<SignedInAs> {
    authenticate_session(&index.ctx, &session.to_text(), &visitor()).await.unwrap()
}

fn refusal<T: std::fmt::Debug, R: Refusal>(result: Result<T, Failure<R>>) -> R {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        Err(Failure::Broken(fault)) => panic!("{fault:#}"),
        Ok(done) => panic!("it was done: {done:?}"),
    }
}

/// The tags in somebody's audit log.
async fn tags(index: &TestIndex, account: AccountId) -> Vec<String> {
    let mut read = index.db.read().await.unwrap();
    let events = store::events::of(&mut read, Subject::Account(account)).await.unwrap();
    events.into_iter().map(|event| event.tag).collect()
}

/// The kinds of mail in the outbox.
async fn mails(index: &TestIndex) -> Vec<String> {
    let lines = store::mail::newest(&mut index.db.read().await.unwrap(), 100).await.unwrap();
    lines.into_iter().map(|line| line.kind).collect()
}

/// The newest mail of a kind: its text.
async fn mail(index: &TestIndex, kind: &str) -> String {
    let mut read = index.db.read().await.unwrap();
    let lines = store::mail::newest(&mut read, 100).await.unwrap();
    let line = lines.iter().find(|line| line.kind == kind).expect("the mail was written");
    store::mail::bodies(&mut read, line.id).await.unwrap().unwrap().1
}

/// The secret of the link in the newest mail to a device.
async fn mailed_link(index: &TestIndex) -> String {
    let text = mail(index, "new_device").await;
    let (_, rest) = text.split_once("/account/confirm-device/").expect("the mail has its link");
    rest.split_whitespace().next().unwrap().to_owned()
}

/// The code in the newest mail to a device.
async fn mailed_code(index: &TestIndex) -> String {
    let text = mail(index, "new_device").await;
    let is_code = |line: &&str| line.trim().len() == 9 && line.trim().replace(' ', "").parse::<u32>().is_ok();
    text.lines().find(is_code).unwrap_or_else(|| panic!("the mail has its code: {text}")).trim().to_owned()
}

async fn confirmed_by_code(index: &TestIndex, sign_in: &str, code: &str) -> Result<Opened, SignInRefused> {
    match confirm_by_code(&index.ctx, &stranger(), sign_in, code).await {
        Ok(opened) => Ok(opened),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(Failure::Broken(fault)) => panic!("{fault:#}"),
    }
}
