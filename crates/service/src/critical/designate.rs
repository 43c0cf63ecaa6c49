//! Designate a project by an operator's choice.

use super::refusal::{CriticalRefused, Note};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    critical::Reason,
    events::{EventTag, NewEvent, Subject},
    permission::{Action, Actor},
};
use packaging::name::NormalizedName;
use serde_json::json;
use std::collections::BTreeSet;
use store::{critical::HistoryEntry, transaction};

/// Designates a project; `false` when it was critical already, for whatever reason.
pub async fn designate(
    ctx: &Ctx,
    actor: &Actor,
    name: &NormalizedName,
    note: &Note,
) -> Result<bool, Failure<CriticalRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        permit(write, actor, Action::ManageCritical, now).await.map_err(Failure::widen)?;
        let Some(project) = store::projects::by_name(write, name).await? else {
            return Err(CriticalRefused::NoSuchProject { project: name.to_string() }.into());
        };
        if !store::critical::designate(write, project.id, note.as_str(), actor.account(), now).await? {
            return Ok(false);
        }
        let entry = HistoryEntry {
            id: ctx.id(),
            project: project.id,
            project_name: project.name,
            normalized_name: project.normalized_name,
            change: "designated",
            reason: Reason::Operator.as_str().to_owned(),
            rank: None,
            downloads: None,
            note: note.as_str().to_owned(),
            actor: actor.account(),
            at: now,
        };
        store::critical::record(write, &entry).await?;
        let event = NewEvent {
            id: ctx.id(),
            subject: Subject::Project(project.id),
            tag: EventTag::ProjectDesignated,
            actor: actor.account(),
            details: json!({ "reason": Reason::Operator.as_str(), "note": note.as_str() }),
            at: now,
        };
        store::events::record(write, &event).await?;
        store::critical::notify(write, &BTreeSet::from([project.id.0]), now).await?;
        Ok(true)
    })
}
