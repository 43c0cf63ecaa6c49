//! The page of a project, and of one of its releases.

mod downloads;
mod facts;
mod links;
mod page;

use crate::{SiteState, answer};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::downloads::Day;
use facts::{Facts, Found};
use http::{StatusCode, Uri};
use packaging::name::NormalizedName;
use packaging::version::Version;
use std::sync::Arc;
use templates::context::{ErrorPage, MissingRelease};
use web::{Problem, Reader, Visit};

/// `GET /project/<name>/`: the project by its latest release.
pub(crate) async fn project(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<String>, PathRejection>,
    visit: Visit,
    reader: Reader,
    uri: Uri,
) -> Result<Response, Problem> {
    let Path(given) = path.map_err(|_| Problem::not_found())?;
    let name = NormalizedName::from_any(&given).map_err(|_| Problem::not_found())?;
    let urls = &state.ctx.settings.urls;
    let today = Day::from(state.ctx.now());
    let mut read = state.ctx.db.read().await?;
    let facts = match facts::load(&mut read, &name, None, today).await? {
        Found::Release(facts) => facts,
        Found::NoProject => return Err(Problem::not_found()),
        // The page names it, so that nobody looks for a misspelling.
        Found::NoRelease(project) => {
            return not_found(&state, &visit, reader, |page| page.project_name = Some(project.name));
        }
    };
    drop(read);
    if given != name.as_str() || !uri.path().ends_with('/') {
        return answer::moved(&with_query(urls.project(&name), &uri));
    }
    show(&state, &visit, &facts, reader)
}

/// `GET /project/<name>/<version>/`: one release, whatever its state.
pub(crate) async fn release(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<(String, String)>, PathRejection>,
    visit: Visit,
    reader: Reader,
    uri: Uri,
) -> Result<Response, Problem> {
    let Path((given, version)) = path.map_err(|_| Problem::not_found())?;
    let name = NormalizedName::from_any(&given).map_err(|_| Problem::not_found())?;
    let asked = Version::parse(&version).map_err(|_| Problem::not_found())?;
    let urls = &state.ctx.settings.urls;
    let today = Day::from(state.ctx.now());
    let mut read = state.ctx.db.read().await?;
    let facts = match facts::load(&mut read, &name, Some(&asked), today).await? {
        Found::Release(facts) => facts,
        Found::NoProject => return Err(Problem::not_found()),
        Found::NoRelease(project) => {
            let missing_release = MissingRelease {
                project_name: project.name,
                version: asked.normalized(),
                project_url: urls.project(&name),
            };
            return not_found(&state, &visit, reader, |page| page.missing_release = Some(missing_release));
        }
    };
    drop(read);
    let stored = &facts.shown.version;
    // Name, version and slash in one hop.
    if given != name.as_str() || version != *stored || !uri.path().ends_with('/') {
        return answer::moved(&with_query(urls.release(&name, stored), &uri));
    }
    show(&state, &visit, &facts, reader)
}

fn show(state: &SiteState, visit: &Visit, facts: &Facts, reader: Reader) -> Result<Response, Problem> {
    let mut page = page::page(state, facts, reader.0);
    page.layout.reader = visit.reader();
    answer::page(state.frame.templates().project(&page))
}

/// A 404 page that knows more than its status.
fn not_found(
    state: &SiteState,
    visit: &Visit,
    reader: Reader,
    tell: impl FnOnce(&mut ErrorPage),
) -> Result<Response, Problem> {
    let mut page = ErrorPage::of_status(state.frame.layout(reader.0, "/", false), 404);
    page.layout.reader = visit.reader();
    tell(&mut page);
    answer::with_status(StatusCode::NOT_FOUND, state.frame.templates().error(&page))
}

fn with_query(url: String, uri: &Uri) -> String {
    match uri.query() {
        Some(query) => format!("{url}?{query}"),
        None => url,
    }
}
