//! One release as its page shows it: metadata, files, the lines that install it.

use chrono::{DateTime, Utc};
use serde::Serialize;

/// The release that a project page is about.
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseDetail {
    /// The version as published.
    pub version: String,
    /// When its first file arrived.
    pub released: DateTime<Utc>,
    /// Whether it is the release that the project's own address shows.
    pub is_latest: bool,
    /// The one-line summary.
    pub summary: Option<String>,
    /// Safe HTML, from `description::render` in the child process or `description::escaped`.
    pub description_html: Option<String>,
    /// The specifier set, as published.
    pub requires_python: Option<String>,
    /// The SPDX expression, or the words of older metadata.
    pub license: Option<String>,
    /// The keywords, split.
    pub keywords: Vec<String>,
    /// The authors that the metadata names.
    pub authors: Vec<Person>,
    /// The maintainers that the metadata names.
    pub maintainers: Vec<Person>,
    /// Links of the metadata; only http and https are shown.
    pub links: Vec<ProjectLink>,
    /// The classifiers under their first part.
    pub classifiers: Vec<ClassifierGroup>,
    /// `Requires-Dist`.
    pub requirements: Vec<Requirement>,
    /// `Provides-Extra`.
    pub extras: Vec<String>,
    /// Source distributions first.
    pub files: Vec<FileRow>,
}

/// A name and perhaps an address, from `Author`, `Author-Email` and their like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name, or the address where there is no name.
    pub name: String,
    /// The address.
    pub email: Option<String>,
}

/// A link that the uploader gave.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectLink {
    /// The label, as published.
    pub label: String,
    /// The address; the uploader chose it.
    pub url: String,
    /// Whether the index knows that the place belongs to the project.
    pub is_verified: bool,
}

/// Classifiers that share their first part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassifierGroup {
    /// The first part: `Programming Language`.
    pub category: String,
    /// The rest of each: `Python :: 3.13`.
    pub values: Vec<String>,
}

/// One requirement of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// The requirement (PEP 508) without its marker.
    pub requirement: String,
    /// The marker.
    pub marker: Option<String>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A source distribution.
    Sdist,
    /// A wheel.
    Wheel,
}

/// Why a release or a file was yanked (PEP 592).
#[derive(Clone, Debug, Serialize)]
pub struct Yank {
    /// The reason, where one was given.
    pub reason: Option<String>,
}

/// One file of a release.
#[derive(Clone, Debug, Serialize)]
pub struct FileRow {
    /// The file's name.
    pub filename: String,
    /// Where it is downloaded; nothing while it is out of reach.
    pub url: Option<String>,
    /// Where its core metadata is served (PEP 658); nothing while it is out of reach.
    pub metadata_url: Option<String>,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// When it arrived.
    pub uploaded: DateTime<Utc>,
    /// The compatibility tags of a wheel, one per entry: `cp313-cp313-manylinux_2_28_x86_64`.
    pub tags: Vec<String>,
    /// The specifier set, as published.
    pub requires_python: Option<String>,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// Lower-case hexadecimal, of 256 bits.
    pub blake2b_256: String,
    /// Lower-case hexadecimal; the simple index never offers it.
    pub md5: String,
    /// Yanked, and perhaps why.
    pub yanked: Option<Yank>,
}

/// The lines that install a release, to be pasted into a shell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstallLines {
    /// For pip.
    pub pip: String,
    /// For uv.
    pub uv: String,
}

impl InstallLines {
    /// The lines for a project; on the page of one release they ask for just that version.
    pub fn new(simple_url: &str, project_name: &str, pinned_version: Option<&str>) -> Self {
        let wanted = match pinned_version {
            // An interactive shell reads the `!` of an epoch as history.
            Some(version) if version.contains('!') => format!("'{project_name}=={version}'"),
            Some(version) => format!("{project_name}=={version}"),
            None => project_name.to_owned(),
        };
        Self {
            pip: format!("pip install --index-url {simple_url} {wanted}"),
            uv: format!("uv add --index {simple_url} {wanted}"),
        }
    }
}

