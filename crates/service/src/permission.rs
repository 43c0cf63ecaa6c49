//! Permission: facts loaded in the transaction of the act, then the one decision.

use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    permission::{Action, Actor, Facts, Notice, PermissionRefused, decide},
};
use packaging::name::NormalizedName;
use store::Read;

/// What was decided, with the facts it was decided on.
#[derive(Debug)]
pub struct Permitted {
    pub facts: Facts,
    /// An announced mandate that the actor does not meet yet.
    pub notice: Option<Notice>,
}

/// Asks the one decision before a page: whoever may not do it is led away before the form.
///
/// The act asks again. `name` is the project that it is about, if it is about one.
pub async fn look(
    ctx: &Ctx,
    actor: &Actor,
    action: Action,
    name: Option<&NormalizedName>,
) -> Result<Option<Notice>, Failure<PermissionRefused>> {
    let facts = store::permission::facts(&mut ctx.db.read().await?, actor, name).await?;
    Ok(decide(ctx.now(), actor, action, &facts)?)
}

/// Asks the one decision about a project, existing or not.
pub async fn require(
    read: &mut Read,
    actor: &Actor,
    action: Action,
    name: &NormalizedName,
    now: DateTime<Utc>,
) -> Result<Permitted, Failure<PermissionRefused>> {
    let facts = store::permission::facts(read, actor, Some(name)).await?;
    let notice = decide(now, actor, action, &facts)?;
    Ok(Permitted { facts, notice })
}
