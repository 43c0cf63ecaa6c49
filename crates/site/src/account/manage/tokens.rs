//! The page of the API tokens.

use super::desk::{Away, Desk, Guarded};
use super::refusal::FormRefused;
use crate::account::form::{here, typed};
use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::TimeDelta;
use domain::ids::TokenId;
use domain::mandate::Gate;
use domain::permission::Action;
use domain::{Kind, Refusal as _};
use http::StatusCode;
use packaging::name::NormalizedName;
use serde::Deserialize;
use service::tokens::{self, CreateTokenRefused, NewToken, TokenLine};
use templates::context::FieldProblem;
use templates::context::manage::{ConfirmPage, Confirmed, Done, ManageFrame, NewTokenPage, Tab, TokenRow, TokensPage};
use web::Problem;

const PATH: &str = "/account/tokens/";

/// Days after which a token may expire; 0 never.
const CHOICES: [u64; 4] = [30, DEFAULT_DAYS, 365, 0];

/// What is chosen unless somebody chooses otherwise.
const DEFAULT_DAYS: u64 = 90;

/// The word that asks for the tokens alone.
const LIST: &str = "list";

/// What the query of the page asks for.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    view: String,
}

/// What the form sends; a field may come more than once.
type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// The form as it was filled in.
struct Typed {
    name: String,
    is_wide: bool,
    projects: Vec<String>,
    days: Option<u64>,
}

