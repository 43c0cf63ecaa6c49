//! Files: sdists and wheels.

use crate::ids::{FileId, ProjectId, ReleaseId};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The two kinds of distribution file that the index takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    Sdist,
    Wheel,
}

impl FileKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sdist => "sdist",
            Self::Wheel => "wheel",
        }
    }

    /// The form field `filetype` and the JSON API's `packagetype`.
    pub const fn package_type(self) -> &'static str {
        match self {
            Self::Sdist => "sdist",
            Self::Wheel => "bdist_wheel",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Sdist, Self::Wheel].into_iter().find(|it| it.as_str() == text)
    }

    pub fn from_package_type(text: &str) -> Option<Self> {
        [Self::Sdist, Self::Wheel].into_iter().find(|it| it.package_type() == text)
    }
}

/// One distribution file of a release. Digests are lower-case hexadecimal.
#[derive(Clone, Debug)]
pub struct File {
    pub id: FileId,
    pub project_id: ProjectId,
    pub release_id: ReleaseId,
    pub filename: String,
    pub kind: FileKind,
    /// `source` for an sdist, the interpreter tag for a wheel.
    pub python_tag: String,
    /// Bytes.
    pub size: i64,
    pub md5: String,
    pub sha256: String,
    pub blake2b_256: String,
    /// Where the object is: `<2>/<2>/<60>/<filename>`.
    pub path: String,
    pub requires_python: Option<String>,
    /// Of the wheel's METADATA, served at `<file>.metadata` (PEP 658).
    pub metadata_sha256: Option<String>,
    /// Bytes of the wheel's METADATA.
    pub metadata_size: Option<i64>,
    pub comment: Option<String>,
    pub uploaded_at: DateTime<Utc>,
}

/// The content-addressed path of an object, from its BLAKE2b-256 in hexadecimal.
pub fn object_path(blake2b_256: &str, filename: &str) -> String {
    let (first, rest) = blake2b_256.split_at(2);
    let (second, rest) = rest.split_at(2);
    format!("{first}/{second}/{rest}/{filename}")
}

/// The path of a wheel's metadata, beside the wheel (PEP 658).
pub fn metadata_path(path: &str) -> String {
    format!("{path}.metadata")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_two_two_sixty() {
        let digest = "ab".repeat(32);
        assert_eq!(object_path(&digest, "x-1.tar.gz"), format!("ab/ab/{}/x-1.tar.gz", "ab".repeat(30)));
    }
}
