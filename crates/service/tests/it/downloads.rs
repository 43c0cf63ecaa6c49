//! Counting downloads: gathered, written once, and kept apart.

use chrono::TimeDelta;
use domain::downloads::agent::Installer;
use domain::downloads::{Day, DownloadSource};
use domain::files::FileKind;
use domain::ids::ProjectId;
use domain::permission::Actor;
use service::Ctx;
use service::downloads::{Download, count, drop_old};
use service::projects::delete_project;
use service::soft::{flush, flush_all};
use std::sync::Arc;
use store::Db;
use store::downloads::figures::{self, ByAudience, ProjectFigures};
use testkit::database::TestDb;
use testkit_index::{TestIndex, normalized};
use testkit_macros::both;

const PIP: &str = "pip/24.0 {}";

async fn project(index: &TestIndex, name: &str) -> ProjectId {
    let owner = index.somebody("ada").await;
    index.project(name, owner.account).await
}

fn count_some(ctx: &Ctx, project: ProjectId, version: &str, user_agent: &str, times: usize) {
    let version: Arc<str> = version.into();
    let download = Download { project, version: &version, kind: FileKind::Wheel, user_agent: user_agent.as_bytes() };
    (0..times).for_each(|_| count(ctx, download));
}

async fn figures_of(index: &TestIndex, project: ProjectId) -> ProjectFigures {
    let mut read = index.db.read().await.unwrap();
    figures::of_project(&mut read, project, Day::from(index.now())).await.unwrap()
}

async fn people_today(index: &TestIndex, project: ProjectId) -> u64 {
    figures_of(index, project).await.today().people
}

fn rows(rows: &[(&str, u64)]) -> Vec<(String, u64)> {
    rows.iter().map(|(name, downloads)| ((*name).to_owned(), *downloads)).collect()
}

#[both]
async fn a_flush_writes_what_was_counted_by_version_kind_installer_and_audience(index: TestIndex) {
    let brie = project(&index, "brie").await;
    count_some(&index, brie, "1.0", PIP, 5);
    count_some(&index, brie, "2.0", PIP, 2);
    count_some(&index, brie, "2.0", "uv/0.5.4 {}", 4);
    count_some(&index, brie, "2.0", "curl/8.5.0", 3);
    count_some(&index, brie, "2.0", "bandersnatch/6.5.0 (x)", 1);
    count_some(&index, brie, "2.0", "Datadog Agent/5.21.2", 9);
    flush(&index).await.unwrap();
    let found = figures_of(&index, brie).await;
    assert_eq!(found.today(), ByAudience { people: 11, robots: 3, mirrors: 1 });
    assert_eq!(found.installers, rows(&[("pip", 7), ("uv", 4), ("browser", 3), ("bandersnatch", 1)]));
    assert_eq!(found.versions, rows(&[("2.0", 10), ("1.0", 5)]));
    assert_eq!(found.kinds, rows(&[("wheel", 15)]));
    let mut read = index.db.read().await.unwrap();
    let today = Day::from(index.now());
    let whole = figures::by_installer(&mut read, today, today).await.unwrap();
    assert_eq!(whole.days[0].1[&Installer::Pip], 7);
}

#[both]
async fn flushing_again_counts_nothing_twice(index: TestIndex) {
    let brie = project(&index, "brie").await;
    for _ in 0..3 {
        count_some(&index, brie, "1.0", PIP, 1);
        flush(&index).await.unwrap();
        flush(&index).await.unwrap();
    }
    assert_eq!(people_today(&index, brie).await, 3);
}

#[both]
async fn fifty_who_count_at_once_on_two_nodes_are_all_counted(index: TestIndex) {
    let brie = project(&index, "brie").await;
    let other = Arc::new(index.node(TestIndex::key_ring(), 2));
    let nodes = [Arc::clone(&index.ctx), other];
    let tasks = (0..50).map(|number| {
        let ctx = Arc::clone(&nodes[number % 2]);
        tokio::spawn(async move {
            count_some(&ctx, brie, "1.0", PIP, 20);
            flush(&ctx).await.unwrap();
        })
    });
    for task in futures::future::join_all(tasks).await {
        task.unwrap();
    }
    assert_eq!(people_today(&index, brie).await, 1_000);
    assert_eq!(figures_of(&index, brie).await.installers, rows(&[("pip", 1_000)]));
}

