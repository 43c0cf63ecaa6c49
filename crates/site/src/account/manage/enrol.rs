//! Adding a second factor: an authenticator, a security key or a passkey.

use super::desk::{Away, Desk, Guarded};
use super::factors;
use crate::account::form::typed;
use crate::qr;
use axum::extract::Query;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::response::{IntoResponse as _, Response};
use axum::{Form, Json};
use domain::two_factor::FactorKind;
use domain::{Failure, Refusal as _};
use serde::Deserialize;
use serde_json::json;
use service::two_factor::totp::pending_totp;
use service::two_factor::{Enrolled, PendingTotp, TwoFactorRefused, begin_totp, finish_totp, webauthn};
use std::sync::Arc;
use templates::context::SecondFactor;
use templates::context::manage::{Done, KeyAddPage, ManageFrame, Tab, TotpAddPage};
use web::Problem;

const TOTP_PATH: &str = "/account/two-factor/totp/add/";

/// What the forms send.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    ceremony: String,
    #[serde(default)]
    answer: String,
}

/// Which kind of key, from the query of a page.
#[derive(Deserialize)]
pub(super) struct Asked {
    kind: String,
}

type Kind = Result<Query<Asked>, QueryRejection>;

/// `GET /account/two-factor/totp/add/`: shows the secret that waits, or a new one.
pub(super) async fn totp_form(Guarded(desk): Guarded) -> Result<Response, Away> {
    let pending = secret(&desk).await?;
    desk.page(&totp_page(&desk, pending, String::new()))
}

/// `POST /account/two-factor/totp/add/`: the first code proves the secret.
pub(super) async fn totp(Guarded(desk): Guarded, sent: Result<Form<Typed>, FormRejection>) -> Result<Response, Away> {
    let Typed { name, code, .. } = typed(sent)?;
    let ((ctx, actor, visitor), new_name) = (desk.parties(), name.clone());
    let act = async move { finish_totp(&ctx, &actor, &visitor, &new_name, &code).await };
    match desk.act(&desk.carrying(TOTP_PATH), act).await? {
        Ok(enrolled) => enrolled_page(&desk, &enrolled),
        Err(refusal) => {
            let field = match &refusal {
                TwoFactorRefused::Name(_) | TwoFactorRefused::NameTaken { .. } => Some("name"),
                TwoFactorRefused::TotpNotBegun | TwoFactorRefused::TooMany => None,
                _ => Some("code"),
            };
            let problems = vec![desk.problem(&refusal, field)];
            let mut page = totp_page(&desk, secret(&desk).await?, name);
            page.frame = ManageFrame { problems, ..page.frame };
            desk.page_refused(refusal.kind(), &page)
        }
    }
}

/// `GET /account/two-factor/keys/add/?kind=…`.
pub(super) async fn key_form(Guarded(desk): Guarded, asked: Kind) -> Result<Response, Away> {
    let kind = kind(asked)?;
    webauthn::require_on(desk.ctx()).map_err(Problem::from)?;
    desk.page(&key_page(&desk, kind, String::new()))
}

/// `POST /account/two-factor/keys/begin/?kind=…`: the challenge, as JSON.
pub(super) async fn key_begin(desk: Desk, asked: Kind) -> Result<Response, Away> {
    let kind = kind(asked)?;
    let (ctx, actor) = (Arc::clone(&desk.state.ctx), desk.actor());
    let begun = service::detached(async move { webauthn::begin_registration(&ctx, &actor, kind).await }).await?;
    let begun = begun.map_err(Problem::from)?;
    Ok(Json(json!({ "ceremony": begun.ceremony, "options": begun.options })).into_response())
}

/// `POST /account/two-factor/keys/add/?kind=…`: the browser's answer.
pub(super) async fn key(
    Guarded(desk): Guarded,
    asked: Kind,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Away> {
    let kind = kind(asked)?;
    let Typed { name, ceremony, answer, .. } = typed(sent)?;
    let ((ctx, actor, visitor), new_name) = (desk.parties(), name.clone());
    let act =
        async move { webauthn::finish_registration(&ctx, &actor, &visitor, kind, &ceremony, &new_name, &answer).await };
    match desk.act(&desk.carrying(&key_path(kind)), act).await? {
        Ok(enrolled) => enrolled_page(&desk, &enrolled),
        Err(refusal) => {
            let is_of_the_name = matches!(refusal, TwoFactorRefused::Name(_) | TwoFactorRefused::NameTaken { .. });
            let problems = vec![desk.problem(&refusal, is_of_the_name.then_some("name"))];
            let mut page = key_page(&desk, kind, name);
            page.frame = ManageFrame { problems, ..page.frame };
            desk.page_refused(refusal.kind(), &page)
        }
    }
}

/// A factor that waits for a burned code leads to where one is burned.
fn enrolled_page(desk: &Desk, enrolled: &Enrolled) -> Result<Response, Away> {
    let session = enrolled.session.as_ref();
    match (enrolled.is_active, desk.next()) {
        (true, Some(next)) => desk.go_on(next, session),
        (true, None) => desk.done_in(factors::PATH, Done::FactorAdded, session),
        (false, _) => desk.done_in(&desk.carrying(super::recovery::PATH), Done::FactorAdded, session),
    }
}

/// The secret that waits for its first code; a page that is loaded again shows the same.
async fn secret(desk: &Desk) -> Result<PendingTotp, Away> {
    match pending_totp(desk.ctx(), &desk.actor()).await {
        Err(Failure::Refused(TwoFactorRefused::TotpNotBegun)) => {}
        waiting => return Ok(waiting.map_err(Problem::from)?),
    }
    let (ctx, actor) = (Arc::clone(&desk.state.ctx), desk.actor());
    let begun = service::detached(async move { begin_totp(&ctx, &actor).await }).await?;
    Ok(begun.map_err(Problem::from)?)
}

fn totp_page(desk: &Desk, pending: PendingTotp, name: String) -> TotpAddPage {
    let second_factor = SecondFactor {
        secret: pending.secret,
        qr_data_url: qr::data_url(&pending.otpauth_uri),
        otpauth_uri: pending.otpauth_uri,
    };
    TotpAddPage { frame: desk.frame(Tab::TwoFactor), second_factor, name }
}

fn key_page(desk: &Desk, kind: FactorKind, name: String) -> KeyAddPage {
    KeyAddPage { frame: desk.frame(Tab::TwoFactor), is_passkey: kind == FactorKind::Passkey, name }
}

fn key_path(kind: FactorKind) -> String {
    format!("/account/two-factor/keys/add/?kind={}", kind.as_str())
}

fn kind(asked: Kind) -> Result<FactorKind, Problem> {
    let Query(asked) = asked.map_err(|_| Problem::not_found())?;
    match FactorKind::from_stored(&asked.kind) {
        Some(kind @ (FactorKind::SecurityKey | FactorKind::Passkey)) => Ok(kind),
        Some(FactorKind::Totp) | None => Err(Problem::not_found()),
    }
}
