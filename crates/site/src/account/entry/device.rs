//! An unknown device: the page that waits for the mail, and the page of its link.

use super::opened;
use super::sign_in::begin_anew;
use crate::account::form::{self, see_other, typed};
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal as _;
use domain::urls::segment;
use serde::Deserialize;
use service::sessions::{self, DeviceLink, SignInRefused};
use std::sync::Arc;
use store::sessions::sign_ins::Stage;
use templates::Language;
use templates::context::{DevicePage, EntryNotice, EntryNoticePage, LinkPurpose, MailedLinkPage};
use web::session::SIGN_IN_PATH;
use web::{Problem, Reader, Visit, error};

const PATH: &str = "/account/sign-in/device/";

/// What the forms of the page that waits send.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
    /// Filled in by the button for who was confirmed by an operator.
    #[serde(default)]
    resume: String,
}

/// `GET /account/sign-in/device/`.
pub(super) async fn form_page(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let waiting = sessions::waiting(&state.ctx, visit.sign_in().unwrap_or_default()).await?;
    if waiting.is_none_or(|waiting| waiting.stage != Stage::Device) {
        return see_other(&state, SIGN_IN_PATH);
    }
    answer::page(state.frame.templates().device(&page(&state, &visit, reader.0)))
}

/// `POST /account/sign-in/device/`: the code of the mail, or that an operator confirmed.
pub(super) async fn device(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let Typed { code, resume } = typed(sent)?;
    let secret = visit.sign_in().unwrap_or_default().to_owned();
    let (ctx, browser) = (Arc::clone(&state.ctx), visit.browser());
    let confirmed = service::detached(async move {
        match resume.is_empty() {
            true => sessions::confirm_by_code(&ctx, &browser, &secret, &code).await,
            false => sessions::resume(&ctx, &browser, &secret).await,
        }
    });
    let refusal = match confirmed.await? {
        Ok(session) => return opened(&state, &visit, &session),
        Err(failure) => form::shown(failure)?,
    };
    let field = match refusal {
        SignInRefused::DeviceCodeWrong { .. } => Some("code"),
        SignInRefused::DeviceNotConfirmed => None,
        _ => return begin_anew(&state, &visit, reader.0, &refusal),
    };
    let mut page = page(&state, &visit, reader.0);
    page.form.problems = vec![form::problem(&refusal, field, reader.0)];
    answer::with_status(error::status(refusal.kind()), state.frame.templates().device(&page))
}

/// `GET /account/confirm-device/<secret>`: a button, in the browser that asked.
pub(super) async fn link_page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    match sessions::look_at_device_link(&state.ctx, &secret, visit.sign_in()).await? {
        DeviceLink::NotOpen => Err(Problem::refused(&SignInRefused::DeviceLinkNotOpen)),
        DeviceLink::Elsewhere => {
            let notice = EntryNotice::DeviceElsewhere;
            let layout = form::layout(&state, &visit, reader.0);
            let page = EntryNoticePage { layout, notice, address: String::new() };
            answer::page(state.frame.templates().entry_notice(&page))
        }
        DeviceLink::Here => {
            let action = format!("/account/confirm-device/{}", segment(&secret));
            let page = MailedLinkPage {
                layout: form::layout(&state, &visit, reader.0),
                form: form::form(&state, &visit, &action, None),
                purpose: LinkPurpose::Device,
                username: String::new(),
                address: String::new(),
            };
            answer::page(state.frame.templates().mailed_link(&page))
        }
    }
}

/// `POST /account/confirm-device/<secret>`: opens the session.
pub(super) async fn link(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
) -> Result<Response, Problem> {
    let sign_in = visit.sign_in().map(str::to_owned);
    let (ctx, browser) = (Arc::clone(&state.ctx), visit.browser());
    let confirmed =
        service::detached(async move { sessions::confirm_by_link(&ctx, &browser, sign_in.as_deref(), &secret).await });
    opened(&state, &visit, &confirmed.await??)
}

fn page(state: &SiteState, visit: &Visit, language: Language) -> DevicePage {
    DevicePage { layout: form::layout(state, visit, language), form: form::form(state, visit, PATH, None) }
}
