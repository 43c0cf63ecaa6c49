//! May a project of this name be made?

use super::refusal::NameRefused;
use crate::ctx::Ctx;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Failure, ids::AccountId};
use packaging::name::{NormalizedName, standard_library};
use store::Read;

/// The account that wants the name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Creator {
    pub(super) account: Option<AccountId>,
    /// Operators make as many projects as they like.
    pub(super) superuser: bool,
}

/// Checks in the order of the contract: how many, then the name itself.
pub(super) async fn check(
    ctx: &Ctx,
    read: &mut Read,
    name: &NormalizedName,
    creator: Creator,
    now: DateTime<Utc>,
) -> Result<(), Failure<NameRefused>> {
    if let Some(account) = creator.account.filter(|_| !creator.superuser) {
        check_rate(ctx, read, account, now).await?;
    }
    let shown = || name.to_string();
    if standard_library::contains(name) {
        return Err(NameRefused::StandardLibrary { name: shown() }.into());
    }
    if let Some(reason) = store::names::prohibition(read, name).await? {
        return Err(NameRefused::Prohibited { name: shown(), reason }.into());
    }
    if let Some(existing) = store::projects::confusable_with(read, name).await? {
        return Err(NameRefused::Confusable { name: shown(), existing }.into());
    }
    if let Some(retired) = store::names::retired_from(read, name, creator.account).await? {
        return Err(NameRefused::Retired { name: shown(), retired }.into());
    }
    Ok(())
}

/// Counted from the events, so that it is exact on several nodes and survives a restart.
async fn check_rate(
    ctx: &Ctx,
    read: &mut Read,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Failure<NameRefused>> {
    let window = TimeDelta::hours(1);
    let limit = ctx.settings.limits.projects_per_hour;
    let times = store::projects::creations_since(read, account, now - window).await?;
    let surplus = times.len().checked_sub(limit as usize);
    let Some(free_again) = surplus.map(|surplus| times.get(surplus).map_or(now, |at| *at) + window) else {
        return Ok(());
    };
    let retry_after = u64::try_from((free_again - now).num_seconds()).unwrap_or(0).max(1);
    Err(NameRefused::TooMany { limit, retry_after }.into())
}
