//! The pages of the switches.

use super::samples::{broken_frame, frame};
use super::{AdminFrame, AdminSubject};
use crate::Language;
use crate::context::manage::manage_page;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Every switch, what the surge protection counts, and the history.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchesPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub switches: Vec<SwitchRow>,
    pub surges: Vec<SurgeRow>,
    /// Whether the surge protection turns switches on by itself.
    pub turns_on: bool,
    /// Newest first.
    pub history: Vec<SwitchHistoryRow>,
}

/// One switch with its forms.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub row: SwitchRow,
    /// Field `reason`: what was typed before.
    pub typed_reason: String,
    /// Field `banner`: what was typed before.
    pub typed_banner: String,
}

/// A switch and how it stands.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchRow {
    /// Its stable name; the page has its words.
    pub switch: &'static str,
    pub url: String,
    pub standing: SwitchStanding,
    /// Since when it is on, or proposed.
    pub since: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub banner: Option<String>,
    /// The user name of whoever turned it on; nothing for a command.
    pub by: Option<String>,
    pub by_surge: bool,
}

/// How a switch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SwitchStanding {
    Off,
    On,
    Proposed,
}

/// What the running hour has.
#[derive(Clone, Debug, Serialize)]
pub struct SurgeRow {
    pub surge: &'static str,
    pub count: u64,
    /// The most that an hour may have; nothing where nobody looks.
    pub limit: Option<u64>,
}

/// A line of the history.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchHistoryRow {
    pub switch: &'static str,
    /// `on`, `off`, `proposed` or `dismissed`.
    pub change: &'static str,
    pub reason: String,
    pub by: Option<String>,
    pub by_surge: bool,
    pub at: DateTime<Utc>,
}

manage_page!(SwitchesPage, "admin/switches.html", SwitchesPage::some);
manage_page!(SwitchPage, "admin/switch.html", SwitchPage::some);

const NAMES: [&str; 5] = ["no-new-users", "no-new-projects", "no-new-uploads", "no-deletions", "read-only"];

impl SwitchesPage {
    fn some(language: Language) -> Vec<Self> {
        let quiet = Self {
            frame: frame(language, AdminSubject::Switches),
            switches: NAMES.map(|name| row(name, SwitchStanding::Off)).into(),
            surges: ["registrations", "new-projects", "refused-uploads"]
                .map(|surge| SurgeRow { surge, count: 0, limit: None })
                .into(),
            turns_on: false,
            history: Vec::new(),
        };
        let changes = ["on", "off", "proposed", "dismissed"];
        let line = |(change, by_surge): (&'static str, bool)| SwitchHistoryRow {
            switch: "no-new-users",
            change,
            reason: "Unusually many <registrations>".to_owned(),
            by: (!by_surge).then(|| "ada".to_owned()),
            by_surge,
            at: day(3),
        };
        let by_command = SwitchHistoryRow { by: None, ..line(("off", false)) };
        let busy = Self {
            switches: vec![
                row("no-new-users", SwitchStanding::Proposed),
                row("no-new-projects", SwitchStanding::Off),
                row("no-new-uploads", SwitchStanding::On),
                row("no-deletions", SwitchStanding::Off),
                row("read-only", SwitchStanding::On),
            ],
            surges: vec![SurgeRow { surge: "registrations", count: 1234, limit: Some(300) }],
            turns_on: true,
            history: changes.into_iter().zip([false, false, true, false]).map(line).chain([by_command]).collect(),
            ..quiet.clone()
        };
        vec![busy, quiet]
    }
}

impl SwitchPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |name, standing| Self {
            frame: AdminFrame { here: Some("no-new-users".to_owned()), ..frame(language, AdminSubject::Switches) },
            row: row(name, standing),
            typed_reason: "we look into it".to_owned(),
            typed_banner: String::new(),
        };
        let broken = Self {
            frame: broken_frame(language, AdminSubject::Switches, &["reason"]),
            ..page("read-only", SwitchStanding::Off)
        };
        let names = NAMES.into_iter().map(|name| page(name, SwitchStanding::Off));
        names
            .chain([page("no-new-users", SwitchStanding::On), page("no-new-users", SwitchStanding::Proposed), broken])
            .collect()
    }
}

fn row(switch: &'static str, standing: SwitchStanding) -> SwitchRow {
    let is_off = standing == SwitchStanding::Off;
    SwitchRow {
        switch,
        url: format!("/admin/switches/{switch}/"),
        standing,
        since: (!is_off).then(|| day(3)),
        reason: (!is_off).then(|| "we look into <something>".to_owned()),
        banner: (standing == SwitchStanding::On).then(|| "Uploads are off until noon".to_owned()),
        by: (standing == SwitchStanding::On).then(|| "ada".to_owned()),
        by_surge: standing == SwitchStanding::Proposed,
    }
}
