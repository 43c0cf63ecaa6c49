//! Stepping up: somebody who is signed in shows again who it is.

use super::{
    Browser, FactorProof,
    guess::Guess,
    refusal::StepUpRefused,
    renew::renew,
    second_factor::{check, show},
};
use crate::{Ctx, passwords};
use anyhow::Result;
use domain::{
    Failure,
    events::EventTag,
    sessions::{SessionBearer, SessionSecret, SignInMethod},
};
use store::{Write, transaction};

/// What somebody shows to step up.
#[derive(Clone)]
pub enum StepUpProof {
    /// Only where the account has no second factor.
    Password(String),
    Factor(FactorProof),
}

/// Without what it holds.
impl std::fmt::Debug for StepUpProof {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("StepUpProof")
    }
}

/// Opens for 15 minutes what is guarded; the session gets a new secret, which is returned.
pub async fn step_up(
    ctx: &Ctx,
    browser: &Browser,
    bearer: &SessionBearer,
    proof: &StepUpProof,
) -> Result<SessionSecret, Failure<StepUpRefused>> {
    let factor = match proof {
        StepUpProof::Password(_) => None,
        StepUpProof::Factor(factor) => Some(factor),
    };
    let guess = Guess::begin(ctx, browser, bearer.account, factor).await.map_err(StepUpRefused::from)?;
    let done = match proof {
        StepUpProof::Password(password) => by_password(ctx, browser, bearer, password).await,
        StepUpProof::Factor(factor) => by_factor(ctx, browser, bearer, factor).await,
    };
    guess.settle(EventTag::StepUpFailed, &done);
    done
}

async fn by_password(
    ctx: &Ctx,
    browser: &Browser,
    bearer: &SessionBearer,
    password: &str,
) -> Result<SessionSecret, Failure<StepUpRefused>> {
    let line = {
        let mut read = ctx.db.read().await?;
        if store::two_factor::standing(&mut read, bearer.account).await?.is_required() {
            return Err(StepUpRefused::FactorNeeded.into());
        }
        store::sessions::password(&mut read, bearer.account).await?
    };
    let hash = line.password_hash.filter(|_| line.password_disabled_for.is_none());
    let hash = hash.ok_or(StepUpRefused::PasswordWrong)?;
    if !passwords::verify(ctx, &hash, password).await.map_err(Failure::widen)?.is_right() {
        return Err(StepUpRefused::PasswordWrong.into());
    }
    transaction!(ctx.db, |write| -> Result<SessionSecret, Failure<StepUpRefused>> {
        still_open(ctx, write, bearer).await?;
        // A factor or another password may have been set while this one was being checked.
        let line = store::sessions::password(write, bearer.account).await?;
        if store::two_factor::standing(write, bearer.account).await?.is_required() {
            return Err(StepUpRefused::FactorNeeded.into());
        }
        if line.password_hash.as_ref() != Some(&hash) {
            return Err(StepUpRefused::PasswordWrong.into());
        }
        renewed(ctx, write, browser, bearer, SignInMethod::Password).await
    })
}

async fn by_factor(
    ctx: &Ctx,
    browser: &Browser,
    bearer: &SessionBearer,
    proof: &FactorProof,
) -> Result<SessionSecret, Failure<StepUpRefused>> {
    let shown = show(ctx, bearer.account, proof).await.map_err(Failure::widen)?;
    transaction!(ctx.db, |write| -> Result<SessionSecret, Failure<StepUpRefused>> {
        still_open(ctx, write, bearer).await?;
        let method = match shown {
            Some(method) => method,
            None => check(ctx, write, bearer.account, &browser.visitor, proof).await?,
        };
        renewed(ctx, write, browser, bearer, method).await
    })
}

/// Whoever signed out elsewhere steps up nowhere.
async fn still_open(ctx: &Ctx, write: &mut Write, bearer: &SessionBearer) -> Result<(), Failure<StepUpRefused>> {
    let session = store::sessions::by_hash(write, &bearer.session).await?;
    match session.is_some_and(|session| session.holds(ctx.now(), ctx.settings.session_lifetimes)) {
        true => Ok(()),
        false => Err(StepUpRefused::Ended.into()),
    }
}

async fn renewed(
    ctx: &Ctx,
    write: &mut Write,
    browser: &Browser,
    bearer: &SessionBearer,
    method: SignInMethod,
) -> Result<SessionSecret, Failure<StepUpRefused>> {
    let secret = renew(ctx, write, &browser.visitor, bearer, method).await?;
    Ok(secret.ok_or(StepUpRefused::Ended)?)
}
