//! Forgetting what was kept long enough; a job does it.

use crate::Ctx;
use anyhow::Result;
use store::transaction;

/// Events whose circumstances one transaction drops.
const AT_ONCE: i64 = 500;

/// What one run forgot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// Events that lost the network, the device and the hash of the address.
    pub events: u64,
    /// Devices that were not seen since.
    pub devices: u64,
    /// Recovery cases that lost the network they were opened from.
    pub cases: u64,
    pub links: u64,
    pub reservations: u64,
}

/// Drops the circumstances of old events and cases, old devices, and links and reservations that ended.
///
/// What happened, to whom and when stays.
pub async fn retain(ctx: &Ctx) -> Result<Forgotten> {
    let now = ctx.now();
    let before = now - ctx.settings.visit_retention;
    let mut events = 0;
    loop {
        let forgotten: Result<u64> =
            transaction!(ctx.db, |write| { store::events::forget_visits(write, before, AT_ONCE).await });
        match forgotten? {
            0 => break,
            count => events += count,
        }
    }
    transaction!(ctx.db, |write| {
        Ok(Forgotten {
            events,
            devices: store::sessions::devices::forget(write, before).await?,
            cases: store::recovery_cases::forget_networks(write, before).await?,
            links: store::links::forget(write, now - ctx.settings.mail_retention).await?,
            reservations: store::registration::forget_reservations(write, now).await?,
        })
    })
}
