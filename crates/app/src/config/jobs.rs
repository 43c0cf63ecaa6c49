//! `[jobs]`: work for later.

use super::{layers::Layers, setting::Setting, values};
use chrono::TimeDelta;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("jobs.workers", "2", "Jobs that run at once in this process; 0 leaves them to `fromagerie worker`."),
    Setting::new("jobs.orphan_age", "24h", "The age below which an object without a row is left alone."),
];

/// Work for later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jobs {
    pub(crate) workers: usize,
    pub(crate) orphan_age: TimeDelta,
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
        Some(Self { workers: workers?, orphan_age: orphan_age? })
    }
}
