//! The collector of orphans, against uploads that crashed and their retries.

use crate::harness::Index;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::files::{metadata_path, object_path};
use jobs::catalogue::COLLECT_ORPHANS;
use packaging::digest::Digests;
use std::{fs::File, sync::Arc};
use store::transaction;
use testkit::distribution::{BuiltFile, Distribution};
use testkit_macros::both;

/// Longer than the age below which an object is left alone.
const LONG: TimeDelta = TimeDelta::hours(25);

fn path_of(file: &BuiltFile) -> String {
    object_path(Digests::of(&file.bytes).blake2b.as_str(), &file.filename)
}

impl Index {
    /// What an upload left long ago that died between its objects and its rows.
    async fn crash(&self, file: &BuiltFile) {
        let path = path_of(file);
        let then = self.ctx.now() - LONG;
        self.claim(&path, then).await;
        for (path, bytes) in [(path.clone(), &file.bytes[..]), (metadata_path(&path), file.metadata.as_bytes())] {
            self.put(&path, bytes).await;
            let written = File::options().write(true).open(self.folder.path().join("objects").join(&path));
            written.and_then(|file| file.set_modified(then.into())).expect("the object's time can be set");
        }
    }

    async fn claim(&self, path: &str, at: DateTime<Utc>) {
        let claimed: anyhow::Result<()> =
            transaction!(self.ctx.db, |write| { store::files::claim_object(write, path, at).await });
        claimed.expect("the path is claimed");
    }

    async fn put(&self, path: &str, bytes: &[u8]) {
        self.ctx.blobs.put(path, Bytes::copy_from_slice(bytes)).await.expect("the object is written");
    }

    async fn object(&self, path: &str) -> Option<Bytes> {
        self.ctx.blobs.read(path).await.expect("the objects answer")
    }

    async fn collect(&self) {
        self.run(COLLECT_ORPHANS).await;
    }
}

#[both]
async fn what_a_crashed_upload_left_is_collected_when_it_is_old(index: Index) {
    let file = Distribution::new("brie", "1.0").wheel();
    index.crash(&file).await;
    index.collect().await;
    assert_eq!(index.object(&path_of(&file)).await, None);
    assert_eq!(index.object(&metadata_path(&path_of(&file))).await, None);
}

#[both]
async fn a_young_object_is_left_alone_even_without_a_claim(index: Index) {
    index.put("ab/cd/ef/brie-1.0.tar.gz", b"brie").await;
    index.advance(TimeDelta::hours(23));
    index.collect().await;
    assert!(index.object("ab/cd/ef/brie-1.0.tar.gz").await.is_some());
}

#[both]
async fn a_published_file_and_its_metadata_stay(index: Index) {
    let file = Distribution::new("brie", "1.0").wheel();
    index.upload(&file).await;
    index.advance(LONG);
    index.collect().await;
    assert_eq!(index.object(&path_of(&file)).await.as_deref(), Some(&file.bytes[..]));
    assert_eq!(index.object(&metadata_path(&path_of(&file))).await.as_deref(), Some(file.metadata.as_bytes()));
}

#[both]
async fn a_retry_that_has_claimed_its_path_keeps_the_old_object(index: Index) {
    let file = Distribution::new("brie", "1.0").wheel();
    index.crash(&file).await;
    index.claim(&path_of(&file), index.ctx.now()).await;
    index.collect().await;
    assert!(index.object(&path_of(&file)).await.is_some());
}

#[both]
async fn a_retry_and_the_collector_at_once_never_lose_the_object(index: Index) {
    const ROUNDS: usize = 12;
    let index = Arc::new(index);
    for round in 0..ROUNDS {
        let version = format!("1.{round}");
        let file = Distribution::new("brie", &version).wheel();
        index.crash(&file).await;
        let collector = {
            let index = Arc::clone(&index);
            tokio::spawn(async move { index.collect().await })
        };
        index.upload(&file).await;
        collector.await.expect("the collector lives");
        let path = path_of(&file);
        assert_eq!(index.object(&path).await.as_deref(), Some(&file.bytes[..]), "round {round}");
        assert!(index.object(&metadata_path(&path)).await.is_some(), "round {round}");
    }
}
