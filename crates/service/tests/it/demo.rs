//! Synthetic indexes.

use domain::{Failure, downloads::Day};
use service::{
    critical::{Mode, compute},
    demo::{DemoRefused, DemoSize, Seeded, seed},
    downloads::Agreement,
};
use testkit_index::TestIndex;
use testkit_macros::both;

const SMALL: DemoSize = DemoSize { projects: 1300, accounts: 240, days: 9, pending_days: 0, seed: 7 };

async fn seeded(index: &TestIndex, size: DemoSize) -> Seeded {
    seed(index, size, |_, _, _| ()).await.expect("the index is empty")
}

/// Everything that the seed decides, as text.
async fn fingerprint(index: &TestIndex) -> Vec<String> {
    let mut read = index.db.read().await.unwrap();
    let mut lines = Vec::new();
    for project in store::projects::list(&mut read).await.unwrap() {
        lines.push(format!("{} {} {}", project.name, project.last_serial, project.created_at));
    }
    for account in store::accounts::list(&mut read).await.unwrap() {
        lines.push(format!("{} {:?} {}", account.username, account.address, account.has_second_factor));
    }
    for (bucket, last_day, counts) in store::downloads::windows::all(&mut read)
        .await
        .unwrap()
        .into_iter()
        .map(|window| (window.bucket, window.last_day, window.counts))
    {
        lines.push(format!("{bucket} {last_day} {counts:?}"));
    }
    for entry in store::journal::since(&mut read, 0, 5000).await.unwrap() {
        lines.push(format!("{} {} {:?}", entry.serial, entry.project_name, entry.account_id));
    }
    for day in store::figures::days(&mut read, 0).await.unwrap() {
        lines.push(format!("{day:?}"));
    }
    lines
}

#[both]
async fn the_figures_are_those_of_the_shares(index: TestIndex) {
    let seeded = seeded(&index, SMALL).await;
    assert_eq!((seeded.accounts, seeded.projects), (240, 1300));
    assert_eq!((seeded.with_second_factor, seeded.with_totp, seeded.with_webauthn), (114, 108, 16));
    let mut read = index.db.read().await.unwrap();
    let figures = store::figures::count(&mut read).await.unwrap();
    assert_eq!(figures.accounts_with_second_factor, 114);
    assert_eq!((figures.accounts_with_totp, figures.accounts_with_webauthn), (108, 16));
    assert_eq!(figures.security_keys_given, 16);
    assert_eq!(store::projects::counters(&mut read).await.unwrap().projects, 1300);
    // One entry for each project, and one for the release of each.
    assert_eq!(store::journal::head(&mut read).await.unwrap(), 2600);
    assert_eq!(store::projects::counters(&mut read).await.unwrap().releases, 1300);
}

#[both]
async fn exactly_one_percent_is_critical_and_every_sum_agrees(index: TestIndex) {
    seeded(&index, SMALL).await;
    let run = compute(&index, Mode::Incremental).await.unwrap();
    assert_eq!((run.projects, run.critical, run.added), (1300, 13, 13));
    let full = compute(&index, Mode::Full).await.unwrap();
    assert_eq!((full.agreement, full.critical), (Some(Agreement::Agreed), 13));
    let mut read = index.db.read().await.unwrap();
    let counted = store::figures::count(&mut read).await.unwrap();
    let told = store::figures::days(&mut read, 0).await.unwrap().pop().unwrap().figures;
    assert_eq!(counted.critical_maintainers, told.critical_maintainers);
    assert_eq!(counted.critical_maintainers_with_second_factor, told.critical_maintainers_with_second_factor);
}

#[both]
async fn days_left_pending_come_to_the_same(index: TestIndex) {
    let size = DemoSize { days: 8, pending_days: 1, ..SMALL };
    seeded(&index, size).await;
    let run = compute(&index, Mode::Incremental).await.unwrap();
    assert_eq!((run.critical, run.last_day), (13, Day::from(index.now()) - 1));
    assert!(run.settled > 1000, "{}", run.settled);
    assert_eq!(compute(&index, Mode::Full).await.unwrap().agreement, Some(Agreement::Agreed));
}

#[both]
async fn the_same_seed_makes_the_same_index_and_another_one_another(index: TestIndex) {
    let other = TestIndex::new().await;
    seeded(&index, SMALL).await;
    seeded(&other, SMALL).await;
    let first = fingerprint(&index).await;
    assert_eq!(first, fingerprint(&other).await);
    let different = TestIndex::new().await;
    seeded(&different, DemoSize { seed: 8, ..SMALL }).await;
    assert_ne!(first, fingerprint(&different).await);
}

#[both]
async fn an_index_with_anybody_in_it_is_refused(index: TestIndex) {
    index.person("ada").await;
    let refused = seed(&index, SMALL, |_, _, _| ()).await.unwrap_err();
    assert!(matches!(refused, Failure::Refused(DemoRefused::NotEmpty)));
    assert_eq!(store::accounts::list(&mut index.db.read().await.unwrap()).await.unwrap().len(), 1);
}

#[both]
async fn two_seeds_at_once_fill_it_once(index: TestIndex) {
    let size = DemoSize { projects: 20, accounts: 5, ..SMALL };
    let runs: Vec<_> = (0..2)
        .map(|_| {
            let ctx = index.ctx.clone();
            tokio::spawn(async move { seed(&ctx, size, |_, _, _| ()).await.is_ok() })
        })
        .collect();
    let mut filled = 0;
    for run in runs {
        filled += usize::from(run.await.unwrap());
    }
    assert_eq!(filled, 1);
    assert_eq!(store::accounts::list(&mut index.db.read().await.unwrap()).await.unwrap().len(), 5);
}

#[both]
async fn nobody_cannot_keep_projects(index: TestIndex) {
    let refused = seed(&index, DemoSize { accounts: 0, ..SMALL }, |_, _, _| ()).await.unwrap_err();
    assert!(matches!(refused, Failure::Refused(DemoRefused::NobodyKeeps)));
    let empty = seeded(&index, DemoSize { projects: 0, accounts: 0, ..SMALL }).await;
    assert_eq!((empty.projects, empty.segments), (0, 0));
}