/// `GET /account/tokens/`.
pub(super) async fn list(
    Guarded(desk): Guarded,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Away> {
    // What protects an account is never closed: the list, with its ways to revoke.
    if desk.is_closed(Gate::Credentials) && asked.is_ok_and(|Query(asked)| asked.view == LIST) {
        let page = TokensPage { takes_new: false, ..page(&desk, Typed::fresh(), Vec::new()).await? };
        return desk.page(&page);
    }
    let desk = desk.open(Action::CreateToken, None).await?;
    let page = page(&desk, Typed::fresh(), Vec::new()).await?;
    desk.page(&page)
}

/// `POST /account/tokens/`: the only answer that ever shows the token.
pub(super) async fn make(Guarded(desk): Guarded, sent: Sent) -> Result<Response, Away> {
    let typed = Typed::read(typed(sent)?);
    if !typed.is_wide && typed.projects.is_empty() {
        let problem = desk.problem(&FormRefused::NoProjectChosen, Some("project"));
        return desk.page_refused(Kind::Invalid, &page(&desk, typed, vec![problem]).await?);
    }
    let new = match typed.token(&desk.who.username) {
        Ok(new) => new,
        Err(refusal) => return refused(&desk, typed, &refusal).await,
    };
    let (ctx, actor, visitor) = desk.parties();
    match desk.act(PATH, async move { tokens::create(&ctx, &actor, Some(&visitor), new).await }).await? {
        Ok(created) => {
            let frame = desk.frame(Tab::Tokens);
            let page = NewTokenPage { frame, name: created.name, token: created.token, expires: created.expires };
            desk.page_with(StatusCode::CREATED, &page)
        }
        Err(refusal) => refused(&desk, typed, &refusal).await,
    }
}

/// `GET /account/tokens/<id>/revoke/`: asks once more.
pub(super) async fn ask_revoke(Guarded(desk): Guarded, Path(id): Path<String>) -> Result<Response, Away> {
    let token = own(&desk, &id).await?;
    let page = ConfirmPage {
        frame: desk.frame(Tab::Tokens),
        what: Confirmed::RevokeToken,
        subject: token.name,
        action_url: here(&desk.state, &format!("{PATH}{}/revoke/", token.id)),
        email: None,
        back_url: here(&desk.state, PATH),
    };
    desk.page(&page)
}

/// `POST /account/tokens/<id>/revoke/`.
pub(super) async fn revoke(Guarded(desk): Guarded, Path(id): Path<String>) -> Result<Response, Away> {
    let id = own(&desk, &id).await?.id;
    let (ctx, actor, visitor) = desk.parties();
    let act = async move { tokens::revoke(&ctx, &actor, Some(&visitor), id, "by its owner").await };
    match desk.act(PATH, act).await? {
        Ok(()) if desk.is_closed(Gate::Credentials) => desk.done(&format!("{PATH}?view={LIST}"), Done::TokenRevoked),
        Ok(()) => desk.done(PATH, Done::TokenRevoked),
        Err(refusal) => {
            let problem = desk.problem(&refusal, None);
            desk.page_refused(refusal.kind(), &page(&desk, Typed::fresh(), vec![problem]).await?)
        }
    }
}

impl Typed {
    fn fresh() -> Self {
        Self { name: String::new(), is_wide: true, projects: Vec::new(), days: Some(DEFAULT_DAYS) }
    }

    fn read(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self::fresh();
        for (field, value) in fields {
            match field.as_str() {
                "name" => typed.name = value,
                "scope" => typed.is_wide = value == "account",
                "project" => typed.projects.push(value),
                "days" => typed.days = value.parse().ok().filter(|days| CHOICES.contains(days)),
                _ => {}
            }
        }
        typed
    }

    fn token(&self, username: &str) -> Result<NewToken, CreateTokenRefused> {
        let no_account = || CreateTokenRefused::NoAccount { username: username.to_owned() };
        let days = self.days.ok_or(CreateTokenRefused::Expiry)?;
        let project = |name: &String| {
            NormalizedName::from_any(name).map_err(|_| CreateTokenRefused::NoProject { project: name.clone() })
        };
        let projects: Result<Vec<NormalizedName>, _> = self.projects.iter().map(project).collect();
        Ok(NewToken {
            username: username.parse().map_err(|_| no_account())?,
            name: Some(self.name.clone()),
            projects: if self.is_wide { Vec::new() } else { projects? },
            expires_in: (0 < days).then(|| TimeDelta::days(days.cast_signed())),
        })
    }
}

async fn refused(desk: &Desk, typed: Typed, refusal: &CreateTokenRefused) -> Result<Response, Away> {
    let field = match refusal {
        CreateTokenRefused::Name | CreateTokenRefused::NameTaken { .. } => Some("name"),
        CreateTokenRefused::NoProject { .. } | CreateTokenRefused::NoRole { .. } => Some("project"),
        CreateTokenRefused::Expiry => Some("days"),
        _ => None,
    };
    let problem = desk.problem(refusal, field);
    desk.page_refused(refusal.kind(), &page(desk, typed, vec![problem]).await?)
}

/// The token of an address, if it is one's own.
async fn own(desk: &Desk, id: &str) -> Result<TokenLine, Away> {
    let id = TokenId(id.parse().map_err(|_| Problem::not_found())?);
    let lines = tokens::list(desk.ctx(), &desk.actor()).await.map_err(Problem::from)?;
    Ok(lines.into_iter().find(|line| line.id == id).ok_or_else(Problem::not_found)?)
}

async fn page(desk: &Desk, typed: Typed, problems: Vec<FieldProblem>) -> Result<TokensPage, Away> {
    let lines = tokens::list(desk.ctx(), &desk.actor()).await.map_err(Problem::from)?;
    let roles = store::accounts::roles(&mut desk.ctx().db.read().await?, desk.account()).await?;
    let row = |line: TokenLine| TokenRow {
        id: line.id.to_string(),
        name: line.name,
        projects: line.projects.unwrap_or_default(),
        created: line.created_at,
        expires: line.expires_at,
        is_expired: line.is_expired,
        last_used: line.last_used_at,
    };
    Ok(TokensPage {
        frame: ManageFrame { problems, ..desk.frame(Tab::Tokens) },
        takes_new: true,
        tokens: lines.into_iter().map(row).collect(),
        projects: roles.into_iter().map(|(project, _)| project).collect(),
        name: typed.name,
        chosen: typed.projects,
        is_wide: typed.is_wide,
        days: typed.days.unwrap_or(DEFAULT_DAYS),
        choices: CHOICES.into(),
    })
}
