//! Proving that the codes were kept: one is burned while factors are set up.

use super::{Burned, RecoveryRefused, burn};
use crate::{
    Ctx,
    sessions::strengthen,
    two_factor::{end_other_sessions, owner},
};
use domain::{
    Failure,
    permission::Actor,
    sessions::{SessionSecret, SignInMethod},
    visitor::Visitor,
};
use store::transaction;

/// A code just burned by its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    pub burned: Burned,
    /// What the cookie of the session holds from now on, if factors became active by it.
    pub session: Option<SessionSecret>,
}

/// Burns a code of the account that is signed in; factors that waited become active.
///
/// Then the code counts as the factor of the session, which would need one to go on.
pub async fn prove(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    code: &str,
) -> Result<Proved, Failure<RecoveryRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<Proved, Failure<RecoveryRefused>> {
        let (account, _) = owner(write, actor, now).await.map_err(Failure::widen)?;
        let burned = burn(ctx, write, account, visitor, code).await?;
        if burned.activated == 0 {
            return Ok(Proved { burned, session: None });
        }
        end_other_sessions(write, account, actor).await?;
        let session = strengthen(ctx, write, visitor, actor, SignInMethod::RecoveryCode).await?;
        Ok(Proved { burned, session })
    })
}
