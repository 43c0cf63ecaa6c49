//! The pages of the mandates.

use super::samples::{broken_frame, frame};
use super::{AdminFrame, AdminSubject};
use crate::Language;
use crate::context::manage::manage_page;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Every mandate, and when what happens.
#[derive(Clone, Debug, Serialize)]
pub struct MandatesPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    /// The address of this page, with a slash at its end.
    pub mandates_url: String,
    /// Those in force first.
    pub mandates: Vec<MandateRow>,
    pub timeline: Vec<TimelineRow>,
    /// The presets by name; the page has their words.
    pub presets: Vec<&'static str>,
}

/// A mandate, or a plan of one.
#[derive(Clone, Debug, Serialize)]
pub struct MandateRow {
    pub id: String,
    pub url: String,
    pub cohort: &'static str,
    pub strength: &'static str,
    pub gates: Vec<MandateGateRow>,
    /// Days before a deadline.
    pub reminders: Vec<u16>,
    pub users: Vec<String>,
    pub projects: Vec<String>,
    pub reason: String,
    /// Whether a fresh index has it.
    pub is_default: bool,
    pub created: DateTime<Utc>,
    /// Nothing for a command.
    pub created_by: Option<String>,
    pub ended: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
}

/// When one gate is announced and closed.
#[derive(Clone, Debug, Serialize)]
pub struct MandateGateRow {
    pub gate: &'static str,
    pub announce: DateTime<Utc>,
    pub enforce: DateTime<Utc>,
    /// `planned`, `announced` or `enforced`.
    pub state: &'static str,
}

/// An instant at which something happens.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineRow {
    pub at: DateTime<Utc>,
    /// `announced`, `reminded` or `enforced`.
    pub turn: &'static str,
    /// Days before the deadline, of a reminder.
    pub days: u16,
    pub cohort: &'static str,
    pub strength: &'static str,
    pub gates: Vec<&'static str>,
    pub is_past: bool,
}

/// The form of a new mandate, with whom it would stop.
#[derive(Clone, Debug, Serialize)]
pub struct MandateFormPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub mandates_url: String,
    pub form: MandateForm,
    pub impact: Option<ImpactView>,
}

/// The fields of a mandate, as they were filled in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MandateForm {
    pub cohort: String,
    pub strength: String,
    pub gates: Vec<GateFields>,
    /// For all gates at once.
    pub announce: String,
    pub enforce: String,
    pub reminders: String,
    pub users: String,
    pub projects: String,
    pub reason: String,
    pub replaces_default: bool,
    pub insists: bool,
}

/// The fields of one gate; the times are those of the form of an edit.
#[derive(Clone, Debug, Serialize)]
pub struct GateFields {
    pub gate: &'static str,
    pub is_chosen: bool,
    pub announce: String,
    pub enforce: String,
}

/// One mandate: its form, its end and its history.
#[derive(Clone, Debug, Serialize)]
pub struct MandatePage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub row: MandateRow,
    pub form: MandateForm,
    pub history: Vec<MandateChangeRow>,
}

/// What a preset would write, and whom it would stop in the end.
#[derive(Clone, Debug, Serialize)]
pub struct PresetPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub preset: &'static str,
    pub url: String,
    pub plans: Vec<MandateRow>,
    pub impact: Option<ImpactView>,
}

/// Whom the mandates stop at an instant.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    /// The address of this page.
    pub url: String,
    /// Field `at`: what was asked for.
    pub at: String,
    pub csv_url: String,
    pub impact: Option<ImpactView>,
}

/// People and projects that would be stopped.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactView {
    pub at: DateTime<Utc>,
    pub people: u64,
    pub projects: u64,
    pub gates: Vec<ImpactGateRow>,
    /// The first of them, by name.
    pub names: Vec<ImpactNameRow>,
    /// How many are not named.
    pub more: u64,
}

/// What one gate stops.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactGateRow {
    pub gate: &'static str,
    pub people: u64,
    pub projects: u64,
    /// Projects on which nobody is left to act.
    pub closed_projects: u64,
    pub cohorts: Vec<ImpactCohort>,
}

