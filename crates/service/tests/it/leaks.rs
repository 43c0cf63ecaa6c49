//! Reports of leaked tokens: whom we believe, and what becomes of the tokens.

use chrono::TimeDelta;
use domain::{
    Failure, Kind, Refusal as _,
    accounts::AccountState,
    events::{EventTag, Subject},
    permission::Actor,
    tokens::{ApiToken, caveat::Caveat},
    visitor::Visitor,
};
use outbound::scanner_keys::{FakeScannerKeys, ScannerKey};
use serde_json::json;
use service::{
    leaks::{KnownKeys, LeakReportRefused, Proof, Report, Scanner, disclose},
    tokens::{AuthenticationRefused, CreatedToken, NewToken, authenticate, create},
};
use std::sync::Arc;
use store::{mail::MailLine, transaction};
use testkit::scanner::SoftScanner;
use testkit_index::{TestIndex, new_token, normalized};
use testkit_macros::both;

const PLACE: &str = "https://code.example/ada/cheese/.env";

/// The place in a mail, where no program takes it for a link.
const SHOWN_PLACE: &str = "code.example/ada/cheese/.env";

/// A scanner, its key server, and what we know of its keys.
struct Forge {
    key: SoftScanner,
    server: Arc<FakeScannerKeys>,
    keys: KnownKeys,
}

impl Forge {
    fn new() -> Self {
        let key = SoftScanner::new(1);
        let server = Arc::new(FakeScannerKeys::new(vec![listed("one", &key, true)]));
        Self { key, keys: KnownKeys::with(server.clone()), server }
    }

    /// A report of these tokens, signed by the scanner's key.
    fn signed(&self, tokens: &[&str]) -> Report {
        let body = body(tokens);
        let signature = Some(self.key.sign(&body));
        Report { proof: Some(Proof { scanner: scanner(), key_id: Some("one".into()), signature }), body }
    }

    async fn report(&self, index: &TestIndex, report: Report) -> Result<(), LeakReportRefused> {
        let visitor = Visitor::new("198.51.100.9".parse().unwrap(), "forge/1");
        match disclose(&index.ctx, &visitor, &self.keys, report).await {
            Ok(()) => Ok(()),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Err(Failure::Broken(fault)) => panic!("{fault:#}"),
        }
    }
}

fn listed(identifier: &str, key: &SoftScanner, is_current: bool) -> ScannerKey {
    ScannerKey { identifier: identifier.to_owned(), pem: key.pem(), is_current }
}

fn scanner() -> Scanner {
    Scanner {
        name: "forge".into(),
        key_id_header: "forge-key-id".into(),
        signature_header: "forge-signature".into(),
        keys_url: "https://forge.example/keys".parse().unwrap(),
    }
}

fn body(tokens: &[&str]) -> Vec<u8> {
    let record = |token: &&str| json!({ "token": token, "type": "pypi_api_token", "url": PLACE, "source": "content" });
    serde_json::to_vec(&tokens.iter().map(record).collect::<Vec<_>>()).unwrap()
}

fn unsigned(tokens: &[&str]) -> Report {
    Report { body: body(tokens), proof: None }
}

async fn ada(index: &TestIndex) -> CreatedToken {
    index.person("ada").await;
    index.wide_token("ada").await
}

async fn is_revoked(index: &TestIndex, token: &CreatedToken) -> bool {
    let stored = store::tokens::get(&mut index.db.read().await.unwrap(), token.id).await.unwrap();
    stored.expect("the row stays").revoked_at.is_some()
}

/// The mails that tell of a leak, with their text.
async fn mails(index: &TestIndex) -> Vec<(MailLine, String)> {
    let mut read = index.db.read().await.unwrap();
    let lines = store::mail::newest(&mut read, 100).await.unwrap();
    let mut mails = Vec::new();
    for line in lines.into_iter().filter(|line| line.kind == "token_leaked") {
        let queued = store::mail::queued(&mut read, line.id).await.unwrap().expect("the mail waits");
        mails.push((line, queued.text_body));
    }
    mails
}

