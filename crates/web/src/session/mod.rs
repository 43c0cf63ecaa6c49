//! Sessions at the edge: cookies, extractors that carry proof, and forms of other sites.
//!
//! The layer [`resolve`] stands before every page for people. It recognises who is
//! signed in, and refuses every unsafe request that no page of ours has sent, so that
//! no handler can forget to.

mod cookies;
mod csrf;
mod extract;
pub mod mandate;
mod visit;

pub use cookies::Cookie;
pub use csrf::{FIELD as CSRF_FIELD, HEADER as CSRF_HEADER};
pub use extract::{FormPage, MaybeSignedIn, SIGN_IN_PATH, STEP_UP_PATH, SignedIn, SteppedUp};
pub use visit::Visit;

use crate::{ClientAddress, Problem};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts as _, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::Kind;
use http::{HeaderMap, HeaderValue, header, request::Parts};
use service::Ctx;
use std::sync::Arc;

/// Bytes of a form that are looked through for its token.
const LARGEST_FORM: usize = 128 * 1024;

/// Bytes of a form that are taken from a superuser, where a door has put it before [`resolve`].
#[derive(Clone, Copy, Debug)]
pub struct LargestForm(pub usize);

/// The layer of the doors for people; [`crate::error::render`] stands outside it.
pub async fn resolve(State(ctx): State<Arc<Ctx>>, request: Request, next: Next) -> Response {
    match visited(ctx, request).await {
        Ok((visit, request)) => {
            let mut response = next.run(request).await;
            visit.finish(&mut response);
            response.headers_mut().append(header::VARY, HeaderValue::from_static("Cookie"));
            response
        }
        Err(problem) => problem.into_response(),
    }
}

/// The layer of pages without forms: it knows who is signed in, and changes nothing.
///
/// An unsafe method passes without a visit, for the router to say that it is none of theirs.
pub async fn recognise(State(ctx): State<Arc<Ctx>>, request: Request, next: Next) -> Response {
    match csrf::is_unsafe(request.method()) {
        true => next.run(request).await,
        false => resolve(State(ctx), request, next).await,
    }
}

async fn visited(ctx: Arc<Ctx>, request: Request) -> Result<(Visit, Request), Problem> {
    let (mut parts, mut body) = request.into_parts();
    let is_unsafe = csrf::is_unsafe(&parts.method);
    // Before the session is looked up: a foreign form costs us nothing.
    if is_unsafe && !csrf::is_from_here(&parts.headers, &origin(&ctx)) {
        return Err(foreign());
    }
    let client = ClientAddress::from_request_parts(&mut parts, &()).await.unwrap_or_else(|never| match never {});
    let visit = Visit::read(ctx, &parts.headers, client).await?;
    if is_unsafe {
        let token = match parts.headers.get(&CSRF_HEADER).map(|value| value.to_str().unwrap_or_default().to_owned()) {
            Some(token) => Some(token),
            None if is_form(&parts.headers) => {
                let bytes = to_bytes(body, largest_form(&parts, &visit)).await.map_err(|_| unreadable())?;
                let token = csrf::field(&bytes);
                body = Body::from(bytes);
                token
            }
            None => None,
        };
        if !token.is_some_and(|token| visit.csrf_holds(&token)) {
            return Err(foreign());
        }
    }
    parts.extensions.insert(visit.clone());
    Ok((visit, Request::from_parts(parts, body)))
}

/// Nobody but a superuser makes us hold a large form in memory.
fn largest_form(parts: &Parts, visit: &Visit) -> usize {
    let is_superuser = visit.signed_in().is_some_and(|signed_in| signed_in.superuser);
    let larger = parts.extensions.get::<LargestForm>().filter(|_| is_superuser);
    larger.map_or(LARGEST_FORM, |larger| larger.0)
}

/// The one origin of pages: scheme, host and port of `public_url`.
fn origin(ctx: &Ctx) -> String {
    let home = url::Url::parse(&ctx.settings.urls.home());
    home.map(|home| home.origin().ascii_serialization()).unwrap_or_default()
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn foreign() -> Problem {
    Problem::refuse(
        Kind::Forbidden,
        "csrf",
        "The form was not sent from this site, or its session has ended; go back, reload the page and send it again",
    )
}

fn unreadable() -> Problem {
    Problem::refuse(
        Kind::Invalid,
        "form-unreadable",
        "The form did not arrive whole; reload the page and fill it in again",
    )
}
