//! From facts to the context of the page.

use super::downloads;
use super::facts::Facts;
use super::links::links;
use crate::SiteState;
use domain::files::{self, File, FileKind};
use domain::projects::{ProjectStatus, Role};
use domain::releases::{Release, Yank};
use domain::urls::Urls;
use packaging::filename::WheelFilename;
use packaging::metadata::{self, CoreMetadata};
use templates::Language;
use templates::context::{
    self, ClassifierGroup, FileRow, HistoryRow, InstallLines, ProjectPage, ReleaseDetail, ReleaseLink, Requirement,
    RoleHolder, Standing, StatusBox,
};

/// Tags that one wheel shows; a hostile name could hold the product of hundreds.
const MOST_TAGS: usize = 40;

/// Characters of a licence text that stand beside the classifiers.
const LICENSE_LENGTH: usize = 100;

/// The page of the shown release.
pub(super) fn page(state: &SiteState, facts: &Facts, language: Language) -> ProjectPage {
    let urls = &state.ctx.settings.urls;
    let path = format!("/project/{}/", facts.name);
    // What is quarantined is no search result.
    let layout = state.frame.layout(language, &path, !facts.is_out_of_reach());
    ProjectPage {
        name: facts.project.name.clone(),
        url: urls.project(&facts.name),
        simple_url: urls.simple_project(&facts.name),
        is_critical: facts.is_critical,
        status: StatusBox::most_important(standing(facts, urls)),
        install: install(facts, urls),
        release: detail(facts, urls),
        roles: facts.collaborators.iter().map(role_holder).collect(),
        history: facts.releases.iter().map(|release| history_row(facts, release, urls)).collect(),
        downloads: downloads::downloads(&facts.downloads, &layout.root_path, &facts.name, language),
        layout,
    }
}

fn standing(facts: &Facts, urls: &Urls) -> Standing {
    let latest = facts.latest();
    let is_better = latest.id != facts.shown.id && is_sound(latest);
    Standing {
        is_project_quarantined: facts.is_project_quarantined(),
        is_release_quarantined: facts.shown.quarantined_at.is_some(),
        yanked: facts.shown.yanked.as_ref().map(yank),
        is_archived: facts.project.status == ProjectStatus::Archived,
        is_pre_release: facts.shown.is_prerelease,
        latest: is_better.then(|| ReleaseLink { version: latest.version.clone(), url: urls.project(&facts.name) }),
    }
}

/// Whether installers take the release without being asked for it.
fn is_sound(release: &Release) -> bool {
    release.quarantined_at.is_none() && release.yanked.is_none() && !release.is_prerelease
}

fn install(facts: &Facts, urls: &Urls) -> Option<InstallLines> {
    if facts.is_out_of_reach() || facts.files.is_empty() {
        return None;
    }
    let is_pinned = facts.is_asked || !is_sound(&facts.shown);
    let version = is_pinned.then_some(facts.shown.version.as_str());
    Some(InstallLines::new(&urls.simple_index(), &facts.project.name, version))
}

fn detail(facts: &Facts, urls: &Urls) -> ReleaseDetail {
    let metadata = &facts.metadata;
    let requirement = |requirement: &packaging::requirement::Requirement| Requirement::of_text(requirement.as_str());
    ReleaseDetail {
        version: facts.shown.version.clone(),
        released: facts.shown.created_at,
        is_latest: facts.latest().id == facts.shown.id && !facts.is_out_of_reach(),
        summary: metadata.summary.clone(),
        description_html: description(facts),
        requires_python: metadata.requires_python.as_ref().map(ToString::to_string),
        license: license(metadata),
        keywords: metadata.keywords().into_iter().map(str::to_owned).collect(),
        authors: metadata.authors().into_iter().map(person).collect(),
        maintainers: metadata.maintainers().into_iter().map(person).collect(),
        links: links(metadata, &facts.name, urls),
        classifiers: ClassifierGroup::of_classifiers(&metadata.classifiers),
        requirements: metadata.requires_dist.iter().map(requirement).collect(),
        extras: metadata.provides_extra.iter().map(ToString::to_string).collect(),
        files: facts.files.iter().map(|file| file_row(facts, file, urls)).collect(),
    }
}

/// What the child process rendered; until it has, the text itself.
fn description(facts: &Facts) -> Option<String> {
    let description = facts.description.as_ref()?;
    let html = || templates::description::escaped(&description.source);
    Some(description.html.clone().unwrap_or_else(html))
}

