//! At each start: the key ring is the one of this database.

use crate::{Ctx, keys::rotate::adopt};
use anyhow::{Context as _, Result};
use domain::keys::KeyRing;
use store::{Db, keys::KeyCheck, transaction};

/// Whether the database has never seen a key ring, so that one may be made.
pub async fn is_fresh(db: &Db) -> Result<bool> {
    Ok(store::keys::checks(&mut db.read().await?).await?.is_empty())
}

/// Checks the ring against the database; a fresh database takes it as its own.
///
/// `origin` is where the ring comes from, a file or a variable, for the message. A
/// rotation that was cut off after its file was written is finished here.
///
/// # Errors
/// A fault when a key that the database knows is missing or another one: with it
/// tokens and second factors would fail in silence.
pub async fn initialise(ctx: &Ctx, origin: &str) -> Result<()> {
    let ring = ctx.keys.load_full();
    let known = store::keys::checks(&mut ctx.db.read().await?).await?;
    if knows_current(&ring, &known) {
        return verify(&ring, &known, origin);
    }
    transaction!(ctx.db, |write| {
        // Read again: another process may have been first.
        let known = store::keys::checks(write).await?;
        verify(&ring, &known, origin)?;
        if known.is_empty() {
            let sealed = ring.check_value(ctx.random_bytes());
            store::keys::insert_check(write, ring.current_id(), &sealed, ctx.now()).await?;
        } else if !knows_current(&ring, &known) {
            adopt(ctx, write, &ring).await?;
        }
        Ok(())
    })
}

fn knows_current(ring: &KeyRing, known: &[KeyCheck]) -> bool {
    let current = ring.current_id().to_string();
    known.iter().any(|check| check.key_id == current)
}

fn verify(ring: &KeyRing, known: &[KeyCheck], origin: &str) -> Result<()> {
    for check in known {
        ring.verify_check_value(&check.sealed).with_context(|| {
            let id = &check.key_id;
            format!(
                "The key ring is not the one of this database: `{origin}`; put back the one that holds the key `{id}`"
            )
        })?;
    }
    Ok(())
}
