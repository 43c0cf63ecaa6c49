//! What belongs to pages without being one: style, script, pictures, `robots.txt`.

use crate::SiteState;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use std::sync::Arc;
use templates::{Language, assets};
use web::{CachePolicy, Problem, etag};

/// What crawlers leave alone: addresses for machines, which hold nothing that a page does not say.
const MACHINES_ONLY: [&str; 5] = ["/simple/", "/files/", "/packages/", "/pypi/", "/legacy/"];

/// `GET /static/<hash>/<name>`: a file whose address changes with its bytes.
pub(crate) async fn asset(request: Request) -> Result<Response, Problem> {
    let path = request.uri().path();
    let asset = assets::all().iter().find(|asset| asset.path == path).ok_or_else(Problem::not_found)?;
    let tag = HeaderValue::try_from(format!("\"{}\"", hash_of(path))).map_err(anyhow::Error::from)?;
    let mut response = match etag::none_match(request.headers(), &tag) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => ([(header::CONTENT_TYPE, asset.content_type)], asset.bytes).into_response(),
    };
    response.headers_mut().insert(header::ETAG, tag);
    CachePolicy::Static.apply(response.headers_mut(), 0);
    Ok(response)
}

/// `GET /robots.txt`.
pub(crate) async fn robots(State(state): State<Arc<SiteState>>) -> Response {
    let root = state.frame.layout(Language::default(), "/", false).root_path;
    let lines: String = MACHINES_ONLY.iter().map(|path| format!("Disallow: {root}{path}\n")).collect();
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("User-agent: *\n{lines}")).into_response()
}

/// `GET /favicon.ico`: for who does not read the page's own link.
///
/// The redirect is temporary, because the picture's address changes with its bytes.
pub(crate) async fn favicon(State(state): State<Arc<SiteState>>) -> Result<Response, Problem> {
    let path = assets::path_of("wedge.svg").ok_or_else(Problem::not_found)?;
    let root = state.frame.layout(Language::default(), "/", false).root_path;
    Ok((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{root}{path}"))]).into_response())
}

/// The hash in the path of an asset.
fn hash_of(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default()
}
