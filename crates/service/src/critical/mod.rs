//! Critical projects: computed each day, designated and withdrawn by operators.

mod compute;
mod designate;
mod forget;
mod rank;
mod refusal;
mod withdraw;

pub use compute::{Computed, Mode, compute};
pub use designate::designate;
pub(crate) use forget::forget;
pub use refusal::{CriticalRefused, Note};
pub use withdraw::withdraw;

/// The kind of the job that computes them each day.
pub const COMPUTE_CRITICAL: &str = "compute_critical";
