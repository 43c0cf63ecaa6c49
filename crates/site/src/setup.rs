//! The first run: the link that makes the first operator.

use crate::account::form::{here, layout, problems, typed};
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer, qr};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Failure;
use domain::accounts::{EmailAddress, Username};
use domain::registration::{RegistrationMode, RegistrationRule};
use domain::sessions::SignInMethod;
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use service::accounts::{CreateAccountRefused, CreatedAccount, NewAccount};
use service::registration::SetRuleRefused;
use service::sessions::{Opened, open_after};
use service::setup::{UseLinkRefused, check_link, pending_authenticator, use_link};
use std::sync::Arc;
use templates::Language;
use templates::context::{self, HiddenField, Layout, SecondFactor, SetupDonePage, SetupPage};
use web::session::CSRF_FIELD;
use web::{CachePolicy, Problem, Reader, Visit};

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    registration: String,
    #[serde(default)]
    domains: String,
}

/// What the form asks for: an operator, and who else may come.
struct Asked {
    account: NewAccount,
    rule: RegistrationRule,
}

/// The operator, and a session in this browser.
struct SetUp {
    created: CreatedAccount,
    opened: Option<Opened>,
}

/// `GET /setup/<secret>`: the form; the link stays open.
pub(crate) async fn form(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let page = empty_form(&state, &visit, &secret, reader.0).await?;
    answer::page(state.frame.templates().setup(&page))
}

/// `POST /setup/<secret>`: makes the first operator, or shows the form again.
pub(crate) async fn set_up(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
    sent: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let sent = typed(sent)?;
    // Before what was typed: whoever has no open link learns nothing about names.
    check_link(&state.ctx, &secret).await?;
    let refused = match read(&sent) {
        Err(refused) => refused,
        Ok(asked) => match make_operator(&state, &visit, secret.clone(), asked, sent.code.clone()).await? {
            Ok(done) => return welcome(&state, &visit, reader.0, done),
            Err(refusal) => vec![refusal],
        },
    };
    let (status, problems) = problems(&refused, field_of, reader.0);
    let page = SetupPage {
        registration: Some(mode_on_page(mode(&sent).unwrap_or_default())),
        username: sent.username,
        email: sent.email,
        domains: sent.domains,
        problems,
        ..empty_form(&state, &visit, &secret, reader.0).await?
    };
    answer::with_status(status, state.frame.templates().setup(&page))
}

