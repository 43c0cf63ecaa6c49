//! What is done to projects, releases and files after they were published.

mod archive;
mod change;
mod delete_file;
mod delete_project;
mod delete_release;
mod names;
mod quarantine;
mod refusal;
mod set_limits;
mod unarchive;
mod unyank;
mod yank;

pub use archive::archive;
pub(crate) use change::Change;
pub use delete_file::delete_file;
pub use delete_project::delete_project;
pub use delete_release::delete_release;
pub use names::{prohibit_name, release_name};
pub use quarantine::{clear_quarantine, quarantine};
pub use refusal::ProjectRefused;
pub use set_limits::set_limits;
pub use unarchive::unarchive;
pub use unyank::unyank;
pub use yank::{YankReason, yank};

use crate::{permission, sessions::require_step_up};
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    permission::{Action, Actor},
    projects::Project,
    releases::{Release, ReleaseKey},
};
use packaging::name::NormalizedName;
use store::Read;

/// The project of that name, if the actor may do this to it.
///
/// A project that is not there is told before the permission: every name is public.
async fn permitted_project(
    read: &mut Read,
    actor: &Actor,
    action: Action,
    name: &NormalizedName,
    now: DateTime<Utc>,
) -> Result<Project, Failure<ProjectRefused>> {
    let Some(project) = store::projects::by_name(read, name).await? else {
        return Err(ProjectRefused::NoSuchProject { project: name.to_string() }.into());
    };
    permission::require(read, actor, action, name, now).await.map_err(Failure::widen)?;
    if !can_be_taken_back(action) {
        require_step_up(read, actor, now).await.map_err(Failure::widen)?;
    }
    Ok(project)
}

/// Whether whoever finds an open browser could do no lasting harm by it.
const fn can_be_taken_back(action: Action) -> bool {
    matches!(action, Action::Yank | Action::Unyank | Action::Archive | Action::Unarchive)
}

/// The release of that key and its project, if the actor may do this to it.
async fn permitted_release(
    read: &mut Read,
    actor: &Actor,
    action: Action,
    key: &ReleaseKey,
    now: DateTime<Utc>,
) -> Result<(Project, Release), Failure<ProjectRefused>> {
    let project = permitted_project(read, actor, action, &key.project, now).await?;
    match store::releases::by_version(read, project.id, &key.version).await? {
        Some(release) => Ok((project, release)),
        None => {
            let (project, version) = (key.project.to_string(), key.version.to_string());
            Err(ProjectRefused::NoSuchRelease { project, version }.into())
        }
    }
}
