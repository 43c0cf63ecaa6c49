//! Settling: complete days become segments, and the window slides.

use chrono::TimeDelta;
use domain::{
    Failure,
    downloads::{Audience, Day, agent::Installer, segment},
    files::FileKind,
    ids::ProjectId,
};
use proptest::prelude::*;
use service::{
    Ctx,
    downloads::{
        Agreement, recompute,
        settle::{SettleRefused, settle},
    },
};
use std::collections::BTreeMap;
use store::downloads::{
    counts::{Key, add},
    segments::{self, project_days},
    windows,
};
use testkit_index::TestIndex;
use testkit_macros::both;

/// Adds downloads of a day, as the doors do.
pub(crate) async fn count(ctx: &Ctx, project: ProjectId, day: Day, audience: Audience, downloads: u64) {
    let key = Key { project, day, version: "1.0".into(), kind: FileKind::Wheel, installer: Installer::Pip, audience };
    let counted: anyhow::Result<()> = store::transaction!(ctx.db, |write| {
        add(write, &[(key.clone(), downloads)]).await?;
        Ok(())
    });
    counted.expect("the downloads are counted");
}

pub(crate) fn today(ctx: &Ctx) -> Day {
    Day::from(ctx.now())
}

async fn two_projects(index: &TestIndex) -> [ProjectId; 2] {
    let owner = index.person("ada").await.id;
    [index.project("brie", owner).await, index.project("rind", owner).await]
}

/// What the windows hold for a project.
async fn window_of(ctx: &Ctx, project: ProjectId) -> u64 {
    let mut read = ctx.db.read().await.expect("a snapshot opens");
    let mut sums = BTreeMap::new();
    for window in windows::all(&mut read).await.expect("the windows answer") {
        let counts = segment::decode(&window.counts).expect("the window is sound");
        sums.extend(
            counts.iter().enumerate().map(|(index, sum)| (segment::Place { bucket: window.bucket, index }, *sum)),
        );
    }
    let places: Vec<segment::Place> = sums.keys().copied().collect();
    let projects = store::critical::at_places(&mut read, &places).await.expect("the places answer");
    let place = projects.into_iter().find(|(_, id)| *id == project).map(|(place, _)| place);
    place.map_or(0, |place| sums[&place])
}

async fn days_of(ctx: &Ctx, project: ProjectId, audience: Audience, first: Day, last: Day) -> Vec<u64> {
    let mut read = ctx.db.read().await.expect("a snapshot opens");
    let days = project_days(&mut read, project, audience, first, last).await.expect("the days answer");
    days.into_iter().map(|(_, downloads)| downloads).collect()
}

#[both]
async fn complete_days_settle_and_the_running_day_waits(index: TestIndex) {
    let [brie, rind] = two_projects(&index).await;
    let day = today(&index);
    count(&index, brie, day - 2, Audience::People, 5).await;
    count(&index, brie, day - 1, Audience::People, 7).await;
    count(&index, rind, day - 1, Audience::Robots, 300).await;
    count(&index, rind, day, Audience::People, 11).await;
    let settled = settle(&index).await.unwrap();
    assert_eq!((settled.last_day, settled.totals), (day - 1, 3));
    assert_eq!((window_of(&index, brie).await, window_of(&index, rind).await), (12, 0));
    assert_eq!(days_of(&index, brie, Audience::People, day - 3, day).await, [0, 5, 7, 0]);
    assert_eq!(days_of(&index, rind, Audience::Robots, day - 1, day).await, [300, 0]);
    assert_eq!(days_of(&index, rind, Audience::People, day - 1, day).await, [0, 11]);
    index.advance(TimeDelta::days(1));
    assert_eq!(settle(&index).await.unwrap().totals, 1);
    assert_eq!(window_of(&index, rind).await, 11);
}

#[both]
async fn settling_again_finds_nothing_to_do(index: TestIndex) {
    let [brie, _] = two_projects(&index).await;
    count(&index, brie, today(&index) - 1, Audience::People, 5).await;
    settle(&index).await.unwrap();
    let again = settle(&index).await.unwrap();
    assert_eq!((again.totals, again.slid), (0, 0));
    assert_eq!(window_of(&index, brie).await, 5);
}

#[both]
async fn an_empty_index_settles_to_nothing(index: TestIndex) {
    assert_eq!(settle(&index).await.unwrap().totals, 0);
    index.advance(TimeDelta::days(400));
    assert_eq!(settle(&index).await.unwrap().totals, 0);
}

#[both]
async fn a_day_counts_for_183_days(index: TestIndex) {
    let [brie, _] = two_projects(&index).await;
    let day = today(&index);
    count(&index, brie, day, Audience::People, 5).await;
    for (days, expected) in [(1, 5), (90, 5), (92, 5), (1, 0), (1, 0)] {
        index.advance(TimeDelta::days(days));
        settle(&index).await.unwrap();
        assert_eq!(window_of(&index, brie).await, expected, "{} days later", today(&index) - day);
    }
}

