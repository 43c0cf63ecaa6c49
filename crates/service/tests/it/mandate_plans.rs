//! Plans: scheduling, editing, ending, presets, the preview and the history.

use crate::factors::{prepared, sign_in, visitor};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Failure, Refusal as _,
    ids::MandateId,
    mandate::{
        Cohort, Gate, Strength,
        plan::{PlanRefused, PlannedGate, When},
    },
    permission::Actor,
};
use service::{
    accounts::NewAccount,
    mandate::{
        Impact, MandateEdit, MandateRefused, NewPlan, PlanWarning, Preset, Scheduled, Turn, edit, end, history, impact,
        preset, require_factor, schedule, show, timeline,
    },
};
use testkit_index::{TestIndex, new_account, normalized};
use testkit_macros::both;

fn in_days(index: &TestIndex, days: i64) -> DateTime<Utc> {
    index.now() + TimeDelta::days(days)
}

fn gates(index: &TestIndex, gates: &[Gate], announce: i64, enforce: i64) -> Vec<PlannedGate> {
    let (announce, enforce) = (When::At(in_days(index, announce)), When::At(in_days(index, enforce)));
    gates.iter().map(|gate| PlannedGate { gate: *gate, announce, enforce }).collect()
}

fn plan(index: &TestIndex, cohort: Cohort, strength: Strength, announce: i64, enforce: i64) -> NewPlan {
    NewPlan {
        cohort,
        strength,
        gates: gates(index, &Gate::ALL, announce, enforce),
        reminders: None,
        users: Vec::new(),
        projects: Vec::new(),
        reason: "a test".into(),
        replaces_default: false,
    }
}

async fn write(index: &TestIndex, plan: &NewPlan) -> Scheduled {
    schedule(&index.ctx, &Actor::Operator, plan).await.expect("the plan is good")
}

fn refused<T: std::fmt::Debug>(result: Result<T, Failure<MandateRefused>>) -> MandateRefused {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("it is not refused: {other:?}"),
    }
}

async fn lines(index: &TestIndex) -> Vec<service::mandate::MandateLine> {
    show(&index.ctx, &Actor::Operator).await.unwrap()
}

async fn default_id(index: &TestIndex) -> MandateId {
    lines(index).await.into_iter().find(|line| line.is_default).expect("there is one").record.mandate.id
}

async fn stopped(index: &TestIndex, at: DateTime<Utc>, proposed: &[NewPlan]) -> Impact {
    impact(&index.ctx, &Actor::Operator, at, proposed).await.expect("it can be counted")
}

/// User names of those who are stopped at one gate.
fn names(impact: &Impact, gate: Gate) -> Vec<&str> {
    let at_gate = |person: &&service::mandate::Stopped| person.gates.iter().any(|(why, _)| why.gate == gate);
    impact.people.iter().filter(at_gate).map(|person| &person.username[..]).collect()
}

#[both]
async fn a_plan_is_written_with_its_times_reminders_and_reason(index: TestIndex) {
    let new = NewPlan { reminders: Some(vec![2, 20]), ..plan(&index, Cohort::Everyone, Strength::Any, 1, 90) };
    let id = write(&index, &new).await.id;
    let all = lines(&index).await;
    let line = all.iter().find(|line| line.record.mandate.id == id).unwrap();
    assert_eq!((&line.record.reason[..], &line.record.reminders[..]), ("a test", &[20, 2][..]));
    let schedule = line.record.mandate.schedule(Gate::People).unwrap();
    assert_eq!((schedule.announce_at, schedule.enforce_at), (in_days(&index, 1), in_days(&index, 90)));
    assert!(!line.is_default && line.record.ended_at.is_none());
}

#[both]
async fn a_plan_of_its_cohort_takes_the_gates_from_the_default(index: TestIndex) {
    let default = default_id(&index).await;
    let publish = gates(&index, &[Gate::Publish], 0, 90);
    let new = NewPlan { gates: publish, ..plan(&index, Cohort::Managers, Strength::Any, 0, 90) };
    let written = write(&index, &new).await;
    assert!(written.warnings.contains(&PlanWarning::DefaultNarrowed { gates: vec!["publish"] }), "{written:?}");
    let mandates = store::mandate::not_ended(&mut index.db.read().await.unwrap()).await.unwrap();
    let left = mandates.iter().find(|mandate| mandate.id == default).unwrap();
    assert!(left.schedule(Gate::Publish).is_none() && left.schedule(Gate::People).is_some());
    let changes = history(&index.ctx, &Actor::Operator, Some(default)).await.unwrap();
    assert_eq!(changes.iter().map(|change| &change.change[..]).collect::<Vec<_>>(), ["edited"]);
}

