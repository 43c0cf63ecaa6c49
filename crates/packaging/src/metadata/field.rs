//! The fields of core metadata, as a table: header, form field, first version, one or many.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::shown::shortened;
use crate::text::checked_text;

/// A version of the core metadata specification that an upload may declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetadataVersion {
    /// 1.0 (PEP 241).
    V1_0,
    /// 1.1 (PEP 314).
    V1_1,
    /// 1.2 (PEP 345).
    V1_2,
    /// 2.1 (PEP 566).
    V2_1,
    /// 2.2 (PEP 643).
    V2_2,
    /// 2.3 (PEP 685).
    V2_3,
    /// 2.4 (PEP 639).
    V2_4,
    /// 2.5 (PEP 794).
    V2_5,
}

/// Why a text is not a metadata version; the field is that text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the metadata version is not known: `{0}`; declare one of 1.0, 1.1, 1.2, 2.1, 2.2, 2.3, 2.4, 2.5")]
pub struct MetadataVersionError(pub String);

/// A field of core metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `Metadata-Version`.
    MetadataVersion,
    /// `Name`.
    Name,
    /// `Version`.
    Version,
    /// `Dynamic`.
    Dynamic,
    /// `Platform`.
    Platform,
    /// `Supported-Platform`.
    SupportedPlatform,
    /// `Summary`.
    Summary,
    /// `Description`.
    Description,
    /// `Description-Content-Type`.
    DescriptionContentType,
    /// `Keywords`.
    Keywords,
    /// `Home-page`.
    HomePage,
    /// `Download-URL`.
    DownloadUrl,
    /// `Author`.
    Author,
    /// `Author-email`.
    AuthorEmail,
    /// `Maintainer`.
    Maintainer,
    /// `Maintainer-email`.
    MaintainerEmail,
    /// `License`.
    License,
    /// `License-Expression`.
    LicenseExpression,
    /// `License-File`.
    LicenseFile,
    /// `Classifier`.
    Classifier,
    /// `Requires-Dist`.
    RequiresDist,
    /// `Requires-Python`.
    RequiresPython,
    /// `Requires-External`.
    RequiresExternal,
    /// `Project-URL`.
    ProjectUrl,
    /// `Provides-Extra`.
    ProvidesExtra,
    /// `Provides-Dist`.
    ProvidesDist,
    /// `Obsoletes-Dist`.
    ObsoletesDist,
    /// `Requires`.
    Requires,
    /// `Provides`.
    Provides,
    /// `Obsoletes`.
    Obsoletes,
    /// `Import-Name`.
    ImportName,
    /// `Import-Namespace`.
    ImportNamespace,
}

/// What the specification and the upload form say of one field.
struct Row {
    field: Field,
    header: &'static str,
    form: &'static str,
    since: MetadataVersion,
    multiple: bool,
}

const fn one(field: Field, header: &'static str, form: &'static str, since: MetadataVersion) -> Row {
    Row { field, header, form, since, multiple: false }
}

const fn many(field: Field, header: &'static str, form: &'static str, since: MetadataVersion) -> Row {
    Row { field, header, form, since, multiple: true }
}

