//! What time does to accounts: deletions that are due, old traces, domains given up.

use anyhow::Result;
use service::{Ctx, deletion, recovery_cases, registration, sessions};

/// Deletes the accounts that are due.
pub(crate) async fn finish_deletions(ctx: &Ctx) -> Result<()> {
    let deleted = deletion::finish(ctx).await?;
    tracing::info!(deleted, "deleted {deleted} accounts");
    Ok(())
}

/// Ends the recovery cases that nobody moved.
pub(crate) async fn expire_recoveries(ctx: &Ctx) -> Result<()> {
    let expired = recovery_cases::expire(ctx).await?;
    tracing::info!(expired, "ended {expired} recovery cases that nobody moved");
    Ok(())
}

/// Drops what was kept long enough.
pub(crate) async fn retain(ctx: &Ctx) -> Result<()> {
    let sessions = sessions::sweep(ctx).await?;
    let deletion::Forgotten { events, devices, cases, links, reservations } = deletion::retain(ctx).await?;
    tracing::info!(
        events,
        devices,
        cases,
        links,
        reservations,
        sessions,
        "forgot the circumstances of {events} events and {cases} recovery cases, {devices} devices, \
         {links} links, {reservations} reserved names and {sessions} sessions"
    );
    Ok(())
}

/// Looks up the domains of addresses, if the operator wants it.
pub(crate) async fn check_domains(ctx: &Ctx) -> Result<()> {
    let Some(domains) = &ctx.domains else {
        return Ok(());
    };
    let unverified = registration::check_domains(ctx, domains.as_ref()).await?;
    tracing::info!(unverified, "{unverified} addresses lost their standing: their domains do not exist");
    Ok(())
}
