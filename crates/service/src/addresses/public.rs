//! Showing an address on the account's profile, or none.

use super::{
    AddressRefused,
    owner::{own_row, owner, record},
};
use crate::Ctx;
use domain::{Failure, accounts::EmailAddress, events::EventTag, permission::Actor, visitor::Visitor};
use store::transaction;

/// Shows a verified address on the profile, instead of any other.
pub async fn make_public(
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
        store::addresses::set_public(write, account, Some(row.id)).await?;
        record(ctx, write, visitor, account, EventTag::AddressPublicChanged, &row.address).await?;
        Ok(())
    })
}

/// Shows no address on the profile.
pub async fn make_private(ctx: &Ctx, actor: &Actor, visitor: &Visitor) -> Result<(), Failure<AddressRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let account = owner(write, actor, now).await?;
        store::addresses::set_public(write, account, None).await?;
        record(ctx, write, visitor, account, EventTag::AddressPublicChanged, "").await?;
        Ok(())
    })
}
