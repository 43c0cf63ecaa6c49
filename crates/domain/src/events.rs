//! Events: entries of the private audit log.

use crate::ids::{AccountId, ProjectId};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// An entry about to be written, in the transaction of what it tells.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub id: Uuid,
    pub subject: Subject,
    pub tag: EventTag,
    /// `None` for the command line.
    pub actor: Option<AccountId>,
    /// A JSON object; never holds a secret.
    pub details: serde_json::Value,
    pub at: DateTime<Utc>,
}

/// Whose log an event stands in, and who that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Account(AccountId),
    Project(ProjectId),
    Operator,
}

impl Subject {
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Account(_) => SubjectKind::Account,
            Self::Project(_) => SubjectKind::Project,
            Self::Operator => SubjectKind::Operator,
        }
    }

    /// The subject's own id; the operator has none.
    pub const fn id(self) -> Option<Uuid> {
        match self {
            Self::Account(id) => Some(id.0),
            Self::Project(id) => Some(id.0),
            Self::Operator => None,
        }
    }
}

/// Whose log an event stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    Account,
    Project,
    Operator,
}

impl SubjectKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Project => "project",
            Self::Operator => "operator",
        }
    }
}

/// What happened. Tags are stable: pages and exports build on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventTag {
    AccountCreated,
    TokenCreated,
    TokenRevoked,
    ProjectCreated,
    ProjectDeleted,
    ProjectArchived,
    ProjectUnarchived,
    ProjectQuarantined,
    ProjectQuarantineCleared,
    LimitsSet,
    ReleaseCreated,
    ReleaseDeleted,
    ReleaseYanked,
    ReleaseUnyanked,
    FileAdded,
    FileDeleted,
    NameReleased,
    NameProhibited,
    KeyRotated,
    SetupLinkMade,
    SetupLinkUsed,
}

impl EventTag {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountCreated => "account:create",
            Self::TokenCreated => "token:create",
            Self::TokenRevoked => "token:revoke",
            Self::ProjectCreated => "project:create",
            Self::ProjectDeleted => "project:delete",
            Self::ProjectArchived => "project:archive",
            Self::ProjectUnarchived => "project:unarchive",
            Self::ProjectQuarantined => "project:quarantine",
            Self::ProjectQuarantineCleared => "project:quarantine-clear",
            Self::LimitsSet => "project:limits",
            Self::ReleaseCreated => "release:create",
            Self::ReleaseDeleted => "release:delete",
            Self::ReleaseYanked => "release:yank",
            Self::ReleaseUnyanked => "release:unyank",
            Self::FileAdded => "file:add",
            Self::FileDeleted => "file:delete",
            Self::NameReleased => "name:release",
            Self::NameProhibited => "name:prohibit",
            Self::KeyRotated => "key:rotate",
            Self::SetupLinkMade => "setup-link:create",
            Self::SetupLinkUsed => "setup-link:use",
        }
    }
}
