//! The page of a project, or of one of its releases.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::downloads::{DownloadRow, DownloadTotals};
use super::layout::{Layout, Page};
use super::release::{InstallLines, ReleaseDetail, Yank};
use crate::chart::Drawing;

/// What a project page shows.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectPage {
    /// The frame.
    pub layout: Layout,
    /// The display name.
    pub name: String,
    /// The address that shows the latest release.
    pub url: String,
    /// The address of the project in the simple index.
    pub simple_url: String,
    /// Whether the project is critical.
    pub is_critical: bool,
    /// The one thing to know before installing.
    pub status: Option<StatusBox>,
    /// The lines that install it; nothing when quarantined or without files.
    pub install: Option<InstallLines>,
    /// The release that the page is about.
    pub release: ReleaseDetail,
    /// The people with a role, owners first.
    pub roles: Vec<RoleHolder>,
    /// Every release, newest first.
    pub history: Vec<HistoryRow>,
    /// What was downloaded, if anything was counted.
    pub downloads: Option<ProjectDownloads>,
}

/// The downloads of a project in short.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectDownloads {
    /// People only, week by week.
    pub chart: Drawing,
    pub totals: Vec<DownloadTotals>,
    /// The most downloads first.
    pub installers: Vec<DownloadRow>,
    /// The page of all figures.
    pub url: String,
}

/// The one thing to know about a project or release before installing it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StatusBox {
    /// The whole project is out of reach.
    ProjectQuarantined,
    /// This release is out of reach.
    ReleaseQuarantined,
    /// Every file of this release was yanked.
    Yanked {
        /// Why, where a reason was given.
        reason: Option<String>,
        /// What to take instead.
        latest: Option<ReleaseLink>,
    },
    /// The project will see no more releases.
    Archived,
    /// This release is a trial before the real one.
    PreRelease {
        /// The newest release that is not.
        latest: Option<ReleaseLink>,
    },
}

/// The facts from which the status box is chosen.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The project is quarantined.
    pub is_project_quarantined: bool,
    /// The release is quarantined.
    pub is_release_quarantined: bool,
    /// The release is yanked, and perhaps why.
    pub yanked: Option<Yank>,
    /// The project is archived.
    pub is_archived: bool,
    /// The release is a pre-release.
    pub is_pre_release: bool,
    /// The release that the project's own address shows, where it is another one.
    pub latest: Option<ReleaseLink>,
}

/// A release to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReleaseLink {
    /// The version as published.
    pub version: String,
    /// The address of its page.
    pub url: String,
}

/// What somebody may do with a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// May do everything.
    Owner,
    /// May publish.
    Maintainer,
}

/// A person with a role on the project.
#[derive(Clone, Debug, Serialize)]
pub struct RoleHolder {
    /// The user name.
    pub username: String,
    /// The role.
    pub role: Role,
    /// The address of the person's page, where there is one.
    pub url: Option<String>,
}

/// One release in the history.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryRow {
    /// The version as published.
    pub version: String,
    /// The address of its page.
    pub url: String,
    /// When its first file arrived.
    pub released: DateTime<Utc>,
    /// The number of its files.
    pub file_count: u64,
    /// Yanked, and perhaps why.
    pub yanked: Option<Yank>,
    /// Whether it is a pre-release.
    pub is_pre_release: bool,
    /// Whether it is out of reach.
    pub is_quarantined: bool,
    /// Whether it is the release that the page is about.
    pub is_shown: bool,
}

impl Page for ProjectPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl StatusBox {
    /// The most important of what there is to say; a page shows one box.
    pub fn most_important(standing: Standing) -> Option<Self> {
        let Standing { yanked, latest, .. } = standing;
        if standing.is_project_quarantined {
            return Some(Self::ProjectQuarantined);
        }
        if standing.is_release_quarantined {
            return Some(Self::ReleaseQuarantined);
        }
        if let Some(Yank { reason }) = yanked {
            return Some(Self::Yanked { reason, latest });
        }
        if standing.is_archived {
            return Some(Self::Archived);
        }
        standing.is_pre_release.then_some(Self::PreRelease { latest })
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, StatusBox};
    use crate::context::Yank;

    #[test]
    fn the_worst_news_comes_first() {
        let mut standing = Standing {
            is_project_quarantined: true,
            is_release_quarantined: true,
            yanked: Some(Yank { reason: None }),
            is_archived: true,
            is_pre_release: true,
            latest: None,
        };
        let chosen = |standing: &Standing| StatusBox::most_important(standing.clone());
        assert_eq!(chosen(&standing), Some(StatusBox::ProjectQuarantined));
        standing.is_project_quarantined = false;
        assert_eq!(chosen(&standing), Some(StatusBox::ReleaseQuarantined));
        standing.is_release_quarantined = false;
        assert_eq!(chosen(&standing), Some(StatusBox::Yanked { reason: None, latest: None }));
        standing.yanked = None;
        assert_eq!(chosen(&standing), Some(StatusBox::Archived));
        standing.is_archived = false;
        assert_eq!(chosen(&standing), Some(StatusBox::PreRelease { latest: None }));
        standing.is_pre_release = false;
        assert_eq!(chosen(&standing), None);
    }
}
