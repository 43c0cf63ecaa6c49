//! Second factors: enrolling, checking, naming and removing them.
//!
//! A factor counts only while it is active, and it is active only once a recovery code
//! was burned: whoever loses it has shown where the codes are.

mod enrol;
mod guard;
mod refusal;
pub mod remove;
pub mod rename;
pub mod reset;
pub mod totp;
pub mod verify;
pub mod webauthn;

pub use enrol::Enrolled;
pub use refusal::TwoFactorRefused;
pub use remove::remove;
pub use rename::rename;
pub use reset::{Reset, ResetRefused, reset_factors};
pub use totp::{PendingTotp, begin_totp, finish_totp};
pub use verify::{Verified, verify_totp};

pub(crate) use guard::{Change, details_of, end_other_sessions, owner, record};
