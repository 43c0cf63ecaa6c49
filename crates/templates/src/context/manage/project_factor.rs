//! The page on which owners require a second factor.

use super::samples::{broken_frame, frame};
use super::{ManageFrame, ManagedProject, ManagedStatus, Tab, manage_page};
use crate::Language;
use crate::context::Role;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What the owners of a project require of everybody with a role on it.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectFactorPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    pub project: ManagedProject,
    /// `any` or `phishing-resistant`; nothing where they require nothing.
    pub required: Option<&'static str>,
    pub since: Option<DateTime<Utc>>,
    /// The strongest factor that the reader has.
    pub own: Option<&'static str>,
}

manage_page!(ProjectFactorPage, "manage/second_factor.html", ProjectFactorPage::some);

impl ProjectFactorPage {
    fn some(language: Language) -> Vec<Self> {
        let project = ManagedProject {
            name: "Brie".to_owned(),
            role: Role::Owner,
            status: ManagedStatus::Active,
            is_critical: true,
            manage_url: "/manage/project/brie/".to_owned(),
            public_url: "/project/brie/".to_owned(),
            events_url: None,
        };
        let none =
            Self { frame: frame(language, Tab::Projects), project, required: None, since: None, own: Some("any") };
        let any = Self { required: Some("any"), since: Some(day(3)), own: Some("phishing-resistant"), ..none.clone() };
        let refused = Self { frame: broken_frame(language, Tab::Projects, &["strength"]), own: None, ..none.clone() };
        vec![none, any, refused]
    }
}
