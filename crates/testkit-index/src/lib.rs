//! A whole index in a temporary folder, for the tests of the floors above the acts.
//!
//! It stands apart from `testkit`, which the tests of `store` use: they would
//! otherwise wait for every floor between.

use arc_swap::ArcSwap;
use blobs::Blobs;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Failure,
    accounts::Username,
    ids::{AccountId, ProjectId, TokenId},
    keys::KeyRing,
    permission::Actor,
    projects::Role,
    releases::ReleaseKey,
    tokens::{ApiToken, StoredToken, caveat::Caveat},
    urls::Urls,
    visitor::Visitor,
};
use outbound::mail::{FakeMail, MailTransport};
use packaging::{digest::Digests, metadata::FormFields, name::NormalizedName, version::Version};
use service::{
    Ctx,
    accounts::{CreatedAccount, NewAccount, create as create_account},
    ctx::{Clock, Random},
    passwords::Passwords,
    publish::{PublishRefused, Published, form::UploadForm, publish, receive::Incoming},
    settings::Settings,
    soft::SoftWrites,
    tokens::{CreatedToken, NewToken, create as create_token},
};
use std::{net::IpAddr, ops::Deref, path::Path, sync::Arc};
use store::{projects::NewProject, transaction};
use tempfile::TempDir;
use testkit::{
    FromEngine,
    database::{Engine, TestDb},
    distribution::BuiltFile,
};
use url::Url;

/// An empty index: migrated, with its key ring and its one mandate.
pub struct TestIndex {
    pub ctx: Arc<Ctx>,
    /// The other half of the database: it goes away with this value.
    pub database: TestDb,
    /// Objects and uploads stand below it.
    pub folder: TempDir,
    /// Takes the mails that the job sends.
    pub carrier: Arc<FakeMail>,
}

/// An index as right after the migration: no key ring is known, no mandate written.
pub struct BareIndex(pub TestIndex);

/// An account with an address and a token.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub account: AccountId,
    pub username: String,
    /// Text of an API token for the whole account.
    pub token: String,
}

impl Deref for TestIndex {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

impl FromEngine for TestIndex {
    async fn from_engine(engine: Engine) -> Self {
        let database = testkit::database::on(engine).await;
        Self::with(database, |_| ()).await
    }
}

impl FromEngine for BareIndex {
    async fn from_engine(engine: Engine) -> Self {
        Self(TestIndex::bare(testkit::database::on(engine).await, |_| ()))
    }
}

impl BareIndex {
    /// On SQLite.
    pub async fn new() -> Self {
        Self::from_engine(Engine::Sqlite).await
    }
}

impl TestIndex {
    /// On SQLite.
    pub async fn new() -> Self {
        Self::from_engine(Engine::Sqlite).await
    }

    /// With settings changed before the start.
    pub async fn with(database: TestDb, change: impl FnOnce(&mut Settings)) -> Self {
        let index = Self::bare(database, change);
        service::keys::initialise(&index, "the test's key ring").await.expect("the key ring is new");
        service::mandate::initialise(&index).await.expect("the mandate is new");
        index
    }

    fn bare(database: TestDb, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let uploads = folder.path().join("uploads");
        std::fs::create_dir(&uploads).expect("a folder can be made");
        let public_url = Url::parse("http://localhost:8080").expect("it is a URL");
        let mut settings = Settings::new(Urls::new(&public_url, None), uploads);
        change(&mut settings);
        let carrier = Arc::new(FakeMail::default());
        let ctx = ctx(&database, folder.path(), settings, Self::key_ring(), 1, carrier.clone());
        Self { ctx: Arc::new(ctx), database, folder, carrier }
    }

    /// The key ring with which every test begins.
    pub fn key_ring() -> KeyRing {
        KeyRing::new([7; 32])
    }

    /// A second node: the same database, its own key ring and randomness.
    pub fn node(&self, keys: KeyRing, seed: u64) -> Ctx {
        ctx(&self.database, self.folder.path(), self.ctx.settings.clone(), keys, seed, self.carrier.clone())
    }

