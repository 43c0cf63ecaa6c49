//! Whether the process is alive, and whether it can do its work.

use crate::ApiState;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use std::sync::Arc;
use std::time::Duration;

/// How long the database and the objects may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> Response {
    plain(StatusCode::OK, "ok\n".to_owned())
}

/// `GET /readyz`: the database and the objects answer too.
pub(crate) async fn ready(State(state): State<Arc<ApiState>>) -> Response {
    let (database, objects) = tokio::join!(
        tokio::time::timeout(PATIENCE, state.ctx.db.ready()),
        tokio::time::timeout(PATIENCE, state.ctx.blobs.check()),
    );
    let checks = [("database", outcome("database", database)), ("objects", outcome("objects", objects))];
    let is_ready = checks.iter().all(|(_, answers)| *answers);
    let lines: String = checks
        .iter()
        .map(|(name, answers)| format!("{name}: {}\n", if *answers { "ok" } else { "no answer" }))
        .collect();
    plain(if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, lines)
}

fn outcome(name: &str, answer: Result<anyhow::Result<()>, tokio::time::error::Elapsed>) -> bool {
    let fault = match answer {
        Ok(Ok(())) => return true,
        Ok(Err(fault)) => fault,
        Err(elapsed) => elapsed.into(),
    };
    tracing::warn!(name, fault = format!("{fault:#}"), "not ready: {name}: {fault:#}");
    false
}

fn plain(status: StatusCode, text: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, text).into_response()
}