/// In the order of [`Field`], which a test holds.
const ROWS: [Row; 32] = [
    one(Field::MetadataVersion, "Metadata-Version", "metadata_version", MetadataVersion::V1_0),
    one(Field::Name, "Name", "name", MetadataVersion::V1_0),
    one(Field::Version, "Version", "version", MetadataVersion::V1_0),
    many(Field::Dynamic, "Dynamic", "dynamic", MetadataVersion::V2_2),
    many(Field::Platform, "Platform", "platform", MetadataVersion::V1_0),
    many(Field::SupportedPlatform, "Supported-Platform", "supported_platform", MetadataVersion::V1_1),
    one(Field::Summary, "Summary", "summary", MetadataVersion::V1_0),
    one(Field::Description, "Description", "description", MetadataVersion::V1_0),
    one(Field::DescriptionContentType, "Description-Content-Type", "description_content_type", MetadataVersion::V2_1),
    one(Field::Keywords, "Keywords", "keywords", MetadataVersion::V1_0),
    one(Field::HomePage, "Home-page", "home_page", MetadataVersion::V1_0),
    one(Field::DownloadUrl, "Download-URL", "download_url", MetadataVersion::V1_1),
    one(Field::Author, "Author", "author", MetadataVersion::V1_0),
    one(Field::AuthorEmail, "Author-email", "author_email", MetadataVersion::V1_0),
    one(Field::Maintainer, "Maintainer", "maintainer", MetadataVersion::V1_2),
    one(Field::MaintainerEmail, "Maintainer-email", "maintainer_email", MetadataVersion::V1_2),
    one(Field::License, "License", "license", MetadataVersion::V1_0),
    one(Field::LicenseExpression, "License-Expression", "license_expression", MetadataVersion::V2_4),
    many(Field::LicenseFile, "License-File", "license_file", MetadataVersion::V2_4),
    many(Field::Classifier, "Classifier", "classifiers", MetadataVersion::V1_1),
    many(Field::RequiresDist, "Requires-Dist", "requires_dist", MetadataVersion::V1_2),
    one(Field::RequiresPython, "Requires-Python", "requires_python", MetadataVersion::V1_2),
    many(Field::RequiresExternal, "Requires-External", "requires_external", MetadataVersion::V1_2),
    many(Field::ProjectUrl, "Project-URL", "project_urls", MetadataVersion::V1_2),
    many(Field::ProvidesExtra, "Provides-Extra", "provides_extra", MetadataVersion::V2_1),
    many(Field::ProvidesDist, "Provides-Dist", "provides_dist", MetadataVersion::V1_2),
    many(Field::ObsoletesDist, "Obsoletes-Dist", "obsoletes_dist", MetadataVersion::V1_2),
    many(Field::Requires, "Requires", "requires", MetadataVersion::V1_1),
    many(Field::Provides, "Provides", "provides", MetadataVersion::V1_1),
    many(Field::Obsoletes, "Obsoletes", "obsoletes", MetadataVersion::V1_1),
    many(Field::ImportName, "Import-Name", "import_name", MetadataVersion::V2_5),
    many(Field::ImportNamespace, "Import-Namespace", "import_namespace", MetadataVersion::V2_5),
];

impl MetadataVersion {
    /// Checks a metadata version as declared.
    ///
    /// # Errors
    /// [`MetadataVersionError`] for one that was never in use, 2.0 included.
    pub fn parse(given: &str) -> Result<Self, MetadataVersionError> {
        Ok(match given.trim_ascii() {
            "1.0" => Self::V1_0,
            "1.1" => Self::V1_1,
            "1.2" => Self::V1_2,
            "2.1" => Self::V2_1,
            "2.2" => Self::V2_2,
            "2.3" => Self::V2_3,
            "2.4" => Self::V2_4,
            "2.5" => Self::V2_5,
            _ => return Err(MetadataVersionError(shortened(given))),
        })
    }

    /// The version as it is declared, such as `2.4`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::V1_0 => "1.0",
            Self::V1_1 => "1.1",
            Self::V1_2 => "1.2",
            Self::V2_1 => "2.1",
            Self::V2_2 => "2.2",
            Self::V2_3 => "2.3",
            Self::V2_4 => "2.4",
            Self::V2_5 => "2.5",
        }
    }
}

checked_text!(MetadataVersion, MetadataVersionError);

impl Field {
    /// All fields, in the order of the specification.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.field)
    }

    /// The field with this header; case does not count.
    pub fn from_header(header: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.header.eq_ignore_ascii_case(header)).map(|row| row.field)
    }

    /// The header in METADATA and PKG-INFO, such as `Requires-Dist`.
    pub fn header(self) -> &'static str {
        self.row().header
    }

    /// The name in the upload form, such as `requires_dist`.
    pub fn form(self) -> &'static str {
        self.row().form
    }

    /// The first metadata version that knows the field.
    pub fn since(self) -> MetadataVersion {
        self.row().since
    }

    /// Whether the field may be given more than once.
    pub fn is_multiple(self) -> bool {
        self.row().multiple
    }

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.header())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_fields() {
        for (place, row) in ROWS.iter().enumerate() {
            assert_eq!(row.field as usize, place, "{}", row.header);
            assert_eq!(Field::from_header(&row.header.to_uppercase()), Some(row.field));
        }
        assert_eq!(Field::all().count(), 32);
    }

    #[test]
    fn headers_that_no_specification_knows_are_no_fields() {
        assert_eq!(Field::from_header("Provides-Extras"), None);
        assert_eq!(Field::from_header(""), None);
    }

    #[test]
    fn metadata_versions_in_use_are_known_and_no_others() {
        for text in ["1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5"] {
            assert_eq!(MetadataVersion::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "2.0", "2", "3.0", "2.6", "2.10", "x"] {
            assert!(MetadataVersion::parse(text).is_err(), "{text}");
        }
        assert!(MetadataVersion::V1_2 < MetadataVersion::V2_1);
    }
}
