//! Errors as responses: one table from `Kind` to status, and the renderers.
//!
//! A handler returns [`Problem`]; as a response it carries itself to the
//! [`render`] layer of its door, which knows what the client wants to read.

mod bodies;
mod page;
mod reason;

pub use bodies::{JSON, PROBLEM_JSON};
pub use reason::reason_phrase;

use crate::{Frame, Visit, negotiate, request_id::RequestId};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::{Failure, Kind, Refusal};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;
use templates::Language;
use templates::context::ReaderContext;

/// A no, or a fault, on its way to the client.
#[derive(Debug)]
pub enum Problem {
    Refused(Refused),
    Broken(anyhow::Error),
}

/// What a refusal says, taken out of its enum.
#[derive(Clone, Debug)]
pub struct Refused {
    pub kind: Kind,
    /// Stable, for machines.
    pub code: &'static str,
    pub parameters: Vec<(&'static str, String)>,
    /// One English line.
    pub message: String,
}

/// How one door says no.
#[derive(Clone)]
pub enum Renderer {
    /// A page, or JSON for who asks for it.
    Pages(Arc<Frame>),
    /// JSON, or problem+json for who asks for it.
    Json,
    /// Text in the body and in the reason phrase, or JSON by `Accept`; never 401.
    Upload,
}

/// The one table from the sort of a refusal to a status.
pub const fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Gone => StatusCode::GONE,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Kind::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl Refused {
    /// What it says to a reader; nothing where `templates` has no words for it.
    fn translated(&self, language: Language) -> Option<String> {
        let parameters = self.parameters.iter().map(|(name, value)| (*name, value.as_str()));
        templates::refusal(self.code, &parameters.collect::<Vec<_>>(), language)
    }
}

impl Problem {
    /// What an act refused.
    pub fn refused(refusal: &impl Refusal) -> Self {
        Self::Refused(Refused {
            kind: refusal.kind(),
            code: refusal.code(),
            parameters: refusal.parameters(),
            message: refusal.to_string(),
        })
    }

    /// A refusal of the edge itself, which has no enum of its own.
    pub fn refuse(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(Refused { kind, code, parameters: Vec::new(), message: message.into() })
    }

    /// The thing that the address names does not exist.
    pub fn not_found() -> Self {
        Self::refuse(Kind::NotFound, "not-found", "Not Found")
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refused) => status(refused.kind),
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The line for machines; of a fault it says nothing but the request's id.
    fn line(&self, request_id: RequestId) -> String {
        match self {
            Self::Refused(refused) => refused.message.clone(),
            Self::Broken(_) => {
                format!("The index broke while it answered; tell its operator this request id: `{request_id}`")
            }
        }
    }

    /// The line in the reader's language; a fault, and a refusal without words of its own, stay English.
    fn line_in(&self, asking: &Asking) -> String {
        let translated = match self {
            Self::Refused(refused) => refused.translated(asking.language),
            Self::Broken(_) => None,
        };
        translated.unwrap_or_else(|| self.line(asking.request_id))
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.code,
            Self::Broken(_) => "internal-error",
        }
    }
}

impl<R: Refusal> From<Failure<R>> for Problem {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::refused(&refusal),
            Failure::Broken(fault) => Self::Broken(fault),
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(fault: anyhow::Error) -> Self {
        Self::Broken(fault)
    }
}

/// A problem inside the response that the layer of the door will render.
#[derive(Clone)]
struct Unrendered(Arc<Problem>);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::Refused(Refused { kind: Kind::TooMany { retry_after }, .. }) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
        }
        response.extensions_mut().insert(Unrendered(Arc::new(self)));
        response
    }
}

/// What the client can read, taken from the request before a handler consumes it.
struct Asking {
    accept: Option<Vec<u8>>,
    language: Language,
    path: String,
    request_id: RequestId,
    /// Who is signed in, where a layer of sessions found out.
    reader: Option<ReaderContext>,
}

