//! The story of a mandate by the clock: announced, enforced, denied, enrolled, allowed.

use crate::factors::{enrol_totp, follow, prepared, sign_in, visitor};
use chrono::TimeDelta;
use domain::{
    Failure,
    ids::{AccountId, ProjectId},
    mandate::{
        Cohort, Gate, Remedy, Strength, Why,
        plan::{PlannedGate, When},
    },
    permission::{Action, Actor, PermissionRefused},
    projects::Role,
};
use service::{
    mandate::{NewPlan, RequireFactorRefused, end, note_blocked, outlook, require_factor, schedule, show},
    permission::require,
    publish::PublishRefused,
};
use store::transaction;
use testkit::distribution::Distribution;
use testkit_index::{TestIndex, normalized};
use testkit_macros::both;

/// An index without the mandate of a fresh one.
async fn without_default(index: &TestIndex) {
    for line in show(&index.ctx, &Actor::Operator).await.unwrap() {
        end(&index.ctx, &Actor::Operator, line.record.mandate.id, "for the test").await.unwrap();
    }
}

/// Ada without a factor, a maintainer of `cheese`, which bob owns.
async fn ada_and_cheese(index: &TestIndex) -> (AccountId, Actor, ProjectId) {
    without_default(index).await;
    let (ada, actor, _) = prepared(index, "ada").await;
    let bob = index.person("bob").await;
    let cheese = index.project("cheese", bob.id).await;
    let role_id = index.id();
    let added: anyhow::Result<()> = transaction!(index.ctx.db, |write| {
        store::projects::insert_role(write, role_id, cheese, ada, Role::Maintainer, index.now()).await?;
        Ok(())
    });
    added.unwrap();
    (ada, actor, cheese)
}

/// Every gate: announced in a day, enforced in ten.
async fn plan(index: &TestIndex, cohort: Cohort, users: &[&str], projects: &[&str]) {
    let at = |days| When::At(index.now() + TimeDelta::days(days));
    let plan = NewPlan {
        cohort,
        strength: Strength::Any,
        gates: Gate::ALL.map(|gate| PlannedGate { gate, announce: at(1), enforce: at(10) }).to_vec(),
        reminders: None,
        users: users.iter().map(|name| (*name).to_owned()).collect(),
        projects: projects.iter().map(|name| (*name).to_owned()).collect(),
        reason: "a test".into(),
        replaces_default: false,
    };
    schedule(&index.ctx, &Actor::Operator, &plan).await.unwrap();
}

async fn designate(index: &TestIndex, project: ProjectId) {
    let done: anyhow::Result<bool> = transaction!(index.ctx.db, |write| {
        store::critical::designate(write, project, "for the test", None, index.now()).await
    });
    assert!(done.unwrap());
}

/// What a person in a session is told about publishing to `cheese`.
async fn in_session(index: &TestIndex, actor: &Actor) -> Result<Option<Why>, PermissionRefused> {
    let mut read = index.db.read().await.unwrap();
    match require(&mut read, actor, Action::Publish, &normalized("cheese"), index.now()).await {
        Ok(permitted) => Ok(permitted.notice.map(|notice| notice.why)),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(Failure::Broken(fault)) => panic!("{fault:#}"),
    }
}

/// What an upload with her token is told.
async fn by_token(index: &TestIndex, token: &str, version: &str) -> Result<Option<Why>, PermissionRefused> {
    match index.publish(token, &Distribution::new("cheese", version).wheel()).await {
        Ok(published) => Ok(published.notice.map(|notice| notice.why)),
        Err(Failure::Refused(PublishRefused::Permission(refusal))) => Err(refusal),
        Err(other) => panic!("{other:?}"),
    }
}

fn is_denied(decided: &Result<Option<Why>, PermissionRefused>, cohort: Cohort) -> bool {
    matches!(decided, Err(PermissionRefused::SecondFactorRequired { why, remedy: Remedy::Enrol, .. })
        if why.cohort == cohort)
}

