//! Adding downloads to the details of a day, to its totals by installer, and to what
//! the daily job will move into segments.

use crate::change;
use crate::db::{Json, Write};
use anyhow::Result;
use domain::downloads::agent::Installer;
use domain::downloads::{Audience, Day};
use domain::files::FileKind;
use domain::ids::ProjectId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub project: ProjectId,
    pub day: Day,
    /// Normalized by PEP 440, or [`OTHER_VERSION`].
    pub version: Arc<str>,
    pub kind: FileKind,
    pub installer: Installer,
    pub audience: Audience,
}

/// Stands for versions that were too many to be told apart; no version is written so.
pub const OTHER_VERSION: &str = "other";

/// Adds downloads; those of a project that does not exist any more count for its installer only.
///
/// Rows are touched in one order by everybody, so that no two who add wait in a circle.
pub async fn add(write: &mut Write, counts: &[(Key, u64)]) -> Result<()> {
    let mut details = BTreeMap::new();
    let mut installers = BTreeMap::new();
    let mut totals = BTreeMap::new();
    for (key, downloads) in counts {
        let downloads = i64::try_from(*downloads).unwrap_or(i64::MAX);
        let detail = (key.project, key.day, &*key.version, key.kind.as_str(), key.installer.as_str());
        add_to(&mut details, detail, downloads);
        add_to(&mut installers, (key.day, key.installer.as_str()), downloads);
        add_to(&mut totals, (key.project, key.day, key.audience.as_str()), downloads);
    }
    add_details(write, &details).await?;
    add_totals(write, &totals).await?;
    add_installers(write, &installers).await
}

/// Drops the details of days before `first`; says how many rows. The daily totals stay.
pub async fn drop_details_before(write: &mut Write, first: Day) -> Result<u64> {
    write.change(change!("DELETE FROM download_details WHERE day < $1")).bind(first.0).execute().await
}

type Detail<'a> = (ProjectId, Day, &'a str, &'static str, &'static str);

fn add_to<K: Ord>(sums: &mut BTreeMap<K, i64>, key: K, downloads: i64) {
    let sum = sums.entry(key).or_default();
    *sum = sum.saturating_add(downloads);
}

async fn add_details(write: &mut Write, details: &BTreeMap<Detail<'_>, i64>) -> Result<()> {
    let rows: Vec<_> = details
        .iter()
        .map(|((project, day, version, kind, installer), downloads)| {
            (hexadecimal(*project), day.0, *version, *kind, *installer, *downloads)
        })
        .collect();
    write
        .change(change!(
            postgres: "INSERT INTO download_details (project_id, day, version, kind, installer, downloads)
                       SELECT project.id, CAST(line ->> 1 AS INTEGER), line ->> 2, line ->> 3, line ->> 4,
                              CAST(line ->> 5 AS BIGINT)
                       FROM jsonb_array_elements($1) AS lines (line)
                       JOIN projects project ON project.id = CAST(line ->> 0 AS UUID)
                       ORDER BY 1, 2, 3, 4, 5
                       ON CONFLICT (project_id, day, version, kind, installer)
                       DO UPDATE SET downloads = download_details.downloads + excluded.downloads",
            sqlite: "INSERT INTO download_details (project_id, day, version, kind, installer, downloads)
                     SELECT project.id, line.value ->> 1, line.value ->> 2, line.value ->> 3, line.value ->> 4,
                            line.value ->> 5
                     FROM json_each($1) line JOIN projects project ON project.id = unhex(line.value ->> 0)
                     WHERE TRUE
                     ON CONFLICT (project_id, day, version, kind, installer)
                     DO UPDATE SET downloads = download_details.downloads + excluded.downloads"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    Ok(())
}

async fn add_totals(write: &mut Write, totals: &BTreeMap<(ProjectId, Day, &'static str), i64>) -> Result<()> {
    let rows: Vec<_> = totals
        .iter()
        .map(|((project, day, audience), downloads)| (hexadecimal(*project), day.0, *audience, *downloads))
        .collect();
    write
        .change(change!(
            postgres: "INSERT INTO download_pending (project_id, day, audience, downloads)
                       SELECT project.id, CAST(line ->> 1 AS INTEGER), line ->> 2, CAST(line ->> 3 AS BIGINT)
                       FROM jsonb_array_elements($1) AS lines (line)
                       JOIN projects project ON project.id = CAST(line ->> 0 AS UUID)
                       ORDER BY 1, 2, 3
                       ON CONFLICT (project_id, day, audience)
                       DO UPDATE SET downloads = download_pending.downloads + excluded.downloads",
            sqlite: "INSERT INTO download_pending (project_id, day, audience, downloads)
                     SELECT project.id, line.value ->> 1, line.value ->> 2, line.value ->> 3
                     FROM json_each($1) line JOIN projects project ON project.id = unhex(line.value ->> 0)
                     WHERE TRUE
                     ON CONFLICT (project_id, day, audience)
                     DO UPDATE SET downloads = download_pending.downloads + excluded.downloads"
        ))
        .bind(Json(rows))
        .execute()
        .await?;
    Ok(())
}

async fn add_installers(write: &mut Write, installers: &BTreeMap<(Day, &'static str), i64>) -> Result<()> {
    for ((day, installer), downloads) in installers {
        write
            .change(change!(
                "INSERT INTO installer_days (day, installer, downloads) VALUES ($1, $2, $3)
                 ON CONFLICT (day, installer)
                 DO UPDATE SET downloads = installer_days.downloads + excluded.downloads"
            ))
            .bind(day.0)
            .bind(*installer)
            .bind(*downloads)
            .execute()
            .await?;
    }
    Ok(())
}

/// An id as both engines read it out of JSON.
fn hexadecimal(project: ProjectId) -> String {
    project.0.simple().to_string()
}