#[both]
async fn the_default_ends_when_a_plan_takes_every_gate(index: TestIndex) {
    let written = write(&index, &plan(&index, Cohort::Managers, Strength::Any, 0, 90)).await;
    assert!(written.warnings.contains(&PlanWarning::DefaultReplaced), "{written:?}");
    assert_eq!(store::mandate::not_ended(&mut index.db.read().await.unwrap()).await.unwrap().len(), 1);
}

#[both]
async fn a_plan_beside_the_default_warns_that_it_changes_nothing(index: TestIndex) {
    let default = default_id(&index).await;
    let written = write(&index, &plan(&index, Cohort::Critical, Strength::Any, 0, 90)).await;
    let needless = PlanWarning::Needless { mandate: default };
    assert_eq!(written.warnings, [needless, PlanWarning::NobodyConcerned { cohort: Cohort::Critical }]);
}

#[both]
async fn a_second_plan_of_the_same_cohort_is_refused_and_a_ladder_is_not(index: TestIndex) {
    let first = write(&index, &plan(&index, Cohort::Everyone, Strength::Any, 0, 90)).await;
    for again in [
        plan(&index, Cohort::Everyone, Strength::Any, 0, 200),
        plan(&index, Cohort::Everyone, Strength::PhishingResistant, 0, 90),
    ] {
        let refusal = refused(schedule(&index.ctx, &Actor::Operator, &again).await);
        let expected = PlanRefused::Contradicts { mandate: first.id, gate: Gate::Publish };
        assert_eq!(refusal, MandateRefused::Plan(expected));
    }
    write(&index, &plan(&index, Cohort::Everyone, Strength::PhishingResistant, 0, 200)).await;
}

#[both]
async fn of_ten_equal_plans_at_once_one_is_written(index: TestIndex) {
    let new = plan(&index, Cohort::Everyone, Strength::Any, 0, 90);
    let tries = (0..10).map(|_| {
        let (ctx, new) = (index.ctx.clone(), new.clone());
        tokio::spawn(async move { schedule(&ctx, &Actor::Operator, &new).await })
    });
    let mut written = 0;
    for outcome in futures::future::join_all(tries.collect::<Vec<_>>()).await {
        match outcome.unwrap() {
            Ok(_) => written += 1,
            Err(Failure::Refused(refusal)) => assert_eq!(refusal.code(), "mandate-contradicts"),
            Err(Failure::Broken(fault)) => panic!("{fault:#}"),
        }
    }
    assert_eq!(written, 1);
}

#[both]
async fn an_unknown_name_refuses_the_whole_plan(index: TestIndex) {
    index.person("ada").await;
    let before = lines(&index).await.len();
    let selected = |users: &[&str], projects: &[&str]| NewPlan {
        users: users.iter().map(|name| (*name).to_owned()).collect(),
        projects: projects.iter().map(|name| (*name).to_owned()).collect(),
        ..plan(&index, Cohort::Selected, Strength::Any, 0, 1)
    };
    let of = async |new: NewPlan| refused(schedule(&index.ctx, &Actor::Operator, &new).await);
    assert_eq!(of(selected(&["ada", "nobody"], &[])).await, MandateRefused::NoSuchUser { username: "nobody".into() });
    assert_eq!(of(selected(&["ada"], &["nothing"])).await, MandateRefused::NoSuchProject { project: "nothing".into() });
    assert_eq!(of(selected(&[], &[])).await, MandateRefused::NobodyNamed);
    let elsewhere = NewPlan { cohort: Cohort::Critical, ..selected(&["ada"], &[]) };
    assert_eq!(of(elsewhere).await, MandateRefused::NamesWithoutSelection { cohort: Cohort::Critical });
    assert_eq!(lines(&index).await.len(), before);
}

