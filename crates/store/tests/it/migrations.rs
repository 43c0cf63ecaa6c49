//! The schema: forward only, in both engines' words.

use std::os::unix::fs::PermissionsExt;
use store::migrate::{self, MIGRATIONS, Migration};
use store::{Connect, Db, select};
use testkit::database::{self, Engine, FromEngine, TestDb, migrated_at};
use testkit_macros::both;

/// A database without any table.
struct Empty(TestDb);

impl FromEngine for Empty {
    async fn from_engine(engine: Engine) -> Self {
        Self(database::unmigrated(engine).await)
    }
}

const FIRST: Migration = Migration::new(1, "first", "CREATE TABLE t (id UUID PRIMARY KEY, at TIMESTAMPTZ);", None);
const FIRST_CHANGED: Migration = Migration::new(1, "first", "CREATE TABLE t (id UUID PRIMARY KEY);", None);
const SECOND: Migration = Migration::new(2, "second", "ALTER TABLE t ADD COLUMN size BIGINT;", None);
const BROKEN: Migration = Migration::new(2, "broken", "CREATE TABLE u (id UUID PRIMARY KEY); CREATE NONSENSE;", None);
static ONE: [Migration; 1] = [FIRST];
static ONE_CHANGED: [Migration; 1] = [FIRST_CHANGED];
static TWO: [Migration; 2] = [FIRST, SECOND];
static SECOND_BROKEN: [Migration; 2] = [FIRST, BROKEN];

async fn versions(db: &Db, migrations: &'static [Migration]) -> Vec<i64> {
    let applied = migrate::run_list(db, migrations, migrated_at()).await.expect("it migrates");
    applied.iter().map(|migration| migration.version).collect()
}

#[both]
async fn a_new_database_lacks_everything(db: Empty) {
    let pending = migrate::pending(&db.0).await.expect("it answers");
    assert_eq!(pending.len(), MIGRATIONS.len());
}

#[both]
async fn a_migrated_database_lacks_nothing(db: TestDb) {
    let status = migrate::status(&db).await.expect("it answers");
    assert!(status.pending.is_empty());
    assert_eq!(status.applied.len(), MIGRATIONS.len());
    assert_eq!(status.applied[0].applied_at, migrated_at());
}

#[both]
async fn only_missing_steps_are_taken(db: Empty) {
    assert_eq!(versions(&db.0, &ONE).await, [1]);
    assert_eq!(versions(&db.0, &TWO).await, [2]);
    assert_eq!(versions(&db.0, &TWO).await, [0_i64; 0]);
}

#[both]
async fn a_changed_step_is_a_fault(db: Empty) {
    versions(&db.0, &ONE).await;
    let error = migrate::run_list(&db.0, &ONE_CHANGED, migrated_at()).await.expect_err("the step was changed");
    assert_eq!(error.to_string(), "a migration was changed after it had been applied: `0001_first`");
}

#[both]
async fn a_newer_schema_is_refused(db: Empty) {
    versions(&db.0, &TWO).await;
    let error = migrate::run_list(&db.0, &ONE, migrated_at()).await.expect_err("the schema is newer");
    assert!(error.to_string().starts_with("the database is newer than this program: its schema is `2`"), "{error:#}");
}

#[both]
async fn a_broken_step_takes_none_of_them(db: Empty) {
    let error = migrate::run_list(&db.0, &SECOND_BROKEN, migrated_at()).await.expect_err("the step is broken");
    assert_eq!(error.to_string(), "the migration failed: `0002_broken`");
    assert_eq!(versions(&db.0, &TWO).await, [1, 2]);
}

#[both]
async fn two_programs_that_migrate_at_once_take_each_step_once(db: Empty) {
    let other = Db::open(&db.0.connect).await.expect("it opens");
    let (one, two) = tokio::join!(migrate::run(&db.0, migrated_at()), migrate::run(&other, migrated_at()),);
    let taken = one.expect("it migrates").len() + two.expect("it migrates").len();
    assert_eq!(taken, MIGRATIONS.len());
}

#[tokio::test]
async fn every_table_of_sqlite_is_strict() {
    let db = database::sqlite().await;
    let mut read = db.read().await.expect("a snapshot opens");
    let lax: Vec<(String,)> = read
        .select(select!(
            postgres: "SELECT '' WHERE 1 = 0",
            sqlite: "SELECT name FROM pragma_table_list
                     WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ))
        .all()
        .await
        .expect("it can be read");
    assert_eq!(lax, []);
}

#[tokio::test]
async fn a_copy_is_readable_by_its_owner_alone() {
    let db = database::sqlite().await;
    let Connect::Sqlite { path } = &db.connect else { unreachable!("it is SQLite") };
    let copy = migrate::copy_before(path, migrated_at()).await.expect("it copies").expect("there is a file");
    assert_eq!(copy.metadata().expect("it is there").permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_copy_holds_what_the_database_held() {
    let db = database::sqlite().await;
    let Connect::Sqlite { path } = &db.connect else { unreachable!("it is SQLite") };
    let copy = migrate::copy_before(path, migrated_at()).await.expect("it copies").expect("there is a file");
    assert_eq!(copy.file_name().expect("a name"), "fromagerie.db.before-20231114T221320000000Z");
    let copied = Db::open(&Connect::Sqlite { path: copy }).await.expect("it opens");
    assert!(migrate::pending(&copied).await.expect("it answers").is_empty());
}

#[tokio::test]
async fn nothing_is_copied_before_there_is_a_file() {
    let (_folder, path) = database::no_sqlite_yet();
    assert_eq!(migrate::copy_before(&path, migrated_at()).await.expect("it answers"), None);
}

#[test]
fn the_list_is_the_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|file| file.expect("it can be read").file_name().into_string().expect("it is UTF-8"))
        .filter(|name| !name.ends_with(".sqlite.sql"))
        .collect();
    files.sort();
    let listed: Vec<_> =
        MIGRATIONS.iter().map(|migration| format!("{:04}_{}.sql", migration.version, migration.name)).collect();
    assert_eq!(files, listed);
}
