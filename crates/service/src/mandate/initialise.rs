//! The one mandate of a fresh index.

use crate::Ctx;
use anyhow::Result;
use domain::{
    ids::MandateId,
    mandate::{Cohort, Gate, GateSchedule, Mandate, Strength},
};
use store::transaction;

/// Why the mandate exists, for whoever reads the table.
pub(super) const REASON: &str = "the default of a fresh index";

/// Writes the default mandate where none was ever written; says whether it did.
///
/// Whoever manages a project needs a second factor for everything, from the start.
/// An index whose operator ended all mandates does not get it again.
pub async fn initialise(ctx: &Ctx) -> Result<bool> {
    if store::mandate::any_exists(&mut ctx.db.read().await?).await? {
        return Ok(false);
    }
    let now = ctx.now();
    let gates = Gate::ALL.map(|gate| GateSchedule { gate, announce_at: now, enforce_at: now });
    let mandate =
        Mandate { id: MandateId(ctx.id()), cohort: Cohort::Managers, strength: Strength::Any, gates: gates.to_vec() };
    transaction!(ctx.db, |write| {
        // Read again: another process may have been first.
        if store::mandate::any_exists(write).await? {
            return Ok(false);
        }
        store::mandate::insert(write, &mandate, REASON, now).await?;
        Ok(true)
    })
}
