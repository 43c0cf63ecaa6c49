//! The page of a preset: what it would write, whom it would stop.

use super::{Away, Operator, PATH, form, view};
use crate::account::form::here;
use axum::extract::Path;
use axum::response::Response;
use domain::{Failure, Refusal as _};
use service::mandate::{self, MandateRefused, Preset};
use templates::context::FieldProblem;
use templates::context::admin::{AdminDone, AdminFrame, AdminSubject, ImpactView, PresetPage};
use web::Problem;

/// `GET /admin/mandates/presets/<name>/`.
pub(in crate::admin) async fn preset(operator: Operator, Path(name): Path<String>) -> Result<Response, Away> {
    let preset = of(&name)?;
    let plans = preset.plans(operator.ctx().now());
    let at = plans.iter().map(|plan| form::end_of(plan, operator.ctx().now())).max();
    let at = at.unwrap_or_else(|| operator.ctx().now());
    match mandate::impact(operator.ctx(), &operator.actor(), at, &plans).await {
        Ok(impact) => operator.page(&page(&operator, preset, Some(view::impact(&impact)), Vec::new())),
        Err(Failure::Refused(refusal)) => refused(&operator, preset, &refusal),
        Err(Failure::Broken(fault)) => Err(fault.into()),
    }
}

/// `POST /admin/mandates/presets/<name>/`.
pub(in crate::admin) async fn write_preset(operator: Operator, Path(name): Path<String>) -> Result<Response, Away> {
    let preset = of(&name)?;
    let (ctx, actor, _) = operator.parties();
    match operator.act(&path(preset), async move { mandate::preset(&ctx, &actor, preset).await }).await? {
        Ok(_) => operator.done(PATH, AdminDone::PresetWritten),
        Err(refusal) => refused(&operator, preset, &refusal),
    }
}

fn refused(operator: &Operator, preset: Preset, refusal: &MandateRefused) -> Result<Response, Away> {
    let problem = operator.problem(refusal, None);
    operator.page_refused(refusal.kind(), &page(operator, preset, None, vec![problem]))
}

fn page(operator: &Operator, preset: Preset, impact: Option<ImpactView>, problems: Vec<FieldProblem>) -> PresetPage {
    let now = operator.ctx().now();
    PresetPage {
        frame: AdminFrame { problems, ..operator.frame_below(AdminSubject::Mandates, preset.as_str()) },
        preset: preset.as_str(),
        url: here(&operator.state, &path(preset)),
        plans: preset.plans(now).into_iter().map(|plan| view::plan_row(plan, now)).collect(),
        impact,
    }
}

fn of(name: &str) -> Result<Preset, Problem> {
    Preset::from_name(name).ok_or_else(Problem::not_found)
}

fn path(preset: Preset) -> String {
    format!("{PATH}presets/{}/", preset.as_str())
}
