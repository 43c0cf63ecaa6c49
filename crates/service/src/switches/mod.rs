//! Switches: what operators, or the surge protection, turn off for a while.
//!
//! What is closed is decided with every other permission, in the Write of each act; only
//! acts of somebody who is nobody yet ask [`require_open`] themselves.

mod board;
mod counts;
mod dismiss;
mod open;
mod refusal;
mod turn_off;
mod turn_on;
mod watch;

pub use board::{Board, refresh};
pub use counts::note;
pub(crate) use counts::{SurgeCounts, flush};
pub use dismiss::dismiss;
pub(crate) use open::require_open;
pub use refusal::SwitchRefused;
pub use turn_off::turn_off;
pub use turn_on::{NewSwitch, turn_on};
pub use watch::watch;

use crate::Ctx;
use domain::{
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    switches::Switch,
};
use serde_json::json;
use store::{
    Write,
    switches::{NewLine, SwitchChange},
};

/// What became of a switch, and by whom.
struct Record<'a> {
    switch: Switch,
    change: SwitchChange,
    reason: &'a str,
    banner: Option<&'a str>,
    actor: Option<AccountId>,
    by_surge: bool,
}

/// Writes the line of the history and the event.
async fn record(ctx: &Ctx, write: &mut Write, record: &Record<'_>) -> anyhow::Result<()> {
    let Record { switch, change, reason, banner, actor, by_surge } = *record;
    let at = ctx.now();
    store::switches::record(write, &NewLine { id: ctx.id(), switch, change, reason, actor, by_surge, at }).await?;
    let tag = match change {
        SwitchChange::On => EventTag::SwitchTurnedOn,
        SwitchChange::Off => EventTag::SwitchTurnedOff,
        SwitchChange::Proposed => EventTag::SwitchProposed,
        SwitchChange::Dismissed => EventTag::SwitchDismissed,
    };
    let details = json!({ "switch": switch.as_str(), "reason": reason, "banner": banner, "by_surge": by_surge });
    let event = NewEvent { id: ctx.id(), subject: Subject::Operator, tag, actor, details, at };
    store::events::record(write, &event).await
}
