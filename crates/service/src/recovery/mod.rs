//! Recovery codes: made eight at a time, each good once.

mod burn;
mod generate;
mod prove;
mod refusal;

pub use burn::{Burned, burn};
pub use generate::generate;
pub use prove::{Proved, prove};
pub use refusal::RecoveryRefused;
