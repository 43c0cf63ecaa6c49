//! Security keys given away: programmes, their codes, and one code for each person.
//!
//! A code is stored sealed by the key ring and shown to nobody but whoever claimed it.
//! A keyed hash beside it finds a code that is imported twice.

pub mod claim;
pub mod import;
pub mod look;
pub mod programme;
mod refusal;
mod seal;

pub use claim::{Claimed, claim};
pub use import::{Imported, import_codes};
pub use look::{Offer, Stocked, offers, stocked};
pub use programme::{create, edit};
pub use refusal::{ClaimCodeRefused, GiveawayRefused};

pub(crate) use seal::reseal;
