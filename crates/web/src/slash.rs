//! Redirects to the one spelling of an address.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, Uri, header};

/// 301 to the same path with a slash at its end; the query is kept.
///
/// `Location` is relative to the host, so that it holds under every name of the index.
pub async fn append(uri: Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    permanent(&format!("{}/{query}", uri.path()))
}

/// 301 to a path of this site, which must be plain ASCII.
///
/// Two slashes at the beginning would name another host, so they become one.
pub fn permanent(path: &str) -> Response {
    let location = format!("/{}", path.trim_start_matches(['/', '\\']));
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_slash_is_added_before_the_query() {
        let response = append(Uri::from_static("/simple/a?b=c")).await;
        assert_eq!(response.status(), 301);
        assert_eq!(response.headers()[header::LOCATION], "/simple/a/?b=c");
    }

    #[tokio::test]
    async fn a_redirect_never_leaves_the_host() {
        let response = append(Uri::from_static("//elsewhere.example/a")).await;
        assert_eq!(response.headers()[header::LOCATION], "/elsewhere.example/a/");
        assert_eq!(permanent("/a\r\nb").status(), 400);
    }
}