#[both]
async fn an_edit_moves_a_deadline_and_leaves_a_trace(index: TestIndex) {
    let id = write(&index, &plan(&index, Cohort::Everyone, Strength::Any, 0, 90)).await.id;
    let later = MandateEdit { gates: Some(gates(&index, &[Gate::People], 0, 120)), ..MandateEdit::default() };
    index.advance(TimeDelta::seconds(1));
    edit(&index.ctx, &Actor::Operator, id, &later).await.unwrap();
    edit(&index.ctx, &Actor::Operator, id, &later).await.unwrap();
    let changes = history(&index.ctx, &Actor::Operator, Some(id)).await.unwrap();
    // The second changed nothing.
    assert_eq!(changes.iter().map(|change| &change.change[..]).collect::<Vec<_>>(), ["edited", "scheduled"]);
    let (before, after) = (changes[0].before.as_ref().unwrap(), changes[0].after.as_ref().unwrap());
    assert_eq!((before.0["gates"].as_array().unwrap().len(), after.0["gates"].as_array().unwrap().len()), (5, 1));
}

#[both]
async fn an_edit_takes_no_gate_from_the_default(index: TestIndex) {
    let default = default_id(&index).await;
    let publish = gates(&index, &[Gate::Publish], 0, 90);
    let id =
        write(&index, &NewPlan { gates: publish, ..plan(&index, Cohort::Managers, Strength::Any, 0, 90) }).await.id;
    // The default closes the other gates already, so that a second rule for them would have no effect.
    let wider = gates(&index, &[Gate::Publish, Gate::People], 0, 90);
    let wider = MandateEdit { gates: Some(wider), ..MandateEdit::default() };
    let refusal = refused(edit(&index.ctx, &Actor::Operator, id, &wider).await);
    let expected = PlanRefused::Contradicts { mandate: default, gate: Gate::People };
    assert_eq!(refusal, MandateRefused::Plan(expected));
    end(&index.ctx, &Actor::Operator, default, "one rule is enough").await.unwrap();
    edit(&index.ctx, &Actor::Operator, id, &wider).await.unwrap();
}

#[both]
async fn the_default_that_somebody_edited_gives_nothing_up(index: TestIndex) {
    let default = default_id(&index).await;
    let strip = MandateEdit { reminders: Some(Vec::new()), ..MandateEdit::default() };
    edit(&index.ctx, &Actor::Operator, default, &strip).await.unwrap();
    assert!(lines(&index).await.iter().all(|line| !line.is_default));
    let again = schedule(&index.ctx, &Actor::Operator, &plan(&index, Cohort::Managers, Strength::Any, 0, 90)).await;
    assert_eq!(refused(again).code(), "mandate-contradicts");
}

#[both]
async fn a_known_deadline_comes_close_only_with_a_reason(index: TestIndex) {
    let id = write(&index, &plan(&index, Cohort::Everyone, Strength::Any, 0, 90)).await.id;
    let sooner = MandateEdit { gates: Some(gates(&index, &Gate::ALL, 0, 3)), ..MandateEdit::default() };
    let refusal = refused(edit(&index.ctx, &Actor::Operator, id, &sooner).await);
    assert_eq!(refusal.code(), "mandate-deadline-earlier");
    let insists = MandateEdit { insists: true, ..sooner };
    let refusal = refused(edit(&index.ctx, &Actor::Operator, id, &insists).await);
    assert_eq!(refusal, MandateRefused::ReasonMissing);
    let explained = MandateEdit { reason: Some("keys are being stolen".into()), ..insists };
    edit(&index.ctx, &Actor::Operator, id, &explained).await.unwrap();
}

#[both]
async fn an_ended_mandate_stops_nobody_and_changes_no_more(index: TestIndex) {
    let ada = index.somebody_without_factor("ada").await;
    index.project("cheese", ada.account).await;
    let id = default_id(&index).await;
    assert_eq!(names(&stopped(&index, index.now(), &[]).await, Gate::Publish), ["ada"]);
    assert_eq!(end(&index.ctx, &Actor::Operator, id, "moving on").await.unwrap(), [PlanWarning::NothingLeft]);
    assert!(stopped(&index, index.now(), &[]).await.people.is_empty());
    assert_eq!(refused(end(&index.ctx, &Actor::Operator, id, "").await), MandateRefused::Ended { id });
    let touched = edit(&index.ctx, &Actor::Operator, id, &MandateEdit::default()).await;
    assert_eq!(refused(touched), MandateRefused::Ended { id });
    let unknown = MandateId(index.id());
    let refusal = refused(end(&index.ctx, &Actor::Operator, unknown, "").await);
    assert_eq!(refusal, MandateRefused::NoSuchMandate { id: unknown.to_string() });
}

