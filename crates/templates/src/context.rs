//! What each page shows: one typed context per page, with samples to render it by.
//!
//! Addresses are strings that the caller built with `domain::urls`; times are UTC.

mod account;
pub mod admin;
mod critical;
mod dev;
mod downloads;
mod error;
mod giveaway;
mod help;
mod home;
mod layout;
pub mod manage;
mod mandate;
mod project;
mod project_samples;
pub mod recovery_cases;
mod release;
mod samples;
mod setup;
mod stats;
mod upload_info;

pub use account::entry::{
    CeremonyForm, DevicePage, EntryForm, EntryNotice, EntryNoticePage, FactorPage, FactorPurpose, LinkPurpose,
    MailedLinkPage, NewPasswordPage, RegisterPage, ResetRequestPage, SignInPage,
};
pub use critical::{CriticalChangeRow, CriticalHistoryPage, CriticalPage, CriticalRow};
pub use dev::{DevMail, DevMailPage, DevMailsPage};
pub use downloads::{DownloadPeriod, DownloadRow, DownloadStatsPage, DownloadTotals, ProjectDownloadsPage};
pub use error::{ErrorPage, MissingRelease};
pub use giveaway::{GiveawayPage, OfferBox, OfferConditions, OfferWindow};
pub use help::{HelpLink, HelpPage, HelpTopic};
pub use home::{Counters, HomePage, NewestRelease};
pub use layout::{Layout, Page, ReaderContext};
pub use mandate::MandateNotice;
pub use project::{HistoryRow, ProjectDownloads, ProjectPage, ReleaseLink, Role, RoleHolder, Standing, StatusBox};
pub use release::{
    ClassifierGroup, FileKind, FileRow, InstallLines, Person, ProjectLink, ReleaseDetail, Requirement, Yank,
};
pub use setup::{FieldProblem, HiddenField, RegistrationMode, SecondFactor, SetupDonePage, SetupPage};
pub use stats::{DeadlineRow, FactorFigures, StatsPage, TwoFactorStatsPage, share};
pub use upload_info::UploadInfoPage;
