//! The preview at any instant, as a page and as a table to take along.

use super::{Away, Operator, PATH, form, view};
use crate::account::form::here;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse as _, Response};
use domain::Kind;
use domain::mandate::plan::When;
use http::header;
use serde::Deserialize;
use service::mandate::{self, Impact};
use templates::context::admin::{AdminFrame, AdminSubject, ImpactPage};
use web::Problem;

/// The instant that is asked for; empty for now.
#[derive(Default, Deserialize)]
pub(in crate::admin) struct Asked {
    #[serde(default)]
    at: String,
}

/// `GET /admin/mandates/impact/?at=…`.
pub(in crate::admin) async fn impact(
    operator: Operator,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Away> {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let url = here(&operator.state, &format!("{PATH}impact/"));
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("at", &asked.at).finish();
    let mut page = ImpactPage {
        frame: operator.frame_below(AdminSubject::Mandates, "impact"),
        csv_url: format!("{url}people.csv?{query}"),
        url,
        at: asked.at.clone(),
        impact: None,
    };
    let when = match when(&asked.at) {
        Ok(when) => when,
        Err(refusal) => {
            let problems = vec![operator.problem(&refusal, Some("at"))];
            page.frame = AdminFrame { problems, ..page.frame };
            return operator.page_refused(Kind::Invalid, &page);
        }
    };
    let counted = count(&operator, when).await?;
    page.at = form::instant(counted.at);
    page.impact = Some(view::impact(&counted));
    operator.page(&page)
}

/// `GET /admin/mandates/impact/people.csv?at=…`: one line for each person and gate.
pub(in crate::admin) async fn csv(
    operator: Operator,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Away> {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let when = when(&asked.at).map_err(|refusal| Problem::refused(&refusal))?;
    let counted = count(&operator, when).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"stopped.csv\""),
    ];
    Ok((headers, table(&counted)).into_response())
}

fn when(text: &str) -> Result<When, domain::mandate::plan::WhenUnreadable> {
    if text.is_empty() { Ok(When::Now) } else { text.parse() }
}

async fn count(operator: &Operator, when: When) -> Result<Impact, Away> {
    let at = when.at(operator.ctx().now());
    Ok(mandate::impact(operator.ctx(), &operator.actor(), at, &[]).await.map_err(Problem::from)?)
}

/// RFC 4180. User names and project names hold neither commas nor quotes, so nothing needs quoting.
fn table(impact: &Impact) -> String {
    let mut text = String::from("username,gate,cohort,strength,enforced,remedy,mandate,projects\r\n");
    for person in &impact.people {
        let projects = person.projects.join(" ");
        for (why, remedy) in &person.gates {
            let cells = [
                &person.username,
                why.gate.as_str(),
                why.cohort.as_str(),
                why.strength.as_str(),
                &form::instant(why.deadline),
                remedy.as_str(),
                &why.mandate.to_string(),
                &projects,
            ];
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}
