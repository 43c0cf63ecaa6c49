//! Databases for tests: migrated, empty, and each test's own.

pub use store::db::Engine;

use crate::postgres;
use anyhow::Context;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::future::Future;
use std::ops::Deref;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Connect, Db, migrate};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// What a test gets that runs on both engines.
pub trait FromEngine: Sized {
    /// Makes one for an engine.
    fn from_engine(engine: Engine) -> impl Future<Output = Self>;
}

/// A migrated, empty database of its own; it goes away with this value.
#[derive(Debug)]
pub struct TestDb {
    pub db: Db,
    /// How another handle, or another process, opens it.
    pub connect: Connect,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder { _folder: TempDir },
    Database { admin: String, name: String },
}

/// The instant at which the databases of tests were migrated.
pub fn migrated_at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).expect("it is an instant")
}

/// A database of one engine.
pub async fn on(engine: Engine) -> TestDb {
    match engine {
        Engine::Sqlite => sqlite().await,
        Engine::Postgres => postgres().await,
    }
}

/// A SQLite database: a copy of one migrated file.
pub async fn sqlite() -> TestDb {
    try_sqlite().await.unwrap_or_else(|error| panic!("no SQLite for the test: {error:#}"))
}

/// A PostgreSQL database: a copy of one migrated template.
///
/// Without PostgreSQL on the machine the test fails and says what to install.
pub async fn postgres() -> TestDb {
    try_postgres().await.unwrap_or_else(|error| panic!("{error:#}"))
}

/// A place for a SQLite file that does not exist yet, for tests of migrations.
pub fn no_sqlite_yet() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("fromagerie.db");
    (folder, path)
}

/// An empty database without any table, for tests of migrations.
pub async fn unmigrated(engine: Engine) -> TestDb {
    let made = match engine {
        Engine::Sqlite => {
            let (folder, path) = no_sqlite_yet();
            open(Connect::Sqlite { path }, Place::Folder { _folder: folder }).await
        }
        Engine::Postgres => new_database("template0").await,
    };
    made.unwrap_or_else(|error| panic!("{error:#}"))
}

/// Runs the body of a `#[both]` test on one engine.
pub fn run<C: FromEngine, F: Future>(engine: Engine, test: impl FnOnce(C) -> F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be built")
        .block_on(async { test(C::from_engine(engine).await).await })
}

impl FromEngine for TestDb {
    async fn from_engine(engine: Engine) -> Self {
        on(engine).await
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Place::Database { admin, name } = &self.place else {
            return;
        };
        let (admin, statement) = (admin.clone(), format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        // A test may end inside a runtime, where nothing may block: the thread has its own.
        let dropped = std::thread::spawn(move || -> anyhow::Result<()> {
            tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(execute(&admin, statement))
        });
        // A database that stays behind goes with its cluster.
        let _ = dropped.join();
    }
}

async fn try_sqlite() -> anyhow::Result<TestDb> {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = TEMPLATE.get_or_try_init(sqlite_template).await?;
    let (folder, path) = no_sqlite_yet();
    std::fs::write(&path, template)?;
    open(Connect::Sqlite { path }, Place::Folder { _folder: folder }).await
}

async fn sqlite_template() -> anyhow::Result<Vec<u8>> {
    let (_folder, path) = no_sqlite_yet();
    let db = Db::open(&Connect::Sqlite { path: path.clone() }).await?;
    migrate::run(&db, migrated_at()).await?;
    // The copy is one whole file; the original has a part of itself in its WAL.
    let copy = migrate::copy_before(&path, migrated_at()).await?.context("the template was not made")?;
    Ok(std::fs::read(copy)?)
}

async fn try_postgres() -> anyhow::Result<TestDb> {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_try_init(postgres_template).await?;
    new_database(template).await
}

/// Makes the migrated template once for each cluster and schema, and gives its name.
async fn postgres_template() -> anyhow::Result<String> {
    let admin = postgres::address()?;
    let mut digest = Sha256::new();
    for migration in migrate::MIGRATIONS {
        digest.update(migration.checksum());
    }
    let name = format!("template_{}", &hex::encode(digest.finalize())[..16]);

    let mut connection = connect(admin).await?;
    // Other processes of the run want the same template; the lock ends with the connection.
    connection.execute("SELECT pg_advisory_lock(7263)").await?;
    let (known,): (bool,) = sqlx::query_as("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut connection)
        .await?;
    if !known {
        let unfinished = format!("unfinished_{name}");
        for statement in [format!("DROP DATABASE IF EXISTS {unfinished}"), format!("CREATE DATABASE {unfinished}")] {
            connection.execute(AssertSqlSafe(statement)).await?;
        }
        let db = Db::open(&Connect::Postgres { url: address_of(admin, &unfinished) }).await?;
        migrate::run(&db, migrated_at()).await?;
        db.close().await;
        connection.execute(AssertSqlSafe(format!("ALTER DATABASE {unfinished} RENAME TO {name}"))).await?;
    }
    connection.close().await?;
    Ok(name)
}

async fn new_database(template: &str) -> anyhow::Result<TestDb> {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let admin = postgres::address()?;
    let name = format!("test_{}_{}", process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    let create = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
    execute(admin, format!("DROP DATABASE IF EXISTS {name}")).await?;
    execute(admin, create).await.with_context(|| format!("the test's database could not be made: `{name}`"))?;
    let connect = Connect::Postgres { url: address_of(admin, &name) };
    open(connect, Place::Database { admin: admin.to_owned(), name }).await
}

async fn open(connect: Connect, place: Place) -> anyhow::Result<TestDb> {
    Ok(TestDb { db: Db::open(&connect).await?, connect, place })
}

async fn connect(url: &str) -> anyhow::Result<PgConnection> {
    PgConnection::connect(url).await.with_context(|| format!("the tests' PostgreSQL cannot be reached: `{url}`"))
}

async fn execute(url: &str, statement: String) -> anyhow::Result<()> {
    let mut connection = connect(url).await?;
    connection.execute(AssertSqlSafe(statement)).await?;
    connection.close().await?;
    Ok(())
}

/// The address of another database of the same cluster.
fn address_of(admin: &str, database: &str) -> String {
    let (address, parameters) = admin.split_once('?').unwrap_or((admin, ""));
    let (server, _) = address.rsplit_once('/').unwrap_or((address, ""));
    format!("{server}/{database}?{parameters}")
}
