//! The addresses of an account: added, proved, made primary or public, taken away.
//!
//! A row is a proved address. What was asked for waits in a link, so that an address
//! of somebody else looks the same as a free one, and nobody can sit on an address.

pub mod add;
mod owner;
pub mod primary;
pub mod public;
pub mod refusal;
pub mod remove;
pub mod verify;
pub mod waiting;

pub use add::{add, resend};
pub use primary::set_primary;
pub use public::{make_private, make_public};
pub use refusal::AddressRefused;
pub use remove::{cancel, remove};
pub use verify::{VerifiedAddress, verify};
pub use waiting::{WaitingAddress, proof, waiting};
