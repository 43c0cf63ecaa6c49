//! Snapshots, and transactions that run again.

use domain::{Failure, Kind, Refusal};
use futures::future::join_all;
use sqlx::error::{DatabaseError, ErrorKind};
use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::{Engine, Read, Write, change, select, transaction};
use testkit::database::TestDb;
use testkit_macros::both;
use tokio::sync::Barrier;

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("no more")]
struct NoMore;

impl Refusal for NoMore {
    fn kind(&self) -> Kind {
        Kind::Conflict
    }

    fn code(&self) -> &'static str {
        "no-more"
    }
}

/// What PostgreSQL says to a transaction that lost a race.
#[derive(Debug, thiserror::Error)]
#[error("could not serialize access due to concurrent update")]
struct LostRace;

impl DatabaseError for LostRace {
    fn message(&self) -> &str {
        "could not serialize access due to concurrent update"
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some("40001".into())
    }

    fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

/// A counter, kept in the reason of a prohibited name.
async fn uses(read: &mut Read, name: &str) -> anyhow::Result<Option<i64>> {
    let row: Option<(i64,)> = read
        .select(select!("SELECT CAST(reason AS BIGINT) FROM prohibited_names WHERE normalized_name = $1"))
        .bind(name)
        .optional()
        .await?;
    Ok(row.map(|(uses,)| uses))
}

async fn set(write: &mut Write, name: &str, uses: i64) -> anyhow::Result<u64> {
    write
        .change(change!(
            "INSERT INTO prohibited_names (normalized_name, reason, created_at) VALUES ($1, $2, $3)
             ON CONFLICT (normalized_name) DO UPDATE SET reason = excluded.reason"
        ))
        .bind(name)
        .bind(uses.to_string())
        .bind(testkit::database::migrated_at())
        .execute()
        .await
}

async fn stored(db: &TestDb, name: &str) -> Option<i64> {
    uses(&mut db.read().await.expect("a snapshot opens"), name).await.expect("it can be read")
}

async fn store(db: &TestDb, name: &str, count: i64) {
    let done: anyhow::Result<u64> = transaction!(db, |write| { set(write, name, count).await });
    assert_eq!(done.expect("it commits"), 1);
}

#[both]
async fn a_read_sees_one_snapshot(db: TestDb) {
    store(&db, "a", 1).await;
    let mut read = db.read().await.expect("a snapshot opens");
    assert_eq!(uses(&mut read, "a").await.expect("it can be read"), Some(1));
    store(&db, "a", 2).await;
    assert_eq!(uses(&mut read, "a").await.expect("it can be read"), Some(1));
    drop(read);
    assert_eq!(stored(&db, "a").await, Some(2));
}

#[both]
async fn a_write_reads_what_it_wrote(db: TestDb) {
    let seen: anyhow::Result<Option<i64>> = transaction!(db, |write| {
        set(write, "a", 5).await?;
        uses(write, "a").await
    });
    assert_eq!(seen.expect("it commits"), Some(5));
}

#[both]
async fn a_refusal_rolls_back_and_is_returned_unchanged(db: TestDb) {
    let refused = transaction!(db, |write| -> Result<(), Failure<NoMore>> {
        set(write, "a", 1).await?;
        Err(NoMore.into())
    });
    assert!(matches!(refused, Err(Failure::Refused(NoMore))), "{refused:?}");
    assert_eq!(stored(&db, "a").await, None);
}

#[both]
async fn a_fault_rolls_back_and_keeps_its_context(db: TestDb) {
    let broken: anyhow::Result<()> = transaction!(db, |write| {
        set(write, "a", 1).await?;
        Err(anyhow::anyhow!("the disk is on fire"))
    });
    assert_eq!(broken.expect_err("it fails").to_string(), "the disk is on fire");
    assert_eq!(stored(&db, "a").await, None);
}

#[both]
async fn a_dropped_transaction_rolls_back(db: TestDb) {
    let (tell, told) = tokio::sync::oneshot::channel();
    let task = tokio::spawn({
        let db = db.db.clone();
        async move {
            let mut tell = Some(tell);
            transaction!(db, |write| -> anyhow::Result<()> {
                set(write, "a", 1).await?;
                tell.take().expect("it is told once").send(()).expect("somebody listens");
                std::future::pending().await
            })
        }
    });
    told.await.expect("the change was made");
    task.abort();
    assert!(task.await.expect_err("it was aborted").is_cancelled());
    store(&db, "b", 1).await;
    assert_eq!(stored(&db, "a").await, None);
}

/// Both transactions read before either writes, where the engine lets them.
#[both]
async fn two_writes_racing_on_one_row_both_succeed(db: TestDb) {
    store(&db, "a", 0).await;
    let meeting = Arc::new(Barrier::new(2));
    let attempts = Arc::new(AtomicU32::new(0));
    let racer = |db: store::Db| {
        let (meeting, attempts) = (meeting.clone(), attempts.clone());
        tokio::spawn(async move {
            transaction!(db, |write| -> anyhow::Result<()> {
                let before = uses(write, "a").await?.unwrap_or_default();
                if attempts.fetch_add(1, Ordering::SeqCst) < 2 && write.engine() == Engine::Postgres {
                    meeting.wait().await;
                }
                set(write, "a", before + 1).await?;
                Ok(())
            })
        })
    };
    for ended in join_all([racer(db.db.clone()), racer(db.db.clone())]).await {
        ended.expect("it does not panic").expect("it succeeds");
    }
    assert_eq!(stored(&db, "a").await, Some(2));
    let expected = if db.engine() == Engine::Postgres { 3 } else { 2 };
    assert_eq!(attempts.load(Ordering::SeqCst), expected);
}

#[both]
async fn fifty_increments_at_once_all_count(db: TestDb) {
    store(&db, "a", 0).await;
    let increments = (0..50).map(|_| {
        let db = db.db.clone();
        tokio::spawn(async move {
            transaction!(db, |write| -> anyhow::Result<()> {
                let before = uses(write, "a").await?.unwrap_or_default();
                set(write, "a", before + 1).await?;
                Ok(())
            })
        })
    });
    for ended in join_all(increments).await {
        ended.expect("it does not panic").expect("it succeeds");
    }
    assert_eq!(stored(&db, "a").await, Some(50));
}

/// Of two transactions that find a row missing and insert it, the second sees the first's.
#[both]
async fn of_fifty_first_comers_one_is_accepted(db: TestDb) {
    let comers = (0..50).map(|_| {
        let db = db.db.clone();
        tokio::spawn(async move {
            transaction!(db, |write| -> Result<(), Failure<NoMore>> {
                if uses(write, "only").await?.is_some() {
                    return Err(NoMore.into());
                }
                write
                    .change(change!(
                        "INSERT INTO prohibited_names (normalized_name, reason, created_at) VALUES ($1, '1', $2)"
                    ))
                    .bind("only")
                    .bind(testkit::database::migrated_at())
                    .execute()
                    .await?;
                Ok(())
            })
        })
    });
    let ended = join_all(comers).await;
    let outcomes: Vec<_> = ended.into_iter().map(|outcome| outcome.expect("it does not panic")).collect();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().all(|outcome| !matches!(outcome, Err(Failure::Broken(_)))), "{outcomes:?}");
}