#[both]
async fn a_token_that_a_scanner_found_is_revoked_and_its_owner_told(index: TestIndex) {
    let (forge, token) = (Forge::new(), ada(&index).await);
    let other = index.wide_token("ada").await;
    assert_eq!(forge.report(&index, forge.signed(&[&token.token, "pypi-nonsense", "x"])).await, Ok(()));
    let refused = authenticate(&index.ctx, &token.token).await;
    assert!(matches!(refused, Err(Failure::Refused(AuthenticationRefused::Revoked))), "{refused:?}");
    assert!(!is_revoked(&index, &other).await);
    let mails = mails(&index).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].0.address == "ada@people.example" && mails[0].1.contains(SHOWN_PLACE), "{mails:?}");
    let account = mails[0].0.account_id.unwrap();
    let subject = Subject::Account(domain::ids::AccountId(account));
    let events = store::events::of(&mut index.db.read().await.unwrap(), subject).await.unwrap();
    let event = events.iter().find(|event| event.tag == EventTag::TokenLeaked.as_str()).expect("it is recorded");
    assert_eq!((&event.details["reporter"], &event.details["url"]), (&json!("forge"), &json!(PLACE)));
    assert!(!event.details.to_string().contains(&token.token));
}

#[both]
async fn whoever_holds_a_token_revokes_it_without_any_signature(index: TestIndex) {
    let (forge, token) = (Forge::new(), ada(&index).await);
    assert_eq!(forge.report(&index, unsigned(&[&token.token])).await, Ok(()));
    assert!(is_revoked(&index, &token).await);
    let mails = mails(&index).await;
    assert_eq!(mails.len(), 1);
    assert!(!mails[0].1.contains(SHOWN_PLACE), "the words of a stranger are mailed to nobody");
}

#[both]
async fn a_token_whose_own_signature_does_not_hold_stays(index: TestIndex) {
    let (forge, token) = (Forge::new(), ada(&index).await);
    let forged = ApiToken::mint("localhost:8080", token.id, &[1; 32], &[]).to_text();
    assert_eq!(forge.report(&index, unsigned(&[&forged])).await, Ok(()));
    assert_eq!(forge.report(&index, forge.signed(&[&forged])).await, Ok(()));
    assert!(!is_revoked(&index, &token).await);
    assert_eq!(mails(&index).await.len(), 0);
}

#[both]
async fn expired_narrowed_and_frozen_tokens_are_revoked_too(index: TestIndex) {
    let forge = Forge::new();
    let ada = index.person("ada").await;
    let brief = NewToken { expires_in: Some(TimeDelta::hours(1)), ..new_token("ada") };
    let expired = create(&index.ctx, &Actor::Operator, None, brief).await.unwrap();
    let narrowed = index.wide_token("ada").await;
    let caveat = Caveat::ProjectNames(vec![normalized("cheese")]);
    let narrower = ApiToken::parse(&narrowed.token).unwrap().attenuate(&caveat).to_text();
    index.advance(TimeDelta::hours(2));
    let frozen: anyhow::Result<()> =
        transaction!(index.ctx.db, |write| { store::accounts::set_state(write, ada.id, AccountState::Frozen).await });
    frozen.unwrap();
    assert_eq!(forge.report(&index, forge.signed(&[&expired.token, &narrower])).await, Ok(()));
    assert!(is_revoked(&index, &expired).await && is_revoked(&index, &narrowed).await);
}

#[tokio::test]
async fn a_token_reported_many_times_at_once_is_told_of_once() {
    let index = TestIndex::new().await;
    let (forge, token) = (Forge::new(), ada(&index).await);
    let reports = (0..20).map(|_| forge.report(&index, forge.signed(&[&token.token, &token.token])));
    for outcome in futures::future::join_all(reports).await {
        assert_eq!(outcome, Ok(()));
    }
    assert_eq!(mails(&index).await.len(), 1);
    assert_eq!(forge.server.asked(), 1);
}

