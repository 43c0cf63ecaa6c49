//! The relying party: the host that keys are bound to, once the first is enrolled.

use crate::{Ctx, two_factor::TwoFactorRefused};
use anyhow::{Context as _, Result, bail};
use chrono::TimeDelta;
use domain::{
    Failure,
    two_factor::{CEREMONY_MINUTES, NotCovered, RelyingParty, WebauthnOff},
};
use store::Read;
use url::Url;
use webauthn_rs_core::WebauthnCore;

/// Stops the start under a URL that no enrolled key works for.
///
/// # Errors
/// A fault that says how to move; none while no key is enrolled.
pub async fn check_rp(ctx: &Ctx) -> Result<()> {
    let Some(enrolled) = store::webauthn::rp_id(&mut ctx.db.read().await?).await? else {
        return Ok(());
    };
    let reason = match of_settings(ctx)? {
        Ok(party) => match party.with_enrolled(&enrolled) {
            Ok(_) => return Ok(()),
            Err(not_covered) => not_covered.to_string(),
        },
        Err(off) => format!("security keys and passkeys are enrolled for the host `{enrolled}`, but {off}"),
    };
    bail!(
        "{reason}\n\
         hint: set `server.public_url` to that host or one below it; to move elsewhere, have everybody enrol an \
         authenticator and remove their keys under the old URL first, or run `fromagerie user reset-factors NAME`"
    )
}

/// Says why WebAuthn is off under the URL of this index, for pages that offer it.
pub fn require_on(ctx: &Ctx) -> Result<(), Failure<TwoFactorRefused>> {
    of_settings(ctx)?.map_err(TwoFactorRefused::from)?;
    Ok(())
}

/// The library's verifier for this index, and the RP id that it holds answers against.
pub(super) async fn verifier(ctx: &Ctx, read: &mut Read) -> Result<(WebauthnCore, String), Failure<TwoFactorRefused>> {
    let mut party = of_settings(ctx)?.map_err(TwoFactorRefused::from)?;
    if let Some(enrolled) = store::webauthn::rp_id(read).await? {
        party = party.with_enrolled(&enrolled).map_err(|not_covered: NotCovered| anyhow::anyhow!("{not_covered}"))?;
    }
    let timeout = TimeDelta::minutes(CEREMONY_MINUTES).to_std().context("the time of a ceremony is negative")?;
    let origins = vec![party.origin];
    // Neither other ports nor subdomains of the origin may answer.
    let core = WebauthnCore::new_unsafe_experts_only(
        &ctx.settings.site_name,
        &party.id,
        origins,
        timeout,
        Some(false),
        Some(false),
    );
    Ok((core, party.id))
}

fn of_settings(ctx: &Ctx) -> Result<Result<RelyingParty, WebauthnOff>> {
    let public_url = Url::parse(&ctx.settings.urls.home()).context("the public URL is none")?;
    Ok(RelyingParty::of(&public_url))
}
