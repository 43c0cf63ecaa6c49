//! The page where operators designate critical projects and see the computations.

use super::{Away, Operator};
use crate::account::form::{here, typed};
use crate::critical as public;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal as _;
use domain::downloads::Day;
use packaging::name::NormalizedName;
use serde::Deserialize;
use service::critical::{self, CriticalRefused, Note};
use store::critical::Run;
use templates::context::FieldProblem;
use templates::context::admin::{AdminDone, AdminFrame, AdminSubject, CriticalAdminPage, CriticalRunRow};

const PATH: &str = "/admin/critical/";

/// Computations that the page shows.
const MOST_RUNS: i64 = 20;

/// What the form sends.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    project: String,
    #[serde(default)]
    reason: String,
}

type Sent = Result<Form<Typed>, FormRejection>;

/// `GET /admin/critical/`.
pub(super) async fn show(operator: Operator) -> Result<Response, Away> {
    let page = page(&operator, Typed::default(), Vec::new()).await?;
    operator.page(&page)
}

/// `POST /admin/critical/designate/`.
pub(super) async fn designate(operator: Operator, sent: Sent) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let (name, note) = match parsed(&sent) {
        Ok(parsed) => parsed,
        Err(refusal) => return refused(&operator, sent, &refusal).await,
    };
    let (ctx, actor, _) = operator.parties();
    match operator.act(PATH, async move { critical::designate(&ctx, &actor, &name, &note).await }).await? {
        Ok(_) => operator.done(PATH, AdminDone::ProjectDesignated),
        Err(refusal) => refused(&operator, sent, &refusal).await,
    }
}

/// `POST /admin/critical/withdraw/`.
pub(super) async fn withdraw(operator: Operator, sent: Sent) -> Result<Response, Away> {
    let sent = typed(sent)?;
    let (name, note) = match parsed(&sent) {
        Ok(parsed) => parsed,
        Err(refusal) => return refused(&operator, sent, &refusal).await,
    };
    let (ctx, actor, _) = operator.parties();
    match operator.act(PATH, async move { critical::withdraw(&ctx, &actor, &name, &note).await }).await? {
        Ok(()) => operator.done(PATH, AdminDone::ProjectWithdrawn),
        Err(refusal) => refused(&operator, sent, &refusal).await,
    }
}

/// What is no name is no project either.
fn parsed(sent: &Typed) -> Result<(NormalizedName, Note), CriticalRefused> {
    let project = sent.project.trim();
    let name = NormalizedName::from_any(project)
        .map_err(|_| CriticalRefused::NoSuchProject { project: project.chars().take(200).collect() })?;
    Ok((name, Note::parse(&sent.reason)?))
}

/// The page again, with what was typed and what was wrong with it.
async fn refused(operator: &Operator, sent: Typed, refusal: &CriticalRefused) -> Result<Response, Away> {
    let field = match refusal {
        CriticalRefused::NoSuchProject { .. }
        | CriticalRefused::NotCritical { .. }
        | CriticalRefused::IsDependency { .. } => Some("project"),
        CriticalRefused::ReasonMissing | CriticalRefused::ReasonTooLong { .. } | CriticalRefused::ReasonControl => {
            Some("reason")
        }
        CriticalRefused::Guard(_) => None,
    };
    let page = page(operator, sent, vec![operator.problem(refusal, field)]).await?;
    operator.page_refused(refusal.kind(), &page)
}

async fn page(operator: &Operator, sent: Typed, problems: Vec<FieldProblem>) -> Result<CriticalAdminPage, Away> {
    let mut read = operator.ctx().db.read().await?;
    let critical = store::critical::count(&mut read).await?.unsigned_abs();
    let runs = store::critical::newest_runs(&mut read, MOST_RUNS).await?;
    let address = |path: &str| here(&operator.state, path);
    Ok(CriticalAdminPage {
        frame: AdminFrame { problems, ..operator.frame(AdminSubject::Critical) },
        project: sent.project,
        reason: sent.reason,
        critical,
        list_url: address(public::PATH),
        history_url: address(public::HISTORY_PATH),
        designate_url: address("/admin/critical/designate/"),
        withdraw_url: address("/admin/critical/withdraw/"),
        runs: runs.into_iter().map(run_row).collect(),
    })
}

fn run_row(run: Run) -> CriticalRunRow {
    CriticalRunRow {
        at: run.at,
        is_full: run.mode == critical::Mode::Full.as_str(),
        counted_to: Day(run.last_day).start(),
        eligible: run.eligible.unsigned_abs(),
        critical: run.critical.unsigned_abs(),
        added: run.added.unsigned_abs(),
        threshold: run.threshold.map(i64::unsigned_abs),
        agreed: run.agreed,
    }
}
