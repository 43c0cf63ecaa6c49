//! Codes at rest: sealed for their row, found again by a keyed hash.

use crate::Ctx;
use anyhow::{Context as _, Result};
use domain::keys::{KeyRing, Purpose};
use store::{Write, giveaway::SealedCode};
use uuid::Uuid;

const PURPOSE: Purpose = Purpose::GiveawayCodes;

/// A code for its row, under the current key.
pub(super) fn seal(ctx: &Ctx, ring: &KeyRing, id: Uuid, code: &str) -> Vec<u8> {
    ring.seal(PURPOSE, id, ctx.random_bytes(), code.as_bytes())
}

/// The code of a row.
pub(super) fn open(ring: &KeyRing, code: &SealedCode) -> Result<String> {
    let opened = ring.open(PURPOSE, code.id, &code.sealed).with_context(|| format!("the code `{}`", code.id))?;
    String::from_utf8(opened).with_context(|| format!("the code `{}` is not text", code.id))
}

/// The hashes that a code has, or had before the ring was rotated; the current one first.
pub(super) fn hashes(ring: &KeyRing, code: &str) -> Vec<String> {
    ring.signatures(PURPOSE, code.as_bytes())
}

/// Seals and hashes every code again that is under an earlier key; says how many.
pub(crate) async fn reseal(ctx: &Ctx, write: &mut Write, ring: &KeyRing) -> Result<usize> {
    let key_id = ring.current_id();
    let outdated = store::giveaway::codes_not_under(write, key_id).await?;
    for sealed in &outdated {
        let code = open(ring, sealed)?;
        let (hash, again) = (ring.sign(PURPOSE, code.as_bytes()), seal(ctx, ring, sealed.id, &code));
        store::giveaway::reseal_code(write, sealed.id, key_id, &again, &hash).await?;
    }
    Ok(outdated.len())
}
