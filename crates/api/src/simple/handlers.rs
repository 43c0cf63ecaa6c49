//! The endpoints of the simple index.

use super::SimpleIndex;
use super::respond::Replies;
use super::table::Found;
use crate::ApiState;
use axum::extract::{Request, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use packaging::name::NormalizedName;
use percent_encoding::percent_decode_str;
use std::sync::Arc;
use web::{Problem, headers, slash};

/// `GET /simple/`: all names.
pub(crate) async fn root(State(state): State<Arc<ApiState>>, request: Request) -> Result<Response, Problem> {
    let written = state.simple.root().await?;
    Ok(state.simple.replies.answer(&written.document, request.headers()))
}

/// `GET /simple/<name>/`: one project's files.
pub(crate) async fn project(State(state): State<Arc<ApiState>>, request: Request) -> Result<Response, Problem> {
    if let Some(response) = state.simple.ready(request.uri().path(), request.headers()) {
        return Ok(response);
    }
    let simple = &state.simple;
    let Some(segment) = segment(request.uri().path()) else {
        return Ok(not_found(&simple.replies));
    };
    let given = percent_decode_str(segment).decode_utf8_lossy();
    let Ok(name) = NormalizedName::from_any(&given) else {
        return Ok(not_found(&simple.replies));
    };
    if name.as_str() != segment || !request.uri().path().ends_with('/') {
        return Ok(moved(&name));
    }
    let Some(page) = simple.page(&name).await? else {
        return Ok(not_found(&simple.replies));
    };
    Ok(simple.replies.answer(&page.document, request.headers()))
}

/// `POST /simple/`: somebody mistook the index for the upload endpoint.
pub(crate) async fn not_the_upload(State(state): State<Arc<ApiState>>) -> Response {
    let mut response = state
        .simple
        .replies
        .refused(StatusCode::METHOD_NOT_ALLOWED, "The simple index is for reading; to publish, use /legacy/\n");
    response.headers_mut().insert(http::header::ALLOW, http::HeaderValue::from_static("GET, HEAD, OPTIONS"));
    response
}

/// `OPTIONS`: any origin may read.
pub(crate) async fn preflight() -> Response {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    headers::cors(response.headers_mut());
    response
}

impl SimpleIndex {
    /// The answer to a GET of a page that is in memory; one look, nothing rendered.
    pub(crate) fn ready(&self, path: &str, asked: &HeaderMap) -> Option<Response> {
        let name = path.strip_prefix("/simple/")?.strip_suffix('/')?;
        match self.table.find(name) {
            Found::Fresh(page) => Some(self.replies.answer(&page.document, asked)),
            Found::Unknown | Found::Stale => None,
        }
    }
}

fn segment(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/simple/")?;
    Some(rest.strip_suffix('/').unwrap_or(rest))
}

fn not_found(replies: &Replies) -> Response {
    replies.refused(StatusCode::NOT_FOUND, "404 Not Found\n")
}

fn moved(name: &NormalizedName) -> Response {
    let mut response = slash::permanent(&format!("/simple/{name}/"));
    headers::cors(response.headers_mut());
    response
}
