//! The wire form of the JSON API: sorted keys, absent values as null.

use crate::simple::timestamp;
use anyhow::Context as _;
use domain::files::FileKind;
use domain::projects::Project;
use domain::releases::{Release, Yank};
use domain::urls::Urls;
use packaging::metadata::CoreMetadata;
use packaging::name::NormalizedName;
use serde::Serialize;
use std::collections::BTreeMap;
use store::json::{Detail, FileLine};

/// What an object is made from, all of one snapshot.
pub(super) struct Facts<'a> {
    pub urls: &'a Urls,
    pub project: &'a Project,
    pub releases: &'a [Release],
    /// The release that `info` and `urls` speak of.
    pub shown: &'a Release,
    pub detail: &'a Detail,
    pub files: &'a [FileLine],
    /// Whether the files of all releases are listed: on the project's endpoint only.
    pub with_releases: bool,
}

// Fields stand in the order of their keys, which is that of the bytes.

#[derive(Serialize)]
struct Body<'a> {
    info: Info<'a>,
    last_serial: i64,
    ownership: Ownership<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    releases: Option<BTreeMap<&'a str, Vec<FileBody<'a>>>>,
    urls: Vec<FileBody<'a>>,
    /// The index keeps no advisories yet.
    vulnerabilities: [(); 0],
}

#[derive(Serialize)]
struct Info<'a> {
    author: Option<&'a str>,
    author_email: Option<&'a str>,
    bugtrack_url: Option<&'a str>,
    classifiers: &'a [String],
    description: &'a str,
    description_content_type: Option<String>,
    docs_url: Option<&'a str>,
    download_url: Option<&'a str>,
    downloads: Downloads,
    dynamic: Option<&'a [String]>,
    home_page: Option<&'a str>,
    keywords: Option<&'a str>,
    license: Option<&'a str>,
    license_expression: Option<String>,
    license_files: Option<&'a [String]>,
    maintainer: Option<&'a str>,
    maintainer_email: Option<&'a str>,
    name: &'a str,
    package_url: String,
    platform: Option<&'a str>,
    project_url: String,
    project_urls: Option<BTreeMap<&'a str, &'a str>>,
    provides_extra: Option<Vec<String>>,
    release_url: String,
    requires_dist: Option<Vec<String>>,
    requires_python: Option<String>,
    summary: Option<&'a str>,
    version: &'a str,
    yanked: bool,
    yanked_reason: Option<&'a str>,
}

/// Counts that the API no longer gives: always -1.
#[derive(Serialize)]
struct Downloads {
    last_day: i8,
    last_month: i8,
    last_week: i8,
}

#[derive(Serialize)]
struct Ownership<'a> {
    organization: Option<&'a str>,
    roles: Vec<RoleBody<'a>>,
}

#[derive(Serialize)]
struct RoleBody<'a> {
    role: &'static str,
    user: &'a str,
}

#[derive(Serialize)]
struct FileBody<'a> {
    comment_text: Option<&'a str>,
    #[serde(rename = "core-metadata")]
    core_metadata: CoreMetadataBody<'a>,
    digests: Digests<'a>,
    downloads: i8,
    filename: &'a str,
    has_sig: bool,
    md5_digest: &'a str,
    packagetype: &'static str,
    python_version: &'a str,
    requires_python: Option<&'a str>,
    size: i64,
    upload_time: String,
    upload_time_iso_8601: String,
    url: String,
    yanked: bool,
    yanked_reason: Option<&'a str>,
}

/// `false`, or the digest of the metadata file.
#[derive(Serialize)]
#[serde(untagged)]
enum CoreMetadataBody<'a> {
    None(bool),
    Some { sha256: &'a str },
}

#[derive(Serialize)]
struct Digests<'a> {
    blake2b_256: &'a str,
    md5: &'a str,
    sha256: &'a str,
}

impl<'a> Facts<'a> {
    /// The object as text, with a newline at its end.
    ///
    /// # Errors
    ///
    /// When a row holds what no code writes.
    pub(super) fn text(&self) -> anyhow::Result<String> {
        let body = Body {
            info: self.info()?,
            last_serial: self.project.last_serial,
            ownership: self.ownership(),
            releases: if self.with_releases { Some(self.all_releases()?) } else { None },
            urls: self.files_of(self.shown)?,
            vulnerabilities: [],
        };
        let mut text = serde_json::to_string(&body)?;
        text.push('\n');
        Ok(text)
    }

