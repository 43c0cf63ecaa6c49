//! Delete a release and its files.

use super::{Change, ProjectRefused, delete_file, permitted_release};
use crate::ctx::Ctx;
use anyhow::Result;
use domain::{
    Failure,
    events::EventTag,
    journal::PublicChange,
    permission::{Action, Actor},
    projects::Project,
    releases::{Release, ReleaseKey},
};
use serde_json::json;
use store::{Write, transaction};

/// Deletes a release; the names of its files are never used again.
pub async fn delete_release(ctx: &Ctx, actor: &Actor, key: &ReleaseKey) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let (project, release) = permitted_release(write, actor, Action::DeleteRelease, key, now).await?;
        let change = Change::of(ctx, actor, &project, &key.project, now);
        remove(write, &change, &project, &release).await?;
        Ok(())
    })
}

/// Deletes a release's rows with their events and journal entries.
pub(super) async fn remove(write: &mut Write, change: &Change<'_>, project: &Project, release: &Release) -> Result<()> {
    for file in store::files::of_release(write, release.id).await? {
        delete_file::remove(write, change, project, Some(&release.version), &file).await?;
    }
    store::releases::delete(write, release.id).await?;
    let details = json!({ "version": release.version });
    change.event(write, project.id, EventTag::ReleaseDeleted, details).await?;
    change.public(write, Some(&release.version), &PublicChange::RemoveRelease);
    Ok(())
}
