//! What a project page is made from, all of one snapshot.

use domain::downloads::Day;
use domain::files::{File, FileKind};
use domain::ids::ReleaseId;
use domain::projects::{Project, ProjectStatus};
use domain::releases::{self, Release};
use packaging::metadata::CoreMetadata;
use packaging::name::NormalizedName;
use packaging::version::Version;
use std::cmp::Reverse;
use std::collections::HashMap;
use store::Read;
use store::downloads::figures::ProjectFigures;
use store::projects::Collaborator;
use store::releases::Description;

/// A project as seen by one of its releases.
pub(super) struct Facts {
    pub(super) name: NormalizedName,
    pub(super) project: Project,
    /// Every release, the highest version first.
    pub(super) releases: Vec<Release>,
    /// The release that the page is about.
    pub(super) shown: Release,
    /// Whether the address names the release.
    pub(super) is_asked: bool,
    pub(super) metadata: CoreMetadata,
    pub(super) description: Option<Description>,
    /// Of the shown release: sdists first, then by name.
    pub(super) files: Vec<File>,
    pub(super) file_counts: HashMap<ReleaseId, i64>,
    pub(super) collaborators: Vec<Collaborator>,
    pub(super) is_critical: bool,
    /// Up to the running day.
    pub(super) downloads: ProjectFigures,
}

/// What an address leads to.
pub(super) enum Found {
    NoProject,
    /// The project has no release at all, or not the one that was asked for.
    NoRelease(Project),
    Release(Box<Facts>),
}

/// The facts of the release of that version, or of the latest one.
pub(super) async fn load(
    read: &mut Read,
    name: &NormalizedName,
    version: Option<&Version>,
    today: Day,
) -> anyhow::Result<Found> {
    let Some(project) = store::projects::by_name(read, name).await? else {
        return Ok(Found::NoProject);
    };
    let mut releases = store::releases::of_project(read, project.id).await?;
    releases.sort_by_cached_key(|release| Reverse(Version::parse(&release.version).ok()));
    let shown = match version.map(Version::canonical) {
        Some(canonical) => releases.iter().find(|release| release.canonical_version == canonical),
        None => releases::latest(&releases),
    };
    let Some(shown) = shown.cloned() else {
        return Ok(Found::NoRelease(project));
    };
    let mut files = store::files::of_release(read, shown.id).await?;
    files.sort_by_key(|file| file.kind == FileKind::Wheel);
    Ok(Found::Release(Box::new(Facts {
        name: name.clone(),
        is_asked: version.is_some(),
        metadata: store::releases::metadata(read, shown.id).await?,
        description: store::releases::description(read, shown.id).await?,
        files,
        file_counts: store::files::count_by_release(read, project.id).await?.into_iter().collect(),
        collaborators: store::projects::collaborators(read, project.id).await?,
        is_critical: store::critical::of(read, project.id).await?.is_some(),
        downloads: store::downloads::figures::of_project(read, project.id, today).await?,
        project,
        releases,
        shown,
    })))
}

impl Facts {
    pub(super) fn is_project_quarantined(&self) -> bool {
        self.project.status == ProjectStatus::Quarantined
    }

    /// Whether nothing of the shown release can be downloaded.
    pub(super) fn is_out_of_reach(&self) -> bool {
        self.is_project_quarantined() || self.shown.quarantined_at.is_some()
    }

    /// The release that the project's own address shows.
    pub(super) fn latest(&self) -> &Release {
        releases::latest(&self.releases).unwrap_or(&self.shown)
    }
}