/// Walks through all of it, for a session and for a token.
async fn walk(index: &TestIndex, ada: AccountId, mut actor: Actor, cohort: Cohort) {
    let token = index.token("ada", &[], None).await;
    assert_eq!(in_session(index, &actor).await, Ok(None));
    assert_eq!(by_token(index, &token, "1").await, Ok(None));
    assert_eq!(outlook(&index.ctx, &actor).await.unwrap(), []);

    index.advance(TimeDelta::days(1));
    actor = sign_in(index, ada).await;
    let deadline = index.now() + TimeDelta::days(9);
    for told in [in_session(index, &actor).await, by_token(index, &token, "2").await] {
        let why = told.unwrap().expect("there is a notice");
        assert_eq!((why.cohort, why.gate, why.deadline), (cohort, Gate::Publish, deadline));
    }
    let seen = outlook(&index.ctx, &actor).await.unwrap();
    assert!(seen.len() == Gate::ALL.len() && seen.iter().all(|line| line.denied.is_none()), "{seen:?}");

    index.advance(TimeDelta::days(9));
    actor = sign_in(index, ada).await;
    let denied = in_session(index, &actor).await;
    assert!(is_denied(&denied, cohort), "{denied:?}");
    let denied = by_token(index, &token, "3").await;
    assert!(is_denied(&denied, cohort), "{denied:?}");
    assert!(outlook(&index.ctx, &actor).await.unwrap().iter().all(|line| line.denied == Some(Remedy::Enrol)));

    enrol_totp(index, &mut actor, "phone").await;
    assert_eq!(in_session(index, &actor).await, Ok(None));
    assert_eq!(by_token(index, &token, "3").await, Ok(None));
    assert_eq!(outlook(&index.ctx, &actor).await.unwrap(), []);
}

#[both]
async fn maintainers_of_critical_projects_walk_through_it(index: TestIndex) {
    let (ada, actor, cheese) = ada_and_cheese(&index).await;
    designate(&index, cheese).await;
    plan(&index, Cohort::Critical, &[], &[]).await;
    walk(&index, ada, actor, Cohort::Critical).await;
}

#[both]
async fn managers_walk_through_it(index: TestIndex) {
    let (ada, actor, _) = ada_and_cheese(&index).await;
    plan(&index, Cohort::Managers, &[], &[]).await;
    walk(&index, ada, actor, Cohort::Managers).await;
}

#[both]
async fn selected_people_walk_through_it(index: TestIndex) {
    let (ada, actor, _) = ada_and_cheese(&index).await;
    plan(&index, Cohort::Selected, &["ada"], &[]).await;
    walk(&index, ada, actor, Cohort::Selected).await;
}

#[both]
async fn people_of_selected_projects_walk_through_it(index: TestIndex) {
    let (ada, actor, _) = ada_and_cheese(&index).await;
    plan(&index, Cohort::Selected, &[], &["cheese"]).await;
    walk(&index, ada, actor, Cohort::Selected).await;
}

#[both]
async fn people_of_projects_whose_owners_opted_in_walk_through_a_plan_for_those(index: TestIndex) {
    let (ada, actor, _) = ada_and_cheese(&index).await;
    let bob = sign_in(&index, by_name(&index, "bob").await).await;
    plan(&index, Cohort::OwnerOptIn, &[], &[]).await;
    // Nobody opted in yet: the plan concerns nobody.
    index.advance(TimeDelta::days(10));
    let actor_now = sign_in(&index, ada).await;
    assert_eq!(in_session(&index, &actor_now).await, Ok(None));
    index.advance(-TimeDelta::days(10));
    let before = in_session(&index, &actor).await;
    assert_eq!(before, Ok(None));
    require_factor(&index.ctx, &bob, Some(&visitor()), &normalized("cheese"), Some(Strength::Any)).await.unwrap();
    let denied = in_session(&index, &actor).await;
    assert!(is_denied(&denied, Cohort::OwnerOptIn), "{denied:?}");
    let token = index.token("ada", &[], None).await;
    let denied = by_token(&index, &token, "1").await;
    assert!(is_denied(&denied, Cohort::OwnerOptIn), "{denied:?}");
    let mut actor = actor;
    enrol_totp(&index, &mut actor, "phone").await;
    assert_eq!(in_session(&index, &actor).await, Ok(None));
    assert_eq!(by_token(&index, &token, "1").await, Ok(None));
}

async fn by_name(index: &TestIndex, username: &str) -> AccountId {
    let mut read = index.db.read().await.unwrap();
    store::accounts::by_username(&mut read, &username.parse().unwrap()).await.unwrap().expect("it exists").id
}

#[both]
async fn the_rule_of_owners_closes_their_project_and_no_other(index: TestIndex) {
    let (ada, actor, _) = ada_and_cheese(&index).await;
    index.project("own", ada).await;
    let bob = sign_in(&index, by_name(&index, "bob").await).await;
    let name = normalized("cheese");
    require_factor(&index.ctx, &bob, Some(&visitor()), &name, Some(Strength::Any)).await.unwrap();
    let mut read = index.db.read().await.unwrap();
    let own = require(&mut read, &actor, Action::Publish, &normalized("own"), index.now()).await.unwrap();
    assert_eq!(own.notice, None);
    drop(read);
    let denied = in_session(&index, &actor).await;
    assert!(is_denied(&denied, Cohort::OwnerOptIn), "{denied:?}");
    require_factor(&index.ctx, &bob, Some(&visitor()), &name, None).await.unwrap();
    assert_eq!(in_session(&index, &actor).await, Ok(None));
}

