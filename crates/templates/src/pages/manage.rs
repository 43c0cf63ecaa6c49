//! The pages on which people manage their account.

use super::Templates;
use crate::Language;
use crate::context::manage::{
    AddressesPage, ConfirmPage, DeletionPage, EventsPage, ExportPage, KeyAddPage, ManagePage, ManagedProjectPage,
    ManagedProjectsPage, NewCodesPage, NewTokenPage, OverviewPage, PasswordPage, ProjectDeletionPage,
    ProjectEventsPage, ProjectFactorPage, RecoveryPage, RenamePage, SessionsPage, TokensPage, TotpAddPage,
    TwoFactorPage, UndoDeletionPage,
};

/// Every template of these pages by the name that an override uses.
pub(super) const SOURCES: [(&str, &str); 26] = [
    ("account/manage.html", include_str!("../../pages/account/manage.html")),
    ("account/parts.html", include_str!("../../pages/account/parts.html")),
    ("account/overview.html", include_str!("../../pages/account/overview.html")),
    ("account/password.html", include_str!("../../pages/account/password.html")),
    ("account/addresses.html", include_str!("../../pages/account/addresses.html")),
    ("account/two_factor.html", include_str!("../../pages/account/two_factor.html")),
    ("account/totp_add.html", include_str!("../../pages/account/totp_add.html")),
    ("account/key_add.html", include_str!("../../pages/account/key_add.html")),
    ("account/factor_rename.html", include_str!("../../pages/account/factor_rename.html")),
    ("account/recovery_codes.html", include_str!("../../pages/account/recovery_codes.html")),
    ("account/recovery_codes_new.html", include_str!("../../pages/account/recovery_codes_new.html")),
    ("account/sessions.html", include_str!("../../pages/account/sessions.html")),
    ("account/tokens.html", include_str!("../../pages/account/tokens.html")),
    ("account/token_new.html", include_str!("../../pages/account/token_new.html")),
    ("events.html", include_str!("../../pages/events.html")),
    ("manage/parts.html", include_str!("../../pages/manage/parts.html")),
    ("manage/second_factor.html", include_str!("../../pages/manage/second_factor.html")),
    ("manage/projects.html", include_str!("../../pages/manage/projects.html")),
    ("manage/project.html", include_str!("../../pages/manage/project.html")),
    ("manage/delete.html", include_str!("../../pages/manage/delete.html")),
    ("manage/events.html", include_str!("../../pages/manage/events.html")),
    ("account/events.html", include_str!("../../pages/account/events.html")),
    ("account/export.html", include_str!("../../pages/account/export.html")),
    ("account/delete.html", include_str!("../../pages/account/delete.html")),
    ("account/undo_deletion.html", include_str!("../../pages/account/undo_deletion.html")),
    ("account/confirm.html", include_str!("../../pages/account/confirm.html")),
];

impl Templates {
    /// Any of the pages on which people manage their account.
    pub fn manage<P: ManagePage>(&self, page: &P) -> anyhow::Result<String> {
        self.render(P::TEMPLATE, page)
    }

    /// Every sample of these pages, by name.
    pub fn manage_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        self.add::<OverviewPage>(language, &mut pages)?;
        self.add::<PasswordPage>(language, &mut pages)?;
        self.add::<AddressesPage>(language, &mut pages)?;
        self.add::<TwoFactorPage>(language, &mut pages)?;
        self.add::<TotpAddPage>(language, &mut pages)?;
        self.add::<KeyAddPage>(language, &mut pages)?;
        self.add::<RenamePage>(language, &mut pages)?;
        self.add::<RecoveryPage>(language, &mut pages)?;
        self.add::<NewCodesPage>(language, &mut pages)?;
        self.add::<SessionsPage>(language, &mut pages)?;
        self.add::<TokensPage>(language, &mut pages)?;
        self.add::<NewTokenPage>(language, &mut pages)?;
        self.add::<EventsPage>(language, &mut pages)?;
        self.add::<ManagedProjectsPage>(language, &mut pages)?;
        self.add::<ManagedProjectPage>(language, &mut pages)?;
        self.add::<ProjectFactorPage>(language, &mut pages)?;
        self.add::<ProjectDeletionPage>(language, &mut pages)?;
        self.add::<ProjectEventsPage>(language, &mut pages)?;
        self.add::<ExportPage>(language, &mut pages)?;
        self.add::<DeletionPage>(language, &mut pages)?;
        self.add::<UndoDeletionPage>(language, &mut pages)?;
        self.add::<ConfirmPage>(language, &mut pages)?;
        Ok(pages)
    }

    pub(super) fn add<P: ManagePage>(
        &self,
        language: Language,
        pages: &mut Vec<(&'static str, String)>,
    ) -> anyhow::Result<()> {
        for page in P::samples(language) {
            pages.push((P::TEMPLATE, self.manage(&page)?));
        }
        Ok(())
    }
}
