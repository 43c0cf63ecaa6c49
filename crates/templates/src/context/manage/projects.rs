//! The pages on which people manage their projects.

use super::events::sample_rows;
use super::samples::{broken_frame, frame};
use super::{Done, EventRow, ManageFrame, Tab, manage_page};
use crate::Language;
use crate::context::samples::day;
use crate::context::{Role, RoleHolder};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The projects that somebody has a role on.
#[derive(Clone, Debug, Serialize)]
pub struct ManagedProjectsPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// By name.
    pub projects: Vec<ManagedProject>,
}

/// One of the reader's projects.
#[derive(Clone, Debug, Serialize)]
pub struct ManagedProject {
    /// The display name.
    pub name: String,
    pub role: Role,
    pub status: ManagedStatus,
    /// Whether it is designated as critical.
    pub is_critical: bool,
    /// Its page here.
    pub manage_url: String,
    /// Its page for everybody.
    pub public_url: String,
    /// Its audit log, for owners.
    pub events_url: Option<String>,
}

/// The status marker of a project, as a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ManagedStatus {
    Active,
    Archived,
    Quarantined,
    Deprecated,
}

/// One project, as whoever has a role on it manages it.
#[derive(Clone, Debug, Serialize)]
pub struct ManagedProjectPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    pub project: ManagedProject,
    /// Whether the reader may change what stands here.
    pub is_owner: bool,
    pub people: Vec<RoleHolder>,
    /// Newest first.
    pub releases: Vec<ManagedRelease>,
}

/// A release that may be yanked.
#[derive(Clone, Debug, Serialize)]
pub struct ManagedRelease {
    pub version: String,
    pub created: DateTime<Utc>,
    pub is_yanked: bool,
    /// Why it was yanked; may be empty.
    pub reason: String,
}

/// What deleting a project means, and the form for it.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectDeletionPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    pub project: ManagedProject,
}

/// One page of a project's audit log.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectEventsPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    pub project: ManagedProject,
    /// Newest first.
    pub events: Vec<EventRow>,
    /// Counts from 1.
    pub page: u64,
    pub pages: u64,
}

manage_page!(ManagedProjectsPage, "manage/projects.html", ManagedProjectsPage::some);
manage_page!(ManagedProjectPage, "manage/project.html", ManagedProjectPage::some);
manage_page!(ProjectDeletionPage, "manage/delete.html", ProjectDeletionPage::some);
manage_page!(ProjectEventsPage, "manage/events.html", ProjectEventsPage::some);

fn project(role: Role, status: ManagedStatus, is_critical: bool) -> ManagedProject {
    ManagedProject {
        name: "Affinage".to_owned(),
        role,
        status,
        is_critical,
        manage_url: "/manage/project/affinage/".to_owned(),
        public_url: "/project/affinage/".to_owned(),
        events_url: (role == Role::Owner).then(|| "/manage/project/affinage/events/".to_owned()),
    }
}

impl ManagedProjectsPage {
    fn some(language: Language) -> Vec<Self> {
        let frame = frame(language, Tab::Projects);
        let projects = vec![
            project(Role::Owner, ManagedStatus::Active, true),
            project(Role::Maintainer, ManagedStatus::Archived, false),
            project(Role::Owner, ManagedStatus::Deprecated, false),
            project(Role::Owner, ManagedStatus::Quarantined, false),
        ];
        vec![Self { frame: frame.clone(), projects }, Self { frame, projects: Vec::new() }]
    }
}

impl ManagedProjectPage {
    fn some(language: Language) -> Vec<Self> {
        let release = |version: &str, is_yanked, reason: &str| ManagedRelease {
            version: version.to_owned(),
            created: day(3),
            is_yanked,
            reason: reason.to_owned(),
        };
        let person = |username: &str, role| RoleHolder { username: username.to_owned(), role, url: None };
        let owned = Self {
            frame: ManageFrame { done: Some(Done::ReleaseYanked), ..frame(language, Tab::Projects) },
            project: project(Role::Owner, ManagedStatus::Active, true),
            is_owner: true,
            people: vec![person("ada", Role::Owner), person("grace", Role::Maintainer)],
            releases: vec![release("2.0", false, ""), release("1.0", true, "a <bug>"), release("0.9", true, "")],
        };
        let archived = Self {
            frame: broken_frame(language, Tab::Projects, &["reason"]),
            project: project(Role::Owner, ManagedStatus::Archived, false),
            ..owned.clone()
        };
        let maintained = Self {
            frame: frame(language, Tab::Projects),
            project: project(Role::Maintainer, ManagedStatus::Quarantined, false),
            is_owner: false,
            releases: Vec::new(),
            ..owned.clone()
        };
        vec![owned, archived, maintained]
    }
}

impl ProjectDeletionPage {
    fn some(language: Language) -> Vec<Self> {
        let project = project(Role::Owner, ManagedStatus::Active, true);
        let fresh = Self { frame: frame(language, Tab::Projects), project };
        let broken = Self { frame: broken_frame(language, Tab::Projects, &["project"]), ..fresh.clone() };
        vec![fresh, broken]
    }
}

impl ProjectEventsPage {
    fn some(language: Language) -> Vec<Self> {
        let full = Self {
            frame: frame(language, Tab::Projects),
            project: project(Role::Owner, ManagedStatus::Active, false),
            events: sample_rows(language),
            page: 1,
            pages: 2,
        };
        let none = Self { events: Vec::new(), pages: 1, ..full.clone() };
        vec![full, none]
    }
}
