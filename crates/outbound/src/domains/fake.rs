//! Domains for tests: every one exists until it is said to be gone.

use super::{DomainState, Domains};
use async_trait::async_trait;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

/// Domains whose state a test sets.
#[derive(Debug, Default)]
pub struct FakeDomains(Mutex<BTreeMap<String, DomainState>>);

impl FakeDomains {
    /// Says what the DNS answers about a domain from now on.
    pub fn set(&self, domain: &str, state: DomainState) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(domain.to_owned(), state);
    }
}

#[async_trait]
impl Domains for FakeDomains {
    async fn state(&self, domain: &str) -> DomainState {
        let states = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        states.get(domain).copied().unwrap_or(DomainState::Exists)
    }
}
