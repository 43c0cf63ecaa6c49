//! A forgotten password: asking for a link, and choosing a new one.

use super::{TypedFactor, ceremony};
use crate::account::form::{self, typed};
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::links::LinkKind;
use domain::urls::segment;
use serde::Deserialize;
use service::password_reset::{self, OpenReset, Proof, ResetRefused};
use service::sessions::FactorProof;
use std::sync::Arc;
use templates::Language;
use templates::context::{EntryNotice, EntryNoticePage, NewPasswordPage, ResetRequestPage};
use web::{Problem, Reader, Visit};

const PATH: &str = "/account/reset/";

/// What the form that asks for a link sends: a user name or an address.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    username: String,
}

/// `GET /account/reset/`.
pub(super) async fn form_page(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let page = ResetRequestPage {
        layout: form::layout(&state, &visit, reader.0),
        form: form::form(&state, &visit, PATH, None),
        username: String::new(),
    };
    answer::page(state.frame.templates().reset_request(&page))
}

/// `POST /account/reset/`: one answer, whatever was typed.
pub(super) async fn request(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let Typed { username } = typed(sent)?;
    let (ctx, visitor) = (Arc::clone(&state.ctx), visit.visitor().clone());
    service::detached(async move { password_reset::request(&ctx, &visitor, &username).await }).await??;
    notice(&state, &visit, reader.0, EntryNotice::ResetMailed)
}

/// `GET /account/reset-password/<secret>`.
pub(super) async fn new_password_page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let open = password_reset::open(&state.ctx, &secret).await?;
    let page = page(&state, &visit, reader.0, &secret, open);
    answer::page(state.frame.templates().new_password(&page))
}

/// `POST /account/reset-password/<secret>`: sets the password; nobody is signed in by it.
pub(super) async fn new_password(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<TypedFactor>, FormRejection>,
) -> Result<Response, Problem> {
    let sent = typed(sent)?;
    let open = password_reset::open(&state.ctx, &secret).await?;
    let proof = proof(&sent, &open);
    let field = sent.field(false);
    let (ctx, visitor, used, password) =
        (Arc::clone(&state.ctx), visit.visitor().clone(), secret.clone(), sent.password);
    let done =
        service::detached(
            async move { password_reset::complete(&ctx, &visitor, &used, &password, proof.as_ref()).await },
        );
    let refusal = match done.await? {
        Ok(()) => return notice(&state, &visit, reader.0, EntryNotice::PasswordSet),
        Err(failure) => form::shown(failure)?,
    };
    let field_of = |refusal: &ResetRefused| match refusal {
        ResetRefused::Password(_) => Some("password"),
        ResetRefused::Factor(_) | ResetRefused::Recovery(_) => field,
        ResetRefused::FactorMissing | ResetRefused::Limit(_) | ResetRefused::Link(_) => None,
    };
    let mut page = page(&state, &visit, reader.0, &secret, open);
    let (status, problems) = form::problems(&[refusal], field_of, reader.0);
    page.form.problems = problems;
    answer::with_status(status, state.frame.templates().new_password(&page))
}

/// `POST /account/reset-password/<secret>/key`: the challenge for a security key, as JSON.
pub(super) async fn key(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
) -> Result<Response, Problem> {
    Ok(ceremony(password_reset::begin_security_key(&state.ctx, &secret).await?))
}

/// What was shown beside the password, where anything is asked for.
fn proof(sent: &TypedFactor, open: &OpenReset) -> Option<Proof> {
    let is_empty = sent.code.trim().is_empty() && sent.ceremony.is_empty();
    if is_empty || !open.asks_factor() {
        return None;
    }
    Some(match sent.proof() {
        FactorProof::Totp(code) => Proof::Totp(code),
        FactorProof::RecoveryCode(code) => Proof::RecoveryCode(code),
        FactorProof::SecurityKey { ceremony, answer } => Proof::SecurityKey { ceremony, answer },
    })
}

fn page(state: &SiteState, visit: &Visit, language: Language, secret: &str, open: OpenReset) -> NewPasswordPage {
    let path = format!("{}{}", LinkKind::ResetPassword.path(), segment(secret));
    NewPasswordPage {
        layout: form::layout(state, visit, language),
        form: form::form(state, visit, &path, None),
        asks_code: open.asks_factor(),
        key_begin_url: open.asks_security_key.then(|| form::here(state, &format!("{path}/key"))),
        username: open.username,
    }
}

fn notice(state: &SiteState, visit: &Visit, language: Language, notice: EntryNotice) -> Result<Response, Problem> {
    let page = EntryNoticePage { layout: form::layout(state, visit, language), notice, address: String::new() };
    answer::page(state.frame.templates().entry_notice(&page))
}