    fn info(&self) -> anyhow::Result<Info<'a>> {
        let metadata = &self.detail.metadata;
        let name = NormalizedName::parse_exact(&self.project.normalized_name)?;
        let (project_url, version) = (self.urls.project(&name), self.shown.version.as_str());
        let description = self.detail.description.as_ref();
        Ok(Info {
            author: metadata.author.as_deref(),
            author_email: metadata.author_email.as_deref(),
            bugtrack_url: None,
            classifiers: &metadata.classifiers,
            description: description.map_or("", |description| &description.source),
            description_content_type: metadata.description_content_type.as_ref().map(ToString::to_string),
            docs_url: None,
            download_url: metadata.download_url.as_deref(),
            downloads: Downloads { last_day: -1, last_month: -1, last_week: -1 },
            dynamic: unless_empty(&metadata.dynamic),
            home_page: metadata.home_page.as_deref(),
            keywords: metadata.keywords.as_deref(),
            license: metadata.license.as_deref(),
            license_expression: metadata.license_expression.as_ref().map(ToString::to_string),
            license_files: unless_empty(&metadata.license_files),
            maintainer: metadata.maintainer.as_deref(),
            maintainer_email: metadata.maintainer_email.as_deref(),
            name: &self.project.name,
            package_url: project_url.clone(),
            platform: metadata.platforms.first().map(String::as_str),
            project_url,
            project_urls: project_urls(metadata),
            provides_extra: texts(&metadata.provides_extra),
            release_url: self.urls.release(&name, version),
            requires_dist: texts(&metadata.requires_dist),
            requires_python: metadata.requires_python.as_ref().map(ToString::to_string),
            summary: metadata.summary.as_deref(),
            version,
            yanked: self.shown.yanked.is_some(),
            yanked_reason: reason(self.shown.yanked.as_ref()),
        })
    }

    fn ownership(&self) -> Ownership<'a> {
        let role =
            |holder: &'a store::projects::Collaborator| RoleBody { role: holder.role.title(), user: &holder.username };
        Ownership { organization: None, roles: self.detail.collaborators.iter().map(role).collect() }
    }

    fn all_releases(&self) -> anyhow::Result<BTreeMap<&'a str, Vec<FileBody<'a>>>> {
        let shown = self.releases.iter().filter(|release| release.quarantined_at.is_none());
        shown.map(|release| Ok((release.version.as_str(), self.files_of(release)?))).collect()
    }

    fn files_of(&self, release: &'a Release) -> anyhow::Result<Vec<FileBody<'a>>> {
        let files = self.files.iter().filter(|file| file.release_id == release.id.0);
        files.map(|file| self.file(file, release)).collect()
    }

    fn file(&self, file: &'a FileLine, release: &'a Release) -> anyhow::Result<FileBody<'a>> {
        let kind = FileKind::from_stored(&file.kind)
            .with_context(|| format!("a file holds an unknown kind: `{}`", file.kind))?;
        let metadata = file.metadata_sha256.as_deref();
        Ok(FileBody {
            comment_text: file.comment.as_deref(),
            core_metadata: metadata.map_or(CoreMetadataBody::None(false), |sha256| CoreMetadataBody::Some { sha256 }),
            digests: Digests { blake2b_256: &file.blake2b_256, md5: &file.md5, sha256: &file.sha256 },
            downloads: -1,
            filename: &file.filename,
            has_sig: false,
            md5_digest: &file.md5,
            packagetype: kind.package_type(),
            python_version: &file.python_tag,
            requires_python: file.requires_python.as_deref(),
            size: file.size,
            upload_time: file.uploaded_at.format("%Y-%m-%dT%H:%M:%S").to_string(),
            upload_time_iso_8601: timestamp(file.uploaded_at),
            url: self.urls.mirrored_file(&file.path),
            yanked: release.yanked.is_some(),
            yanked_reason: reason(release.yanked.as_ref()),
        })
    }
}

/// The links by label; the two old fields count as links unless a label says the same.
fn project_urls(metadata: &CoreMetadata) -> Option<BTreeMap<&str, &str>> {
    let given = metadata.project_urls();
    let old = [("Homepage", &metadata.home_page), ("Download", &metadata.download_url)];
    let mut links = BTreeMap::new();
    for (label, url) in old {
        let is_given = given.iter().any(|(other, _)| normalized_label(other) == normalized_label(label));
        if let (Some(url), false) = (url, is_given) {
            links.insert(label, url.as_str());
        }
    }
    links.extend(given);
    (!links.is_empty()).then_some(links)
}

/// A label without punctuation and white space, in lower case (PEP 753).
fn normalized_label(label: &str) -> String {
    label
        .chars()
        .filter(|character| !character.is_ascii_punctuation() && !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

fn reason(yank: Option<&Yank>) -> Option<&str> {
    yank.map(|yank| yank.reason.as_str()).filter(|reason| !reason.is_empty())
}

fn unless_empty(list: &[String]) -> Option<&[String]> {
    (!list.is_empty()).then_some(list)
}

fn texts(list: &[impl ToString]) -> Option<Vec<String>> {
    (!list.is_empty()).then(|| list.iter().map(ToString::to_string).collect())
}

#[cfg(test)]
mod tests {
    use super::normalized_label;

    #[test]
    fn labels_are_compared_as_pep_753_says() {
        assert_eq!(normalized_label("Home-Page"), "homepage");
        assert_eq!(normalized_label(" Download "), "download");
    }
}
