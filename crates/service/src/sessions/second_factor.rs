//! The second factor of a sign-in, and signing in by a passkey alone.

use super::{
    Browser, Opened, Step,
    device::{Unconfirmed, must_confirm, wait_for_mail},
    guess::Guess,
    open::{Opening, open},
    refusal::SignInRefused,
};
use crate::{
    Ctx, limits,
    recovery::{self, RecoveryRefused},
    two_factor::{TwoFactorRefused, verify_totp, webauthn},
};
use anyhow::{Context as _, Result};
use domain::{
    Failure, Refusal,
    accounts::AccountState,
    events::EventTag,
    ids::AccountId,
    limits::Limit,
    sessions::{SessionSecret, SignInMethod},
    visitor::Visitor,
};
use store::{
    Write,
    sessions::sign_ins::{self, SignIn, Stage},
    transaction,
};

/// What somebody shows as the second factor.
#[derive(Clone)]
pub enum FactorProof {
    Totp(String),
    RecoveryCode(String),
    /// The secret of the ceremony, and the browser's answer as JSON.
    SecurityKey {
        ceremony: String,
        answer: String,
    },
}

/// Without what it holds.
impl std::fmt::Debug for FactorProof {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FactorProof")
    }
}

/// Checks the second factor, and opens the session or sends the mail to a new device.
pub async fn second_factor(
    ctx: &Ctx,
    browser: &Browser,
    sign_in: &str,
    proof: &FactorProof,
    remember: bool,
) -> Result<Step, Failure<SignInRefused>> {
    let waiting = at_stage(ctx, sign_in, Stage::Factor).await?;
    let guess = Guess::begin(ctx, browser, waiting.account, Some(proof)).await.map_err(SignInRefused::from)?;
    let done = judge(ctx, browser, &waiting, proof, remember).await;
    guess.settle(EventTag::SignInFailed, &done);
    done
}

async fn judge(
    ctx: &Ctx,
    browser: &Browser,
    waiting: &SignIn,
    proof: &FactorProof,
    remember: bool,
) -> Result<Step, Failure<SignInRefused>> {
    let account = waiting.account;
    let shown = show(ctx, account, proof).await.map_err(Failure::widen)?;
    transaction!(ctx.db, |write| -> Result<Step, Failure<SignInRefused>> {
        // Of any number of answers at once, one finds the sign-in.
        if !sign_ins::take(write, waiting.id).await? {
            return Err(SignInRefused::Over.into());
        }
        active(write, account).await?;
        let method = match shown {
            Some(method) => method,
            None => check(ctx, write, account, &browser.visitor, proof).await?,
        };
        finish(ctx, write, browser, waiting, method, remember).await
    })
}

/// Signs in by a passkey, which shows possession and person at once.
pub async fn sign_in_by_passkey(
    ctx: &Ctx,
    browser: &Browser,
    ceremony: &str,
    answer: &str,
    return_to: Option<&str>,
) -> Result<Opened, Failure<SignInRefused>> {
    let guess = limits::reserve(ctx, Limit::SecondFactorPerAddress, &browser.visitor.address);
    let guess = guess.await.map_err(SignInRefused::from)?;
    // Whatever was wrong with it counts: nobody comes here with half an answer by mistake.
    let verified = webauthn::finish_passkey(ctx, ceremony, answer).await.map_err(Failure::widen)?;
    guess.give_back();
    let return_to = return_to.and_then(domain::urls::safe_return);
    transaction!(ctx.db, |write| -> Result<Opened, Failure<SignInRefused>> {
        active(write, verified.account).await?;
        let device = store::sessions::devices::known(write, verified.account, &browser.devices.hashes()).await?;
        let opening = Opening {
            browser,
            account: verified.account,
            method: verified.method(),
            strength: None,
            device,
            makes_known: true,
            remember: false,
            return_to: return_to.clone(),
        };
        Ok(open(ctx, write, opening).await?)
    })
}

/// What a page about a waiting sign-in shows; `None` when it waits no more.
pub async fn waiting(ctx: &Ctx, sign_in: &str) -> Result<Option<SignIn>> {
    let Some(secret) = SessionSecret::parse(sign_in) else {
        return Ok(None);
    };
    sign_ins::by_hash(&mut ctx.db.read().await?, &secret.hash(), ctx.now()).await
}

/// The sign-in of a cookie, if it waits for this.
pub(super) async fn at_stage(ctx: &Ctx, sign_in: &str, stage: Stage) -> Result<SignIn, Failure<SignInRefused>> {
    let waiting = waiting(ctx, sign_in).await?.filter(|sign_in| sign_in.stage == stage);
    Ok(waiting.ok_or(SignInRefused::Over)?)
}

/// Whether the account may still sign in: it may have been frozen since the password.
pub(super) async fn active(write: &mut Write, account: AccountId) -> Result<(), Failure<SignInRefused>> {
    let account = store::accounts::by_id(write, account).await?.context("the account of a sign-in is gone")?;
    let username = account.username;
    match account.state {
        AccountState::Active => Ok(()),
        AccountState::Frozen => Err(SignInRefused::AccountFrozen { username }.into()),
        AccountState::Disabled | AccountState::Deleted => Err(SignInRefused::AccountDisabled { username }.into()),
    }
}

/// The factor is shown: a browser that is known, or a key that cannot be phished, opens.
async fn finish(
    ctx: &Ctx,
    write: &mut Write,
    browser: &Browser,
    waiting: &SignIn,
    method: SignInMethod,
    remember: bool,
) -> Result<Step, Failure<SignInRefused>> {
    let (account, return_to) = (waiting.account, waiting.return_to.clone());
    let device = store::sessions::devices::known(write, account, &browser.devices.hashes()).await?;
    if method.is_phishable() && device.is_none() && must_confirm(write, account).await? {
        return wait_for_mail(ctx, write, browser, Unconfirmed { account, method, remember, return_to }).await;
    }
    let opening = Opening { browser, account, method, strength: None, device, makes_known: true, remember, return_to };
    Ok(Step::Opened(open(ctx, write, opening).await?))
}

/// The answer of a security key, which is checked in a Write of its own.
pub(super) async fn show(
    ctx: &Ctx,
    account: AccountId,
    proof: &FactorProof,
) -> Result<Option<SignInMethod>, Failure<TwoFactorRefused>> {
    match proof {
        FactorProof::SecurityKey { ceremony, answer } => {
            Ok(Some(webauthn::finish_authentication(ctx, account, ceremony, answer).await?.method()))
        }
        FactorProof::Totp(_) | FactorProof::RecoveryCode(_) => Ok(None),
    }
}

/// A code, checked in the Write of what it opens.
pub(super) async fn check<R>(
    ctx: &Ctx,
    write: &mut Write,
    account: AccountId,
    visitor: &Visitor,
    proof: &FactorProof,
) -> Result<SignInMethod, Failure<R>>
where
    R: Refusal + From<TwoFactorRefused> + From<RecoveryRefused>,
{
    match proof {
        FactorProof::Totp(code) => {
            Ok(verify_totp(ctx, write, account, code, ctx.now()).await.map_err(Failure::widen)?.method())
        }
        FactorProof::RecoveryCode(code) => {
            recovery::burn(ctx, write, account, visitor, code).await.map_err(Failure::widen)?;
            Ok(SignInMethod::RecoveryCode)
        }
        FactorProof::SecurityKey { .. } => Err(Failure::Refused(TwoFactorRefused::CeremonyOver.into())),
    }
}
