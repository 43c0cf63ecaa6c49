//! The rules that need the database: asked before the file is inspected, so that a
//! stranger costs little, and again inside the Write, where the answer counts.

use super::{
    form::UploadForm,
    names::{self, Creator},
    refusal::PublishRefused,
};
use crate::{ctx::Ctx, permission};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Failure,
    files::FileKind,
    permission::{Action, Actor, Notice},
    projects::Project,
    releases::Release,
};
use packaging::digest::Digests;
use store::Read;

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) form: &'a UploadForm,
    pub(super) digests: &'a Digests,
    /// Bytes.
    pub(super) size: u64,
}

/// What the rules say to a file that they do not refuse.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The same bytes are there under the same name: nothing is left to do.
    AlreadyThere,
    Admitted(Box<Admission>),
}

/// Where an admitted file goes.
#[derive(Debug)]
pub(super) struct Admission {
    /// `None` when the project is to be made.
    pub(super) project: Option<Project>,
    /// `None` when the release is to be made.
    pub(super) release: Option<Release>,
    /// Whether a project is made that counts against the limits: those of operators do not.
    pub(super) counts_as_new: bool,
    pub(super) notice: Option<Notice>,
}

/// Permission first, then the project, then the file.
pub(super) async fn admit(
    ctx: &Ctx,
    read: &mut Read,
    actor: &Actor,
    candidate: Candidate<'_>,
    now: DateTime<Utc>,
) -> Result<Verdict, Failure<PublishRefused>> {
    let name = candidate.form.name.normalized();
    let project = store::projects::by_name(read, name).await?;
    let action = if project.is_some() { Action::Publish } else { Action::CreateProject };
    let permitted = permission::require(read, actor, action, name, now).await.map_err(Failure::widen)?;
    let superuser = permitted.facts.account.is_none_or(|account| account.superuser);
    if project.is_none() {
        let creator = Creator { account: actor.account(), superuser };
        names::check(ctx, read, name, creator, now).await.map_err(Failure::widen)?;
    }
    if is_already_there(read, candidate).await? {
        return Ok(Verdict::AlreadyThere);
    }
    let release = match &project {
        Some(project) => store::releases::by_version(read, project.id, &candidate.form.version).await?,
        None => None,
    };
    check_sizes(ctx, project.as_ref(), candidate)?;
    if let Some(release) = &release {
        check_release(ctx, read, release, candidate, now).await?;
    }
    let counts_as_new = project.is_none() && !superuser;
    Ok(Verdict::Admitted(Box::new(Admission { project, release, counts_as_new, notice: permitted.notice })))
}

/// Whether it is a harmless repeat; refuses every other use of the name or the bytes.
async fn is_already_there(read: &mut Read, candidate: Candidate<'_>) -> Result<bool, Failure<PublishRefused>> {
    let filename = candidate.form.filename.as_str();
    let (sha256, blake2b) = (candidate.digests.sha256.as_str(), candidate.digests.blake2b.as_str());
    if let Some(file) = store::files::by_filename(read, filename).await? {
        if file.sha256 == sha256 && file.blake2b_256 == blake2b {
            return Ok(true);
        }
        return Err(PublishRefused::FileExists { filename: filename.to_owned() }.into());
    }
    if let Some(existing) = store::files::filename_of_contents(read, blake2b).await? {
        return Err(PublishRefused::ContentsExist { existing }.into());
    }
    if store::files::was_used(read, filename).await? {
        return Err(PublishRefused::FilenameUsed { filename: filename.to_owned() }.into());
    }
    Ok(false)
}

fn check_sizes(ctx: &Ctx, project: Option<&Project>, candidate: Candidate<'_>) -> Result<(), PublishRefused> {
    let limits = &ctx.settings.limits;
    let size = i64::try_from(candidate.size).unwrap_or(i64::MAX);
    let file_limit = limits.for_file(project.and_then(|project| project.file_limit));
    if file_limit < size {
        return Err(PublishRefused::FileTooLarge { limit: file_limit.unsigned_abs() });
    }
    let total_limit = limits.for_project(project.and_then(|project| project.total_limit));
    let total = project.map_or(0, |project| project.total_size).saturating_add(size);
    if total_limit < total {
        let project = candidate.form.name.normalized().to_string();
        return Err(PublishRefused::ProjectTooLarge { project, limit: total_limit.unsigned_abs() });
    }
    Ok(())
}

async fn check_release(
    ctx: &Ctx,
    read: &mut Read,
    release: &Release,
    candidate: Candidate<'_>,
    now: DateTime<Utc>,
) -> Result<(), Failure<PublishRefused>> {
    let days = ctx.settings.limits.release_window_days;
    if release.created_at + TimeDelta::days(i64::from(days)) < now {
        return Err(PublishRefused::WindowClosed { version: release.version.clone(), days }.into());
    }
    if candidate.form.kind == FileKind::Sdist
        && let Some(existing) = store::files::sdist_of(read, release.id).await?
    {
        return Err(PublishRefused::SecondSdist { existing }.into());
    }
    Ok(())
}
