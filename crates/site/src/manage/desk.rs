//! Somebody in front of a project of theirs: the proof of a role, and the page itself.

use crate::SiteState;
use crate::account::form::here;
use crate::account::manage::desk::{Away, Desk};
use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse as _, Response};
use domain::projects::{ProjectStatus, Role};
use domain::urls::segment;
use http::request::Parts;
use packaging::name::NormalizedName;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;
use store::projects::ManagedLine;
use templates::context::manage::{ManageFrame, ManagedProject, ManagedProjectPage, ManagedRelease, ManagedStatus, Tab};
use templates::context::{self, FieldProblem, RoleHolder};
use web::Problem;

/// Somebody signed in who has a role on the project of the address.
pub(super) struct ProjectDesk {
    desk: Desk,
    pub(super) name: NormalizedName,
    pub(super) line: ManagedLine,
}

impl ProjectDesk {
    /// The page of the project, below the list of all.
    pub(super) fn path(&self) -> String {
        path(&self.name)
    }

    pub(super) fn managed(&self) -> ManagedProject {
        managed(&self.state, self.line.clone())
    }

    /// The page of the project, with what was wrong.
    pub(super) async fn project_page(&self, problems: Vec<FieldProblem>) -> Result<ManagedProjectPage, Away> {
        let mut read = self.ctx().db.read().await?;
        let people = store::projects::collaborators(&mut read, self.line.id).await?;
        let releases = store::releases::of_project(&mut read, self.line.id).await?;
        let release = |release: domain::releases::Release| ManagedRelease {
            version: release.version,
            created: release.created_at,
            is_yanked: release.yanked.is_some(),
            reason: release.yanked.map(|yank| yank.reason).unwrap_or_default(),
        };
        let holder = |person: store::projects::Collaborator| RoleHolder {
            username: person.username,
            role: role(person.role),
            url: None,
        };
        Ok(ManagedProjectPage {
            frame: ManageFrame { problems, ..self.frame(Tab::Projects) },
            project: self.managed(),
            is_owner: self.line.role == Role::Owner,
            people: people.into_iter().map(holder).collect(),
            releases: releases.into_iter().rev().map(release).collect(),
        })
    }
}

impl Deref for ProjectDesk {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl FromRequestParts<Arc<SiteState>> for ProjectDesk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<SiteState>) -> Result<Self, Response> {
        let desk = Desk::from_request_parts(parts, state).await?;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
        let name = path.ok().and_then(|Path(mut path)| path.remove("name"));
        found(desk, name.as_deref().unwrap_or_default()).await.map_err(Problem::into_response)
    }
}

/// The desk, unless the project does not exist or is none of theirs.
async fn found(desk: Desk, name: &str) -> Result<ProjectDesk, Problem> {
    let name = NormalizedName::from_any(name).map_err(|_| Problem::not_found())?;
    let mut read = desk.ctx().db.read().await?;
    let lines = store::projects::managed_by(&mut read, desk.account()).await?;
    let line = lines.into_iter().find(|line| line.normalized_name == name.as_str());
    let line = line.ok_or_else(Problem::not_found)?;
    Ok(ProjectDesk { desk, name, line })
}

/// A project as the pages show it.
pub(super) fn managed(state: &SiteState, line: ManagedLine) -> ManagedProject {
    let manage_path = format!("/manage/project/{}/", segment(&line.normalized_name));
    ManagedProject {
        public_url: here(state, &format!("/project/{}/", segment(&line.normalized_name))),
        events_url: (line.role == Role::Owner).then(|| here(state, &format!("{manage_path}events/"))),
        manage_url: here(state, &manage_path),
        role: role(line.role),
        is_critical: line.is_critical,
        status: match line.status {
            ProjectStatus::Active => ManagedStatus::Active,
            ProjectStatus::Archived => ManagedStatus::Archived,
            ProjectStatus::Quarantined => ManagedStatus::Quarantined,
            ProjectStatus::Deprecated => ManagedStatus::Deprecated,
        },
        name: line.name,
    }
}

fn path(name: &NormalizedName) -> String {
    format!("/manage/project/{}/", segment(name.as_str()))
}

const fn role(role: Role) -> context::Role {
    match role {
        Role::Owner => context::Role::Owner,
        Role::Maintainer => context::Role::Maintainer,
    }
}
