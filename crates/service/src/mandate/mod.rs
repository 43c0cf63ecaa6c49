//! The mandate: what is required of whom from when, and how people hear of it.

mod edit;
mod end;
pub mod impact;
pub mod initialise;
mod note_blocked;
mod outlook;
mod plan;
mod preset;
mod refusal;
mod require_factor;
mod schedule;
mod show;

pub use edit::{MandateEdit, edit};
pub use end::end;
pub use impact::{GateImpact, Impact, Stopped, impact};
pub use initialise::initialise;
pub use note_blocked::note_blocked;
pub use outlook::outlook;
pub use plan::NewPlan;
pub use preset::{Preset, preset};
pub use refusal::{MandateRefused, PlanWarning, RequireFactorRefused};
pub use require_factor::require_factor;
pub use schedule::{Scheduled, schedule};
pub use show::{MandateLine, TimelineEntry, Turn, history, show, timeline};
