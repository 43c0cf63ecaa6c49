//! How pages answer.

use axum::response::{Html, IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use web::{CachePolicy, Problem};

/// A rendered page.
pub(crate) fn page(rendered: anyhow::Result<String>) -> Result<Response, Problem> {
    with_status(StatusCode::OK, rendered)
}

/// A rendered page with another status than 200.
pub(crate) fn with_status(status: StatusCode, rendered: anyhow::Result<String>) -> Result<Response, Problem> {
    Ok((status, Html(rendered?)).into_response())
}

/// 301 to an address of this site, which `domain::urls` built.
pub(crate) fn moved(url: &str) -> Result<Response, Problem> {
    let location = HeaderValue::try_from(url).map_err(|_| Problem::not_found())?;
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response())
}

/// The layer that tells caches that a page depends on the reader's language.
pub(crate) async fn vary_by_language(mut response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(|kind| kind.starts_with(b"text/html")) {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Language"));
    }
    response
}

/// The layer of the pages of accounts: nobody keeps them.
pub(crate) async fn keep_private(mut response: Response) -> Response {
    CachePolicy::PrivateNoStore.apply(response.headers_mut(), 0);
    response
}
