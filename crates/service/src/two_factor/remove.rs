//! Removing a factor, though never the last one.

use super::{
    Change, TwoFactorRefused, details_of, end_other_sessions, enrol::method_of, owner, record, rename::factor_of,
};
use crate::Ctx;
use domain::{Failure, events::EventTag, permission::Actor, visitor::Visitor};
use store::{transaction, two_factor::Standing};
use templates::mail::MailMessage;
use uuid::Uuid;

/// Removes a factor.
///
/// Two-factor authentication cannot be switched off by its owner: a password alone
/// would then be enough for whoever has it.
pub async fn remove(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    factor: Uuid,
) -> Result<(), Failure<TwoFactorRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<(), Failure<TwoFactorRefused>> {
        let (account, standing) = owner(write, actor, now).await?;
        let line = factor_of(write, account, factor).await?;
        if line.active_at.is_some() && leaves_none(standing, line.is_usable()) {
            return Err(TwoFactorRefused::Last { name: line.name }.into());
        }
        store::two_factor::remove(write, line.kind, factor).await?;
        let mail = Some(MailMessage::FactorRemoved { method: method_of(line.kind), name: line.name.clone() });
        let (tag, details) = (EventTag::FactorRemoved, details_of(line.kind, &line.name));
        let visitor = Some(visitor);
        record(ctx, write, Change { account, actor: Some(account), visitor, tag, details, mail }).await?;
        end_other_sessions(write, account, actor).await?;
        Ok(())
    })
}

/// Whether nothing that signs in would be left; a suspended factor does not.
fn leaves_none(standing: Standing, is_usable: bool) -> bool {
    standing.usable() - i64::from(is_usable) < 1
}
