//! Taking everything along, leaving, and staying after all.

use super::desk::{Away, Desk, Guarded};
use super::refusal::FormRefused;
use crate::account::form::{self, here, typed};
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer};
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse as _, Response};
use axum::{Form, Json};
use domain::{Kind, Refusal as _};
use http::{HeaderValue, header};
use serde::Deserialize;
use service::{deletion, export as exporting};
use std::sync::Arc;
use templates::Language;
use templates::context::FieldProblem;
use templates::context::manage::{DeletionPage, Done, ExportPage, ManageFrame, Tab, UndoDeletionPage};
use web::{Problem, Reader, Visit};

const EXPORT_PATH: &str = "/account/export/";
const PATH: &str = "/account/delete/";

/// What the form of the deletion sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    username: String,
}

/// `GET /account/export/`.
pub(super) async fn export_page(Guarded(desk): Guarded) -> Result<Response, Away> {
    desk.page(&ExportPage { frame: desk.frame(Tab::Export) })
}

/// `POST /account/export/`: a download, and an entry of the log.
pub(super) async fn export(Guarded(desk): Guarded) -> Result<Response, Away> {
    let (ctx, actor, visitor) = desk.parties();
    let exported = desk.act(EXPORT_PATH, async move { exporting::export(&ctx, &actor, &visitor).await }).await?;
    let object = exported.map_err(|refusal| Problem::refused(&refusal))?;
    let name = format!("attachment; filename=\"account-{}.json\"", desk.who.username);
    let name = HeaderValue::try_from(name).map_err(anyhow::Error::from)?;
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(object)).into_response())
}

/// `GET /account/delete/`.
pub(super) async fn deletion_form(Guarded(desk): Guarded) -> Result<Response, Away> {
    let page = page(&desk, Vec::new()).await?;
    desk.page(&page)
}

/// `POST /account/delete/`: the account goes in seven days.
pub(super) async fn delete(Guarded(desk): Guarded, sent: Result<Form<Typed>, FormRejection>) -> Result<Response, Away> {
    let Typed { username } = typed(sent)?;
    if username.trim() != desk.who.username {
        let problem = desk.problem(&FormRefused::OtherUsername, Some("username"));
        return desk.page_refused(Kind::Invalid, &page(&desk, vec![problem]).await?);
    }
    let (ctx, actor, visitor) = desk.parties();
    match desk.act(PATH, async move { deletion::schedule(&ctx, &actor, &visitor).await }).await? {
        Ok(_) => Ok(form::see_other(&desk.state, PATH)?),
        Err(refusal) => {
            let problem = desk.problem(&refusal, None);
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]).await?)
        }
    }
}

/// `POST /account/delete/cancel/`: the account stays.
pub(super) async fn cancel(Guarded(desk): Guarded) -> Result<Response, Away> {
    let (ctx, actor, visitor) = desk.parties();
    match desk.act(PATH, async move { deletion::cancel(&ctx, &actor, &visitor).await }).await? {
        Ok(()) => desk.done(PATH, Done::AccountKept),
        Err(refusal) => {
            let problem = desk.problem(&refusal, None);
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]).await?)
        }
    }
}

/// `GET /account/undo-deletion/<secret>`: a button, which a scanner of mails does not press.
pub(super) async fn undo_page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let open = deletion::open(&state.ctx, &secret).await?;
    let page = UndoDeletionPage {
        frame: frame(&state, &visit, reader.0),
        action_url: here(&state, &format!("/account/undo-deletion/{}", domain::urls::segment(&secret))),
        username: open.username,
        until: Some(open.at),
    };
    answer::page(state.frame.templates().manage(&page))
}

/// `POST /account/undo-deletion/<secret>`: the account stays.
pub(super) async fn undo(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let username = deletion::open(&state.ctx, &secret).await?.username;
    let (ctx, visitor) = (Arc::clone(&state.ctx), visit.visitor().clone());
    service::detached(async move { deletion::undo(&ctx, &visitor, &secret).await }).await??;
    let page =
        UndoDeletionPage { frame: frame(&state, &visit, reader.0), action_url: String::new(), username, until: None };
    answer::page(state.frame.templates().manage(&page))
}

/// The frame of a page that nobody has to be signed in for.
fn frame(state: &SiteState, visit: &Visit, language: Language) -> ManageFrame {
    ManageFrame {
        layout: form::layout(state, visit, language),
        account_path: here(state, form::ACCOUNT_PATH),
        projects_path: here(state, super::desk::PROJECTS_PATH),
        csrf_token: visit.csrf_token(),
        tab: Tab::Delete,
        done: None,
        problems: Vec::new(),
        notice: None,
        carried: String::new(),
        carried_more: String::new(),
    }
}

async fn page(desk: &Desk, problems: Vec<FieldProblem>) -> anyhow::Result<DeletionPage> {
    let scheduled = store::deletion::scheduled(&mut desk.ctx().db.read().await?, desk.account()).await?;
    Ok(DeletionPage {
        frame: ManageFrame { problems, ..desk.frame(Tab::Delete) },
        username: desk.who.username.clone(),
        scheduled,
    })
}
