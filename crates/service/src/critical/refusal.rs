//! Why a designation is not changed.

use crate::guard::GuardRefused;
use domain::{Kind, Refusal};

/// Why a project is designated, or is no longer: one line, never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CriticalRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error("No such project: `{project}`; `fromagerie project list` shows all")]
    NoSuchProject { project: String },
    #[error("The project is not critical: `{project}`")]
    NotCritical { project: String },
    #[error("The index itself is built on this project: `{project}`; take it out of `critical.dependencies` first")]
    IsDependency { project: String },
    #[error("The reason is missing; say why in one line")]
    ReasonMissing,
    #[error("The reason is too long: {length} characters, {most} are allowed")]
    ReasonTooLong { length: usize, most: usize },
    #[error("The reason holds a control character; write it on one line")]
    ReasonControl,
}

impl Note {
    /// Characters.
    pub const LONGEST: usize = 500;

    pub fn parse(text: &str) -> Result<Self, CriticalRefused> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 {
            return Err(CriticalRefused::ReasonMissing);
        }
        if Self::LONGEST < length {
            return Err(CriticalRefused::ReasonTooLong { length, most: Self::LONGEST });
        }
        if text.chars().any(char::is_control) {
            return Err(CriticalRefused::ReasonControl);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Refusal for CriticalRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::NotCritical { .. } | Self::IsDependency { .. } => Kind::Conflict,
            // A form names the project: the page that it stands on is there.
            Self::NoSuchProject { .. } | Self::ReasonMissing | Self::ReasonTooLong { .. } | Self::ReasonControl => {
                Kind::Invalid
            }
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::NoSuchProject { .. } => "no-such-project",
            Self::NotCritical { .. } => "critical-not-designated",
            Self::IsDependency { .. } => "critical-is-dependency",
            Self::ReasonMissing => "critical-reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::ReasonControl => "reason-control",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::NoSuchProject { project } | Self::NotCritical { project } | Self::IsDependency { project } => {
                vec![("project", project.clone())]
            }
            Self::ReasonTooLong { length, most } => {
                vec![("length", length.to_string()), ("most", most.to_string())]
            }
            Self::ReasonMissing | Self::ReasonControl => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_line_that_says_something() {
        assert_eq!(Note::parse(" half of the web \n").unwrap().as_str(), "half of the web");
        assert_eq!(Note::parse("  "), Err(CriticalRefused::ReasonMissing));
        assert_eq!(Note::parse("a\nb"), Err(CriticalRefused::ReasonControl));
        assert_eq!(Note::parse(&"é".repeat(501)), Err(CriticalRefused::ReasonTooLong { length: 501, most: 500 }));
        assert!(Note::parse(&"é".repeat(500)).is_ok());
    }
}