#[tokio::test]
async fn a_report_with_a_wrong_signature_revokes_nothing() {
    let index = TestIndex::new().await;
    let (forge, token) = (Forge::new(), ada(&index).await);
    let wrong = LeakReportRefused::SignatureWrong { scanner: "forge".into() };
    let mut changed = forge.signed(&[]);
    changed.body = body(&[&token.token]);
    assert_eq!(forge.report(&index, changed).await, Err(wrong.clone()));
    let mut foreign = forge.signed(&[&token.token]);
    foreign.proof.as_mut().unwrap().signature = Some(SoftScanner::new(2).sign(&foreign.body));
    assert_eq!(forge.report(&index, foreign).await, Err(wrong));
    for without in [true, false] {
        let mut half = forge.signed(&[&token.token]);
        let proof = half.proof.as_mut().unwrap();
        if without {
            proof.signature = None
        } else {
            proof.key_id = None
        }
        assert_eq!(forge.report(&index, half).await, Err(LeakReportRefused::HalfSigned { scanner: "forge".into() }));
    }
    assert!(!is_revoked(&index, &token).await);
}

#[tokio::test]
async fn a_new_key_is_fetched_when_its_id_is_unknown_and_an_old_one_is_not_believed() {
    let index = TestIndex::new().await;
    let (forge, token) = (Forge::new(), ada(&index).await);
    assert_eq!(forge.report(&index, forge.signed(&[])).await, Ok(()));
    assert_eq!(forge.report(&index, forge.signed(&[])).await, Ok(()));
    assert_eq!(forge.server.asked(), 1);
    let new = SoftScanner::new(3);
    forge.server.set(Some(vec![listed("one", &forge.key, false), listed("two", &new, true)]));
    let body = body(&[&token.token]);
    let signature = Some(new.sign(&body));
    let proof = Some(Proof { scanner: scanner(), key_id: Some("two".into()), signature });
    assert_eq!(forge.report(&index, Report { body, proof }).await, Ok(()));
    assert_eq!(forge.server.asked(), 2);
    assert!(is_revoked(&index, &token).await);
    let unknown = LeakReportRefused::KeyUnknown { scanner: "forge".into() };
    assert_eq!(forge.report(&index, forge.signed(&[])).await, Err(unknown), "`is_current` is honoured");
}

#[tokio::test]
async fn keys_are_kept_for_half_an_hour() {
    let index = TestIndex::new().await;
    let forge = Forge::new();
    assert_eq!(forge.report(&index, forge.signed(&[])).await, Ok(()));
    forge.server.set(None);
    index.advance(TimeDelta::minutes(30) - TimeDelta::seconds(1));
    assert_eq!(forge.report(&index, forge.signed(&[])).await, Ok(()));
    index.advance(TimeDelta::seconds(1));
    let refusal = forge.report(&index, forge.signed(&[])).await.unwrap_err();
    assert_eq!(refusal, LeakReportRefused::KeysUnavailable { scanner: "forge".into() });
    assert_eq!(refusal.kind(), Kind::Unavailable);
}

#[tokio::test]
async fn made_up_key_ids_cause_few_fetches() {
    let index = TestIndex::new().await;
    let forge = Forge::new();
    for number in 0..200 {
        let mut report = forge.signed(&[]);
        report.proof.as_mut().unwrap().key_id = Some(format!("made-up-{number}"));
        let visitor = Visitor::new(std::net::Ipv4Addr::from_bits(number).into(), "");
        assert!(disclose(&index.ctx, &visitor, &forge.keys, report).await.is_err());
    }
    assert_eq!(forge.server.asked(), 10);
    assert_eq!(forge.report(&index, forge.signed(&[])).await, Ok(()), "known keys still hold");
}

#[tokio::test]
async fn trying_without_a_right_signature_is_limited_for_each_address() {
    let index = TestIndex::new().await;
    let forge = Forge::new();
    for _ in 0..10 {
        assert_eq!(forge.report(&index, unsigned(&[])).await, Ok(()));
    }
    let refusal = forge.report(&index, unsigned(&[])).await.unwrap_err();
    assert!(matches!(refusal.kind(), Kind::TooMany { .. }), "{refusal:?}");
    let elsewhere = Visitor::new("203.0.113.4".parse().unwrap(), "");
    assert!(disclose(&index.ctx, &elsewhere, &forge.keys, unsigned(&[])).await.is_ok());
    index.advance(TimeDelta::minutes(6));
    assert_eq!(forge.report(&index, unsigned(&[])).await, Ok(()));
}