#[both]
async fn critical_first_gives_critical_projects_less_time(index: TestIndex) {
    let written = preset(&index.ctx, &Actor::Operator, Preset::CriticalFirst).await.unwrap();
    assert_eq!(written.len(), 2);
    let mandates = store::mandate::not_ended(&mut index.db.read().await.unwrap()).await.unwrap();
    let [critical, managers] = mandates.try_into().unwrap();
    assert_eq!((critical.cohort, managers.cohort), (Cohort::Critical, Cohort::Managers));
    assert!(critical.gates[0].enforce_at < managers.gates[0].enforce_at);
    assert_eq!(critical.gates.len(), Gate::ALL.len());
    assert!(critical.gates.iter().all(|gate| gate.announce_at == index.now()));
    let again = refused(preset(&index.ctx, &Actor::Operator, Preset::CriticalFirst).await);
    assert_eq!(again.code(), "mandate-contradicts");
}

#[both]
async fn everybody_by_the_end_of_the_year_is_enforced_at_new_year(index: TestIndex) {
    preset(&index.ctx, &Actor::Operator, Preset::EverybodyByEndOfYear).await.unwrap();
    let [managers] = store::mandate::not_ended(&mut index.db.read().await.unwrap()).await.unwrap().try_into().unwrap();
    assert_eq!(managers.cohort, Cohort::Managers);
    assert!(managers.gates.iter().all(|gate| gate.enforce_at.to_rfc3339() == "2027-01-01T00:00:00+00:00"));
}

#[both]
async fn the_preview_names_people_and_projects_by_gate_and_cohort(index: TestIndex) {
    let ada = index.somebody_without_factor("ada").await;
    let bob = index.somebody("bob").await;
    let eve = index.somebody_without_factor("eve").await;
    index.somebody_without_factor("idle").await;
    index.project("cheese", ada.account).await;
    let brie = index.project("brie", ada.account).await;
    index.project("bread", bob.account).await;
    let role_id = index.id();
    let added: anyhow::Result<()> = store::transaction!(index.ctx.db, |write| {
        store::projects::insert_role(
            write,
            role_id,
            brie,
            bob.account,
            domain::projects::Role::Maintainer,
            index.now(),
        )
        .await?;
        Ok(())
    });
    added.unwrap();
    // The default: whoever manages a project and has no factor.
    let now = stopped(&index, index.now(), &[]).await;
    assert_eq!(names(&now, Gate::Publish), ["ada"]);
    assert_eq!(now.people[0].projects, ["brie", "cheese"]);
    let publish = now.gates.iter().find(|gate| gate.gate == Gate::Publish).unwrap();
    assert_eq!((publish.people, publish.projects, publish.closed_projects), (1, 2, 1));
    assert_eq!(publish.cohorts, [(Cohort::Managers, 1)]);
    assert_eq!((now.projects, now.gates.len()), (2, Gate::ALL.len()));
    // With a plan for named people: eve too, from its deadline on, and bob, whose factor is too weak.
    let named = NewPlan {
        users: vec!["eve".into(), "bob".into()],
        gates: gates(&index, &[Gate::Publish], 0, 30),
        ..plan(&index, Cohort::Selected, Strength::PhishingResistant, 0, 30)
    };
    let proposed = std::slice::from_ref(&named);
    assert_eq!(names(&stopped(&index, in_days(&index, 29), proposed).await, Gate::Publish), ["ada"]);
    let then = stopped(&index, in_days(&index, 30), proposed).await;
    assert_eq!(names(&then, Gate::Publish), ["ada", "bob", "eve"]);
    assert_eq!(names(&then, Gate::People), ["ada"]);
    let publish = then.gates.iter().find(|gate| gate.gate == Gate::Publish).unwrap();
    assert_eq!((publish.people, publish.projects, publish.closed_projects), (3, 3, 3));
    assert_eq!(publish.cohorts, [(Cohort::Managers, 1), (Cohort::Selected, 2)]);
    // Nothing was written; once it is, the same comes out.
    assert_eq!(names(&stopped(&index, in_days(&index, 30), &[]).await, Gate::Publish), ["ada"]);
    write(&index, &named).await;
    let written = stopped(&index, in_days(&index, 30), &[]).await;
    assert_eq!(written.gates, then.gates);
    let _ = eve;
}

