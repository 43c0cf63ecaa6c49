//! The page of the account's addresses.

use super::desk::{Away, Desk, Guarded};
use crate::account::form::{here, see_other, typed};
use axum::Form;
use axum::extract::Query;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::response::Response;
use domain::accounts::EmailAddress;
use domain::{Failure, Kind, Refusal as _, permission::Actor, visitor::Visitor};
use serde::Deserialize;
use service::Ctx;
use service::addresses::{self, AddressRefused};
use std::future::Future;
use std::sync::Arc;
use templates::context::FieldProblem;
use templates::context::manage::{
    AddressLine, AddressesPage, ConfirmPage, Confirmed, Done, ManageFrame, Tab, WaitingLine,
};
use web::Problem;

const PATH: &str = "/account/addresses/";

/// What a form, or the query of a confirmation, says.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    email: String,
}

type Sent = Result<Form<Typed>, FormRejection>;

/// `GET /account/addresses/`.
pub(super) async fn list(Guarded(desk): Guarded) -> Result<Response, Away> {
    let page = page(&desk, String::new(), Vec::new()).await?;
    desk.page(&page)
}

/// `POST /account/addresses/`: asks for one more.
pub(super) async fn add(Guarded(desk): Guarded, sent: Sent) -> Result<Response, Away> {
    change(desk, sent, Done::AddressAsked, |ctx, actor, visitor, address| async move {
        addresses::add(&ctx, &actor, &visitor, &address).await
    })
    .await
}

/// `POST /account/addresses/resend/`.
pub(super) async fn resend(Guarded(desk): Guarded, sent: Sent) -> Result<Response, Away> {
    change(desk, sent, Done::AddressAsked, |ctx, actor, visitor, address| async move {
        addresses::resend(&ctx, &actor, &visitor, &address).await
    })
    .await
}

/// `POST /account/addresses/cancel/`: an address that waits is waited for no more.
pub(super) async fn cancel(Guarded(desk): Guarded, sent: Sent) -> Result<Response, Away> {
    change(desk, sent, Done::AddressCancelled, |ctx, actor, _, address| async move {
        addresses::cancel(&ctx, &actor, &address).await
    })
    .await
}

/// `POST /account/addresses/primary/`.
pub(super) async fn make_primary(Guarded(desk): Guarded, sent: Sent) -> Result<Response, Away> {
    change(desk, sent, Done::AddressPrimary, |ctx, actor, visitor, address| async move {
        addresses::set_primary(&ctx, &actor, &visitor, &address).await
    })
    .await
}

/// `POST /account/addresses/public/`.
pub(super) async fn make_public(Guarded(desk): Guarded, sent: Sent) -> Result<Response, Away> {
    change(desk, sent, Done::AddressPublic, |ctx, actor, visitor, address| async move {
        addresses::make_public(&ctx, &actor, &visitor, &address).await
    })
    .await
}

/// `POST /account/addresses/private/`.
pub(super) async fn make_private(Guarded(desk): Guarded) -> Result<Response, Away> {
    let (ctx, actor, visitor) = desk.parties();
    let changed = desk.act(PATH, async move { addresses::make_private(&ctx, &actor, &visitor).await }).await?;
    match changed {
        Ok(()) => desk.done(PATH, Done::AddressPrivate),
        Err(refusal) => refused(&desk, &refusal, String::new()).await,
    }
}

/// `GET /account/addresses/remove/?email=…`: asks once more; without an address, the list lets choose one.
pub(super) async fn ask_remove(
    Guarded(desk): Guarded,
    asked: Result<Query<Typed>, QueryRejection>,
) -> Result<Response, Away> {
    let email = asked.map(|Query(Typed { email })| email).unwrap_or_default();
    if email.is_empty() {
        return Ok(see_other(&desk.state, PATH)?);
    }
    let address: EmailAddress = email.parse().map_err(|_| Problem::not_found())?;
    let row = store::addresses::by_address(&mut desk.ctx().db.read().await?, &address).await?;
    let own = row.filter(|row| row.account_id == desk.account().0).ok_or_else(Problem::not_found)?;
    let page = ConfirmPage {
        frame: desk.frame(Tab::Addresses),
        what: Confirmed::RemoveAddress,
        subject: own.address.clone(),
        action_url: here(&desk.state, "/account/addresses/remove/"),
        email: Some(own.address),
        back_url: here(&desk.state, PATH),
    };
    desk.page(&page)
}

/// `POST /account/addresses/remove/`.
pub(super) async fn remove(Guarded(desk): Guarded, sent: Sent) -> Result<Response, Away> {
    change(desk, sent, Done::AddressRemoved, |ctx, actor, visitor, address| async move {
        addresses::remove(&ctx, &actor, &visitor, &address).await
    })
    .await
}

/// Runs one act on the address of a form.
async fn change<A, F>(desk: Desk, sent: Sent, done: Done, act: A) -> Result<Response, Away>
where
    A: FnOnce(Arc<Ctx>, Actor, Visitor, EmailAddress) -> F,
    F: Future<Output = Result<(), Failure<AddressRefused>>> + Send + 'static,
{
    let Typed { email } = typed(sent)?;
    let address: EmailAddress = match email.trim().parse() {
        Ok(address) => address,
        Err(error) => return refused(&desk, &AddressRefused::from(error), email).await,
    };
    let (ctx, actor, visitor) = desk.parties();
    match desk.act(PATH, act(ctx, actor, visitor, address)).await? {
        Ok(()) => desk.done(PATH, done),
        Err(refusal) => refused(&desk, &refusal, email).await,
    }
}

async fn refused(desk: &Desk, refusal: &AddressRefused, email: String) -> Result<Response, Away> {
    // What is wrong with the text itself belongs to its field; the rest speaks of a line above.
    let is_of_the_field = refusal.kind() == Kind::Invalid || matches!(refusal, AddressRefused::Yours { .. });
    let problem = desk.problem(refusal, is_of_the_field.then_some("email"));
    desk.page_refused(refusal.kind(), &page(desk, email, vec![problem]).await?)
}

async fn page(desk: &Desk, email: String, problems: Vec<FieldProblem>) -> anyhow::Result<AddressesPage> {
    let waiting = addresses::waiting(desk.ctx(), desk.account()).await?;
    let rows = store::addresses::of(&mut desk.ctx().db.read().await?, desk.account()).await?;
    let own: Vec<String> = rows.iter().map(|row| row.address.to_ascii_lowercase()).collect();
    // A row that is verified again waits too, but stands in the list above already.
    let waits = waiting.into_iter().filter(|line| !own.contains(&line.address.to_ascii_lowercase()));
    Ok(AddressesPage {
        frame: ManageFrame { problems, ..desk.frame(Tab::Addresses) },
        waiting: waits.map(|line| WaitingLine { address: line.address, expires: line.expires }).collect(),
        addresses: rows
            .into_iter()
            .map(|row| AddressLine {
                address: row.address,
                is_primary: row.is_primary,
                is_public: row.is_public,
                is_verified: row.verified_at.is_some(),
            })
            .collect(),
        email,
    })
}
