//! What goes in comes out, and sorts as it should.

use chrono::{DateTime, TimeDelta, Utc};
use store::db::Json;
use store::{change, select, transaction};
use testkit::database::{TestDb, migrated_at};
use testkit_macros::both;
use uuid::Uuid;

/// Instants whose text has none, three and six digits after the second.
fn instants() -> Vec<DateTime<Utc>> {
    let second = migrated_at();
    [-1, 0, 1, 999, 1_000, 1_001, 120_000, 123_000, 123_456, 123_457, 999_999, 1_000_000, 1_000_001]
        .into_iter()
        .map(|microseconds| second + TimeDelta::microseconds(microseconds))
        .collect()
}

async fn keep_instants(db: &TestDb) {
    let kept: anyhow::Result<()> = transaction!(db, |write| {
        for (number, instant) in instants().into_iter().enumerate().rev() {
            write
                .change(change!("INSERT INTO used_filenames (used_at, filename) VALUES ($1, $2)"))
                .bind(instant)
                .bind(number.to_string())
                .execute()
                .await?;
        }
        Ok(())
    });
    kept.expect("they can be kept");
}

#[both]
async fn instants_come_back_whole_and_in_order(db: TestDb) {
    keep_instants(&db).await;
    let mut read = db.read().await.expect("a snapshot opens");
    let rows: Vec<(DateTime<Utc>,)> = read
        .select(select!("SELECT used_at FROM used_filenames ORDER BY used_at"))
        .all()
        .await
        .expect("they can be read");
    assert_eq!(rows.into_iter().map(|(instant,)| instant).collect::<Vec<_>>(), instants());
}

#[both]
async fn instants_compare_to_the_microsecond(db: TestDb) {
    keep_instants(&db).await;
    let mut read = db.read().await.expect("a snapshot opens");
    for (number, instant) in instants().into_iter().enumerate() {
        let (before,): (i64,) = read
            .select(select!("SELECT count(*) FROM used_filenames WHERE used_at < $1"))
            .bind(instant)
            .one()
            .await
            .expect("they can be compared");
        assert_eq!(usize::try_from(before).expect("a count"), number, "{instant}");
    }
}

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
struct JobRow {
    id: Uuid,
    kind: String,
    payload: Json<Vec<String>>,
    unique_key: Option<String>,
    attempts: i32,
    run_at: DateTime<Utc>,
    leased_until: Option<DateTime<Utc>>,
    lease_owner: Option<Uuid>,
}

#[both]
async fn every_type_makes_the_round_trip(db: TestDb) {
    let row = JobRow {
        id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
        kind: "x".into(),
        payload: Json(vec!["é".into(), "'".into()]),
        unique_key: None,
        attempts: 3,
        run_at: migrated_at(),
        leased_until: Some(migrated_at()),
        lease_owner: None,
    };
    let kept: anyhow::Result<JobRow> = transaction!(db, |write| {
        write
            .change(change!(
                "INSERT INTO jobs (id, kind, payload, unique_key, attempts, run_at, leased_until, lease_owner, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6)
                 RETURNING id, kind, payload, unique_key, attempts, run_at, leased_until, lease_owner"
            ))
            .bind(row.id)
            .bind(&row.kind)
            .bind(&row.payload)
            .bind(&row.unique_key)
            .bind(row.attempts)
            .bind(row.run_at)
            .bind(row.leased_until)
            .bind(row.lease_owner)
            .returning_one()
            .await
    });
    assert_eq!(kept.expect("it can be kept"), row);
}

#[both]
async fn bytes_and_truths_make_the_round_trip(db: TestDb) {
    let kept: anyhow::Result<(Vec<u8>, bool)> = transaction!(db, |write| {
        write
            .change(change!("INSERT INTO key_checks (key_id, sealed, created_at) VALUES ('k', $1, $2)"))
            .bind(vec![0_u8, 255])
            .bind(migrated_at())
            .execute()
            .await?;
        write.select(select!("SELECT sealed, key_id = 'k' FROM key_checks")).one().await
    });
    assert_eq!(kept.expect("it can be kept"), (vec![0, 255], true));
}

#[both]
async fn ids_sort_by_time(db: TestDb) {
    let ids: Vec<Uuid> = [1_u128, 0x7f, 0x80, 0xff, 0x100, 1 << 127].map(Uuid::from_u128).to_vec();
    let sorted: anyhow::Result<Vec<(Uuid,)>> = transaction!(db, |write| {
        for id in ids.iter().rev() {
            write
                .change(change!(
                    "INSERT INTO setup_links (id, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $3)"
                ))
                .bind(id)
                .bind(id.to_string())
                .bind(migrated_at())
                .execute()
                .await?;
        }
        write.select(select!("SELECT id FROM setup_links ORDER BY id")).all().await
    });
    assert_eq!(sorted.expect("they can be kept").into_iter().map(|(id,)| id).collect::<Vec<_>>(), ids);
}

#[both]
async fn a_list_goes_in_as_json(db: TestDb) {
    let wanted = ["normal".to_owned(), "it's".to_owned()];
    let found: anyhow::Result<Vec<(String,)>> = transaction!(db, |write| {
        for name in ["it's", "normal", "other"] {
            write
                .change(change!(
                    "INSERT INTO prohibited_names (normalized_name, reason, created_at) VALUES ($1, '', $2)"
                ))
                .bind(name)
                .bind(migrated_at())
                .execute()
                .await?;
        }
        write
            .select(select!(
                postgres: "SELECT normalized_name FROM prohibited_names
                           WHERE normalized_name IN (SELECT jsonb_array_elements_text($1)) ORDER BY normalized_name",
                sqlite: "SELECT normalized_name FROM prohibited_names
                         WHERE normalized_name IN (SELECT value FROM json_each($1)) ORDER BY normalized_name"
            ))
            .bind(Json(&wanted))
            .all()
            .await
    });
    assert_eq!(found.expect("they can be found"), [("it's".to_owned(),), ("normal".to_owned(),)]);
}
