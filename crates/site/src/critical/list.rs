//! The list of critical projects: a page with a search, or JSON for who asks for it.

use super::body::{CriticalBody, ProjectBody, counted_to};
use super::{HISTORY_PATH, PATH, number};
use crate::{SiteState, answer, paging};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, header};
use packaging::name::NormalizedName;
use serde::Deserialize;
use std::sync::Arc;
use store::Read;
use store::critical::{Designation, Run};
use templates::context::{CriticalPage, CriticalRow, Layout};
use web::{Problem, Reader, Visit, negotiate};

/// Projects on a page for programs.
const IN_A_BODY: i64 = 500;

/// Characters of a search; no name has more.
const LONGEST_SEARCH: usize = 200;

/// What the address asks for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default = "first")]
    page: i64,
}

/// What was found.
struct Found {
    critical: i64,
    found: i64,
    part: paging::Part,
    lines: Vec<Designation>,
    run: Option<Run>,
}

/// `GET /stats/critical/?q=…&page=…`; a page beyond the last does not exist.
pub(crate) async fn list(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(|_| Problem::not_found())?;
    let wants_json = wants_json(&headers);
    let on_a_page = if wants_json { IN_A_BODY } else { paging::ON_A_PAGE };
    let found = find(&mut state.ctx.db.read().await?, &asked, on_a_page).await?;
    let response = match wants_json {
        true => Json(body(&state, found)?).into_response(),
        false => answer::page(state.frame.templates().critical(&page(&state, &visit, reader, &asked, found)?))?,
    };
    Ok(vary(response))
}

async fn find(read: &mut Read, asked: &Asked, on_a_page: i64) -> Result<Found, Problem> {
    let critical = store::critical::count(read).await?;
    let run = store::critical::newest_runs(read, 1).await?.pop();
    // What is in no name is found nowhere.
    let Some(name_part) = name_part(&asked.q) else {
        let part = paging::part_of(asked.page, 0, on_a_page)?;
        return Ok(Found { critical, found: 0, part, lines: Vec::new(), run });
    };
    let found = store::critical::count_of(read, &name_part).await?;
    let part = paging::part_of(asked.page, found, on_a_page)?;
    let lines = store::critical::list(read, &name_part, on_a_page, part.skipped).await?;
    Ok(Found { critical, found, part, lines, run })
}

fn page(
    state: &SiteState,
    visit: &Visit,
    reader: Reader,
    asked: &Asked,
    found: Found,
) -> Result<CriticalPage, Problem> {
    let layout = state.frame.layout(reader.0, PATH, true);
    let (page, pages) = (found.part.page, found.part.pages);
    let address = |page: u64| address(&layout.root_path, &asked.q, page);
    let rows: anyhow::Result<Vec<CriticalRow>> = found.lines.into_iter().map(|line| row(state, line)).collect();
    Ok(CriticalPage {
        query: asked.q.trim().to_owned(),
        critical: found.critical.unsigned_abs(),
        found: found.found.unsigned_abs(),
        projects: rows?,
        page,
        pages,
        previous_url: (page > 1).then(|| address(page - 1)),
        next_url: (page < pages).then(|| address(page + 1)),
        counted_to: found.run.as_ref().map(|run| counted_to(run).start()),
        history_url: format!("{}{HISTORY_PATH}", layout.root_path),
        url: state.ctx.settings.urls.absolute(PATH),
        layout: Layout { reader: visit.reader(), ..layout },
    })
}

fn row(state: &SiteState, line: Designation) -> anyhow::Result<CriticalRow> {
    let name = NormalizedName::parse_exact(&line.normalized_name)?;
    Ok(CriticalRow {
        url: state.ctx.settings.urls.project(&name),
        name: line.name,
        reason: line.reason,
        rank: number(line.rank),
        downloads: number(line.downloads),
        since: line.designated_at,
    })
}

fn body(state: &SiteState, found: Found) -> anyhow::Result<CriticalBody> {
    let urls = &state.ctx.settings.urls;
    Ok(CriticalBody {
        critical: found.critical,
        found: found.found,
        page: found.part.page,
        pages: found.part.pages,
        counted_to: found.run.as_ref().map(|run| counted_to(run).to_string()),
        threshold: found.run.and_then(|run| run.threshold),
        projects: found.lines.into_iter().map(|line| ProjectBody::of(line, urls)).collect::<anyhow::Result<_>>()?,
    })
}

/// The address of a page of the list, or of what a search found.
fn address(root_path: &str, search: &str, page: u64) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !search.trim().is_empty() {
        query.append_pair("q", search.trim());
    }
    if page > 1 {
        query.append_pair("page", &page.to_string());
    }
    match query.finish() {
        query if query.is_empty() => format!("{root_path}{PATH}"),
        query => format!("{root_path}{PATH}?{query}"),
    }
}

/// A search as part of a normalized name; nothing when no name can hold it.
fn name_part(search: &str) -> Option<String> {
    let mut part = String::new();
    for character in search.trim().to_lowercase().chars() {
        match character {
            '-' | '_' | '.' | ' ' if part.ends_with('-') => {}
            '-' | '_' | '.' | ' ' => part.push('-'),
            'a'..='z' | '0'..='9' => part.push(character),
            _ => return None,
        }
    }
    (part.len() <= LONGEST_SEARCH).then_some(part)
}

/// Whether a program asks.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = negotiate::field(headers, header::ACCEPT);
    negotiate::best(accept.as_deref(), &["text/html", "application/json"]) == Some(1)
}

/// Tells caches that an answer depends on who asks.
fn vary(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
    response
}

const fn first() -> i64 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_part_of_a_normalized_name() {
        for (search, part) in [("", ""), (" Brie.Core ", "brie-core"), ("a__b", "a-b"), ("-x", "-x")] {
            assert_eq!(name_part(search).as_deref(), Some(part), "{search}");
        }
        for search in ["%", "a%b", "é", "<b>", "a\0"] {
            assert_eq!(name_part(search), None, "{search}");
        }
        assert_eq!(name_part(&"a".repeat(201)), None);
    }

    #[test]
    fn the_first_page_has_the_shortest_address() {
        assert_eq!(address("/x", "", 1), "/x/stats/critical/");
        assert_eq!(address("", "a&b", 2), "/stats/critical/?q=a%26b&page=2");
    }
}
