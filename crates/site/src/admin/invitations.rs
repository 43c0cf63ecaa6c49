//! The page of invitations, and of who may register without one.

use super::{Away, Operator};
use crate::account::form::{here, typed};
use crate::paging::{self, Asked};
use crate::setup::mode_on_page;
use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::accounts::EmailAddress;
use domain::registration::{RegistrationMode, RegistrationRule};
use domain::{Kind, Refusal as _};
use serde::Deserialize;
use serde_json::Value;
use service::registration::{self, InviteRefused, SetRuleRefused};
use store::links::InvitationLine;
use templates::Language;
use templates::context::FieldProblem;
use templates::context::admin::{AdminDone, AdminFrame, AdminSubject, InvitationRow, InvitationState, InvitationsPage};
use uuid::Uuid;
use web::Problem;

const PATH: &str = "/admin/invitations/";

/// What the forms of the page send.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    registration: String,
    #[serde(default)]
    domains: String,
}

/// A form of the page as it arrived.
type Sent = Result<Form<Typed>, FormRejection>;

/// `GET /admin/invitations/?page=…`; a page beyond the last does not exist.
pub(super) async fn list(operator: Operator, asked: Result<Query<Asked>, QueryRejection>) -> Result<Response, Away> {
    let page = page(&operator, paging::asked(asked)?, Vec::new()).await?;
    operator.page(&page)
}

/// `POST /admin/invitations/`: sends one.
pub(super) async fn send(operator: Operator, sent: Sent) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let language = mail_language(&sent.language).unwrap_or(operator.language);
    let address: EmailAddress = match sent.email.trim().parse() {
        Ok(address) => address,
        Err(error) => {
            let refusal = InviteRefused::from(error);
            return refused(&operator, sent, refusal.kind(), operator.problem(&refusal, Some("email"))).await;
        }
    };
    let (ctx, actor, _) = operator.parties();
    let act = async move { registration::invite(&ctx, &actor, &address, language).await };
    match operator.act(PATH, act).await? {
        Ok(_) => operator.done(PATH, AdminDone::InvitationSent),
        Err(refusal) => {
            let field = match &refusal {
                InviteRefused::Address(_) | InviteRefused::AddressTaken { .. } | InviteRefused::Domain { .. } => {
                    Some("email")
                }
                InviteRefused::Guard(_) | InviteRefused::Closed(_) => None,
            };
            refused(&operator, sent, refusal.kind(), operator.problem(&refusal, field)).await
        }
    }
}

/// `POST /admin/invitations/registration/`: sets who may register.
pub(super) async fn set_registration(operator: Operator, sent: Sent) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let mode = RegistrationMode::from_stored(&sent.registration).ok_or_else(|| {
        let message = "Who may register is not chosen; choose one of the ways";
        Problem::refuse(Kind::Invalid, "registration-not-chosen", message)
    })?;
    let rule = match RegistrationRule::parse(mode, &sent.domains) {
        Ok(rule) => rule,
        Err(refusal) => {
            return refused(&operator, sent, Kind::Invalid, operator.problem(&refusal, Some("domains"))).await;
        }
    };
    let (ctx, actor, _) = operator.parties();
    match operator.act(PATH, async move { registration::set_rule(&ctx, &actor, &rule).await }).await? {
        Ok(()) => operator.done(PATH, AdminDone::RegistrationSet),
        Err(refusal) => {
            let field = matches!(refusal, SetRuleRefused::NoDomain | SetRuleRefused::Domain(_)).then_some("domains");
            refused(&operator, sent, refusal.kind(), operator.problem(&refusal, field)).await
        }
    }
}

/// `POST /admin/invitations/<id>/cancel/`.
pub(super) async fn cancel(operator: Operator, Path(id): Path<String>) -> Result<Response, Away> {
    let id: Uuid = id.parse().map_err(|_| Problem::not_found())?;
    let (ctx, actor, _) = operator.parties();
    match operator.act(PATH, async move { registration::cancel_invitation(&ctx, &actor, id).await }).await? {
        Ok(()) => operator.done(PATH, AdminDone::InvitationCancelled),
        Err(refusal) => {
            let problem = operator.problem(&refusal, None);
            refused(&operator, Typed::default(), refusal.kind(), problem).await
        }
    }
}

/// The page again, with what was typed and what was wrong with it.
async fn refused(operator: &Operator, sent: Typed, kind: Kind, problem: FieldProblem) -> Result<Response, Away> {
    let fresh = page(operator, 1, vec![problem]).await?;
    let registration = RegistrationMode::from_stored(&sent.registration).map(mode_on_page);
    let shown = InvitationsPage {
        mail_language: mail_language(&sent.language).unwrap_or(fresh.mail_language),
        domains: if registration.is_some() { sent.domains } else { fresh.domains },
        registration: registration.unwrap_or(fresh.registration),
        email: sent.email,
        ..fresh
    };
    operator.page_refused(kind, &shown)
}

async fn page(operator: &Operator, page: i64, problems: Vec<FieldProblem>) -> Result<InvitationsPage, Away> {
    let now = operator.ctx().now();
    let mut read = operator.ctx().db.read().await?;
    let part = paging::part(page, store::links::count_invitations(&mut read).await?)?;
    let lines = store::links::invitations(&mut read, paging::ON_A_PAGE, part.skipped).await?;
    let rule = store::registration::rule(&mut read).await?;
    let domains: Vec<String> = rule.domains.iter().map(|domain| domain.as_str().to_owned()).collect();
    Ok(InvitationsPage {
        frame: AdminFrame { problems, ..operator.frame(AdminSubject::Invitations) },
        email: String::new(),
        mail_language: operator.language,
        invitations: lines.into_iter().map(|line| row(operator, line, now)).collect(),
        page: part.page,
        pages: part.pages,
        registration: mode_on_page(rule.mode),
        domains: domains.join(" "),
    })
}

fn row(operator: &Operator, line: InvitationLine, now: DateTime<Utc>) -> InvitationRow {
    let state = match line.used_at {
        Some(_) => InvitationState::Used,
        None if line.expires_at <= now => InvitationState::Expired,
        None => InvitationState::Open,
    };
    let cancel_url = || here(&operator.state, &format!("{PATH}{}/cancel/", line.id));
    InvitationRow {
        cancel_url: (state == InvitationState::Open).then(cancel_url),
        inviter: line.payload.0.get("inviter").and_then(Value::as_str).map(str::to_owned),
        sent: line.created_at,
        until: line.used_at.unwrap_or(line.expires_at),
        address: line.address,
        state,
    }
}

fn mail_language(code: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|language| language.code() == code)
}
