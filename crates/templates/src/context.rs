//! What each page shows: one typed context per page, with samples to render it by.
//!
//! Addresses are strings that the caller built with `domain::urls`; times are UTC.

mod account;
mod error;
mod help;
mod home;
mod layout;
pub mod manage;
mod project;
mod project_samples;
mod release;
mod samples;
mod setup;
mod upload_info;

pub use account::entry::{
    CeremonyForm, DevicePage, EntryForm, EntryNotice, EntryNoticePage, FactorPage, FactorPurpose, LinkPurpose,
    MailedLinkPage, NewPasswordPage, RegisterPage, ResetRequestPage, SignInPage,
};
pub use error::{ErrorPage, MissingRelease};
pub use help::{HelpLink, HelpPage, HelpTopic};
pub use home::{Counters, HomePage, NewestRelease};
pub use layout::{Layout, Page, ReaderContext};
pub use project::{HistoryRow, ProjectPage, ReleaseLink, Role, RoleHolder, Standing, StatusBox};
pub use release::{
    ClassifierGroup, FileKind, FileRow, InstallLines, Person, ProjectLink, ReleaseDetail, Requirement, Yank,
};
pub use setup::{FieldProblem, HiddenField, RegistrationMode, SecondFactor, SetupDonePage, SetupPage};
pub use upload_info::UploadInfoPage;
