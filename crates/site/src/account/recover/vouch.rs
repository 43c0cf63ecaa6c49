//! The page on which a co-owner says whether a request is true.

use super::frame;
use crate::account::form::{here, see_other, typed};
use crate::account::manage::desk::{Away, Desk, Guarded};
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::recovery_cases::vouch_path;
use domain::{Kind, Refusal as _};
use serde::Deserialize;
use service::recovery_cases::{self, OpenVouch};
use templates::context::FieldProblem;
use templates::context::recovery_cases::RecoverVouchPage;
use uuid::Uuid;
use web::Problem;

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    answer: String,
}

/// `GET /account/recover/vouch/<id>/`.
pub(super) async fn page(Guarded(desk): Guarded, Path(id): Path<String>) -> Result<Response, Away> {
    let id = evidence(&id)?;
    let open = recovery_cases::look_at_vouch(desk.ctx(), &desk.actor(), id).await.map_err(Problem::from)?;
    desk.page(&shown(&desk, id, open, Vec::new()))
}

/// `POST /account/recover/vouch/<id>/`.
pub(super) async fn vouch(
    desk: Desk,
    Path(id): Path<String>,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Away> {
    let id = evidence(&id)?;
    let is_true = match typed(sent)?.answer.as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            let message = "The form holds no answer; choose one of the two";
            return Err(Problem::refuse(Kind::Invalid, "form-unreadable", message).into());
        }
    };
    let (ctx, actor, visitor) = desk.parties();
    let act = async move { recovery_cases::vouch(&ctx, &actor, &visitor, id, is_true).await };
    match desk.act(&vouch_path(id), act).await? {
        Ok(()) => Ok(see_other(&desk.state, &vouch_path(id))?),
        Err(refusal) => {
            let open = recovery_cases::look_at_vouch(desk.ctx(), &desk.actor(), id).await.map_err(Problem::from)?;
            let problem = desk.problem(&refusal, None);
            desk.page_refused(refusal.kind(), &shown(&desk, id, open, vec![problem]))
        }
    }
}

fn evidence(id: &str) -> Result<Uuid, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

fn shown(desk: &Desk, id: Uuid, open: OpenVouch, problems: Vec<FieldProblem>) -> RecoverVouchPage {
    RecoverVouchPage {
        frame: frame(&desk.state, &desk.visit, desk.language, problems),
        action_url: here(&desk.state, &vouch_path(id)),
        username: open.username,
        reason: open.reason,
        opened: open.opened_at,
        verdict: open.verdict.as_str().to_owned(),
    }
}
