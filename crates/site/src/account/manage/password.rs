//! The page of the password.

use super::desk::{Away, Desk, Guarded};
use super::refusal::FormRefused;
use crate::account::form::typed;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::{Kind, Refusal as _};
use serde::Deserialize;
use service::password_reset::{ChangePasswordRefused, change_password};
use templates::context::FieldProblem;
use templates::context::manage::{Done, ManageFrame, PasswordPage, Tab};

pub(super) const PATH: &str = "/account/password/";

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    repeated: String,
}

/// `GET /account/password/`.
pub(super) async fn form_page(Guarded(desk): Guarded) -> Result<Response, Away> {
    let page = page(&desk, Vec::new()).await?;
    desk.page(&page)
}

/// `POST /account/password/`.
pub(super) async fn change(Guarded(desk): Guarded, sent: Result<Form<Typed>, FormRejection>) -> Result<Response, Away> {
    let Typed { current, password, repeated } = typed(sent)?;
    if password != repeated {
        let problem = desk.problem(&FormRefused::PasswordsDiffer, Some("repeated"));
        return desk.page_refused(Kind::Invalid, &page(&desk, vec![problem]).await?);
    }
    let (ctx, actor, visitor) = desk.parties();
    let changed =
        desk.act(PATH, async move { change_password(&ctx, &actor, &visitor, &current, &password).await }).await?;
    match changed {
        Ok(()) => desk.done(PATH, Done::PasswordChanged),
        Err(refusal) => {
            let field = match &refusal {
                ChangePasswordRefused::WrongPassword => Some("current"),
                ChangePasswordRefused::Password(_) => Some("password"),
                _ => None,
            };
            let problem = desk.problem(&refusal, field);
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]).await?)
        }
    }
}

async fn page(desk: &Desk, problems: Vec<FieldProblem>) -> anyhow::Result<PasswordPage> {
    let hash = store::accounts::password_hash(&mut desk.ctx().db.read().await?, desk.account()).await?;
    Ok(PasswordPage {
        frame: ManageFrame { problems, ..desk.frame(Tab::Password) },
        username: desk.who.username.clone(),
        has_password: hash.is_some(),
    })
}