/// The layer of a door: renders the problems that its handlers return.
pub async fn render(State(renderer): State<Renderer>, request: Request, next: Next) -> Response {
    let mut asking = Asking {
        accept: negotiate::field(request.headers(), header::ACCEPT).map(Cow::into_owned),
        language: crate::language::of(request.headers()),
        path: request.uri().path().to_owned(),
        request_id: RequestId::of(request.extensions()),
        reader: None,
    };
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Unrendered>() {
        None => response,
        Some(Unrendered(problem)) => {
            asking.reader = response.extensions().get::<Visit>().and_then(Visit::reader);
            renderer.answer(&problem, &asking, response.into_parts().0.headers)
        }
    }
}

/// The answer of a router that knows no such path.
pub async fn no_such_path() -> Problem {
    Problem::not_found()
}

/// The answer of a route that does not know the method.
pub async fn wrong_method() -> Problem {
    Problem::refuse(
        Kind::MethodNotAllowed,
        "method-not-allowed",
        "This address does not take the method of the request",
    )
}

/// What a caught panic answers; it is outside every door, so it is plain.
pub(crate) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&'static str>().copied())
        .unwrap_or("a panic that is not text");
    tracing::error!(cause, "a handler panicked: {cause}");
    (StatusCode::INTERNAL_SERVER_ERROR, "The index broke while it answered; tell its operator\n").into_response()
}

