//! The simple index as JSON (PEPs 691, 700, 714, 792): sorted keys, compact, raw UTF-8.

use super::API_VERSION;
use super::listing::{FileLine, Listing, NameLine};
use chrono::{DateTime, SecondsFormat, Timelike as _, Utc};
use domain::urls::Urls;
use serde::Serialize;

/// The page of one project.
pub(crate) fn project(listing: &Listing<'_>, urls: &Urls) -> String {
    let body = ProjectBody {
        files: listing.files.iter().map(|line| FileBody::new(line, urls)).collect(),
        meta: Meta { last_serial: listing.serial, api_version: API_VERSION },
        name: listing.name,
        project_status: StatusBody { status: listing.status.as_str() },
        versions: &listing.versions,
    };
    to_text(&body)
}

/// The root index.
pub(crate) fn root(names: &[NameLine], serial: i64) -> String {
    let body = RootBody {
        meta: Meta { last_serial: serial, api_version: API_VERSION },
        projects: names.iter().map(|line| NameBody { last_serial: line.serial, name: line.display() }).collect(),
    };
    to_text(&body)
}

/// RFC 3339 in UTC with `Z`; microseconds only when there are some.
pub(crate) fn timestamp(instant: DateTime<Utc>) -> String {
    let form = if instant.nanosecond() == 0 { SecondsFormat::Secs } else { SecondsFormat::Micros };
    instant.to_rfc3339_opts(form, true)
}

// Fields stand in the order of their keys, which is that of the bytes.

#[derive(Serialize)]
struct ProjectBody<'a> {
    files: Vec<FileBody<'a>>,
    meta: Meta,
    name: &'a str,
    #[serde(rename = "project-status")]
    project_status: StatusBody,
    versions: &'a [&'a str],
}

#[derive(Serialize)]
struct RootBody<'a> {
    meta: Meta,
    projects: Vec<NameBody<'a>>,
}

#[derive(Serialize)]
struct Meta {
    #[serde(rename = "_last-serial")]
    last_serial: i64,
    #[serde(rename = "api-version")]
    api_version: &'static str,
}

#[derive(Serialize)]
struct StatusBody {
    status: &'static str,
}

#[derive(Serialize)]
struct NameBody<'a> {
    #[serde(rename = "_last-serial")]
    last_serial: i64,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct FileBody<'a> {
    core_metadata: Metadata<'a>,
    data_dist_info_metadata: Metadata<'a>,
    filename: &'a str,
    hashes: Hashes<'a>,
    /// The address of the provenance object (PEP 740), which no file has yet.
    provenance: Option<&'a str>,
    requires_python: Option<&'a str>,
    size: i64,
    upload_time: String,
    url: String,
    yanked: Yanked<'a>,
}

#[derive(Clone, Copy, Serialize)]
struct Hashes<'a> {
    sha256: &'a str,
}

/// `false`, or the digests of the metadata file.
#[derive(Clone, Copy, Serialize)]
#[serde(untagged)]
enum Metadata<'a> {
    None(bool),
    Some(Hashes<'a>),
}

/// `false`, `true`, or the reason.
#[derive(Serialize)]
#[serde(untagged)]
enum Yanked<'a> {
    Plain(bool),
    Reason(&'a str),
}

impl<'a> FileBody<'a> {
    fn new(line: &FileLine<'a>, urls: &Urls) -> Self {
        let file = line.file;
        let metadata =
            file.metadata_sha256.as_deref().map_or(Metadata::None(false), |sha256| Metadata::Some(Hashes { sha256 }));
        Self {
            core_metadata: metadata,
            data_dist_info_metadata: metadata,
            filename: &file.filename,
            hashes: Hashes { sha256: &file.sha256 },
            provenance: None,
            requires_python: file.requires_python.as_deref(),
            size: file.size,
            upload_time: timestamp(file.uploaded_at),
            url: urls.file(&file.path),
            yanked: match &file.yanked {
                None => Yanked::Plain(false),
                Some(yank) if yank.reason.is_empty() => Yanked::Plain(true),
                Some(yank) => Yanked::Reason(&yank.reason),
            },
        }
    }
}

fn to_text(body: &impl Serialize) -> String {
    let mut text = serde_json::to_string(body).expect("a page is plain text and numbers");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn microseconds_are_written_when_there_are_some() {
        let at = |nanoseconds| timestamp(DateTime::from_timestamp(1_767_225_600, nanoseconds).unwrap());
        assert_eq!(at(0), "2026-01-01T00:00:00Z");
        assert_eq!(at(1_000), "2026-01-01T00:00:00.000001Z");
        assert_eq!(at(500_000_000), "2026-01-01T00:00:00.500000Z");
    }
}
