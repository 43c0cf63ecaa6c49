//! Take a designation back.

use super::{
    forget::end,
    refusal::{CriticalRefused, Note},
};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    permission::{Action, Actor},
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::transaction;

/// Takes a designation back; the rank does not give it again, only an operator does.
pub async fn withdraw(
    ctx: &Ctx,
    actor: &Actor,
    name: &NormalizedName,
    note: &Note,
) -> Result<(), Failure<CriticalRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        permit(write, actor, Action::ManageCritical, now).await.map_err(Failure::widen)?;
        let Some(project) = store::projects::by_name(write, name).await? else {
            return Err(CriticalRefused::NoSuchProject { project: name.to_string() }.into());
        };
        if ctx.settings.critical_dependencies.contains(name) {
            return Err(CriticalRefused::IsDependency { project: name.to_string() }.into());
        }
        let Some(ended) = end(ctx, write, actor, project.id, "withdrawn", note.as_str()).await? else {
            return Err(CriticalRefused::NotCritical { project: name.to_string() }.into());
        };
        let event = NewEvent {
            id: ctx.id(),
            subject: Subject::Project(project.id),
            tag: EventTag::ProjectWithdrawn,
            actor: actor.account(),
            details: json!({ "reason": ended.reason, "note": note.as_str() }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(())
    })
}