#[both]
async fn a_late_day_counts_inside_the_window_and_not_before_it(index: TestIndex) {
    let [brie, rind] = two_projects(&index).await;
    let day = today(&index);
    count(&index, brie, day - 1, Audience::People, 1).await;
    settle(&index).await.unwrap();
    count(&index, brie, day - 1, Audience::People, 10).await;
    count(&index, brie, day - 183, Audience::People, 100).await;
    count(&index, brie, day - 184, Audience::People, 1000).await;
    count(&index, rind, day - 20, Audience::Mirrors, 7).await;
    assert_eq!(settle(&index).await.unwrap().totals, 4);
    assert_eq!((window_of(&index, brie).await, window_of(&index, rind).await), (111, 0));
    index.advance(TimeDelta::days(1));
    settle(&index).await.unwrap();
    assert_eq!(window_of(&index, brie).await, 11);
    assert_eq!(days_of(&index, brie, Audience::People, day - 184, day - 183).await, [1000, 100]);
    assert_eq!(recompute(&index).await.unwrap().agreement, Agreement::Agreed);
}

#[both]
async fn weeks_without_settling_are_caught_up(index: TestIndex) {
    let [brie, rind] = two_projects(&index).await;
    for _ in 0..40 {
        count(&index, brie, today(&index), Audience::People, 3).await;
        index.advance(TimeDelta::days(1));
    }
    settle(&index).await.unwrap();
    for _ in 0..60 {
        count(&index, rind, today(&index), Audience::People, 2).await;
        index.advance(TimeDelta::days(1));
    }
    assert_eq!(settle(&index).await.unwrap().slid, 60);
    assert_eq!((window_of(&index, brie).await, window_of(&index, rind).await), (120, 120));
    assert_eq!(recompute(&index).await.unwrap().agreement, Agreement::Agreed);
}

#[both]
async fn a_clock_that_went_back_changes_nothing_and_says_so(index: TestIndex) {
    let [brie, _] = two_projects(&index).await;
    let day = today(&index);
    count(&index, brie, day - 1, Audience::People, 5).await;
    settle(&index).await.unwrap();
    index.advance(TimeDelta::days(-3));
    count(&index, brie, day - 5, Audience::People, 1).await;
    let refused = settle(&index).await.unwrap_err();
    let expected = SettleRefused::ClockBehind { last_day: day - 1, yesterday: day - 4 };
    assert!(matches!(refused, Failure::Refused(told) if told == expected));
    assert_eq!(window_of(&index, brie).await, 5);
    // Whoever says that the clock is right now gets the window of that day.
    let recomputed = recompute(&index).await.unwrap();
    assert_eq!(recomputed.agreement, Agreement::NotComparable { why: expected });
    assert_eq!(window_of(&index, brie).await, 1);
    index.advance(TimeDelta::days(3));
    settle(&index).await.unwrap();
    assert_eq!(window_of(&index, brie).await, 6);
}

#[both]
async fn a_clock_far_ahead_changes_nothing_and_says_so(index: TestIndex) {
    let [brie, _] = two_projects(&index).await;
    let day = today(&index);
    count(&index, brie, day - 1, Audience::People, 5).await;
    settle(&index).await.unwrap();
    index.advance(TimeDelta::days(184));
    let expected = SettleRefused::ClockAhead { last_day: day - 1, days: 184 };
    assert!(matches!(settle(&index).await.unwrap_err(), Failure::Refused(told) if told == expected));
    assert_eq!(window_of(&index, brie).await, 5);
    index.advance(TimeDelta::days(-184));
    settle(&index).await.unwrap();
    assert_eq!(window_of(&index, brie).await, 5);
    index.advance(TimeDelta::days(3000));
    assert_eq!(recompute(&index).await.unwrap().agreement.agreed(), None);
    assert_eq!(window_of(&index, brie).await, 0);
}

#[both]
async fn settling_many_times_at_once_counts_once(index: TestIndex) {
    let [brie, rind] = two_projects(&index).await;
    let day = today(&index);
    for ago in 1..=5 {
        count(&index, brie, day - ago, Audience::People, 10).await;
    }
    settle(&index).await.unwrap();
    index.advance(TimeDelta::days(1));
    count(&index, rind, day, Audience::People, 4).await;
    count(&index, brie, day - 3, Audience::People, 1).await;
    let runs: Vec<_> = (0..6)
        .map(|_| {
            let ctx = index.ctx.clone();
            tokio::spawn(async move { settle(&ctx).await.unwrap().totals })
        })
        .collect();
    let mut totals = 0;
    for run in runs {
        totals += run.await.unwrap();
    }
    assert_eq!(totals, 2);
    assert_eq!((window_of(&index, brie).await, window_of(&index, rind).await), (51, 4));
    assert_eq!(recompute(&index).await.unwrap().agreement, Agreement::Agreed);
}

