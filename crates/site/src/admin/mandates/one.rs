//! The page of one mandate: its form, its end and its history.

use super::form::{self, Typed};
use super::{Away, Operator, PATH, Sent, view};
use crate::account::form::typed;
use axum::extract::Path;
use axum::response::Response;
use domain::ids::MandateId;
use domain::mandate::Cohort;
use domain::{Kind, Refusal as _};
use service::mandate::{self, MandateLine};
use templates::context::FieldProblem;
use templates::context::admin::{AdminDone, AdminFrame, AdminSubject, MandateForm, MandatePage};
use web::Problem;

/// `GET /admin/mandates/<id>/`.
pub(in crate::admin) async fn show(operator: Operator, Path(id): Path<String>) -> Result<Response, Away> {
    let line = line(&operator, &id).await?;
    let form = Typed::of(&line).form;
    let page = page(&operator, line, form, Vec::new()).await?;
    operator.page(&page)
}

/// `POST /admin/mandates/<id>/`.
pub(in crate::admin) async fn edit(operator: Operator, Path(id): Path<String>, sent: Sent) -> Result<Response, Away> {
    let line = line(&operator, &id).await?;
    let (mandate_id, cohort) = (line.record.mandate.id, line.record.mandate.cohort);
    let filled = Typed::read(typed(sent)?);
    let change = match filled.edit(cohort) {
        Ok(change) => change,
        Err(wrong) => {
            let problem = wrong.problem(operator.language);
            return operator.page_refused(Kind::Invalid, &page(&operator, line, filled.form, vec![problem]).await?);
        }
    };
    let (ctx, actor, _) = operator.parties();
    let act = async move { mandate::edit(&ctx, &actor, mandate_id, &change).await };
    match operator.act(&path(mandate_id), act).await? {
        Ok(_) => operator.done(&path(mandate_id), AdminDone::MandateEdited),
        Err(refusal) => {
            // The form has a time for each gate; the message names the gate.
            let field = form::field_of(&refusal).filter(|field| *field != "enforce");
            let problem = operator.problem(&refusal, field);
            operator.page_refused(refusal.kind(), &page(&operator, line, filled.form, vec![problem]).await?)
        }
    }
}

/// `POST /admin/mandates/<id>/end/`.
pub(in crate::admin) async fn end(operator: Operator, Path(id): Path<String>, sent: Sent) -> Result<Response, Away> {
    let line = line(&operator, &id).await?;
    let mandate_id = line.record.mandate.id;
    let reason = Typed::read(typed(sent)?).form.reason;
    let (ctx, actor, _) = operator.parties();
    let act = async move { mandate::end(&ctx, &actor, mandate_id, &reason).await };
    match operator.act(&path(mandate_id), act).await? {
        Ok(_) => operator.done(PATH, AdminDone::MandateEnded),
        Err(refusal) => {
            let problem = operator.problem(&refusal, None);
            let form = Typed::of(&line).form;
            operator.page_refused(refusal.kind(), &page(&operator, line, form, vec![problem]).await?)
        }
    }
}

async fn line(operator: &Operator, id: &str) -> Result<MandateLine, Away> {
    let id = MandateId(id.parse().map_err(|_| Problem::not_found())?);
    let lines = mandate::show(operator.ctx(), &operator.actor()).await.map_err(Problem::from)?;
    Ok(lines.into_iter().find(|line| line.record.mandate.id == id).ok_or_else(Problem::not_found)?)
}

async fn page(
    operator: &Operator,
    line: MandateLine,
    form: MandateForm,
    problems: Vec<FieldProblem>,
) -> Result<MandatePage, Away> {
    let id = line.record.mandate.id;
    let history = mandate::history(operator.ctx(), &operator.actor(), Some(id)).await.map_err(Problem::from)?;
    let here = Cohort::as_str(line.record.mandate.cohort);
    Ok(MandatePage {
        frame: AdminFrame { problems, ..operator.frame_below(AdminSubject::Mandates, here) },
        row: view::row(operator, line, operator.ctx().now()),
        form,
        history: history.iter().map(|row| view::change_row(operator, row)).collect(),
    })
}

fn path(id: MandateId) -> String {
    format!("{PATH}{id}/")
}