#[both]
async fn the_rule_of_owners_stops_on_their_project_alone(index: TestIndex) {
    end(&index.ctx, &Actor::Operator, default_id(&index).await, "for the test").await.unwrap();
    let (ada, bob) = (index.person("ada").await, index.somebody_without_factor("bob").await);
    let cheese = index.project("cheese", ada.id).await;
    index.project("bread", bob.account).await;
    let role_id = index.id();
    let added: anyhow::Result<()> = store::transaction!(index.ctx.db, |write| {
        let maintainer = domain::projects::Role::Maintainer;
        store::projects::insert_role(write, role_id, cheese, bob.account, maintainer, index.now()).await?;
        Ok(())
    });
    added.unwrap();
    let actor = sign_in(&index, ada.id).await;
    let cheese = normalized("cheese");
    require_factor(&index.ctx, &actor, Some(&visitor()), &cheese, Some(Strength::Any)).await.unwrap();
    let now = stopped(&index, index.now(), &[]).await;
    assert_eq!(names(&now, Gate::Publish), ["bob"]);
    assert_eq!(now.people[0].projects, ["cheese"]);
    let publish = now.gates.iter().find(|gate| gate.gate == Gate::Publish).unwrap();
    assert_eq!((publish.projects, publish.closed_projects), (1, 0));
    assert_eq!(publish.cohorts, [(Cohort::OwnerOptIn, 1)]);
}

#[tokio::test]
async fn the_timeline_tells_announcement_reminders_and_deadline_in_order() {
    let index = TestIndex::new().await;
    end(&index.ctx, &Actor::Operator, default_id(&index).await, "for the test").await.unwrap();
    let new = NewPlan { reminders: Some(vec![30, 7]), ..plan(&index, Cohort::Everyone, Strength::Any, 0, 20) };
    write(&index, &new).await;
    let turns: Vec<_> = timeline(&lines(&index).await).into_iter().map(|entry| (entry.at, entry.turn)).collect();
    // The reminder of thirty days before would come before the announcement.
    let expected = [
        (index.now(), Turn::Announced),
        (in_days(&index, 13), Turn::Reminded(7)),
        (in_days(&index, 20), Turn::Enforced),
    ];
    assert_eq!(turns, expected);
}

#[both]
async fn only_superusers_schedule_and_each_change_has_its_author(index: TestIndex) {
    let (_, owner, _) = prepared(&index, "owner").await;
    let new = plan(&index, Cohort::Everyone, Strength::Any, 0, 90);
    let refusal = refused(schedule(&index.ctx, &owner, &new).await);
    assert_eq!(refusal.code(), "no-role");
    let root = NewAccount { totp: true, superuser: true, ..new_account("root") };
    let root = service::accounts::create(&index.ctx, &Actor::Operator, root).await.unwrap();
    let actor = sign_in(&index, root.id).await;
    let id = schedule(&index.ctx, &actor, &new).await.unwrap().id;
    let changes = history(&index.ctx, &actor, Some(id)).await.unwrap();
    assert_eq!(changes[0].actor.as_deref(), Some("root"));
    let line = lines(&index).await.into_iter().find(|line| line.record.mandate.id == id).unwrap();
    assert_eq!(line.record.created_by.as_deref(), Some("root"));
}

#[both]
async fn a_named_project_and_a_named_person_may_go(index: TestIndex) {
    let ada = index.person("ada").await;
    index.project("cheese", ada.id).await;
    let named = NewPlan {
        users: vec!["ada".into()],
        projects: vec!["cheese".into()],
        ..plan(&index, Cohort::Selected, Strength::Any, 0, 30)
    };
    let id = write(&index, &named).await.id;
    service::projects::delete_project(&index.ctx, &Actor::Operator, &normalized("cheese")).await.unwrap();
    let line = lines(&index).await.into_iter().find(|line| line.record.mandate.id == id).unwrap();
    assert_eq!((line.users, line.projects), (vec!["ada".to_owned()], vec![]));
}
