//! Critical projects: rank, reasons, history, and what operators do.

use crate::settle::{count, today};
use chrono::TimeDelta;
use domain::{
    Failure, Refusal as _,
    downloads::Audience,
    ids::{AccountId, ProjectId},
    permission::Actor,
};
use service::{
    critical::{Computed, CriticalRefused, Mode, Note, compute, designate, withdraw},
    downloads::Agreement,
};
use store::projects::NewProject;
use testkit::database::Engine;
use testkit_index::{TestIndex, normalized};
use testkit_macros::both;

/// Projects `p0`, `p1` … of one owner.
async fn projects(index: &TestIndex, owner: AccountId, numbers: std::ops::Range<usize>) -> Vec<ProjectId> {
    let ids: Vec<ProjectId> = numbers.clone().map(|_| ProjectId(index.id())).collect();
    let at = index.now();
    let made: anyhow::Result<()> = store::transaction!(index.db, |write| {
        for (number, id) in numbers.clone().zip(&ids) {
            let name = format!("p{number}");
            let normalized_name = &normalized(&name);
            let project = NewProject { id: *id, name: &name, normalized_name, created_at: at };
            store::projects::insert(write, &project).await?;
            let role = domain::projects::Role::Owner;
            store::projects::insert_role(write, index.id(), *id, owner, role, at).await?;
        }
        Ok(())
    });
    made.expect("the projects are new");
    ids
}

async fn counted(index: &TestIndex, downloads: &[(ProjectId, u64)]) {
    for (project, downloads) in downloads {
        count(index, *project, today(index) - 1, Audience::People, *downloads).await;
    }
}

async fn computed(index: &TestIndex) -> Computed {
    compute(index, Mode::Incremental).await.expect("the clock is right")
}

/// Names, reasons and ranks of the critical projects.
async fn listed(index: &TestIndex) -> Vec<(String, String, Option<i64>)> {
    let mut read = index.db.read().await.unwrap();
    let list = store::critical::list(&mut read, "", 100, 0).await.unwrap();
    list.into_iter().map(|it| (it.name, it.reason, it.rank)).collect()
}

async fn names(index: &TestIndex) -> Vec<String> {
    listed(index).await.into_iter().map(|(name, _, _)| name).collect()
}

/// Changes and reasons, newest first.
async fn history(index: &TestIndex) -> Vec<(String, String, String)> {
    let mut read = index.db.read().await.unwrap();
    let lines = store::critical::history(&mut read, 100, 0).await.unwrap();
    lines.into_iter().map(|it| (it.project_name, it.change, it.reason)).collect()
}

fn note(text: &str) -> Note {
    Note::parse(text).expect("it is a note")
}

fn code<T: std::fmt::Debug>(result: Result<T, Failure<CriticalRefused>>) -> &'static str {
    match result.unwrap_err() {
        Failure::Refused(refusal) => refusal.code(),
        Failure::Broken(fault) => panic!("{fault:#}"),
    }
}

#[both]
async fn below_a_hundred_projects_nobody_is_critical_by_rank(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..99).await;
    counted(&index, &[(ids[0], 1_000_000)]).await;
    let first = computed(&index).await;
    assert_eq!((first.projects, first.critical, first.added, first.threshold), (99, 0, 0, None));
    projects(&index, ada, 99..100).await;
    let second = computed(&index).await;
    assert_eq!((second.projects, second.critical, second.added, second.threshold), (100, 1, 1, Some(1_000_000)));
    assert_eq!(listed(&index).await, [("p0".to_owned(), "rank".to_owned(), Some(1))]);
}

#[both]
async fn the_boundary_is_rounded_down_and_takes_ties_in(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..299).await;
    counted(&index, &[(ids[0], 9), (ids[7], 5), (ids[3], 5), (ids[4], 5), (ids[5], 4)]).await;
    let run = computed(&index).await;
    assert_eq!((run.critical, run.threshold), (4, Some(5)));
    let ranks: Vec<_> = listed(&index).await.into_iter().map(|(name, _, rank)| (name, rank.unwrap())).collect();
    assert_eq!(ranks, [("p0", 1), ("p3", 2), ("p4", 2), ("p7", 2)].map(|(name, rank)| (name.to_owned(), rank)));
}

#[both]
async fn zero_downloads_robots_and_mirrors_make_nobody_critical(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..200).await;
    assert_eq!(computed(&index).await.critical, 0);
    for audience in [Audience::Robots, Audience::Mirrors] {
        count(&index, ids[0], today(&index) - 1, audience, 1_000_000).await;
    }
    counted(&index, &[(ids[1], 1)]).await;
    assert_eq!(computed(&index).await.critical, 1);
    assert_eq!(names(&index).await, ["p1"]);
}

