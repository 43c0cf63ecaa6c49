//! The second factor of a sign-in.

use super::sign_in::{begin_anew, go_on};
use super::{TypedFactor, ceremony};
use crate::account::form::{self, see_other, typed};
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal as _;
use domain::ids::AccountId;
use service::sessions::{self, SignInRefused};
use service::two_factor::webauthn::begin_authentication;
use std::sync::Arc;
use store::sessions::sign_ins::Stage;
use templates::Language;
use templates::context::{FactorPage, FactorPurpose};
use web::session::SIGN_IN_PATH;
use web::{Problem, Reader, Visit, error};

const PATH: &str = "/account/sign-in/factor/";

/// `GET /account/sign-in/factor/`.
pub(super) async fn form_page(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let Some(account) = waiting(&state, &visit).await? else {
        return see_other(&state, SIGN_IN_PATH);
    };
    let page = page(&state, &visit, reader.0, account).await?;
    answer::page(state.frame.templates().factor(&page))
}

/// `POST /account/sign-in/factor/`: a code, a recovery code, or the answer of a key.
pub(super) async fn factor(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<TypedFactor>, FormRejection>,
) -> Result<Response, Problem> {
    let sent = typed(sent)?;
    let Some(account) = waiting(&state, &visit).await? else {
        return begin_anew(&state, &visit, reader.0, &SignInRefused::Over);
    };
    let secret = visit.sign_in().unwrap_or_default().to_owned();
    let (ctx, browser, proof) = (Arc::clone(&state.ctx), visit.browser(), sent.proof());
    let remember = !sent.remember.is_empty();
    let shown =
        service::detached(async move { sessions::second_factor(&ctx, &browser, &secret, &proof, remember).await });
    let refusal = match shown.await? {
        Ok(step) => return go_on(&state, &visit, &step),
        Err(failure) => form::shown(failure)?,
    };
    if matches!(refusal, SignInRefused::Over) {
        return begin_anew(&state, &visit, reader.0, &refusal);
    }
    let mut page = page(&state, &visit, reader.0, account).await?;
    page.form.problems = vec![form::problem(&refusal, sent.field(page.asks_totp), reader.0)];
    answer::with_status(error::status(refusal.kind()), state.frame.templates().factor(&page))
}

/// `POST /account/sign-in/factor/key`: the challenge for a security key, as JSON.
pub(super) async fn key(State(state): State<Arc<SiteState>>, visit: Visit) -> Result<Response, Problem> {
    let account = waiting(&state, &visit).await?.ok_or_else(|| Problem::refused(&SignInRefused::Over))?;
    Ok(ceremony(begin_authentication(&state.ctx, account).await?))
}

/// The account whose sign-in in this browser waits for a second factor.
async fn waiting(state: &SiteState, visit: &Visit) -> anyhow::Result<Option<AccountId>> {
    let Some(secret) = visit.sign_in() else {
        return Ok(None);
    };
    let waiting = sessions::waiting(&state.ctx, secret).await?;
    Ok(waiting.filter(|waiting| waiting.stage == Stage::Factor).map(|waiting| waiting.account))
}

async fn page(state: &SiteState, visit: &Visit, language: Language, account: AccountId) -> anyhow::Result<FactorPage> {
    let standing = store::two_factor::standing(&mut state.ctx.db.read().await?, account).await?;
    Ok(FactorPage {
        layout: form::layout(state, visit, language),
        form: form::form(state, visit, PATH, None),
        purpose: FactorPurpose::SignIn,
        asks_password: false,
        asks_totp: 0 < standing.active_totp,
        notice: None,
        key_begin_url: (0 < standing.active_webauthn).then(|| form::here(state, "/account/sign-in/factor/key")),
    })
}
