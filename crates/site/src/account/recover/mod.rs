//! People who lost every way in: asking, the page of the case, objecting, vouching.

mod case;
mod objection;
mod request;
mod vouch;

use crate::SiteState;
use crate::account::form;
use crate::routes::{Verb, on};
use axum::routing::MethodRouter;
use service::recovery_cases::{CaseView, EvidenceView};
use std::sync::Arc;
use templates::Language;
use templates::context::FieldProblem;
use templates::context::recovery_cases::{CaseStanding, EvidenceLine, RecoverFrame};
use web::Visit;

/// The function behind a row of a recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recover {
    RequestForm,
    Request,
    Case,
    Open,
    NameRepository,
    NameVoucher,
    ObjectionPage,
    Object,
    VouchPage,
    Vouch,
}

impl Recover {
    pub(crate) fn on(self, verb: Verb) -> MethodRouter<Arc<SiteState>> {
        match self {
            Self::RequestForm => on(verb, request::form_page),
            Self::Request => on(verb, request::request),
            Self::Case => on(verb, case::page),
            Self::Open => on(verb, case::open),
            Self::NameRepository => on(verb, case::name_repository),
            Self::NameVoucher => on(verb, case::name_voucher),
            Self::ObjectionPage => on(verb, objection::page),
            Self::Object => on(verb, objection::object),
            Self::VouchPage => on(verb, vouch::page),
            Self::Vouch => on(verb, vouch::vouch),
        }
    }
}

/// What stands around every page of a recovery.
fn frame(state: &SiteState, visit: &Visit, language: Language, problems: Vec<FieldProblem>) -> RecoverFrame {
    RecoverFrame { layout: form::layout(state, visit, language), csrf_token: visit.csrf_token(), problems }
}

/// Where the rules are published.
fn policy_url(state: &SiteState) -> String {
    form::here(state, "/help/account-recovery/")
}

/// How a case stands, as its pages show it.
pub(crate) fn standing(view: &CaseView) -> CaseStanding {
    CaseStanding {
        state: view.state.as_str().to_owned(),
        is_open: view.state.is_open(),
        opened: view.case.opened_at,
        waits_until: view.case.waits_until,
        closed: view.case.closed_at,
        cause: view.case.closed_because.clone(),
        is_enough: view.is_enough,
        repository_token: view.case.repository_token.clone(),
        evidence: view.evidence.iter().map(line).collect(),
    }
}

/// Who judged it is nobody's business but the operators'.
fn line(evidence: &EvidenceView) -> EvidenceLine {
    EvidenceLine {
        kind: evidence.kind.as_str().to_owned(),
        statement: evidence.statement.clone(),
        verdict: evidence.verdict.as_str().to_owned(),
        judge: None,
        judged: evidence.judged_at,
        judge_url: None,
    }
}