#[both]
async fn a_fault_while_writing_loses_no_download(index: TestIndex) {
    let brie = project(&index, "brie").await;
    let mut node = index.node(TestIndex::key_ring(), 2);
    count_some(&node, brie, "1.0", PIP, 7);
    node.db = Db::open(&index.database.connect).await.unwrap();
    node.db.close().await;
    assert!(flush(&node).await.is_err());
    count_some(&node, brie, "1.0", PIP, 1);
    node.db = index.db.clone();
    flush_all(&node).await.unwrap();
    assert_eq!(people_today(&index, brie).await, 8);
}

#[both]
async fn more_projects_than_one_write_takes_are_all_written(index: TestIndex) {
    let owner = index.somebody("ada").await;
    let projects = [index.project("brie", owner.account).await, index.project("comte", owner.account).await];
    for version in 0..6_000 {
        count_some(&index, projects[version % 2], &version.to_string(), PIP, 1);
    }
    flush(&index).await.unwrap();
    assert_eq!(people_today(&index, projects[0]).await, 3_000);
    assert_eq!(people_today(&index, projects[1]).await, 3_000);
}

#[both]
async fn a_download_counts_for_its_own_day(index: TestIndex) {
    let brie = project(&index, "brie").await;
    count_some(&index, brie, "1.0", PIP, 2);
    index.advance(TimeDelta::days(1));
    count_some(&index, brie, "1.0", PIP, 3);
    flush(&index).await.unwrap();
    let found = figures_of(&index, brie).await;
    assert_eq!((found.today().people, found.last(1).people, found.last(7).people), (3, 2, 2));
    assert_eq!(found.days.len(), 184);
}

#[both]
async fn the_downloads_of_a_deleted_project_count_for_the_installer_only(index: TestIndex) {
    let brie = project(&index, "brie").await;
    count_some(&index, brie, "1.0", PIP, 1);
    flush(&index).await.unwrap();
    count_some(&index, brie, "1.0", PIP, 1);
    delete_project(&index, &Actor::Operator, &normalized("brie")).await.unwrap();
    flush(&index).await.unwrap();
    assert_eq!(figures_of(&index, brie).await.today(), ByAudience::default());
    assert_eq!(figures_of(&index, brie).await.versions, []);
    let (mut read, today) = (index.db.read().await.unwrap(), Day::from(index.now()));
    let whole = figures::by_installer(&mut read, today, today).await.unwrap();
    assert_eq!(whole.days[0].1[&Installer::Pip], 2);
}

#[both]
async fn nothing_is_counted_where_logs_are_what_counts(database: TestDb) {
    let index = TestIndex::with(database, |settings| settings.downloads.source = DownloadSource::Logs).await;
    let brie = project(&index, "brie").await;
    count_some(&index, brie, "1.0", PIP, 5);
    flush(&index).await.unwrap();
    assert_eq!(people_today(&index, brie).await, 0);
}

#[both]
async fn old_details_go_and_daily_totals_stay(index: TestIndex) {
    let brie = project(&index, "brie").await;
    count_some(&index, brie, "1.0", PIP, 5);
    flush(&index).await.unwrap();
    index.advance(TimeDelta::days(100));
    count_some(&index, brie, "1.0", PIP, 1);
    flush(&index).await.unwrap();
    assert_eq!(drop_old(&index).await.unwrap(), 0);
    index.advance(TimeDelta::days(266));
    assert_eq!((drop_old(&index).await.unwrap(), drop_old(&index).await.unwrap()), (1, 0));
    let mut read = index.db.read().await.unwrap();
    let day = Day::from(TestIndex::start());
    let then = figures::of_project(&mut read, brie, day).await.unwrap();
    assert_eq!((then.today().people, then.versions), (5, Vec::new()));
}
