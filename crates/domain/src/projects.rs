//! Projects: status markers and roles.

use crate::ids::ProjectId;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The status marker of a project (PEP 792).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectStatus {
    Active,
    Archived,
    Quarantined,
    Deprecated,
}

impl ProjectStatus {
    pub const ALL: [Self; 4] = [Self::Active, Self::Archived, Self::Quarantined, Self::Deprecated];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Archived => "archived",
            Self::Quarantined => "quarantined",
            Self::Deprecated => "deprecated",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// What an account may do on a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Maintainer,
    Owner,
}

impl Role {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Maintainer => "maintainer",
            Self::Owner => "owner",
        }
    }

    /// The spelling of the journal and of the JSON API.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Maintainer => "Maintainer",
            Self::Owner => "Owner",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Maintainer, Self::Owner].into_iter().find(|it| it.as_str() == text)
    }
}

/// A name and everything under it.
#[derive(Clone, Debug)]
pub struct Project {
    pub id: ProjectId,
    /// The display form.
    pub name: String,
    /// PEP 503's form.
    pub normalized_name: String,
    pub status: ProjectStatus,
    pub status_reason: Option<String>,
    /// Bytes; `None` is the operator's default.
    pub file_limit: Option<i64>,
    /// Bytes; `None` is the operator's default.
    pub total_limit: Option<i64>,
    /// Bytes of all files that exist.
    pub total_size: i64,
    pub last_serial: i64,
    pub created_at: DateTime<Utc>,
}
