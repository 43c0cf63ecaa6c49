//! Take a project out of the archive.

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

/// Makes an archived project active again. Repeating it is harmless.
pub async fn unarchive(ctx: &Ctx, actor: &Actor, name: &NormalizedName) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let project = permitted_project(write, actor, Action::Unarchive, name, now).await?;
        match project.status {
            ProjectStatus::Active => return Ok(()),
            ProjectStatus::Archived => {}
            other => {
                let (project, status) = (name.to_string(), other.as_str());
                return Err(ProjectRefused::WrongStatus { project, status, wanted: "unarchived" }.into());
            }
        }
        store::projects::set_status(write, project.id, ProjectStatus::Active, None).await?;
        let change = Change::of(ctx, actor, &project, name, now);
        change.event(write, project.id, EventTag::ProjectUnarchived, json!({})).await?;
        change.public(write, None, &PublicChange::UnarchiveProject);
        Ok(())
    })
}
