//! Stepping up: somebody who is signed in shows again who it is.

use super::{
    Browser, FactorProof,
    end::record,
    refusal::StepUpRefused,
    second_factor::{check, check_limits, note_failure, show},
};
use crate::{Ctx, limits, passwords};
use anyhow::Result;
use domain::{
    Failure,
    events::EventTag,
    limits::Limit,
    mandate::Strength,
    sessions::{Session, SessionBearer, SessionSecret, SignInMethod},
};
use serde_json::json;
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
    let _turn = ctx.soft.sessions.turn(&bearer.account.to_string()).await;
    let done = match proof {
        StepUpProof::Password(password) => by_password(ctx, browser, bearer, password).await,
        StepUpProof::Factor(proof) => by_factor(ctx, browser, bearer, proof).await,
    };
    done.inspect_err(|failure| note_failure(ctx, browser, bearer.account, EventTag::StepUpFailed, failure))
}

async fn by_password(
    ctx: &Ctx,
    browser: &Browser,
    bearer: &SessionBearer,
    password: &str,
) -> Result<SessionSecret, Failure<StepUpRefused>> {
    let (address, account) = (&browser.visitor.address, bearer.account.to_string());
    limits::check(ctx, Limit::SecondFactorPerAddress, address).map_err(StepUpRefused::from)?;
    limits::check(ctx, Limit::SecondFactorPerAccount, &account).map_err(StepUpRefused::from)?;
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
        let session = still_open(ctx, write, bearer).await?;
        // A factor or another password may have been set while this one was being checked.
        let line = store::sessions::password(write, bearer.account).await?;
        if store::two_factor::standing(write, bearer.account).await?.is_required() {
            return Err(StepUpRefused::FactorNeeded.into());
        }
        if line.password_hash.as_ref() != Some(&hash) {
            return Err(StepUpRefused::PasswordWrong.into());
        }
        renew(ctx, write, browser, bearer, &session, SignInMethod::Password).await
    })
}

async fn by_factor(
    ctx: &Ctx,
    browser: &Browser,
    bearer: &SessionBearer,
    proof: &FactorProof,
) -> Result<SessionSecret, Failure<StepUpRefused>> {
    check_limits(ctx, browser, bearer.account, proof).map_err(StepUpRefused::from)?;
    let shown = show(ctx, bearer.account, proof).await.map_err(Failure::widen)?;
    transaction!(ctx.db, |write| -> Result<SessionSecret, Failure<StepUpRefused>> {
        let session = still_open(ctx, write, bearer).await?;
        let method = match shown {
            Some(method) => method,
            None => check(ctx, write, bearer.account, proof).await?,
        };
        renew(ctx, write, browser, bearer, &session, method).await
    })
}

/// The session as it stands now; whoever signed out elsewhere steps up nowhere.
async fn still_open(ctx: &Ctx, write: &mut Write, bearer: &SessionBearer) -> Result<Session, Failure<StepUpRefused>> {
    let session = store::sessions::by_hash(write, &bearer.session).await?;
    let session = session.filter(|session| session.holds(ctx.now(), ctx.settings.session_lifetimes));
    Ok(session.ok_or(StepUpRefused::Ended)?)
}

/// Notes the step-up under a new secret: a copy of the old one is worth nothing.
async fn renew(
    ctx: &Ctx,
    write: &mut Write,
    browser: &Browser,
    bearer: &SessionBearer,
    session: &Session,
    method: SignInMethod,
) -> Result<SessionSecret, Failure<StepUpRefused>> {
    let secret = SessionSecret::new(ctx.random_bytes());
    let strength: Option<Strength> = session.strength.max(method.strength());
    if !store::sessions::step_up(write, &bearer.session, &secret.hash(), strength, ctx.now()).await? {
        return Err(StepUpRefused::Ended.into());
    }
    let details = json!({ "method": method, "session": session.id });
    record(ctx, write, &browser.visitor, bearer, EventTag::SteppedUp, details).await?;
    Ok(secret)
}