/// How many people one cohort stops.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactCohort {
    pub cohort: &'static str,
    pub people: u64,
}

/// Somebody who would be stopped.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactNameRow {
    pub username: String,
    pub gates: Vec<&'static str>,
    pub strength: &'static str,
    /// The first of them, by name.
    pub projects: Vec<String>,
    pub more_projects: u64,
}

/// The history of all mandates.
#[derive(Clone, Debug, Serialize)]
pub struct MandateHistoryPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub history: Vec<MandateChangeRow>,
}

/// Who changed what.
#[derive(Clone, Debug, Serialize)]
pub struct MandateChangeRow {
    pub url: String,
    /// `scheduled`, `edited` or `ended`.
    pub change: String,
    /// Nothing for a command.
    pub by: Option<String>,
    pub at: DateTime<Utc>,
    pub fields: Vec<ChangedField>,
}

/// One field, before and after.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedField {
    pub name: String,
    /// Lines; empty where there was nothing, or where only one side is shown.
    pub before: Vec<String>,
    pub after: Vec<String>,
}

manage_page!(MandatesPage, "admin/mandates.html", MandatesPage::some);
manage_page!(MandateFormPage, "admin/mandate_form.html", MandateFormPage::some);
manage_page!(MandatePage, "admin/mandate.html", MandatePage::some);
manage_page!(PresetPage, "admin/mandate_preset.html", PresetPage::some);
manage_page!(ImpactPage, "admin/mandate_impact.html", ImpactPage::some);
manage_page!(MandateHistoryPage, "admin/mandate_history.html", MandateHistoryPage::some);

const GATES: [&str; 5] = ["publish", "releases", "people", "credentials", "organizations"];
const COHORTS: [&str; 5] = ["critical", "managers", "everyone", "selected", "owner-opt-in"];

fn row(cohort: &'static str, state: &'static str, ended: bool) -> MandateRow {
    let gate = |gate| MandateGateRow { gate, announce: day(1), enforce: day(90), state };
    MandateRow {
        id: "0199a0f6".to_owned(),
        url: "/admin/mandates/0199a0f6/".to_owned(),
        cohort,
        strength: if state == "planned" { "phishing-resistant" } else { "any" },
        gates: GATES.map(gate).into(),
        reminders: vec![30, 14, 7, 1],
        users: if cohort == "selected" { vec!["ada".to_owned()] } else { Vec::new() },
        projects: if cohort == "selected" { vec!["brie <".to_owned()] } else { Vec::new() },
        reason: "keys were stolen <".to_owned(),
        is_default: cohort == "managers",
        created: day(0),
        created_by: (cohort == "critical").then(|| "root".to_owned()),
        ended: ended.then(|| day(9)),
        ended_by: ended.then(|| "root".to_owned()),
    }
}

fn form(cohort: &str) -> MandateForm {
    let gate = |gate| GateFields {
        gate,
        is_chosen: gate != "people",
        announce: "2026-01-01T00:00:00Z".to_owned(),
        enforce: "2026-04-01".to_owned(),
    };
    MandateForm {
        cohort: cohort.to_owned(),
        strength: "any".to_owned(),
        gates: GATES.map(gate).into(),
        announce: "now".to_owned(),
        enforce: "2026-04-01".to_owned(),
        reminders: "30, 14, 7, 1".to_owned(),
        users: "ada\ngrace".to_owned(),
        projects: "brie \"<".to_owned(),
        reason: "\"<".to_owned(),
        replaces_default: cohort == "critical",
        insists: cohort == "critical",
    }
}

fn impact(people: u64) -> ImpactView {
    let gate = |gate| ImpactGateRow {
        gate,
        people,
        projects: 1200,
        closed_projects: 3,
        cohorts: COHORTS.map(|cohort| ImpactCohort { cohort, people: 7 }).into(),
    };
    let name = |more_projects| ImpactNameRow {
        username: "ada".to_owned(),
        gates: GATES.into(),
        strength: "any",
        projects: vec!["brie".to_owned(), "camembert".to_owned()],
        more_projects,
    };
    let names = if people == 0 { Vec::new() } else { vec![name(0), name(31)] };
    let gates = if people == 0 { Vec::new() } else { GATES.map(gate).into() };
    ImpactView { at: day(90), people, projects: 1200, gates, names, more: people.saturating_sub(2) }
}

