//! The pages of the recovery codes.

use super::desk::{Away, Desk, Guarded};
use super::factors;
use super::overview::count;
use crate::account::form::{here, typed};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Refusal as _;
use domain::recovery::FEW_CODES;
use http::StatusCode;
use serde::Deserialize;
use service::recovery;
use templates::context::FieldProblem;
use templates::context::manage::{ConfirmPage, Confirmed, Done, ManageFrame, NewCodesPage, RecoveryPage, Tab};

pub(super) const PATH: &str = "/account/recovery-codes/";

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
}

/// `GET /account/recovery-codes/`.
pub(super) async fn standing(Guarded(desk): Guarded) -> Result<Response, Away> {
    let page = page(&desk, Vec::new()).await?;
    desk.page(&page)
}

/// `GET /account/recovery-codes/make/`: asks once more before codes are replaced.
pub(super) async fn ask_replace(Guarded(desk): Guarded) -> Result<Response, Away> {
    let page = ConfirmPage {
        frame: desk.frame(Tab::RecoveryCodes),
        what: Confirmed::ReplaceCodes,
        subject: String::new(),
        action_url: here(&desk.state, &desk.carrying("/account/recovery-codes/make/")),
        email: None,
        back_url: here(&desk.state, PATH),
    };
    desk.page(&page)
}

/// `POST /account/recovery-codes/make/`: the only answer that ever shows the codes.
pub(super) async fn make(Guarded(desk): Guarded) -> Result<Response, Away> {
    let (ctx, actor, visitor) = desk.parties();
    match desk.act(PATH, async move { recovery::generate(&ctx, &actor, &visitor).await }).await? {
        Ok(codes) => desk.page_with(StatusCode::CREATED, &new_codes(&desk, codes)),
        Err(refusal) => {
            let problem = desk.problem(&refusal, None);
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]).await?)
        }
    }
}

/// `POST /account/recovery-codes/burn/`: shows that the codes were kept.
pub(super) async fn burn(Guarded(desk): Guarded, sent: Result<Form<Typed>, FormRejection>) -> Result<Response, Away> {
    let Typed { code } = typed(sent)?;
    let (ctx, actor, visitor) = desk.parties();
    match desk.act(PATH, async move { recovery::prove(&ctx, &actor, &visitor, &code).await }).await? {
        Ok(proved) => match (desk.next(), proved.burned.activated) {
            // Factors that waited count now: on to where somebody came from.
            (Some(next), 1..) => desk.go_on(next, proved.session.as_ref()),
            (Some(_), _) => desk.done(&desk.carrying(factors::PATH), Done::CodeBurned),
            (None, _) => desk.done_in(PATH, Done::CodeBurned, proved.session.as_ref()),
        },
        Err(refusal) => {
            let problem = desk.problem(&refusal, Some("code"));
            desk.page_refused(refusal.kind(), &page(&desk, vec![problem]).await?)
        }
    }
}

fn new_codes(desk: &Desk, codes: Vec<String>) -> NewCodesPage {
    // A link to the file itself: nothing has to be asked for again, and no script is needed.
    let file = format!("{}\n", codes.join("\n"));
    NewCodesPage {
        frame: desk.frame(Tab::RecoveryCodes),
        codes,
        file_url: format!("data:text/plain;base64,{}", STANDARD.encode(file)),
        filename: format!("recovery-codes-{}.txt", desk.who.username),
    }
}

async fn page(desk: &Desk, problems: Vec<FieldProblem>) -> anyhow::Result<RecoveryPage> {
    let standing = store::two_factor::standing(&mut desk.ctx().db.read().await?, desk.account()).await?;
    Ok(RecoveryPage {
        frame: ManageFrame { problems, ..desk.frame(Tab::RecoveryCodes) },
        left: count(standing.codes_left),
        is_few: (1..=i64::from(FEW_CODES)).contains(&standing.codes_left),
        has_burned: 0 < standing.codes_burned,
    })
}
