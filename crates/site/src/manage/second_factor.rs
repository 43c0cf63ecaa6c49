//! What the owners of a project require of everybody with a role on it.

use super::desk::ProjectDesk;
use crate::account::form::typed;
use crate::account::manage::desk::{Away, to_factor};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::mandate::Strength;
use domain::permission::Action;
use domain::{Failure, Refusal as _};
use serde::Deserialize;
use service::{mandate, permission};
use templates::context::FieldProblem;
use templates::context::manage::{Done, ManageFrame, ProjectFactorPage, Tab};
use web::{Problem, SteppedUp};

/// What the form sends: a strength, or `none`.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    strength: String,
}

/// `GET /manage/project/<name>/second-factor/`: for owners who were asked again.
pub(super) async fn form(desk: ProjectDesk, _: SteppedUp) -> Result<Response, Away> {
    match permission::look(desk.ctx(), &desk.actor(), Action::RequireFactor, Some(&desk.name)).await {
        Ok(_) => {}
        Err(Failure::Refused(refusal)) => {
            let away = to_factor(&desk.state, &refusal, Some(&path(&desk)))?;
            return Err(away.map_or_else(|| Problem::refused(&refusal).into(), |away| Away::To(Box::new(away))));
        }
        Err(Failure::Broken(fault)) => return Err(fault.into()),
    }
    let page = page(&desk, Vec::new()).await?;
    desk.page(&page)
}

/// `POST /manage/project/<name>/second-factor/`.
pub(super) async fn set(desk: ProjectDesk, sent: Result<Form<Typed>, FormRejection>) -> Result<Response, Away> {
    let strength = match typed(sent)?.strength.as_str() {
        "none" => None,
        other => Some(Strength::from_stored(other).ok_or_else(Problem::not_found)?),
    };
    let ((ctx, actor, visitor), name) = (desk.parties(), desk.name.clone());
    let act = async move { mandate::require_factor(&ctx, &actor, Some(&visitor), &name, strength).await };
    match desk.act(&path(&desk), act).await? {
        Ok(()) => desk.done(&path(&desk), Done::ProjectFactorSet),
        Err(refusal) => {
            let problem = desk.problem(&refusal, Some("strength"));
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]).await?)
        }
    }
}

fn path(desk: &ProjectDesk) -> String {
    format!("{}second-factor/", desk.path())
}

async fn page(desk: &ProjectDesk, problems: Vec<FieldProblem>) -> Result<ProjectFactorPage, Away> {
    let mut read = desk.ctx().db.read().await?;
    let required = store::mandate::owners_require(&mut read, desk.line.id).await?;
    let own = store::two_factor::standing(&mut read, desk.account()).await?.strength();
    Ok(ProjectFactorPage {
        frame: ManageFrame { problems, ..desk.frame(Tab::Projects) },
        project: desk.managed(),
        required: required.map(|(strength, _)| strength.as_str()),
        since: required.map(|(_, since)| since),
        own: own.map(Strength::as_str),
    })
}
