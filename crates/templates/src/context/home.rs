//! The front page.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;

/// What the front page shows.
#[derive(Clone, Debug, Serialize)]
pub struct HomePage {
    /// The frame.
    pub layout: Layout,
    /// How much the index holds.
    pub counters: Counters,
    /// The newest releases, newest first; empty on a new index, which then explains publishing.
    pub newest_releases: Vec<NewestRelease>,
}

/// How much an index holds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Counters {
    /// The number of projects.
    pub projects: u64,
    /// The number of releases.
    pub releases: u64,
    /// The number of files.
    pub files: u64,
}

/// One line of the newest releases.
#[derive(Clone, Debug, Serialize)]
pub struct NewestRelease {
    /// The project's display name.
    pub project_name: String,
    /// The version as published.
    pub version: String,
    /// The one-line summary of its metadata.
    pub summary: Option<String>,
    /// The address of the release's page.
    pub url: String,
    /// Whether the project is critical.
    pub is_critical: bool,
    /// When its first file arrived.
    pub released: DateTime<Utc>,
}

impl Page for HomePage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl HomePage {
    /// An index in use, and a new one.
    pub fn samples(language: Language) -> Vec<Self> {
        let release = |project_name: &str, version: &str, summary: Option<&str>, days: i64| NewestRelease {
            project_name: project_name.to_owned(),
            version: version.to_owned(),
            summary: summary.map(str::to_owned),
            url: format!("/project/{project_name}/{version}/"),
            is_critical: days == 320,
            released: samples::day(days),
        };
        let used = Self {
            layout: samples::layout(language, "/"),
            counters: Counters { projects: 1, releases: 214, files: 12_345 },
            newest_releases: vec![
                release("affinage", "2.1.0", Some("Schedules the ripening of long-running jobs"), 320),
                release("rind", "0.9.0rc1", Some("A <strict> parser & printer for wrapping formats"), 319),
                release("caves-of-roquefort", "2026.11", None, 301),
            ],
        };
        let banners = vec!["Uploads are off: we look into <b>something</b>".to_owned()];
        let new = Self {
            layout: Layout { banners, ..used.layout.clone() },
            counters: Counters { projects: 0, releases: 0, files: 0 },
            newest_releases: Vec::new(),
        };
        vec![used, new]
    }
}
