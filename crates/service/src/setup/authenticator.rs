//! The authenticator of the first operator: its secret belongs to the link.
//!
//! No GET writes, and a page may be opened twice or sent again after a mistake: a secret
//! that was drawn anew each time would leave dead entries in the authenticator.

use super::{UseLinkRefused, use_link::open_link};
use crate::{
    Ctx,
    accounts::create::ProvedTotp,
    two_factor::{PendingTotp, TwoFactorRefused},
};
use anyhow::{Context as _, Result};
use domain::{
    Failure,
    two_factor::{CodeMatch, TOTP_SECRET_LENGTH, TotpCode, TotpSecret},
};

/// What the entry in the authenticator is called: the user name is not chosen yet.
const LABEL: &str = "operator";

/// The secret that the page of an open link shows; the same as often as it is asked for.
pub async fn pending_authenticator(ctx: &Ctx, secret: &str) -> Result<PendingTotp, Failure<UseLinkRefused>> {
    let hash = open_link(ctx, secret).await?;
    let totp = secrets(ctx, &hash).into_iter().next().context("the key ring is empty")?;
    let otpauth_uri = totp.otpauth_uri(&ctx.settings.site_name, LABEL)?;
    Ok(PendingTotp { otpauth_uri, secret: totp.to_base32()? })
}

/// Whether a code proves that the authenticator took the secret over.
pub(super) fn prove(ctx: &Ctx, link_hash: &str, code: &str) -> Result<ProvedTotp, Failure<UseLinkRefused>> {
    let code = TotpCode::parse(code).ok_or(TwoFactorRefused::CodeForm).map_err(UseLinkRefused::from)?;
    let mut refusal = TwoFactorRefused::CodeWrong;
    for secret in secrets(ctx, link_hash) {
        match secret.place(&code, ctx.now())? {
            CodeMatch::Step(step) => return Ok(ProvedTotp { secret, step }),
            // Whoever sees the secret learns nothing new from how far off the code was.
            CodeMatch::OutOfStep { seconds } => refusal = TwoFactorRefused::ClockOff { seconds: seconds.abs() },
            CodeMatch::None => {}
        }
    }
    Err(UseLinkRefused::from(refusal).into())
}

/// Of every key: the ring may have been rotated since the page was opened.
fn secrets(ctx: &Ctx, link_hash: &str) -> Vec<TotpSecret> {
    let cut = |key: [u8; 32]| key.first_chunk::<TOTP_SECRET_LENGTH>().copied();
    ctx.keys.load().setup_secrets(link_hash).filter_map(cut).map(TotpSecret::new).collect()
}