impl ClassifierGroup {
    /// Classifiers under their first part, in the order in which they were published.
    pub fn of_classifiers(classifiers: &[String]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for classifier in classifiers {
            let (category, value) = classifier.split_once(" :: ").unwrap_or((classifier, classifier));
            match groups.iter_mut().find(|group| group.category == category) {
                Some(group) => group.values.push(value.to_owned()),
                None => groups.push(Self { category: category.to_owned(), values: vec![value.to_owned()] }),
            }
        }
        groups
    }
}

impl Requirement {
    /// A requirement split at its marker, so that a long one reads in two lines.
    pub fn of_text(text: &str) -> Self {
        // Only a URL may hold a `;` of its own, and PEP 508 wants a space between it and the marker's.
        let separator = if text.contains('@') { " ;" } else { ";" };
        match text.split_once(separator) {
            Some((requirement, marker)) => {
                Self { requirement: requirement.trim().to_owned(), marker: Some(marker.trim().to_owned()) }
            }
            None => Self { requirement: text.trim().to_owned(), marker: None },
        }
    }
}

impl ProjectLink {
    /// The links that a browser may follow; other schemes are dropped.
    pub fn only_safe(links: Vec<Self>) -> Vec<Self> {
        links.into_iter().filter(|link| is_web_address(&link.url)).collect()
    }
}

/// Whether this is an absolute http or https address.
fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::{ClassifierGroup, InstallLines, ProjectLink, Requirement};

    #[test]
    fn install_lines_name_the_index_and_pin_only_when_asked() {
        let lines = InstallLines::new("https://index.example/simple/", "affinage", None);
        assert_eq!(lines.pip, "pip install --index-url https://index.example/simple/ affinage");
        assert_eq!(lines.uv, "uv add --index https://index.example/simple/ affinage");
        let lines = InstallLines::new("https://index.example/simple/", "affinage", Some("1!2.0"));
        assert!(lines.pip.ends_with(" 'affinage==1!2.0'"), "{}", lines.pip);
    }

    #[test]
    fn classifiers_gather_under_their_first_part() {
        let classifiers = ["Typing :: Typed", "Topic :: Text", "Typing :: Stubs Only", "Odd"].map(str::to_owned);
        let groups = ClassifierGroup::of_classifiers(&classifiers);
        let shown: Vec<(&str, usize)> =
            groups.iter().map(|group| (group.category.as_str(), group.values.len())).collect();
        assert_eq!(shown, [("Typing", 2), ("Topic", 1), ("Odd", 1)]);
    }

    #[test]
    fn a_requirement_parts_from_its_marker() {
        let cases = [
            ("attrs>=23", "attrs>=23", None),
            ("attrs>=23 ; python_version<'3.9'", "attrs>=23", Some("python_version<'3.9'")),
            ("rind @ https://index.example/a;b ; extra=='x'", "rind @ https://index.example/a;b", Some("extra=='x'")),
        ];
        for (text, requirement, marker) in cases {
            let parsed = Requirement::of_text(text);
            assert_eq!((parsed.requirement.as_str(), parsed.marker.as_deref()), (requirement, marker));
        }
    }

    #[test]
    fn links_that_run_code_or_open_files_are_dropped() {
        let urls = [
            "https://a.example/",
            "javascript:alert(1)",
            " JAVASCRIPT:x",
            "data:text/html,x",
            "file:///etc",
            "//a",
            "http://b.example/?q=\"",
            "mailto:a@b.example",
        ];
        let links = urls.map(|url| ProjectLink { label: "x".to_owned(), url: url.to_owned(), is_verified: false });
        let kept: Vec<String> = ProjectLink::only_safe(links.into()).into_iter().map(|link| link.url).collect();
        assert_eq!(kept, ["https://a.example/", "http://b.example/?q=\""]);
    }
}
