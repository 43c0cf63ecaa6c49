//! The table of contents: every page for people.

use crate::account::entry::Entry;
use crate::account::manage::Manage;
use crate::account::recover::Recover;
use crate::admin::Admin;
use crate::giveaway::Giveaway;
use crate::manage::Projects;
use crate::{SiteState, answer, assets, critical, dev, help, home, project, setup, stats};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router, extract::DefaultBodyLimit, middleware};
use std::sync::Arc;
use web::session::FormPage;
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
    /// Pages of operators, whose forms may carry whole tables.
    Admin,
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
    Stats,
    TwoFactorStats,
    CriticalList,
    CriticalHistory,
    DownloadStats,
    ProjectDownloads,
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
    /// The mails of an index that somebody develops.
    DevMails,
    DevMail,
    DevMailHtml,
    /// What people manage of their projects.
    Projects(Projects),
    /// Security keys given away.
    Giveaway(Giveaway),
    /// Letting people in again who lost every way in.
    Recover(Recover),
    /// What operators manage.
    Admin(Admin),
}

/// Bytes that a form of ours may have; the longest field is a password.
const LARGEST_FORM: usize = 32 * 1024;

/// Bytes that a form of an operator may have; a table of codes or days is pasted whole.
const LARGEST_ADMIN_FORM: usize = 2 * 1024 * 1024;

const fn row(method: Verb, pattern: &'static str, door: Door, handler: Handler, cache: CachePolicy) -> Route {
    Route { method, pattern, door, handler, cache }
}

const fn entry(method: Verb, pattern: &'static str, handler: Entry) -> Route {
    row(method, pattern, Door::Account, Handler::Entry(handler), CachePolicy::PrivateNoStore)
}

const fn manage(method: Verb, pattern: &'static str, handler: Manage) -> Route {
    row(method, pattern, Door::Account, Handler::Manage(handler), CachePolicy::PrivateNoStore)
}

const fn projects(method: Verb, pattern: &'static str, handler: Projects) -> Route {
    row(method, pattern, Door::Account, Handler::Projects(handler), CachePolicy::PrivateNoStore)
}

const fn admin(method: Verb, pattern: &'static str, handler: Admin) -> Route {
    row(method, pattern, Door::Admin, Handler::Admin(handler), CachePolicy::PrivateNoStore)
}

