//! The pages of account recovery; any of them is rendered by [`Templates::manage`].

use super::Templates;
use crate::Language;
use crate::context::admin::{RecoveriesPage, RecoveryCaseAdminPage, RecoveryFiguresPage};
use crate::context::recovery_cases::{RecoverCasePage, RecoverObjectionPage, RecoverRequestPage, RecoverVouchPage};

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: &[(&str, &str)] = &[
    ("help_account_recovery.html", include_str!("../../pages/help_account_recovery.html")),
    ("recovery/parts.html", include_str!("../../pages/recovery/parts.html")),
    ("recovery/request.html", include_str!("../../pages/recovery/request.html")),
    ("recovery/case.html", include_str!("../../pages/recovery/case.html")),
    ("recovery/objection.html", include_str!("../../pages/recovery/objection.html")),
    ("recovery/vouch.html", include_str!("../../pages/recovery/vouch.html")),
    ("admin/recoveries.html", include_str!("../../pages/admin/recoveries.html")),
    ("admin/recovery_case.html", include_str!("../../pages/admin/recovery_case.html")),
    ("admin/recovery_figures.html", include_str!("../../pages/admin/recovery_figures.html")),
];

impl Templates {
    /// Every sample of these pages, by name.
    pub fn recovery_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        self.add::<RecoverRequestPage>(language, &mut pages)?;
        self.add::<RecoverCasePage>(language, &mut pages)?;
        self.add::<RecoverObjectionPage>(language, &mut pages)?;
        self.add::<RecoverVouchPage>(language, &mut pages)?;
        self.add::<RecoveriesPage>(language, &mut pages)?;
        self.add::<RecoveryCaseAdminPage>(language, &mut pages)?;
        self.add::<RecoveryFiguresPage>(language, &mut pages)?;
        Ok(pages)
    }
}
