//! Whether something is open, for acts of somebody who is nobody yet.

use domain::{
    Failure,
    switches::{self, Closable, SwitchedOff},
};
use store::Read;

/// Refuses what a switch closes; called in the Write of the act that it guards.
pub(crate) async fn require_open(read: &mut Read, what: Closable) -> Result<(), Failure<SwitchedOff>> {
    let switched_off = store::switches::switched_off(read).await?;
    Ok(switches::require_open(&switched_off, what)?)
}
