//! The one host of the pages: asked under another, a page redirects there.

use crate::ClientAddress;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::urls::Urls;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};

const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// The layer of the doors for people; machine endpoints answer under every host.
///
/// The redirect is temporary: a wrong `public_url` must not live on in browsers.
pub async fn redirect(State(urls): State<Urls>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || asked_host(&request).is_none_or(|host| is_ours(host, &urls)) {
        return next.run(request).await;
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    match HeaderValue::try_from(urls.absolute(path)) {
        Ok(location) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// The host that the person typed; nothing when a proxy hides it, lest the redirect turn in a circle.
fn asked_host(request: &Request) -> Option<&str> {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_behind_proxy = request.extensions().get::<ClientAddress>().is_some_and(|client| client.is_behind_proxy);
    if is_behind_proxy {
        return text(FORWARDED_HOST).and_then(|hosts| hosts.split(',').next()).map(str::trim);
    }
    request.uri().authority().map(|authority| authority.as_str()).or_else(|| text(header::HOST))
}

fn is_ours(host: &str, urls: &Urls) -> bool {
    let default_port = if urls.is_https() { ":443" } else { ":80" };
    let host = host.strip_suffix(default_port).unwrap_or(host);
    host.eq_ignore_ascii_case(urls.host())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, middleware, routing::any};
    use tower::ServiceExt as _;

    async fn ask(request: http::request::Builder) -> Response {
        let urls = Urls::new(&"https://index.example".parse().unwrap(), None);
        let router = Router::new()
            .route("/{*path}", any(|| async { "page" }))
            .layer(middleware::from_fn_with_state(urls, redirect));
        router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_page_asked_under_another_host_is_found_at_the_public_one() {
        let response = ask(http::Request::get("/project/a/?q=1").header(header::HOST, "10.0.0.1:8080")).await;
        assert_eq!(response.status(), 307);
        assert_eq!(response.headers()[header::LOCATION], "https://index.example/project/a/?q=1");
    }

    #[tokio::test]
    async fn the_public_host_answers_with_or_without_its_port() {
        for host in ["index.example", "INDEX.example", "index.example:443"] {
            assert_eq!(ask(http::Request::get("/a").header(header::HOST, host)).await.status(), 200, "{host}");
        }
        assert_eq!(ask(http::Request::get("/a")).await.status(), 200);
    }

    #[tokio::test]
    async fn a_form_is_never_redirected() {
        assert_eq!(ask(http::Request::post("/a").header(header::HOST, "other.example")).await.status(), 200);
    }

    #[tokio::test]
    async fn a_proxy_that_hides_the_host_makes_no_circle() {
        let proxied = ClientAddress { address: [192, 0, 2, 1].into(), is_behind_proxy: true };
        let hidden = http::Request::get("/a").header(header::HOST, "backend:8080").extension(proxied);
        assert_eq!(ask(hidden).await.status(), 200);
        let told = http::Request::get("/a").header(FORWARDED_HOST, "old.example").extension(proxied);
        assert_eq!(ask(told).await.status(), 307);
    }
}
