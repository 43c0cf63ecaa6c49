//! Stepping up: somebody who is signed in shows again who it is.

use super::{TypedFactor, ceremony};
use crate::account::form::{self, ACCOUNT_PATH, Next, see_other, typed};
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal as _;
use domain::mandate::{Gate, Remedy};
use domain::permission::Outlook;
use domain::sessions::has_stepped_up;
use domain::urls::safe_return;
use serde::Deserialize;
use service::sessions::{self, SignedInAs, StepUpProof, StepUpRefused};
use service::two_factor::webauthn::begin_authentication;
use std::sync::Arc;
use templates::Language;
use templates::context::{FactorPage, FactorPurpose};
use web::session::{SIGN_IN_PATH, STEP_UP_PATH, mandate};
use web::{Problem, Reader, SignedIn, Visit, error};

/// The gate for which it is asked, from the query of the page.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    gate: String,
}

/// `GET /account/step-up/`.
pub(super) async fn form_page(
    State(state): State<Arc<SiteState>>,
    SignedIn(signed_in): SignedIn,
    visit: Visit,
    reader: Reader,
    next: Result<Query<Next>, QueryRejection>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let next = next.ok().and_then(|Query(next)| next.path());
    // A mandate may ask for more than was shown a moment ago.
    let gate = asked.ok().and_then(|Query(asked)| Gate::from_stored(&asked.gate));
    let is_asked = |line: &&Outlook| Some(line.why.gate) == gate && line.denied.is_some_and(Remedy::is_step_up);
    if let Some(line) = visit.outlook().iter().find(is_asked) {
        let mut page = page(&state, &visit, reader.0, &signed_in, next.as_deref()).await?;
        page.asks_totp &= line.denied != Some(Remedy::StepUpByKey);
        page.notice = Some(mandate::notice(&state.ctx, line, &[line.why.gate], next.as_deref()));
        return answer::page(state.frame.templates().factor(&page));
    }
    if has_stepped_up(state.ctx.now(), &signed_in.bearer, signed_in.has_factor) {
        return see_other(&state, next.as_deref().unwrap_or(ACCOUNT_PATH));
    }
    let page = page(&state, &visit, reader.0, &signed_in, next.as_deref()).await?;
    answer::page(state.frame.templates().factor(&page))
}

/// `POST /account/step-up/`: the session gets a new secret.
pub(super) async fn step_up(
    State(state): State<Arc<SiteState>>,
    SignedIn(signed_in): SignedIn,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<TypedFactor>, FormRejection>,
) -> Result<Response, Problem> {
    let sent = typed(sent)?;
    let next = safe_return(&sent.next);
    let by_password = !sent.password.is_empty() || !signed_in.has_factor;
    let proof = match by_password {
        true => StepUpProof::Password(sent.password.clone()),
        false => StepUpProof::Factor(sent.proof()),
    };
    let (ctx, browser, bearer) = (Arc::clone(&state.ctx), visit.browser(), signed_in.bearer.clone());
    let shown = service::detached(async move { sessions::step_up(&ctx, &browser, &bearer, &proof).await });
    let refusal = match shown.await? {
        Ok(secret) => {
            let mut response = see_other(&state, next.as_deref().unwrap_or(ACCOUNT_PATH))?;
            visit.stepped_up(&mut response, &secret);
            return Ok(response);
        }
        Err(failure) => form::shown(failure)?,
    };
    if matches!(refusal, StepUpRefused::Ended) {
        return see_other(&state, SIGN_IN_PATH);
    }
    let mut page = page(&state, &visit, reader.0, &signed_in, next.as_deref()).await?;
    let field = match by_password {
        true => Some("password").filter(|_| page.asks_password),
        false => sent.field(page.asks_totp),
    };
    page.form.problems = vec![form::problem(&refusal, field, reader.0)];
    answer::with_status(error::status(refusal.kind()), state.frame.templates().factor(&page))
}

/// `POST /account/step-up/key`: the challenge for a security key, as JSON.
pub(super) async fn key(
    State(state): State<Arc<SiteState>>,
    SignedIn(signed_in): SignedIn,
) -> Result<Response, Problem> {
    Ok(ceremony(begin_authentication(&state.ctx, signed_in.bearer.account).await?))
}

async fn page(
    state: &SiteState,
    visit: &Visit,
    language: Language,
    signed_in: &SignedInAs,
    next: Option<&str>,
) -> anyhow::Result<FactorPage> {
    let standing = store::two_factor::standing(&mut state.ctx.db.read().await?, signed_in.bearer.account).await?;
    Ok(FactorPage {
        layout: form::layout(state, visit, language),
        form: form::form(state, visit, STEP_UP_PATH, next),
        purpose: FactorPurpose::StepUp,
        asks_password: !standing.is_required(),
        asks_totp: 0 < standing.active_totp,
        notice: None,
        key_begin_url: (0 < standing.active_webauthn).then(|| form::here(state, "/account/step-up/key")),
    })
}
