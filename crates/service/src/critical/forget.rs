//! The end of a designation, by an operator or with its project.

use crate::Ctx;
use anyhow::Result;
use domain::{ids::ProjectId, permission::Actor};
use store::{
    Write,
    critical::{Designation, HistoryEntry},
};

/// Ends the designation of a project that is being deleted, and forgets its downloads.
///
/// Its place in the segments stays taken, so that no other project inherits the counts.
pub(crate) async fn forget(ctx: &Ctx, write: &mut Write, actor: &Actor, project: ProjectId) -> Result<()> {
    end(ctx, write, actor, project, "deleted", "").await?;
    store::downloads::segments::forget_project(write, project).await
}

/// Ends a designation and writes it into the history; gives what it was.
pub(super) async fn end(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    project: ProjectId,
    change: &'static str,
    note: &str,
) -> Result<Option<Designation>> {
    let Some(ended) = store::critical::remove(write, project).await? else {
        return Ok(None);
    };
    let entry = HistoryEntry {
        id: ctx.id(),
        project,
        project_name: ended.name.clone(),
        normalized_name: ended.normalized_name.clone(),
        change,
        reason: ended.reason.clone(),
        rank: ended.rank,
        downloads: ended.downloads,
        note: note.to_owned(),
        actor: actor.account(),
        at: ctx.now(),
    };
    store::critical::record(write, &entry).await?;
    Ok(Some(ended))
}
