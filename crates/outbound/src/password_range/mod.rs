//! Asking another server whether a password was leaked, by the start of its digest alone.
//!
//! The k-anonymity range API of Pwned Passwords: five hexadecimal digits of the SHA-1
//! go out, and every known digest that begins so comes back.

mod fake;
mod http;

pub use fake::FakeRange;
pub use http::HttpRange;

use async_trait::async_trait;
use std::fmt;

/// Hexadecimal digits of a SHA-1 that are sent.
pub const PREFIX: usize = 5;

/// Whoever knows compromised passwords by range.
#[async_trait]
pub trait PasswordRange: fmt::Debug + Send + Sync {
    /// The rest of each known digest that begins with `prefix`, 35 upper-case digits.
    ///
    /// `prefix` is [`PREFIX`] upper-case hexadecimal digits.
    async fn suffixes(&self, prefix: &str) -> anyhow::Result<Vec<String>>;

    /// One line for the operator: whom it asks.
    fn describe(&self) -> String;
}
