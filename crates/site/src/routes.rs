//! The table of contents: every page for people.

use crate::account::entry::Entry;
use crate::account::manage::Manage;
use crate::{SiteState, answer, assets, help, home, project, setup};
use axum::routing::{MethodRouter, get, post};
use axum::{Router, extract::DefaultBodyLimit, middleware};
use std::sync::Arc;
use web::{CachePolicy, Renderer, error, headers, host, session, slash};

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
    /// Pages that know who is signed in: asked under another host, they redirect to their own.
    Page,
    /// Pages whose address holds a secret, which must not travel on as a referrer; only their forms are taken.
    Secret,
    /// Pages of accounts, whose forms only they may send.
    Account,
    /// Pages of accounts behind a mailed link, whose address holds a secret.
    AccountSecret,
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
    /// The way in to an account.
    Entry(Entry),
    /// What the owner of an account manages.
    Manage(Manage),
}

/// Bytes that a form of ours may have; the longest field is a password.
const LARGEST_FORM: usize = 32 * 1024;

const fn row(method: Verb, pattern: &'static str, door: Door, handler: Handler, cache: CachePolicy) -> Route {
    Route { method, pattern, door, handler, cache }
}

const fn entry(method: Verb, pattern: &'static str, handler: Entry) -> Route {
    row(method, pattern, Door::Account, Handler::Entry(handler), CachePolicy::PrivateNoStore)
}

const fn manage(method: Verb, pattern: &'static str, handler: Manage) -> Route {
    row(method, pattern, Door::Account, Handler::Manage(handler), CachePolicy::PrivateNoStore)
}

const fn undo(method: Verb, handler: Manage) -> Route {
    row(
        method,
        "/account/undo-deletion/{secret}",
        Door::AccountSecret,
        Handler::Manage(handler),
        CachePolicy::PrivateNoStore,
    )
}

