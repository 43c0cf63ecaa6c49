//! Why a text is not the name of a distribution file.

use thiserror::Error;

use crate::name::NameError;
use crate::version::VersionError;

/// Why a text is not the name of a distribution file.
///
/// `shown` is that text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FilenameError {
    /// The name with `.metadata` at its end would not fit a file system.
    #[error("the file name is too long, {length} bytes: `{shown}`; use at most 246, since `.metadata` is added to it")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The file name.
        shown: String,
    },
    /// A control character, a slash, a space or a character beyond ASCII.
    #[error("the file name holds `{character}`: `{shown}`; use printable ASCII without spaces and slashes")]
    Character {
        /// The file name.
        shown: String,
        /// The first such character, escaped where it does not print.
        character: String,
    },
    /// Neither a wheel nor an sdist.
    #[error("the file name has no extension of a distribution: `{shown}`; upload a `.tar.gz` sdist or a `.whl` wheel")]
    Extension {
        /// The file name.
        shown: String,
    },
    /// An sdist in another archive format than PEP 625's.
    #[error(
        "an sdist is a `.tar.gz` file (PEP 625), not a `.zip`: `{shown}`; build it again with a current build tool"
    )]
    ZipSdist {
        /// The file name.
        shown: String,
    },
    /// An sdist's name without both parts.
    #[error("the sdist's name is not `name-version.tar.gz`: `{shown}`; build it again with a current build tool")]
    SdistParts {
        /// The file name.
        shown: String,
    },
    /// An sdist's name in another spelling than PEP 625's.
    #[error(
        "the sdist's name is not the one of PEP 625: `{shown}`; it must be `{expected}`, build it again with a \
         current build tool"
    )]
    SdistSpelling {
        /// The file name.
        shown: String,
        /// How it is written.
        expected: String,
    },
    /// A wheel's name with too few or too many parts.
    #[error(
        "the wheel's name has {parts} parts between dashes: `{shown}`; it has five, or six with a build tag: \
         `name-version-build-python-abi-platform.whl`"
    )]
    WheelParts {
        /// The file name.
        shown: String,
        /// How many parts it has.
        parts: usize,
    },
    /// A wheel's name part in another spelling than the normalized one.
    #[error(
        "the wheel's name part is not normalized: `{shown}`; it must be `{expected}`, build it again with a \
         current build tool"
    )]
    WheelSpelling {
        /// The file name.
        shown: String,
        /// How the part is written.
        expected: String,
    },
    /// The name part is no name.
    #[error("the file name `{shown}` holds no project name: {error}")]
    Name {
        /// The file name.
        shown: String,
        /// What is wrong with it.
        error: NameError,
    },
    /// The version part is no version.
    #[error("the file name `{shown}` holds no version: {error}")]
    Version {
        /// The file name.
        shown: String,
        /// What is wrong with it.
        error: VersionError,
    },
    /// A build tag that does not begin with a digit, or holds strange characters.
    #[error(
        "the wheel's build tag is not a number with text after it: `{tag}` in `{shown}`; write it such as `1` \
         or `2local`"
    )]
    Build {
        /// The file name.
        shown: String,
        /// The build tag.
        tag: String,
    },
    /// An interpreter or ABI tag that is not well-formed.
    #[error(
        "the wheel's {kind} tag is not well-formed: `{tag}` in `{shown}`; it is lower-case letters, digits and \
         `_`, such as `{example}`"
    )]
    Tag {
        /// The file name.
        shown: String,
        /// Which tag it is.
        kind: &'static str,
        /// The tag.
        tag: String,
        /// A good one.
        example: &'static str,
    },
    /// A platform that the index does not take.
    #[error("the wheel's platform tag is not allowed: `{tag}` in `{shown}`; {hint}")]
    Platform {
        /// The file name.
        shown: String,
        /// The platform tag.
        tag: String,
        /// How to get an allowed one.
        hint: &'static str,
    },
    /// A file of another project.
    #[error("the file name is of another project, `{found}`: `{shown}`; the upload is for `{expected}`")]
    OtherProject {
        /// The file name.
        shown: String,
        /// The project in it.
        found: String,
        /// The project of the upload.
        expected: String,
    },
    /// A file of another version.
    #[error("the file name is of another version, `{found}`: `{shown}`; the upload is for `{expected}`")]
    OtherVersion {
        /// The file name.
        shown: String,
        /// The version in it.
        found: String,
        /// The version of the upload.
        expected: String,
    },
}
