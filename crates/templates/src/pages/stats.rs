//! The pages of public figures.

use super::Templates;
use crate::Language;
use crate::context::{StatsPage, TwoFactorStatsPage};

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("charts.html", include_str!("../../pages/charts.html")),
    ("stats/index.html", include_str!("../../pages/stats/index.html")),
    ("stats/two_factor.html", include_str!("../../pages/stats/two_factor.html")),
];

impl Templates {
    /// The list of the pages of figures.
    pub fn stats(&self, page: &StatsPage) -> anyhow::Result<String> {
        self.render("stats/index.html", page)
    }

    /// Who has a second factor, now and over time.
    pub fn two_factor_stats(&self, page: &TwoFactorStatsPage) -> anyhow::Result<String> {
        self.render("stats/two_factor.html", page)
    }

    /// Every sample of these pages, by name.
    pub fn stats_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        for page in StatsPage::samples(language) {
            pages.push(("stats/index.html", self.stats(&page)?));
        }
        for page in TwoFactorStatsPage::samples(language) {
            pages.push(("stats/two_factor.html", self.two_factor_stats(&page)?));
        }
        Ok(pages)
    }
}
