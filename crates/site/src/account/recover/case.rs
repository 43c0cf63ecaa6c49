//! The requester's own page, behind the link of the request.

use super::{frame, policy_url, standing};
use crate::account::form::{self, here, see_other, typed};
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::recovery_cases::RecoveryLinkKind;
use domain::urls::segment;
use domain::{Failure, Refusal as _};
use serde::Deserialize;
use service::recovery_cases::{self, RecoveryCaseRefused, Request};
use std::sync::Arc;
use templates::Language;
use templates::context::FieldProblem;
use templates::context::recovery_cases::RecoverCasePage;
use web::{Problem, Reader, Visit, error};

/// What the forms of the page send.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    repository: String,
    #[serde(default)]
    voucher: String,
}

/// A form of the page as it arrived.
type Sent = Result<Form<Typed>, FormRejection>;

/// `GET /account/recover/case/<secret>/`: uses nothing up, so that scanners of mails do no harm.
pub(super) async fn page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let page = shown(&state, &visit, reader.0, &secret, Vec::new()).await?;
    answer::page(state.frame.templates().manage(&page))
}

/// `POST /account/recover/case/<secret>/`: opens the case.
pub(super) async fn open(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let (ctx, visitor, used) = (Arc::clone(&state.ctx), visit.visitor().clone(), secret.clone());
    let done = service::detached(async move { recovery_cases::open(&ctx, &visitor, &used).await.map(drop) }).await?;
    answered(&state, &visit, reader.0, &secret, done, None).await
}

/// `POST /account/recover/case/<secret>/repository/`.
pub(super) async fn name_repository(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
    sent: Sent,
) -> Result<Response, Problem> {
    let Typed { repository, .. } = typed(sent)?;
    let (ctx, visitor, used) = (Arc::clone(&state.ctx), visit.visitor().clone(), secret.clone());
    let done =
        service::detached(async move { recovery_cases::name_repository(&ctx, &visitor, &used, &repository).await })
            .await?;
    answered(&state, &visit, reader.0, &secret, done, Some("repository")).await
}

/// `POST /account/recover/case/<secret>/voucher/`.
pub(super) async fn name_voucher(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
    sent: Sent,
) -> Result<Response, Problem> {
    let Typed { voucher, .. } = typed(sent)?;
    let (ctx, visitor, used) = (Arc::clone(&state.ctx), visit.visitor().clone(), secret.clone());
    let done =
        service::detached(async move { recovery_cases::name_voucher(&ctx, &visitor, &used, &voucher).await }).await?;
    answered(&state, &visit, reader.0, &secret, done, Some("voucher")).await
}

/// Back to the page, or the page with what was refused.
async fn answered(
    state: &SiteState,
    visit: &Visit,
    language: Language,
    secret: &str,
    done: Result<(), Failure<RecoveryCaseRefused>>,
    field: Option<&str>,
) -> Result<Response, Problem> {
    let refusal = match done {
        Ok(()) => return see_other(state, &path(secret)),
        Err(failure) => form::shown(failure)?,
    };
    // A case that ended meanwhile is no fault of the field.
    let field = field.filter(|_| !matches!(refusal, RecoveryCaseRefused::Act(_)));
    let problem = form::problem(&refusal, field, language);
    let page = shown(state, visit, language, secret, vec![problem]).await?;
    answer::with_status(error::status(refusal.kind()), state.frame.templates().manage(&page))
}

async fn shown(
    state: &SiteState,
    visit: &Visit,
    language: Language,
    secret: &str,
    problems: Vec<FieldProblem>,
) -> Result<RecoverCasePage, Problem> {
    let (username, standing) = match recovery_cases::look(&state.ctx, secret).await? {
        Request::Asked { username } => (username, None),
        Request::Opened(view) => (view.case.username.clone(), Some(standing(&view))),
    };
    Ok(RecoverCasePage {
        frame: frame(state, visit, language, problems),
        page_url: here(state, &path(secret)),
        policy_url: policy_url(state),
        username,
        standing,
    })
}

fn path(secret: &str) -> String {
    format!("{}{}/", RecoveryLinkKind::Request.path(), segment(secret))
}
