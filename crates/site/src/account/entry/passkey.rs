//! Signing in by a passkey, without a password.

use super::sign_in::begin_anew;
use super::{TypedFactor, ceremony, opened};
use crate::SiteState;
use crate::account::form::{self, typed};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use service::sessions::sign_in_by_passkey;
use service::two_factor::webauthn::begin_passkey;
use std::sync::Arc;
use web::{Problem, Reader, Visit};

/// `POST /account/passkey/begin`: the challenge, as JSON.
pub(super) async fn begin(State(state): State<Arc<SiteState>>, visit: Visit) -> Result<Response, Problem> {
    Ok(ceremony(begin_passkey(&state.ctx, visit.visitor()).await?))
}

/// `POST /account/passkey/finish`: the answer of the passkey tells whose it is.
pub(super) async fn finish(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<TypedFactor>, FormRejection>,
) -> Result<Response, Problem> {
    let TypedFactor { ceremony, answer, next, .. } = typed(sent)?;
    let (ctx, browser) = (Arc::clone(&state.ctx), visit.browser());
    let signed_in = service::detached(async move {
        let next = Some(next).filter(|next| !next.is_empty());
        sign_in_by_passkey(&ctx, &browser, &ceremony, &answer, next.as_deref()).await
    });
    match signed_in.await? {
        Ok(session) => opened(&state, &visit, &session),
        Err(failure) => begin_anew(&state, &visit, reader.0, &form::shown(failure)?),
    }
}
