//! What was designated, withdrawn and deleted.

use super::{HISTORY_PATH, PATH, number};
use crate::{SiteState, answer, paging};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use packaging::name::NormalizedName;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::critical::HistoryLine;
use templates::context::{CriticalChangeRow, CriticalHistoryPage, Layout};
use web::{Problem, Reader, Visit};

/// `GET /stats/critical/history/?page=…`; a page beyond the last does not exist.
pub(crate) async fn history(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    asked: Result<Query<paging::Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let page = paging::asked(asked)?;
    let mut read = state.ctx.db.read().await?;
    let part = paging::part(page, store::critical::count_history(&mut read).await?)?;
    let lines = store::critical::history(&mut read, paging::ON_A_PAGE, part.skipped).await?;
    let names: Vec<&str> = lines.iter().map(|line| line.normalized_name.as_str()).collect();
    let standing = store::critical::existing(&mut read, &names).await?;
    drop(read);
    let layout = state.frame.layout(reader.0, HISTORY_PATH, true);
    let rows: anyhow::Result<Vec<CriticalChangeRow>> =
        lines.into_iter().map(|line| row(&state, line, &standing)).collect();
    let page = CriticalHistoryPage {
        list_url: format!("{}{PATH}", layout.root_path),
        history_url: format!("{}{HISTORY_PATH}", layout.root_path),
        changes: rows?,
        page: part.page,
        pages: part.pages,
        layout: Layout { reader: visit.reader(), ..layout },
    };
    answer::page(state.frame.templates().critical_history(&page))
}

fn row(state: &SiteState, line: HistoryLine, standing: &BTreeSet<String>) -> anyhow::Result<CriticalChangeRow> {
    let name = NormalizedName::parse_exact(&line.normalized_name)?;
    Ok(CriticalChangeRow {
        url: standing.contains(name.as_str()).then(|| state.ctx.settings.urls.project(&name)),
        name: line.project_name,
        change: line.change,
        reason: line.reason,
        rank: number(line.rank),
        downloads: number(line.downloads),
        note: line.note,
        at: line.at,
    })
}
