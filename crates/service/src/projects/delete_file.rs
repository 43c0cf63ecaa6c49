//! Delete a file. Its name is never used again.

use super::{Change, ProjectRefused, permitted_project};
use crate::ctx::Ctx;
use anyhow::Result;
use domain::{
    Failure,
    events::EventTag,
    files::File,
    journal::PublicChange,
    permission::{Action, Actor},
    projects::Project,
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::{Write, transaction};

/// Deletes one file; the release stays, even empty.
pub async fn delete_file(
    ctx: &Ctx,
    actor: &Actor,
    name: &NormalizedName,
    filename: &str,
) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let project = permitted_project(write, actor, Action::DeleteFile, name, now).await?;
        let file = store::files::by_filename(write, filename).await?;
        let Some(file) = file.filter(|file| file.project_id == project.id) else {
            let (project, filename) = (name.to_string(), filename.to_owned());
            return Err(ProjectRefused::NoSuchFile { project, filename }.into());
        };
        let version = packaging::filename::DistributionFilename::parse(filename).ok();
        let version = version.map(|parsed| parsed.version().normalized());
        let change = Change::of(ctx, actor, &project, name, now);
        remove(write, &change, &project, version.as_deref(), &file).await?;
        Ok(())
    })
}

/// Deletes a file's row with its event and journal entry; the object becomes an orphan.
pub(super) async fn remove(
    write: &mut Write,
    change: &Change<'_>,
    project: &Project,
    version: Option<&str>,
    file: &File,
) -> Result<()> {
    store::files::delete(write, file.id).await?;
    store::projects::add_size(write, project.id, -file.size).await?;
    let details = json!({ "filename": file.filename, "sha256": file.sha256 });
    change.event(write, project.id, EventTag::FileDeleted, details).await?;
    change.public(write, version, &PublicChange::RemoveFile { filename: file.filename.clone() });
    Ok(())
}
