//! Deletes orphans: objects that no row speaks of and no publish is about to.
//!
//! A publish claims the path in a Write of its own, writes the object, then writes the
//! rows. The collector looks again, and deletes, inside a Write that holds the claim's
//! lock; so a retry of a crashed upload either is seen by that look, or waits for the
//! lock and writes its object after the deletion.

use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::files::metadata_path;
use futures::TryStreamExt as _;
use service::Ctx;
use store::transaction;

pub(crate) async fn run(ctx: &Ctx) -> Result<()> {
    let before = ctx.now() - ctx.settings.orphan_age;
    let mut objects = ctx.blobs.list();
    let mut collected = 0_u64;
    while let Some(object) = objects.try_next().await? {
        if object.last_modified >= before {
            continue;
        }
        let wanted = {
            let mut read = ctx.db.read().await?;
            store::files::object_is_wanted(&mut read, file_path(&object.path), before).await?
        };
        if !wanted && collect(ctx, &object.path, before).await? {
            collected += 1;
        }
    }
    let forgotten: Result<u64> = transaction!(ctx.db, |write| { store::files::forget_claims(write, before).await });
    let halves = ctx.blobs.sweep_halves(before).await?;
    tracing::info!(collected, claims = forgotten?, halves, "orphans are collected: {collected}");
    Ok(())
}

/// The second look, with the claim's lock held; `true` when the object is deleted.
///
/// The deletion stands inside the transaction on purpose. Should the transaction run
/// again, the object is gone already, or a retry that got the lock in between has
/// written it anew and claims it: then it is wanted.
async fn collect(ctx: &Ctx, path: &str, before: DateTime<Utc>) -> Result<bool> {
    let file = file_path(path);
    transaction!(ctx.db, |write| {
        store::files::lock_claim(write, file, DateTime::UNIX_EPOCH).await?;
        if store::files::object_is_wanted(write, file, before).await? {
            return Ok(false);
        }
        let is_old = ctx.blobs.head(path).await?.is_some_and(|object| object.last_modified < before);
        if is_old {
            ctx.blobs.delete(path).await?;
        }
        store::files::release_claim(write, file).await?;
        Ok(is_old)
    })
}

/// The path of the file that an object belongs to: a wheel's metadata lies beside it.
fn file_path(path: &str) -> &str {
    let suffix = metadata_path("");
    path.strip_suffix(suffix.as_str()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use chrono::TimeDelta;
    use service::ctx::Clock;
    use testkit_index::TestIndex;
    use testkit_macros::both;

    const PATH: &str = "ab/cd/ef/brie-1.0.tar.gz";

    /// Writes an object, and gives an instant at which it is old.
    async fn put(ctx: &Ctx) -> Result<DateTime<Utc>> {
        ctx.blobs.put(PATH, Bytes::from_static(b"brie")).await?;
        Ok(Clock::System.now() + TimeDelta::hours(1))
    }

    async fn claim(ctx: &Ctx, at: DateTime<Utc>) -> Result<()> {
        transaction!(ctx.db, |write| { store::files::claim_object(write, PATH, at).await })
    }

    #[both]
    async fn a_claim_made_between_the_two_looks_saves_the_object(ctx: TestIndex) -> Result<()> {
        let later = put(&ctx).await?;
        claim(&ctx, later + TimeDelta::seconds(1)).await?;
        assert!(!collect(&ctx, PATH, later).await?);
        assert!(ctx.blobs.head(PATH).await?.is_some());
        Ok(())
    }

    #[both]
    async fn an_object_written_between_the_two_looks_is_young_and_stays(ctx: TestIndex) -> Result<()> {
        let later = put(&ctx).await?;
        assert!(!collect(&ctx, PATH, later - TimeDelta::days(1)).await?);
        assert!(ctx.blobs.head(PATH).await?.is_some());
        Ok(())
    }

    #[both]
    async fn an_old_claim_does_not_save_an_old_object(ctx: TestIndex) -> Result<()> {
        let later = put(&ctx).await?;
        claim(&ctx, later - TimeDelta::seconds(1)).await?;
        assert!(collect(&ctx, PATH, later).await?);
        assert!(ctx.blobs.head(PATH).await?.is_none());
        Ok(())
    }

    #[test]
    fn the_metadata_of_a_wheel_belongs_to_the_wheel() {
        assert_eq!(file_path("ab/cd/ef/x-1-py3-none-any.whl.metadata"), "ab/cd/ef/x-1-py3-none-any.whl");
        assert_eq!(file_path("ab/cd/ef/x-1.tar.gz"), "ab/cd/ef/x-1.tar.gz");
    }
}
