//! Why an access log is not imported.

use domain::{Kind, Refusal};
use std::io;
use std::path::Path;

/// Why access logs are not imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportRefused {
    #[error(
        "Downloads are counted by the index itself, and a log would count them again: `downloads.source = \"self\"`\n\
         hint: set it to `logs` and restart every `serve` before logs are imported"
    )]
    CountedHere,
    #[error("The log cannot be read: `{path}`: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("This is no plain file: `{path}`\nhint: name files; those of a folder are `{path}/*`")]
    NoFile { path: String },
    #[error("The log is empty: `{path}`\nhint: leave it out; nothing was counted")]
    Empty { path: String },
    #[error(
        "The log is written in no known form: `{path}`\n\
         hint: name the form with --form, `nginx` for the combined form or `cdn` for the one with pipes; \
         nothing was counted"
    )]
    UnknownForm { path: String },
    #[error("The log became shorter while it was read: `{path}`\nhint: import logs that nobody writes to any more")]
    Changed { path: String },
    #[error("Another import is reading this log: `{path}`\nhint: let it end, then import the log again")]
    BeingRead { path: String },
}

impl ImportRefused {
    pub(super) fn unreadable(path: &Path, fault: &io::Error) -> Self {
        Self::Unreadable { path: path.display().to_string(), reason: fault.to_string() }
    }
}

impl Refusal for ImportRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::CountedHere | Self::Changed { .. } | Self::BeingRead { .. } => Kind::Conflict,
            Self::Unreadable { .. } | Self::NoFile { .. } | Self::Empty { .. } | Self::UnknownForm { .. } => {
                Kind::Invalid
            }
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::CountedHere => "downloads-counted-here",
            Self::Unreadable { .. } => "download-log-unreadable",
            Self::NoFile { .. } => "download-log-no-file",
            Self::Empty { .. } => "download-log-empty",
            Self::UnknownForm { .. } => "download-log-unknown-form",
            Self::Changed { .. } => "download-log-changed",
            Self::BeingRead { .. } => "download-log-being-read",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::CountedHere => Vec::new(),
            Self::Unreadable { path, reason } => vec![("path", path.clone()), ("reason", reason.clone())],
            Self::NoFile { path }
            | Self::Empty { path }
            | Self::UnknownForm { path }
            | Self::Changed { path }
            | Self::BeingRead { path } => vec![("path", path.clone())],
        }
    }
}
