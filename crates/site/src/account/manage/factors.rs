//! The page of the second factors, and their names.

use super::desk::{Away, Desk, Guarded};
use crate::account::form::{here, typed};
use axum::Form;
use axum::extract::Path;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal as _;
use serde::Deserialize;
use service::two_factor::{self, TwoFactorRefused, webauthn};
use store::two_factor::FactorLine;
use templates::context::FieldProblem;
use templates::context::manage::{
    ConfirmPage, Confirmed, Done, FactorRow, ManageFrame, RenamePage, Tab, TwoFactorPage,
};
use uuid::Uuid;
use web::Problem;

pub(super) const PATH: &str = "/account/two-factor/";

/// What the form of a name sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    name: String,
}

/// `GET /account/two-factor/`.
pub(super) async fn list(Guarded(desk): Guarded) -> Result<Response, Away> {
    let page = page(&desk, Vec::new()).await?;
    desk.page(&page)
}

/// `GET /account/two-factor/<id>/rename/`.
pub(super) async fn rename_form(Guarded(desk): Guarded, Path(id): Path<String>) -> Result<Response, Away> {
    let line = line(&desk, &id).await?;
    let page = RenamePage { frame: desk.frame(Tab::TwoFactor), id, former_name: line.name.clone(), name: line.name };
    desk.page(&page)
}

/// `POST /account/two-factor/<id>/rename/`.
pub(super) async fn rename(
    Guarded(desk): Guarded,
    Path(id): Path<String>,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Away> {
    let Typed { name } = typed(sent)?;
    let line = line(&desk, &id).await?;
    let ((ctx, actor, visitor), new_name) = (desk.parties(), name.clone());
    let act = async move { two_factor::rename(&ctx, &actor, &visitor, line.id, &new_name).await };
    match desk.act(PATH, act).await? {
        Ok(()) => desk.done(PATH, Done::FactorRenamed),
        Err(refusal) => {
            let problems = vec![desk.problem(&refusal, Some("name"))];
            let frame = ManageFrame { problems, ..desk.frame(Tab::TwoFactor) };
            desk.page_refused(refusal.kind(), &RenamePage { frame, id, former_name: line.name, name })
        }
    }
}

/// `GET /account/two-factor/<id>/remove/`: asks once more.
pub(super) async fn ask_remove(Guarded(desk): Guarded, Path(id): Path<String>) -> Result<Response, Away> {
    let line = line(&desk, &id).await?;
    let page = ConfirmPage {
        frame: desk.frame(Tab::TwoFactor),
        what: Confirmed::RemoveFactor,
        subject: line.name,
        action_url: here(&desk.state, &format!("{PATH}{}/remove/", line.id)),
        email: None,
        back_url: here(&desk.state, PATH),
    };
    desk.page(&page)
}

/// `POST /account/two-factor/<id>/remove/`.
pub(super) async fn remove(Guarded(desk): Guarded, Path(id): Path<String>) -> Result<Response, Away> {
    let id = line(&desk, &id).await?.id;
    let (ctx, actor, visitor) = desk.parties();
    let removed: Result<(), TwoFactorRefused> =
        desk.act(PATH, async move { two_factor::remove(&ctx, &actor, &visitor, id).await }).await?;
    match removed {
        Ok(()) => desk.done(PATH, Done::FactorRemoved),
        Err(refusal) => {
            let problem = desk.problem(&refusal, None);
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]).await?)
        }
    }
}

/// The factor of an address, if it is one's own.
async fn line(desk: &Desk, id: &str) -> Result<FactorLine, Away> {
    let id: Uuid = id.parse().map_err(|_| Problem::not_found())?;
    let lines = store::two_factor::list(&mut desk.ctx().db.read().await?, desk.account()).await?;
    Ok(lines.into_iter().find(|line| line.id == id).ok_or_else(Problem::not_found)?)
}

async fn page(desk: &Desk, problems: Vec<FieldProblem>) -> anyhow::Result<TwoFactorPage> {
    let mut read = desk.ctx().db.read().await?;
    let standing = store::two_factor::standing(&mut read, desk.account()).await?;
    let lines = store::two_factor::list(&mut read, desk.account()).await?;
    let models = &desk.ctx().settings.fido_models;
    let row = |line: FactorLine| FactorRow {
        id: line.id.to_string(),
        kind: line.kind.as_str().to_owned(),
        model: line.aaguid.and_then(|aaguid| models.model(aaguid)).map(str::to_owned),
        is_active: line.active_at.is_some(),
        is_suspended: line.suspended_at.is_some(),
        created: line.created_at,
        last_used: line.last_used_at,
        name: line.name,
    };
    Ok(TwoFactorPage {
        frame: ManageFrame { problems, ..desk.frame(Tab::TwoFactor) },
        factors: lines.into_iter().map(row).collect(),
        has_codes: 0 < standing.codes_left,
        has_burned: 0 < standing.codes_burned,
        takes_keys: webauthn::require_on(desk.ctx()).is_ok(),
    })
}
