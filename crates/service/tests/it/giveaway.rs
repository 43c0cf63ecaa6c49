//! Security keys given away: imports, eligibility, and one code for each person.

use crate::{
    factors::{has_event, has_mail, newcomer, sign_in, visitor},
    registration::refusal,
};
use chrono::{TimeDelta, Utc};
use domain::{
    Failure,
    events::Subject,
    giveaway::{ClaimRefused, CodesRefused, Terms, TypedTerms},
    ids::{AccountId, ProgrammeId, ProjectId},
    keys::Purpose,
    permission::{Actor, Bearer},
    projects::Role,
};
use service::giveaway::{
    ClaimCodeRefused, Claimed, GiveawayRefused, claim, create, edit, import_codes, offers, stocked,
};
use std::collections::BTreeSet;
use store::{giveaway::Stock, transaction};
use testkit_index::TestIndex;
use testkit_macros::both;

fn terms(index: &TestIndex) -> TypedTerms {
    TypedTerms {
        title: "Keys for critical people".to_owned(),
        vendor: "Keysmith".to_owned(),
        vendor_url: "https://keys.example/".to_owned(),
        opens_at: Some(index.now()),
        closes_at: Some(index.now() + TimeDelta::days(30)),
        countries: "FR DE".to_owned(),
        keys_per_code: "2".to_owned(),
    }
}

fn csv(codes: impl IntoIterator<Item = String>) -> Vec<u8> {
    let lines: Vec<String> = codes.into_iter().collect();
    format!("code\n{}\n", lines.join("\n")).into_bytes()
}

fn numbered(count: usize) -> Vec<u8> {
    csv((0..count).map(|number| format!("KEY-{number:04}")))
}

async fn programme(index: &TestIndex, codes: usize) -> ProgrammeId {
    let terms = Terms::parse(&terms(index)).unwrap();
    let programme = create(&index.ctx, &Actor::Operator, terms).await.unwrap();
    if 0 < codes {
        import_codes(&index.ctx, &Actor::Operator, Some(programme.id), &numbered(codes)).await.unwrap();
    }
    programme.id
}

async fn critical_project(index: &TestIndex, name: &str, owner: AccountId) -> ProjectId {
    let project = index.project(name, owner).await;
    let now = index.now();
    let designated: anyhow::Result<bool> =
        transaction!(index.db, |write| { store::critical::designate(write, project, "a test", None, now).await });
    assert!(designated.unwrap());
    project
}

/// Somebody who may claim: signed in, with a role on a critical project, without a key.
async fn eligible(index: &TestIndex, username: &str) -> (AccountId, Actor) {
    let (account, actor) = newcomer(index, username).await;
    critical_project(index, &format!("{username}-lib"), account).await;
    (account, actor)
}

async fn refused(index: &TestIndex, actor: &Actor, programme: ProgrammeId, country: &str) -> ClaimRefused {
    match refusal(claim(&index.ctx, actor, &visitor(), programme, country).await) {
        ClaimCodeRefused::Claim(refusal) => refusal,
        ClaimCodeRefused::Guard(other) => panic!("{other}"),
    }
}

async fn stock(index: &TestIndex, programme: ProgrammeId) -> Stock {
    store::giveaway::stock(&mut index.db.read().await.unwrap(), programme).await.unwrap()
}

#[both]
async fn a_code_is_claimed_and_shown_again_to_its_claimer_alone(index: TestIndex) {
    let id = programme(&index, 3).await;
    let (grace, actor) = eligible(&index, "grace").await;
    let linus = index.somebody("linus").await;
    let Claimed { code } = claim(&index.ctx, &actor, &visitor(), id, "fr").await.unwrap();
    assert!(code.starts_with("KEY-000"), "{code}");
    index.advance(TimeDelta::days(40));
    let [offer] = offers(&index.ctx, Some(grace)).await.unwrap().try_into().unwrap();
    assert_eq!(offer.code, Some(code.clone()));
    assert!(offers(&index.ctx, Some(linus.account)).await.unwrap().is_empty(), "the programme is over");
    assert!(offers(&index.ctx, None).await.unwrap().is_empty());
    assert_eq!(stock(&index, id).await, Stock { codes: 3, claimed: 1 });
    let actor = sign_in(&index, grace).await;
    let exported = service::export::export(&index.ctx, &actor, &visitor()).await.unwrap();
    assert_eq!(exported["security_key_codes"][0]["programme"], "Keys for critical people");
    assert!(!exported.to_string().contains(&code), "a lost copy redeems nothing");
    assert!(has_event(&index, grace, "giveaway:claim").await && has_mail(&index, "security_key_claimed").await);
    assert_nowhere_in_clear(&index, grace, &code).await;
}

