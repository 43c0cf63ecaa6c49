//! The table of contents: every page for people.

use crate::{SiteState, answer, assets, help, home, project, setup};
use axum::routing::{MethodRouter, get, post};
use axum::{Router, extract::DefaultBodyLimit, middleware};
use std::sync::Arc;
use web::{CachePolicy, Renderer, error, headers, host, slash};

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
}

/// What stands around the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Pages: asked under another host, they redirect to their own.
    Page,
    /// Pages whose address holds a secret, which must not travel on as a referrer.
    Secret,
    /// Files that belong to pages and answer under every host.
    Asset,
}

/// The function behind a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    Home,
    Project,
    Release,
    HelpList,
    HelpTopic,
    SetupForm,
    SetUp,
    AppendSlash,
    Asset,
    Robots,
    Favicon,
}

/// Bytes that a form of ours may have; the longest field is a password.
const LARGEST_FORM: usize = 32 * 1024;

const fn row(method: Verb, pattern: &'static str, door: Door, handler: Handler, cache: CachePolicy) -> Route {
    Route { method, pattern, door, handler, cache }
}

/// Every page for people.
pub const ROUTES: &[Route] = &[
    row(Verb::Get, "/", Door::Page, Handler::Home, CachePolicy::NoStore),
    row(Verb::Get, "/project/{name}", Door::Page, Handler::Project, CachePolicy::NoStore),
    row(Verb::Get, "/project/{name}/", Door::Page, Handler::Project, CachePolicy::NoStore),
    row(Verb::Get, "/project/{name}/{version}", Door::Page, Handler::Release, CachePolicy::NoStore),
    row(Verb::Get, "/project/{name}/{version}/", Door::Page, Handler::Release, CachePolicy::NoStore),
    row(Verb::Get, "/help", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/help/", Door::Page, Handler::HelpList, CachePolicy::NoStore),
    row(Verb::Get, "/help/{topic}", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/help/{topic}/", Door::Page, Handler::HelpTopic, CachePolicy::NoStore),
    row(Verb::Get, "/setup/{secret}", Door::Secret, Handler::SetupForm, CachePolicy::PrivateNoStore),
    row(Verb::Post, "/setup/{secret}", Door::Secret, Handler::SetUp, CachePolicy::PrivateNoStore),
    row(Verb::Get, "/static/{hash}/{name}", Door::Asset, Handler::Asset, CachePolicy::Static),
    row(Verb::Get, "/robots.txt", Door::Asset, Handler::Robots, CachePolicy::NoStore),
    row(Verb::Get, "/favicon.ico", Door::Asset, Handler::Favicon, CachePolicy::NoStore),
];

/// The router of all pages, with [`fallback`] as its own.
pub fn router(state: &Arc<SiteState>) -> Router {
    let doors = [Door::Page, Door::Secret, Door::Asset];
    doors.into_iter().fold(fallback(state), |router, door| router.merge(door_router(door, state)))
}

/// A router that answers every address with a 404 page; a whole program's last resort.
pub fn fallback(state: &Arc<SiteState>) -> Router {
    around(Router::new().fallback(error::no_such_path), state)
}

fn door_router(door: Door, state: &Arc<SiteState>) -> Router {
    let rows = ROUTES.iter().filter(|row| row.door == door);
    let router = rows
        .fold(Router::new(), |router, row| router.route(row.pattern, method_router(row)))
        .method_not_allowed_fallback(error::wrong_method)
        .with_state(Arc::clone(state));
    let router = match door {
        Door::Secret => {
            router.layer(middleware::map_response(setup::keep_secret)).layer(DefaultBodyLimit::max(LARGEST_FORM))
        }
        Door::Page | Door::Asset => router,
    };
    let router = around(router, state);
    let urls = state.ctx.settings.urls.clone();
    match door {
        Door::Page | Door::Secret => router.layer(middleware::from_fn_with_state(urls, host::redirect)),
        Door::Asset => router,
    }
}

/// What every answer to a person gets: errors as pages, their language, their headers.
fn around(router: Router, state: &Arc<SiteState>) -> Router {
    let renderer = Renderer::Pages(Arc::clone(&state.frame));
    router
        .layer(middleware::from_fn_with_state(renderer, error::render))
        .layer(middleware::map_response(answer::vary_by_language))
        .layer(middleware::map_response(headers::secure_page))
}

fn method_router(row: &Route) -> MethodRouter<Arc<SiteState>> {
    let verb = row.method;
    match row.handler {
        Handler::Home => on(verb, home::home),
        Handler::Project => on(verb, project::project),
        Handler::Release => on(verb, project::release),
        Handler::HelpList => on(verb, help::list),
        Handler::HelpTopic => on(verb, help::topic),
        Handler::SetupForm => on(verb, setup::form),
        Handler::SetUp => on(verb, setup::set_up),
        Handler::AppendSlash => on(verb, slash::append),
        Handler::Asset => on(verb, assets::asset),
        Handler::Robots => on(verb, assets::robots),
        Handler::Favicon => on(verb, assets::favicon),
    }
}

fn on<H, T>(verb: Verb, handler: H) -> MethodRouter<Arc<SiteState>>
where
    H: axum::handler::Handler<T, Arc<SiteState>>,
    T: 'static,
{
    match verb {
        Verb::Get => get(handler),
        Verb::Post => post(handler),
    }
}
