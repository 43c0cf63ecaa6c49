//! Mailed links: made, looked at, used once.
//!
//! A page shows what [`look`] says, which uses nothing up, so that a scanner of mails
//! that opens every link does no harm; its button uses the link in the act's own Write.

pub mod consume;
pub mod look;
pub mod make;

pub use consume::consume;
pub use look::{LinkRefused, OpenLink, look};
pub use make::{NewLink, make};
