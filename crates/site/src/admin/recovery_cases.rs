//! Cases of people who lost every way in: the list, one case, and what became of all.

use super::{Away, Operator};
use crate::account::form::{here, typed};
use crate::account::recover::standing;
use crate::paging::{self, Asked};
use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use domain::recovery_cases::{CaseState, Verdict};
use domain::{Failure, Kind, Refusal as _};
use serde::Deserialize;
use service::recovery_cases::{self, CaseView, Decided, RecoveryCaseRefused};
use std::future::Future;
use store::recovery_cases::CaseLine;
use templates::context::admin::{
    AdminDone, AdminSubject, ApproverFacts, CaseRow, DecisionLine, NoteLine, RecoveriesPage, RecoveryCaseAdminPage,
    RecoveryFiguresPage, TimePerCase,
};
use templates::context::recovery_cases::{CaseStanding, EvidenceLine};
use uuid::Uuid;
use web::Problem;

const PATH: &str = "/admin/recoveries/";
const SUBJECT: AdminSubject = AdminSubject::Recovery;

/// What the forms of a case send.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    note: String,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    decision: String,
}

/// Which form of a case was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CaseForm {
    Note,
    Judgement,
    Decision,
}

/// A form of the page as it arrived.
type Sent = Result<Form<Typed>, FormRejection>;

/// `GET /admin/recoveries/?page=…`; a page beyond the last does not exist.
pub(super) async fn list(operator: Operator, asked: Result<Query<Asked>, QueryRejection>) -> Result<Response, Away> {
    let asked = paging::asked(asked)?;
    let mut read = operator.ctx().db.read().await?;
    let (all, _) = store::recovery_cases::count(&mut read).await?;
    let part = paging::part(asked, all)?;
    let lines = store::recovery_cases::list(&mut read, paging::ON_A_PAGE, part.skipped).await?;
    drop(read);
    let page = RecoveriesPage {
        frame: operator.frame(SUBJECT),
        approvers: approvers(&operator).await?,
        cases: lines.into_iter().filter_map(|line| row(&operator, line)).collect(),
        page: part.page,
        pages: part.pages,
    };
    operator.page(&page)
}

/// `GET /admin/recoveries/figures/`.
pub(super) async fn figures(operator: Operator) -> Result<Response, Away> {
    let figures = recovery_cases::figures(operator.ctx()).await?;
    let page = RecoveryFiguresPage {
        frame: operator.frame(SUBJECT),
        approvers: approvers(&operator).await?,
        opened: figures.opened,
        still_open: figures.still_open,
        completed: figures.completed,
        rejected: figures.rejected,
        cancelled: figures.cancelled,
        expired: figures.expired,
        median: figures.median.map(time),
    };
    operator.page(&page)
}

/// `GET /admin/recoveries/<id>/`.
pub(super) async fn show(operator: Operator, Path(id): Path<String>) -> Result<Response, Away> {
    let page = case_page(&operator, case(&id)?).await?;
    operator.page(&page)
}

/// `POST /admin/recoveries/<id>/note/`.
pub(super) async fn note(operator: Operator, Path(id): Path<String>, sent: Sent) -> Result<Response, Away> {
    let (id, sent) = (case(&id)?, typed(sent)?);
    let (ctx, actor, _) = operator.parties();
    let remark = sent.note.clone();
    let act = async move { recovery_cases::note(&ctx, &actor, id, &remark).await.map(|()| AdminDone::RecoveryNoted) };
    answered(&operator, id, CaseForm::Note, sent, act).await
}

