//! Serials without gaps, in the order of commits, and announcements in time.

use futures::future::join_all;
use std::sync::{Arc, Mutex};
use store::journal::{self, NewEntry};
use store::{Announcement, Db, change, select, transaction};
use testkit::database::{TestDb, migrated_at};
use testkit_macros::both;
use uuid::Uuid;

fn entry(name: &str, action: &str) -> NewEntry {
    NewEntry {
        project_name: name.to_uppercase(),
        normalized_name: name.to_owned(),
        version: Some("1.0".to_owned()),
        action: action.to_owned(),
        account_id: Some(Uuid::from_u128(7)),
        at: migrated_at(),
    }
}

async fn record(db: &Db, entries: &[NewEntry]) {
    let recorded: anyhow::Result<()> = transaction!(db, |write| {
        for entry in entries {
            journal::record(write, entry.clone());
        }
        Ok(())
    });
    recorded.expect("it commits");
}

async fn add_project(db: &Db, name: &str) {
    let added: anyhow::Result<u64> = transaction!(db, |write| {
        write
            .change(change!(
                "INSERT INTO projects (id, name, normalized_name, confusable_name, status, total_size, last_serial, created_at)
                 VALUES ($1, $2, $2, $2, 'active', 0, 0, $3)"
            ))
            .bind(Uuid::from_u128(1))
            .bind(name)
            .bind(migrated_at())
            .execute()
            .await
    });
    assert_eq!(added.expect("it commits"), 1);
}

/// Collects every announcement of a handle.
fn overhear(db: &Db) -> Arc<Mutex<Vec<Announcement>>> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let kept = heard.clone();
    db.on_commit(Arc::new(move |announcements| kept.lock().expect("nobody panicked").extend_from_slice(announcements)));
    heard
}

#[both]
async fn an_untouched_journal_is_at_zero(db: TestDb) {
    let mut read = db.read().await.expect("a snapshot opens");
    assert_eq!(journal::head(&mut read).await.expect("it can be read"), 0);
    assert_eq!(journal::last_serial_of(&mut read, "a").await.expect("it can be read"), None);
}

#[both]
async fn the_entries_of_one_write_are_numbered_in_order(db: TestDb) {
    record(&db, &[entry("a", "create"), entry("b", "create"), entry("a", "new release")]).await;
    let mut read = db.read().await.expect("a snapshot opens");
    assert_eq!(journal::head(&mut read).await.expect("it can be read"), 3);
    let entries = journal::since(&mut read, 1, 10).await.expect("it can be read");
    let told: Vec<_> =
        entries.iter().map(|entry| (entry.serial, entry.project_name.as_str(), &*entry.action)).collect();
    assert_eq!(told, [(2, "B", "create"), (3, "A", "new release")]);
    assert_eq!(entries[0].account_id, Some(Uuid::from_u128(7)));
    assert_eq!(entries[0].at, migrated_at());
    assert_eq!(journal::last_serial_of(&mut read, "b").await.expect("it can be read"), Some(2));
}

#[both]
async fn since_gives_at_most_the_limit(db: TestDb) {
    record(&db, &[entry("a", "1"), entry("a", "2"), entry("a", "3")]).await;
    let mut read = db.read().await.expect("a snapshot opens");
    let entries = journal::since(&mut read, 0, 2).await.expect("it can be read");
    assert_eq!(entries.iter().map(|entry| entry.serial).collect::<Vec<_>>(), [1, 2]);
}

#[both]
async fn the_project_keeps_its_last_serial(db: TestDb) {
    add_project(&db, "a").await;
    record(&db, &[entry("b", "create")]).await;
    record(&db, &[entry("a", "create"), entry("a", "new release")]).await;
    let mut read = db.read().await.expect("a snapshot opens");
    let (serial,): (i64,) = read
        .select(select!("SELECT last_serial FROM projects WHERE normalized_name = 'a'"))
        .one()
        .await
        .expect("it can be read");
    assert_eq!(serial, 3);
}

#[both]
async fn a_rolled_back_write_leaves_no_gap(db: TestDb) {
    let heard = overhear(&db);
    let failed: anyhow::Result<()> = transaction!(db, |write| {
        journal::record(write, entry("a", "create"));
        Err(anyhow::anyhow!("no"))
    });
    assert!(failed.is_err());
    record(&db, &[entry("b", "create")]).await;
    assert_eq!(*heard.lock().expect("nobody panicked"), [Announcement { project: "b".into(), serial: 1 }]);
}

