//! The downloads of a project, as its page tells them in short.

use crate::stats::downloads::{rows, totals};
use domain::downloads::Day;
use packaging::name::NormalizedName;
use store::downloads::figures::{ByAudience, ProjectFigures};
use templates::Language;
use templates::chart::{Chart, ChartKind, Drawing, Series};
use templates::context::{DownloadPeriod, ProjectDownloads};

/// Days of one bar.
const WEEK: usize = 7;

/// Installers that the page names; the others are on the page of the downloads.
const MOST_INSTALLERS: usize = 6;

/// What the page shows, if anything was counted.
pub(super) fn downloads(
    figures: &ProjectFigures,
    root: &str,
    name: &NormalizedName,
    language: Language,
) -> Option<ProjectDownloads> {
    if figures.days.iter().all(|(_, counts)| *counts == ByAudience::default()) {
        return None;
    }
    let is_short = |period| matches!(period, DownloadPeriod::Day | DownloadPeriod::Week | DownloadPeriod::HalfYear);
    Some(ProjectDownloads {
        chart: draw(figures, language),
        totals: totals(figures).into_iter().filter(|row| is_short(row.period)).collect(),
        installers: rows(&figures.installers).into_iter().take(MOST_INSTALLERS).collect(),
        url: format!("{root}/stats/downloads/{name}/"),
    })
}

/// A bar for each whole week of complete days, people only.
fn draw(figures: &ProjectFigures, language: Language) -> Drawing {
    let complete = &figures.days[..figures.days.len().saturating_sub(1)];
    let week = |days: &[(Day, ByAudience)]| {
        let people = days.iter().fold(0_u64, |sum, (_, counts)| sum.saturating_add(counts.people));
        days.first().map(|(day, _)| (day.date(), people))
    };
    // Whole weeks end yesterday; the days before the first of them are left out.
    let points: Vec<_> = complete.rchunks_exact(WEEK).filter_map(week).collect();
    if points.iter().all(|(_, people)| *people == 0) {
        return Drawing::empty();
    }
    Chart { kind: ChartKind::Bars, series: vec![Series { points }], marks: Vec::new() }.draw(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(people: impl Fn(i32) -> u64) -> ProjectFigures {
        let day = |day: i32| (Day(20_000 + day), ByAudience { people: people(day), ..ByAudience::default() });
        ProjectFigures { days: (0..=183).map(day).collect(), ..ProjectFigures::default() }
    }

    fn shown(figures: &ProjectFigures) -> Option<ProjectDownloads> {
        let name = NormalizedName::from_any("brie").unwrap();
        downloads(figures, "/below", &name, Language::English)
    }

    #[test]
    fn a_project_that_nobody_downloaded_has_none() {
        assert!(shown(&figures(|_| 0)).is_none());
    }

    #[test]
    fn a_bar_is_a_week_of_complete_days() {
        let shown = shown(&figures(|_| 3)).unwrap();
        assert_eq!(shown.chart.bars.len(), 26);
        assert!(shown.chart.rows.iter().all(|row| row.values == [Some(21)]));
        assert_eq!(shown.chart.rows[0].date, Day(20_000 + 176).to_string());
        assert_eq!(shown.url, "/below/stats/downloads/brie/");
    }

    #[test]
    fn the_running_day_alone_is_told_without_a_chart() {
        let shown = shown(&figures(|day| u64::from(day == 183))).unwrap();
        assert!(shown.chart.is_empty);
    }

    #[test]
    fn no_count_is_too_large() {
        let shown = shown(&figures(|_| u64::MAX)).unwrap();
        assert_eq!(shown.chart.rows[0].values, [Some(u64::MAX)]);
    }
}
