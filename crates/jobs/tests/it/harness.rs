//! An index whose clock starts where the file system's stands, and somebody who uploads.

use jobs::{catalogue, worker};
use service::ctx::Clock;
use std::ops::Deref;
use testkit::{FromEngine, database::Engine, distribution::BuiltFile};
use testkit_index::TestIndex;

/// An index with one account.
pub(crate) struct Index {
    index: TestIndex,
    token: String,
}

impl Index {
    /// One look at the queue with the real catalogue.
    pub(crate) async fn step(&self) -> worker::Step {
        worker::step(&self.ctx, catalogue::KINDS).await.expect("the queue answers")
    }

    /// Runs one kind of job outside the queue.
    pub(crate) async fn run(&self, kind: &str) {
        worker::run_once(&self.ctx, kind, worker::empty_payload()).await.expect("the job ends well");
    }

    pub(crate) async fn upload(&self, file: &BuiltFile) {
        self.publish(&self.token, file).await.expect("the file is published");
    }
}

impl FromEngine for Index {
    async fn from_engine(engine: Engine) -> Self {
        let index = TestIndex::from_engine(engine).await;
        // Objects carry the file system's time.
        index.advance(Clock::System.now() - index.ctx.now());
        let token = index.somebody("ada").await.token;
        Self { index, token }
    }
}

impl Deref for Index {
    type Target = TestIndex;

    fn deref(&self) -> &TestIndex {
        &self.index
    }
}
