//! The page of a project, and of one of its releases.

mod facts;
mod links;
mod page;

use crate::{SiteState, answer};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::projects::Project;
use facts::{Facts, Found};
use http::{StatusCode, Uri};
use packaging::name::NormalizedName;
use packaging::version::Version;
use service::projects::ProjectRefused;
use std::sync::Arc;
use templates::context::ErrorPage;
use web::{Problem, Reader};

/// `GET /project/<name>/`: the project by its latest release.
pub(crate) async fn project(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<String>, PathRejection>,
    reader: Reader,
    uri: Uri,
) -> Result<Response, Problem> {
    let Path(given) = path.map_err(|_| Problem::not_found())?;
    let name = NormalizedName::from_any(&given).map_err(|_| Problem::not_found())?;
    let urls = &state.ctx.settings.urls;
    let mut read = state.ctx.db.read().await?;
    let facts = match facts::load(&mut read, &name, None).await? {
        Found::Release(facts) => facts,
        Found::NoProject => return Err(Problem::not_found()),
        Found::NoRelease(project) => return empty(&state, &project, reader),
    };
    drop(read);
    if given != name.as_str() || !uri.path().ends_with('/') {
        return answer::moved(&with_query(urls.project(&name), &uri));
    }
    show(&state, &facts, reader)
}

/// `GET /project/<name>/<version>/`: one release, whatever its state.
pub(crate) async fn release(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<(String, String)>, PathRejection>,
    reader: Reader,
    uri: Uri,
) -> Result<Response, Problem> {
    let Path((given, version)) = path.map_err(|_| Problem::not_found())?;
    let name = NormalizedName::from_any(&given).map_err(|_| Problem::not_found())?;
    let asked = Version::parse(&version).map_err(|_| Problem::not_found())?;
    let urls = &state.ctx.settings.urls;
    let mut read = state.ctx.db.read().await?;
    let facts = match facts::load(&mut read, &name, Some(&asked)).await? {
        Found::Release(facts) => facts,
        Found::NoProject => return Err(Problem::not_found()),
        Found::NoRelease(project) => {
            let refusal = ProjectRefused::NoSuchRelease { project: project.name, version: asked.normalized() };
            return Err(Problem::refused(&refusal));
        }
    };
    drop(read);
    let stored = &facts.shown.version;
    // Name, version and slash in one hop.
    if given != name.as_str() || version != *stored || !uri.path().ends_with('/') {
        return answer::moved(&with_query(urls.release(&name, stored), &uri));
    }
    show(&state, &facts, reader)
}

fn show(state: &SiteState, facts: &Facts, reader: Reader) -> Result<Response, Problem> {
    let page = page::page(state, facts, reader.0);
    answer::page(state.frame.templates().project(&page))
}

/// A project without any release: the page names it, so that nobody looks for a misspelling.
fn empty(state: &SiteState, project: &Project, reader: Reader) -> Result<Response, Problem> {
    let layout = state.frame.layout(reader.0, "/", false);
    let page = ErrorPage { project_name: Some(project.name.clone()), ..ErrorPage::of_status(layout, 404) };
    answer::with_status(StatusCode::NOT_FOUND, state.frame.templates().error(&page))
}

fn with_query(url: String, uri: &Uri) -> String {
    match uri.query() {
        Some(query) => format!("{url}?{query}"),
        None => url,
    }
}
