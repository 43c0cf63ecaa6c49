//! Whether the domain of an address still exists, asked of the DNS.

mod dns;
mod fake;

pub use dns::Dns;
pub use fake::FakeDomains;

use async_trait::async_trait;
use std::fmt;

/// What the DNS says of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainState {
    /// It is registered, whether it takes mail today or not.
    Exists,
    /// The name does not exist (NXDOMAIN, RFC 8020): anybody may register it.
    Gone,
    /// Nobody answered; ask again later.
    Unknown,
}

/// Whoever knows which domains exist.
#[async_trait]
pub trait Domains: fmt::Debug + Send + Sync {
    /// Asks about one domain, in lower case and without a final dot.
    async fn state(&self, domain: &str) -> DomainState;
}
