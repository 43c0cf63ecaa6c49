//! Proving an address: whoever uses the link reads its mail.

use super::{AddressRefused, owner::record};
use crate::{Ctx, links, mail, visits};
use anyhow::Context as _;
use domain::{
    Failure,
    accounts::{AccountState, EmailAddress},
    events::EventTag,
    ids::AccountId,
    links::LinkKind,
    visitor::Visitor,
};
use serde::Deserialize;
use store::{Write, transaction};
use templates::mail::MailMessage;

/// An address that was just proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedAddress {
    pub account: AccountId,
    pub address: EmailAddress,
}

#[derive(Deserialize)]
pub(super) struct Payload {
    pub(super) address: String,
}

/// Adds the address of a link to its account, or verifies it again.
///
/// Nobody needs to be signed in: the mail may be read on another device.
pub async fn verify(ctx: &Ctx, visitor: &Visitor, secret: &str) -> Result<VerifiedAddress, Failure<AddressRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let link = links::consume(write, LinkKind::VerifyAddress, secret, now).await.map_err(Failure::widen)?;
        let account = link.account.context("a link to verify an address has no account")?;
        let payload: Payload = link.payload()?;
        let address: EmailAddress = payload.address.parse().context("a link holds an address that is none")?;
        let state = store::accounts::by_id(write, account).await?.map(|account| account.state);
        if !matches!(state, Some(AccountState::Active | AccountState::Disabled)) {
            return Err(Failure::widen(links::LinkRefused::NotOpen.into()));
        }
        match store::addresses::by_address(write, &address).await? {
            Some(row) if row.account_id != account.0 => return Err(AddressRefused::InUse.into()),
            Some(row) => {
                store::addresses::verify(write, row.id, now).await?;
                record(ctx, write, visitor, account, EventTag::AddressVerified, address.as_ref()).await?;
            }
            None => insert(ctx, write, visitor, account, &address).await?,
        }
        Ok(VerifiedAddress { account, address })
    })
}

async fn insert(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    account: AccountId,
    address: &EmailAddress,
) -> anyhow::Result<()> {
    // Before the new row: the mail goes to those who had the account so far.
    let message = MailMessage::AddressAdded { address: address.to_string() };
    mail::to_all_verified(ctx, write, account, &visits::mail(message, visitor)).await?;
    store::addresses::insert(write, ctx.id(), account, address, ctx.now()).await?;
    for kind in [LinkKind::Registration, LinkKind::Invitation, LinkKind::VerifyAddress] {
        store::links::end_for(write, kind, &address.normalized()).await?;
    }
    record(ctx, write, visitor, account, EventTag::AddressAdded, address.as_ref()).await
}
