//! Registration: who may, under which names, and what strangers learn.

use crate::factors::{has_event, has_mail, sign_in};
use chrono::TimeDelta;
use domain::{
    Failure, Refusal,
    accounts::EmailAddress,
    links::LinkKind,
    permission::Actor,
    registration::{MailDomain, RegistrationMode, RegistrationRule},
    visitor::Visitor,
};
use outbound::domains::{DomainState, FakeDomains};
use service::{
    Ctx,
    accounts::{NewAccount, create},
    links,
    registration::{
        CancelInvitationRefused, NewRegistration, RegisterRefused, Registered, RegisteredAccount, allow_domain,
        allow_username, cancel_invitation, check_domains, confirm, invite, prohibit_domain, prohibit_usernames,
        register, rule, set_rule, waiting,
    },
};
use store::mail::MailLine;
use templates::Language;
use testkit_index::{TestIndex, new_account};
use testkit_macros::both;

/// Long and odd enough for every check of passwords.
const PASSWORD: &str = "violet gravel teapot ninety";

pub(crate) fn visitor() -> Visitor {
    Visitor::new("192.0.2.7".parse().unwrap(), "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0")
}

/// Somebody at another address each time, whom no limit knows.
fn visitor_at(number: u8) -> Visitor {
    Visitor::new(format!("198.51.100.{number}").parse().unwrap(), "curl/8")
}

pub(crate) fn refusal<T: std::fmt::Debug, R: Refusal>(result: Result<T, Failure<R>>) -> R {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        Err(Failure::Broken(fault)) => panic!("{fault:#}"),
        Ok(done) => panic!("it was done: {done:?}"),
    }
}

pub(crate) async fn outbox(ctx: &Ctx) -> Vec<MailLine> {
    store::mail::newest(&mut ctx.db.read().await.unwrap(), 100).await.unwrap()
}

/// The secret of the link in the newest mail of a kind.
pub(crate) async fn mailed(ctx: &Ctx, kind: &str, link: LinkKind) -> String {
    let lines = outbox(ctx).await;
    let line = lines.iter().find(|line| line.kind == kind).unwrap_or_else(|| panic!("no mail: {kind}"));
    let bodies = store::mail::bodies(&mut ctx.db.read().await.unwrap(), line.id).await.unwrap();
    let text = bodies.unwrap().1;
    let (_, rest) = text.split_once(link.path()).unwrap_or_else(|| panic!("no link: {text}"));
    rest.split_whitespace().next().unwrap().to_owned()
}

fn asked(username: &str, address: &str) -> NewRegistration {
    NewRegistration::parse(username, address, PASSWORD).unwrap()
}

async fn set(index: &TestIndex, mode: RegistrationMode) {
    let domains = vec!["people.example".parse().unwrap()];
    set_rule(&index.ctx, &Actor::Operator, &RegistrationRule { mode, domains }).await.unwrap();
}

async fn open_index() -> TestIndex {
    let index = TestIndex::new().await;
    set(&index, RegistrationMode::Open).await;
    index
}

async fn invitation(index: &TestIndex, address: &str) -> String {
    let address: EmailAddress = address.parse().unwrap();
    invite(&index.ctx, &Actor::Operator, &address, Language::English).await.unwrap();
    mailed(&index.ctx, "invitation", LinkKind::Invitation).await
}

fn made(registered: Registered) -> RegisteredAccount {
    match registered {
        Registered::Account(account) => account,
        Registered::CheckMail => panic!("a mail was sent"),
    }
}

#[both]
async fn a_mailed_link_makes_the_account(index: TestIndex) {
    set(&index, RegistrationMode::Open).await;
    let answer = register(&index.ctx, &visitor(), asked("Grace", "Grace@people.example")).await.unwrap();
    assert_eq!(answer, Registered::CheckMail);
    let username = "grace".parse().unwrap();
    let mut read = index.db.read().await.unwrap();
    assert!(!store::accounts::username_is_taken(&mut read, &username).await.unwrap());
    drop(read);
    let secret = mailed(&index.ctx, "verify_address", LinkKind::Registration).await;
    let shown = waiting(&index.ctx, &secret).await.unwrap();
    assert_eq!((&shown.username[..], &shown.address[..]), ("Grace", "Grace@people.example"));
    let account = confirm(&index.ctx, &visitor(), &secret).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let addresses = store::addresses::of(&mut read, account.id).await.unwrap();
    assert_eq!(addresses[0].address, "Grace@people.example");
    assert!(addresses[0].verified_at.is_some() && addresses[0].is_primary);
    let stored = store::accounts::password_hash(&mut read, account.id).await.unwrap().unwrap();
    drop(read);
    assert!(service::passwords::verify(&index.ctx, &stored, PASSWORD).await.unwrap().is_right());
    assert!(has_event(&index, account.id, "account:register").await);
}

