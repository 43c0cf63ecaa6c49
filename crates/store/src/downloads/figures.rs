//! What pages and endpoints tell about downloads.

use super::segments;
use crate::db::Read;
use crate::select;
use anyhow::Result;
use domain::downloads::agent::Installer;
use domain::downloads::{Audience, Day};
use domain::ids::ProjectId;
use std::collections::BTreeMap;

/// How many days before the running one figures look back; the window of critical projects.
pub const DAYS: i32 = 183;

/// Rows of the lists of installers and versions.
const MOST_ROWS: i64 = 100;

/// What was downloaded, by audience.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByAudience {
    pub people: u64,
    pub robots: u64,
    pub mirrors: u64,
}

/// The downloads of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFigures {
    /// Each of the last [`DAYS`] complete days and the running one, oldest first.
    pub days: Vec<(Day, ByAudience)>,
    /// In these days, the most downloads first.
    pub installers: Vec<(String, u64)>,
    /// In these days, the most downloads first; everybody together.
    pub versions: Vec<(String, u64)>,
    /// In these days, sdists and wheels.
    pub kinds: Vec<(String, u64)>,
}

/// The downloads of the whole index by installer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstallerFigures {
    /// Days with a download, oldest first, each with the installers that had one.
    pub days: Vec<(Day, BTreeMap<Installer, u64>)>,
}

impl ByAudience {
    /// The one of an audience.
    pub fn of_mut(&mut self, audience: Audience) -> &mut u64 {
        match audience {
            Audience::People => &mut self.people,
            Audience::Robots => &mut self.robots,
            Audience::Mirrors => &mut self.mirrors,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            people: self.people.saturating_add(other.people),
            robots: self.robots.saturating_add(other.robots),
            mirrors: self.mirrors.saturating_add(other.mirrors),
        }
    }
}

impl ProjectFigures {
    /// The sum of the last `days` complete days; the running day is not one of them.
    pub fn last(&self, days: usize) -> ByAudience {
        let complete = self.days.iter().rev().skip(1).take(days);
        complete.fold(ByAudience::default(), |sum, (_, day)| sum.plus(*day))
    }

    /// The running day, as far as it was written.
    pub fn today(&self) -> ByAudience {
        self.days.last().map(|(_, day)| *day).unwrap_or_default()
    }
}

/// The figures of a project up to the running day.
pub async fn of_project(read: &mut Read, project: ProjectId, today: Day) -> Result<ProjectFigures> {
    let first = today - DAYS;
    let mut days: BTreeMap<Day, ByAudience> =
        Day::range(first, today).map(|day| (day, ByAudience::default())).collect();
    for audience in Audience::ALL {
        for (day, downloads) in segments::project_days(read, project, audience, first, today).await? {
            *days.entry(day).or_default().of_mut(audience) = downloads;
        }
    }
    Ok(ProjectFigures {
        days: days.into_iter().collect(),
        installers: installers(read, project, first, today).await?,
        versions: versions(read, project, first, today).await?,
        kinds: kinds(read, project, first, today).await?,
    })
}

/// The figures of the whole index by installer, from one day to another, both included.
pub async fn by_installer(read: &mut Read, first: Day, last: Day) -> Result<InstallerFigures> {
    let rows: Vec<(i32, String, i64)> = read
        .select(select!(
            "SELECT day, installer, downloads FROM installer_days
             WHERE day >= $1 AND day <= $2 ORDER BY day, installer"
        ))
        .bind(first.0)
        .bind(last.0)
        .all()
        .await?;
    let mut days: BTreeMap<Day, BTreeMap<Installer, u64>> = BTreeMap::new();
    for (day, installer, downloads) in rows {
        // What a newer program wrote is not lost, only not told apart.
        let installer = Installer::from_stored(&installer).unwrap_or(Installer::Other);
        *days.entry(Day(day)).or_default().entry(installer).or_default() += downloads.unsigned_abs();
    }
    Ok(InstallerFigures { days: days.into_iter().collect() })
}

async fn installers(read: &mut Read, project: ProjectId, first: Day, last: Day) -> Result<Vec<(String, u64)>> {
    let rows: Vec<(String, i64)> = read
        .select(select!(
            "SELECT installer, CAST(sum(downloads) AS BIGINT) AS total FROM download_details
             WHERE project_id = $1 AND day >= $2 AND day <= $3
             GROUP BY installer ORDER BY total DESC, installer LIMIT $4"
        ))
        .bind(project.0)
        .bind(first.0)
        .bind(last.0)
        .bind(MOST_ROWS)
        .all()
        .await?;
    Ok(rows.into_iter().map(unsigned).collect())
}

async fn versions(read: &mut Read, project: ProjectId, first: Day, last: Day) -> Result<Vec<(String, u64)>> {
    let rows: Vec<(String, i64)> = read
        .select(select!(
            "SELECT version, CAST(sum(downloads) AS BIGINT) AS total FROM download_details
             WHERE project_id = $1 AND day >= $2 AND day <= $3
             GROUP BY version ORDER BY total DESC, version LIMIT $4"
        ))
        .bind(project.0)
        .bind(first.0)
        .bind(last.0)
        .bind(MOST_ROWS)
        .all()
        .await?;
    Ok(rows.into_iter().map(unsigned).collect())
}

async fn kinds(read: &mut Read, project: ProjectId, first: Day, last: Day) -> Result<Vec<(String, u64)>> {
    let rows: Vec<(String, i64)> = read
        .select(select!(
            "SELECT kind, CAST(sum(downloads) AS BIGINT) AS total FROM download_details
             WHERE project_id = $1 AND day >= $2 AND day <= $3 GROUP BY kind ORDER BY kind"
        ))
        .bind(project.0)
        .bind(first.0)
        .bind(last.0)
        .all()
        .await?;
    Ok(rows.into_iter().map(unsigned).collect())
}

fn unsigned((name, downloads): (String, i64)) -> (String, u64) {
    (name, downloads.unsigned_abs())
}
