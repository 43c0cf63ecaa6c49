//! Archive a project (PEP 792): nothing new is expected of it.

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

/// Archives a project: its files stay, uploads are refused. Repeating it is harmless.
pub async fn archive(ctx: &Ctx, actor: &Actor, name: &NormalizedName) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let project = permitted_project(write, actor, Action::Archive, name, now).await?;
        match project.status {
            ProjectStatus::Archived => return Ok(()),
            ProjectStatus::Active | ProjectStatus::Deprecated => {}
            other => {
                let (project, status) = (name.to_string(), other.as_str());
                return Err(ProjectRefused::WrongStatus { project, status, wanted: "archived" }.into());
            }
        }
        store::projects::set_status(write, project.id, ProjectStatus::Archived, None).await?;
        let change = Change::of(ctx, actor, &project, name, now);
        change.event(write, project.id, EventTag::ProjectArchived, json!({})).await?;
        change.public(write, None, &PublicChange::ArchiveProject);
        Ok(())
    })
}
