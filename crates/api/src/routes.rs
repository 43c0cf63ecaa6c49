//! The table of contents: every endpoint for machines.

use crate::{ApiState, files, health, json, leaks, simple, upload};
use axum::routing::{MethodRouter, get, options, post};
use axum::{Router, middleware};
use std::sync::Arc;
use web::{CachePolicy, Renderer, error, headers, slash};

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub method: Verb,
    pub pattern: &'static str,
    pub door: Door,
    pub handler: Handler,
    /// How long the answer to a success may be kept.
    pub cache: CachePolicy,
}

/// A method; `Get` answers HEAD too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
    Options,
}

/// Which room answers, and how it says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Simple,
    Files,
    Json,
    /// `/legacy/`: says no in the reason phrase.
    Upload,
    /// Reports of leaked tokens: no browser has anything to do there.
    Leaks,
    /// Health checks: no session, no token, no redirect.
    Health,
}

/// The function behind a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    SimpleRoot,
    SimpleProject,
    NotTheUpload,
    Preflight,
    AppendSlash,
    File,
    JsonProject,
    JsonRelease,
    Alive,
    Ready,
    NoSuchPath,
    Upload,
    UploadInfo,
    UploadWithoutSlash,
    UploadMoved,
    ReportLeaks,
}

const fn row(method: Verb, pattern: &'static str, door: Door, handler: Handler, cache: CachePolicy) -> Route {
    Route { method, pattern, door, handler, cache }
}

/// Every endpoint for machines.
pub const ROUTES: &[Route] = &[
    row(Verb::Get, "/simple", Door::Simple, Handler::AppendSlash, CachePolicy::SimpleIndex),
    row(Verb::Post, "/simple", Door::Simple, Handler::NotTheUpload, CachePolicy::SimpleIndex),
    row(Verb::Get, "/simple/", Door::Simple, Handler::SimpleRoot, CachePolicy::SimpleIndex),
    row(Verb::Post, "/simple/", Door::Simple, Handler::NotTheUpload, CachePolicy::SimpleIndex),
    row(Verb::Options, "/simple/", Door::Simple, Handler::Preflight, CachePolicy::SimpleIndex),
    row(Verb::Get, "/simple/{name}", Door::Simple, Handler::SimpleProject, CachePolicy::SimpleIndex),
    row(Verb::Get, "/simple/{name}/", Door::Simple, Handler::SimpleProject, CachePolicy::SimpleIndex),
    row(Verb::Post, "/simple/{name}/", Door::Simple, Handler::NotTheUpload, CachePolicy::SimpleIndex),
    row(Verb::Options, "/simple/{name}/", Door::Simple, Handler::Preflight, CachePolicy::SimpleIndex),
    row(Verb::Get, "/files/{*path}", Door::Files, Handler::File, CachePolicy::File),
    row(Verb::Options, "/files/{*path}", Door::Files, Handler::Preflight, CachePolicy::File),
    // Mirrors refuse a file whose path begins otherwise.
    row(Verb::Get, "/packages/{*path}", Door::Files, Handler::File, CachePolicy::File),
    row(Verb::Options, "/packages/{*path}", Door::Files, Handler::Preflight, CachePolicy::File),
    row(Verb::Get, "/pypi/{name}/json", Door::Json, Handler::JsonProject, CachePolicy::Json),
    row(Verb::Get, "/pypi/{name}/json/", Door::Json, Handler::JsonProject, CachePolicy::Json),
    row(Verb::Get, "/pypi/{name}/{version}/json", Door::Json, Handler::JsonRelease, CachePolicy::Json),
    row(Verb::Get, "/pypi/{name}/{version}/json/", Door::Json, Handler::JsonRelease, CachePolicy::Json),
    row(Verb::Options, "/pypi/{name}/json", Door::Json, Handler::Preflight, CachePolicy::Json),
    row(Verb::Options, "/pypi/{name}/{version}/json", Door::Json, Handler::Preflight, CachePolicy::Json),
    row(Verb::Post, "/legacy/", Door::Upload, Handler::Upload, CachePolicy::NoStore),
    row(Verb::Get, "/legacy/", Door::Upload, Handler::UploadInfo, CachePolicy::NoStore),
    row(Verb::Post, "/legacy", Door::Upload, Handler::UploadWithoutSlash, CachePolicy::NoStore),
    // Where uploads went long ago; old tools are told where they go now.
    row(Verb::Post, "/pypi", Door::Upload, Handler::UploadMoved, CachePolicy::NoStore),
    row(Verb::Post, "/pypi/", Door::Upload, Handler::UploadMoved, CachePolicy::NoStore),
    // Tools probe for trusted publishing and fall back on a token when it is not there.
    row(Verb::Get, "/_/oidc/audience", Door::Json, Handler::NoSuchPath, CachePolicy::NoStore),
    row(Verb::Post, "/_/secrets/disclose-token", Door::Leaks, Handler::ReportLeaks, CachePolicy::NoStore),
    // The address that the first scanner was told, which others have copied.
    row(Verb::Post, "/_/github/disclose-token", Door::Leaks, Handler::ReportLeaks, CachePolicy::NoStore),
    row(Verb::Get, "/healthz", Door::Health, Handler::Alive, CachePolicy::NoStore),
    row(Verb::Get, "/readyz", Door::Health, Handler::Ready, CachePolicy::NoStore),
];

