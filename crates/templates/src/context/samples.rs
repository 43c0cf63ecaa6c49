//! What the samples of several pages share.

use chrono::{DateTime, TimeDelta, Utc};

use super::layout::Layout;
use crate::Language;

/// The frame of a sample page at `path`.
pub(super) fn layout(language: Language, path: &str) -> Layout {
    Layout {
        language,
        site_name: "Fromagerie".to_owned(),
        root_path: String::new(),
        home_url: "/".to_owned(),
        simple_url: "https://index.example/simple/".to_owned(),
        upload_url: "https://index.example/legacy/".to_owned(),
        canonical_url: Some(format!("https://index.example{path}")),
        is_indexable: true,
        banners: Vec::new(),
        reader: None,
    }
}

/// An instant so many days into the year 2026.
pub(super) fn day(days: i64) -> DateTime<Utc> {
    const NEW_YEAR_2026: i64 = 1_767_225_600;
    DateTime::from_timestamp(NEW_YEAR_2026, 0).unwrap_or_default() + TimeDelta::days(days)
}
