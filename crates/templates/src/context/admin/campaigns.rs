//! The page of the campaigns.

use super::samples::frame;
use super::{AdminFrame, AdminSubject};
use crate::Language;
use crate::context::manage::manage_page;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What was written to whom, what failed, and what comes next.
#[derive(Clone, Debug, Serialize)]
pub struct CampaignsPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    /// Mails that a minute has at most.
    pub per_minute: u64,
    /// The one that was due last first.
    pub campaigns: Vec<CampaignRow>,
    /// The next one first.
    pub upcoming: Vec<UpcomingRow>,
    /// Mails that could not be delivered, the newest first.
    pub failed: Vec<FailedRow>,
}

/// One occasion to write to everybody concerned.
#[derive(Clone, Debug, Serialize)]
pub struct CampaignRow {
    /// `designation`, `announcement`, `reminder` or `enforcement`.
    pub occasion: String,
    /// Days before the deadline, of a reminder.
    pub days: Option<i32>,
    /// Whom the mandate concerns; nothing for a designation.
    pub cohort: Option<String>,
    pub deadline: Option<DateTime<Utc>>,
    pub due: DateTime<Utc>,
    /// `running`, `finished` or `skipped`.
    pub state: String,
    pub written: u64,
    pub sent: u64,
    pub waiting: u64,
    pub failed: u64,
    /// People without a verified primary address.
    pub unreachable: u64,
    /// People who are still to be written to, while it runs.
    pub left: Option<u64>,
}

/// An occasion that is still to come.
#[derive(Clone, Debug, Serialize)]
pub struct UpcomingRow {
    pub occasion: &'static str,
    pub days: Option<i32>,
    pub cohort: &'static str,
    pub deadline: DateTime<Utc>,
    pub due: DateTime<Utc>,
}

/// A mail that could not be delivered.
#[derive(Clone, Debug, Serialize)]
pub struct FailedRow {
    pub occasion: String,
    /// Nothing once the mail is old, or the account deleted.
    pub username: Option<String>,
    pub error: Option<String>,
    pub at: DateTime<Utc>,
}

manage_page!(CampaignsPage, "admin/campaigns.html", CampaignsPage::some);

impl CampaignsPage {
    fn some(language: Language) -> Vec<Self> {
        let none = Self {
            frame: frame(language, AdminSubject::Campaigns),
            per_minute: 600,
            campaigns: Vec::new(),
            upcoming: Vec::new(),
            failed: Vec::new(),
        };
        let row = |occasion: &str, cohort: Option<&str>, state: &str| CampaignRow {
            occasion: occasion.to_owned(),
            days: (occasion == "reminder").then_some(14),
            cohort: cohort.map(str::to_owned),
            deadline: cohort.map(|_| day(90)),
            due: day(60),
            state: state.to_owned(),
            written: 1200,
            sent: 1100,
            waiting: 97,
            failed: 3,
            unreachable: 2,
            left: (state == "running").then_some(400),
        };
        let coming = |occasion, days, cohort| UpcomingRow { occasion, days, cohort, deadline: day(90), due: day(76) };
        let failed = |username: Option<&str>| FailedRow {
            occasion: "reminder".to_owned(),
            username: username.map(str::to_owned),
            error: username.map(|_| "550 no such <user>".to_owned()),
            at: day(61),
        };
        let busy = Self {
            campaigns: vec![
                row("reminder", Some("critical"), "running"),
                row("announcement", Some("managers"), "finished"),
                row("enforcement", Some("selected"), "skipped"),
                row("announcement", Some("everyone"), "finished"),
                row("announcement", Some("owner-opt-in"), "finished"),
                row("designation", None, "running"),
            ],
            upcoming: vec![coming("reminder", Some(1), "critical"), coming("enforcement", None, "critical")],
            failed: vec![failed(Some("grace")), failed(None)],
            ..none.clone()
        };
        vec![busy, none]
    }
}