/// The router of all endpoints for machines; it has no fallback of its own.
pub fn router(state: Arc<ApiState>) -> Router {
    let rendered = |door, renderer| door_router(door).layer(middleware::from_fn_with_state(renderer, error::render));
    let open = |door| rendered(door, Renderer::Json);
    // Errors, too, are readable from any origin: a page in a browser has to see why.
    let readable = |door| open(door).layer(middleware::map_response(with_cors));
    Router::new()
        .merge(open(Door::Simple))
        .merge(readable(Door::Files))
        .merge(readable(Door::Json))
        .merge(rendered(Door::Upload, Renderer::Upload).layer(middleware::map_response(headers::secure_page)))
        .merge(open(Door::Leaks))
        .merge(open(Door::Health))
        .with_state(state)
}

fn door_router(door: Door) -> Router<Arc<ApiState>> {
    let rows = ROUTES.iter().filter(|row| row.door == door);
    rows.fold(Router::new(), |router, row| router.route(row.pattern, method_router(row)))
        .method_not_allowed_fallback(error::wrong_method)
}

fn method_router(row: &Route) -> MethodRouter<Arc<ApiState>> {
    let verb = row.method;
    match row.handler {
        Handler::SimpleRoot => on(verb, simple::handlers::root),
        Handler::SimpleProject => on(verb, simple::handlers::project),
        Handler::NotTheUpload => on(verb, simple::handlers::not_the_upload),
        Handler::Preflight => on(verb, simple::handlers::preflight),
        Handler::AppendSlash => on(verb, slash::append),
        Handler::File => on(verb, files::file),
        Handler::JsonProject => on(verb, json::handlers::project),
        Handler::JsonRelease => on(verb, json::handlers::release),
        Handler::Alive => on(verb, health::alive),
        Handler::Ready => on(verb, health::ready),
        Handler::NoSuchPath => on(verb, error::no_such_path),
        Handler::Upload => on(verb, upload::upload),
        Handler::UploadInfo => on(verb, upload::info),
        Handler::UploadWithoutSlash => on(verb, upload::without_slash),
        Handler::UploadMoved => on(verb, upload::moved),
        Handler::ReportLeaks => on(verb, leaks::report),
    }
}

fn on<H, T>(verb: Verb, handler: H) -> MethodRouter<Arc<ApiState>>
where
    H: axum::handler::Handler<T, Arc<ApiState>>,
    T: 'static,
{
    match verb {
        Verb::Get => get(handler),
        Verb::Post => post(handler),
        Verb::Options => options(handler),
    }
}

async fn with_cors(mut response: axum::response::Response) -> axum::response::Response {
    headers::cors(response.headers_mut());
    response
}
