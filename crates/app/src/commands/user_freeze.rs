//! `user freeze`, `unfreeze` and `confirm-device`: break-glass, recorded and mailed.

use super::refused;
use crate::output::Output;
use anyhow::Result;
use domain::{accounts::Username, permission::Actor, visitor};
use serde_json::json;
use service::{Ctx, sessions};

pub(crate) async fn freeze(ctx: &Ctx, name: &Username, reason: &str, output: Output) -> Result<()> {
    sessions::freeze(ctx, &Actor::Operator, name, reason).await.map_err(refused)?;
    output.print(&json!({ "username": name.as_ref(), "state": "frozen" }), || {
        format!(
            "account frozen: {name}, its sessions have ended and its tokens do nothing\nhint: `user unfreeze` undoes it"
        )
    })
}

pub(crate) async fn unfreeze(ctx: &Ctx, name: &Username, reason: &str, output: Output) -> Result<()> {
    sessions::unfreeze(ctx, &Actor::Operator, name, reason).await.map_err(refused)?;
    output.print(&json!({ "username": name.as_ref(), "state": "active" }), || {
        format!("account unfrozen: {name}, its owner can sign in again")
    })
}

/// Says which browser goes on, so that the operator can ask whether that is the owner's.
pub(crate) async fn confirm_device(ctx: &Ctx, name: &Username, output: Output) -> Result<()> {
    let confirmed = sessions::confirm_device(ctx, &Actor::Operator, name).await.map_err(refused)?;
    let device = visitor::device_of(&confirmed.user_agent);
    let object = json!({ "username": confirmed.username, "network": confirmed.network, "device": device });
    output.print(&object, || {
        format!(
            "sign-in confirmed: {}, from {} with {}\nhint: the page that waits there goes on by its button; if that is \
             not its owner, freeze the account at once",
            confirmed.username,
            confirmed.network,
            if device.is_empty() { "an unknown program" } else { &device },
        )
    })
}
