//! Making the account of a person who has proved an address.

use super::RegisterRefused;
use crate::{Ctx, switches::require_open, visits};
use domain::{
    Failure,
    accounts::{EmailAddress, Username},
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    links::LinkKind,
    switches::Closable,
    visitor::Visitor,
};
use serde_json::json;
use store::Write;
use templates::Language;

/// An account that a person made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredAccount {
    pub id: AccountId,
    pub username: String,
}

/// What an account is made of.
pub(super) struct Opening<'a> {
    pub(super) id: AccountId,
    pub(super) username: &'a Username,
    pub(super) address: &'a EmailAddress,
    pub(super) password_hash: &'a str,
    pub(super) via: &'a str,
    pub(super) language: Language,
}

/// Writes the account with its verified address, and ends what waited for the address.
pub(super) async fn open_account(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    opening: &Opening<'_>,
) -> Result<RegisteredAccount, Failure<RegisterRefused>> {
    let now = ctx.now();
    require_open(write, Closable::Register).await.map_err(Failure::widen)?;
    if store::accounts::username_is_taken(write, opening.username).await? {
        return Err(RegisterRefused::UsernameUnavailable { username: opening.username.to_string() }.into());
    }
    if store::accounts::address_is_taken(write, opening.address).await? {
        return Err(RegisterRefused::AddressInUse.into());
    }
    let row = store::accounts::NewAccount {
        id: opening.id,
        username: opening.username,
        password_hash: Some(opening.password_hash),
        superuser: false,
        address_id: ctx.id(),
        address: opening.address,
        address_verified_at: Some(now),
        created_at: now,
    };
    store::accounts::insert(write, &row).await?;
    store::registration::set_registered_via(write, opening.id, opening.via).await?;
    store::mail::set_language(write, opening.id, opening.language.code()).await?;
    store::registration::release_username(write, opening.username).await?;
    for kind in [LinkKind::Invitation, LinkKind::Registration, LinkKind::VerifyAddress] {
        store::links::end_for(write, kind, &opening.address.normalized()).await?;
    }
    let details = json!({ "via": opening.via, "email": opening.address.as_ref() });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(opening.id),
        tag: EventTag::AccountRegistered,
        actor: Some(opening.id),
        details: visits::details(ctx, visitor, details),
        at: now,
    };
    store::events::record(write, &event).await?;
    Ok(RegisteredAccount { id: opening.id, username: opening.username.to_string() })
}
