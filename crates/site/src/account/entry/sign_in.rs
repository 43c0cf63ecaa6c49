//! Signing in by user name and password, and signing out.

use super::opened;
use crate::account::form::{self, ACCOUNT_PATH, Next, see_other, typed};
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal as _;
use domain::urls::safe_return;
use serde::Deserialize;
use service::sessions::{Credentials, SignInRefused, Step, begin, end};
use service::two_factor::webauthn;
use std::sync::Arc;
use templates::Language;
use templates::context::{CeremonyForm, SignInPage};
use web::session::SIGN_IN_PATH;
use web::{Problem, Reader, Visit, error};

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /account/sign-in/`.
pub(super) async fn form_page(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    next: Result<Query<Next>, QueryRejection>,
) -> Result<Response, Problem> {
    let next = next.ok().and_then(|Query(next)| next.path());
    if visit.signed_in().is_some() {
        return see_other(&state, next.as_deref().unwrap_or(ACCOUNT_PATH));
    }
    answer::page(state.frame.templates().sign_in(&page(&state, &visit, reader.0, next.as_deref())))
}

/// `POST /account/sign-in/`: opens the session, or leads to what comes next.
pub(super) async fn sign_in(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let Typed { username, password, next } = typed(sent)?;
    let next = safe_return(&next);
    let credentials = Credentials { username: username.clone(), password, return_to: next.clone() };
    let (ctx, browser) = (Arc::clone(&state.ctx), visit.browser());
    let begun = service::detached(async move { begin(&ctx, &browser, credentials).await }).await?;
    match begun {
        Ok(step) => go_on(&state, &visit, &step),
        Err(failure) => {
            let refusal = form::shown(failure)?;
            let page = SignInPage { username, ..page(&state, &visit, reader.0, next.as_deref()) };
            again(&state, page, &refusal)
        }
    }
}

/// `POST /account/sign-out/`: the session is over at once, here and on the server.
pub(super) async fn sign_out(State(state): State<Arc<SiteState>>, visit: Visit) -> Result<Response, Problem> {
    if let Some(signed_in) = visit.signed_in() {
        end(&state.ctx, visit.visitor(), &signed_in.bearer).await?;
    }
    let mut response = see_other(&state, "/")?;
    visit.signed_out(&mut response);
    Ok(response)
}

/// Leads on after the password or the second factor.
pub(super) fn go_on(state: &SiteState, visit: &Visit, step: &Step) -> Result<Response, Problem> {
    let (path, secret) = match step {
        Step::Opened(session) => return opened(state, visit, session),
        Step::Factor { secret } => ("/account/sign-in/factor/", secret),
        Step::Device { secret } => ("/account/sign-in/device/", secret),
    };
    let mut response = see_other(state, path)?;
    visit.waits(&mut response, secret);
    Ok(response)
}

/// The first page of a sign-in again, after one that is over.
pub(super) fn begin_anew(
    state: &SiteState,
    visit: &Visit,
    language: Language,
    refusal: &SignInRefused,
) -> Result<Response, Problem> {
    again(state, page(state, visit, language, None), refusal)
}

fn again(state: &SiteState, mut page: SignInPage, refusal: &SignInRefused) -> Result<Response, Problem> {
    page.form.problems = vec![form::problem(refusal, None, page.layout.language)];
    answer::with_status(error::status(refusal.kind()), state.frame.templates().sign_in(&page))
}

fn page(state: &SiteState, visit: &Visit, language: Language, next: Option<&str>) -> SignInPage {
    let passkey = webauthn::require_on(&state.ctx).is_ok().then(|| CeremonyForm {
        begin_url: form::here(state, "/account/passkey/begin"),
        form: form::form(state, visit, "/account/passkey/finish", next),
    });
    SignInPage {
        layout: form::layout(state, visit, language),
        form: form::form(state, visit, SIGN_IN_PATH, next),
        username: String::new(),
        passkey,
    }
}