/// Neither the audit log nor the outbox tells the code or the country.
async fn assert_nowhere_in_clear(index: &TestIndex, account: AccountId, code: &str) {
    let mut read = index.db.read().await.unwrap();
    let events = store::events::of(&mut read, Subject::Account(account)).await.unwrap();
    let logged = format!("{events:?}");
    assert!(!logged.contains(code) && !logged.contains("country"), "{logged}");
    for line in store::mail::newest(&mut read, 100).await.unwrap() {
        let (subject, text, html) = store::mail::bodies(&mut read, line.id).await.unwrap().unwrap();
        assert!(![subject, text, html].iter().any(|part| part.contains(code)), "{}", line.kind);
    }
}

#[both]
async fn each_condition_refuses_and_takes_no_code(index: TestIndex) {
    let id = programme(&index, 1).await;
    let (_, actor) = eligible(&index, "grace").await;
    let (_, stranger) = newcomer(&index, "linus").await;
    assert_eq!(refused(&index, &stranger, id, "FR").await, ClaimRefused::NoCriticalRole);
    assert_eq!(refused(&index, &actor, id, "IT").await, ClaimRefused::Country { country: "IT".to_owned() });
    let nowhere = ProgrammeId(index.id());
    assert!(matches!(refused(&index, &actor, nowhere, "FR").await, ClaimRefused::NoProgramme { .. }));
    assert_eq!(stock(&index, id).await.claimed, 0);
    claim(&index.ctx, &actor, &visitor(), id, "FR").await.unwrap();
    assert_eq!(refused(&index, &actor, id, "FR").await, ClaimRefused::Claimed);
    let (_, late) = eligible(&index, "late").await;
    assert_eq!(refused(&index, &late, id, "FR").await, ClaimRefused::NoCodeLeft);
    index.advance(TimeDelta::days(31));
    let late = sign_in(&index, late.account().unwrap()).await;
    assert!(matches!(refused(&index, &late, id, "FR").await, ClaimRefused::Closed { .. }));
}

#[both]
async fn a_programme_that_is_not_open_gives_nothing(index: TestIndex) {
    let typed = TypedTerms { opens_at: Some(index.now() + TimeDelta::days(1)), ..terms(&index) };
    let made = create(&index.ctx, &Actor::Operator, Terms::parse(&typed).unwrap()).await.unwrap();
    import_codes(&index.ctx, &Actor::Operator, None, &numbered(1)).await.unwrap();
    let (_, actor) = eligible(&index, "grace").await;
    assert!(matches!(refused(&index, &actor, made.id, "FR").await, ClaimRefused::NotOpen { .. }));
}

#[both]
async fn only_a_session_that_stepped_up_claims(index: TestIndex) {
    let id = programme(&index, 1).await;
    let (account, actor) = eligible(&index, "grace").await;
    let bearer = Bearer { token: domain::ids::TokenId(index.id()), account, caveats: Vec::new() };
    for other in [Actor::Operator, Actor::Token(bearer)] {
        let refused = refusal(claim(&index.ctx, &other, &visitor(), id, "FR").await);
        assert!(matches!(refused, ClaimCodeRefused::Guard(_)), "{refused}");
    }
    index.advance(TimeDelta::hours(1));
    let refused = refusal(claim(&index.ctx, &actor, &visitor(), id, "FR").await);
    assert!(matches!(refused, ClaimCodeRefused::Guard(_)), "{refused}");
    assert_eq!(stock(&index, id).await.claimed, 0);
}