#[both]
async fn fifty_uses_of_one_link_make_one_account(index: TestIndex) {
    set(&index, RegistrationMode::Open).await;
    register(&index.ctx, &visitor(), asked("grace", "grace@people.example")).await.unwrap();
    let secret = mailed(&index.ctx, "verify_address", LinkKind::Registration).await;
    let uses = (0..50).map(|_| {
        let (ctx, secret) = (index.ctx.clone(), secret.clone());
        tokio::spawn(async move { confirm(&ctx, &visitor(), &secret).await })
    });
    let mut accounts = 0;
    for one in uses.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Ok(_) => accounts += 1,
            Err(Failure::Refused(RegisterRefused::Link(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(accounts, 1);
}

#[tokio::test]
async fn a_used_address_looks_like_a_free_one() {
    let index = open_index().await;
    index.somebody("ada").await;
    let mut seen = Vec::new();
    for (number, address) in [(1, "new@people.example"), (2, "ADA@people.example")] {
        let (mails, hashes) = (outbox(&index.ctx).await.len(), index.passwords.pool.taken());
        let form = asked(&format!("visitor{number}"), address);
        let answer = register(&index.ctx, &visitor_at(number), form).await.unwrap();
        let again = asked(&format!("visitor{number}"), "third@people.example");
        let again = refusal(register(&index.ctx, &visitor_at(number), again).await);
        let mails = outbox(&index.ctx).await.len() - mails;
        seen.push((answer, again.code(), mails, index.passwords.pool.taken() - hashes));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].2, 1);
    assert!(has_mail(&index, "address_in_use").await);
}

#[tokio::test]
async fn the_owner_of_a_used_address_gets_no_link() {
    let index = open_index().await;
    index.somebody("ada").await;
    register(&index.ctx, &visitor(), asked("other", "ada@people.example")).await.unwrap();
    let line = outbox(&index.ctx).await.remove(0);
    assert_eq!((&line.kind[..], &line.address[..]), ("address_in_use", "ada@people.example"));
    assert!(!has_mail(&index, "verify_address").await);
}

#[tokio::test]
async fn the_answer_to_a_bad_name_is_one_for_all_reasons() {
    let index = open_index().await;
    index.somebody("billox").await;
    prohibit_usernames(&index.ctx, &Actor::Operator, "camembert\n roquefort", "famous").await.unwrap();
    register(&index.ctx, &visitor_at(1), asked("waiter", "one@people.example")).await.unwrap();
    for name in ["billox", "BILLOX", "b1ll-0x", "camembert", "c_a_m_e_m_b_e_r_t", "admin", "adm1n", "waiter", "wa1ter"]
    {
        let refused = refusal(register(&index.ctx, &visitor_at(2), asked(name, "two@people.example")).await);
        assert_eq!(refused, RegisterRefused::UsernameUnavailable { username: name.to_owned() });
    }
}

#[tokio::test]
async fn who_lost_the_mail_asks_again_with_the_same_address() {
    let index = open_index().await;
    register(&index.ctx, &visitor(), asked("grace", "grace@people.example")).await.unwrap();
    register(&index.ctx, &visitor(), asked("grace", "grace@people.example")).await.unwrap();
    let secret = mailed(&index.ctx, "verify_address", LinkKind::Registration).await;
    confirm(&index.ctx, &visitor(), &secret).await.unwrap();
}

#[tokio::test]
async fn a_name_that_nobody_confirmed_is_free_again() {
    let index = open_index().await;
    register(&index.ctx, &visitor_at(1), asked("grace", "one@people.example")).await.unwrap();
    index.advance(LinkKind::Registration.lifetime());
    register(&index.ctx, &visitor_at(2), asked("grace", "two@people.example")).await.unwrap();
}

#[tokio::test]
async fn a_link_ends_after_a_day() {
    let index = open_index().await;
    register(&index.ctx, &visitor(), asked("grace", "grace@people.example")).await.unwrap();
    let secret = mailed(&index.ctx, "verify_address", LinkKind::Registration).await;
    index.advance(TimeDelta::days(1) - TimeDelta::microseconds(1));
    waiting(&index.ctx, &secret).await.unwrap();
    index.advance(TimeDelta::microseconds(1));
    assert_eq!(refusal(confirm(&index.ctx, &visitor(), &secret).await).code(), "link-not-open");
}

#[tokio::test]
async fn a_link_of_another_kind_opens_nothing() {
    let index = open_index().await;
    register(&index.ctx, &visitor(), asked("grace", "grace@people.example")).await.unwrap();
    let secret = mailed(&index.ctx, "verify_address", LinkKind::Registration).await;
    for kind in [LinkKind::Invitation, LinkKind::VerifyAddress, LinkKind::ResetPassword, LinkKind::UndoDeletion] {
        assert_eq!(refusal(links::look(&index.ctx, kind, &secret).await).code(), "link-not-open");
    }
    for text in ["", "x", "é\0", &"A".repeat(43), &"A".repeat(10_000)] {
        assert_eq!(refusal(confirm(&index.ctx, &visitor(), text).await).code(), "link-not-open");
    }
}

async fn open_invitation(index: &TestIndex) -> uuid::Uuid {
    let mut read = index.db.read().await.unwrap();
    store::links::invitations(&mut read, 1, 0).await.unwrap()[0].id
}

#[both]
async fn a_cancelled_invitation_lets_nobody_in(index: TestIndex) {
    let secret = invitation(&index, "grace@people.example").await;
    let id = open_invitation(&index).await;
    cancel_invitation(&index.ctx, &Actor::Operator, id).await.unwrap();
    let form = NewRegistration { invitation: Some(secret), ..asked("grace", "grace@people.example") };
    assert_eq!(refusal(register(&index.ctx, &visitor(), form).await).code(), "link-not-open");
    assert_eq!(refusal(cancel_invitation(&index.ctx, &Actor::Operator, id).await), CancelInvitationRefused::NotOpen);
    // The address may be invited again.
    invitation(&index, "grace@people.example").await;
}

#[both]
async fn an_invitation_is_used_or_cancelled_and_never_both(index: TestIndex) {
    let secret = invitation(&index, "grace@people.example").await;
    let id = open_invitation(&index).await;
    let form = NewRegistration { invitation: Some(secret), ..asked("grace", "grace@people.example") };
    let (ctx, other) = (index.ctx.clone(), index.ctx.clone());
    let used = tokio::spawn(async move { register(&ctx, &visitor(), form).await });
    let cancelled = tokio::spawn(async move { cancel_invitation(&other, &Actor::Operator, id).await });
    let (used, cancelled) = (used.await.unwrap(), cancelled.await.unwrap());
    assert_ne!(used.is_ok(), cancelled.is_ok(), "{used:?} {cancelled:?}");
}

#[tokio::test]
async fn only_operators_cancel_invitations() {
    let index = TestIndex::new().await;
    invitation(&index, "grace@people.example").await;
    let id = open_invitation(&index).await;
    let ada = index.somebody("ada").await;
    let token = service::tokens::authenticate(&index.ctx, &ada.token).await.unwrap();
    let refused = refusal(cancel_invitation(&index.ctx, &token, id).await);
    assert_eq!(refused.kind(), domain::Kind::Forbidden);
    assert_eq!(open_invitation(&index).await, id);
}

#[both]
async fn an_invitation_makes_a_verified_account_at_once(index: TestIndex) {
    let secret = invitation(&index, "grace@people.example").await;
    let form = NewRegistration { invitation: Some(secret.clone()), ..asked("grace", "other@people.example") };
    let account = made(register(&index.ctx, &visitor(), form.clone()).await.unwrap());
    let mut read = index.db.read().await.unwrap();
    let addresses = store::addresses::of(&mut read, account.id).await.unwrap();
    drop(read);
    assert_eq!((&addresses[0].address[..], addresses[0].verified_at), ("grace@people.example", Some(index.now())));
    let form = NewRegistration { username: "second".parse().unwrap(), ..form };
    assert_eq!(refusal(register(&index.ctx, &visitor(), form).await).code(), "link-not-open");
}

#[tokio::test]
async fn a_refused_form_leaves_the_invitation_open() {
    let index = TestIndex::new().await;
    index.somebody("ada").await;
    let secret = invitation(&index, "grace@people.example").await;
    let form = NewRegistration { invitation: Some(secret), ..asked("ada", "grace@people.example") };
    assert_eq!(refusal(register(&index.ctx, &visitor(), form.clone()).await).code(), "username-unavailable");
    let weak = NewRegistration { username: "grace".parse().unwrap(), password: "password".into(), ..form.clone() };
    assert_eq!(refusal(register(&index.ctx, &visitor(), weak).await).code(), "password-weak");
    let good = NewRegistration { username: "grace".parse().unwrap(), ..form };
    made(register(&index.ctx, &visitor(), good).await.unwrap());
}

#[tokio::test]
async fn a_new_invitation_ends_the_earlier_one() {
    let index = TestIndex::new().await;
    let first = invitation(&index, "grace@people.example").await;
    invitation(&index, "Grace@people.example").await;
    let form = NewRegistration { invitation: Some(first), ..asked("grace", "grace@people.example") };
    assert_eq!(refusal(register(&index.ctx, &visitor(), form).await).code(), "link-not-open");
}

#[tokio::test]
async fn an_invitation_lasts_a_week() {
    let index = TestIndex::new().await;
    let secret = invitation(&index, "grace@people.example").await;
    index.advance(TimeDelta::days(7));
    let form = NewRegistration { invitation: Some(secret), ..asked("grace", "grace@people.example") };
    assert_eq!(refusal(register(&index.ctx, &visitor(), form).await).code(), "link-not-open");
}

#[tokio::test]
async fn only_operators_invite_and_only_free_addresses() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    let actor = sign_in(&index, ada.account).await;
    let address = "grace@people.example".parse().unwrap();
    assert_eq!(refusal(invite(&index.ctx, &actor, &address, Language::English).await).code(), "no-role");
    let taken = "ADA@people.example".parse().unwrap();
    let refused = invite(&index.ctx, &Actor::Operator, &taken, Language::English).await;
    assert_eq!(refusal(refused).code(), "address-taken");
    let disposable = "x@mailinator.com".parse().unwrap();
    let refused = invite(&index.ctx, &Actor::Operator, &disposable, Language::English).await;
    assert_eq!(refusal(refused).code(), "address-domain");
}

#[tokio::test]
async fn an_operator_on_the_site_invites() {
    let index = TestIndex::new().await;
    let operator = NewAccount { superuser: true, totp: true, ..new_account("root2") };
    let operator = create(&index.ctx, &Actor::Operator, operator).await.unwrap();
    let actor = sign_in(&index, operator.id).await;
    let address = "grace@people.example".parse().unwrap();
    invite(&index.ctx, &actor, &address, Language::French).await.unwrap();
    assert_eq!(outbox(&index.ctx).await[0].language, "fr");
    index.advance(TimeDelta::minutes(15));
    let refused = invite(&index.ctx, &actor, &address, Language::French).await;
    assert_eq!(refusal(refused).code(), "step-up-required");
}

#[tokio::test]
async fn each_mode_admits_its_people() {
    let index = TestIndex::new().await;
    assert_eq!(rule(&index.ctx).await.unwrap().mode, RegistrationMode::Invite);
    let codes = [
        (RegistrationMode::Closed, "registration-closed"),
        (RegistrationMode::Invite, "registration-invitation-only"),
        (RegistrationMode::Domains, "registration-other-domain"),
    ];
    for (mode, code) in codes {
        set(&index, mode).await;
        let refused = register(&index.ctx, &visitor(), asked("grace", "grace@elsewhere.example")).await;
        assert_eq!(refusal(refused).code(), code);
    }
    register(&index.ctx, &visitor(), asked("grace", "grace@People.example")).await.unwrap();
    set(&index, RegistrationMode::Closed).await;
    let refused = invite(&index.ctx, &Actor::Operator, &"x@people.example".parse().unwrap(), Language::English).await;
    assert_eq!(refusal(refused).code(), "registration-closed");
}

#[tokio::test]
async fn the_rule_is_set_by_operators_and_by_domain_needs_domains() {
    let index = TestIndex::new().await;
    let ada = index.somebody("ada").await;
    let actor = sign_in(&index, ada.account).await;
    let open = RegistrationRule { mode: RegistrationMode::Open, domains: vec![] };
    assert_eq!(refusal(set_rule(&index.ctx, &actor, &open).await).code(), "no-role");
    let domains = RegistrationRule { mode: RegistrationMode::Domains, domains: vec![] };
    let refused = set_rule(&index.ctx, &Actor::Operator, &domains).await;
    assert_eq!(refusal(refused).code(), "registration-no-domain");
}

#[tokio::test]
async fn disposable_and_prohibited_domains_are_refused_with_their_subdomains() {
    let index = open_index().await;
    let domain: MailDomain = "spam.example".parse().unwrap();
    prohibit_domain(&index.ctx, &Actor::Operator, &domain, "spam").await.unwrap();
    for address in ["x@mailinator.com", "x@deep.yopmail.com", "x@spam.example", "x@Below.Spam.example"] {
        let refused = refusal(register(&index.ctx, &visitor(), asked("grace", address)).await);
        assert_eq!(refused.code(), "address-domain", "{address}");
    }
    allow_domain(&index.ctx, &Actor::Operator, &domain).await.unwrap();
    register(&index.ctx, &visitor(), asked("grace", "x@spam.example")).await.unwrap();
    let refused = allow_domain(&index.ctx, &Actor::Operator, &domain).await;
    assert_eq!(refusal(refused).code(), "prohibit-not-prohibited");
}

#[tokio::test]
async fn lists_of_prohibited_names_are_checked_whole() {
    let index = TestIndex::new().await;
    let prohibited = async |list: &str| prohibit_usernames(&index.ctx, &Actor::Operator, list, "why").await;
    assert_eq!(refusal(prohibited(" \n ").await).code(), "prohibit-empty");
    assert_eq!(refusal(prohibited("brie -x-").await).code(), "prohibit-bad-name");
    assert_eq!(refusal(prohibited(&"brie ".repeat(10_001)).await).code(), "prohibit-too-many");
    assert_eq!(prohibited("brie\tgouda\r\nfeta").await.unwrap(), 3);
    allow_username(&index.ctx, &Actor::Operator, &"brie".parse().unwrap()).await.unwrap();
    let refused = allow_username(&index.ctx, &Actor::Operator, &"brie".parse().unwrap()).await;
    assert_eq!(refusal(refused).code(), "prohibit-not-prohibited");
}

#[tokio::test]
async fn one_visitor_registers_twice_a_day() {
    let index = open_index().await;
    for number in 0..2 {
        let form = asked(&format!("person{number}"), &format!("person{number}@people.example"));
        register(&index.ctx, &visitor(), form).await.unwrap();
    }
    let form = asked("person3", "person3@people.example");
    assert_eq!(refusal(register(&index.ctx, &visitor(), form).await).code(), "too-many-attempts");
}

#[both]
async fn an_abandoned_domain_takes_the_standing_of_its_addresses_and_says_so(index: TestIndex) {
    let ada = index.somebody("ada").await;
    let domains = FakeDomains::default();
    assert_eq!(check_domains(&index.ctx, &domains).await.unwrap(), 0);
    domains.set("people.example", DomainState::Gone);
    let mut unverified = Vec::new();
    for _ in 0..5 {
        index.advance(TimeDelta::days(30));
        unverified.push(check_domains(&index.ctx, &domains).await.unwrap());
    }
    assert_eq!(unverified, [0, 1, 0, 0, 0]);
    let line = outbox(&index.ctx).await.remove(0);
    assert_eq!((&line.kind[..], &line.address[..]), ("address_unverified", "ada@people.example"));
    assert!(has_event(&index, ada.account, "account:address:unverify").await);
    let mut read = index.db.read().await.unwrap();
    let rows = store::addresses::of(&mut read, ada.account).await.unwrap();
    assert_eq!((rows[0].verified_at, rows[0].unverified_reason.as_deref()), (None, Some("domain gone")));
}

#[tokio::test]
async fn a_domain_that_does_not_answer_or_comes_back_keeps_its_addresses() {
    let index = TestIndex::new().await;
    index.somebody("ada").await;
    let domains = FakeDomains::default();
    for state in [DomainState::Gone, DomainState::Unknown, DomainState::Exists, DomainState::Gone, DomainState::Unknown]
    {
        domains.set("people.example", state);
        index.advance(TimeDelta::days(31));
        assert_eq!(check_domains(&index.ctx, &domains).await.unwrap(), 0, "{state:?}");
    }
}
