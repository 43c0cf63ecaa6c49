//! Passwords: their hashes, and whether a new one is good enough.

mod build;
mod check;
mod filter;
mod hash;
mod pool;

pub use build::{BuiltFilter, build};
pub use check::{check_new, is_compromised};
pub use filter::{PasswordDigest, PasswordFilter};
pub use hash::{Verified, dummy, hash, verify};
pub use pool::Pool;

use outbound::password_range::PasswordRange;
use sha1::{Digest as _, Sha1};
use std::sync::Arc;

/// What works on passwords: threads that hash, and what is known of leaks.
#[derive(Debug, Default)]
pub struct Passwords {
    pub pool: Pool,
    pub compromised: Compromised,
}

/// Where compromised passwords are looked up.
#[derive(Clone, Debug, Default)]
pub enum Compromised {
    /// Nowhere.
    Unknown,
    /// In the lists that the estimator of strength carries.
    #[default]
    Common,
    /// In a filter that `passwords build` made.
    Filter(Arc<PasswordFilter>),
    /// At another server, by the start of the digest.
    Range(Arc<dyn PasswordRange>),
}

/// The digest under which public lists have a password.
pub fn digest_of(password: &str) -> PasswordDigest {
    Sha1::digest(password.as_bytes()).into()
}
