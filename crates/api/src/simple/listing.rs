//! What both forms of a page show, in the one order of the specification.

use domain::projects::ProjectStatus;
use packaging::version::Version;
use store::simple::{File, Project};

/// One project's page before it is written.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    /// The normalized name.
    pub(crate) name: &'a str,
    pub(crate) status: ProjectStatus,
    pub(crate) serial: i64,
    /// Versions that have a file to show, in the order of PEP 440.
    pub(crate) versions: Vec<&'a str>,
    /// By version, then by file name.
    pub(crate) files: Vec<FileLine<'a>>,
}

/// One file with its version, parsed.
#[derive(Debug)]
pub(crate) struct FileLine<'a> {
    pub(crate) file: &'a File,
    version: Option<Version>,
}

/// One line of the root index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameLine {
    pub(crate) normalized_name: Box<str>,
    /// The display form, where it is another than the normalized one.
    pub(crate) display_name: Option<Box<str>>,
    pub(crate) serial: i64,
}

impl<'a> Listing<'a> {
    /// A quarantined project shows no file, nor does a quarantined release.
    pub(crate) fn new(project: &'a Project) -> Self {
        let is_shown = |file: &&File| project.name.status != ProjectStatus::Quarantined && !file.is_quarantined;
        let mut files: Vec<FileLine<'a>> = project
            .files
            .iter()
            .filter(is_shown)
            .map(|file| FileLine { file, version: Version::parse(&file.version).ok() })
            .collect();
        files.sort_by(|one, other| (&one.version, &one.file.filename).cmp(&(&other.version, &other.file.filename)));
        let mut versions: Vec<&str> = files.iter().map(|line| line.file.version.as_str()).collect();
        // Files of one release stand together and carry its one spelling.
        versions.dedup();
        Self {
            name: &project.name.normalized_name,
            status: project.name.status,
            serial: project.name.last_serial,
            versions,
            files,
        }
    }
}

impl NameLine {
    /// The spelling that people see.
    pub(crate) fn display(&self) -> &str {
        self.display_name.as_deref().unwrap_or(&self.normalized_name)
    }
}