#[both]
async fn four_hundred_claims_on_three_hundred_codes_hand_out_three_hundred(index: TestIndex) {
    let id = programme(&index, 300).await;
    let mut actors = Vec::new();
    let owner = index.somebody_without_factor("owner").await;
    let project = critical_project(&index, "lib", owner.account).await;
    for number in 0..400 {
        let (account, actor) = newcomer(&index, &format!("person{number}")).await;
        let (role, now) = (index.id(), index.now());
        let joined: anyhow::Result<()> = transaction!(index.db, |write| {
            store::projects::insert_role(write, role, project, account, Role::Maintainer, now).await?;
            Ok(())
        });
        joined.unwrap();
        actors.push(actor);
    }
    let claims: Vec<_> = actors
        .into_iter()
        .map(|actor| {
            let ctx = index.ctx.clone();
            tokio::spawn(async move { claim(&ctx, &actor, &visitor(), id, "FR").await })
        })
        .collect();
    let (mut codes, mut refusals) = (Vec::new(), 0);
    for one in claims {
        match one.await.unwrap() {
            Ok(claimed) => codes.push(claimed.code),
            Err(Failure::Refused(ClaimCodeRefused::Claim(ClaimRefused::NoCodeLeft))) => refusals += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    let distinct: BTreeSet<&String> = codes.iter().collect();
    assert_eq!((codes.len(), distinct.len(), refusals), (300, 300, 100));
    assert_eq!(stock(&index, id).await, Stock { codes: 300, claimed: 300 });
}

#[both]
async fn fifty_claims_by_one_person_give_one_code(index: TestIndex) {
    let id = programme(&index, 50).await;
    let (_, actor) = eligible(&index, "grace").await;
    let claims: Vec<_> = (0..50)
        .map(|_| {
            let (ctx, actor) = (index.ctx.clone(), actor.clone());
            tokio::spawn(async move { claim(&ctx, &actor, &visitor(), id, "DE").await })
        })
        .collect();
    let mut claimed = 0;
    for one in claims {
        match one.await.unwrap() {
            Ok(_) => claimed += 1,
            Err(Failure::Refused(ClaimCodeRefused::Claim(ClaimRefused::Claimed))) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((claimed, stock(&index, id).await.claimed), (1, 1));
}

#[both]
async fn an_import_reports_what_it_knows_already(index: TestIndex) {
    let id = programme(&index, 0).await;
    let file = csv(["A", "B", "A"].map(str::to_owned));
    let first = import_codes(&index.ctx, &Actor::Operator, Some(id), &file).await.unwrap();
    assert_eq!((first.imported, first.repeated, first.known), (2, 1, 0));
    let again = import_codes(&index.ctx, &Actor::Operator, Some(id), &file).await.unwrap();
    assert_eq!((again.imported, again.repeated, again.known), (0, 1, 2));
    let other = programme(&index, 0).await;
    let elsewhere = csv(["B", "C"].map(str::to_owned));
    let elsewhere = import_codes(&index.ctx, &Actor::Operator, Some(other), &elsewhere).await.unwrap();
    assert_eq!((elsewhere.imported, elsewhere.known), (1, 1));
    assert_eq!(stock(&index, id).await.codes, 2);
}

#[both]
async fn a_malformed_file_imports_nothing(index: TestIndex) {
    let id = programme(&index, 0).await;
    let refused = refusal(import_codes(&index.ctx, &Actor::Operator, Some(id), b"code\nA\nB,1\n").await);
    assert_eq!(refused, GiveawayRefused::Codes(CodesRefused::Columns { line: 3 }));
    assert_eq!(stock(&index, id).await.codes, 0);
}

#[both]
async fn the_first_import_makes_the_default_programme(index: TestIndex) {
    let first = import_codes(&index.ctx, &Actor::Operator, None, &numbered(2)).await.unwrap();
    let terms = &first.programme.terms;
    assert_eq!((terms.countries.len(), terms.keys_per_code), (11, 2));
    let second = import_codes(&index.ctx, &Actor::Operator, None, &numbered(3)).await.unwrap();
    assert_eq!((second.programme.id, second.imported, second.known), (first.programme.id, 1, 2));
    let mut read = index.db.read().await.unwrap();
    assert_eq!(stocked(&mut read, index.now()).await.unwrap().len(), 1);
}

#[both]
async fn codes_survive_a_rotation_and_are_still_known(index: TestIndex) {
    let id = programme(&index, 2).await;
    let (grace, actor) = eligible(&index, "grace").await;
    let Claimed { code } = claim(&index.ctx, &actor, &visitor(), id, "FR").await.unwrap();
    let rotated = TestIndex::key_ring().rotate([9; 32]);
    assert_eq!(service::keys::rotate(&index.ctx, rotated).await.unwrap().resealed, 2);
    let [offer] = offers(&index.ctx, Some(grace)).await.unwrap().try_into().unwrap();
    assert_eq!(offer.code, Some(code));
    let again = import_codes(&index.ctx, &Actor::Operator, Some(id), &numbered(3)).await.unwrap();
    assert_eq!((again.imported, again.known), (1, 2));
}

#[both]
async fn a_code_is_sealed_for_its_own_row(index: TestIndex) {
    let id = programme(&index, 1).await;
    let (grace, actor) = eligible(&index, "grace").await;
    let Claimed { code } = claim(&index.ctx, &actor, &visitor(), id, "FR").await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let sealed = store::giveaway::claimed_by(&mut read, id, grace).await.unwrap().unwrap();
    assert!(!sealed.sealed.windows(code.len()).any(|part| part == code.as_bytes()));
    let ring = index.keys.load();
    assert_eq!(ring.open(Purpose::GiveawayCodes, sealed.id, &sealed.sealed).unwrap(), code.as_bytes());
    assert!(ring.open(Purpose::GiveawayCodes, uuid::Uuid::nil(), &sealed.sealed).is_err());
}

#[both]
async fn a_deleted_account_leaves_its_code_claimed_and_nameless(index: TestIndex) {
    let id = programme(&index, 2).await;
    let (grace, actor) = eligible(&index, "grace").await;
    claim(&index.ctx, &actor, &visitor(), id, "FR").await.unwrap();
    let now = index.now();
    let erased: anyhow::Result<()> =
        transaction!(index.db, |write| { store::deletion::erase(write, grace, now).await });
    erased.unwrap();
    let mut read = index.db.read().await.unwrap();
    assert!(store::giveaway::claimed_by(&mut read, id, grace).await.unwrap().is_none());
    drop(read);
    assert_eq!(stock(&index, id).await, Stock { codes: 2, claimed: 1 });
    let (_, next) = eligible(&index, "linus").await;
    claim(&index.ctx, &next, &visitor(), id, "FR").await.unwrap();
    assert_eq!(stock(&index, id).await.claimed, 2);
}

#[both]
async fn an_account_that_is_deleted_while_it_claims_leaves_nothing_half_done(index: TestIndex) {
    let id = programme(&index, 20).await;
    let mut given = 0;
    for number in 0..10 {
        let (account, actor) = eligible(&index, &format!("person{number}")).await;
        let (ctx, now) = (index.ctx.clone(), index.now());
        let claimed = tokio::spawn(async move { claim(&ctx, &actor, &visitor(), id, "FR").await });
        let ctx = index.ctx.clone();
        let erased = tokio::spawn(async move {
            let erased: anyhow::Result<()> =
                transaction!(ctx.db, |write| { store::deletion::erase(write, account, now).await });
            erased
        });
        erased.await.unwrap().unwrap();
        match claimed.await.unwrap() {
            Ok(_) => given += 1,
            Err(Failure::Refused(ClaimCodeRefused::Guard(_))) => {}
            Err(other) => panic!("{other:?}"),
        }
        let mut read = index.db.read().await.unwrap();
        assert!(store::giveaway::claimed_by(&mut read, id, account).await.unwrap().is_none());
        drop(read);
        assert_eq!(stock(&index, id).await, Stock { codes: 20, claimed: given });
    }
}

#[both]
async fn an_operator_changes_the_terms_and_nobody_else(index: TestIndex) {
    let id = programme(&index, 1).await;
    let (_, actor) = eligible(&index, "grace").await;
    let typed = TypedTerms { countries: "JP".to_owned(), ..terms(&index) };
    let changed = Terms::parse(&typed).unwrap();
    let refused = refusal(edit(&index.ctx, &actor, id, changed.clone()).await);
    assert!(matches!(refused, GiveawayRefused::Guard(_)), "{refused}");
    edit(&index.ctx, &Actor::Operator, id, changed.clone()).await.unwrap();
    assert!(claim(&index.ctx, &actor, &visitor(), id, "FR").await.is_err());
    claim(&index.ctx, &actor, &visitor(), id, "JP").await.unwrap();
    let missing = edit(&index.ctx, &Actor::Operator, ProgrammeId(index.id()), changed).await;
    assert!(matches!(refusal(missing), GiveawayRefused::NoProgramme { .. }));
}

#[both]
async fn claims_are_told_without_anybody(index: TestIndex) {
    let id = programme(&index, 1).await;
    let (_, actor) = eligible(&index, "grace").await;
    claim(&index.ctx, &actor, &visitor(), id, "FR").await.unwrap();
    let [line] = store::giveaway::claims(&mut index.db.read().await.unwrap()).await.unwrap().try_into().unwrap();
    assert_eq!((line.title.as_str(), line.keys_per_code), ("Keys for critical people", 2));
    assert_eq!(line.claimed_at.with_timezone(&Utc), index.now());
}
