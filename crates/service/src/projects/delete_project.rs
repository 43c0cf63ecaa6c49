//! Delete a project, its releases and its files.

use super::{Change, ProjectRefused, delete_release, permitted_project};
use crate::ctx::Ctx;
use domain::{
    Failure,
    events::EventTag,
    journal::PublicChange,
    permission::{Action, Actor},
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::transaction;

/// Deletes a project. Its name is kept for those who own it now; the names of its
/// files are never used again.
pub async fn delete_project(ctx: &Ctx, actor: &Actor, name: &NormalizedName) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let project = permitted_project(write, actor, Action::DeleteProject, name, now).await?;
        let change = Change::of(ctx, actor, &project, name, now);
        for release in store::releases::of_project(write, project.id).await? {
            delete_release::remove(write, &change, &project, &release).await?;
        }
        store::names::retire(write, name, project.id, now).await?;
        crate::critical::forget(ctx, write, actor, project.id).await?;
        store::projects::delete(write, project.id).await?;
        change.event(write, project.id, EventTag::ProjectDeleted, json!({ "name": project.name })).await?;
        change.public(write, None, &PublicChange::RemoveProject);
        Ok(())
    })
}
