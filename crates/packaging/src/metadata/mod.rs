//! Core metadata, versions 1.0 to 2.5: what METADATA and PKG-INFO say, checked.
//!
//! The file's own metadata is what an index stores and serves; [`contradictions`] holds the upload
//! form against it.

mod check;
mod content_type;
mod contradiction;
mod error;
mod field;
mod file;
mod form;
mod people;
mod raw;
mod rules;

use serde::{Deserialize, Serialize};

pub use self::content_type::{ContentTypeError, DescriptionContentType, DescriptionKind};
pub use self::contradiction::{Contradiction, contradictions};
pub use self::error::MetadataError;
pub use self::field::{Field, MetadataVersion, MetadataVersionError};
pub use self::form::FormFields;
pub use self::people::Person;
pub use self::raw::RawMetadata;
use crate::license::LicenseExpression;
use crate::name::{NormalizedName, ProjectName};
use crate::requirement::Requirement;
use crate::specifiers::VersionSpecifiers;
use crate::version::Version;

/// The core metadata of a distribution file, each value checked.
///
/// Its JSON form is what an index keeps in its database; it leaves out what is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoreMetadata {
    /// `Metadata-Version`.
    pub metadata_version: MetadataVersion,
    /// `Name`, in the spelling of the file.
    pub name: ProjectName,
    /// `Version`, in the spelling of the file.
    pub version: Version,
    /// `Dynamic`: fields, in lower case, that a wheel may set otherwise than the sdist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dynamic: Vec<String>,
    /// `Platform`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<String>,
    /// `Supported-Platform`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supported_platforms: Vec<String>,
    /// `Summary`: one line of at most 512 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `Description`: the header or the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `Description-Content-Type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_content_type: Option<DescriptionContentType>,
    /// `Keywords`, as the file joins them; see [`CoreMetadata::keywords`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keywords: Option<String>,
    /// `Home-page`: an http or https URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_page: Option<String>,
    /// `Download-URL`: an http or https URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub download_url: Option<String>,
    /// `Author`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// `Author-email`: one or more addresses (RFC 5322).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author_email: Option<String>,
    /// `Maintainer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainer: Option<String>,
    /// `Maintainer-email`: one or more addresses (RFC 5322).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainer_email: Option<String>,
    /// `License`: free text, superseded by the expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// `License-Expression`, in canonical case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_expression: Option<LicenseExpression>,
    /// `License-File`: paths in the archive.
    ///
    /// They are below `licenses/` of a wheel's dist-info, or below an sdist's top folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub license_files: Vec<String>,
    /// `Classifier`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classifiers: Vec<String>,
    /// `Requires-Dist`, without direct references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires_dist: Vec<Requirement>,
    /// `Requires-Python`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires_python: Option<VersionSpecifiers>,
    /// `Requires-External`, not checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires_external: Vec<String>,
    /// `Project-URL`, as `label, URL`; see [`CoreMetadata::project_urls`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub project_urls: Vec<String>,
    /// `Provides-Extra`, normalized.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides_extra: Vec<NormalizedName>,
    /// `Provides-Dist`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides_dist: Vec<Requirement>,
    /// `Obsoletes-Dist`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obsoletes_dist: Vec<Requirement>,
    /// `Requires`, deprecated and not checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// `Provides`, deprecated and not checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<String>,
    /// `Obsoletes`, deprecated and not checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obsoletes: Vec<String>,
    /// `Import-Name` (PEP 794).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub import_names: Vec<String>,
    /// `Import-Namespace` (PEP 794).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub import_namespaces: Vec<String>,
}

impl CoreMetadata {
    /// Reads and checks the bytes of a METADATA or PKG-INFO file.
    ///
    /// # Errors
    /// See [`MetadataError`].
    pub fn from_file(bytes: &[u8]) -> Result<Self, MetadataError> {
        Self::from_raw(&RawMetadata::from_file(bytes)?)
    }

    /// Checks fields that were read from a file or a form.
    ///
    /// # Errors
    /// See [`MetadataError`].
    pub fn from_raw(raw: &RawMetadata) -> Result<Self, MetadataError> {
        check::check(raw)
    }

    /// The project's links as pairs of label and URL, in the order of the file.
    pub fn project_urls(&self) -> Vec<(&str, &str)> {
        self.project_urls.iter().filter_map(|given| rules::label_and_url(given)).collect()
    }

    /// Who wrote it, from `Author` and `Author-email`.
    pub fn authors(&self) -> Vec<Person> {
        people::people(self.author.as_deref(), self.author_email.as_deref())
    }

    /// Who looks after it, from `Maintainer` and `Maintainer-email`.
    pub fn maintainers(&self) -> Vec<Person> {
        people::people(self.maintainer.as_deref(), self.maintainer_email.as_deref())
    }

    /// The keywords, one by one.
    ///
    /// Old tools separate them with spaces, the others with commas.
    pub fn keywords(&self) -> Vec<&str> {
        rules::keywords(self.keywords.as_deref().unwrap_or_default())
    }
}
