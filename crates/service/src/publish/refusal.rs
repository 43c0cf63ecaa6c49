//! Every reason for which an upload is refused.

use domain::{Kind, Refusal, permission::PermissionRefused};
use packaging::{
    archive::ArchiveError,
    filename::FilenameError,
    metadata::{Contradiction, MetadataError},
};

const MEBIBYTE: u64 = 1024 * 1024;
const GIBIBYTE: u64 = 1024 * MEBIBYTE;

/// Why an upload is refused; the text is shown by twine, uv and the others.
#[derive(Debug, thiserror::Error)]
pub enum PublishRefused {
    #[error("Unknown protocol version: `{0}`; this index speaks version `1`")]
    ProtocolVersion(String),
    #[error("Invalid value for `{field}`: {problem}")]
    Field { field: String, problem: String },
    #[error("{0}")]
    Metadata(#[from] MetadataError),
    #[error("Upload payload does not have a file: send it as the form field `content`")]
    NoFile,
    #[error("{0}")]
    Permission(#[from] PermissionRefused),
    #[error("{0}")]
    Name(#[from] NameRefused),
    #[error("{0}")]
    Filename(#[from] FilenameError),
    #[error(
        "File too large: the limit is {limit}; ask the operator of this index to raise it, see /help/file-size-limit/",
        limit = size(*.limit)
    )]
    FileTooLarge { limit: u64 },
    #[error(
        "Project size too large: the limit for `{project}` is {limit}; delete old files or ask the operator of \
         this index to raise it, see /help/project-size-limit/",
        limit = size(*.limit)
    )]
    ProjectTooLarge { project: String, limit: u64 },
    #[error(
        "The digest supplied does not match the file: `{algorithm}` of what arrived is `{computed}`, not \
         `{claimed}`; upload it again"
    )]
    Digest { algorithm: &'static str, claimed: String, computed: String },
    #[error(
        "File already exists: `{filename}` has other contents here; publish a new version, see /help/file-name-reuse/"
    )]
    FileExists { filename: String },
    #[error("File already exists: its contents are here under another name, `{existing}`")]
    ContentsExist { existing: String },
    #[error(
        "This filename has already been used by a file that was deleted: `{filename}`; publish a new version, \
         see /help/file-name-reuse/"
    )]
    FilenameUsed { filename: String },
    #[error("Only one sdist may be uploaded for a release: it has `{existing}`")]
    SecondSdist { existing: String },
    #[error("The release `{version}` is closed for new files: it is older than {days} days; publish a new version")]
    WindowClosed { version: String, days: u32 },
    #[error("Invalid distribution file: {0}")]
    Archive(#[from] ArchiveError),
    #[error("Invalid distribution file: {0}")]
    Contradiction(Contradiction),
    #[error("Invalid distribution file: the licence file `{path}` that its metadata declares is not in it")]
    LicenseFileMissing { path: String },
}

/// Why a project of that name cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameRefused {
    #[error("Too many new projects created: the limit is {limit} an hour; try again in {retry_after} seconds")]
    TooMany { limit: u32, retry_after: u64 },
    #[error("The name `{name}` isn't allowed: it is a module of Python's standard library, see /help/project-name/")]
    StandardLibrary { name: String },
    #[error("The name `{name}` isn't allowed: {reason}, see /help/project-name/")]
    Prohibited { name: String, reason: String },
    #[error(
        "The name `{name}` is too similar to an existing project: `{existing}`; choose another one, see \
         /help/project-name/"
    )]
    Confusable { name: String, existing: String },
    #[error(
        "The name `{name}` belonged to a project that was deleted, `{retired}`: only its former owners can take \
         it again, or an operator releases it"
    )]
    Retired { name: String, retired: String },
}

