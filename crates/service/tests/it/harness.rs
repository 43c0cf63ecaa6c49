//! An index of its own for each test, and short ways to people and projects in it.

use arc_swap::ArcSwap;
use blobs::Blobs;
use domain::{
    ids::{AccountId, ProjectId},
    keys::KeyRing,
    permission::Actor,
    projects::Role,
    urls::Urls,
};
use packaging::name::NormalizedName;
use service::{
    Ctx,
    accounts::{self, CreatedAccount, NewAccount},
    ctx::{Clock, Random},
    mandate,
    settings::Settings,
    soft::SoftWrites,
    tokens::{self, CreatedToken, NewToken},
};
use std::{ops::Deref, sync::Arc};
use store::{Engine, transaction};
use tempfile::TempDir;
use testkit::{
    FromEngine,
    database::{self, TestDb, migrated_at},
};

/// The host of the index of tests.
pub(crate) const HOST: &str = "index.example";

/// An index on a fresh database and folder, with the default mandate.
pub(crate) struct Index {
    pub(crate) ctx: Arc<Ctx>,
    pub(crate) database: TestDb,
    pub(crate) folder: TempDir,
}

impl Index {
    /// On SQLite, for tests that do not turn on the engine.
    pub(crate) async fn new() -> Self {
        Self::from_engine(Engine::Sqlite).await
    }

    /// Without any mandate, as right after the migration.
    pub(crate) async fn bare(engine: Engine) -> Self {
        let database = database::on(engine).await;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let ctx = ctx(&database, &folder, KeyRing::new([1; 32]), 1);
        Self { ctx: Arc::new(ctx), database, folder }
    }

    /// A second node: the same database, its own key ring and randomness.
    pub(crate) fn node(&self, keys: KeyRing, seed: u64) -> Ctx {
        ctx(&self.database, &self.folder, keys, seed)
    }

    /// An account with a verified address and a second factor.
    pub(crate) async fn person(&self, username: &str) -> CreatedAccount {
        let account = NewAccount { totp: true, ..new_account(username) };
        accounts::create(&self.ctx, &Actor::Operator, account).await.expect("the account is made")
    }

    /// A token for all that an account may do.
    pub(crate) async fn token(&self, username: &str) -> CreatedToken {
        tokens::create(&self.ctx, &Actor::Operator, new_token(username)).await.expect("the token is made")
    }

    /// A project with one owner.
    pub(crate) async fn project(&self, project: &str, owner: AccountId) -> ProjectId {
        let (id, role_id, at) = (ProjectId(self.ctx.id()), self.ctx.id(), self.ctx.now());
        let normalized_name = &name(project);
        let made: anyhow::Result<()> = transaction!(self.ctx.db, |write| {
            let new = store::projects::NewProject { id, name: project, normalized_name, created_at: at };
            store::projects::insert(write, &new).await?;
            store::projects::insert_role(write, role_id, id, owner, Role::Owner, at).await?;
            Ok(())
        });
        made.expect("the project is made");
        id
    }
}

impl FromEngine for Index {
    async fn from_engine(engine: Engine) -> Self {
        let index = Self::bare(engine).await;
        mandate::initialise(&index.ctx).await.expect("the default mandate is written");
        index
    }
}

impl Deref for Index {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

/// What the form of an account holds; without password, factor and rights.
pub(crate) fn new_account(username: &str) -> NewAccount {
    NewAccount::parse(username, &format!("{username}@people.example")).expect("the names are good")
}

/// A token for all that an account may do, without an end.
pub(crate) fn new_token(username: &str) -> NewToken {
    let username = username.parse().expect("the user name is good");
    NewToken { username, name: None, projects: Vec::new(), expires_in: None }
}

pub(crate) fn name(text: &str) -> NormalizedName {
    NormalizedName::from_any(text).expect("the name is good")
}

fn ctx(database: &TestDb, folder: &TempDir, keys: KeyRing, seed: u64) -> Ctx {
    let public_url = format!("https://{HOST}").parse().expect("it is a URL");
    Ctx {
        db: database.db.clone(),
        blobs: Blobs::local(folder.path().join("blobs")).expect("the folder of objects can be made"),
        settings: Settings::new(Urls::new(&public_url, None), folder.path().join("uploads")),
        keys: ArcSwap::from_pointee(keys),
        soft: SoftWrites::default(),
        clock: Clock::manual(migrated_at()),
        random: Random::seeded(seed),
    }
}
