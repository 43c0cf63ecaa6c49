//! Why bytes, or a form, are not core metadata.

use thiserror::Error;

use super::{Field, MetadataVersion, MetadataVersionError};
use crate::classifiers::ClassifierError;
use crate::license::{ExpressionError, LicensePathError};
use crate::name::NameError;
use crate::requirement::RequirementError;
use crate::specifiers::SpecifiersError;
use crate::version::VersionError;

/// Why bytes, or a form, are not core metadata.
///
/// `shown` is the value at fault, shortened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MetadataError {
    /// Bytes that are no text.
    #[error("the metadata is not UTF-8 at byte {byte}; build the file again with a current build tool")]
    NotUtf8 {
        /// The offset of the first bad byte.
        byte: usize,
    },
    /// A NUL character.
    #[error("the metadata holds a NUL character at byte {byte}; take it out and build the file again")]
    Nul {
        /// Its offset.
        byte: usize,
    },
    /// A carriage return inside a header, which some readers take for a line break.
    #[error("line {line} of the metadata holds a carriage return inside a header; end lines with LF or CRLF")]
    Return {
        /// The line, from 1.
        line: usize,
    },
    /// A line before the body that is neither a header nor its continuation.
    #[error(
        "line {line} of the metadata is not a header: `{shown}`; write `Name: value`, and one empty line before \
         the description"
    )]
    Header {
        /// The line, from 1.
        line: usize,
        /// The line.
        shown: String,
    },
    /// A single-value field given twice.
    #[error("`{}` has invalid data: it is given more than once; give it once", .0.form())]
    Twice(Field),
    /// A form field of the upload, other than metadata, given twice.
    #[error("`{0}` has invalid data: it is given more than once; give it once")]
    FormTwice(String),
    /// A required field is absent.
    #[error("`{}` is missing from the metadata; build the file again with a current build tool", .0.header())]
    Missing(Field),
    /// A field that the declared version does not know.
    #[error(
        "`{}` is a field of metadata version {} and later, but the file declares {declared}; build it again \
         with a current build tool",
        .field.header(), .field.since()
    )]
    TooNew {
        /// The field.
        field: Field,
        /// The version that the file declares.
        declared: MetadataVersion,
    },
    /// Two fields of which one excludes the other (PEP 639).
    #[error("`License` and `License-Expression` are both given; keep only `License-Expression`")]
    LicenseTwice,
    /// The declared version.
    #[error("{0}")]
    MetadataVersion(#[from] MetadataVersionError),
    /// The name.
    #[error("`Name` is not valid: {0}")]
    Name(NameError),
    /// The version.
    #[error("`Version` is not valid: {0}")]
    Version(VersionError),
    /// A local version, which is for private builds (PEP 440).
    #[error("`Version` has a local part: `{shown}`; publish it as `{public}`, local versions are for private use")]
    LocalVersion {
        /// The version.
        shown: String,
        /// The version without its local part.
        public: String,
    },
    /// The Python versions.
    #[error("`Requires-Python` is not valid: {0}")]
    RequiresPython(SpecifiersError),
    /// A requirement.
    #[error("`{}` is not valid: {error}", .field.header())]
    Requirement {
        /// The field.
        field: Field,
        /// What is wrong.
        error: RequirementError,
    },
    /// A requirement that names a URL, which an index cannot answer for.
    #[error("`{}` holds a direct reference: `{shown}`; require a published version instead of a URL", .field.header())]
    DirectReference {
        /// The field.
        field: Field,
        /// The requirement.
        shown: String,
    },
    /// An extra.
    #[error("`Provides-Extra` is not valid: {0}")]
    Extra(NameError),
    /// A classifier.
    #[error("`Classifier` is not valid: {0}")]
    Classifier(#[from] ClassifierError),
    /// A licence expression.
    #[error("`License-Expression` is not valid: {0}")]
    LicenseExpression(#[from] ExpressionError),
    /// The path of a licence file.
    #[error("`License-File` is not valid: {0}")]
    LicenseFile(#[from] LicensePathError),
    /// Any other value.
    #[error("`{}` is not valid, {reason}: `{shown}`; {hint}", .field.header())]
    Value {
        /// The field.
        field: Field,
        /// What is wrong.
        reason: &'static str,
        /// The value.
        shown: String,
        /// What to do.
        hint: &'static str,
    },
}
