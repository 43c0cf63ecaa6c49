//! Deleting a project: a page that says what goes, and a form that its name confirms.

use super::desk::ProjectDesk;
use crate::account::form::typed;
use crate::account::manage::desk::{Away, to_factor};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::permission::Action;
use domain::{Failure, Kind, Refusal};
use packaging::name::NormalizedName;
use serde::Deserialize;
use service::{permission, projects};
use templates::context::FieldProblem;
use templates::context::manage::{Done, ManageFrame, ProjectDeletionPage, Tab};
use web::{Problem, SteppedUp};

/// Where the list stands that the project is missing from afterwards.
const LIST: &str = "/manage/";

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    project: String,
}

/// What the form itself refuses, before the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum FormRefused {
    #[error("This is not the name of the project; type it as it stands above")]
    OtherProject,
}

impl Refusal for FormRefused {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::OtherProject => "deletion-other-project",
        }
    }
}

/// `GET /manage/project/<name>/delete/`: for owners who were asked again.
pub(super) async fn form(desk: ProjectDesk, _: SteppedUp) -> Result<Response, Away> {
    let (actor, now) = (desk.actor(), desk.ctx().now());
    let mut read = desk.ctx().db.read().await?;
    match permission::require(&mut read, &actor, Action::DeleteProject, &desk.name, now).await {
        Ok(_) => desk.page(&page(&desk, Vec::new())),
        Err(Failure::Refused(refusal)) => match to_factor(&desk.state, &refusal, Some(&path(&desk)))? {
            Some(away) => Err(Away::To(Box::new(away))),
            None => Err(Problem::refused(&refusal).into()),
        },
        Err(Failure::Broken(fault)) => Err(fault.into()),
    }
}

/// `POST /manage/project/<name>/delete/`.
pub(super) async fn delete(desk: ProjectDesk, sent: Result<Form<Typed>, FormRejection>) -> Result<Response, Away> {
    let Typed { project } = typed(sent)?;
    // Any spelling of the name says that it was meant.
    if NormalizedName::from_any(project.trim()).ok().as_ref() != Some(&desk.name) {
        let problem = desk.problem(&FormRefused::OtherProject, Some("project"));
        return desk.page_refused(Kind::Invalid, &page(&desk, vec![problem]));
    }
    let ((ctx, actor, _), name) = (desk.parties(), desk.name.clone());
    match desk.act(&path(&desk), async move { projects::delete_project(&ctx, &actor, &name).await }).await? {
        Ok(()) => desk.done(LIST, Done::ProjectDeleted),
        Err(refusal) => {
            let problem = desk.problem(&refusal, None);
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]))
        }
    }
}

fn path(desk: &ProjectDesk) -> String {
    format!("{}delete/", desk.path())
}

fn page(desk: &ProjectDesk, problems: Vec<FieldProblem>) -> ProjectDeletionPage {
    ProjectDeletionPage { frame: ManageFrame { problems, ..desk.frame(Tab::Projects) }, project: desk.managed() }
}
