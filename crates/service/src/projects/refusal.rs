//! Why a change of a project is refused.

use crate::sessions::StepUpRefused;
use domain::{Kind, Refusal, permission::PermissionRefused};

#[derive(Debug, thiserror::Error)]
pub enum ProjectRefused {
    #[error("{0}")]
    Permission(#[from] PermissionRefused),
    #[error(transparent)]
    StepUp(#[from] StepUpRefused),
    #[error("No such project: `{project}`; `fromagerie project list` shows all")]
    NoSuchProject { project: String },
    #[error("No such release of `{project}`: `{version}`; `fromagerie project show {project}` shows all")]
    NoSuchRelease { project: String, version: String },
    #[error("No such file of `{project}`: `{filename}`; `fromagerie project show {project}` shows all")]
    NoSuchFile { project: String, filename: String },
    #[error("The reason is too long: {length} characters, {most} are allowed")]
    ReasonTooLong { length: usize, most: usize },
    #[error("The reason holds a control character; write it on one line")]
    ReasonControl,
    #[error("The project `{project}` is {status}, and cannot be {wanted} from there")]
    WrongStatus { project: String, status: &'static str, wanted: &'static str },
    #[error("The name `{name}` is neither prohibited nor that of a deleted project")]
    NameIsFree { name: String },
    #[error("A limit must be at least one byte: `{0}`")]
    Limit(i64),
}

impl Refusal for ProjectRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::StepUp(refusal) => refusal.kind(),
            Self::NoSuchProject { .. } | Self::NoSuchRelease { .. } | Self::NoSuchFile { .. } => Kind::NotFound,
            Self::ReasonTooLong { .. } | Self::ReasonControl | Self::Limit(_) => Kind::Invalid,
            Self::WrongStatus { .. } | Self::NameIsFree { .. } => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::StepUp(refusal) => refusal.code(),
            Self::NoSuchProject { .. } => "no-such-project",
            Self::NoSuchRelease { .. } => "no-such-release",
            Self::NoSuchFile { .. } => "no-such-file",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::ReasonControl => "reason-control",
            Self::WrongStatus { .. } => "wrong-status",
            Self::NameIsFree { .. } => "name-is-free",
            Self::Limit(_) => "limit-too-small",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::StepUp(refusal) => refusal.parameters(),
            Self::NoSuchProject { project } => vec![("project", project.clone())],
            Self::NoSuchRelease { project, version } => {
                vec![("project", project.clone()), ("version", version.clone())]
            }
            Self::NoSuchFile { project, filename } => {
                vec![("project", project.clone()), ("filename", filename.clone())]
            }
            Self::ReasonTooLong { length, most } => {
                vec![("length", length.to_string()), ("most", most.to_string())]
            }
            Self::ReasonControl => Vec::new(),
            Self::WrongStatus { project, status, wanted } => {
                vec![("project", project.clone()), ("status", (*status).to_owned()), ("wanted", (*wanted).to_owned())]
            }
            Self::NameIsFree { name } => vec![("name", name.clone())],
            Self::Limit(limit) => vec![("limit", limit.to_string())],
        }
    }
}
