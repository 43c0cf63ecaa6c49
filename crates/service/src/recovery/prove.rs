//! Proving that the codes were kept: one is burned while factors are set up.

use super::{Burned, RecoveryRefused, burn::burn_from};
use crate::{
    Ctx,
    two_factor::{end_other_sessions, owner},
};
use domain::{Failure, permission::Actor, visitor::Visitor};
use store::transaction;

/// Burns a code of the account that is signed in; factors that waited become active.
pub async fn prove(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    code: &str,
) -> Result<Burned, Failure<RecoveryRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<Burned, Failure<RecoveryRefused>> {
        let (account, _) = owner(write, actor, now).await.map_err(Failure::widen)?;
        let burned = burn_from(ctx, write, account, Some(visitor), code, now).await?;
        if 0 < burned.activated {
            end_other_sessions(write, account, actor).await?;
        }
        Ok(burned)
    })
}
