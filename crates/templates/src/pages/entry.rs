//! The pages of the way in.

use super::Templates;
use crate::Language;
use crate::context::{
    DevicePage, EntryNoticePage, FactorPage, MailedLinkPage, NewPasswordPage, RegisterPage, ResetRequestPage,
    SignInPage,
};

impl Templates {
    /// User name and password, or a passkey.
    pub fn sign_in(&self, page: &SignInPage) -> anyhow::Result<String> {
        self.render("account/sign_in.html", page)
    }

    /// The second factor, at sign-in or at step-up.
    pub fn factor(&self, page: &FactorPage) -> anyhow::Result<String> {
        self.render("account/factor.html", page)
    }

    /// The page that waits for the mail to a new device.
    pub fn device(&self, page: &DevicePage) -> anyhow::Result<String> {
        self.render("account/device.html", page)
    }

    /// The page of a mailed link, with its button.
    pub fn mailed_link(&self, page: &MailedLinkPage) -> anyhow::Result<String> {
        self.render("account/mailed_link.html", page)
    }

    /// The form for a new account.
    pub fn register(&self, page: &RegisterPage) -> anyhow::Result<String> {
        self.render("account/register.html", page)
    }

    /// The form that asks for a link to choose a new password.
    pub fn reset_request(&self, page: &ResetRequestPage) -> anyhow::Result<String> {
        self.render("account/reset_request.html", page)
    }

    /// The form behind that link.
    pub fn new_password(&self, page: &NewPasswordPage) -> anyhow::Result<String> {
        self.render("account/new_password.html", page)
    }

    /// A page that says one thing.
    pub fn entry_notice(&self, page: &EntryNoticePage) -> anyhow::Result<String> {
        self.render("account/notice.html", page)
    }

    /// Every sample of these pages, by name.
    pub fn entry_samples(&self, language: Language) -> anyhow::Result<Vec<(&'static str, String)>> {
        let mut pages = Vec::new();
        for page in SignInPage::samples(language) {
            pages.push(("sign_in", self.sign_in(&page)?));
        }
        for page in FactorPage::samples(language) {
            pages.push(("factor", self.factor(&page)?));
        }
        for page in DevicePage::samples(language) {
            pages.push(("device", self.device(&page)?));
        }
        for page in MailedLinkPage::samples(language) {
            pages.push(("mailed_link", self.mailed_link(&page)?));
        }
        for page in RegisterPage::samples(language) {
            pages.push(("register", self.register(&page)?));
        }
        for page in ResetRequestPage::samples(language) {
            pages.push(("reset_request", self.reset_request(&page)?));
        }
        for page in NewPasswordPage::samples(language) {
            pages.push(("new_password", self.new_password(&page)?));
        }
        for page in EntryNoticePage::samples(language) {
            pages.push(("notice", self.entry_notice(&page)?));
        }
        Ok(pages)
    }
}
