//! Asking to be let in: one answer, whatever was typed.

use super::{frame, policy_url};
use crate::account::form::{self, here, typed};
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal as _;
use serde::Deserialize;
use service::recovery_cases::{self, NewRequest, RecoveryCaseRefused};
use std::sync::Arc;
use templates::Language;
use templates::context::recovery_cases::RecoverRequestPage;
use web::{Problem, Reader, Visit, error};

const PATH: &str = "/account/recover/";

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    reason: String,
}

/// `GET /account/recover/`.
pub(super) async fn form_page(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let page = page(&state, &visit, reader.0, Typed::default());
    answer::page(state.frame.templates().manage(&page))
}

/// `POST /account/recover/`.
pub(super) async fn request(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let sent = typed(sent)?;
    let new = NewRequest {
        username: sent.username.clone(),
        contact: sent.contact.clone(),
        reason: sent.reason.clone(),
        language: reader.0,
    };
    let (ctx, visitor) = (Arc::clone(&state.ctx), visit.visitor().clone());
    let done = service::detached(async move { recovery_cases::request(&ctx, &visitor, &new).await });
    let refusal = match done.await? {
        Ok(()) => {
            let sent = RecoverRequestPage { is_sent: true, ..page(&state, &visit, reader.0, Typed::default()) };
            return answer::page(state.frame.templates().manage(&sent));
        }
        Err(failure) => form::shown(failure)?,
    };
    let field = match &refusal {
        RecoveryCaseRefused::Contact { .. } => Some("contact"),
        RecoveryCaseRefused::Text { .. } => Some("reason"),
        _ => None,
    };
    let mut page = page(&state, &visit, reader.0, sent);
    page.frame.problems = vec![form::problem(&refusal, field, reader.0)];
    answer::with_status(error::status(refusal.kind()), state.frame.templates().manage(&page))
}

fn page(state: &SiteState, visit: &Visit, language: Language, sent: Typed) -> RecoverRequestPage {
    RecoverRequestPage {
        frame: frame(state, visit, language, Vec::new()),
        action_url: here(state, PATH),
        policy_url: policy_url(state),
        is_sent: false,
        username: sent.username,
        contact: sent.contact,
        reason: sent.reason,
    }
}
