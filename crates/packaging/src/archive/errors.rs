//! Everything that can be wrong with an archive, each with its place and a way out.

use std::io;

use super::shown::Shown;
use crate::entry_points::EntryPointsError;
use crate::record::RecordError;

/// Why an archive was refused, or that it could not be read at all.
///
/// Every variant but [`ArchiveError::Unreadable`] is a refusal: the file is at fault.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The zip's records break a rule, at a byte of the file.
    #[error("the zip is not well formed at byte `{offset}`: {problem}; {}", problem.hint())]
    Zip { offset: u64, problem: ZipProblem },
    /// The gzip stream or the tar's headers break a rule, at a byte of the expanded tar.
    #[error("the tar is not well formed at byte `{offset}`: {problem}; {}", problem.hint())]
    Tar { offset: u64, problem: TarProblem },
    /// One member may not be in an archive, or not like this.
    #[error("{problem}: `{member}`; {}", problem.hint())]
    Member { member: Shown, problem: MemberProblem },
    /// A file that a wheel or an sdist needs is missing or misplaced.
    #[error(transparent)]
    Layout(#[from] LayoutProblem),
    /// The archive costs more than it may.
    #[error(transparent)]
    Limit(#[from] LimitProblem),
    /// RECORD and the members of the wheel differ.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The wheel's entry_points.txt is broken.
    #[error(transparent)]
    EntryPoints(#[from] EntryPointsError),
    /// The temporary file could not be read; a fault of ours, not a refusal.
    #[error("the uploaded file could not be read")]
    Unreadable(#[source] io::Error),
}

impl ArchiveError {
    /// Whether this is a fault of the machine rather than a refusal of the file.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Unreadable(_))
    }

    /// The stable code of this kind of refusal, for machines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Zip { problem: ZipProblem::AlsoTar, .. }
            | Self::Tar { problem: TarProblem::AlsoZip | TarProblem::AlsoTar, .. } => "archive-polyglot",
            Self::Zip { .. } => "zip-malformed",
            Self::Tar { .. } => "tar-malformed",
            Self::Member { .. } => "archive-member",
            Self::Layout(_) => "archive-layout",
            Self::Limit(_) => "archive-limit",
            Self::Record(_) => "wheel-record",
            Self::EntryPoints(_) => "wheel-entry-points",
            Self::Unreadable(_) => "archive-unreadable",
        }
    }

    pub(super) fn zip(offset: u64, problem: ZipProblem) -> Self {
        Self::Zip { offset, problem }
    }

    pub(super) fn tar(offset: u64, problem: TarProblem) -> Self {
        Self::Tar { offset, problem }
    }

    pub(super) fn member(name: &str, problem: MemberProblem) -> Self {
        Self::Member { member: Shown::from_text(name), problem }
    }
}

