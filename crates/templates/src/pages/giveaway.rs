//! The pages of security keys given away.

use super::Templates;
use crate::Language;
use crate::context::GiveawayPage;

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("giveaway.html", include_str!("../../pages/giveaway.html")),
    ("giveaway_parts.html", include_str!("../../pages/giveaway_parts.html")),
];

impl Templates {
    /// Which keys are given away, to whom, and the reader's own code.
    pub fn giveaway(&self, page: &GiveawayPage) -> anyhow::Result<String> {
        self.render("giveaway.html", page)
    }

    /// Every sample of these pages, by name.
    pub fn giveaway_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let render = |page| Ok(("giveaway.html", self.giveaway(&page)?));
        GiveawayPage::samples(language).into_iter().map(render).collect()
    }
}
