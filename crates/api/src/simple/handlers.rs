//! The endpoints of the simple index.

use super::respond::Replies;
use super::table::Found;
use super::SimpleIndex;
use crate::ApiState;
use axum::extract::{Request, State};
use axum::response::Response;
use http::{HeaderMap, Method, StatusCode};
use packaging::name::NormalizedName;
use percent_encoding::percent_decode_str;
use std::sync::Arc;
use web::{Problem, headers, slash};

/// `GET /simple/`: all names.
pub(crate) async fn root(State(state): State<Arc<ApiState>>, request: Request) -> Result<Response, Problem> {
    let written = state.simple.root().await?;
    let replies = &state.simple.replies;
    match replies.ready(&written.document, request.headers()) {
        Some(response) => Ok(response),
        None => {
            let (state, asked) = (Arc::clone(&state), request.headers().clone());
            derive(move || state.simple.replies.derived(&written.document, &asked)).await
        }
    }
}

/// `GET /simple/<name>/`: one project's files.
pub(crate) async fn project(State(state): State<Arc<ApiState>>, request: Request) -> Result<Response, Problem> {
    if let Some(response) = state.simple.ready(request.method(), request.uri().path(), request.headers()) {
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
    match simple.replies.ready(&page.document, request.headers()) {
        Some(response) => Ok(response),
        None => {
            let (state, asked) = (Arc::clone(&state), request.headers().clone());
            derive(move || state.simple.replies.derived(&page.document, &asked)).await
        }
    }
}

/// `POST /simple/`: somebody mistook the index for the upload endpoint.
pub(crate) async fn not_the_upload(State(state): State<Arc<ApiState>>) -> Response {
    let mut response = state.simple.replies.refused(
        StatusCode::METHOD_NOT_ALLOWED,
        "The simple index is for reading; to publish, use /legacy/\n",
    );
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
    /// The answer to a request for a page that is in memory; one look, nothing rendered.
    pub fn ready(&self, method: &Method, path: &str, asked: &HeaderMap) -> Option<Response> {
        let name = path.strip_prefix("/simple/")?.strip_suffix('/')?;
        if !matches!(*method, Method::GET | Method::HEAD) {
            return None;
        }
        match self.table.find(name) {
            Found::Fresh(page) => self.replies.ready(&page.document, asked),
            Found::Unknown | Found::Stale => None,
        }
    }
}

/// Large bodies are decompressed where they hold nobody up.
async fn derive(make: impl FnOnce() -> anyhow::Result<Response> + Send + 'static) -> Result<Response, Problem> {
    let made = tokio::task::spawn_blocking(make).await;
    Ok(made.map_err(anyhow::Error::from)??)
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
