//! The node task that takes a rotated key ring into use.
//!
//! `secret rotate` is another process: it replaces the file of the ring.

use crate::key_ring::Place;
use anyhow::{Result, bail};
use service::Ctx;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often the file is read; `secret rotate` waits for two of these.
pub(crate) const RELOAD_PERIOD: Duration = Duration::from_secs(1);

/// Looks at the ring each second until `stop`.
pub(crate) async fn run(ctx: Arc<Ctx>, place: Place, stop: CancellationToken) {
    // A ring in a setting never changes while the process lives.
    if matches!(place, Place::Setting(_)) {
        return;
    }
    jobs::node::every(RELOAD_PERIOD, &stop, "key ring", async || reload(&ctx, &place).await).await;
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
    use domain::keys::KeyRing;
    use testkit_index::TestIndex;

    /// An index whose ring is in a file.
    async fn index() -> (TestIndex, Place) {
        let index = TestIndex::new().await;
        let place = Place::File(index.folder.path().join("key-ring"));
        place.replace(&TestIndex::key_ring()).unwrap();
        (index, place)
    }

    #[tokio::test]
    async fn a_rotated_ring_is_taken_into_use() {
        let (ctx, place) = index().await;
        let rotated = TestIndex::key_ring().rotate([2; 32]);
        place.replace(&rotated).unwrap();
        reload(&ctx, &place).await.unwrap();
        assert_eq!(**ctx.keys.load(), rotated);
    }

    #[tokio::test]
    async fn a_ring_that_has_lost_a_key_is_not_taken() {
        let (ctx, place) = index().await;
        place.replace(&KeyRing::new([2; 32])).unwrap();
        assert!(reload(&ctx, &place).await.is_err());
        assert_eq!(**ctx.keys.load(), TestIndex::key_ring());
    }

    #[tokio::test]
    async fn a_ring_whose_file_is_gone_stays_in_use() {
        let (ctx, place) = index().await;
        std::fs::remove_file(ctx.folder.path().join("key-ring")).unwrap();
        assert!(reload(&ctx, &place).await.is_err());
        assert_eq!(**ctx.keys.load(), TestIndex::key_ring());
    }
}
