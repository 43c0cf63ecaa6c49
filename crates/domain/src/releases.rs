//! Releases: one version of a project.

use crate::ids::{ProjectId, ReleaseId};
use chrono::{DateTime, Utc};

/// One version of a project.
#[derive(Clone, Debug)]
pub struct Release {
    pub id: ReleaseId,
    pub project_id: ProjectId,
    /// As its first file spelled it, normalized by PEP 440.
    pub version: String,
    /// Trailing zeros stripped: `1.0` and `1.0.0` are one release.
    pub canonical_version: String,
    pub is_prerelease: bool,
    pub yanked: Option<Yank>,
    pub quarantined_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A yank (PEP 592): still there for who pins it, passed over by everybody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yank {
    pub at: DateTime<Utc>,
    /// Empty when no reason was given.
    pub reason: String,
}

/// Who can be found by name: a project and one of its versions.
#[derive(Clone, Debug)]
pub struct ReleaseKey {
    pub project: packaging::name::NormalizedName,
    pub version: packaging::version::Version,
}
