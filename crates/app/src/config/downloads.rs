//! `[downloads]`: how downloads are counted.

use super::{layers::Layers, setting::Setting, values};
use chrono::TimeDelta;
use domain::downloads::{DownloadSettings, DownloadSource};

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("downloads.source", "self", "What counts downloads: `self`, or `logs` that are imported; never both."),
    Setting::new("downloads.detail_retention", "365d", "How long counts by version and installer are kept."),
];

/// How downloads are counted.
pub(crate) fn read(layers: &mut Layers) -> Option<DownloadSettings> {
    let source = layers.parse("downloads.source", |text| {
        DownloadSource::from_name(text).ok_or_else(|| format!("neither `self` nor `logs`: `{text}`"))
    });
    let detail_retention = layers.parse("downloads.detail_retention", |text| {
        let retention = values::duration(text)?;
        if retention < TimeDelta::days(1) { Err(format!("less than a day: `{text}`")) } else { Ok(retention) }
    });
    Some(DownloadSettings { source: source?, detail_retention: detail_retention? })
}
