//! Help: what refusals point to, and recipes for tools.

use crate::{SiteState, answer};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::limits::MIB;
use std::sync::Arc;
use templates::context::{HelpLink, HelpPage, HelpTopic, Layout};
use url::Url;
use web::{Problem, Reader, Visit};

/// `GET /help/`: all topics.
pub(crate) async fn list(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    answer(&state, &visit, reader, None)
}

/// `GET /help/<topic>/`.
pub(crate) async fn topic(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<String>, PathRejection>,
    visit: Visit,
    reader: Reader,
) -> Result<Response, Problem> {
    let Path(slug) = path.map_err(|_| Problem::not_found())?;
    let topic = HelpTopic::from_slug(&slug).ok_or_else(Problem::not_found)?;
    answer(&state, &visit, reader, Some(topic))
}

fn answer(state: &SiteState, visit: &Visit, reader: Reader, topic: Option<HelpTopic>) -> Result<Response, Problem> {
    let (urls, limits) = (&state.ctx.settings.urls, &state.ctx.settings.limits);
    let path = topic.map_or_else(|| "/help/".to_owned(), |topic| format!("/help/{}/", topic.slug()));
    let link = |topic: HelpTopic| HelpLink { topic, url: urls.help_topic(topic.slug()) };
    let host = Url::parse(&urls.home()).ok().and_then(|url| url.host_str().map(str::to_owned));
    let page = HelpPage {
        layout: Layout { reader: visit.reader(), ..state.frame.layout(reader.0, &path, true) },
        topic,
        topics: HelpTopic::ALL.map(link).into(),
        host: host.unwrap_or_default(),
        file_limit: limits.file_limit.unsigned_abs() / MIB.unsigned_abs(),
        project_limit: limits.total_limit.unsigned_abs() / MIB.unsigned_abs(),
    };
    answer::page(state.frame.templates().help(&page))
}
