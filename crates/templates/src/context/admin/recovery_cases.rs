//! The pages of operators about people who lost every way in.

use super::samples::{broken_frame, frame};
use super::{AdminDone, AdminFrame, AdminSubject};
use crate::Language;
use crate::context::manage::manage_page;
use crate::context::recovery_cases::{CaseStanding, EvidenceLine, standings};
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What warns operators on every page about recoveries.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ApproverFacts {
    /// Operators who must agree.
    pub needed: u32,
    /// Operators that there are.
    pub operators: i64,
}

/// One page of the cases.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveriesPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub approvers: ApproverFacts,
    /// Open ones first, newest first.
    pub cases: Vec<CaseRow>,
    /// Counts from 1.
    pub page: u64,
    pub pages: u64,
}

/// One case in the list.
#[derive(Clone, Debug, Serialize)]
pub struct CaseRow {
    pub url: String,
    pub username: String,
    /// `waiting`, `reviewing`, or how it ended.
    pub state: String,
    pub opened: DateTime<Utc>,
    /// Until when nobody decides, while it waits.
    pub waits_until: Option<DateTime<Utc>>,
    /// Pieces of evidence that are proved.
    pub proved: i64,
    pub approvals: i64,
    pub time: TimePerCase,
}

/// How long a case has taken, or took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TimePerCase {
    pub days: i64,
    pub hours: i64,
}

/// One case, with everything that operators do with it.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveryCaseAdminPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub approvers: ApproverFacts,
    /// The address of this page; its forms are posted below it.
    pub page_url: String,
    pub username: String,
    pub contact: String,
    pub is_contact_known: bool,
    pub reason: String,
    pub network: String,
    pub standing: CaseStanding,
    pub time: TimePerCase,
    pub approvals: u32,
    pub decisions: Vec<DecisionLine>,
    pub notes: Vec<NoteLine>,
    /// What was typed before into the form of a note.
    pub note: String,
    /// What was typed before into the form of the decision.
    pub decision_note: String,
}

/// The decision of an operator.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionLine {
    pub username: String,
    pub approves: bool,
    pub note: String,
    pub at: DateTime<Utc>,
}

/// What an operator noted.
#[derive(Clone, Debug, Serialize)]
pub struct NoteLine {
    pub username: String,
    pub note: String,
    pub at: DateTime<Utc>,
}

/// What became of all cases.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveryFiguresPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub approvers: ApproverFacts,
    pub opened: u64,
    pub still_open: u64,
    pub completed: u64,
    pub rejected: u64,
    pub cancelled: u64,
    pub expired: u64,
    /// Between request and decision; nothing before the first decision.
    pub median: Option<TimePerCase>,
}

manage_page!(RecoveriesPage, "admin/recoveries.html", RecoveriesPage::some);
manage_page!(RecoveryCaseAdminPage, "admin/recovery_case.html", RecoveryCaseAdminPage::some);
manage_page!(RecoveryFiguresPage, "admin/recovery_figures.html", RecoveryFiguresPage::some);

const SUBJECT: AdminSubject = AdminSubject::Recovery;

impl RecoveriesPage {
    fn some(language: Language) -> Vec<Self> {
        let row = |standing: CaseStanding| CaseRow {
            url: "/admin/recoveries/1/".to_owned(),
            username: "ada".to_owned(),
            waits_until: (standing.state == "waiting").then_some(standing.waits_until),
            state: standing.state,
            opened: standing.opened,
            proved: 1,
            approvals: 1,
            time: TimePerCase { days: 8, hours: 3 },
        };
        let full = Self {
            frame: frame(language, SUBJECT),
            approvers: ApproverFacts { needed: 2, operators: 3 },
            cases: standings().into_iter().map(row).collect(),
            page: 1,
            pages: 2,
        };
        let alone = ApproverFacts { needed: 1, operators: 1 };
        let warned = AdminFrame { is_one_approver: true, ..frame(language, SUBJECT) };
        let empty = Self { frame: warned, approvers: alone, cases: Vec::new(), pages: 1, ..full.clone() };
        let too_few = Self { approvers: ApproverFacts { needed: 2, operators: 1 }, ..empty.clone() };
        vec![full, empty, too_few]
    }
}

impl RecoveryCaseAdminPage {
    fn some(language: Language) -> Vec<Self> {
        let judged =
            |line: EvidenceLine| EvidenceLine { judge_url: Some("/admin/recoveries/1/evidence/2/".to_owned()), ..line };
        let page = |standing: CaseStanding| Self {
            frame: AdminFrame { here: Some("ada".to_owned()), ..frame(language, SUBJECT) },
            approvers: ApproverFacts { needed: 2, operators: 3 },
            page_url: "/admin/recoveries/1/".to_owned(),
            username: "ada".to_owned(),
            contact: "ada@elsewhere.example".to_owned(),
            is_contact_known: !standing.is_open,
            reason: "The telephone <fell> into the fondue".to_owned(),
            network: "192.0.2.0/24".to_owned(),
            time: TimePerCase { days: 8, hours: 3 },
            approvals: 1,
            decisions: vec![
                DecisionLine { username: "grace".to_owned(), approves: true, note: "<Met>".to_owned(), at: day(10) },
                DecisionLine { username: "mary".to_owned(), approves: false, note: "No".to_owned(), at: day(11) },
            ],
            notes: vec![NoteLine { username: "grace".to_owned(), note: "<Telephoned>".to_owned(), at: day(9) }],
            note: String::new(),
            decision_note: String::new(),
            standing: CaseStanding { evidence: standing.evidence.into_iter().map(judged).collect(), ..standing },
        };
        let mut pages: Vec<Self> = standings().into_iter().map(page).collect();
        let broken = broken_frame(language, SUBJECT, &["note"]);
        let first = Self {
            frame: AdminFrame { here: Some("ada".to_owned()), ..broken },
            approvers: ApproverFacts { needed: 1, operators: 2 },
            decisions: Vec::new(),
            notes: Vec::new(),
            note: "</textarea>".to_owned(),
            decision_note: "</textarea>".to_owned(),
            ..pages[1].clone()
        };
        let done = [AdminDone::RecoveryNoted, AdminDone::RecoveryJudged, AdminDone::RecoveryApproved];
        pages.extend(
            done.map(|done| Self { frame: AdminFrame { done: Some(done), ..first.frame.clone() }, ..first.clone() }),
        );
        pages
    }
}

impl RecoveryFiguresPage {
    fn some(language: Language) -> Vec<Self> {
        let full = Self {
            frame: AdminFrame { here: Some("x".to_owned()), ..frame(language, SUBJECT) },
            approvers: ApproverFacts { needed: 2, operators: 3 },
            opened: 12,
            still_open: 2,
            completed: 5,
            rejected: 1,
            cancelled: 3,
            expired: 1,
            median: Some(TimePerCase { days: 8, hours: 1 }),
        };
        vec![Self { median: None, opened: 0, ..full.clone() }, full]
    }
}