impl Renderer {
    fn answer(&self, problem: &Problem, asking: &Asking, kept: HeaderMap) -> Response {
        if let Problem::Broken(fault) = problem {
            let request_id = asking.request_id;
            tracing::error!(%request_id, fault = format!("{fault:#}"), "request {request_id} broke: {fault:#}");
        }
        let accept = asking.accept.as_deref();
        let (status, line) = (self.status(problem), problem.line(asking.request_id));
        let (content_type, body) = match self {
            Self::Pages(frame) => match negotiate::best(accept, &["text/html", JSON, PROBLEM_JSON]) {
                // Scripts of our pages show the line to their reader.
                Some(1) => bodies::json(problem, status, problem.line_in(asking)),
                Some(2) => bodies::problem_json(problem, status, problem.line_in(asking), asking.request_id),
                _ => page::html(problem, status, asking, frame),
            },
            Self::Json => match negotiate::best(accept, &[JSON, PROBLEM_JSON]) {
                Some(1) => bodies::problem_json(problem, status, line, asking.request_id),
                _ => bodies::json(problem, status, line),
            },
            Self::Upload => match negotiate::best(accept, &["text/plain", JSON, PROBLEM_JSON]) {
                Some(1) => bodies::json(problem, status, line),
                Some(2) => bodies::problem_json(problem, status, line, asking.request_id),
                _ => bodies::plain(problem, asking.request_id),
            },
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        *response.headers_mut() = kept;
        // The length was that of the empty body which carried the problem here.
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
        if matches!(self, Self::Upload) {
            response.extensions_mut().insert(reason_phrase(&problem.line(asking.request_id)));
        }
        response
    }

    /// `/legacy/` never answers 401: tools would ask for a password instead of showing why.
    fn status(&self, problem: &Problem) -> StatusCode {
        match (self, problem.status()) {
            (Self::Upload, StatusCode::UNAUTHORIZED) => StatusCode::FORBIDDEN,
            (_, status) => status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware, routing::get};
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    async fn answer(
        renderer: Renderer,
        accept: Option<&str>,
        problem: fn() -> Problem,
    ) -> (http::response::Parts, String) {
        let handler = move || async move { problem() };
        let router = Router::new().route("/", get(handler)).layer(middleware::from_fn_with_state(renderer, render));
        let mut request = http::Request::get("/");
        if let Some(accept) = accept {
            request = request.header(header::ACCEPT, accept);
        }
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        (parts, String::from_utf8(body.to_vec()).unwrap())
    }

    fn exists() -> Problem {
        Problem::refuse(Kind::Invalid, "file-exists", "File already exists: `café-1.tar.gz`")
    }

    fn broken() -> Problem {
        Problem::Broken(anyhow::anyhow!("the password of the database is hunter2"))
    }

    #[test]
    fn every_kind_has_a_status_of_its_own() {
        let kinds = [
            Kind::Invalid,
            Kind::Unauthenticated,
            Kind::Forbidden,
            Kind::NotFound,
            Kind::Gone,
            Kind::Conflict,
            Kind::MethodNotAllowed,
            Kind::UnsupportedMedia,
            Kind::TooMany { retry_after: 1 },
            Kind::Unavailable,
        ];
        let statuses: std::collections::BTreeSet<u16> = kinds.iter().map(|kind| status(*kind).as_u16()).collect();
        assert_eq!(statuses.into_iter().collect::<Vec<_>>(), [400, 401, 403, 404, 405, 409, 410, 415, 429, 503]);
    }

    #[tokio::test]
    async fn json_has_the_exact_type_that_tools_compare() {
        let (parts, body) = answer(Renderer::Json, None, exists).await;
        assert_eq!(parts.status, 400);
        assert_eq!(parts.headers[header::CONTENT_TYPE], "application/json");
        assert_eq!(
            body,
            r#"{"message":"File already exists: `café-1.tar.gz`","code":"file-exists","title":"Bad Request"}"#
        );
    }

    #[tokio::test]
    async fn problem_json_is_given_to_who_asks_for_it() {
        let (parts, body) = answer(Renderer::Json, Some("application/problem+json"), exists).await;
        assert_eq!(parts.headers[header::CONTENT_TYPE], "application/problem+json");
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!((&body["status"], &body["code"]), (&400.into(), &"file-exists".into()));
        assert_eq!(body["detail"], "File already exists: `café-1.tar.gz`");
    }

    #[tokio::test]
    async fn the_upload_endpoint_answers_text_with_a_reason_phrase() {
        let (parts, body) = answer(Renderer::Upload, Some("*/*"), exists).await;
        assert_eq!(parts.headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        assert_eq!(body, "File already exists: `café-1.tar.gz`\n");
        let reason = parts.extensions.get::<hyper::ext::ReasonPhrase>().unwrap();
        assert_eq!(reason.as_bytes(), b"File already exists: `caf\xe9-1.tar.gz`");
    }

    #[tokio::test]
    async fn the_upload_endpoint_never_answers_401() {
        let refuse = || Problem::refuse(Kind::Unauthenticated, "no-token", "No token was sent");
        assert_eq!(answer(Renderer::Upload, None, refuse).await.0.status, 403);
        assert_eq!(answer(Renderer::Json, None, refuse).await.0.status, 401);
    }

    #[tokio::test]
    async fn a_fault_shows_the_request_id_and_never_its_cause() {
        for (renderer, accept) in
            [(Renderer::Json, None), (Renderer::Upload, None), (Renderer::Upload, Some("application/problem+json"))]
        {
            let (parts, body) = answer(renderer, accept, broken).await;
            assert_eq!(parts.status, 500);
            assert!(body.contains("00000000-0000-0000-0000-000000000000"), "{body}");
            assert!(!body.contains("hunter2"), "{body}");
        }
    }

    #[tokio::test]
    async fn too_many_says_when_to_come_back() {
        let refuse = || Problem::refuse(Kind::TooMany { retry_after: 40 }, "too-many", "Too many projects");
        assert_eq!(answer(Renderer::Json, None, refuse).await.0.headers[header::RETRY_AFTER], "40");
    }

    fn pages() -> Renderer {
        let urls = domain::urls::Urls::new(&"https://index.example".parse().unwrap(), None);
        let settings = service::settings::Settings::new(urls, "uploads".into());
        Renderer::Pages(Arc::new(Frame::new(Arc::new(templates::Templates::new().unwrap()), &settings)))
    }

    #[tokio::test]
    async fn a_person_gets_a_page_and_a_machine_gets_json_at_the_same_door() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        let (parts, body) = answer(pages(), Some(browser), Problem::not_found).await;
        assert_eq!(
            (parts.status.as_u16(), &parts.headers[header::CONTENT_TYPE]),
            (404, &"text/html; charset=utf-8".parse().unwrap())
        );
        assert!(body.starts_with("<!DOCTYPE html>") || body.starts_with("<!doctype html>"), "{body}");
        let (parts, _) = answer(pages(), Some("application/json"), Problem::not_found).await;
        assert_eq!(parts.headers[header::CONTENT_TYPE], "application/json");
    }

    #[tokio::test]
    async fn the_page_of_a_fault_shows_the_request_id_and_never_its_cause() {
        let (parts, body) = answer(pages(), None, broken).await;
        assert_eq!(parts.status, 500);
        assert!(body.contains("00000000-0000-0000-0000-000000000000") && !body.contains("hunter2"), "{body}");
    }
}