fn changes() -> Vec<MandateChangeRow> {
    let field = ChangedField { name: "reason".to_owned(), before: Vec::new(), after: vec!["<b>".to_owned()] };
    let change = |change: &str, by: Option<&str>| MandateChangeRow {
        url: "/admin/mandates/0199a0f6/".to_owned(),
        change: change.to_owned(),
        by: by.map(str::to_owned),
        at: day(3),
        fields: vec![field.clone()],
    };
    vec![change("ended", Some("root")), change("edited", None), change("scheduled", Some("root"))]
}

impl MandatesPage {
    fn some(language: Language) -> Vec<Self> {
        let turn = |turn, days, is_past| TimelineRow {
            at: day(5),
            turn,
            days,
            cohort: "critical",
            strength: "any",
            gates: GATES.into(),
            is_past,
        };
        let full = Self {
            frame: frame(language, AdminSubject::Mandates),
            mandates_url: "/admin/mandates/".to_owned(),
            mandates: vec![
                row("critical", "announced", false),
                row("managers", "enforced", false),
                row("selected", "planned", false),
                row("everyone", "planned", true),
            ],
            timeline: vec![turn("announced", 0, true), turn("reminded", 14, false), turn("enforced", 0, false)],
            presets: vec!["critical-first", "everybody-by-end-of-year"],
        };
        let empty = Self { mandates: Vec::new(), timeline: Vec::new(), ..full.clone() };
        vec![full, empty]
    }
}

impl MandateFormPage {
    fn some(language: Language) -> Vec<Self> {
        let mandates_url = "/admin/mandates/".to_owned();
        let fresh =
            Self { frame: frame(language, AdminSubject::Mandates), mandates_url, form: form("managers"), impact: None };
        let previewed = Self { form: form("selected"), impact: Some(impact(300)), ..fresh.clone() };
        let fields = ["gate", "announce", "enforce", "reminders", "users", "projects", "reason"];
        let broken = Self { frame: broken_frame(language, AdminSubject::Mandates, &fields), ..fresh.clone() };
        vec![fresh, previewed, broken]
    }
}

impl MandatePage {
    fn some(language: Language) -> Vec<Self> {
        let page = Self {
            frame: frame(language, AdminSubject::Mandates),
            row: row("critical", "announced", false),
            form: form("critical"),
            history: changes(),
        };
        let selected = Self {
            frame: broken_frame(language, AdminSubject::Mandates, &["gate", "reason"]),
            row: row("selected", "planned", false),
            form: form("selected"),
            history: Vec::new(),
        };
        let ended = Self { row: row("everyone", "enforced", true), ..page.clone() };
        vec![page, selected, ended]
    }
}

impl PresetPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |preset, plans, people| Self {
            frame: frame(language, AdminSubject::Mandates),
            preset,
            url: "/admin/mandates/presets/x/".to_owned(),
            plans,
            impact: Some(impact(people)),
        };
        let both = vec![row("critical", "announced", false), row("managers", "announced", false)];
        let managers = vec![row("managers", "announced", false)];
        let refused = Self {
            frame: broken_frame(language, AdminSubject::Mandates, &[]),
            impact: None,
            ..page("critical-first", both.clone(), 0)
        };
        vec![page("critical-first", both, 300), page("everybody-by-end-of-year", managers, 0), refused]
    }
}

impl ImpactPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |people| Self {
            frame: frame(language, AdminSubject::Mandates),
            url: "/admin/mandates/impact/".to_owned(),
            at: "2026-04-01".to_owned(),
            csv_url: "/admin/mandates/impact/people.csv?at=2026-04-01".to_owned(),
            impact: Some(impact(people)),
        };
        let broken = Self { frame: broken_frame(language, AdminSubject::Mandates, &["at"]), impact: None, ..page(0) };
        vec![page(300), page(2), page(0), broken]
    }
}

impl MandateHistoryPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |history| Self { frame: frame(language, AdminSubject::Mandates), history };
        vec![page(changes()), page(Vec::new())]
    }
}
