//! Checking a code of an authenticator, at sign-in and at step-up.

use super::{TwoFactorRefused, enrol::sign_in_method_of, totp::open};
use crate::Ctx;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    ids::AccountId,
    sessions::SignInMethod,
    two_factor::{CodeMatch, FactorKind, TotpCode},
};
use store::Write;
use uuid::Uuid;

/// A factor that somebody has just shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub account: AccountId,
    pub kind: FactorKind,
    pub factor: Uuid,
    /// What its owner calls it.
    pub name: String,
}

impl Verified {
    /// How whoever showed it signs in.
    pub const fn method(&self) -> SignInMethod {
        sign_in_method_of(self.kind)
    }
}

/// Takes a code of one of the account's active authenticators; its step is used up.
///
/// The answer does not tell a code of a wrong clock from a wrong code: a guesser would
/// learn of codes that are good in a minute.
///
/// # Errors
/// [`TwoFactorRefused::CodeForm`], [`CodeWrong`](TwoFactorRefused::CodeWrong) and
/// [`CodeUsed`](TwoFactorRefused::CodeUsed); a refusal leaves nothing written.
pub async fn verify_totp(
    ctx: &Ctx,
    write: &mut Write,
    account: AccountId,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Verified, Failure<TwoFactorRefused>> {
    let code = TotpCode::parse(code).ok_or(TwoFactorRefused::CodeForm)?;
    let mut refusal = TwoFactorRefused::CodeWrong;
    for totp in store::two_factor::active_totp_of(write, account).await? {
        let CodeMatch::Step(step) = open(ctx, totp.id, &totp.sealed)?.place(&code, now)? else {
            continue;
        };
        // The statement itself compares the step, so that of any number of uses one wins.
        if store::two_factor::use_step(write, totp.id, step, now).await? {
            return Ok(Verified { account, kind: FactorKind::Totp, factor: totp.id, name: totp.name });
        }
        refusal = TwoFactorRefused::CodeUsed;
    }
    Err(refusal.into())
}
