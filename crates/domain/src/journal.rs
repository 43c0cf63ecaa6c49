//! The journal: the words of each public change, as mirrors know them.

use crate::projects::Role;
use std::fmt;

/// A public change; its text is the `action` column of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicChange {
    CreateProject,
    RemoveProject,
    NewRelease,
    RemoveRelease,
    AddFile { python_tag: String, filename: String },
    RemoveFile { filename: String },
    YankRelease,
    UnyankRelease,
    ArchiveProject,
    UnarchiveProject,
    QuarantineProject,
    ClearProjectQuarantine,
    QuarantineRelease,
    ClearReleaseQuarantine,
    AddRole { role: Role, username: String },
    RemoveRole { role: Role, username: String },
}

impl fmt::Display for PublicChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateProject => formatter.write_str("create"),
            Self::RemoveProject => formatter.write_str("remove project"),
            Self::NewRelease => formatter.write_str("new release"),
            Self::RemoveRelease => formatter.write_str("remove release"),
            Self::AddFile { python_tag, filename } => write!(formatter, "add {python_tag} file {filename}"),
            Self::RemoveFile { filename } => write!(formatter, "remove file {filename}"),
            Self::YankRelease => formatter.write_str("yank release"),
            Self::UnyankRelease => formatter.write_str("unyank release"),
            Self::ArchiveProject => formatter.write_str("project archived"),
            Self::UnarchiveProject => formatter.write_str("project unarchived"),
            Self::QuarantineProject => formatter.write_str("project quarantined"),
            Self::ClearProjectQuarantine => formatter.write_str("project quarantine cleared"),
            Self::QuarantineRelease => formatter.write_str("release quarantined"),
            Self::ClearReleaseQuarantine => formatter.write_str("release quarantine cleared"),
            Self::AddRole { role, username } => write!(formatter, "add {} {username}", role.title()),
            Self::RemoveRole { role, username } => write!(formatter, "remove {} {username}", role.title()),
        }
    }
}
