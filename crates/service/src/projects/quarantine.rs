//! Quarantine: a project out of reach, reversibly (PEP 792).

use super::{Change, ProjectRefused, permitted_project};
use crate::ctx::Ctx;
use domain::{
    Failure,
    events::EventTag,
    journal::PublicChange,
    permission::{Action, Actor},
    projects::ProjectStatus,
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::transaction;

/// Quarantines a project: its simple page is empty, its files answer 403.
pub async fn quarantine(
    ctx: &Ctx,
    actor: &Actor,
    name: &NormalizedName,
    reason: &str,
) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let project = permitted_project(write, actor, Action::Quarantine, name, now).await?;
        if project.status == ProjectStatus::Quarantined {
            return Ok(());
        }
        store::projects::set_status(write, project.id, ProjectStatus::Quarantined, Some(reason)).await?;
        let change = Change::of(ctx, actor, &project, name, now);
        change.event(write, project.id, EventTag::ProjectQuarantined, json!({ "reason": reason })).await?;
        change.public(write, None, &PublicChange::QuarantineProject);
        Ok(())
    })
}

/// Puts a quarantined project back within reach, as an active one.
pub async fn clear_quarantine(ctx: &Ctx, actor: &Actor, name: &NormalizedName) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let project = permitted_project(write, actor, Action::Quarantine, name, now).await?;
        if project.status != ProjectStatus::Quarantined {
            return Ok(());
        }
        store::projects::set_status(write, project.id, ProjectStatus::Active, None).await?;
        let change = Change::of(ctx, actor, &project, name, now);
        change.event(write, project.id, EventTag::ProjectQuarantineCleared, json!({})).await?;
        change.public(write, None, &PublicChange::ClearProjectQuarantine);
        Ok(())
    })
}
