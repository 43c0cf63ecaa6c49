//! The public pages of critical projects.

use super::Templates;
use crate::Language;
use crate::context::{CriticalHistoryPage, CriticalPage};

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("stats/critical.html", include_str!("../../pages/stats/critical.html")),
    ("stats/critical_history.html", include_str!("../../pages/stats/critical_history.html")),
    ("stats/critical_parts.html", include_str!("../../pages/stats/critical_parts.html")),
];

impl Templates {
    /// The list of critical projects.
    pub fn critical(&self, page: &CriticalPage) -> anyhow::Result<String> {
        self.render("stats/critical.html", page)
    }

    /// What was designated, withdrawn and deleted.
    pub fn critical_history(&self, page: &CriticalHistoryPage) -> anyhow::Result<String> {
        self.render("stats/critical_history.html", page)
    }

    /// Every sample of these pages, by name.
    pub fn critical_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        for page in CriticalPage::samples(language) {
            pages.push(("stats/critical.html", self.critical(&page)?));
        }
        for page in CriticalHistoryPage::samples(language) {
            pages.push(("stats/critical_history.html", self.critical_history(&page)?));
        }
        Ok(pages)
    }
}