#[both]
async fn a_quarantined_project_neither_counts_nor_ranks(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..101).await;
    counted(&index, &[(ids[0], 50), (ids[1], 40)]).await;
    service::projects::quarantine(&index, &Actor::Operator, &normalized("p0"), "a report").await.unwrap();
    let run = computed(&index).await;
    assert_eq!((run.projects, run.critical), (100, 1));
    assert_eq!(names(&index).await, ["p1"]);
    service::projects::clear_quarantine(&index, &Actor::Operator, &normalized("p0")).await.unwrap();
    assert_eq!(computed(&index).await.added, 1);
}

#[both]
async fn a_designation_is_sticky_and_written_once(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..100).await;
    counted(&index, &[(ids[0], 50)]).await;
    computed(&index).await;
    index.advance(TimeDelta::days(1));
    counted(&index, &[(ids[1], 500)]).await;
    let run = computed(&index).await;
    assert_eq!((run.critical, run.added), (2, 1));
    let again = computed(&index).await;
    assert_eq!((again.critical, again.added), (2, 0));
    let rank = |name: &str| (name.to_owned(), "designated".to_owned(), "rank".to_owned());
    assert_eq!(history(&index).await, [rank("p1"), rank("p0")]);
    let mut read = index.db.read().await.unwrap();
    assert_eq!(store::critical::newest_runs(&mut read, 10).await.unwrap().len(), 3);
}

#[both]
async fn everybody_with_a_role_is_to_be_told_once(index: TestIndex) {
    let (ada, grace) = (index.person("ada").await.id, index.person("grace").await.id);
    let ids = projects(&index, ada, 0..100).await;
    let (role, at) = (index.id(), index.now());
    let added: anyhow::Result<()> = store::transaction!(index.db, |write| {
        let maintainer = domain::projects::Role::Maintainer;
        store::projects::insert_role(write, role, ids[0], grace, maintainer, at).await?;
        Ok(())
    });
    added.unwrap();
    counted(&index, &[(ids[0], 50)]).await;
    for _ in 0..2 {
        computed(&index).await;
    }
    let mut read = index.db.read().await.unwrap();
    for (account, concerned) in [(ada, true), (grace, true), (AccountId(index.id()), false)] {
        assert_eq!(store::critical::is_concerned(&mut read, account).await.unwrap(), concerned);
    }
    drop(read);
    // Both wait to be told: whoever notes it again finds them there.
    let noted: anyhow::Result<u64> =
        store::transaction!(index.db, |write| { store::critical::notify(write, &[ids[0].0].into(), at).await });
    assert_eq!(noted.unwrap(), 0);
    let told: anyhow::Result<u64> = store::transaction!(index.db, |write| {
        store::campaigns::forget_notices(write, grace, at).await?;
        store::critical::notify(write, &[ids[0].0].into(), at).await
    });
    assert_eq!(told.unwrap(), 1);
}

#[both]
async fn computing_many_times_at_once_designates_once(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..300).await;
    counted(&index, &[(ids[0], 50), (ids[1], 40), (ids[2], 30)]).await;
    let runs: Vec<_> = (0..5)
        .map(|_| {
            let ctx = index.ctx.clone();
            tokio::spawn(async move { compute(&ctx, Mode::Incremental).await.unwrap() })
        })
        .collect();
    let mut added = 0;
    for run in runs {
        let run = run.await.unwrap();
        assert_eq!(run.critical, 3);
        added += run.added;
    }
    assert_eq!((added, history(&index).await.len()), (3, 3));
}

#[both]
async fn an_operator_designates_and_withdraws_with_a_reason(index: TestIndex) {
    let ada = index.person("ada").await.id;
    projects(&index, ada, 0..3).await;
    let (operator, name) = (Actor::Operator, normalized("p1"));
    assert!(designate(&index, &operator, &name, &note("half of the web")).await.unwrap());
    assert!(!designate(&index, &operator, &name, &note("again")).await.unwrap());
    assert_eq!(listed(&index).await, [("p1".to_owned(), "operator".to_owned(), None)]);
    index.advance(TimeDelta::hours(1));
    withdraw(&index, &operator, &name, &note("a mistake")).await.unwrap();
    assert_eq!(listed(&index).await, []);
    assert_eq!(code(withdraw(&index, &operator, &name, &note("again")).await), "critical-not-designated");
    let changes: Vec<String> = history(&index).await.into_iter().map(|(_, change, _)| change).collect();
    assert_eq!(changes, ["withdrawn", "designated"]);
    assert_eq!(code(designate(&index, &operator, &normalized("nothing"), &note("x")).await), "no-such-project");
}

