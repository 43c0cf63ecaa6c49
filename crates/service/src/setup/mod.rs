//! The first operator, by a link that works once.

pub mod authenticator;
pub mod make_link;
pub mod use_link;

pub use authenticator::pending_authenticator;
pub use make_link::{MakeLinkRefused, SetupLink, make_link};
pub use use_link::{UseLinkRefused, check_link, use_link};
