//! Names that an operator closes or opens.

use super::ProjectRefused;
use crate::{ctx::Ctx, permission};
use anyhow::Result;
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    permission::{Action, Actor},
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::{Write, transaction};

/// Prohibits a name: no project of that name can be made. An existing one stays.
pub async fn prohibit_name(
    ctx: &Ctx,
    actor: &Actor,
    name: &NormalizedName,
    reason: &str,
) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        permission::require(write, actor, Action::ManageNames, name, ctx.now()).await.map_err(Failure::widen)?;
        store::names::prohibit(write, name, reason, ctx.now()).await?;
        event(ctx, write, actor, EventTag::NameProhibited, name, reason).await?;
        Ok(())
    })
}

/// Releases the name of a deleted project, or one that was prohibited.
pub async fn release_name(ctx: &Ctx, actor: &Actor, name: &NormalizedName) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        permission::require(write, actor, Action::ManageNames, name, ctx.now()).await.map_err(Failure::widen)?;
        if !store::names::release(write, name, ctx.now()).await? {
            return Err(ProjectRefused::NameIsFree { name: name.to_string() }.into());
        }
        event(ctx, write, actor, EventTag::NameReleased, name, "").await?;
        Ok(())
    })
}

async fn event(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    tag: EventTag,
    name: &NormalizedName,
    reason: &str,
) -> Result<()> {
    let details = json!({ "name": name.as_str(), "reason": reason });
    let event =
        NewEvent { id: ctx.id(), subject: Subject::Operator, tag, actor: actor.account(), details, at: ctx.now() };
    store::events::record(write, &event).await
}