    /// The instant at which every test begins.
    pub fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).expect("it is an instant")
    }

    pub fn advance(&self, by: TimeDelta) {
        self.ctx.clock.advance(by);
    }

    /// An account with a verified address, a second factor and a token.
    pub async fn somebody(&self, username: &str) -> Somebody {
        self.account(username, true).await
    }

    /// An account with a verified address and a token, but no second factor.
    pub async fn somebody_without_factor(&self, username: &str) -> Somebody {
        self.account(username, false).await
    }

    async fn account(&self, username: &str, totp: bool) -> Somebody {
        let created = self.create(NewAccount { totp, ..new_account(username) }).await;
        let token = self.token(username, &[], None).await;
        Somebody { account: created.id, username: username.to_owned(), token }
    }

    /// An account with a verified address and a second factor, and no token.
    pub async fn person(&self, username: &str) -> CreatedAccount {
        self.create(NewAccount { totp: true, ..new_account(username) }).await
    }

    async fn create(&self, account: NewAccount) -> CreatedAccount {
        create_account(&self.ctx, &Actor::Operator, account).await.expect("the account is new")
    }

    /// The text of a token of that account; no mail is written for it.
    pub async fn token(&self, username: &str, projects: &[&str], expires_in: Option<TimeDelta>) -> String {
        let (id, at, ring) = (TokenId(self.ctx.id()), self.ctx.now(), self.ctx.keys.load_full());
        let username: Username = username.parse().expect("it is a user name");
        let names: Vec<NormalizedName> = projects.iter().map(|name| normalized(name)).collect();
        let expires_at = expires_in.map(|lifetime| at + lifetime);
        let made: anyhow::Result<Vec<Caveat>> = transaction!(self.ctx.db, |write| {
            let account = store::accounts::by_username(write, &username).await?.expect("the account exists").id;
            let mut caveats = vec![Caveat::Account(account)];
            if !names.is_empty() {
                caveats.push(Caveat::ProjectNames(names.clone()));
            }
            if let Some(end) = expires_at {
                caveats.push(Caveat::Expiration { expires_at: end.timestamp(), not_before: at.timestamp() });
            }
            let token = StoredToken {
                id,
                account,
                name: format!("token-{id}"),
                key_id: ring.current_id(),
                caveats: caveats.clone(),
                created_at: at,
                expires_at,
                last_used_at: None,
                revoked_at: None,
                revoked_reason: None,
            };
            store::tokens::insert(write, &token).await?;
            Ok(caveats)
        });
        let root = ring.token_root(ring.current_id(), id).expect("the ring holds its current key");
        let caveats = made.expect("the token is new");
        ApiToken::mint(self.ctx.settings.urls.host(), id, &root, &caveats).to_text()
    }

    /// A token for all that an account may do, with its id.
    pub async fn wide_token(&self, username: &str) -> CreatedToken {
        create_token(&self.ctx, &Actor::Operator, None, new_token(username)).await.expect("the token can be made")
    }

    /// A project with one owner and no release.
    pub async fn project(&self, name: &str, owner: AccountId) -> ProjectId {
        let (id, role_id, at) = (ProjectId(self.ctx.id()), self.ctx.id(), self.ctx.now());
        let normalized_name = &normalized(name);
        let made: anyhow::Result<()> = transaction!(self.ctx.db, |write| {
            store::projects::insert(write, &NewProject { id, name, normalized_name, created_at: at }).await?;
            store::projects::insert_role(write, role_id, id, owner, Role::Owner, at).await?;
            Ok(())
        });
        made.expect("the project is new");
        id
    }

    /// Publishes a file as a tool with this token would.
    pub async fn publish(&self, token: &str, file: &BuiltFile) -> Result<Published, Failure<PublishRefused>> {
        self.publish_with(token, file, |_| ()).await
    }

    /// Publishes a file with another form than a tool would send.
    pub async fn publish_with(
        &self,
        token: &str,
        file: &BuiltFile,
        change: impl FnOnce(&mut Vec<(String, String)>),
    ) -> Result<Published, Failure<PublishRefused>> {
        let mut fields = form_of(file);
        change(&mut fields);
        let actor = service::tokens::authenticate(&self.ctx, token).await.expect("the token holds");
        let form = UploadForm::parse(&FormFields::new(fields), &file.filename)?;
        let mut incoming = Incoming::begin(&self.ctx, u64::MAX).await?;
        incoming.write(&file.bytes).await?;
        let received = incoming.finish().await?;
        let visitor = Visitor::new(IpAddr::from([192, 0, 2, 1]), "testkit/1");
        publish(&self.ctx, &actor, form, received, &visitor).await
    }

    /// Names of the temporary files that uploads left.
    pub fn temporary_files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.ctx.settings.uploads_folder).expect("the folder can be read");
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

fn ctx(
    database: &TestDb,
    folder: &Path,
    settings: Settings,
    keys: KeyRing,
    seed: u64,
    mail: Arc<dyn MailTransport>,
) -> Ctx {
    Ctx {
        db: database.db.clone(),
        blobs: Blobs::local(folder.join("objects")).expect("a folder of objects can be made"),
        settings,
        keys: ArcSwap::from_pointee(keys),
        soft: SoftWrites::default(),
        passwords: Passwords::default(),
        board: Arc::default(),
        figures: service::figures::Kept::default(),
        mail,
        domains: None,
        clock: Clock::manual(TestIndex::start()),
        random: Random::seeded(seed),
    }
}

/// What the form of an account holds; without password, factor and rights.
pub fn new_account(username: &str) -> NewAccount {
    NewAccount::parse(username, &format!("{username}@people.example")).expect("the names are good")
}

/// A token for all that an account may do, without an end.
pub fn new_token(username: &str) -> NewToken {
    let username = username.parse().expect("it is a user name");
    NewToken { username, name: None, projects: Vec::new(), expires_in: None }
}

/// The fields that a tool sends with a file.
pub fn form_of(file: &BuiltFile) -> Vec<(String, String)> {
    let digests = Digests::of(&file.bytes);
    let header = |name: &str| {
        let prefix = format!("{name}: ");
        let mut lines = file.metadata.lines().take_while(|line| !line.is_empty());
        lines.find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default().to_owned()
    };
    let pairs = [
        (":action", "file_upload".to_owned()),
        ("protocol_version", "1".to_owned()),
        ("metadata_version", "2.4".to_owned()),
        ("name", header("Name")),
        ("version", header("Version")),
        ("filetype", file.filetype.to_owned()),
        ("pyversion", file.pyversion.to_owned()),
        ("md5_digest", digests.md5.as_str().to_owned()),
        ("sha256_digest", digests.sha256.as_str().to_owned()),
        ("blake2_256_digest", digests.blake2b.as_str().to_owned()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).into()
}

/// A normalized name.
pub fn normalized(name: &str) -> NormalizedName {
    NormalizedName::from_any(name).expect("it is a name")
}

/// The key of a release.
pub fn release_key(project: &str, version: &str) -> ReleaseKey {
    ReleaseKey { project: normalized(project), version: Version::parse(version).expect("it is a version") }
}