#[both]
async fn an_announcement_comes_once_for_each_project_with_its_highest_serial(db: TestDb) {
    let heard = overhear(&db);
    record(&db, &[entry("b", "1"), entry("a", "2"), entry("b", "3")]).await;
    let expected = [Announcement { project: "a".into(), serial: 2 }, Announcement { project: "b".into(), serial: 3 }];
    assert_eq!(*heard.lock().expect("nobody panicked"), expected);
}

/// The subscriber looks with another connection at what it is told of.
#[both]
async fn an_announcement_comes_after_the_commit_and_before_the_result(db: TestDb) {
    let seen = Arc::new(Mutex::new(None));
    let (kept, connect) = (seen.clone(), db.connect.clone());
    db.on_commit(Arc::new(move |_| {
        let connect = connect.clone();
        let head = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let other = Db::open(&connect).await.expect("it opens");
                journal::head(&mut other.read().await.expect("a snapshot opens")).await.expect("it can be read")
            })
        });
        *kept.lock().expect("nobody panicked") = head.join().ok();
    }));
    record(&db, &[entry("a", "create")]).await;
    assert_eq!(*seen.lock().expect("nobody panicked"), Some(1));
}

#[both]
async fn a_write_without_entries_announces_nothing(db: TestDb) {
    let heard = overhear(&db);
    add_project(&db, "a").await;
    assert!(heard.lock().expect("nobody panicked").is_empty());
}

#[both]
async fn what_another_process_committed_reaches_the_same_subscribers(db: TestDb) {
    let heard = overhear(&db);
    let foreign = [Announcement { project: "a".into(), serial: 9 }];
    db.announce_external(&foreign);
    assert_eq!(*heard.lock().expect("nobody panicked"), foreign);
}

#[both]
async fn twenty_parallel_writes_leave_no_gap_and_no_double(db: TestDb) {
    let heard = overhear(&db);
    let writes = (0..20).map(|number| {
        let db = db.db.clone();
        tokio::spawn(async move {
            let name = format!("project-{number}");
            record(&db, &[entry(&name, "create"), entry(&name, "new release")]).await;
        })
    });
    for ended in join_all(writes).await {
        ended.expect("it succeeds");
    }
    let mut read = db.read().await.expect("a snapshot opens");
    let entries = journal::since(&mut read, 0, 100).await.expect("it can be read");
    assert_eq!(entries.iter().map(|entry| entry.serial).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
    assert!(entries.chunks(2).all(|pair| pair[0].normalized_name == pair[1].normalized_name));
    assert_eq!(heard.lock().expect("nobody panicked").len(), 20);
}

/// Whoever sees a head sees every serial up to it: nothing becomes visible below it later.
#[both]
async fn serials_become_visible_in_the_order_of_commits(db: TestDb) {
    let writes = (0..20).map(|number| {
        let db = db.db.clone();
        tokio::spawn(async move { record(&db, &[entry(&format!("project-{number}"), "create")]).await })
    });
    let watcher = {
        let db = db.db.clone();
        tokio::spawn(async move {
            loop {
                let mut read = db.read().await.expect("a snapshot opens");
                let head = journal::head(&mut read).await.expect("it can be read");
                let entries = journal::since(&mut read, 0, 100).await.expect("it can be read");
                assert_eq!(
                    entries.iter().map(|entry| entry.serial).collect::<Vec<_>>(),
                    (1..=head).collect::<Vec<_>>()
                );
                if head == 20 {
                    break;
                }
            }
        })
    };
    for ended in join_all(writes).await {
        ended.expect("it succeeds");
    }
    watcher.await.expect("it saw no gap");
}

#[tokio::test]
async fn sqlite_has_nothing_to_listen_to() {
    let db = testkit::database::sqlite().await;
    assert!(db.listen().await.expect("it answers").is_none());
}

#[tokio::test]
async fn a_listener_hears_the_commit_of_another_handle() {
    let db = testkit::database::postgres().await;
    let mut listener = db.listen().await.expect("it answers").expect("PostgreSQL tells");
    let other = Db::open(&db.connect).await.expect("it opens");
    record(&other, &[entry("b", "create"), entry("a", "create")]).await;
    let heard = listener.next().await.expect("the connection holds").expect("nothing was missed");
    assert_eq!((heard.serial, heard.names), (2, vec!["a".to_owned(), "b".to_owned()]));
}
