//! Objecting to a recovery by the link of its announcement.

use super::frame;
use crate::account::form::here;
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer};
use axum::extract::State;
use axum::response::Response;
use domain::recovery_cases::RecoveryLinkKind;
use domain::urls::segment;
use service::recovery_cases;
use std::sync::Arc;
use templates::context::recovery_cases::RecoverObjectionPage;
use web::{Problem, Reader, Visit};

/// `GET /account/recover/cancel/<secret>/`: a button, which a scanner of mails does not press.
pub(super) async fn page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let open = recovery_cases::look_at_objection(&state.ctx, &secret).await?;
    let path = format!("{}{}/", RecoveryLinkKind::Cancel.path(), segment(&secret));
    let page = RecoverObjectionPage {
        frame: frame(&state, &visit, reader.0, Vec::new()),
        action_url: here(&state, &path),
        username: open.username,
        waits_until: Some(open.waits_until),
    };
    answer::page(state.frame.templates().manage(&page))
}

/// `POST /account/recover/cancel/<secret>/`: the case ends, and nobody is signed in.
pub(super) async fn object(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let username = recovery_cases::look_at_objection(&state.ctx, &secret).await?.username;
    let (ctx, visitor) = (Arc::clone(&state.ctx), visit.visitor().clone());
    service::detached(async move { recovery_cases::cancel(&ctx, &visitor, &secret).await }).await??;
    let page = RecoverObjectionPage {
        frame: frame(&state, &visit, reader.0, Vec::new()),
        action_url: String::new(),
        username,
        waits_until: None,
    };
    answer::page(state.frame.templates().manage(&page))
}
