//! Whether a password is good enough, and whether it is known from a leak.

use super::{Compromised, digest_of};
use crate::Ctx;
use domain::{
    Failure,
    passwords::{self, Estimate, HashingBusy, LONGEST, PasswordRefused},
};
use outbound::password_range::{PREFIX, PasswordRange};

/// Refuses a new password that is too short, too long, easy to guess or known from a leak.
///
/// `inputs` is what others know about its owner: user name, name, addresses.
pub async fn check_new(ctx: &Ctx, password: &str, inputs: &[&str]) -> Result<(), Failure<PasswordRefused>> {
    passwords::check_form(password)?;
    let estimate = estimate(ctx, password, inputs).await.map_err(Failure::widen)?;
    if !estimate.is_strong {
        return Err(PasswordRefused::Weak { hint: estimate.hint }.into());
    }
    if is_compromised(ctx, password).await.map_err(Failure::widen)? {
        return Err(PasswordRefused::Compromised.into());
    }
    Ok(())
}

/// Whether a password is known from a leak, as far as can be told.
///
/// Where a filter or a server does not answer, nothing is known: that is logged, and a
/// person is not kept out for it.
pub async fn is_compromised(ctx: &Ctx, password: &str) -> Result<bool, Failure<HashingBusy>> {
    if LONGEST < password.len() {
        return Ok(false);
    }
    let found = match &ctx.passwords.compromised {
        Compromised::Unknown => return Ok(false),
        Compromised::Common => return Ok(estimate(ctx, password, &[]).await?.is_common),
        Compromised::Filter(filter) => {
            let (filter, digest) = (filter.clone(), digest_of(password));
            ctx.passwords.pool.run(move || filter.holds(&digest)).await?
        }
        Compromised::Range(range) => range_holds(range.as_ref(), password).await,
    };
    Ok(found.unwrap_or_else(|fault| {
        tracing::warn!("a password was not looked up among the compromised ones: {fault:#}");
        false
    }))
}

async fn range_holds(range: &dyn PasswordRange, password: &str) -> anyhow::Result<bool> {
    let digest = hex::encode_upper(digest_of(password));
    let (prefix, suffix) = digest.split_at(PREFIX);
    Ok(range.suffixes(prefix).await?.iter().any(|known| known == suffix))
}

/// The estimator looks each part of the password up in long lists: work for the pool.
async fn estimate(ctx: &Ctx, password: &str, inputs: &[&str]) -> Result<Estimate, Failure<HashingBusy>> {
    let password = password.to_owned();
    let inputs: Vec<String> = inputs.iter().map(|input| (*input).to_owned()).collect();
    let estimated = move || {
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        passwords::estimate(&password, &inputs)
    };
    ctx.passwords.pool.run(estimated).await
}