#[both]
async fn the_rank_does_not_give_back_what_an_operator_took(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..100).await;
    counted(&index, &[(ids[0], 50)]).await;
    computed(&index).await;
    index.advance(TimeDelta::hours(1));
    withdraw(&index, &Actor::Operator, &normalized("p0"), &note("a mirror's loop")).await.unwrap();
    let run = computed(&index).await;
    assert_eq!((run.critical, run.added), (0, 0));
    index.advance(TimeDelta::hours(1));
    designate(&index, &Actor::Operator, &normalized("p0"), &note("after all")).await.unwrap();
    index.advance(TimeDelta::hours(1));
    assert_eq!(computed(&index).await.critical, 1);
}

#[both]
async fn only_operators_change_designations(index: TestIndex) {
    let ada = index.somebody("ada").await;
    projects(&index, ada.account, 0..1).await;
    let actor = service::tokens::authenticate(&index, &ada.token).await.unwrap();
    let name = normalized("p0");
    for refused in [
        designate(&index, &actor, &name, &note("mine")).await.map(drop),
        withdraw(&index, &actor, &name, &note("mine")).await,
    ] {
        assert!(matches!(refused, Err(Failure::Refused(CriticalRefused::Guard(_)))));
    }
    assert_eq!(listed(&index).await, []);
}

#[both]
async fn a_deleted_project_ends_its_designation_in_the_history(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..101).await;
    counted(&index, &[(ids[0], 50), (ids[1], 40)]).await;
    computed(&index).await;
    service::projects::delete_project(&index, &Actor::Operator, &normalized("p0")).await.unwrap();
    assert_eq!(listed(&index).await, []);
    assert_eq!(history(&index).await[0].1, "deleted");
    let run = computed(&index).await;
    assert_eq!((run.projects, run.critical), (100, 1));
    assert_eq!(names(&index).await, ["p1"]);
    // A new project of that name begins with nothing.
    projects(&index, ada, 0..1).await;
    assert_eq!(computed(&index).await.added, 0);
}

async fn with_dependencies(engine: Engine, names: &[&str]) -> TestIndex {
    let database = testkit::database::on(engine).await;
    let names = names.iter().map(|name| normalized(name)).collect();
    TestIndex::with(database, |settings| settings.critical_dependencies = names).await
}

/// An index that says that it is built on `p2` and on a project that is not there.
struct Dependent(TestIndex);

impl testkit::FromEngine for Dependent {
    async fn from_engine(engine: Engine) -> Self {
        Self(with_dependencies(engine, &["p2", "nowhere"]).await)
    }
}

#[both]
async fn what_the_index_is_built_on_is_critical(Dependent(index): Dependent) {
    let ada = index.person("ada").await.id;
    projects(&index, ada, 0..3).await;
    let run = computed(&index).await;
    assert_eq!((run.critical, run.missing_dependencies), (1, vec![normalized("nowhere")]));
    assert_eq!(listed(&index).await, [("p2".to_owned(), "dependency".to_owned(), None)]);
    let refused = withdraw(&index, &Actor::Operator, &normalized("p2"), &note("no")).await;
    assert_eq!(code(refused), "critical-is-dependency");
}

#[both]
async fn a_full_computation_says_when_it_disagrees(index: TestIndex) {
    let ada = index.person("ada").await.id;
    let ids = projects(&index, ada, 0..100).await;
    counted(&index, &[(ids[0], 50), (ids[1], 49)]).await;
    computed(&index).await;
    let full = compute(&index, Mode::Full).await.unwrap();
    assert_eq!((full.agreement, full.critical), (Some(Agreement::Agreed), 1));
    let day = today(&index) - 1;
    let damaged: anyhow::Result<()> = store::transaction!(index.db, |write| {
        store::downloads::windows::put(write, 0, day, &[0; domain::downloads::segment::PLACES]).await?;
        Ok(())
    });
    damaged.unwrap();
    let full = compute(&index, Mode::Full).await.unwrap();
    assert_eq!((full.agreement, full.threshold), (Some(Agreement::Repaired { buckets: 1 }), Some(50)));
    let mut read = index.db.read().await.unwrap();
    let runs = store::critical::newest_runs(&mut read, 10).await.unwrap();
    let agreed: Vec<_> = runs.iter().map(|run| run.agreed).collect();
    assert!(agreed.contains(&Some(false)) && agreed.contains(&Some(true)) && agreed.contains(&None), "{agreed:?}");
    let events = store::events::of(&mut read, domain::events::Subject::Operator).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.tag == "critical:disagree").count(), 1);
}