/// `POST /admin/recoveries/<id>/evidence/<evidence>/`.
pub(super) async fn judge(
    operator: Operator,
    Path((id, evidence)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Away> {
    let (id, evidence, sent) = (case(&id)?, case(&evidence)?, typed(sent)?);
    let verdict = match sent.verdict.as_str() {
        "proved" => Verdict::Proved,
        "refuted" => Verdict::Refuted,
        _ => return Err(not_chosen().into()),
    };
    let (ctx, actor, _) = operator.parties();
    let remark = sent.note.clone();
    let act = async move {
        let judged = recovery_cases::judge_evidence(&ctx, &actor, evidence, verdict, &remark).await;
        judged.map(|_| AdminDone::RecoveryJudged)
    };
    answered(&operator, id, CaseForm::Judgement, sent, act).await
}

/// `POST /admin/recoveries/<id>/decide/`.
pub(super) async fn decide(operator: Operator, Path(id): Path<String>, sent: Sent) -> Result<Response, Away> {
    let (id, sent) = (case(&id)?, typed(sent)?);
    let approves = match sent.decision.as_str() {
        "approve" => true,
        "reject" => false,
        _ => return Err(not_chosen().into()),
    };
    let (ctx, actor, _) = operator.parties();
    let remark = sent.note.clone();
    let act = async move {
        let decided = recovery_cases::decide(&ctx, &actor, id, approves, &remark).await;
        decided.map(|decided| match decided {
            Decided::Approved { .. } => AdminDone::RecoveryApproved,
            Decided::Completed => AdminDone::RecoveryCompleted,
            Decided::Rejected => AdminDone::RecoveryRejected,
        })
    };
    answered(&operator, id, CaseForm::Decision, sent, act).await
}

/// Back to the page of the case, or the page with what was typed and refused.
async fn answered<F>(operator: &Operator, id: Uuid, form: CaseForm, sent: Typed, act: F) -> Result<Response, Away>
where
    F: Future<Output = Result<AdminDone, Failure<RecoveryCaseRefused>>> + Send + 'static,
{
    let path = format!("{PATH}{id}/");
    let refusal = match operator.act(&path, act).await? {
        Ok(done) => return operator.done(&path, done),
        Err(refusal) => refusal,
    };
    let mut page = case_page(operator, id).await?;
    let is_text = matches!(refusal, RecoveryCaseRefused::Text { .. });
    let field = (is_text && form == CaseForm::Note).then_some("note");
    page.frame.problems = vec![operator.problem(&refusal, field)];
    match form {
        CaseForm::Note => page.note = sent.note,
        CaseForm::Decision => page.decision_note = sent.note,
        CaseForm::Judgement => {}
    }
    operator.page_refused(refusal.kind(), &page)
}

fn case(id: &str) -> Result<Uuid, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

fn not_chosen() -> Problem {
    Problem::refuse(Kind::Invalid, "form-unreadable", "The form holds no choice; choose one of the two")
}

async fn approvers(operator: &Operator) -> anyhow::Result<ApproverFacts> {
    let operators = store::deletion::active_operators(&mut operator.ctx().db.read().await?).await?;
    Ok(ApproverFacts { needed: operator.ctx().settings.recovery_approvers, operators })
}

fn row(operator: &Operator, line: CaseLine) -> Option<CaseRow> {
    let now = operator.ctx().now();
    let state = CaseState::at(&line.state, line.waits_until, now)?;
    Some(CaseRow {
        url: here(&operator.state, &format!("{PATH}{}/", line.id)),
        username: line.username,
        state: state.as_str().to_owned(),
        opened: line.opened_at,
        waits_until: (state == CaseState::Waiting).then_some(line.waits_until),
        proved: line.proved,
        approvals: line.approvals,
        time: since(line.opened_at, line.closed_at.unwrap_or(now)),
    })
}

async fn case_page(operator: &Operator, id: Uuid) -> Result<RecoveryCaseAdminPage, Away> {
    let view = recovery_cases::admin_view(operator.ctx(), id).await?.ok_or_else(Problem::not_found)?;
    let page_url = here(&operator.state, &format!("{PATH}{id}/"));
    let ended = view.case.closed_at.unwrap_or_else(|| operator.ctx().now());
    Ok(RecoveryCaseAdminPage {
        frame: operator.frame_below(SUBJECT, &view.case.username),
        approvers: approvers(operator).await?,
        standing: standing_with_judges(&view, &page_url),
        page_url,
        time: since(view.case.opened_at, ended),
        approvals: view.approvals,
        decisions: view.decisions.into_iter().map(|it| decision(it.username, it.approves, it.note, it.at)).collect(),
        notes: view.notes.into_iter().map(|it| note_line(it.username, it.note, it.at)).collect(),
        username: view.case.username,
        contact: view.case.contact,
        is_contact_known: view.case.contact_is_known,
        reason: view.case.reason,
        network: view.case.network,
        note: String::new(),
        decision_note: String::new(),
    })
}

/// With what only operators see: who judged, and where to judge.
fn standing_with_judges(view: &CaseView, page_url: &str) -> CaseStanding {
    let shown = standing(view);
    let lines = shown.evidence.into_iter().zip(&view.evidence).map(|(line, evidence)| EvidenceLine {
        judge: evidence.judge.clone(),
        judge_url: Some(format!("{page_url}evidence/{}/", evidence.id)),
        ..line
    });
    CaseStanding { evidence: lines.collect(), ..shown }
}

fn decision(username: String, approves: bool, note: String, at: DateTime<Utc>) -> DecisionLine {
    DecisionLine { username, approves, note, at }
}

fn note_line(username: Option<String>, note: String, at: DateTime<Utc>) -> NoteLine {
    NoteLine { username: username.unwrap_or_default(), note, at }
}

/// A clock that went back makes no case shorter than nothing.
fn since(from: DateTime<Utc>, to: DateTime<Utc>) -> TimePerCase {
    time((to - from).max(TimeDelta::zero()))
}

fn time(span: TimeDelta) -> TimePerCase {
    TimePerCase { days: span.num_days(), hours: span.num_hours() % 24 }
}
