//! `[mandate]`: how fast people are written to.

use super::{layers::Layers, setting::Setting, values};

pub(crate) const SETTINGS: &[Setting] = &[Setting::new(
    "mandate.mails_per_minute",
    "600",
    "Mails about mandates that are written in a minute of the clock, on all nodes together.",
)];

/// Mails of campaigns in one minute.
pub(crate) fn mails_per_minute(layers: &mut Layers) -> Option<u32> {
    layers.parse("mandate.mails_per_minute", |text| values::number(text, 1))
}
