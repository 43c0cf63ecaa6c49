//! Checking the answer of a credential, and what its counter tells.

use crate::{
    Ctx,
    two_factor::{Change, TwoFactorRefused, Verified, details_of, record},
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{Failure, events::EventTag};
use store::{Write, webauthn::StoredCredential};
use templates::mail::MailMessage;
use webauthn_rs_core::{
    WebauthnCore,
    error::WebauthnError,
    proto::{AuthenticationState, Credential, PublicKeyCredential},
};

/// A stored credential as the library takes it.
pub(super) fn parse(stored: &serde_json::Value) -> Result<Credential> {
    serde_json::from_value(stored.clone()).context("a stored credential cannot be read")
}

/// Checks an answer against a credential that may answer, and notes its use.
///
/// A counter that went back suspends the credential, writes an event and mails its owner:
/// a copy of the key may be in use. This is written although the answer is refused.
pub(super) async fn check(
    ctx: &Ctx,
    write: &mut Write,
    core: &WebauthnCore,
    state: &AuthenticationState,
    stored: StoredCredential,
    answer: &PublicKeyCredential,
) -> Result<Verified, Failure<TwoFactorRefused>> {
    let now = ctx.now();
    if !stored.is_active {
        return Err(TwoFactorRefused::CredentialUnknown.into());
    }
    if stored.is_suspended {
        return Err(TwoFactorRefused::CredentialSuspended { name: stored.name }.into());
    }
    let mut credential = parse(&stored.credential)?;
    let result = match core.authenticate_single_credential(answer, state, &credential) {
        Ok(result) => result,
        Err(WebauthnError::CredentialPossibleCompromise) => {
            suspend(ctx, write, &stored, now).await?;
            return Err(TwoFactorRefused::CredentialSuspended { name: stored.name }.into());
        }
        Err(error) => return Err(TwoFactorRefused::AnswerInvalid { reason: error.to_string() }.into()),
    };
    credential.counter = result.counter();
    credential.backup_state = result.backup_state();
    credential.backup_eligible |= result.backup_eligible();
    let value = serde_json::to_value(&credential).context("a credential")?;
    store::webauthn::use_credential(write, stored.id, &value, credential.counter, now).await?;
    Ok(Verified { account: stored.account, kind: stored.kind, factor: stored.id, name: stored.name })
}

async fn suspend(ctx: &Ctx, write: &mut Write, stored: &StoredCredential, now: DateTime<Utc>) -> Result<()> {
    store::webauthn::suspend(write, stored.id, now).await?;
    let details = details_of(stored.kind, &stored.name);
    let mail = Some(MailMessage::SignCountRegressed { name: stored.name.clone() });
    let (account, tag) = (stored.account, EventTag::SignCountRegressed);
    record(ctx, write, Change { account, actor: None, visitor: None, tag, details, mail }).await
}