#[both]
async fn a_race_that_is_never_won_ends(db: TestDb) {
    let mut attempts = 0;
    let lost: anyhow::Result<()> = transaction!(db, |write| {
        attempts += 1;
        set(write, "a", attempts).await?;
        Err(sqlx::Error::from(LostRace).into())
    });
    assert!(lost.is_err());
    assert_eq!(attempts, 12);
}

#[both]
async fn a_reader_is_not_held_up_by_a_writer(db: TestDb) {
    store(&db, "a", 1).await;
    let seen: anyhow::Result<Option<i64>> = transaction!(db, |write| {
        set(write, "a", 2).await?;
        Ok(stored(&db, "a").await)
    });
    assert_eq!(seen.expect("it commits"), Some(1));
}

#[both]
async fn too_few_values_are_refused(db: TestDb) {
    let mut read = db.read().await.expect("a snapshot opens");
    let line = line!() + 1;
    let select = select!("SELECT reason FROM prohibited_names WHERE normalized_name = $1 AND created_at > $2");
    let error = read.select(select).bind("a").optional::<(String,)>().await.expect_err("a value is missing");
    let expected = format!("1 values are bound to the statement at `{}:{line}`, which takes 2", file!());
    assert_eq!(error.to_string(), expected);
}

#[both]
async fn too_many_values_are_refused(db: TestDb) {
    let mut read = db.read().await.expect("a snapshot opens");
    let select = select!("SELECT CAST(reason AS BIGINT) FROM prohibited_names WHERE normalized_name = $1");
    let error = read.select(select).bind("a").bind("b").all::<(String,)>().await.expect_err("a value is too many");
    assert!(error.to_string().starts_with("2 values are bound"), "{error:#}");
}

#[both]
async fn a_row_that_stands_twice_is_known_as_such(db: TestDb) {
    let twice: anyhow::Result<()> = transaction!(db, |write| {
        for _ in 0..2 {
            write
                .change(change!(
                    "INSERT INTO prohibited_names (normalized_name, reason, created_at) VALUES ('a', 'b', $1)"
                ))
                .bind(testkit::database::migrated_at())
                .execute()
                .await?;
        }
        Ok(())
    });
    assert!(store::db::is_unique_violation(&twice.expect_err("it stands twice")));
}

#[both]
async fn a_missing_row_is_a_fault_for_one_and_none_for_optional(db: TestDb) {
    let mut read = db.read().await.expect("a snapshot opens");
    assert_eq!(uses(&mut read, "a").await.expect("it can be read"), None);
    let missing = read.select(select!("SELECT CAST(reason AS BIGINT) FROM prohibited_names")).one::<(i64,)>().await;
    assert!(missing.is_err());
}

#[both]
async fn a_foreign_key_is_enforced(db: TestDb) {
    let dangling: anyhow::Result<u64> = transaction!(db, |write| {
        write
            .change(change!("INSERT INTO retired_name_owners (normalized_name, account_id) VALUES ('none', $1)"))
            .bind(uuid::Uuid::nil())
            .execute()
            .await
    });
    assert!(dangling.is_err());
}

#[both]
async fn the_database_is_ready(db: TestDb) {
    db.ready().await.expect("it answers");
}