const fn giveaway(method: Verb, handler: Giveaway) -> Route {
    let pattern = "/security-key-giveaway/";
    row(method, pattern, Door::Account, Handler::Giveaway(handler), CachePolicy::PrivateNoStore)
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

const fn recover(method: Verb, pattern: &'static str, handler: Recover) -> Route {
    row(method, pattern, Door::Account, Handler::Recover(handler), CachePolicy::PrivateNoStore)
}

const fn recover_mailed(method: Verb, pattern: &'static str, handler: Recover) -> Route {
    row(method, pattern, Door::AccountSecret, Handler::Recover(handler), CachePolicy::PrivateNoStore)
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
    row(Verb::Get, "/stats", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/stats/", Door::Page, Handler::Stats, CachePolicy::NoStore),
    row(Verb::Get, "/stats/downloads", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/stats/downloads/", Door::Page, Handler::DownloadStats, CachePolicy::NoStore),
    row(Verb::Get, "/stats/downloads/{name}", Door::Page, Handler::ProjectDownloads, CachePolicy::NoStore),
    row(Verb::Get, "/stats/downloads/{name}/", Door::Page, Handler::ProjectDownloads, CachePolicy::NoStore),
    row(Verb::Get, "/stats/critical", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/stats/critical/", Door::Page, Handler::CriticalList, CachePolicy::NoStore),
    row(Verb::Get, "/stats/critical/history", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/stats/critical/history/", Door::Page, Handler::CriticalHistory, CachePolicy::NoStore),
    row(Verb::Get, "/stats/two-factor", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    row(Verb::Get, "/stats/two-factor/", Door::Page, Handler::TwoFactorStats, CachePolicy::NoStore),
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
    row(Verb::Get, "/account/recover", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    recover(Verb::Get, "/account/recover/", Recover::RequestForm),
    recover(Verb::Post, "/account/recover/", Recover::Request),
    recover_mailed(Verb::Get, "/account/recover/case/{secret}/", Recover::Case),
    recover_mailed(Verb::Post, "/account/recover/case/{secret}/", Recover::Open),
    recover_mailed(Verb::Post, "/account/recover/case/{secret}/repository/", Recover::NameRepository),
    recover_mailed(Verb::Post, "/account/recover/case/{secret}/voucher/", Recover::NameVoucher),
    recover_mailed(Verb::Get, "/account/recover/cancel/{secret}/", Recover::ObjectionPage),
    recover_mailed(Verb::Post, "/account/recover/cancel/{secret}/", Recover::Object),
    recover(Verb::Get, "/account/recover/vouch/{id}/", Recover::VouchPage),
    recover(Verb::Post, "/account/recover/vouch/{id}/", Recover::Vouch),
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
    row(Verb::Get, "/manage", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    projects(Verb::Get, "/manage/", Projects::List),
    projects(Verb::Get, "/manage/project/{name}/", Projects::Project),
    projects(Verb::Get, "/manage/project/{name}/events/", Projects::Events),
    projects(Verb::Post, "/manage/project/{name}/yank/", Projects::Yank),
    projects(Verb::Post, "/manage/project/{name}/unyank/", Projects::Unyank),
    projects(Verb::Post, "/manage/project/{name}/archive/", Projects::Archive),
    projects(Verb::Post, "/manage/project/{name}/unarchive/", Projects::Unarchive),
    projects(Verb::Get, "/manage/project/{name}/delete/", Projects::AskDelete),
    projects(Verb::Post, "/manage/project/{name}/delete/", Projects::Delete),
    projects(Verb::Get, "/manage/project/{name}/second-factor/", Projects::FactorForm),
    projects(Verb::Post, "/manage/project/{name}/second-factor/", Projects::SetFactor),
    row(Verb::Get, "/admin", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    admin(Verb::Get, "/admin/", Admin::Index),
    row(Verb::Get, "/admin/mandates", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    admin(Verb::Get, "/admin/mandates/", Admin::Mandates),
    admin(Verb::Get, "/admin/mandates/schedule/", Admin::MandateForm),
    admin(Verb::Post, "/admin/mandates/schedule/", Admin::ScheduleMandate),
    admin(Verb::Get, "/admin/mandates/impact/", Admin::MandateImpact),
    admin(Verb::Get, "/admin/mandates/impact/people.csv", Admin::MandateImpactCsv),
    admin(Verb::Get, "/admin/mandates/history/", Admin::MandateHistory),
    admin(Verb::Get, "/admin/mandates/presets/{name}/", Admin::MandatePreset),
    admin(Verb::Post, "/admin/mandates/presets/{name}/", Admin::WritePreset),
    admin(Verb::Get, "/admin/mandates/{id}/", Admin::Mandate),
    admin(Verb::Post, "/admin/mandates/{id}/", Admin::EditMandate),
    admin(Verb::Post, "/admin/mandates/{id}/end/", Admin::EndMandate),
    admin(Verb::Get, "/admin/critical/", Admin::Critical),
    admin(Verb::Post, "/admin/critical/designate/", Admin::DesignateProject),
    admin(Verb::Post, "/admin/critical/withdraw/", Admin::WithdrawProject),
    admin(Verb::Get, "/admin/campaigns/", Admin::Campaigns),
    admin(Verb::Get, "/admin/giveaway/", Admin::Giveaways),
    admin(Verb::Post, "/admin/giveaway/", Admin::CreateProgramme),
    admin(Verb::Get, "/admin/giveaway/claims.csv", Admin::GiveawayClaims),
    admin(Verb::Get, "/admin/giveaway/{id}/", Admin::Programme),
    admin(Verb::Post, "/admin/giveaway/{id}/", Admin::EditProgramme),
    admin(Verb::Post, "/admin/giveaway/{id}/codes/", Admin::ImportCodes),
    row(Verb::Get, "/security-key-giveaway", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    giveaway(Verb::Get, Giveaway::Page),
    giveaway(Verb::Post, Giveaway::Claim),
    admin(Verb::Get, "/admin/switches/", Admin::Switches),
    admin(Verb::Get, "/admin/switches/{switch}/", Admin::Switch),
    admin(Verb::Post, "/admin/switches/{switch}/on/", Admin::SwitchOn),
    admin(Verb::Post, "/admin/switches/{switch}/off/", Admin::SwitchOff),
    admin(Verb::Post, "/admin/switches/{switch}/dismiss/", Admin::SwitchDismiss),
    row(Verb::Get, "/admin/recoveries", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    admin(Verb::Get, "/admin/recoveries/", Admin::Recoveries),
    admin(Verb::Get, "/admin/recoveries/figures/", Admin::RecoveryFigures),
    admin(Verb::Get, "/admin/recoveries/{id}/", Admin::RecoveryCase),
    admin(Verb::Post, "/admin/recoveries/{id}/note/", Admin::NoteRecovery),
    admin(Verb::Post, "/admin/recoveries/{id}/evidence/{evidence}/", Admin::JudgeRecovery),
    admin(Verb::Post, "/admin/recoveries/{id}/decide/", Admin::DecideRecovery),
    row(Verb::Get, "/admin/invitations", Door::Page, Handler::AppendSlash, CachePolicy::NoStore),
    admin(Verb::Get, "/admin/invitations/", Admin::Invitations),
    admin(Verb::Post, "/admin/invitations/", Admin::Invite),
    admin(Verb::Post, "/admin/invitations/registration/", Admin::SetRegistration),
    admin(Verb::Post, "/admin/invitations/{id}/cancel/", Admin::CancelInvitation),
    row(Verb::Get, "/dev/mail/", Door::Page, Handler::DevMails, CachePolicy::NoStore),
    row(Verb::Get, "/dev/mail/{name}/", Door::Page, Handler::DevMail, CachePolicy::NoStore),
    row(Verb::Get, "/dev/mail/{name}/html", Door::Page, Handler::DevMailHtml, CachePolicy::NoStore),
    row(Verb::Get, "/static/{hash}/{name}", Door::Asset, Handler::Asset, CachePolicy::Static),
    row(Verb::Get, "/robots.txt", Door::Asset, Handler::Robots, CachePolicy::NoStore),
    row(Verb::Get, "/favicon.ico", Door::Asset, Handler::Favicon, CachePolicy::NoStore),
];

/// The router of all pages, with [`fallback`] as its own.
pub fn router(state: &Arc<SiteState>) -> Router {
    let doors = [Door::Page, Door::Secret, Door::Account, Door::AccountSecret, Door::Admin, Door::Asset];
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
        .fold(Router::new(), |router, row| router.route(row.pattern, method_router(row).route_layer(form_page(row))))
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
        Door::Admin => router
            .layer(visits())
            .layer(private())
            .layer(Extension(session::LargestForm(LARGEST_ADMIN_FORM)))
            .layer(DefaultBodyLimit::max(LARGEST_ADMIN_FORM)),
        Door::Page => router.layer(readers()),
        Door::Asset => router,
    };
    let router = around(router, state);
    let urls = state.ctx.settings.urls.clone();
    match door {
        Door::Page | Door::Secret | Door::Account | Door::AccountSecret | Door::Admin => {
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

/// The page of a form: the nearest one at or above the address that the form is sent to.
fn form_page(row: &Route) -> Extension<FormPage> {
    let is_above = |it: &&Route| it.pattern.ends_with('/') && row.pattern.starts_with(it.pattern);
    let pages = ROUTES.iter().filter(|it| it.method == Verb::Get && it.door == row.door).filter(is_above);
    Extension(FormPage::of(pages.map(|it| it.pattern).max_by_key(|pattern| pattern.len()).unwrap_or_default()))
}

fn method_router(row: &Route) -> MethodRouter<Arc<SiteState>> {
    let verb = row.method;
    match row.handler {
        Handler::Home => on(verb, home::home),
        Handler::Project => on(verb, project::project),
        Handler::Release => on(verb, project::release),
        Handler::HelpList => on(verb, help::list),
        Handler::HelpTopic => on(verb, help::topic),
        Handler::Stats => on(verb, stats::index),
        Handler::TwoFactorStats => on(verb, stats::two_factor),
        Handler::CriticalList => on(verb, critical::list),
        Handler::CriticalHistory => on(verb, critical::history),
        Handler::DownloadStats => on(verb, stats::downloads),
        Handler::ProjectDownloads => on(verb, stats::project_downloads),
        Handler::SetupForm => on(verb, setup::form),
        Handler::SetUp => on(verb, setup::set_up),
        Handler::AppendSlash => on(verb, slash::append),
        Handler::Asset => on(verb, assets::asset),
        Handler::Robots => on(verb, assets::robots),
        Handler::Favicon => on(verb, assets::favicon),
        Handler::Entry(entry) => entry.on(verb),
        Handler::Manage(manage) => manage.on(verb),
        Handler::DevMails => on(verb, dev::mails),
        Handler::DevMail => on(verb, dev::mail),
        Handler::DevMailHtml => on(verb, dev::html),
        Handler::Projects(projects) => projects.on(verb),
        Handler::Giveaway(giveaway) => giveaway.on(verb),
        Handler::Recover(recover) => recover.on(verb),
        Handler::Admin(admin) => admin.on(verb),
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
