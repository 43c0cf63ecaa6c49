//! The pages on which somebody who lost every way in asks to be let in again.

use super::layout::Layout;
use super::manage::manage_page;
use super::samples::{self, day};
use super::setup::FieldProblem;
use crate::Language;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What stands on every page of a recovery.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverFrame {
    /// The frame.
    pub layout: Layout,
    /// Field `csrf_token` of every form.
    pub csrf_token: String,
    /// What was wrong with the last attempt.
    pub problems: Vec<FieldProblem>,
}

/// The form that asks to be let in, and what is said once it was sent.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverRequestPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: RecoverFrame,
    /// Where the form is posted.
    pub action_url: String,
    /// The published policy.
    pub policy_url: String,
    /// Whether it was sent: the answer is the same for everybody.
    pub is_sent: bool,
    /// What was typed before.
    pub username: String,
    pub contact: String,
    pub reason: String,
}

/// The requester's own page: a button at first, how the case stands afterwards.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverCasePage {
    /// The frame.
    #[serde(flatten)]
    pub frame: RecoverFrame,
    /// The address of this page; its forms are posted below it.
    pub page_url: String,
    /// The published policy.
    pub policy_url: String,
    /// The user name of the account.
    pub username: String,
    /// Nothing until the case is opened.
    pub standing: Option<CaseStanding>,
}

/// How a case stands.
#[derive(Clone, Debug, Serialize)]
pub struct CaseStanding {
    /// `waiting`, `reviewing`, or how it ended.
    pub state: String,
    pub is_open: bool,
    pub opened: DateTime<Utc>,
    pub waits_until: DateTime<Utc>,
    pub closed: Option<DateTime<Utc>>,
    /// Why it ended before anybody decided.
    pub cause: Option<String>,
    /// Whether anything is proved; without that nobody is let in.
    pub is_enough: bool,
    /// What a file in a repository must hold.
    pub repository_token: String,
    pub evidence: Vec<EvidenceLine>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceLine {
    /// `address`, `repository` or `voucher`.
    pub kind: String,
    pub statement: String,
    /// `open`, `proved` or `refuted`.
    pub verdict: String,
    /// The user name of the operator who judged it.
    pub judge: Option<String>,
    pub judged: Option<DateTime<Utc>>,
    /// Where an operator judges it; nothing for the requester.
    pub judge_url: Option<String>,
}

/// The page behind the link that objects: a button, which a scanner of mails does not press.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverObjectionPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: RecoverFrame,
    /// Where the form is posted.
    pub action_url: String,
    /// The user name of the account.
    pub username: String,
    /// Until when nobody decides; nothing once the case was ended.
    pub waits_until: Option<DateTime<Utc>>,
}

/// The page on which a co-owner says whether a request is true.
#[derive(Clone, Debug, Serialize)]
pub struct RecoverVouchPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: RecoverFrame,
    /// Where the form is posted.
    pub action_url: String,
    /// The user name of who asks to be let in.
    pub username: String,
    /// What they say happened.
    pub reason: String,
    pub opened: DateTime<Utc>,
    /// `open`, `proved` or `refuted`.
    pub verdict: String,
}

manage_page!(RecoverRequestPage, "recovery/request.html", RecoverRequestPage::some);
manage_page!(RecoverCasePage, "recovery/case.html", RecoverCasePage::some);
manage_page!(RecoverObjectionPage, "recovery/objection.html", RecoverObjectionPage::some);
manage_page!(RecoverVouchPage, "recovery/vouch.html", RecoverVouchPage::some);

impl RecoverRequestPage {
    fn some(language: Language) -> Vec<Self> {
        let fresh = Self {
            frame: frame(language, &[]),
            action_url: "/account/recover/".to_owned(),
            policy_url: "/help/account-recovery/".to_owned(),
            is_sent: false,
            username: String::new(),
            contact: String::new(),
            reason: String::new(),
        };
        let returned = Self {
            frame: frame(language, &[None, Some("username"), Some("contact"), Some("reason")]),
            username: "ada\"<".to_owned(),
            contact: "nowhere".to_owned(),
            reason: "</textarea><b>".to_owned(),
            ..fresh.clone()
        };
        let sent = Self { is_sent: true, ..fresh.clone() };
        vec![fresh, returned, sent]
    }
}

