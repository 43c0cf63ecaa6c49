//! What was downloaded: of a project and of the whole index, as pages and as JSON.

use super::two_factor::{vary, wants_json};
use crate::{SiteState, answer};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::downloads::Day;
use http::{HeaderMap, Uri};
use packaging::name::NormalizedName;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::downloads::figures::{self, ByAudience, DAYS, InstallerFigures, ProjectFigures};
use templates::Language;
use templates::chart::{Chart, ChartKind, Drawing, Series};
use templates::context::{
    DownloadPeriod, DownloadRow, DownloadStatsPage, DownloadTotals, Layout, ProjectDownloadsPage,
};
use web::{Problem, Reader, Visit};

const PATH: &str = "/stats/downloads/";

/// Days of the list of installers.
const MONTH: i32 = 30;

/// `GET /stats/downloads/<name>/`.
pub(crate) async fn project_downloads(
    State(state): State<Arc<SiteState>>,
    path: Result<Path<String>, PathRejection>,
    visit: Visit,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    let Path(given) = path.map_err(|_| Problem::not_found())?;
    let name = NormalizedName::from_any(&given).map_err(|_| Problem::not_found())?;
    let (ctx, own_path) = (&state.ctx, format!("{PATH}{name}/"));
    let urls = &ctx.settings.urls;
    let mut read = ctx.db.read().await?;
    let project = store::projects::by_name(&mut read, &name).await?.ok_or_else(Problem::not_found)?;
    if given != name.as_str() || !uri.path().ends_with('/') {
        return answer::moved(&urls.absolute(&own_path));
    }
    let today = Day::from(ctx.now());
    let figures = figures::of_project(&mut read, project.id, today).await?;
    drop(read);
    if wants_json(&headers) {
        return Ok(vary(Json(ProjectBody::new(&project.name, &figures)).into_response()));
    }
    let page = ProjectDownloadsPage {
        layout: Layout { reader: visit.reader(), ..state.frame.layout(reader.0, &own_path, true) },
        project_name: project.name,
        project_url: urls.project(&name),
        totals: totals(&figures),
        chart: draw_audiences(&figures, reader.0),
        installers: rows(&figures.installers),
        versions: rows(&figures.versions),
        kinds: rows(&figures.kinds),
        url: urls.absolute(&own_path),
    };
    Ok(vary(answer::page(state.frame.templates().project_downloads(&page))?))
}

/// `GET /stats/downloads/`: the whole index by installer.
pub(crate) async fn downloads(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let ctx = &state.ctx;
    let today = Day::from(ctx.now());
    let figures = figures::by_installer(&mut ctx.db.read().await?, today - DAYS, today).await?;
    if wants_json(&headers) {
        return Ok(vary(Json(InstallersBody::new(&figures)).into_response()));
    }
    let page = DownloadStatsPage {
        layout: Layout { reader: visit.reader(), ..state.frame.layout(reader.0, PATH, true) },
        chart: draw_days(&figures, today, reader.0),
        installers: installers_of_month(&figures, today),
        url: ctx.settings.urls.absolute(PATH),
    };
    Ok(vary(answer::page(state.frame.templates().download_stats(&page))?))
}