/// The expression, or what older metadata says: classifiers, and the first line of the text.
fn license(metadata: &CoreMetadata) -> Option<String> {
    if let Some(expression) = &metadata.license_expression {
        return Some(expression.as_str().to_owned());
    }
    let named = metadata.classifiers.iter().filter_map(|classifier| classifier.strip_prefix("License :: "));
    let named: Vec<&str> = named.filter_map(|classifier| classifier.rsplit(" :: ").next()).collect();
    let line = metadata.license.as_deref().and_then(|text| text.lines().map(str::trim).find(|line| !line.is_empty()));
    let line = line.map(|line| match line.char_indices().nth(LICENSE_LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    });
    match (named.join(", "), line) {
        (named, None) => (!named.is_empty()).then_some(named),
        (named, Some(line)) if named.is_empty() => Some(line),
        // `MIT` beside `MIT License` says nothing new.
        (named, Some(line)) if named.contains(&line) => Some(named),
        (named, Some(line)) => Some(format!("{named} ({line})")),
    }
}

fn person(person: metadata::Person) -> context::Person {
    // In a `mailto:` address these would begin headers of the mail.
    let email = person.email.filter(|email| !email.contains(['?', '&', '%', '#', '/']));
    let name = person.name.or_else(|| email.clone()).unwrap_or_default();
    context::Person { name, email }
}

fn file_row(facts: &Facts, file: &File, urls: &Urls) -> FileRow {
    let is_within_reach = !facts.is_out_of_reach();
    let metadata_path = file.metadata_sha256.as_ref().map(|_| files::metadata_path(&file.path));
    FileRow {
        filename: file.filename.clone(),
        url: is_within_reach.then(|| urls.file(&file.path)),
        metadata_url: metadata_path.filter(|_| is_within_reach).map(|path| urls.file(&path)),
        kind: match file.kind {
            FileKind::Sdist => context::FileKind::Sdist,
            FileKind::Wheel => context::FileKind::Wheel,
        },
        size: file.size.unsigned_abs(),
        uploaded: file.uploaded_at,
        tags: tags(file),
        requires_python: file.requires_python.clone(),
        sha256: file.sha256.clone(),
        blake2b_256: file.blake2b_256.clone(),
        md5: file.md5.clone(),
        // The box above tells the reason once, for all files.
        yanked: facts.shown.yanked.as_ref().map(|_| context::Yank { reason: None }),
    }
}

/// The compatibility tags of a wheel, each written out.
fn tags(file: &File) -> Vec<String> {
    let Some(wheel) = (file.kind == FileKind::Wheel).then(|| WheelFilename::parse(&file.filename).ok()).flatten()
    else {
        return Vec::new();
    };
    let pythons = wheel.python_tags().iter();
    let pairs = pythons.flat_map(|python| wheel.abi_tags().iter().map(move |abi| (python, abi)));
    let tags = pairs.flat_map(|(python, abi)| {
        wheel.platform_tags().iter().map(move |platform| format!("{python}-{abi}-{platform}"))
    });
    tags.take(MOST_TAGS).collect()
}

fn history_row(facts: &Facts, release: &Release, urls: &Urls) -> HistoryRow {
    HistoryRow {
        version: release.version.clone(),
        url: urls.release(&facts.name, &release.version),
        released: release.created_at,
        file_count: facts.file_counts.get(&release.id).copied().unwrap_or(0).unsigned_abs(),
        yanked: release.yanked.as_ref().map(yank),
        is_pre_release: release.is_prerelease,
        is_quarantined: release.quarantined_at.is_some(),
        is_shown: release.id == facts.shown.id,
    }
}

fn yank(yank: &Yank) -> context::Yank {
    context::Yank { reason: Some(yank.reason.clone()).filter(|reason| !reason.is_empty()) }
}

fn role_holder(holder: &store::projects::Collaborator) -> RoleHolder {
    let role = match holder.role {
        Role::Owner => context::Role::Owner,
        Role::Maintainer => context::Role::Maintainer,
    };
    RoleHolder { username: holder.username.clone(), role, url: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(lines: &str) -> CoreMetadata {
        let text = format!("Metadata-Version: 2.4\nName: x\nVersion: 1.0\n{lines}\n");
        CoreMetadata::from_file(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_licence_reads_in_one_line() {
        let mit = "Classifier: License :: OSI Approved :: MIT License";
        for (lines, expected) in [
            ("License-Expression: MIT OR Apache-2.0", Some("MIT OR Apache-2.0")),
            ("License: MIT", Some("MIT")),
            (mit, Some("MIT License")),
            (&format!("{mit}\nLicense: MIT"), Some("MIT License")),
            (&format!("{mit}\nLicense: like MIT\n  with more"), Some("MIT License (like MIT)")),
            ("", None),
        ] {
            assert_eq!(license(&metadata(lines)).as_deref(), expected, "{lines}");
        }
        let long = license(&metadata(&format!("License: {}", "é".repeat(5000)))).unwrap();
        assert_eq!(long.chars().count(), LICENSE_LENGTH + 1);
    }

    #[test]
    fn an_address_that_would_fill_in_a_mail_is_text_only() {
        let named =
            |email: &str| person(metadata::Person { name: Some("Eve".into()), email: Some(email.into()) }).email;
        assert_eq!(named("eve@x.example").as_deref(), Some("eve@x.example"));
        assert_eq!(named("eve?bcc=all@x.example"), None);
    }
}
