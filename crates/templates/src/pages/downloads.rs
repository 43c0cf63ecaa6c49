//! The pages about downloads.

use super::Templates;
use crate::Language;
use crate::context::{DownloadStatsPage, ProjectDownloadsPage};

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("stats/download_parts.html", include_str!("../../pages/stats/download_parts.html")),
    ("stats/downloads.html", include_str!("../../pages/stats/downloads.html")),
    ("stats/project_downloads.html", include_str!("../../pages/stats/project_downloads.html")),
];

impl Templates {
    /// The downloads of a project.
    pub fn project_downloads(&self, page: &ProjectDownloadsPage) -> anyhow::Result<String> {
        self.render("stats/project_downloads.html", page)
    }

    /// The downloads of the whole index by installer.
    pub fn download_stats(&self, page: &DownloadStatsPage) -> anyhow::Result<String> {
        self.render("stats/downloads.html", page)
    }

    /// Every sample of these pages, by name.
    pub fn download_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        for page in ProjectDownloadsPage::samples(language) {
            pages.push(("stats/project_downloads.html", self.project_downloads(&page)?));
        }
        for page in DownloadStatsPage::samples(language) {
            pages.push(("stats/downloads.html", self.download_stats(&page)?));
        }
        Ok(pages)
    }
}
