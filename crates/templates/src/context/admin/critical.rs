//! The page where operators designate critical projects and see the computations.

use super::samples::{broken_frame, frame};
use super::{AdminDone, AdminFrame, AdminSubject};
use crate::Language;
use crate::context::manage::manage_page;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// A form with two buttons, and the newest computations.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalAdminPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    /// Field `project`: what was typed before.
    pub project: String,
    /// Field `reason`: what was typed before.
    pub reason: String,
    /// How many projects are critical.
    pub critical: u64,
    /// The public list.
    pub list_url: String,
    /// The public history.
    pub history_url: String,
    /// Where the form goes.
    pub designate_url: String,
    pub withdraw_url: String,
    /// Newest first.
    pub runs: Vec<CriticalRunRow>,
}

/// One computation.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalRunRow {
    pub at: DateTime<Utc>,
    /// Whether every day of the window was summed.
    pub is_full: bool,
    /// The beginning of the last day that was counted.
    pub counted_to: DateTime<Utc>,
    pub eligible: u64,
    pub critical: u64,
    pub added: u64,
    /// The least downloads that designated by rank.
    pub threshold: Option<u64>,
    /// For a full one: whether the sums kept from day to day agreed.
    pub agreed: Option<bool>,
}

manage_page!(CriticalAdminPage, "admin/critical.html", CriticalAdminPage::some);

impl CriticalAdminPage {
    fn some(language: Language) -> Vec<Self> {
        let run = |is_full, agreed| CriticalRunRow {
            at: day(30),
            is_full,
            counted_to: day(29),
            eligible: 350_000,
            critical: 3500,
            added: 7,
            threshold: Some(41_234),
            agreed,
        };
        let subject = AdminSubject::Critical;
        let full = Self {
            frame: AdminFrame { done: Some(AdminDone::ProjectDesignated), ..frame(language, subject) },
            project: String::new(),
            reason: String::new(),
            critical: 3500,
            list_url: "/stats/critical/".to_owned(),
            history_url: "/stats/critical/history/".to_owned(),
            designate_url: "/admin/critical/designate/".to_owned(),
            withdraw_url: "/admin/critical/withdraw/".to_owned(),
            runs: vec![
                run(true, Some(true)),
                run(true, Some(false)),
                run(true, None),
                CriticalRunRow { threshold: None, critical: 0, added: 0, ..run(false, None) },
            ],
        };
        let broken = Self {
            frame: broken_frame(language, subject, &["project", "reason"]),
            project: "<b>\"".to_owned(),
            reason: "because".to_owned(),
            critical: 1,
            runs: Vec::new(),
            ..full.clone()
        };
        vec![full, broken]
    }
}