impl Refusal for PublishRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::Name(refusal) => refusal.kind(),
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::ProtocolVersion(_) => "protocol-version",
            Self::Field { .. } => "upload-field",
            Self::Metadata(_) => "core-metadata",
            Self::NoFile => "no-file",
            Self::Permission(refusal) => refusal.code(),
            Self::Name(refusal) => refusal.code(),
            Self::Filename(_) => "filename",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::ProjectTooLarge { .. } => "project-too-large",
            Self::Digest { .. } => "digest-mismatch",
            Self::FileExists { .. } => "file-exists",
            Self::ContentsExist { .. } => "contents-exist",
            Self::FilenameUsed { .. } => "filename-used",
            Self::SecondSdist { .. } => "second-sdist",
            Self::WindowClosed { .. } => "release-closed",
            Self::Archive(_) => "archive",
            Self::Contradiction(_) => "metadata-contradiction",
            Self::LicenseFileMissing { .. } => "license-file-missing",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::Name(refusal) => refusal.parameters(),
            Self::NoFile => Vec::new(),
            Self::ProtocolVersion(version) => vec![("version", version.clone())],
            Self::Field { field, problem } => vec![("field", field.clone()), ("reason", problem.clone())],
            // What exactly is wrong inside a file stays in English: it is `packaging`'s to say.
            Self::Metadata(error) => vec![("reason", error.to_string())],
            Self::Filename(error) => vec![("reason", error.to_string())],
            Self::Archive(error) => vec![("reason", error.to_string())],
            Self::Contradiction(contradiction) => vec![("reason", contradiction.to_string())],
            Self::FileTooLarge { limit } => {
                let (amount, unit) = amount_and_unit(*limit);
                vec![("amount", amount.to_string()), ("unit", unit.to_owned())]
            }
            Self::ProjectTooLarge { project, limit } => {
                let (amount, unit) = amount_and_unit(*limit);
                vec![("project", project.clone()), ("amount", amount.to_string()), ("unit", unit.to_owned())]
            }
            Self::Digest { algorithm, claimed, computed } => {
                let algorithm = (*algorithm).to_owned();
                vec![("algorithm", algorithm), ("claimed", claimed.clone()), ("computed", computed.clone())]
            }
            Self::FileExists { filename } | Self::FilenameUsed { filename } => vec![("filename", filename.clone())],
            Self::ContentsExist { existing } | Self::SecondSdist { existing } => vec![("existing", existing.clone())],
            Self::WindowClosed { version, days } => {
                vec![("version", version.clone()), ("days", days.to_string())]
            }
            Self::LicenseFileMissing { path } => vec![("path", path.clone())],
        }
    }
}

impl Refusal for NameRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::TooMany { retry_after, .. } => Kind::TooMany { retry_after: *retry_after },
            Self::Retired { .. } => Kind::Forbidden,
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooMany { .. } => "too-many-projects",
            Self::StandardLibrary { .. } => "name-standard-library",
            Self::Prohibited { .. } => "name-prohibited",
            Self::Confusable { .. } => "name-confusable",
            Self::Retired { .. } => "name-retired",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooMany { limit, .. } => {
                vec![("limit", limit.to_string())]
            }
            Self::StandardLibrary { name } => vec![("name", name.clone())],
            Self::Prohibited { name, reason } => vec![("name", name.clone()), ("reason", reason.clone())],
            Self::Confusable { name, existing } => vec![("name", name.clone()), ("existing", existing.clone())],
            Self::Retired { name, retired } => vec![("name", name.clone()), ("retired", retired.clone())],
        }
    }
}

fn size(bytes: u64) -> String {
    let (amount, unit) = amount_and_unit(bytes);
    format!("{amount} {unit}")
}

/// Floor-divided, as clients' users know it from elsewhere; the units are binary.
fn amount_and_unit(bytes: u64) -> (u64, &'static str) {
    match bytes {
        _ if GIBIBYTE <= bytes && bytes.is_multiple_of(GIBIBYTE) => (bytes / GIBIBYTE, "GB"),
        _ if MEBIBYTE <= bytes => (bytes / MEBIBYTE, "MB"),
        _ => (bytes, "bytes"),
    }
}