#[both]
async fn the_place_of_a_deleted_project_is_never_given_again(index: TestIndex) {
    let [brie, rind] = two_projects(&index).await;
    let owner = index.person("grace").await.id;
    for project in [brie, rind] {
        count(&index, project, today(&index) - 1, Audience::People, 5).await;
    }
    settle(&index).await.unwrap();
    for name in ["brie", "rind"] {
        let (operator, name) = (domain::permission::Actor::Operator, testkit_index::normalized(name));
        service::projects::delete_project(&index, &operator, &name).await.unwrap();
    }
    let tomme = index.project("tomme", owner).await;
    count(&index, tomme, today(&index) - 1, Audience::People, 1).await;
    // What arrives for a project that is gone stands nowhere.
    count(&index, ProjectId(index.id()), today(&index) - 1, Audience::People, 9).await;
    settle(&index).await.unwrap();
    assert_eq!(window_of(&index, tomme).await, 1);
    assert_eq!(days_of(&index, tomme, Audience::People, today(&index) - 1, today(&index)).await, [1, 0]);
}

#[both]
async fn sums_that_do_not_hold_are_refused_told_and_made_anew(index: TestIndex) {
    let [brie, _] = two_projects(&index).await;
    count(&index, brie, today(&index) - 1, Audience::People, 5).await;
    settle(&index).await.unwrap();
    let day = today(&index);
    let damaged: anyhow::Result<()> = store::transaction!(index.db, |write| {
        let mut counts = [0; segment::PLACES];
        counts[0] = 4;
        windows::put(write, 0, day - 1, &counts).await?;
        Ok(())
    });
    damaged.unwrap();
    assert_eq!(recompute(&index).await.unwrap().agreement, Agreement::Repaired { buckets: 1 });
    assert_eq!(window_of(&index, brie).await, 5);
    let other_day: anyhow::Result<()> = store::transaction!(index.db, |write| {
        windows::put(write, 1, day - 9, &[0; segment::PLACES]).await?;
        Ok(())
    });
    other_day.unwrap();
    let refused = settle(&index).await.unwrap_err();
    assert!(matches!(refused, Failure::Refused(SettleRefused::Unsound { bucket: 1 })), "{refused}");
    assert_eq!(recompute(&index).await.unwrap().agreement.agreed(), Some(false));
    assert_eq!(window_of(&index, brie).await, 5);
    assert_eq!(recompute(&index).await.unwrap().agreement, Agreement::Agreed);
}

#[both]
async fn a_damaged_segment_is_a_fault_that_names_it(index: TestIndex) {
    let [brie, _] = two_projects(&index).await;
    count(&index, brie, today(&index) - 1, Audience::People, 5).await;
    settle(&index).await.unwrap();
    let day = today(&index) - 1;
    let damaged: anyhow::Result<()> = store::transaction!(index.db, |write| {
        segments::put(write, 0, day, Audience::People, vec![0x80]).await?;
        Ok(())
    });
    damaged.unwrap();
    let fault = format!("{:#}", recompute(&index).await.unwrap_err());
    assert!(fault.contains("bucket 0") && fault.contains(&day.to_string()), "{fault}");
}

/// One step of a random history.
#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    Count { project: usize, days_ago: i32, downloads: u64 },
    Settle,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0_i64..60).prop_map(Step::Wait),
        4 => (0_usize..3, 0_i32..220, 1_u64..400)
            .prop_map(|(project, days_ago, downloads)| Step::Count { project, days_ago, downloads }),
        2 => Just(Step::Settle),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_window_is_the_sum_of_its_days_whatever_the_history(steps in prop::collection::vec(step(), 1..14)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(walk(steps));
    }
}

async fn walk(steps: Vec<Step>) {
    let index = TestIndex::new().await;
    let owner = index.person("ada").await.id;
    let mut projects = Vec::new();
    for name in ["brie", "rind", "tomme"] {
        projects.push(index.project(name, owner).await);
    }
    let mut counted: BTreeMap<(usize, Day), u64> = BTreeMap::new();
    for step in steps {
        match step {
            Step::Wait(days) => index.advance(TimeDelta::days(days)),
            Step::Count { project, days_ago, downloads } => {
                let day = today(&index) - days_ago;
                count(&index, projects[project], day, Audience::People, downloads).await;
                *counted.entry((project, day)).or_default() += downloads;
            }
            Step::Settle => match settle(&index).await {
                Ok(_) => {}
                Err(Failure::Refused(SettleRefused::ClockAhead { .. })) => {
                    recompute(&index).await.unwrap();
                }
                Err(other) => panic!("{other}"),
            },
        }
    }
    let first = recompute(&index).await.unwrap();
    assert_ne!(first.agreement.agreed(), Some(false));
    let last = today(&index) - 1;
    for (number, project) in projects.iter().enumerate() {
        let is_inside = |(of, day): &(usize, Day)| *of == number && (0..183).contains(&(last - *day));
        let expected: u64 = counted.iter().filter(|(key, _)| is_inside(key)).map(|(_, downloads)| downloads).sum();
        assert_eq!(window_of(&index, *project).await, expected);
    }
    assert_eq!(recompute(&index).await.unwrap().agreement, Agreement::Agreed);
}
