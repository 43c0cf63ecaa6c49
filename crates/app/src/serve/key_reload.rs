//! The node task that takes a rotated key ring into use.
//!
//! `secret rotate` is another process: it replaces the file of the ring.

use crate::key_ring::Place;
use anyhow::{Result, bail};
use service::Ctx;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

const PERIOD: Duration = Duration::from_secs(1);

/// Looks at the ring each second until `stop`.
pub(crate) async fn run(ctx: Arc<Ctx>, place: Place, stop: CancellationToken) {
    // A ring in a setting never changes while the process lives.
    if matches!(place, Place::Setting(_)) {
        return;
    }
    jobs::node::every(PERIOD, &stop, "key ring", async || reload(&ctx, &place).await).await;
}

/// Takes the ring of the file, if it is a successor of the one in use.
async fn reload(ctx: &Ctx, place: &Place) -> Result<()> {
    let path = place.clone();
    let Some(ring) = tokio::task::spawn_blocking(move || path.read()).await?? else {
        bail!("the key ring is missing: `{}`; the one in memory stays in use", place.shown());
    };
    let current = ctx.keys.load();
    if **current == ring {
        return Ok(());
    }
    if let Some(lost) = current.ids().find(|id| !ring.holds(*id)) {
        bail!("the key ring has lost a key: `{}`, `{lost}`; the one in memory stays in use", place.shown());
    }
    tracing::info!("the key ring was rotated: its current key is `{}`", ring.current_id());
    ctx.keys.store(Arc::new(ring));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use arc_swap::ArcSwap;
    use domain::{keys::KeyRing, urls::Urls};
    use service::{
        ctx::{Clock, Random},
        settings::Settings,
        soft::SoftWrites,
    };
    use testkit::database::{self, TestDb, migrated_at};

    async fn index(ring: KeyRing) -> (TestDb, tempfile::TempDir, Ctx, Place) {
        let (test, folder) = (database::sqlite().await, tempfile::tempdir().unwrap());
        let urls = Urls::new(&"https://index.example".parse().unwrap(), None);
        let ctx = Ctx {
            db: test.db.clone(),
            blobs: blobs::Blobs::local(folder.path().join("objects")).unwrap(),
            settings: Settings::new(urls, folder.path().join("uploads")),
            keys: ArcSwap::from_pointee(ring.clone()),
            soft: SoftWrites::default(),
            clock: Clock::manual(migrated_at()),
            random: Random::seeded(1),
        };
        let place = Place::File(folder.path().join("key-ring"));
        place.replace(&ring).unwrap();
        (test, folder, ctx, place)
    }

    #[tokio::test]
    async fn a_rotated_ring_is_taken_into_use() {
        let ring = KeyRing::new([1; 32]);
        let (_test, _folder, ctx, place) = index(ring.clone()).await;
        let rotated = ring.rotate([2; 32]);
        place.replace(&rotated).unwrap();
        reload(&ctx, &place).await.unwrap();
        assert_eq!(**ctx.keys.load(), rotated);
    }

    #[tokio::test]
    async fn a_ring_that_has_lost_a_key_is_not_taken() {
        let ring = KeyRing::new([1; 32]);
        let (_test, _folder, ctx, place) = index(ring.clone()).await;
        place.replace(&KeyRing::new([2; 32])).unwrap();
        assert!(reload(&ctx, &place).await.is_err());
        assert_eq!(**ctx.keys.load(), ring);
    }

    #[tokio::test]
    async fn a_ring_whose_file_is_gone_stays_in_use() {
        let ring = KeyRing::new([1; 32]);
        let (_test, folder, ctx, place) = index(ring.clone()).await;
        std::fs::remove_file(folder.path().join("key-ring")).unwrap();
        assert!(reload(&ctx, &place).await.is_err());
        assert_eq!(**ctx.keys.load(), ring);
    }
}
