//! `/metrics`: figures for Prometheus, on a port of their own.

mod text;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{StatusCode, header};
use service::{Ctx, figures};
use std::sync::Arc;
use store::{figures::Backlog, switches::SwitchState};
use text::Text;

/// The text format of Prometheus.
const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The router of the port of metrics; it knows nobody and shows no name.
pub fn router(ctx: Arc<Ctx>) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(ctx)
}

async fn metrics(State(ctx): State<Arc<Ctx>>) -> Response {
    match render(&ctx).await {
        Ok(text) => ([(header::CONTENT_TYPE, CONTENT_TYPE), (header::CACHE_CONTROL, "no-store")], text).into_response(),
        Err(fault) => {
            tracing::error!("the metrics could not be read: {fault:#}");
            (StatusCode::INTERNAL_SERVER_ERROR, "The metrics could not be read; the log tells why\n").into_response()
        }
    }
}

async fn render(ctx: &Ctx) -> anyhow::Result<String> {
    let figures = figures::live(ctx).await?;
    let mut read = ctx.db.read().await?;
    let backlog = store::figures::backlog(&mut read).await?;
    let states = store::switches::states(&mut read).await?;
    drop(read);
    let mut text = Text::default();
    add_people(&mut text, &figures);
    add_work(&mut text, ctx, &backlog);
    add_switches(&mut text, &states);
    Ok(text.finish())
}

fn add_people(text: &mut Text, figures: &store::figures::Figures) {
    text.gauge("fromagerie_accounts", "Accounts that are not deleted.", figures.accounts);
    text.gauges(
        "fromagerie_accounts_with_second_factor",
        "Accounts with an active second factor, by method; `any` counts each once.",
        "method",
        &[
            ("any", figures.accounts_with_second_factor),
            ("totp", figures.accounts_with_totp),
            ("webauthn", figures.accounts_with_webauthn),
        ],
    );
    text.gauge("fromagerie_managers", "Accounts with a role on any project.", figures.managers);
    text.gauges(
        "fromagerie_managers_with_second_factor",
        "Accounts with a role on any project and an active second factor, by method.",
        "method",
        &[("any", figures.managers_with_second_factor), ("webauthn", figures.managers_with_webauthn)],
    );
    text.gauge("fromagerie_critical_projects", "Projects that are critical.", figures.critical_projects);
    text.gauge(
        "fromagerie_critical_maintainers",
        "Accounts with a role on a critical project.",
        figures.critical_maintainers,
    );
    text.gauges(
        "fromagerie_critical_maintainers_with_second_factor",
        "Accounts with a role on a critical project and an active second factor, by method.",
        "method",
        &[
            ("any", figures.critical_maintainers_with_second_factor),
            ("totp", figures.critical_maintainers_with_totp),
            ("webauthn", figures.critical_maintainers_with_webauthn),
        ],
    );
    text.gauge("fromagerie_security_keys_given", "Security keys given away.", figures.security_keys_given);
}

fn add_work(text: &mut Text, ctx: &Ctx, backlog: &Backlog) {
    text.gauges(
        "fromagerie_jobs",
        "Jobs in the queue: those that wait or run, and those that were given up.",
        "state",
        &[("waiting", backlog.jobs_waiting), ("dead", backlog.jobs_dead)],
    );
    text.gauges(
        "fromagerie_mails",
        "Mails in the outbox that were not sent.",
        "state",
        &[("queued", backlog.mails_waiting), ("failed", backlog.mails_failed)],
    );
    let waiting = i64::try_from(ctx.passwords.pool.waiting()).unwrap_or(i64::MAX);
    text.gauge("fromagerie_password_hashes_waiting", "Password hashes of this node that wait for a thread.", waiting);
    let taken = i64::try_from(ctx.passwords.pool.taken()).unwrap_or(i64::MAX);
    text.counter("fromagerie_password_hashes_total", "Password hashes that this node has taken on.", taken);
}

fn add_switches(text: &mut Text, states: &[SwitchState]) {
    let lines: Vec<(&str, i64)> = domain::switches::Switch::ALL
        .into_iter()
        .map(|switch| {
            let is_on = states.iter().any(|state| state.switch == switch && state.on_since.is_some());
            (switch.as_str(), i64::from(is_on))
        })
        .collect();
    text.gauges("fromagerie_switch_on", "Whether a switch of the operators is on.", "switch", &lines);
}
