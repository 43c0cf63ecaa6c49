//! Giving a factor another name.

use super::{Change, TwoFactorRefused, details_of, owner, record};
use crate::Ctx;
use domain::{Failure, events::EventTag, ids::AccountId, permission::Actor, two_factor::FactorName, visitor::Visitor};
use store::{Read, transaction, two_factor::FactorLine};
use uuid::Uuid;

/// Gives a factor another name; the same one changes nothing.
pub async fn rename(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    factor: Uuid,
    name: &str,
) -> Result<(), Failure<TwoFactorRefused>> {
    let (now, name) = (ctx.now(), FactorName::parse(name).map_err(TwoFactorRefused::from)?);
    transaction!(ctx.db, |write| -> Result<(), Failure<TwoFactorRefused>> {
        let (account, _) = owner(write, actor, now).await?;
        let line = factor_of(write, account, factor).await?;
        if line.name == name.as_ref() {
            return Ok(());
        }
        if store::two_factor::name_is_taken(write, account, &name).await? {
            return Err(TwoFactorRefused::NameTaken { name: name.as_ref().to_owned() }.into());
        }
        store::two_factor::rename(write, line.kind, factor, &name).await?;
        let mut details = details_of(line.kind, name.as_ref());
        details["former_name"] = line.name.into();
        let (tag, visitor) = (EventTag::FactorRenamed, Some(visitor));
        record(ctx, write, Change { account, actor: Some(account), visitor, tag, details, mail: None }).await?;
        Ok(())
    })
}

/// A factor of this account and no other.
pub(super) async fn factor_of(
    read: &mut Read,
    account: AccountId,
    factor: Uuid,
) -> Result<FactorLine, Failure<TwoFactorRefused>> {
    let lines = store::two_factor::list(read, account).await?;
    Ok(lines.into_iter().find(|line| line.id == factor).ok_or(TwoFactorRefused::Unknown)?)
}
