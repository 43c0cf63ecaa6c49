//! Registering, with an invitation or without one.

use super::opened;
use crate::account::form::{self, ACCOUNT_PATH, see_other, typed};
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Failure;
use domain::accounts::{EmailAddress, Username};
use domain::links::LinkKind;
use domain::registration::RegistrationMode;
use domain::sessions::SignInMethod;
use domain::urls::segment;
use serde::Deserialize;
use service::registration::{self, NewRegistration, RegisterRefused, Registered, RegisteredAccount};
use service::sessions::open_after;
use std::sync::Arc;
use templates::Language;
use templates::context::{EntryNotice, EntryNoticePage, RegisterPage};
use web::{Problem, Reader, Visit};

const PATH: &str = "/account/register/";

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    /// Unseen by people; programs fill in every field.
    #[serde(default)]
    website: String,
}

/// `GET /account/register/`: the form, or how else one gets an account here.
pub(super) async fn form_page(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    if visit.signed_in().is_some() {
        return see_other(&state, ACCOUNT_PATH);
    }
    match registration::rule(&state.ctx).await?.mode {
        RegistrationMode::Closed => notice(&state, &visit, reader.0, EntryNotice::RegistrationClosed, String::new()),
        RegistrationMode::Invite => notice(&state, &visit, reader.0, EntryNotice::RegistrationInvite, String::new()),
        RegistrationMode::Domains | RegistrationMode::Open => {
            answer::page(state.frame.templates().register(&page(&state, &visit, reader.0, PATH)))
        }
    }
}

/// `POST /account/register/`: a mail goes out, whoever has the address.
pub(super) async fn register(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let sent = typed(sent)?;
    if !sent.website.is_empty() {
        return notice(&state, &visit, reader.0, EntryNotice::RegistrationMailed, sent.email);
    }
    let page = RegisterPage {
        username: sent.username.clone(),
        email: sent.email.clone(),
        ..page(&state, &visit, reader.0, PATH)
    };
    let address = sent.email.clone();
    send(&state, &visit, page, sent, address, None).await
}

/// `GET /account/invitation/<secret>`: the form, with the address that was invited.
pub(super) async fn invitation_page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let page = invited(&state, &visit, reader.0, &secret).await?;
    answer::page(state.frame.templates().register(&page))
}

/// `POST /account/invitation/<secret>`: makes the account at once.
pub(super) async fn invitation(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let sent = typed(sent)?;
    let page = invited(&state, &visit, reader.0, &secret).await?;
    let page = RegisterPage { username: sent.username.clone(), ..page };
    let address = page.email.clone();
    send(&state, &visit, page, sent, address, Some(secret)).await
}

/// The account is made: its owner is signed in, in this browser, which is known from now on.
pub(super) async fn welcome(state: &SiteState, visit: &Visit, made: &RegisteredAccount) -> Result<Response, Problem> {
    let (ctx, browser, account) = (Arc::clone(&state.ctx), visit.browser(), made.id);
    let opening = async move { open_after(&ctx, &browser, account, SignInMethod::Password).await };
    opened(state, visit, &service::detached(opening).await??)
}

async fn send(
    state: &SiteState,
    visit: &Visit,
    page: RegisterPage,
    sent: Typed,
    address: String,
    invitation: Option<String>,
) -> Result<Response, Problem> {
    let language = page.layout.language;
    let asked = match read(&sent, &address) {
        Ok((username, address)) => NewRegistration { username, address, password: sent.password, invitation, language },
        Err(refusals) => return again(state, page, &refusals),
    };
    let (ctx, visitor) = (Arc::clone(&state.ctx), visit.visitor().clone());
    match service::detached(async move { registration::register(&ctx, &visitor, asked).await }).await? {
        Ok(Registered::Account(made)) => welcome(state, visit, &made).await,
        Ok(Registered::CheckMail) => notice(state, visit, language, EntryNotice::RegistrationMailed, address),
        Err(Failure::Refused(refusal @ RegisterRefused::Closed(_))) => Err(Problem::refused(&refusal)),
        Err(failure) => again(state, page, &[form::shown(failure)?]),
    }
}

/// Every field that cannot be taken, not only the first.
fn read(sent: &Typed, address: &str) -> Result<(Username, EmailAddress), Vec<RegisterRefused>> {
    let username = sent.username.trim().parse::<Username>().map_err(RegisterRefused::from);
    let address = address.trim().parse::<EmailAddress>().map_err(RegisterRefused::from);
    match (username, address) {
        (Ok(username), Ok(address)) => Ok((username, address)),
        (username, address) => Err([username.err(), address.err()].into_iter().flatten().collect()),
    }
}

fn again(state: &SiteState, mut page: RegisterPage, refusals: &[RegisterRefused]) -> Result<Response, Problem> {
    let (status, problems) = form::problems(refusals, field_of, page.layout.language);
    page.form.problems = problems;
    answer::with_status(status, state.frame.templates().register(&page))
}

/// The field of the form that a refusal speaks of.
const fn field_of(refusal: &RegisterRefused) -> Option<&'static str> {
    match refusal {
        RegisterRefused::Username(_) | RegisterRefused::UsernameUnavailable { .. } => Some("username"),
        RegisterRefused::Address(_) | RegisterRefused::Domain { .. } | RegisterRefused::AddressInUse => Some("email"),
        RegisterRefused::Password(_) => Some("password"),
        RegisterRefused::Closed(_)
        | RegisterRefused::SwitchedOff(_)
        | RegisterRefused::Limit(_)
        | RegisterRefused::Link(_) => None,
    }
}

async fn invited(state: &SiteState, visit: &Visit, language: Language, secret: &str) -> Result<RegisterPage, Problem> {
    let link = service::links::look(&state.ctx, LinkKind::Invitation, secret).await?;
    let email = link.address.ok_or_else(|| anyhow::anyhow!("an invitation holds no address"))?.to_string();
    let action = format!("{}{}", LinkKind::Invitation.path(), segment(secret));
    Ok(RegisterPage { email, is_invited: true, ..page(state, visit, language, &action) })
}

fn page(state: &SiteState, visit: &Visit, language: Language, path: &str) -> RegisterPage {
    RegisterPage {
        layout: form::layout(state, visit, language),
        form: form::form(state, visit, path, None),
        username: String::new(),
        email: String::new(),
        is_invited: false,
    }
}

fn notice(
    state: &SiteState,
    visit: &Visit,
    language: Language,
    notice: EntryNotice,
    address: String,
) -> Result<Response, Problem> {
    let page = EntryNoticePage { layout: form::layout(state, visit, language), notice, address };
    answer::page(state.frame.templates().entry_notice(&page))
}