const fn mailed(method: Verb, pattern: &'static str, handler: Entry) -> Route {
    row(method, pattern, Door::AccountSecret, Handler::Entry(handler), CachePolicy::PrivateNoStore)
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
    row(Verb::Get, "/account/sign-in", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    entry(Verb::Get, "/account/sign-in/", Entry::SignInForm),
    entry(Verb::Post, "/account/sign-in/", Entry::SignIn),
    entry(Verb::Get, "/account/sign-in/factor/", Entry::FactorForm),
    entry(Verb::Post, "/account/sign-in/factor/", Entry::Factor),
    entry(Verb::Post, "/account/sign-in/factor/key", Entry::FactorKey),
    entry(Verb::Get, "/account/sign-in/device/", Entry::DeviceForm),
    entry(Verb::Post, "/account/sign-in/device/", Entry::Device),
    mailed(Verb::Get, "/account/confirm-device/{secret}", Entry::DeviceLinkPage),
    mailed(Verb::Post, "/account/confirm-device/{secret}", Entry::DeviceLink),
    entry(Verb::Post, "/account/passkey/begin", Entry::PasskeyBegin),
    entry(Verb::Post, "/account/passkey/finish", Entry::PasskeyFinish),
    entry(Verb::Post, "/account/sign-out/", Entry::SignOut),
    entry(Verb::Get, "/account/step-up/", Entry::StepUpForm),
    entry(Verb::Post, "/account/step-up/", Entry::StepUp),
    entry(Verb::Post, "/account/step-up/key", Entry::StepUpKey),
    row(Verb::Get, "/account/register", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    entry(Verb::Get, "/account/register/", Entry::RegisterForm),
    entry(Verb::Post, "/account/register/", Entry::Register),
    mailed(Verb::Get, "/account/invitation/{secret}", Entry::InvitationForm),
    mailed(Verb::Post, "/account/invitation/{secret}", Entry::Invitation),
    mailed(Verb::Get, "/account/confirm-registration/{secret}", Entry::RegistrationPage),
    mailed(Verb::Post, "/account/confirm-registration/{secret}", Entry::Registration),
    mailed(Verb::Get, "/account/verify-address/{secret}", Entry::AddressPage),
    mailed(Verb::Post, "/account/verify-address/{secret}", Entry::Address),
    entry(Verb::Get, "/account/reset/", Entry::ResetForm),
    entry(Verb::Post, "/account/reset/", Entry::Reset),
    mailed(Verb::Get, "/account/reset-password/{secret}", Entry::NewPasswordForm),
    mailed(Verb::Post, "/account/reset-password/{secret}", Entry::NewPassword),
    mailed(Verb::Post, "/account/reset-password/{secret}/key", Entry::NewPasswordKey),
    row(Verb::Get, "/account", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/account/addresses", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/account/password", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/account/two-factor", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/account/recovery-codes", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/account/sessions", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/account/tokens", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/account/events", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    manage(Verb::Get, "/account/", Manage::Overview),
    manage(Verb::Get, "/account/addresses/", Manage::Addresses),
    manage(Verb::Post, "/account/addresses/", Manage::AddAddress),
    manage(Verb::Post, "/account/addresses/resend/", Manage::ResendAddress),
    manage(Verb::Post, "/account/addresses/cancel/", Manage::CancelAddress),
    manage(Verb::Post, "/account/addresses/primary/", Manage::PrimaryAddress),
    manage(Verb::Post, "/account/addresses/public/", Manage::PublicAddress),
    manage(Verb::Post, "/account/addresses/private/", Manage::PrivateAddress),
    manage(Verb::Get, "/account/addresses/remove/", Manage::AskRemoveAddress),
    manage(Verb::Post, "/account/addresses/remove/", Manage::RemoveAddress),
    manage(Verb::Get, "/account/password/", Manage::PasswordForm),
    manage(Verb::Post, "/account/password/", Manage::Password),
    manage(Verb::Get, "/account/two-factor/", Manage::Factors),
    manage(Verb::Get, "/account/two-factor/totp/add/", Manage::TotpForm),
    manage(Verb::Post, "/account/two-factor/totp/add/", Manage::Totp),
    manage(Verb::Get, "/account/two-factor/keys/add/", Manage::KeyForm),
    manage(Verb::Post, "/account/two-factor/keys/add/", Manage::Key),
    manage(Verb::Post, "/account/two-factor/keys/begin/", Manage::KeyBegin),
    manage(Verb::Get, "/account/two-factor/{id}/rename/", Manage::RenameForm),
    manage(Verb::Post, "/account/two-factor/{id}/rename/", Manage::Rename),
    manage(Verb::Get, "/account/two-factor/{id}/remove/", Manage::AskRemoveFactor),
    manage(Verb::Post, "/account/two-factor/{id}/remove/", Manage::RemoveFactor),
    manage(Verb::Get, "/account/recovery-codes/", Manage::Codes),
    manage(Verb::Get, "/account/recovery-codes/make/", Manage::AskReplaceCodes),
    manage(Verb::Post, "/account/recovery-codes/make/", Manage::MakeCodes),
    manage(Verb::Post, "/account/recovery-codes/burn/", Manage::BurnCode),
    manage(Verb::Get, "/account/sessions/", Manage::Sessions),
    manage(Verb::Get, "/account/sessions/end-all/", Manage::AskEndSessions),
    manage(Verb::Post, "/account/sessions/end-all/", Manage::EndSessions),
    manage(Verb::Get, "/account/sessions/{id}/end/", Manage::AskEndSession),
    manage(Verb::Post, "/account/sessions/{id}/end/", Manage::EndSession),
    manage(Verb::Get, "/account/devices/{id}/revoke/", Manage::AskRevokeDevice),
    manage(Verb::Post, "/account/devices/{id}/revoke/", Manage::RevokeDevice),
    manage(Verb::Get, "/account/tokens/", Manage::Tokens),
    manage(Verb::Post, "/account/tokens/", Manage::MakeToken),
    manage(Verb::Get, "/account/tokens/{id}/revoke/", Manage::AskRevokeToken),
    manage(Verb::Post, "/account/tokens/{id}/revoke/", Manage::RevokeToken),
    manage(Verb::Get, "/account/events/", Manage::Events),
    manage(Verb::Get, "/account/export/", Manage::ExportPage),
    manage(Verb::Post, "/account/export/", Manage::Export),
    manage(Verb::Get, "/account/delete/", Manage::DeletionForm),
    manage(Verb::Post, "/account/delete/", Manage::Delete),
    manage(Verb::Post, "/account/delete/cancel/", Manage::CancelDeletion),
    undo(Verb::Get, Manage::UndoPage),
    undo(Verb::Post, Manage::Undo),
    row(Verb::Get, "/static/{hash}/{name}", Door::Asset, Handler::Asset, CachePolicy::Static),
    row(Verb::Get, "/robots.txt", Door::Asset, Handler::Robots, CachePolicy::NoStore),
    row(Verb::Get, "/favicon.ico", Door::Asset, Handler::Favicon, CachePolicy::NoStore),
];

/// The router of all pages, with [`fallback`] as its own.
pub fn router(state: &Arc<SiteState>) -> Router {
    let doors = [Door::Page, Door::Secret, Door::Account, Door::AccountSecret, Door::Asset];
    doors.into_iter().fold(fallback(state), |router, door| router.merge(door_router(door, state)))
}

/// A router that answers every address with a 404 page; a whole program's last resort.
pub fn fallback(state: &Arc<SiteState>) -> Router {
    let readers = middleware::from_fn_with_state(Arc::clone(&state.ctx), session::recognise);
    around(Router::new().fallback(error::no_such_path).layer(readers), state)
}

fn door_router(door: Door, state: &Arc<SiteState>) -> Router {
    let rows = ROUTES.iter().filter(|row| row.door == door);
    let router = rows
        .fold(Router::new(), |router, row| router.route(row.pattern, method_router(row)))
        .method_not_allowed_fallback(error::wrong_method)
        .with_state(Arc::clone(state));
    let private = || middleware::map_response(answer::keep_private);
    let secret = || middleware::map_response(setup::keep_secret);
    let visits = || middleware::from_fn_with_state(Arc::clone(&state.ctx), session::resolve);
    let readers = || middleware::from_fn_with_state(Arc::clone(&state.ctx), session::recognise);
    let largest = DefaultBodyLimit::max(LARGEST_FORM);
    let router = match door {
        Door::Account => router.layer(visits()).layer(private()).layer(largest),
        Door::Secret | Door::AccountSecret => router.layer(visits()).layer(secret()).layer(largest),
        Door::Page => router.layer(readers()),
        Door::Asset => router,
    };
    let router = around(router, state);
    let urls = state.ctx.settings.urls.clone();
    match door {
        Door::Page | Door::Secret | Door::Account | Door::AccountSecret => {
            router.layer(middleware::from_fn_with_state(urls, host::redirect))
        }
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
        Handler::Entry(entry) => entry.on(verb),
        Handler::Manage(manage) => manage.on(verb),
    }
}

pub(crate) fn on<H, T>(verb: Verb, handler: H) -> MethodRouter<Arc<SiteState>>
where
    H: axum::handler::Handler<T, Arc<SiteState>>,
    T: 'static,
{
    match verb {
        Verb::Get => get(handler),
        Verb::Post => post(handler),
    }
}
