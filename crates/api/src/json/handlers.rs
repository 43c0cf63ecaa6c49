//! The endpoints of the JSON API.

use super::body;
use super::pages::{JsonPage, Key};
use crate::ApiState;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use domain::projects::{Project, ProjectStatus};
use domain::releases::Release;
use http::{HeaderMap, StatusCode, header};
use packaging::name::NormalizedName;
use packaging::version::Version;
use std::sync::Arc;
use store::json::Snapshot;
use web::{Problem, etag, headers, slash};

/// `GET /pypi/<name>/json`: the project by its best release, and all its files.
pub(crate) async fn project(
    State(state): State<Arc<ApiState>>,
    Path(given): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let name = NormalizedName::from_any(&given).map_err(|_| Problem::not_found())?;
    if name.as_str() != given {
        return Ok(slash::permanent(&format!("/pypi/{name}/json")));
    }
    let page = page(&state, &name, None).await?;
    Ok(answer(&state, &page, request.headers()))
}

/// `GET /pypi/<name>/<version>/json`: one release and its files.
pub(crate) async fn release(
    State(state): State<Arc<ApiState>>,
    Path((given, version)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let name = NormalizedName::from_any(&given).map_err(|_| Problem::not_found())?;
    let parsed = Version::parse(&version).map_err(|_| Problem::not_found())?;
    if name.as_str() != given {
        return Ok(slash::permanent(&format!("/pypi/{name}/{}/json", domain::urls::segment(&version))));
    }
    let page = page(&state, &name, Some(&parsed)).await?;
    Ok(answer(&state, &page, request.headers()))
}

/// The object, kept or made from one snapshot.
async fn page(state: &ApiState, name: &NormalizedName, version: Option<&Version>) -> Result<Arc<JsonPage>, Problem> {
    // Names that no project has never reach the database.
    let announced = state.simple.serial_of(name.as_str()).ok_or_else(Problem::not_found)?;
    let key: Key = (name.as_str().into(), version.map(|version| version.canonical().into()));
    if let Some(page) = state.json.find(&key, announced) {
        return Ok(page);
    }
    let mut read = state.ctx.db.read().await?;
    let snapshot = store::json::snapshot(&mut read, name).await?;
    let (project, shown) = choose(&snapshot, version).ok_or_else(Problem::not_found)?;
    let detail = store::json::detail(&mut read, project.id, shown.id).await?;
    let files = store::json::files(&mut read, project.id).await?;
    drop(read);
    let facts = body::Facts {
        urls: &state.ctx.settings.urls,
        project,
        releases: &snapshot.releases,
        shown,
        detail: &detail,
        files: &files,
        with_releases: version.is_none(),
    };
    let page = Arc::new(JsonPage::new(snapshot.serial, project.last_serial, facts.text()?));
    state.json.keep(key, Arc::clone(&page));
    Ok(page)
}

/// The release that is shown: the one asked for, or the best one.
fn choose<'a>(snapshot: &'a Snapshot, version: Option<&Version>) -> Option<(&'a Project, &'a Release)> {
    let project = snapshot.project.as_ref().filter(|project| project.status != ProjectStatus::Quarantined)?;
    let mut releases = snapshot.releases.iter().filter(|release| release.quarantined_at.is_none());
    let shown = match version {
        Some(version) => {
            let canonical = version.canonical();
            releases.find(|release| release.canonical_version == canonical)?
        }
        None => domain::releases::latest(releases)?,
    };
    Some((project, shown))
}

fn answer(state: &ApiState, page: &JsonPage, asked: &HeaderMap) -> Response {
    let is_unchanged = etag::none_match(asked, &page.etag);
    let mut response = if is_unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(page.body.clone()))
    };
    let headers = response.headers_mut();
    *headers = state.json.common.clone();
    if is_unchanged {
        headers.remove(header::CONTENT_TYPE);
    }
    headers.insert(header::ETAG, page.etag.clone());
    headers.insert(headers::LAST_SERIAL, page.serial.clone());
    response
}
