//! The list for programs. Names of fields are a contract: more may come, none goes.

use chrono::SecondsFormat;
use domain::{downloads::Day, urls::Urls};
use packaging::name::NormalizedName;
use serde::Serialize;
use store::critical::{Designation, Run};

/// One page of the list.
#[derive(Debug, Serialize)]
pub(super) struct CriticalBody {
    /// How many the whole list has.
    pub(super) critical: i64,
    /// How many the search found.
    pub(super) found: i64,
    pub(super) page: u64,
    pub(super) pages: u64,
    /// The last day that the newest computation counted.
    pub(super) counted_to: Option<String>,
    /// The least downloads that designated by rank then.
    pub(super) threshold: Option<i64>,
    pub(super) projects: Vec<ProjectBody>,
}

#[derive(Debug, Serialize)]
pub(super) struct ProjectBody {
    name: String,
    url: String,
    reason: String,
    /// Rank and downloads of the day of the designation.
    rank: Option<i64>,
    downloads: Option<i64>,
    note: String,
    designated_at: String,
}

impl ProjectBody {
    pub(super) fn of(line: Designation, urls: &Urls) -> anyhow::Result<Self> {
        let name = NormalizedName::parse_exact(&line.normalized_name)?;
        Ok(Self {
            url: urls.absolute(&format!("/project/{name}/")),
            name: line.name,
            reason: line.reason,
            rank: line.rank,
            downloads: line.downloads,
            note: line.note,
            designated_at: line.designated_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        })
    }
}

/// The day up to which a computation counted.
pub(super) fn counted_to(run: &Run) -> Day {
    Day(run.last_day)
}
