//! What each page shows: one typed context per page, with samples to render it by.
//!
//! Addresses are strings that the caller built with `domain::urls`; times are UTC.

mod error;
mod help;
mod home;
mod layout;
mod project;
mod project_samples;
mod release;
mod samples;
mod setup;
mod upload_info;

pub use error::{ErrorPage, MissingRelease};
pub use help::{HelpLink, HelpPage, HelpTopic};
pub use home::{Counters, HomePage, NewestRelease};
pub use layout::{Layout, Page};
pub use project::{HistoryRow, ProjectPage, ReleaseLink, Role, RoleHolder, Standing, StatusBox};
pub use release::{
    ClassifierGroup, FileKind, FileRow, InstallLines, Person, ProjectLink, ReleaseDetail, Requirement, Yank,
};
pub use setup::{FieldProblem, HiddenField, RegistrationMode, SecondFactor, SetupDonePage, SetupPage};
pub use upload_info::UploadInfoPage;
