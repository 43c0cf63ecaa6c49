//! Signing in, and stepping up, with a security key or a passkey.

use super::{
    ceremony::{Begun, keep, parse_answer, take},
    check::{check, parse},
    party::verifier,
};
use crate::{
    Ctx, limits,
    two_factor::{TwoFactorRefused, Verified},
};
use anyhow::{Context as _, Result};
use domain::{Failure, ids::AccountId, limits::Limit, two_factor::FactorKind, visitor::Visitor};
use store::{Write, transaction, webauthn::CeremonyPurpose};
use webauthn_rs_core::proto::{AuthenticationState, Credential, PublicKeyCredential, UserVerificationPolicy};

/// Hands out the challenge for a second factor of a known account.
///
/// # Errors
/// [`TwoFactorRefused::NoCredential`] when the account has none that can be used.
pub async fn begin_authentication(ctx: &Ctx, account: AccountId) -> Result<Begun, Failure<TwoFactorRefused>> {
    transaction!(ctx.db, |write| -> Result<Begun, Failure<TwoFactorRefused>> {
        let (core, _) = verifier(ctx, write).await?;
        let stored = store::webauthn::of(write, account).await?;
        let usable = stored.iter().filter(|it| it.is_active && !it.is_suspended);
        let allowed: Vec<Credential> = usable.map(|it| parse(&it.credential)).collect::<Result<_>>()?;
        if allowed.is_empty() {
            return Err(TwoFactorRefused::NoCredential.into());
        }
        let builder = core
            .new_challenge_authenticate_builder(allowed, Some(UserVerificationPolicy::Preferred))
            .context("the challenge of a second factor")?
            .allow_backup_eligible_upgrade(true);
        let (options, mut state) =
            core.generate_challenge_authenticate(builder).context("the challenge of a second factor")?;
        // The credential is read again when it answers: its counter may have moved on.
        state.set_allowed_credentials(Vec::new());
        Ok(keep(ctx, write, Some(account), CeremonyPurpose::SecondFactor, &options, &state).await?)
    })
}

/// Takes the answer of one of the account's credentials.
///
/// Written in a transaction of its own, because a counter that went back is written
/// although the answer is refused.
pub async fn finish_authentication(
    ctx: &Ctx,
    account: AccountId,
    ceremony: &str,
    answer: &str,
) -> Result<Verified, Failure<TwoFactorRefused>> {
    finish(ctx, Some(account), CeremonyPurpose::SecondFactor, ceremony, answer).await
}

/// Hands out the challenge for a passkey, before it is known who signs in.
///
/// Each is a row that nobody signed in asked for, so that an address gets only so many.
pub async fn begin_passkey(ctx: &Ctx, visitor: &Visitor) -> Result<Begun, Failure<TwoFactorRefused>> {
    limits::take(ctx, Limit::PasskeyPerAddress, &visitor.address).map_err(TwoFactorRefused::from)?;
    transaction!(ctx.db, |write| -> Result<Begun, Failure<TwoFactorRefused>> {
        let (core, _) = verifier(ctx, write).await?;
        let builder = core
            .new_challenge_authenticate_builder(Vec::new(), Some(UserVerificationPolicy::Required))
            .context("the challenge of a passkey")?
            .allow_backup_eligible_upgrade(true);
        let (options, state) = core.generate_challenge_authenticate(builder).context("the challenge of a passkey")?;
        Ok(keep(ctx, write, None, CeremonyPurpose::SignIn, &options, &state).await?)
    })
}

/// Takes the answer of a passkey, which tells whose it is.
pub async fn finish_passkey(ctx: &Ctx, ceremony: &str, answer: &str) -> Result<Verified, Failure<TwoFactorRefused>> {
    finish(ctx, None, CeremonyPurpose::SignIn, ceremony, answer).await
}

async fn finish(
    ctx: &Ctx,
    account: Option<AccountId>,
    purpose: CeremonyPurpose,
    ceremony: &str,
    answer: &str,
) -> Result<Verified, Failure<TwoFactorRefused>> {
    let answer: PublicKeyCredential = parse_answer(answer)?;
    let outcome = transaction!(ctx.db, |write| -> Result<Result<Verified, TwoFactorRefused>> {
        match verify(ctx, write, account, purpose, ceremony, &answer).await {
            Ok(verified) => Ok(Ok(verified)),
            Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
            Err(Failure::Broken(fault)) => Err(fault),
        }
    })?;
    Ok(outcome?)
}

async fn verify(
    ctx: &Ctx,
    write: &mut Write,
    account: Option<AccountId>,
    purpose: CeremonyPurpose,
    ceremony: &str,
    answer: &PublicKeyCredential,
) -> Result<Verified, Failure<TwoFactorRefused>> {
    let state: AuthenticationState = take(write, ceremony, account, purpose, ctx.now()).await?;
    let (core, _) = verifier(ctx, write).await?;
    let stored = store::webauthn::by_credential_id(write, &answer.raw_id).await?;
    let stored = stored.ok_or(TwoFactorRefused::CredentialUnknown)?;
    // WebAuthn level 3, 7.2 step 6: the credential is the account's, and so is the user
    // handle, without which nobody is identified.
    let handle = answer.response.user_handle.as_deref().filter(|handle| !handle.is_empty());
    let is_owner = match account {
        Some(account) => account == stored.account && handle.is_none_or(|it| it == account.0.as_bytes()),
        None => stored.kind == FactorKind::Passkey && handle == Some(&stored.account.0.as_bytes()[..]),
    };
    if !is_owner {
        return Err(TwoFactorRefused::CredentialUnknown.into());
    }
    check(ctx, write, &core, &state, stored, answer).await
}
