//! The last stage: every row of a publish, in one Write.

use super::{
    Published,
    admit::{Admission, Candidate, Verdict, admit},
    inspect::Inspected,
    keep::Kept,
    refusal::PublishRefused,
};
use crate::{ctx::Ctx, projects::Change, switches};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    events::EventTag,
    files::File,
    ids::{FileId, ProjectId, ReleaseId},
    journal::PublicChange,
    permission::Actor,
    projects::Role,
    switches::Surge,
};
use serde_json::json;
use store::{Write, files::Uploader, jobs::NewJob, projects::NewProject, releases::NewRelease, transaction};

/// The kind of the job that renders a description.
pub const RENDER_DESCRIPTION: &str = "render_description";

/// Asks the rules again and writes project, release, file, events, journal and jobs.
pub(super) async fn record(
    ctx: &Ctx,
    actor: &Actor,
    candidate: Candidate<'_>,
    inspected: &Inspected,
    kept: &Kept,
    user_agent: Option<&str>,
) -> Result<Published, Failure<PublishRefused>> {
    let (published, is_new_project) = transaction!(ctx.db, |write| -> Result<_, Failure<PublishRefused>> {
        let now = ctx.now();
        let admission = match admit(ctx, write, actor, candidate, now).await? {
            Verdict::AlreadyThere => return Ok((Published { already_there: true, notice: None }, false)),
            Verdict::Admitted(admission) => admission,
        };
        let stage = Recording { ctx, actor, candidate, inspected, kept, user_agent, now };
        let project = stage.project(write, &admission).await?;
        let release = stage.release(write, &admission, project).await?;
        stage.file(write, project, release).await?;
        Ok((Published { already_there: false, notice: admission.notice }, admission.project.is_none()))
    })?;
    if is_new_project {
        switches::note(ctx, Surge::NewProjects);
    }
    Ok(published)
}

struct Recording<'a> {
    ctx: &'a Ctx,
    actor: &'a Actor,
    candidate: Candidate<'a>,
    inspected: &'a Inspected,
    kept: &'a Kept,
    user_agent: Option<&'a str>,
    now: DateTime<Utc>,
}

impl Recording<'_> {
    /// A public change of this project, with its event.
    fn change(&self) -> Change<'_> {
        let name = &self.inspected.metadata.name;
        Change {
            ctx: self.ctx,
            actor: self.actor,
            name: name.as_str(),
            normalized_name: name.normalized(),
            at: self.now,
        }
    }

    async fn project(&self, write: &mut Write, admission: &Admission) -> Result<ProjectId> {
        let name = &self.inspected.metadata.name;
        if let Some(project) = &admission.project {
            if project.name != name.as_str() {
                store::projects::set_display_name(write, project.id, name.as_str()).await?;
            }
            return Ok(project.id);
        }
        let id = ProjectId(self.ctx.id());
        let normalized_name = name.normalized();
        let project = NewProject { id, name: name.as_str(), normalized_name, created_at: self.now };
        store::projects::insert(write, &project).await?;
        store::names::forget_retired(write, normalized_name).await?;
        self.change().public(write, None, &PublicChange::CreateProject);
        self.change().event(write, id, EventTag::ProjectCreated, json!({})).await?;
        if let Some(account) = self.actor.account() {
            store::projects::insert_role(write, self.ctx.id(), id, account, Role::Owner, self.now).await?;
            let username = store::accounts::username(write, account).await?;
            self.change().public(write, None, &PublicChange::AddRole { role: Role::Owner, username });
        }
        Ok(id)
    }

    async fn release(&self, write: &mut Write, admission: &Admission, project: ProjectId) -> Result<ReleaseId> {
        if let Some(release) = &admission.release {
            return Ok(release.id);
        }
        let id = ReleaseId(self.ctx.id());
        let metadata = &self.inspected.metadata;
        let created_by = self.actor.account();
        let version = &metadata.version;
        let release = NewRelease { id, project, version, metadata, created_by, created_at: self.now };
        store::releases::insert(write, &release).await?;
        let version = version.normalized();
        self.change().public(write, Some(&version), &PublicChange::NewRelease);
        self.change().event(write, project, EventTag::ReleaseCreated, json!({ "version": version })).await?;
        if metadata.description.is_some() {
            let job = NewJob {
                id: self.ctx.id(),
                kind: RENDER_DESCRIPTION,
                payload: json!({ "release_id": id }),
                unique_key: Some(format!("{RENDER_DESCRIPTION}:{id}")),
                run_at: self.now,
                created_at: self.now,
            };
            store::jobs::enqueue(write, &job).await?;
        }
        Ok(id)
    }

    async fn file(&self, write: &mut Write, project_id: ProjectId, release_id: ReleaseId) -> Result<()> {
        let (form, digests) = (self.candidate.form, self.candidate.digests);
        let size = i64::try_from(self.candidate.size)?;
        let requires_python = self.inspected.metadata.requires_python.as_ref();
        let file = File {
            id: FileId(self.ctx.id()),
            project_id,
            release_id,
            filename: form.filename.as_str().to_owned(),
            kind: form.kind,
            python_tag: form.python_tag.clone(),
            size,
            md5: digests.md5.as_str().to_owned(),
            sha256: digests.sha256.as_str().to_owned(),
            blake2b_256: digests.blake2b.as_str().to_owned(),
            path: self.kept.path.clone(),
            requires_python: requires_python.map(|specifiers| specifiers.as_str().to_owned()),
            metadata_sha256: self.kept.metadata.as_ref().map(|(sha256, _)| sha256.clone()),
            metadata_size: self.kept.metadata.as_ref().map(|(_, size)| *size),
            comment: form.comment.clone(),
            uploaded_at: self.now,
        };
        let uploader = Uploader { account: self.actor.account(), with: self.user_agent };
        store::files::insert(write, &file, uploader).await?;
        store::files::release_claim(write, &file.path).await?;
        store::projects::add_size(write, project_id, size).await?;
        let version = self.inspected.metadata.version.normalized();
        let details = json!({ "filename": file.filename, "version": version, "sha256": file.sha256 });
        self.change().event(write, project_id, EventTag::FileAdded, details).await?;
        let added = PublicChange::AddFile { python_tag: file.python_tag, filename: file.filename };
        self.change().public(write, Some(&version), &added);
        Ok(())
    }
}
