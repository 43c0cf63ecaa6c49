//! The pages on which people manage their account.

mod addresses;
mod confirm;
mod events;
mod factors;
mod leaving;
mod overview;
mod project_factor;
mod projects;
mod recovery;
mod samples;
mod sessions;
mod tokens;

pub use addresses::{AddressLine, AddressesPage, WaitingLine};
pub use confirm::{ConfirmPage, Confirmed};
pub use events::{EventBy, EventRow, EventsPage};
pub use factors::{FactorRow, KeyAddPage, RenamePage, TotpAddPage, TwoFactorPage};
pub use leaving::{DeletionPage, ExportPage, UndoDeletionPage};
pub use overview::{OverviewPage, PasswordPage, Reminder};
pub use project_factor::ProjectFactorPage;
pub use projects::{
    ManagedProject, ManagedProjectPage, ManagedProjectsPage, ManagedRelease, ManagedStatus, ProjectDeletionPage,
    ProjectEventsPage,
};
pub use recovery::{NewCodesPage, RecoveryPage};
pub use sessions::{DeviceRow, SessionRow, SessionsPage};
pub use tokens::{NewTokenPage, TokenRow, TokensPage};

use super::layout::{Layout, Page};
use super::mandate::MandateNotice;
use super::setup::FieldProblem;
use crate::Language;
use serde::Serialize;

/// A page of the account, with the name of its template and samples to render it by.
pub trait ManagePage: Page + Sized {
    /// The name that an override uses.
    const TEMPLATE: &'static str;

    /// One of each sort that the page can be.
    fn samples(language: Language) -> Vec<Self>;
}

/// What stands on every page of the account.
#[derive(Clone, Debug, Serialize)]
pub struct ManageFrame {
    /// The frame.
    pub layout: Layout,
    /// The path of the account's pages, with a slash at its end.
    pub account_path: String,
    /// The path of the pages of one's projects, with a slash at its end.
    pub projects_path: String,
    /// Field `csrf_token` of every form.
    pub csrf_token: String,
    /// The page of the menu that the reader is on.
    pub tab: Tab,
    /// What was just done.
    pub done: Option<Done>,
    /// What was wrong with the last attempt.
    pub problems: Vec<FieldProblem>,
    /// A mandate that closes what this page does, or will.
    // Not `notice`: pages import a macro of that name.
    #[serde(rename = "mandate_notice")]
    pub notice: Option<MandateNotice>,
    /// The query that leads on afterwards, as `?next=…`; empty where nothing waits.
    pub carried: String,
    /// The same behind another query, as `&next=…`.
    pub carried_more: String,
}

/// A line of the account's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    Overview,
    Projects,
    Addresses,
    Password,
    TwoFactor,
    RecoveryCodes,
    Sessions,
    Tokens,
    Events,
    Export,
    Delete,
}

/// What was just done, told once at the top of the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    AccountKept,
    AddressAsked,
    AddressCancelled,
    AddressPrimary,
    AddressPrivate,
    AddressPublic,
    AddressRemoved,
    CodeBurned,
    DeviceRevoked,
    FactorAdded,
    FactorRemoved,
    FactorRenamed,
    PasswordChanged,
    ProjectArchived,
    ProjectDeleted,
    ProjectFactorSet,
    ProjectUnarchived,
    ReleaseUnyanked,
    ReleaseYanked,
    SessionEnded,
    SessionsEnded,
    TokenRevoked,
}

impl Done {
    /// Every word that an address may carry.
    pub const ALL: [Self; 22] = [
        Self::AccountKept,
        Self::AddressAsked,
        Self::AddressCancelled,
        Self::AddressPrimary,
        Self::AddressPrivate,
        Self::AddressPublic,
        Self::AddressRemoved,
        Self::CodeBurned,
        Self::DeviceRevoked,
        Self::FactorAdded,
        Self::FactorRemoved,
        Self::FactorRenamed,
        Self::PasswordChanged,
        Self::ProjectArchived,
        Self::ProjectDeleted,
        Self::ProjectFactorSet,
        Self::ProjectUnarchived,
        Self::ReleaseUnyanked,
        Self::ReleaseYanked,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::TokenRevoked,
    ];

    /// The word in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountKept => "account-kept",
            Self::AddressAsked => "address-asked",
            Self::AddressCancelled => "address-cancelled",
            Self::AddressPrimary => "address-primary",
            Self::AddressPrivate => "address-private",
            Self::AddressPublic => "address-public",
            Self::AddressRemoved => "address-removed",
            Self::CodeBurned => "code-burned",
            Self::DeviceRevoked => "device-revoked",
            Self::FactorAdded => "factor-added",
            Self::FactorRemoved => "factor-removed",
            Self::FactorRenamed => "factor-renamed",
            Self::PasswordChanged => "password-changed",
            Self::ProjectArchived => "project-archived",
            Self::ProjectDeleted => "project-deleted",
            Self::ProjectFactorSet => "project-factor-set",
            Self::ProjectUnarchived => "project-unarchived",
            Self::ReleaseUnyanked => "release-unyanked",
            Self::ReleaseYanked => "release-yanked",
            Self::SessionEnded => "session-ended",
            Self::SessionsEnded => "sessions-ended",
            Self::TokenRevoked => "token-revoked",
        }
    }

    /// Reads the word; anything else says nothing.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.as_str() == text)
    }
}

/// Ties a page to its template, its frame and its samples.
macro_rules! manage_page {
    ($page:ty, $template:literal, $samples:path) => {
        impl crate::context::Page for $page {
            fn layout(&self) -> &crate::context::Layout {
                &self.frame.layout
            }
        }

        impl crate::context::manage::ManagePage for $page {
            const TEMPLATE: &'static str = $template;

            fn samples(language: crate::Language) -> Vec<Self> {
                $samples(language)
            }
        }
    };
}
pub(in crate::context) use manage_page;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_addresses_are_those_of_templates() {
        for done in Done::ALL {
            assert_eq!(serde_json::to_value(done).unwrap(), done.as_str());
            assert_eq!(Done::parse(done.as_str()), Some(done));
        }
        assert_eq!(Done::parse("horse"), None);
    }
}
