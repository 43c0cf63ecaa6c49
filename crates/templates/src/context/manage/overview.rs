//! The first page of the account, and the page of the password.

use super::samples::{broken_frame, frame};
use super::{Done, ManageFrame, Tab, manage_page};
use crate::Language;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The first page: how the account stands.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// The account's user name.
    pub username: String,
    /// The primary address.
    pub address: Option<String>,
    /// When the account was made.
    pub created: DateTime<Utc>,
    /// What its owner should see to, the most urgent first.
    pub reminders: Vec<Reminder>,
    /// Second factors that sign in.
    pub factors: u64,
    /// Recovery codes that are left.
    pub codes_left: u64,
    /// Sessions that hold.
    pub sessions: u64,
    /// API tokens that hold.
    pub tokens: u64,
}

/// Something that an owner should see to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reminder {
    /// No address is verified.
    NoVerifiedAddress,
    /// Nothing but a password protects the account.
    NoFactor,
    /// A factor was enrolled, but no recovery code burned.
    FactorWaits,
    /// A key may have been copied.
    FactorSuspended,
    /// Losing the one factor leaves only the recovery codes.
    OneFactor,
    NoCodes,
    FewCodes,
}

/// The form of a new password.
#[derive(Clone, Debug, Serialize)]
pub struct PasswordPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// For password managers.
    pub username: String,
    /// Otherwise the account has none yet.
    pub has_password: bool,
}

manage_page!(OverviewPage, "account/overview.html", OverviewPage::some);
manage_page!(PasswordPage, "account/password.html", PasswordPage::some);

impl OverviewPage {
    fn some(language: Language) -> Vec<Self> {
        let good = Self {
            frame: ManageFrame { done: Some(Done::PasswordChanged), ..frame(language, Tab::Overview) },
            username: "ada".to_owned(),
            address: Some("ada@index.example".to_owned()),
            created: crate::context::samples::day(3),
            reminders: Vec::new(),
            factors: 2,
            codes_left: 7,
            sessions: 1,
            tokens: 3,
        };
        let all = vec![
            Reminder::NoVerifiedAddress,
            Reminder::NoFactor,
            Reminder::FactorWaits,
            Reminder::FactorSuspended,
            Reminder::OneFactor,
            Reminder::NoCodes,
            Reminder::FewCodes,
        ];
        let needy = Self {
            frame: frame(language, Tab::Overview),
            reminders: all,
            address: None,
            factors: 0,
            codes_left: 0,
            tokens: 0,
            ..good.clone()
        };
        vec![good, needy]
    }
}

impl PasswordPage {
    fn some(language: Language) -> Vec<Self> {
        let fresh = Self { frame: frame(language, Tab::Password), username: "ada".to_owned(), has_password: true };
        let broken = broken_frame(language, Tab::Password, &["current", "password", "repeated"]);
        let first = Self { frame: broken.clone(), has_password: false, ..fresh.clone() };
        vec![fresh.clone(), first, Self { frame: broken, ..fresh }]
    }
}
