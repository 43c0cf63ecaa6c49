//! `[log]`: what is told on standard error.

use super::{layers::Layers, setting::Setting};

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("log.format", "text", "`text`, or `json` with one object a line."),
    Setting::new("log.filter", "info", "What is told: a level, or `target=level` pairs by commas."),
];

/// What is told on standard error.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) is_json: bool,
    pub(crate) filter: String,
}

impl Log {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let is_json = layers.parse("log.format", |text| match text {
            "text" => Ok(false),
            "json" => Ok(true),
            _ => Err(format!("neither `text` nor `json`: `{text}`")),
        });
        let filter = layers.parse("log.filter", |text| match tracing_subscriber::EnvFilter::try_new(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(error) => Err(format!("not a filter: `{text}`: {error}")),
        });
        Some(Self { is_json: is_json?, filter: filter? })
    }
}
