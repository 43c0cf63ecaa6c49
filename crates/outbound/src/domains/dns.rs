//! The real resolver: the name servers that this machine is configured with.

use super::{DomainState, Domains};
use anyhow::{Context as _, Result};
use async_trait::async_trait;
use hickory_resolver::TokioResolver;
use std::fmt;

/// A stub resolver with the configuration of `/etc/resolv.conf`.
pub struct Dns(TokioResolver);

impl Dns {
    /// # Errors
    /// When the machine's configuration cannot be read.
    pub fn new() -> Result<Self> {
        let builder = TokioResolver::builder_tokio().context("the machine's DNS configuration cannot be read")?;
        Ok(Self(builder.build().context("the resolver cannot be made")?))
    }
}

#[async_trait]
impl Domains for Dns {
    async fn state(&self, domain: &str) -> DomainState {
        // With the final dot, so that no search domain of this machine is tried.
        match self.0.soa_lookup(format!("{domain}.")).await {
            Ok(_) => DomainState::Exists,
            Err(fault) if fault.is_nx_domain() => DomainState::Gone,
            Err(fault) if fault.is_no_records_found() => DomainState::Exists,
            Err(fault) => {
                tracing::debug!(domain, "the DNS did not answer about `{domain}`: {fault}");
                DomainState::Unknown
            }
        }
    }
}

impl fmt::Debug for Dns {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Dns")
    }
}
