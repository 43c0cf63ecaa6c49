//! Rotation: a new current key, under which everything sealed is sealed again.

use crate::{Ctx, giveaway};
use anyhow::{Context as _, Result, ensure};
use domain::{
    events::{EventTag, NewEvent, Subject},
    keys::{KeyId, KeyRing, Purpose},
};
use serde_json::json;
use std::sync::Arc;
use store::{Write, transaction};

/// What a rotation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotated {
    pub key_id: KeyId,
    /// TOTP secrets and codes of giveaways that were sealed again.
    pub resealed: usize,
}

/// Takes a rotated ring into use; its file is written before.
///
/// Tokens stay valid, because the keys of their roots stay in the ring as previous.
///
/// # Errors
/// A fault when the ring has lost a key of the one in use.
pub async fn rotate(ctx: &Ctx, rotated: KeyRing) -> Result<Rotated> {
    for id in ctx.keys.load().ids() {
        ensure!(rotated.holds(id), "The rotated key ring has lost a key: `{id}`");
    }
    let done = transaction!(ctx.db, |write| -> Result<Rotated> { adopt(ctx, write, &rotated).await })?;
    ctx.keys.store(Arc::new(rotated));
    Ok(done)
}

/// Makes the ring's current key the database's: check value, seals, event.
pub(super) async fn adopt(ctx: &Ctx, write: &mut Write, ring: &KeyRing) -> Result<Rotated> {
    let (now, key_id) = (ctx.now(), ring.current_id());
    let outdated = store::two_factor::totp_not_under(write, key_id).await?;
    for totp in &outdated {
        let secret = ring
            .open(Purpose::TotpSecrets, totp.id, &totp.sealed)
            .with_context(|| format!("the TOTP secret `{}`", totp.id))?;
        let sealed = ring.seal(Purpose::TotpSecrets, totp.id, ctx.random_bytes(), &secret);
        store::two_factor::reseal_totp(write, totp.id, key_id, &sealed).await?;
    }
    let resealed = outdated.len() + giveaway::reseal(ctx, write, ring).await?;
    store::keys::insert_check(write, key_id, &ring.check_value(ctx.random_bytes()), now).await?;
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Operator,
        tag: EventTag::KeyRotated,
        actor: None,
        details: json!({ "key": key_id.to_string(), "resealed": resealed }),
        at: now,
    };
    store::events::record(write, &event).await?;
    Ok(Rotated { key_id, resealed })
}
