//! What a drawing looks like for good data, for none and for hostile ones.

use super::*;
use crate::Language::{English, French};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn chart(kind: ChartKind, points: &[(&str, u64)]) -> Chart {
    let points = points.iter().map(|(date, value)| (day(date), *value)).collect();
    Chart { kind, series: vec![Series { points }], marks: Vec::new() }
}

fn labels(ticks: &[Tick]) -> Vec<&str> {
    ticks.iter().map(|tick| tick.label.as_str()).collect()
}

fn is_inside(drawing: &Drawing) -> bool {
    let (across, up) = (LEFT - 0.1..=RIGHT + 0.1, TOP - 0.1..=BOTTOM + 0.1);
    drawing.across.iter().all(|tick| across.contains(&tick.at))
        && drawing.up.iter().all(|tick| up.contains(&tick.at) && tick.label.chars().count() <= 5)
        && drawing.lines.iter().all(|line| across.contains(&line.last_x) && up.contains(&line.last_y))
        && drawing.bars.iter().all(|bar| across.contains(&bar.x) && up.contains(&bar.y) && bar.height >= 0.0)
        && drawing.marks.iter().all(|mark| across.contains(&mark.at))
}

#[test]
fn a_chart_without_points_is_empty() {
    for kind in [ChartKind::Line, ChartKind::Bars] {
        assert_eq!(chart(kind, &[]).draw(English), Drawing::empty());
    }
}

#[test]
fn a_single_point_stands_in_the_middle() {
    let drawing = chart(ChartKind::Line, &[("2026-03-01", 7)]).draw(English);
    assert_eq!(drawing.lines[0].path, "M382 46.8");
    assert_eq!(labels(&drawing.across), ["02-28", "03-01", "03-02"]);
}

#[test]
fn all_zero_lies_on_the_axis() {
    let drawing = chart(ChartKind::Line, &[("2026-03-01", 0), ("2026-03-05", 0)]).draw(English);
    assert_eq!(drawing.lines[0].path, "M64 262L700 262");
    assert_eq!(labels(&drawing.up), ["0", "1"]);
    let drawing = chart(ChartKind::Bars, &[("2026-03-01", 0), ("2026-03-05", 0)]).draw(English);
    assert!(drawing.bars.iter().all(|bar| bar.height == 0.0));
}

#[test]
fn the_largest_count_has_a_short_label() {
    let drawing = chart(ChartKind::Line, &[("2026-03-01", 0), ("2026-03-05", u64::MAX)]).draw(English);
    assert_eq!(labels(&drawing.up), ["0", "5E", "10E", "15E", "20E"]);
    assert!(is_inside(&drawing));
}

#[test]
fn ticks_are_round_numbers_in_the_way_of_the_language() {
    let up = |most, language| {
        let drawing = chart(ChartKind::Line, &[("2026-03-01", most)]).draw(language);
        labels(&drawing.up).join(" ")
    };
    assert_eq!(up(28_600, English), "0 10k 20k 30k");
    assert_eq!(up(1_700, English), "0 500 1k 1.5k 2k");
    assert_eq!(up(1_700, French), "0 500 1k 1,5k 2k");
    assert_eq!(up(3, English), "0 1 2 3");
}

#[test]
fn dates_are_written_by_day_week_month_or_year() {
    let across = |last: &str| {
        let drawing = chart(ChartKind::Line, &[("2026-01-07", 1), (last, 2)]).draw(English);
        labels(&drawing.across).join(" ")
    };
    assert_eq!(across("2026-01-10"), "01-07 01-08 01-09 01-10");
    assert_eq!(across("2026-02-10"), "01-12 01-19 01-26 02-02 02-09");
    assert_eq!(across("2026-07-01"), "2026-02 2026-03 2026-04 2026-05 2026-06 2026-07");
    assert_eq!(across("2028-01-01"), "2026-07 2027-01 2027-07 2028-01");
    assert_eq!(across("2036-01-01"), "2028 2030 2032 2034 2036");
}

#[test]
fn bars_of_two_series_stand_side_by_side() {
    let mut chart = chart(ChartKind::Bars, &[("2026-03-02", 4), ("2026-03-09", 8)]);
    chart.series.push(chart.series[0].clone());
    let bars = chart.draw(English).bars;
    let of = |series: usize, index: usize| bars.iter().filter(|bar| bar.series == series).nth(index).unwrap();
    assert!(of(1, 0).x + of(1, 0).width <= of(2, 0).x + 0.1);
    assert!(of(2, 0).x + of(2, 0).width <= of(1, 1).x);
    assert_eq!((of(1, 0).height, of(1, 1).height), (123.0, 246.0));
}

#[test]
fn deadlines_ahead_widen_the_chart_and_far_ones_do_not() {
    let mut chart = chart(ChartKind::Line, &[("2026-03-01", 4), ("2026-04-01", 8)]);
    chart.marks = vec![day("2026-06-01"), day("2026-06-01"), day("2036-01-01")];
    let drawing = chart.draw(English);
    assert_eq!(drawing.marks.len(), 1);
    assert_eq!((drawing.marks[0].at, &drawing.marks[0].label[..]), (RIGHT, "2026-06-01"));
    assert!(drawing.marks[0].is_late);
}

#[test]
fn a_long_line_keeps_its_last_point() {
    let first = day("2020-01-01");
    let points = (0..5000_u64).map(|index| (first + chrono::Days::new(index), index)).collect();
    let chart = Chart { kind: ChartKind::Line, series: vec![Series { points }], marks: Vec::new() };
    let drawing = chart.draw(English);
    assert!(drawing.lines[0].path.matches('L').count() <= MOST_POINTS);
    assert!(drawing.lines[0].path.ends_with(&format!("L{} {}", drawing.lines[0].last_x, drawing.lines[0].last_y)));
    assert_eq!(drawing.rows.len(), MOST_ROWS);
}

#[test]
fn the_table_has_the_newest_first_and_gaps_as_gaps() {
    let mut chart = chart(ChartKind::Line, &[("2026-03-01", 4), ("2026-03-02", 8)]);
    chart.series.push(Series { points: vec![(day("2026-03-02"), 1)] });
    let rows = chart.draw(English).rows;
    assert_eq!(rows[0], Row { date: "2026-03-02".to_owned(), values: vec![Some(8), Some(1)] });
    assert_eq!(rows[1].values, [Some(4), None]);
}

proptest! {
    #[test]
    fn no_points_and_no_marks_break_a_drawing(
        points in prop::collection::vec((any::<i32>(), any::<u64>()), 0..40),
        marks in prop::collection::vec(any::<i32>(), 0..12),
        is_line in any::<bool>(),
    ) {
        let date = |days: i32| NaiveDate::from_epoch_days(days % 90_000_000).unwrap_or(NaiveDate::MAX);
        let kind = if is_line { ChartKind::Line } else { ChartKind::Bars };
        let points = points.into_iter().map(|(days, value)| (date(days), value)).collect();
        let chart = Chart { kind, series: vec![Series { points }], marks: marks.into_iter().map(date).collect() };
        prop_assert!(is_inside(&chart.draw(English)));
    }
}
