//! What a project's files may weigh.

use super::{Change, ProjectRefused, permitted_project};
use crate::ctx::Ctx;
use domain::{
    Failure,
    events::EventTag,
    permission::{Action, Actor},
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::transaction;

/// Sets a project's own limits in bytes; `None` is the operator's default.
///
/// It is no public change: nothing that a mirror sees is different.
pub async fn set_limits(
    ctx: &Ctx,
    actor: &Actor,
    name: &NormalizedName,
    file_limit: Option<i64>,
    total_limit: Option<i64>,
) -> Result<(), Failure<ProjectRefused>> {
    if let Some(limit) = [file_limit, total_limit].into_iter().flatten().find(|limit| *limit < 1) {
        return Err(ProjectRefused::Limit(limit).into());
    }
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let project = permitted_project(write, actor, Action::SetLimits, name, now).await?;
        store::projects::set_limits(write, project.id, file_limit, total_limit).await?;
        let details = json!({ "file_limit": file_limit, "total_limit": total_limit });
        let change = Change::of(ctx, actor, &project, name, now);
        change.event(write, project.id, EventTag::LimitsSet, details).await?;
        Ok(())
    })
}
