//! The first run: the link that makes the first operator.

use crate::{SiteState, answer, qr};
use axum::Form;
use axum::extract::rejection::{FormRejection, PathRejection};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::accounts::{EmailAddress, Username};
use domain::{Failure, Kind, Refusal};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use service::accounts::{CreateAccountRefused, CreatedAccount, NewAccount};
use service::setup::{UseLinkRefused, check_link, use_link};
use std::sync::Arc;
use templates::Language;
use templates::context::{FieldProblem, SecondFactor, SetupDonePage, SetupPage};
use url::Url;
use web::{CachePolicy, Problem, Reader, error};

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

/// `GET /setup/<secret>`: the form; the link stays open.
pub(crate) async fn form(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<String>, PathRejection>,
    reader: Reader,
) -> Result<Response, Problem> {
    let Path(secret) = path.map_err(|_| Problem::not_found())?;
    check_link(&state.ctx, &secret).await?;
    let page = empty_form(&state, &secret, reader.0);
    answer::page(state.frame.templates().setup(&page))
}

/// `POST /setup/<secret>`: makes the first operator, or shows the form again.
pub(crate) async fn set_up(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<String>, PathRejection>,
    reader: Reader,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Problem> {
    let Path(secret) = path.map_err(|_| Problem::not_found())?;
    let Form(typed) = typed.map_err(|_| {
        Problem::refuse(
            Kind::Invalid,
            "form-unreadable",
            "The form did not arrive whole; reload the page and fill it in again",
        )
    })?;
    // Before what was typed: whoever has no open link learns nothing about names.
    check_link(&state.ctx, &secret).await?;
    let refused = match read(&typed) {
        Err(refusals) => refusals.into_iter().map(UseLinkRefused::from).collect(),
        Ok(account) => match make_operator(&state, secret.clone(), account).await? {
            Ok(created) => return done(&state, reader.0, created),
            Err(refusal) => vec![refusal],
        },
    };
    let problems: Vec<FieldProblem> = refused.iter().map(|refusal| problem(refusal, reader.0)).collect();
    let Some(first) = refused.first() else {
        return Err(Problem::not_found());
    };
    let page =
        SetupPage { username: typed.username, email: typed.email, problems, ..empty_form(&state, &secret, reader.0) };
    answer::with_status(error::status(first.kind()), state.frame.templates().setup(&page))
}

/// The layer of addresses with a secret: nothing is kept, nothing travels on.
pub(crate) async fn keep_secret(mut response: Response) -> Response {
    let headers = response.headers_mut();
    CachePolicy::PrivateNoStore.apply(headers, 0);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Every field that cannot be taken, not only the first.
fn read(typed: &Typed) -> Result<NewAccount, Vec<CreateAccountRefused>> {
    let username = typed.username.trim().parse::<Username>().map_err(CreateAccountRefused::from);
    let email = typed.email.trim().parse::<EmailAddress>().map_err(CreateAccountRefused::from);
    match (username, email) {
        (Ok(username), Ok(email)) => {
            let password = (!typed.password.is_empty()).then(|| typed.password.clone());
            Ok(NewAccount { username, email, password, superuser: true, totp: true })
        }
        (username, email) => Err([username.err(), email.err()].into_iter().flatten().collect()),
    }
}

/// Runs the act; a link that was used meanwhile is a problem of the page, not of the form.
async fn make_operator(
    state: &SiteState,
    secret: String,
    account: NewAccount,
) -> Result<Result<CreatedAccount, UseLinkRefused>, Problem> {
    let ctx = Arc::clone(&state.ctx);
    let made = service::detached(async move { use_link(&ctx, &secret, account).await }).await?;
    match made {
        Ok(created) => Ok(Ok(created)),
        Err(Failure::Refused(refusal @ (UseLinkRefused::NotOpen | UseLinkRefused::OperatorExists))) => {
            Err(Problem::refused(&refusal))
        }
        Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
        Err(Failure::Broken(fault)) => Err(Problem::Broken(fault)),
    }
}

fn problem(refusal: &UseLinkRefused, language: Language) -> FieldProblem {
    let parameters = refusal.parameters();
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let message = templates::refusal(refusal.code(), &parameters, language);
    FieldProblem {
        field: field_of(refusal).map(str::to_owned),
        message: message.unwrap_or_else(|| refusal.to_string()),
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
        _ => None,
    }
}

fn empty_form(state: &SiteState, secret: &str, language: Language) -> SetupPage {
    let layout = state.frame.layout(language, "/setup/", false);
    SetupPage {
        action_url: format!("{}/setup/{}", layout.root_path, domain::urls::segment(secret)),
        layout,
        hidden_fields: Vec::new(),
        username: String::new(),
        email: String::new(),
        registration: None,
        second_factor: None,
        problems: Vec::new(),
    }
}

/// The only page that ever shows the secret and the codes.
fn done(state: &SiteState, language: Language, created: CreatedAccount) -> Result<Response, Problem> {
    let page = SetupDonePage {
        layout: state.frame.layout(language, "/setup/", false),
        username: created.username.to_string(),
        second_factor: created.otpauth_uri.map(second_factor),
        recovery_codes: created.recovery_codes,
        api_token: None,
        key_ring_path: None,
    };
    answer::with_status(StatusCode::CREATED, state.frame.templates().setup_done(&page))
}

fn second_factor(otpauth_uri: String) -> SecondFactor {
    let uri = Url::parse(&otpauth_uri).ok();
    let secret =
        uri.and_then(|uri| uri.query_pairs().find(|(name, _)| name == "secret").map(|(_, secret)| secret.into_owned()));
    SecondFactor { secret: secret.unwrap_or_default(), qr_data_url: qr::data_url(&otpauth_uri), otpauth_uri }
}
