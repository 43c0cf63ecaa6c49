//! Who has a second factor: a page with charts, or JSON for who asks for it.

use super::body::TwoFactorBody;
use super::{deadlines, shown};
use crate::{SiteState, answer};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::{Days, NaiveDate};
use http::{HeaderMap, HeaderValue, header};
use service::figures::{self, day_of};
use std::sync::Arc;
use store::figures::{DayFigures, Figures};
use templates::Language;
use templates::chart::{Chart, ChartKind, Drawing, Series};
use templates::context::{Layout, TwoFactorStatsPage};
use web::{Problem, Reader, Visit, negotiate};

const PATH: &str = "/stats/two-factor/";

/// Days that a chart looks back.
const DAYS: i32 = 366;

/// `GET /stats/two-factor/`.
pub(crate) async fn two_factor(
    State(state): State<Arc<SiteState>>,
    visit: Visit,
    reader: Reader,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let ctx = &state.ctx;
    let (now, live) = (ctx.now(), figures::live(ctx).await?);
    let wants_json = wants_json(&headers);
    let since = if wants_json { 0 } else { day_of(now) - DAYS };
    let mut read = ctx.db.read().await?;
    let mut days = store::figures::days(&mut read, since).await?;
    let mandates = store::mandate::not_ended(&mut read).await?;
    drop(read);
    let deadlines = deadlines::deadlines(&mandates, &live, now);
    if wants_json {
        return Ok(vary(Json(TwoFactorBody::new(live, deadlines, &days, now)).into_response()));
    }
    // The lines end at what is true now.
    days.retain(|row| row.day < day_of(now));
    days.push(DayFigures { day: day_of(now), figures: live, at: now });
    let marks: Vec<NaiveDate> = deadlines.iter().map(|row| row.at.date_naive()).collect();
    let draw = |parts: &[fn(&Figures) -> i64]| draw(&days, parts, &marks, reader.0);
    let page = TwoFactorStatsPage {
        layout: Layout { reader: visit.reader(), ..state.frame.layout(reader.0, PATH, true) },
        figures: shown(&live),
        everybody: draw(&[
            |it| it.accounts_with_second_factor,
            |it| it.accounts_with_totp,
            |it| it.accounts_with_webauthn,
        ]),
        critical: draw(&[|it| it.critical_maintainers, |it| it.critical_maintainers_with_second_factor]),
        keys: match live.security_keys_given {
            0 => Drawing::empty(),
            _ => draw(&[|it| it.security_keys_given]),
        },
        deadlines,
        url: ctx.settings.urls.absolute(PATH),
    };
    Ok(vary(answer::page(state.frame.templates().two_factor_stats(&page))?))
}

/// A line for each part of the figures.
fn draw(days: &[DayFigures], parts: &[fn(&Figures) -> i64], marks: &[NaiveDate], language: Language) -> Drawing {
    let first = days.iter().map(|row| row.day).min().and_then(NaiveDate::from_epoch_days);
    // Days long before the first row would press the lines into a corner.
    let from = first.and_then(|first| first.checked_sub_days(Days::new(7)));
    let line = |part: &fn(&Figures) -> i64| {
        let point = |row: &DayFigures| Some((NaiveDate::from_epoch_days(row.day)?, part(&row.figures).unsigned_abs()));
        Series { points: days.iter().filter_map(point).collect() }
    };
    let marks = marks.iter().copied().filter(|mark| from.is_some_and(|from| from <= *mark)).collect();
    Chart { kind: ChartKind::Line, series: parts.iter().map(line).collect(), marks }.draw(language)
}

/// Whether a program asks.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = negotiate::field(headers, header::ACCEPT);
    negotiate::best(accept.as_deref(), &["text/html", "application/json"]) == Some(1)
}

/// Tells caches that an answer depends on who asks.
pub(super) fn vary(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
    response
}
