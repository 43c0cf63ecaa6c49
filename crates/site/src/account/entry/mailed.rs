//! The links that make an account and prove an address: a page with a button each.
//!
//! Opening a link changes nothing, because scanners of mails open every link.

use super::register::welcome;
use crate::account::form;
use crate::account::mailed_secret::MailedSecret;
use crate::{SiteState, answer};
use axum::extract::State;
use axum::response::Response;
use domain::links::LinkKind;
use domain::urls::segment;
use service::{addresses, registration};
use std::sync::Arc;
use templates::Language;
use templates::context::{EntryNotice, EntryNoticePage, LinkPurpose, MailedLinkPage};
use web::{Problem, Reader, Visit};

/// `GET /account/confirm-registration/<secret>`.
pub(super) async fn registration_page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let waiting = registration::waiting(&state.ctx, &secret).await?;
    let page = MailedLinkPage {
        username: waiting.username,
        address: waiting.address,
        ..page(&state, &visit, reader.0, LinkKind::Registration, &secret)
    };
    answer::page(state.frame.templates().mailed_link(&page))
}

/// `POST /account/confirm-registration/<secret>`: makes the account and signs in.
pub(super) async fn registration(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
) -> Result<Response, Problem> {
    let (ctx, visitor) = (Arc::clone(&state.ctx), visit.visitor().clone());
    let made = service::detached(async move { registration::confirm(&ctx, &visitor, &secret).await }).await??;
    welcome(&state, &visit, &made).await
}

/// `GET /account/verify-address/<secret>`.
pub(super) async fn address_page(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let proof = addresses::proof(&state.ctx, &secret).await?;
    let page = MailedLinkPage {
        username: proof.username,
        address: proof.address,
        ..page(&state, &visit, reader.0, LinkKind::VerifyAddress, &secret)
    };
    answer::page(state.frame.templates().mailed_link(&page))
}

/// `POST /account/verify-address/<secret>`: the address is verified; nobody is signed in.
pub(super) async fn address(
    State(state): State<Arc<SiteState>>,
    MailedSecret(secret): MailedSecret,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let (ctx, visitor) = (Arc::clone(&state.ctx), visit.visitor().clone());
    let verified = service::detached(async move { addresses::verify(&ctx, &visitor, &secret).await }).await??;
    let page = EntryNoticePage {
        layout: form::layout(&state, &visit, reader.0),
        notice: EntryNotice::AddressVerified,
        address: verified.address.to_string(),
    };
    answer::page(state.frame.templates().entry_notice(&page))
}

fn page(state: &SiteState, visit: &Visit, language: Language, kind: LinkKind, secret: &str) -> MailedLinkPage {
    MailedLinkPage {
        layout: form::layout(state, visit, language),
        form: form::form(state, visit, &format!("{}{}", kind.path(), segment(secret)), None),
        purpose: if kind == LinkKind::Registration { LinkPurpose::Registration } else { LinkPurpose::Address },
        username: String::new(),
        address: String::new(),
    }
}
