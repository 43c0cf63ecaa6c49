//! Making, recognising and revoking API tokens.

use chrono::TimeDelta;
use domain::{
    Failure, Refusal as _,
    accounts::AccountState,
    events::Subject,
    ids::TokenId,
    keys::KeyRing,
    permission::{Action, Actor, Bearer, PermissionRefused},
    tokens::{ApiToken, StoredToken, caveat::Caveat},
};
use service::{
    accounts, permission, soft,
    tokens::{
        AuthenticationRefused, CreateTokenRefused, CreatedToken, NewToken, RevokeTokenRefused, authenticate, create,
        revoke,
    },
};
use store::transaction;
use testkit_index::{TestIndex, new_account, new_token, normalized};
use testkit_macros::both;

/// The host of the index of tests.
const HOST: &str = "localhost:8080";

async fn not_recognised(index: &TestIndex, text: &str) -> AuthenticationRefused {
    match authenticate(&index.ctx, text).await {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn not_made(index: &TestIndex, token: NewToken) -> CreateTokenRefused {
    match create(&index.ctx, &Actor::Operator, None, token).await {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// What the decision says of publishing to a project with a token.
async fn publishing(index: &TestIndex, token: &str, project: &str) -> Result<(), PermissionRefused> {
    let actor = authenticate(&index.ctx, token).await.expect("the token is recognised");
    let mut read = index.db.read().await.unwrap();
    match permission::require(&mut read, &actor, Action::Publish, &normalized(project), index.now()).await {
        Ok(_) => Ok(()),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(Failure::Broken(fault)) => panic!("{fault:#}"),
    }
}

async fn ada_with_cheese(index: &TestIndex) -> CreatedToken {
    let ada = index.person("ada").await;
    index.project("cheese", ada.id).await;
    index.project("bread", ada.id).await;
    index.wide_token("ada").await
}

fn attenuated(token: &CreatedToken, caveat: Caveat) -> String {
    ApiToken::parse(&token.token).unwrap().attenuate(&caveat).to_text()
}

#[both]
async fn a_token_acts_for_its_account_on_all_its_projects(index: TestIndex) {
    let token = ada_with_cheese(&index).await;
    assert_eq!(publishing(&index, &token.token, "cheese").await, Ok(()));
    assert_eq!(publishing(&index, &token.token, "bread").await, Ok(()));
    assert_eq!(ApiToken::parse(&token.token).unwrap().location(), Some(HOST));
}

#[both]
async fn a_token_of_one_project_is_for_no_other(index: TestIndex) {
    ada_with_cheese(&index).await;
    let narrow = NewToken { projects: vec![normalized("cheese")], ..new_token("ada") };
    let token = create(&index.ctx, &Actor::Operator, None, narrow).await.unwrap();
    assert_eq!(publishing(&index, &token.token, "cheese").await, Ok(()));
    let refused = publishing(&index, &token.token, "bread").await.unwrap_err();
    assert_eq!(refused.to_string(), "Invalid API Token: the token is only for: `cheese`");
}

#[both]
async fn an_expired_token_is_refused_with_the_instant(index: TestIndex) {
    ada_with_cheese(&index).await;
    let brief = NewToken { expires_in: Some(TimeDelta::days(30)), ..new_token("ada") };
    let token = create(&index.ctx, &Actor::Operator, None, brief).await.unwrap();
    index.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    assert_eq!(publishing(&index, &token.token, "cheese").await, Ok(()));
    index.clock.advance(TimeDelta::seconds(1));
    let refused = publishing(&index, &token.token, "cheese").await.unwrap_err();
    assert_eq!(refused.to_string(), "Invalid API Token: the token expired: `2026-10-21T14:13:20Z`; create a new one");
    assert_eq!(token.expires, Some(index.now()));
}

#[tokio::test]
async fn a_token_that_was_narrowed_offline_is_narrower() {
    let index = TestIndex::new().await;
    let token = attenuated(&ada_with_cheese(&index).await, Caveat::ProjectNames(vec![normalized("bread")]));
    assert_eq!(publishing(&index, &token, "bread").await, Ok(()));
    assert!(matches!(publishing(&index, &token, "cheese").await, Err(PermissionRefused::Caveat(_))));
}

#[both]
async fn stored_caveats_hold_even_where_the_token_has_none(index: TestIndex) {
    let wide = ada_with_cheese(&index).await;
    let Actor::Token(bearer) = authenticate(&index.ctx, &wide.token).await.unwrap() else { panic!("it is a token") };
    let (id, key_id) = (TokenId(index.id()), index.keys.load().current_id());
    let stored = StoredToken {
        id,
        account: bearer.account,
        name: "tightened".into(),
        key_id,
        caveats: vec![Caveat::ProjectNames(vec![normalized("bread")])],
        created_at: index.now(),
        expires_at: None,
        last_used_at: None,
        revoked_at: None,
        revoked_reason: None,
    };
    let inserted: anyhow::Result<()> = transaction!(index.db, |write| { store::tokens::insert(write, &stored).await });
    inserted.unwrap();
    let root = index.keys.load().token_root(key_id, id).unwrap();
    let token = ApiToken::mint(HOST, id, &root, &[]).to_text();
    assert_eq!(publishing(&index, &token, "bread").await, Ok(()));
    assert!(matches!(publishing(&index, &token, "cheese").await, Err(PermissionRefused::Caveat(_))));
}

#[tokio::test]
async fn what_is_not_a_token_of_ours_is_refused_in_the_words_that_clients_know() {
    let index = TestIndex::new().await;
    let token = ada_with_cheese(&index).await;
    let forged = |location: &str, id| ApiToken::mint(location, id, &[9; 32], &[]).to_text();
    let table = [
        ("", "token-unreadable"),
        ("pypi-x\0", "token-unreadable"),
        ("pypi-AgEIcHlwaS5vcmc", "token-unreadable"),
        (&forged(HOST, TokenId(index.id())), "token-unknown"),
        (&forged(HOST, token.id), "token-unknown"),
        (&forged("other.example", token.id), "token-elsewhere"),
    ];
    for (text, code) in table {
        let refusal = not_recognised(&index, text).await;
        assert_eq!(refusal.code(), code, "{text}");
        assert!(refusal.to_string().starts_with("Invalid or non-existent authentication information"), "{refusal}");
        assert_eq!(refusal.kind(), domain::Kind::Forbidden);
    }
}

#[tokio::test]
async fn a_caveat_that_nobody_knows_makes_the_token_invalid() {
    let index = TestIndex::new().await;
    let token = ada_with_cheese(&index).await;
    let stored = store::tokens::get(&mut index.db.read().await.unwrap(), token.id).await.unwrap().unwrap();
    let root = index.keys.load().token_root(stored.key_id, token.id).unwrap();
    let mut macaroon = domain::tokens::macaroon::Macaroon::new(HOST, token.id.to_string().as_bytes(), &root);
    macaroon.attenuate(b"[9, true]".to_vec());
    let text = format!("pypi-{}", base64url(&macaroon.serialize()));
    let refusal = not_recognised(&index, &text).await;
    assert_eq!(refusal.code(), "token-caveat-unknown");
    assert!(refusal.to_string().contains("`[9, true]`"), "{refusal}");
}

/// Base64url by hand: nothing else in these tests needs it.
fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let digit = |six: &[u8]| six.iter().fold(0, |value, bit| value << 1 | bit) << (6 - six.len());
    bits.chunks(6).map(|six| char::from(DIGITS[usize::from(digit(six))])).collect()
}

#[both]
async fn a_revoked_token_is_refused_at_once_and_in_an_act_under_way(index: TestIndex) {
    let token = ada_with_cheese(&index).await;
    let actor = authenticate(&index.ctx, &token.token).await.unwrap();
    revoke(&index.ctx, &Actor::Operator, None, token.id, "leaked").await.unwrap();
    assert_eq!(not_recognised(&index, &token.token).await, AuthenticationRefused::Revoked);
    let mut read = index.db.read().await.unwrap();
    let refused = permission::require(&mut read, &actor, Action::Publish, &normalized("cheese"), index.now()).await;
    assert!(matches!(refused, Err(Failure::Refused(PermissionRefused::TokenRevoked))), "{refused:?}");
}

#[tokio::test]
async fn the_token_of_a_frozen_account_is_refused() {
    let index = TestIndex::new().await;
    let token = ada_with_cheese(&index).await;
    freeze(&index, "ada").await;
    let refusal = AuthenticationRefused::AccountNotActive { username: "ada".into() };
    assert_eq!(not_recognised(&index, &token.token).await, refusal);
}

async fn freeze(index: &TestIndex, username: &str) {
    let username = username.parse().unwrap();
    let frozen: anyhow::Result<()> = transaction!(index.db, |write| {
        let account = store::accounts::by_username(write, &username).await?.unwrap();
        store::accounts::set_state(write, account.id, AccountState::Frozen).await
    });
    frozen.unwrap();
}

#[both]
async fn the_last_use_is_noted_with_the_next_flush(index: TestIndex) {
    let token = ada_with_cheese(&index).await;
    index.clock.advance(TimeDelta::hours(1));
    authenticate(&index.ctx, &token.token).await.unwrap();
    soft::flush(&index.ctx).await.unwrap();
    let stored = store::tokens::get(&mut index.db.read().await.unwrap(), token.id).await.unwrap().unwrap();
    assert_eq!(stored.last_used_at, Some(index.now()));
}

#[both]
async fn an_earlier_use_never_replaces_a_later_one(index: TestIndex) {
    let token = ada_with_cheese(&index).await;
    for at in [index.now(), index.now() - TimeDelta::minutes(1)] {
        let touched: anyhow::Result<()> =
            transaction!(index.db, |write| { store::tokens::touch(write, &[(token.id, at)]).await });
        touched.unwrap();
    }
    let stored = store::tokens::get(&mut index.db.read().await.unwrap(), token.id).await.unwrap().unwrap();
    assert_eq!(stored.last_used_at, Some(index.now()));
}

#[both]
async fn a_token_is_stored_with_its_caveats_and_its_event(index: TestIndex) {
    ada_with_cheese(&index).await;
    index.clock.advance(TimeDelta::seconds(1));
    let new = NewToken {
        name: Some(" ci ".into()),
        projects: vec![normalized("cheese")],
        expires_in: Some(TimeDelta::milliseconds(1500)),
        ..new_token("ADA")
    };
    let token = create(&index.ctx, &Actor::Operator, None, new).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let stored = store::tokens::get(&mut read, token.id).await.unwrap().unwrap();
    assert_eq!((&stored.name[..], stored.expires_at), ("ci", token.expires));
    assert_eq!(stored.caveats, ApiToken::parse(&token.token).unwrap().caveats().unwrap());
    assert_eq!(stored.caveats.len(), 4);
    let events = store::events::of(&mut read, Subject::Account(stored.account)).await.unwrap();
    let event = events.last().unwrap();
    assert_eq!((&event.tag[..], &event.details["name"]), ("token:create", &"ci".into()));
    assert!(!event.details.to_string().contains(&token.token));
}

#[both]
async fn tokens_are_listed_by_account(index: TestIndex) {
    let first = ada_with_cheese(&index).await;
    let bob = index.person("bob").await;
    let second = index.wide_token("bob").await;
    let mut read = index.db.read().await.unwrap();
    let all = store::tokens::list(&mut read).await.unwrap();
    let shown: Vec<_> = all.iter().map(|(username, token)| (&username[..], token.id)).collect();
    assert_eq!(shown, [("ada", first.id), ("bob", second.id)]);
    let of_bob = store::tokens::list_of(&mut read, bob.id).await.unwrap();
    assert_eq!(of_bob.iter().map(|token| token.id).collect::<Vec<_>>(), [second.id]);
}

#[tokio::test]
async fn a_token_for_nobody_or_for_a_frozen_account_is_not_made() {
    let index = TestIndex::new().await;
    assert_eq!(not_made(&index, new_token("ada")).await, CreateTokenRefused::NoAccount { username: "ada".into() });
    index.person("ada").await;
    freeze(&index, "ada").await;
    let refusal = CreateTokenRefused::AccountNotActive { username: "ada".into(), state: AccountState::Frozen };
    assert_eq!(not_made(&index, new_token("ada")).await, refusal);
}

#[tokio::test]
async fn a_token_for_a_project_that_does_not_exist_is_not_made() {
    let index = TestIndex::new().await;
    index.person("ada").await;
    let token = NewToken { projects: vec![normalized("Not.There")], ..new_token("ada") };
    assert_eq!(not_made(&index, token).await, CreateTokenRefused::NoProject { project: "not-there".into() });
}

#[both]
async fn two_tokens_of_one_account_never_share_a_name(index: TestIndex) {
    index.person("ada").await;
    index.person("bob").await;
    let named = |username| NewToken { name: Some("ci".into()), ..new_token(username) };
    let first = create(&index.ctx, &Actor::Operator, None, named("ada")).await.unwrap();
    create(&index.ctx, &Actor::Operator, None, named("bob")).await.unwrap();
    assert_eq!(not_made(&index, named("ada")).await, CreateTokenRefused::NameTaken { name: "ci".into() });
    revoke(&index.ctx, &Actor::Operator, None, first.id, "replaced").await.unwrap();
    create(&index.ctx, &Actor::Operator, None, named("ada")).await.unwrap();
}

#[tokio::test]
async fn names_and_ends_of_a_token_are_bounded() {
    let index = TestIndex::new().await;
    index.person("ada").await;
    for bad in ["", "  ", "a\nb", &"x".repeat(101)] {
        let token = NewToken { name: Some(bad.to_owned()), ..new_token("ada") };
        assert_eq!(not_made(&index, token).await, CreateTokenRefused::Name, "{bad:?}");
    }
    for bad in [TimeDelta::zero(), TimeDelta::seconds(-1), TimeDelta::days(40_000), TimeDelta::MAX] {
        let token = NewToken { expires_in: Some(bad), ..new_token("ada") };
        assert_eq!(not_made(&index, token).await, CreateTokenRefused::Expiry, "{bad}");
    }
}

#[tokio::test]
async fn a_token_makes_and_revokes_no_tokens() {
    let index = TestIndex::new().await;
    let token = ada_with_cheese(&index).await;
    let actor = authenticate(&index.ctx, &token.token).await.unwrap();
    let refused = create(&index.ctx, &actor, None, new_token("ada")).await;
    let action = Action::CreateToken;
    let expected = CreateTokenRefused::Permission(PermissionRefused::NotByToken { action });
    assert!(matches!(refused, Err(Failure::Refused(refusal)) if refusal == expected));
    let refused = revoke(&index.ctx, &actor, None, token.id, "mine").await;
    assert!(matches!(refused, Err(Failure::Refused(RevokeTokenRefused::NotByToken))), "{refused:?}");
}

#[tokio::test]
async fn what_is_revoked_or_unknown_is_not_revoked() {
    let index = TestIndex::new().await;
    let token = ada_with_cheese(&index).await;
    let unknown = TokenId(index.id());
    let refused = revoke(&index.ctx, &Actor::Operator, None, unknown, "x").await;
    assert!(matches!(refused, Err(Failure::Refused(RevokeTokenRefused::NoToken { id })) if id == unknown));
    revoke(&index.ctx, &Actor::Operator, None, token.id, "leaked").await.unwrap();
    let refused = revoke(&index.ctx, &Actor::Operator, None, token.id, "again").await;
    assert!(matches!(refused, Err(Failure::Refused(RevokeTokenRefused::AlreadyRevoked { id })) if id == token.id));
    let stored = store::tokens::get(&mut index.db.read().await.unwrap(), token.id).await.unwrap().unwrap();
    assert_eq!(stored.revoked_reason.as_deref(), Some("leaked"));
}

#[tokio::test]
async fn a_token_of_a_lost_key_is_a_fault_and_not_a_refusal() {
    let index = TestIndex::new().await;
    let token = ada_with_cheese(&index).await;
    let node = index.node(KeyRing::new([8; 32]), 2);
    let failed = authenticate(&node, &token.token).await;
    assert!(matches!(failed, Err(Failure::Broken(_))), "{failed:?}");
}

#[tokio::test]
async fn a_role_on_any_project_makes_a_manager() {
    let index = TestIndex::new().await;
    let ada = index.person("ada").await;
    let bob = accounts::create(&index.ctx, &Actor::Operator, new_account("bob")).await.unwrap();
    index.project("cheese", ada.id).await;
    let bearer = |account| Actor::Token(Bearer { token: TokenId(index.id()), account, caveats: vec![] });
    let mut read = index.db.read().await.unwrap();
    for (account, manager, strong) in [(ada.id, true, true), (bob.id, false, false)] {
        let facts = store::permission::facts(&mut read, &bearer(account), Some(&normalized("bread"))).await.unwrap();
        assert_eq!(facts.membership.manager, manager);
        let account = facts.account.unwrap();
        assert_eq!(account.strength.is_some(), strong);
        assert!(account.token_revoked && account.role.is_none() && facts.project.is_none());
    }
}
