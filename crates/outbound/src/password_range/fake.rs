//! A range server of tests: it knows a list, or is out of order.

use super::{PREFIX, PasswordRange};
use anyhow::bail;
use async_trait::async_trait;
use std::sync::{Mutex, PoisonError};

/// Answers from a list, and remembers what it was asked.
#[derive(Debug, Default)]
pub struct FakeRange {
    digests: Vec<String>,
    is_broken: bool,
    asked: Mutex<Vec<String>>,
}

impl FakeRange {
    /// Knows whole digests, 40 upper-case hexadecimal digits each.
    pub fn knowing(digests: Vec<String>) -> Self {
        Self { digests, ..Self::default() }
    }

    /// Answers nothing.
    pub fn broken() -> Self {
        Self { is_broken: true, ..Self::default() }
    }

    /// Every prefix that it was asked for.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl PasswordRange for FakeRange {
    async fn suffixes(&self, prefix: &str) -> anyhow::Result<Vec<String>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(prefix.to_owned());
        if self.is_broken {
            bail!("the range server is out of order");
        }
        let known = self.digests.iter().filter(|digest| digest.starts_with(prefix));
        Ok(known.map(|digest| digest[PREFIX..].to_owned()).collect())
    }

    fn describe(&self) -> String {
        "a list in memory".to_owned()
    }
}