impl RecoverCasePage {
    fn some(language: Language) -> Vec<Self> {
        let asked = Self {
            frame: frame(language, &[]),
            page_url: "/account/recover/case/AAAA/".to_owned(),
            policy_url: "/help/account-recovery/".to_owned(),
            username: "ada".to_owned(),
            standing: None,
        };
        let with = |standing| Self { standing: Some(standing), ..asked.clone() };
        let mut pages: Vec<Self> = standings().into_iter().map(with).collect();
        let broken = frame(language, &[None, Some("repository"), Some("voucher")]);
        pages.push(Self { frame: broken, ..pages[0].clone() });
        pages.push(asked);
        pages
    }
}

impl RecoverObjectionPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |waits_until| Self {
            frame: frame(language, &[]),
            action_url: "/account/recover/cancel/AAAA/".to_owned(),
            username: "ada".to_owned(),
            waits_until,
        };
        vec![page(Some(day(12))), page(None)]
    }
}

impl RecoverVouchPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |verdict: &str, problems: &[Option<&str>]| Self {
            frame: frame(language, problems),
            action_url: "/account/recover/vouch/1/".to_owned(),
            username: "ada".to_owned(),
            reason: "The telephone <fell> into the fondue".to_owned(),
            opened: day(3),
            verdict: verdict.to_owned(),
        };
        vec![page("open", &[]), page("open", &[None]), page("proved", &[]), page("refuted", &[])]
    }
}

/// One of each state.
pub(super) fn standings() -> Vec<CaseStanding> {
    let line = |kind: &str, statement: &str, verdict: &str| EvidenceLine {
        kind: kind.to_owned(),
        statement: statement.to_owned(),
        verdict: verdict.to_owned(),
        judge: (verdict == "refuted").then(|| "grace".to_owned()),
        judged: (verdict != "open").then(|| day(4)),
        judge_url: None,
    };
    let waiting = CaseStanding {
        state: "waiting".to_owned(),
        is_open: true,
        opened: day(3),
        waits_until: day(10),
        closed: None,
        cause: None,
        is_enough: false,
        repository_token: "fromagerie-recovery-0192aaaa".to_owned(),
        evidence: vec![
            line("repository", "https://code.example/<brie>", "open"),
            line("voucher", "grace", "refuted"),
            line("address", "ada@people.example", "proved"),
        ],
    };
    let ended = |state: &str, cause: Option<&str>| CaseStanding {
        state: state.to_owned(),
        is_open: false,
        closed: Some(day(11)),
        cause: cause.map(str::to_owned),
        ..waiting.clone()
    };
    let causes = ["by-link", "by-sign-in", "account-frozen", "account-deleted", "superseded"];
    let mut all = vec![
        CaseStanding { evidence: Vec::new(), ..waiting.clone() },
        CaseStanding { state: "reviewing".to_owned(), is_enough: true, ..waiting.clone() },
        ended("completed", None),
        ended("rejected", None),
        ended("expired", Some("idle")),
    ];
    all.extend(causes.map(|cause| ended("cancelled", Some(cause))));
    all
}

fn frame(language: Language, problems: &[Option<&str>]) -> RecoverFrame {
    let problem = |field: &Option<&str>| FieldProblem {
        field: field.map(str::to_owned),
        message: "This does not fit: `<x>`".to_owned(),
    };
    RecoverFrame {
        layout: Layout { canonical_url: None, is_indexable: false, ..samples::layout(language, "/account/recover/") },
        csrf_token: "4f1c\"<".to_owned(),
        problems: problems.iter().map(problem).collect(),
    }
}
