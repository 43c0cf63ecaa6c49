//! A release for each of the most popular projects, so that their pages have something to show.

use super::{chance::About, plan::Plan};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ids::{AccountId, ProjectId, ReleaseId},
    journal::PublicChange,
};
use packaging::{metadata::CoreMetadata, version::Version};
use store::{Write, journal::NewEntry, releases::NewRelease};

/// How many projects have a release; it has no files, which would need objects.
const RELEASED: u32 = 5000;

/// Writes the releases and their journal; says how many.
pub(super) async fn write(write: &mut Write, plan: &Plan) -> Result<u32> {
    let released = plan.size.projects.min(RELEASED);
    for project in 0..released {
        let chance = |about| plan.chance.number(about, u64::from(project));
        let (name, _) = &plan.names[project as usize];
        let (major, minor) = (chance(About::Version) % 9, chance(About::Version) / 9 % 40);
        let version = Version::parse(&format!("{major}.{minor}.0"))?;
        let created_at = released_at(plan, project);
        let owner = AccountId(plan.account_id(plan.keepers(project)[0].account));
        let release = NewRelease {
            id: ReleaseId(plan.chance.id(About::ReleaseId, u64::from(project), created_at)),
            project: ProjectId(plan.project_id(project)),
            version: &version,
            metadata: &metadata(name.as_str(), &version)?,
            created_by: Some(owner),
            created_at,
        };
        store::releases::insert(write, &release).await?;
        let entry = NewEntry {
            project_name: name.to_string(),
            normalized_name: name.to_string(),
            version: Some(version.normalized()),
            action: PublicChange::NewRelease.to_string(),
            account_id: Some(owner.0),
            at: created_at,
        };
        store::journal::record(write, entry);
    }
    Ok(released)
}

/// Between the creation of the project and today.
fn released_at(plan: &Plan, project: u32) -> DateTime<Utc> {
    let created_at = plan.project_created_at(project);
    let span = (plan.today.start() - created_at).num_minutes().unsigned_abs().max(1);
    let minutes = plan.chance.number(About::ReleasedAt, u64::from(project)) % span;
    created_at + TimeDelta::minutes(i64::try_from(minutes).unwrap_or(0))
}

fn metadata(name: &str, version: &Version) -> Result<CoreMetadata> {
    let words = name.replace('-', " ");
    let text = format!(
        "Metadata-Version: 2.4\nName: {name}\nVersion: {version}\nSummary: A made-up project for trials: {words}\n\
         License-Expression: MIT\nRequires-Python: >=3.9\nClassifier: Development Status :: 5 - Production/Stable\n\
         Classifier: Programming Language :: Python :: 3\n"
    );
    Ok(CoreMetadata::from_file(text.as_bytes())?)
}
