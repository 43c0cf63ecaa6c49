//! `[jobs]`: work for later.

use super::{layers::Layers, setting::Setting, values};
use anyhow::Result;
use chrono::TimeDelta;
use outbound::domains::{Dns, Domains};
use std::sync::Arc;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("jobs.workers", "2", "Jobs that run at once in this process; 0 leaves them to `fromagerie worker`."),
    Setting::new("jobs.orphan_age", "24h", "The age below which an object without a row is left alone."),
    Setting::new("jobs.visit_retention", "365d", "How long events keep network, device and the hash of an address."),
    Setting::new(
        "jobs.check_domains",
        "false",
        "Ask the DNS whether the domains of verified addresses still exist; those given up lose their standing.",
    ),
];

/// Work for later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jobs {
    pub(crate) workers: usize,
    pub(crate) orphan_age: TimeDelta,
    pub(crate) visit_retention: TimeDelta,
    pub(crate) check_domains: bool,
}

impl Jobs {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let workers = layers.parse("jobs.workers", |text| values::number(text, 0));
        let orphan_age = layers.parse("jobs.orphan_age", |text| {
            // An upload that still runs must never look like an orphan.
            values::duration(text).and_then(|age| match age < TimeDelta::hours(1) {
                true => Err(format!("shorter than an hour: `{text}`")),
                false => Ok(age),
            })
        });
        let visit_retention = layers.parse("jobs.visit_retention", values::duration);
        let check_domains = layers.parse("jobs.check_domains", |text| {
            text.parse().map_err(|_| format!("neither `true` nor `false`: `{text}`"))
        });
        Some(Self {
            workers: workers?,
            orphan_age: orphan_age?,
            visit_retention: visit_retention?,
            check_domains: check_domains?,
        })
    }

    /// Asks the machine's DNS, where the operator wants it.
    pub(crate) fn domains(&self) -> Result<Option<Arc<dyn Domains>>> {
        match self.check_domains {
            true => Ok(Some(Arc::new(Dns::new()?))),
            false => Ok(None),
        }
    }
}
