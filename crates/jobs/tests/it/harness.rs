//! An index of its own for each test, and uploads into it.

use arc_swap::ArcSwap;
use blobs::Blobs;
use chrono::TimeDelta;
use domain::{keys::KeyRing, permission::Actor, urls::Urls};
use jobs::{catalogue, worker};
use packaging::metadata::FormFields;
use service::{
    Ctx,
    ctx::{Clock, Random},
    publish::{Published, form::UploadForm, publish, receive::Incoming},
    settings::Settings,
    soft::SoftWrites,
};
use std::{ops::Deref, sync::Arc};
use store::Engine;
use tempfile::TempDir;
use testkit::{
    FromEngine,
    database::{self, TestDb},
    distribution::BuiltFile,
};

/// An index on a fresh database and folder.
pub(crate) struct Index {
    pub(crate) ctx: Arc<Ctx>,
    pub(crate) folder: TempDir,
    _database: TestDb,
}

impl Index {
    pub(crate) fn advance(&self, by: TimeDelta) {
        self.ctx.clock.advance(by);
    }

    /// One look at the queue with the real catalogue.
    pub(crate) async fn step(&self) -> worker::Step {
        worker::step(&self.ctx, catalogue::KINDS).await.expect("the queue answers")
    }

    /// Runs one kind of job outside the queue.
    pub(crate) async fn run(&self, kind: &str) {
        worker::run_once(&self.ctx, kind, worker::empty_payload()).await.expect("the job ends well");
    }
}

impl FromEngine for Index {
    async fn from_engine(engine: Engine) -> Self {
        let database = database::on(engine).await;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let uploads = folder.path().join("uploads");
        std::fs::create_dir(&uploads).expect("the folder of uploads can be made");
        let urls = Urls::new(&"https://index.example".parse().expect("it is a URL"), None);
        let ctx = Ctx {
            db: database.db.clone(),
            blobs: Blobs::local(folder.path().join("objects")).expect("the folder of objects can be made"),
            settings: Settings::new(urls, uploads),
            keys: ArcSwap::from_pointee(KeyRing::new([1; 32])),
            soft: SoftWrites::default(),
            // Objects carry the file system's time, so the clock starts there.
            clock: Clock::manual(Clock::System.now()),
            random: Random::seeded(1),
        };
        Self { ctx: Arc::new(ctx), folder, _database: database }
    }
}

impl Deref for Index {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

/// Publishes a file as the operator.
pub(crate) async fn upload(ctx: &Ctx, name: &str, version: &str, file: &BuiltFile) -> Published {
    let sha256 = packaging::digest::Digests::of(&file.bytes).sha256.as_str().to_owned();
    let fields = [
        ("metadata_version", "2.4"),
        ("name", name),
        ("version", version),
        ("filetype", file.filetype),
        ("pyversion", file.pyversion),
        ("sha256_digest", &sha256),
    ];
    let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let form = UploadForm::parse(&FormFields::new(fields.to_vec()), &file.filename).expect("the form is good");
    let mut incoming = Incoming::begin(ctx, 1 << 30).await.expect("a temporary file can be made");
    incoming.write(&file.bytes).await.expect("the bytes are taken");
    let received = incoming.finish().await.expect("the file ends");
    publish(ctx, &Actor::Operator, form, received, None).await.expect("the file is published")
}
