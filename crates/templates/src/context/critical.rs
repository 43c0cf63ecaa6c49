//! The public pages of critical projects: the list and its history.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;

/// The list of critical projects, or those that a search found.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalPage {
    /// The frame.
    pub layout: Layout,
    /// Field `q`: what is searched for; empty for all.
    pub query: String,
    /// How many the whole list has.
    pub critical: u64,
    /// How many this search found.
    pub found: u64,
    /// Best rank first.
    pub projects: Vec<CriticalRow>,
    /// Counts from 1.
    pub page: u64,
    pub pages: u64,
    /// The addresses of the pages around this one.
    pub previous_url: Option<String>,
    pub next_url: Option<String>,
    /// The last day that the newest computation counted; nothing before the first.
    pub counted_to: Option<DateTime<Utc>>,
    /// The page of the history.
    pub history_url: String,
    /// The absolute address of this page, for tools.
    pub url: String,
}

/// A critical project.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalRow {
    /// The display name.
    pub name: String,
    pub url: String,
    /// `rank`, `operator` or `dependency`.
    pub reason: String,
    /// When it was designated, by rank.
    pub rank: Option<u64>,
    pub downloads: Option<u64>,
    pub since: DateTime<Utc>,
}

/// What was designated, withdrawn and deleted.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalHistoryPage {
    /// The frame.
    pub layout: Layout,
    /// The page of the list.
    pub list_url: String,
    /// The page of the history, without a query.
    pub history_url: String,
    /// Newest first.
    pub changes: Vec<CriticalChangeRow>,
    /// Counts from 1.
    pub page: u64,
    pub pages: u64,
}

/// A change of a designation.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalChangeRow {
    /// The display name that the project had.
    pub name: String,
    /// Its page, while there is one.
    pub url: Option<String>,
    /// `designated`, `withdrawn` or `deleted`.
    pub change: String,
    /// `rank`, `operator` or `dependency`.
    pub reason: String,
    pub rank: Option<u64>,
    pub downloads: Option<u64>,
    /// What an operator said; empty for the rank.
    pub note: String,
    pub at: DateTime<Utc>,
}

impl Page for CriticalPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl Page for CriticalHistoryPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl CriticalPage {
    /// A page in the middle, a search without a result, and an index that has none.
    pub fn samples(language: Language) -> Vec<Self> {
        let row = |name: &str, reason: &str, rank: Option<u64>| CriticalRow {
            name: name.to_owned(),
            url: format!("/project/{name}/"),
            reason: reason.to_owned(),
            rank,
            downloads: rank.map(|rank| 12_345_678 / rank),
            since: samples::day(12),
        };
        let list = Self {
            layout: samples::layout(language, "/stats/critical/"),
            query: String::new(),
            critical: 3500,
            found: 3500,
            projects: vec![
                row("affinage", "rank", Some(26)),
                row("rind", "rank", Some(27)),
                row("caves-of-roquefort", "operator", None),
                row("curd", "dependency", None),
            ],
            page: 2,
            pages: 140,
            previous_url: Some("/stats/critical/".to_owned()),
            next_url: Some("/stats/critical/?page=3".to_owned()),
            counted_to: Some(samples::day(40)),
            history_url: "/stats/critical/history/".to_owned(),
            url: "https://index.example/stats/critical/".to_owned(),
        };
        let nothing = Self {
            query: "<b>\"".to_owned(),
            found: 0,
            projects: Vec::new(),
            page: 1,
            pages: 1,
            previous_url: None,
            next_url: None,
            ..list.clone()
        };
        let none = Self { query: String::new(), critical: 0, counted_to: None, ..nothing.clone() };
        vec![list, nothing, none]
    }
}

impl CriticalHistoryPage {
    /// Every sort of change, and none.
    pub fn samples(language: Language) -> Vec<Self> {
        let row = |change: &str, reason: &str, rank: Option<u64>, note: &str| CriticalChangeRow {
            name: "affinage".to_owned(),
            url: (change != "deleted").then(|| "/project/affinage/".to_owned()),
            change: change.to_owned(),
            reason: reason.to_owned(),
            rank,
            downloads: rank.map(|rank| 1_000_000 / rank),
            note: note.to_owned(),
            at: samples::day(30),
        };
        let some = Self {
            layout: samples::layout(language, "/stats/critical/history/"),
            list_url: "/stats/critical/".to_owned(),
            history_url: "/stats/critical/history/".to_owned(),
            changes: vec![
                row("deleted", "rank", Some(3), ""),
                row("withdrawn", "rank", Some(3), "a mirror <asked> in circles"),
                row("designated", "operator", None, "half of the web"),
                row("designated", "dependency", None, ""),
                row("designated", "rank", Some(1), ""),
            ],
            page: 1,
            pages: 2,
        };
        let none = Self { changes: Vec::new(), pages: 1, ..some.clone() };
        vec![some, none]
    }
}
