//! Taking an address away.

use super::{
    AddressRefused,
    owner::{own_row, owner, record},
};
use crate::{Ctx, mail, visits};
use domain::{Failure, accounts::EmailAddress, events::EventTag, links::LinkKind, permission::Actor, visitor::Visitor};
use store::transaction;
use templates::mail::MailMessage;

/// Takes an address away from its account; never the primary one.
pub async fn remove(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    address: &EmailAddress,
) -> Result<(), Failure<AddressRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let account = owner(write, actor, now).await?;
        let row = own_row(write, account, address).await?;
        if row.is_primary {
            return Err(AddressRefused::Primary { address: row.address }.into());
        }
        // Before the row goes: its reader hears of it too.
        let message = MailMessage::AddressRemoved { address: row.address.clone() };
        mail::to_all_verified(ctx, write, account, &visits::mail(message, visitor)).await?;
        store::addresses::delete(write, row.id).await?;
        for kind in [LinkKind::ResetPassword, LinkKind::VerifyAddress] {
            store::links::end_of_address(write, account, kind, &address.normalized()).await?;
        }
        record(ctx, write, visitor, account, EventTag::AddressRemoved, &row.address).await?;
        Ok(())
    })
}

/// Takes back the wish for an address that still waits.
pub async fn cancel(ctx: &Ctx, actor: &Actor, address: &EmailAddress) -> Result<(), Failure<AddressRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let account = owner(write, actor, now).await?;
        let ended =
            store::links::end_of_address(write, account, LinkKind::VerifyAddress, &address.normalized()).await?;
        match ended {
            0 => Err(AddressRefused::Unknown { address: address.to_string() }.into()),
            _ => Ok(()),
        }
    })
}
