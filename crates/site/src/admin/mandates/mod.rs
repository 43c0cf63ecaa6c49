//! The pages of the mandates: schedule, preview, edit, end, presets, history.

mod form;
mod impact;
mod one;
mod preset;
mod view;

pub(super) use impact::{csv, impact};
pub(super) use one::{edit, end, show};
pub(super) use preset::{preset, write_preset};

use super::{Away, Operator};
use crate::account::form::here;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::Refusal as _;
use form::Typed;
use service::mandate::{self, MandateRefused, Preset};
use templates::context::FieldProblem;
use templates::context::admin::{
    AdminDone, AdminFrame, AdminSubject, ImpactView, MandateFormPage, MandateHistoryPage, MandatesPage,
};
use web::Problem;

const PATH: &str = "/admin/mandates/";

/// A form as it arrived; a field may come more than once.
type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// `GET /admin/mandates/`.
pub(super) async fn list(operator: Operator) -> Result<Response, Away> {
    let lines = mandate::show(operator.ctx(), &operator.actor()).await.map_err(Problem::from)?;
    let now = operator.ctx().now();
    let page = MandatesPage {
        frame: operator.frame(AdminSubject::Mandates),
        mandates_url: here(&operator.state, PATH),
        timeline: mandate::timeline(&lines).into_iter().map(|entry| view::timeline_row(entry, now)).collect(),
        mandates: lines.into_iter().map(|line| view::row(&operator, line, now)).collect(),
        presets: Preset::ALL.map(Preset::as_str).into(),
    };
    operator.page(&page)
}

/// `GET /admin/mandates/history/`.
pub(super) async fn history(operator: Operator) -> Result<Response, Away> {
    let rows = mandate::history(operator.ctx(), &operator.actor(), None).await.map_err(Problem::from)?;
    let history = rows.iter().map(|row| view::change_row(&operator, row)).collect();
    operator.page(&MandateHistoryPage { frame: operator.frame_below(AdminSubject::Mandates, "history"), history })
}

/// `GET /admin/mandates/schedule/`.
pub(super) async fn schedule_form(operator: Operator) -> Result<Response, Away> {
    operator.page(&form_page(&operator, Typed::fresh(), None, Vec::new()))
}

/// `POST /admin/mandates/schedule/`: previews the plan, or writes it.
pub(super) async fn schedule(operator: Operator, sent: Sent) -> Result<Response, Away> {
    let typed = Typed::read(crate::account::form::typed(sent)?);
    let plan = match typed.plan() {
        Ok(plan) => plan,
        Err(wrong) => {
            let problem = wrong.problem(operator.language);
            let page = form_page(&operator, typed, None, vec![problem]);
            return operator.page_refused(domain::Kind::Invalid, &page);
        }
    };
    let (ctx, actor, _) = operator.parties();
    if typed.only_previews {
        let at = form::end_of(&plan, ctx.now());
        let counted = mandate::impact(&ctx, &actor, at, std::slice::from_ref(&plan)).await;
        return match counted {
            Ok(impact) => operator.page(&form_page(&operator, typed, Some(view::impact(&impact)), Vec::new())),
            Err(domain::Failure::Refused(refusal)) => form_refused(&operator, typed, &refusal),
            Err(domain::Failure::Broken(fault)) => Err(fault.into()),
        };
    }
    let act = async move { mandate::schedule(&ctx, &actor, &plan).await };
    match operator.act("/admin/mandates/schedule/", act).await? {
        Ok(_) => operator.done(PATH, AdminDone::MandateScheduled),
        Err(refusal) => form_refused(&operator, typed, &refusal),
    }
}

fn form_refused(operator: &Operator, typed: Typed, refusal: &MandateRefused) -> Result<Response, Away> {
    let problem = operator.problem(refusal, form::field_of(refusal));
    operator.page_refused(refusal.kind(), &form_page(operator, typed, None, vec![problem]))
}

fn form_page(
    operator: &Operator,
    typed: Typed,
    impact: Option<ImpactView>,
    problems: Vec<FieldProblem>,
) -> MandateFormPage {
    MandateFormPage {
        frame: AdminFrame { problems, ..operator.frame_below(AdminSubject::Mandates, "schedule") },
        mandates_url: here(&operator.state, PATH),
        form: typed.form,
        impact,
    }
}