/// The figures of a project for programs. Names are a contract: more may come, none goes.
#[derive(Debug, Serialize)]
struct ProjectBody {
    project: String,
    /// The running day as far as it is written, which is a second behind.
    today: Counts,
    last_day: Counts,
    last_week: Counts,
    last_30_days: Counts,
    last_183_days: Counts,
    /// Each of the last 183 days, and the running one.
    days: Vec<DayBody>,
    installers: Vec<InstallerBody>,
    versions: Vec<VersionBody>,
    kinds: Vec<KindBody>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Counts {
    people: u64,
    robots: u64,
    mirrors: u64,
}

#[derive(Debug, Serialize)]
struct DayBody {
    day: String,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct InstallerBody {
    installer: String,
    downloads: u64,
}

#[derive(Debug, Serialize)]
struct VersionBody {
    version: String,
    downloads: u64,
}

#[derive(Debug, Serialize)]
struct KindBody {
    kind: String,
    downloads: u64,
}

/// The downloads of the whole index; days without any are left out.
#[derive(Debug, Serialize)]
struct InstallersBody {
    days: Vec<InstallersDay>,
}

#[derive(Debug, Serialize)]
struct InstallersDay {
    day: String,
    downloads: u64,
    installers: BTreeMap<&'static str, u64>,
}

impl ProjectBody {
    fn new(project: &str, figures: &ProjectFigures) -> Self {
        let last = |days| Counts::from(figures.last(days));
        let day = |(day, counts): &(Day, ByAudience)| DayBody { day: day.to_string(), counts: (*counts).into() };
        Self {
            project: project.to_owned(),
            today: figures.today().into(),
            last_day: last(1),
            last_week: last(7),
            last_30_days: last(30),
            last_183_days: last(183),
            days: figures.days.iter().map(day).collect(),
            installers: figures
                .installers
                .iter()
                .cloned()
                .map(|(installer, downloads)| InstallerBody { installer, downloads })
                .collect(),
            versions: figures
                .versions
                .iter()
                .cloned()
                .map(|(version, downloads)| VersionBody { version, downloads })
                .collect(),
            kinds: figures.kinds.iter().cloned().map(|(kind, downloads)| KindBody { kind, downloads }).collect(),
        }
    }
}

impl InstallersBody {
    fn new(figures: &InstallerFigures) -> Self {
        let days = figures.days.iter().map(|(day, installers)| InstallersDay {
            day: day.to_string(),
            downloads: installers.values().sum(),
            installers: installers.iter().map(|(installer, downloads)| (installer.as_str(), *downloads)).collect(),
        });
        Self { days: days.collect() }
    }
}

impl From<ByAudience> for Counts {
    fn from(ByAudience { people, robots, mirrors }: ByAudience) -> Self {
        Self { people, robots, mirrors }
    }
}

pub(crate) fn totals(figures: &ProjectFigures) -> Vec<DownloadTotals> {
    let row = |period, ByAudience { people, robots, mirrors }| DownloadTotals { period, people, robots, mirrors };
    vec![
        row(DownloadPeriod::Today, figures.today()),
        row(DownloadPeriod::Day, figures.last(1)),
        row(DownloadPeriod::Week, figures.last(7)),
        row(DownloadPeriod::Month, figures.last(30)),
        row(DownloadPeriod::HalfYear, figures.last(183)),
    ]
}

pub(crate) fn rows(rows: &[(String, u64)]) -> Vec<DownloadRow> {
    rows.iter().map(|(name, downloads)| DownloadRow { name: name.clone(), downloads: *downloads }).collect()
}

/// The installers of the last complete days, the most downloads first.
fn installers_of_month(figures: &InstallerFigures, today: Day) -> Vec<DownloadRow> {
    let mut sums = BTreeMap::new();
    for (_, installers) in figures.days.iter().filter(|(day, _)| today - MONTH <= *day && *day < today) {
        for (installer, downloads) in installers {
            *sums.entry(installer.as_str()).or_insert(0) += downloads;
        }
    }
    let mut rows: Vec<DownloadRow> =
        sums.into_iter().map(|(name, downloads)| DownloadRow { name: name.to_owned(), downloads }).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.downloads));
    rows
}

/// A line for each audience, from the first day with a download.
fn draw_audiences(figures: &ProjectFigures, language: Language) -> Drawing {
    let is_used = |(_, day): &(Day, ByAudience)| *day != ByAudience::default();
    let Some(first) = figures.days.iter().position(is_used) else {
        return Drawing::empty();
    };
    let days = without_running_day(&figures.days[first..]);
    let parts: [fn(&ByAudience) -> u64; 3] = [|it| it.people, |it| it.robots, |it| it.mirrors];
    let line = |part: fn(&ByAudience) -> u64| Series {
        points: days.iter().map(|(day, counts)| (day.date(), part(counts))).collect(),
    };
    Chart { kind: ChartKind::Line, series: parts.into_iter().map(line).collect(), marks: Vec::new() }.draw(language)
}

/// Everybody together on each day from the first with a download.
fn draw_days(figures: &InstallerFigures, today: Day, language: Language) -> Drawing {
    let sums: BTreeMap<Day, u64> =
        figures.days.iter().map(|(day, installers)| (*day, installers.values().sum())).collect();
    let Some(first) = sums.keys().next() else {
        return Drawing::empty();
    };
    let point = |day: Day| (day.date(), sums.get(&day).copied().unwrap_or(0));
    let points: Vec<_> = Day::range(*first, today).map(point).collect();
    let series = vec![Series { points: without_running_day(&points).to_vec() }];
    Chart { kind: ChartKind::Line, series, marks: Vec::new() }.draw(language)
}

/// Complete days, where there is one: the running one would look like a fall.
fn without_running_day<T>(days: &[T]) -> &[T] {
    match days {
        [complete @ .., _] if !complete.is_empty() => complete,
        _ => days,
    }
}
