//! Making another address the primary one.

use super::{
    AddressRefused,
    owner::{own_row, owner, record_with},
};
use crate::{
    Ctx,
    mail::{self, Recipient},
    visits,
};
use anyhow::Context as _;
use domain::{Failure, accounts::EmailAddress, events::EventTag, permission::Actor, visitor::Visitor};
use serde_json::json;
use store::{addresses::AddressRow, transaction};
use templates::mail::MailMessage;

/// Makes a verified address the primary one; the earlier one hears of it.
pub async fn set_primary(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    address: &EmailAddress,
) -> Result<(), Failure<AddressRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let account = owner(write, actor, now).await?;
        let row = own_row(write, account, address).await?;
        if row.verified_at.is_none() {
            return Err(AddressRefused::NotVerified { address: row.address }.into());
        }
        if row.is_primary {
            return Ok(());
        }
        let earlier = store::addresses::of(write, account).await?.into_iter().find(|row| row.is_primary);
        store::addresses::set_primary(write, account, row.id).await?;
        let message = MailMessage::PrimaryAddressChanged { address: row.address.clone() };
        let notice = visits::mail(message, visitor);
        mail::to_all_verified(ctx, write, account, &notice).await?;
        // The earlier one hears of it even if it is no longer verified.
        if let Some(AddressRow { address, verified_at: None, .. }) = &earlier {
            let address = address.parse().context("a stored address is none")?;
            let language = mail::language_of(write, account).await?;
            mail::enqueue(ctx, write, &Recipient { account: Some(account), address, language }, &notice, None).await?;
        }
        let details = json!({ "email": row.address, "earlier": earlier.map(|row| row.address) });
        record_with(ctx, write, visitor, account, EventTag::AddressPrimaryChanged, details).await?;
        Ok(())
    })
}