#[both]
async fn whoever_requires_a_factor_has_it_and_owns_the_project(index: TestIndex) {
    let (_, ada, _) = ada_and_cheese(&index).await;
    let bob = sign_in(&index, by_name(&index, "bob").await).await;
    let name = normalized("cheese");
    let asked = async |actor: &Actor, strength| match require_factor(
        &index.ctx,
        actor,
        Some(&visitor()),
        &name,
        Some(strength),
    )
    .await
    {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let weak = asked(&bob, Strength::PhishingResistant).await;
    assert_eq!(weak, RequireFactorRefused::OwnFactorTooWeak { strength: Strength::PhishingResistant });
    let maintainer = asked(&ada, Strength::Any).await;
    assert!(matches!(maintainer, RequireFactorRefused::Permission(PermissionRefused::NoRole { .. })), "{maintainer}");
}

#[both]
async fn everybody_on_the_project_hears_of_the_rule_once(index: TestIndex) {
    ada_and_cheese(&index).await;
    let bob = sign_in(&index, by_name(&index, "bob").await).await;
    for _ in 0..2 {
        require_factor(&index.ctx, &bob, Some(&visitor()), &normalized("cheese"), Some(Strength::Any)).await.unwrap();
    }
    let lines = store::mail::newest(&mut index.db.read().await.unwrap(), 100).await.unwrap();
    let mut told: Vec<_> =
        lines.iter().filter(|line| line.kind == "factor_required").map(|line| &line.address[..]).collect();
    told.sort_unstable();
    assert_eq!(told, ["ada@people.example", "bob@people.example"]);
}

#[both]
async fn a_factor_that_was_not_shown_is_asked_for_in_the_session(index: TestIndex) {
    let (ada, mut actor, _) = ada_and_cheese(&index).await;
    enrol_totp(&index, &mut actor, "phone").await;
    plan(&index, Cohort::Managers, &[], &[]).await;
    index.advance(TimeDelta::days(10));
    let weak = crate::factors::sign_in_with(&index, ada, None).await;
    let denied = in_session(&index, &weak).await;
    let expected = matches!(&denied, Err(PermissionRefused::SecondFactorRequired { remedy: Remedy::StepUp, .. }));
    assert!(expected, "{denied:?}");
    let mut shown = weak;
    follow(&index, &mut shown, None).await;
    assert_eq!(in_session(&index, &sign_in(&index, ada).await).await, Ok(None));
}

#[both]
async fn an_operator_without_a_factor_does_not_operate(index: TestIndex) {
    let root = service::accounts::NewAccount { superuser: true, ..testkit_index::new_account("root") };
    let root = service::accounts::create(&index.ctx, &Actor::Operator, root).await.unwrap();
    let actor = sign_in(&index, root.id).await;
    let facts = store::permission::facts(&mut index.db.read().await.unwrap(), &actor, None).await.unwrap();
    for action in [Action::ReadAdmin, Action::ManageMandates, Action::Invite] {
        let decided = domain::permission::decide(index.now(), &actor, action, &facts);
        assert!(matches!(decided, Err(PermissionRefused::SecondFactorRequired { .. })), "{action:?}: {decided:?}");
    }
}

#[both]
async fn a_stopped_upload_is_told_by_mail_once_for_each_mandate(index: TestIndex) {
    let (ada, _, _) = ada_and_cheese(&index).await;
    plan(&index, Cohort::Managers, &[], &[]).await;
    index.advance(TimeDelta::days(10));
    let token = index.token("ada", &[], None).await;
    let refusal = by_token(&index, &token, "1").await.unwrap_err();
    let name = normalized("cheese");
    let notes = (0..8).map(|_| {
        let (ctx, refusal, name) = (index.ctx.clone(), refusal.clone(), name.clone());
        tokio::spawn(async move { note_blocked(&ctx, ada, Some(&name), &refusal).await.unwrap() })
    });
    let written = futures::future::join_all(notes.collect::<Vec<_>>()).await;
    assert_eq!(written.into_iter().filter(|written| *written.as_ref().unwrap()).count(), 1);
    let lines = store::mail::newest(&mut index.db.read().await.unwrap(), 100).await.unwrap();
    assert_eq!(lines.iter().filter(|line| line.kind == "mandate_blocked").count(), 1);
    assert!(crate::factors::has_event(&index, ada, "mandate:block").await);
    // Another refusal is no occasion.
    let other = PermissionRefused::TokenRevoked;
    assert!(!note_blocked(&index.ctx, ada, Some(&name), &other).await.unwrap());
}
