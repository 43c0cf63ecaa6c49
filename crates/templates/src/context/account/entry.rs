//! The way in: registering, signing in, confirming, choosing a new password.

use serde::Serialize;

use crate::Language;
use crate::context::MandateNotice;
use crate::context::layout::{Layout, Page};
use crate::context::setup::{FieldProblem, HiddenField};

use super::entry_samples;

/// What stands around the fields of a form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EntryForm {
    /// Where the form is posted.
    pub action_url: String,
    /// Fields that travel along unseen: the forgery token, where to go afterwards.
    pub hidden_fields: Vec<HiddenField>,
    /// What was wrong with the last attempt.
    pub problems: Vec<FieldProblem>,
}

/// User name and password, or a passkey.
#[derive(Clone, Debug, Serialize)]
pub struct SignInPage {
    /// The frame.
    pub layout: Layout,
    pub form: EntryForm,
    /// What was typed before.
    pub username: String,
    /// The form that a script fills in with the answer of a passkey.
    pub passkey: Option<CeremonyForm>,
}

/// A form that a script fills in with the answer of a security key or passkey.
#[derive(Clone, Debug, Serialize)]
pub struct CeremonyForm {
    /// Where the challenge comes from, as JSON, by a POST without a body.
    pub begin_url: String,
    pub form: EntryForm,
}

/// The second factor, at sign-in or to confirm that it is still the same person.
#[derive(Clone, Debug, Serialize)]
pub struct FactorPage {
    /// The frame.
    pub layout: Layout,
    pub form: EntryForm,
    pub purpose: FactorPurpose,
    /// Whether the password is asked for, because there is no second factor.
    pub asks_password: bool,
    /// Whether a code of an authenticator is taken.
    pub asks_totp: bool,
    /// Where the challenge for a security key comes from, if the account has one.
    pub key_begin_url: Option<String>,
    /// The mandate for which it is asked.
    pub notice: Option<MandateNotice>,
}

/// What the second factor is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorPurpose {
    SignIn,
    StepUp,
}

/// The page that waits for the mail to a new device.
#[derive(Clone, Debug, Serialize)]
pub struct DevicePage {
    /// The frame.
    pub layout: Layout,
    pub form: EntryForm,
}

/// The page of a mailed link: a button, which a scanner of mails does not press.
#[derive(Clone, Debug, Serialize)]
pub struct MailedLinkPage {
    /// The frame.
    pub layout: Layout,
    pub form: EntryForm,
    pub purpose: LinkPurpose,
    /// Whose account it is about; empty for a device.
    pub username: String,
    /// The address that the link proves; empty for a device.
    pub address: String,
}

/// What the button of a mailed link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPurpose {
    Registration,
    Address,
    Device,
}

/// The form for a new account.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterPage {
    /// The frame.
    pub layout: Layout,
    pub form: EntryForm,
    /// What was typed before.
    pub username: String,
    /// What was typed before, or the address that was invited.
    pub email: String,
    /// Whether the address is that of an invitation.
    pub is_invited: bool,
}

/// The form that asks for a link to choose a new password.
#[derive(Clone, Debug, Serialize)]
pub struct ResetRequestPage {
    /// The frame.
    pub layout: Layout,
    pub form: EntryForm,
    /// What was typed before.
    pub username: String,
}

/// The form behind the link to choose a new password.
#[derive(Clone, Debug, Serialize)]
pub struct NewPasswordPage {
    /// The frame.
    pub layout: Layout,
    pub form: EntryForm,
    pub username: String,
    /// Whether a code, of an authenticator or for recovery, is asked for.
    pub asks_code: bool,
    /// Where the challenge for a security key comes from, if the account has one.
    pub key_begin_url: Option<String>,
}

/// A page that says one thing and has nothing to fill in.
#[derive(Clone, Debug, Serialize)]
pub struct EntryNoticePage {
    /// The frame.
    pub layout: Layout,
    pub notice: EntryNotice,
    /// The address that the notice speaks of; empty where it speaks of none.
    pub address: String,
}

/// What a page says that has nothing to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryNotice {
    /// A mail was sent to finish a registration, whoever has the address.
    RegistrationMailed,
    /// A mail was sent if what was typed has an account.
    ResetMailed,
    PasswordSet,
    AddressVerified,
    /// The link was opened in another browser than the one that signs in.
    DeviceElsewhere,
    /// Nobody makes an account without an operator.
    RegistrationClosed,
    /// Only who was invited makes an account.
    RegistrationInvite,
}

impl Page for SignInPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl SignInPage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::sign_in(language)
    }
}

impl Page for FactorPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl FactorPage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::factor(language)
    }
}

impl Page for DevicePage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl DevicePage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::device(language)
    }
}

impl Page for MailedLinkPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl MailedLinkPage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::mailed_link(language)
    }
}

impl Page for RegisterPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl RegisterPage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::register(language)
    }
}

impl Page for ResetRequestPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl ResetRequestPage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::reset_request(language)
    }
}

impl Page for NewPasswordPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl NewPasswordPage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::new_password(language)
    }
}

impl Page for EntryNoticePage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl EntryNoticePage {
    /// One of each kind.
    pub fn samples(language: Language) -> Vec<Self> {
        entry_samples::notice(language)
    }
}
