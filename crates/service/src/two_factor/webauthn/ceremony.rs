//! Ceremonies that wait for the browser: kept as a hash, finished once.

use crate::{Ctx, two_factor::TwoFactorRefused};
use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Failure, ids::AccountId, sessions::SessionSecret, two_factor::CEREMONY_MINUTES};
use serde::{Serialize, de::DeserializeOwned};
use store::{
    Write,
    webauthn::{Ceremony, CeremonyPurpose},
};

/// Bytes of a browser's answer that are read; attestations of known makers take some 5 kB.
const LONGEST_ANSWER: usize = 64 * 1024;

/// The first half of a ceremony, as the page hands it to the browser.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Comes back with the answer; whoever has it can finish the ceremony once.
    pub ceremony: String,
    /// `{"publicKey": …}`, for `navigator.credentials`; bytes are base64url.
    pub options: serde_json::Value,
}

/// Keeps the state of a ceremony and gives the page its half.
pub(super) async fn keep(
    ctx: &Ctx,
    write: &mut Write,
    account: Option<AccountId>,
    purpose: CeremonyPurpose,
    options: &impl Serialize,
    state: &impl Serialize,
) -> Result<Begun> {
    let (now, secret) = (ctx.now(), SessionSecret::new(ctx.random_bytes()));
    let ceremony = Ceremony {
        id: secret.hash().as_str().to_owned(),
        account,
        purpose,
        state: serde_json::to_value(state).context("the state of a ceremony")?,
        expires_at: now + TimeDelta::minutes(CEREMONY_MINUTES),
    };
    store::webauthn::begin_ceremony(write, &ceremony).await?;
    let options = serde_json::to_value(options).context("the options of a ceremony")?;
    Ok(Begun { ceremony: secret.to_text(), options })
}

/// Takes a ceremony away and gives its state.
///
/// # Errors
/// [`TwoFactorRefused::CeremonyOver`] when it is unknown, used, expired, or was begun for
/// another account or purpose.
pub(super) async fn take<S: DeserializeOwned>(
    write: &mut Write,
    ceremony: &str,
    account: Option<AccountId>,
    purpose: CeremonyPurpose,
    now: DateTime<Utc>,
) -> Result<S, Failure<TwoFactorRefused>> {
    let secret = SessionSecret::parse(ceremony).ok_or(TwoFactorRefused::CeremonyOver)?;
    let taken = store::webauthn::take_ceremony(write, secret.hash().as_str(), purpose, now).await?;
    let taken = taken.filter(|taken| taken.account == account).ok_or(TwoFactorRefused::CeremonyOver)?;
    Ok(serde_json::from_value(taken.state).context("the stored state of a ceremony")?)
}

/// Reads the browser's answer: the JSON of a `PublicKeyCredential`.
pub(super) fn parse_answer<A: DeserializeOwned>(answer: &str) -> Result<A, TwoFactorRefused> {
    if LONGEST_ANSWER < answer.len() {
        return Err(TwoFactorRefused::AnswerInvalid { reason: "it is too long".to_owned() });
    }
    // What the parser says may repeat what was sent, which nobody needs to read.
    serde_json::from_str(answer).map_err(|_| TwoFactorRefused::AnswerInvalid { reason: "it cannot be read".to_owned() })
}