/// What is wrong with the records of a zip, after APPNOTE and PyPI's rules against confusion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZipProblem {
    #[error("the file ends inside {inside}")]
    Truncated { inside: &'static str },
    #[error("the file is not a zip, its first bytes are not a local header")]
    NotZip,
    #[error("the file is also a tar")]
    AlsoTar,
    #[error("unknown record signature: `{signature:08x}`")]
    UnknownRecord { signature: u32 },
    #[error("{record} stands where it does not belong")]
    OutOfOrder { record: &'static str },
    #[error("the member is encrypted: `{member}`")]
    Encrypted { member: Shown },
    #[error("the member's size stands behind its data (data descriptor): `{member}`")]
    DataDescriptor { member: Shown },
    #[error("flag bits `{flags:#06x}` that are not understood are set: `{member}`")]
    UnknownFlags { flags: u16, member: Shown },
    #[error("compression method `{method}` is not allowed: `{member}`")]
    Compression { method: u16, member: Shown },
    #[error("the name is not UTF-8: `{member}`")]
    NameNotUtf8 { member: Shown },
    #[error("the name is not ASCII and not marked as UTF-8: `{member}`")]
    NameNotMarked { member: Shown },
    #[error("the name occurs more than once: `{member}`")]
    DuplicateName { member: Shown },
    #[error("{field} differs between the local header and the central directory: `{member}`")]
    HeadersDiffer { field: &'static str, member: Shown },
    #[error("the central directory names a member that has no local header: `{member}`")]
    NotLocal { member: Shown },
    #[error("the member is missing in the central directory: `{member}`")]
    NotCentral { member: Shown },
    #[error("the member has a comment: `{member}`")]
    MemberComment { member: Shown },
    #[error("the extra field is malformed: `{member}`")]
    Extra { member: Shown },
    #[error("extra field `{id:#06x}` occurs more than once: `{member}`")]
    DuplicateExtra { id: u16, member: Shown },
    #[error("the ZIP64 extra field has a wrong length of `{length}` bytes: `{member}`")]
    Zip64Length { length: usize, member: Shown },
    #[error("the ZIP64 extra field contradicts the header: `{member}`")]
    Zip64Values { member: Shown },
    #[error("the Unicode path extra field is malformed or another name: `{member}`")]
    UnicodePath { member: Shown },
    #[error("a stored member has two different sizes: `{member}`")]
    StoredSizes { member: Shown },
    #[error("the archive claims to be one of several disks")]
    SeveralDisks,
    #[error("the end record's {field} is `{claimed}` where `{found}` was found")]
    EndRecord { field: &'static str, claimed: u64, found: u64 },
    #[error("the ZIP64 end record has extensible data")]
    Zip64Extensible,
    #[error("the ZIP64 end record has no locator")]
    Zip64NoLocator,
    #[error("a ZIP64 locator is hidden before the end record")]
    Zip64HiddenLocator,
    #[error("a second end record is hidden behind the first")]
    HiddenEnd,
    #[error("there is trailing data behind the end record")]
    TrailingData,
    #[error("the compressed data is broken: `{member}`")]
    Deflate { member: Shown },
    #[error("the compressed data ends before the member does: `{member}`")]
    DataAfterStream { member: Shown },
    #[error("the member does not expand to its size of `{size}` bytes: `{member}`")]
    WrongSize { size: u64, member: Shown },
    #[error("the member does not have its checksum: `{member}`")]
    WrongChecksum { member: Shown },
}

impl ZipProblem {
    fn hint(&self) -> &'static str {
        match self {
            Self::Truncated { .. } => "the upload may be cut short, build it again and upload the whole file",
            Self::AlsoTar | Self::HiddenEnd | Self::Zip64HiddenLocator => {
                "a file must have one meaning only, build it again with a common build tool"
            }
            Self::Compression { .. } => {
                "only stored and deflated members are allowed, build it again with one of these"
            }
            Self::DataDescriptor { .. } => "write the zip to a file that can seek, not to a stream",
            Self::Encrypted { .. } => "build it again without a password",
            Self::TrailingData => "remove what follows the end of the zip",
            Self::Deflate { .. } | Self::WrongChecksum { .. } => {
                "the file may be damaged, build it again and upload it"
            }
            _ => "build it again with a current version of a common build tool",
        }
    }
}

/// What is wrong with a gzip stream or with the headers of the tar inside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TarProblem {
    #[error("the file is not gzip")]
    NotGzip,
    #[error("the file is also a zip")]
    AlsoZip,
    #[error("the file is also an uncompressed tar")]
    AlsoTar,
    #[error("the gzip stream is broken: `{reason}`")]
    Gzip { reason: String },
    #[error("the file ends inside {inside}")]
    Truncated { inside: &'static str },
    #[error("there is trailing data behind the gzip stream")]
    TrailingGzip,
    #[error("there is trailing data behind the end of the tar")]
    TrailingData,
    #[error("the header's checksum is wrong")]
    Checksum,
    #[error("the header is neither ustar nor GNU")]
    UnknownFormat,
    #[error("the header's {field} is not a number that can be used")]
    Number { field: &'static str },
    #[error("member type `{kind}` is not allowed: `{member}`")]
    Kind { kind: Shown, member: Shown },
    #[error("the member has no file but a size: `{member}`")]
    SizeWithoutFile { member: Shown },
    #[error("the member is sparse: `{member}`")]
    Sparse { member: Shown },
    #[error("the name is not UTF-8: `{member}`")]
    NameNotUtf8 { member: Shown },
    #[error("a long-name header of type `{kind}` is malformed, doubled or followed by no member")]
    Extension { kind: char },
    #[error("a pax header is malformed: {reason}")]
    Pax { reason: &'static str },
}

impl TarProblem {
    fn hint(&self) -> &'static str {
        match self {
            Self::AlsoZip | Self::AlsoTar => {
                "a file must have one meaning only, build it again with a common build tool"
            }
            Self::Truncated { .. } => "the upload may be cut short, build it again and upload the whole file",
            Self::TrailingGzip => "write one gzip stream and nothing behind it",
            Self::Kind { .. } => "only files, folders and links may be in an sdist",
            Self::Sparse { .. } => "build it again without sparse members",
            _ => "build it again with a current version of a common build tool",
        }
    }
}

/// What is wrong with one member of an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MemberProblem {
    #[error("a member has no name")]
    NoName,
    #[error("a member's name is absolute")]
    Absolute,
    #[error("a member's name has a part `.` or `..` or an empty part")]
    Dots,
    #[error("a member's name has a backslash")]
    Backslash,
    #[error("a member's name has a control or direction character")]
    ControlCharacter,
    #[error("a member's name is longer than `{most}` bytes")]
    LongName { most: usize },
    #[error("a member occurs more than once")]
    Duplicate,
    #[error("two members differ only in case, the other is `{other}`")]
    CaseCollision { other: Shown },
    #[error("a member is a folder and something else, the other is `{other}`")]
    FolderClash { other: Shown },
    #[error("a member is a folder but has content")]
    FolderContent,
    #[error("a member is neither a file nor a folder")]
    SpecialFile,
    #[error("a link leaves the top folder, its target is `{target}`")]
    LinkLeaves { target: Shown },
    #[error("a hard link does not name an earlier file, its target is `{target}`")]
    HardLink { target: Shown },
    #[error("a member is larger than `{most}` bytes")]
    TooLarge { most: u64 },
}

impl MemberProblem {
    fn hint(&self) -> &'static str {
        match self {
            Self::LinkLeaves { .. } | Self::HardLink { .. } => {
                "put the file itself in the archive, or link to one below the top folder"
            }
            Self::SpecialFile => "put plain files and folders in the archive",
            Self::CaseCollision { .. } | Self::FolderClash { .. } | Self::Duplicate => {
                "rename or remove one of them, they are one file on some systems"
            }
            Self::TooLarge { .. } | Self::LongName { .. } => "make it shorter",
            _ => "use relative names with forward slashes and printable characters",
        }
    }
}

/// What a wheel or an sdist must have, and has not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayoutProblem {
    #[error("the archive is empty; build it again")]
    Empty,
    #[error("a file is missing in the archive: `{name}`; its name must agree with the file name of the upload")]
    Missing { name: Shown },
    #[error("a folder does not belong to this wheel: `{found}`; only `{expected}` may be there")]
    WrongFolder { found: Shown, expected: Shown },
    #[error(
        "a member of the .data folder is in no installation scheme: `{member}`; use purelib, platlib, headers, \
         scripts or data"
    )]
    DataScheme { member: Shown },
    #[error("a member is outside of the top folder: `{member}`; an sdist has the one top folder `{expected}`")]
    OutsideTop { member: Shown, expected: Shown },
    #[error("the WHEEL file is not understood: {reason}; build it again with a current build tool")]
    WheelFile { reason: &'static str },
    #[error("the WHEEL file's version is not supported: `{version}`; write Wheel-Version 1.0")]
    WheelVersion { version: Shown },
    #[error("the tags of the WHEEL file are not those of the file name: `{found}`; expected `{expected}`")]
    Tags { found: Shown, expected: Shown },
}

/// Which bound an archive breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitProblem {
    #[error("the archive has more than `{most}` members; remove files or split the project")]
    Members { most: usize },
    #[error("the names in the archive have more than `{most}` bytes together; shorten names or remove files")]
    Names { most: usize },
    #[error("the archive expands to more than `{most}` times its size; remove the highly repetitive files")]
    Ratio { most: u64 },
    #[error("the archive expands to more than `{most}` bytes; remove large files")]
    Expanded { most: u64 },
}