/// The layer of addresses with a secret: nothing is kept, nothing travels on.
pub(crate) async fn keep_secret(mut response: Response) -> Response {
    let headers = response.headers_mut();
    CachePolicy::PrivateNoStore.apply(headers, 0);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Every field that cannot be taken, not only the first.
fn read(sent: &Typed) -> Result<Asked, Vec<UseLinkRefused>> {
    let account = |refusal: CreateAccountRefused| UseLinkRefused::from(refusal);
    let username = sent.username.trim().parse::<Username>().map_err(|error| account(error.into()));
    let email = sent.email.trim().parse::<EmailAddress>().map_err(|error| account(error.into()));
    let rule = read_rule(sent).map_err(UseLinkRefused::from);
    match (username, email, rule) {
        (Ok(username), Ok(email), Ok(rule)) => {
            let password = (!sent.password.is_empty()).then(|| sent.password.clone());
            Ok(Asked { account: NewAccount { username, email, password, superuser: true, totp: true }, rule })
        }
        (username, email, rule) => Err([username.err(), email.err(), rule.err()].into_iter().flatten().collect()),
    }
}

/// Who may register.
fn read_rule(sent: &Typed) -> Result<RegistrationRule, SetRuleRefused> {
    Ok(RegistrationRule::parse(mode(sent).unwrap_or_default(), &sent.domains)?)
}

/// The chosen mode; none of ours counts as not chosen, and then invitations are needed.
fn mode(sent: &Typed) -> Option<RegistrationMode> {
    RegistrationMode::from_stored(&sent.registration)
}

/// Runs the act; a link that was used meanwhile is a problem of the page, not of the form.
async fn make_operator(
    state: &SiteState,
    visit: &Visit,
    secret: String,
    asked: Asked,
    code: String,
) -> Result<Result<SetUp, UseLinkRefused>, Problem> {
    let (ctx, browser) = (Arc::clone(&state.ctx), visit.browser());
    let made = service::detached(async move {
        let created = use_link(&ctx, &secret, asked.account, &asked.rule, &code).await?;
        // Without a session the page still has to show its codes: they are shown never again.
        let opened = open_after(&ctx, &browser, created.id, SignInMethod::Setup).await.ok();
        Ok(SetUp { created, opened })
    });
    match made.await? {
        Ok(done) => Ok(Ok(done)),
        Err(Failure::Refused(refusal @ (UseLinkRefused::NotOpen | UseLinkRefused::OperatorExists))) => {
            Err(Problem::refused(&refusal))
        }
        Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
        Err(Failure::Broken(fault)) => Err(Problem::Broken(fault)),
    }
}

/// The field of the form that a refusal speaks of.
fn field_of(refusal: &UseLinkRefused) -> Option<&'static str> {
    use CreateAccountRefused as Account;
    match refusal {
        UseLinkRefused::PasswordMissing => Some("password"),
        UseLinkRefused::Account(Account::Username(_) | Account::UsernameTaken { .. }) => Some("username"),
        UseLinkRefused::Account(Account::Address(_) | Account::AddressTaken { .. }) => Some("email"),
        UseLinkRefused::Account(Account::Password(_)) => Some("password"),
        UseLinkRefused::Rule(_) => Some("domains"),
        UseLinkRefused::Factor(_) => Some("code"),
        _ => None,
    }
}

async fn empty_form(state: &SiteState, visit: &Visit, secret: &str, language: Language) -> Result<SetupPage, Problem> {
    let pending = pending_authenticator(&state.ctx, secret).await?;
    Ok(SetupPage {
        layout: layout(state, visit, language),
        action_url: here(state, &format!("/setup/{}", domain::urls::segment(secret))),
        hidden_fields: vec![HiddenField { name: CSRF_FIELD.to_owned(), value: visit.csrf_token() }],
        username: String::new(),
        email: String::new(),
        registration: Some(mode_on_page(RegistrationMode::default())),
        domains: String::new(),
        second_factor: Some(SecondFactor {
            secret: pending.secret,
            qr_data_url: qr::data_url(&pending.otpauth_uri),
            otpauth_uri: pending.otpauth_uri,
        }),
        problems: Vec::new(),
    })
}

pub(crate) const fn mode_on_page(mode: RegistrationMode) -> context::RegistrationMode {
    match mode {
        RegistrationMode::Closed => context::RegistrationMode::Closed,
        RegistrationMode::Invite => context::RegistrationMode::Invite,
        RegistrationMode::Domains => context::RegistrationMode::Domains,
        RegistrationMode::Open => context::RegistrationMode::Open,
    }
}

/// The only page that ever shows the codes; the operator is signed in.
fn welcome(state: &SiteState, visit: &Visit, language: Language, done: SetUp) -> Result<Response, Problem> {
    let SetUp { created, opened } = done;
    let username = created.username.to_string();
    let reader = opened.as_ref().map(|opened| visit.reader_in(opened, &username));
    let page = SetupDonePage {
        layout: Layout { reader, ..layout(state, visit, language) },
        username,
        recovery_codes: created.recovery_codes,
        api_token: None,
        key_ring_path: None,
    };
    let mut response = answer::with_status(StatusCode::CREATED, state.frame.templates().setup_done(&page))?;
    if let Some(opened) = &opened {
        visit.opened(&mut response, opened);
    }
    Ok(response)
}
