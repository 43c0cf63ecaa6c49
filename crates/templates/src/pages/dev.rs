//! The pages of somebody who develops; rendered by [`Templates::manage`].

use super::Templates;
use crate::Language;
use crate::context::{DevMailPage, DevMailsPage};

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("dev/mails.html", include_str!("../../pages/dev/mails.html")),
    ("dev/mail.html", include_str!("../../pages/dev/mail.html")),
];

impl Templates {
    /// Every sample of these pages, by name.
    pub fn dev_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        self.add::<DevMailsPage>(language, &mut pages)?;
        self.add::<DevMailPage>(language, &mut pages)?;
        Ok(pages)
    }
}
