//! Charts, drawn on the server: from dates and counts to coordinates.
//!
//! Everything that needs words, colours or markup is in `pages/charts.html` and the style
//! sheet; here are numbers only. No count and no date breaks a drawing.

mod scale;

use crate::Language;
use chrono::NaiveDate;
use scale::{Dates, Heights};
use serde::Serialize;
use std::collections::BTreeMap;

/// A chart before it is drawn: days across, counts up.
#[derive(Clone, Debug)]
pub struct Chart {
    pub kind: ChartKind,
    /// In the order of their names on the page.
    pub series: Vec<Series>,
    /// Days that a line marks, such as deadlines.
    pub marks: Vec<NaiveDate>,
}

/// How counts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    Line,
    /// One bar for each day or week that a series has.
    Bars,
}

/// One line, or the bars of one colour.
#[derive(Clone, Debug, Default)]
pub struct Series {
    pub points: Vec<(NaiveDate, u64)>,
}

/// A chart as a page draws it; coordinates are units of the view box.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawing {
    pub width: u32,
    pub height: u32,
    /// The edges of the part that holds the data.
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    /// Whether there is nothing to draw.
    pub is_empty: bool,
    pub across: Vec<Tick>,
    pub up: Vec<Tick>,
    pub lines: Vec<Line>,
    pub bars: Vec<Bar>,
    pub marks: Vec<Mark>,
    /// The same as a table, newest first; one value for each series.
    pub rows: Vec<Row>,
}

/// A place on an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tick {
    pub at: f64,
    pub label: String,
    /// Left out where there is little room.
    pub is_minor: bool,
}

/// A line and its last point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Which series, from 1.
    pub series: usize,
    /// The attribute `d` of a path.
    pub path: String,
    pub last_x: f64,
    pub last_y: f64,
}

/// A bar that stands on the axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Which series, from 1.
    pub series: usize,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A day that a line marks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    pub at: f64,
    /// Where its label stands, below the one before it.
    pub label_y: f64,
    pub label: String,
    /// Whether the label stands left of the line, for want of room.
    pub is_late: bool,
}

/// One day of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// ISO 8601.
    pub date: String,
    pub values: Vec<Option<u64>>,
}

const WIDTH: u32 = 720;
const HEIGHT: u32 = 300;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 262.0;

/// Points of one line; more than pixels would show nothing more.
const MOST_POINTS: usize = 600;

/// Rows of the table: more than two years of days.
const MOST_ROWS: usize = 800;

/// Marks that a chart has room for.
const MOST_MARKS: usize = 8;

/// Rows of labels of marks above the data, one below the other.
const LABEL_ROWS: usize = 3;

/// The height of such a row.
const LABEL_ROW: f64 = 24.0;

impl Chart {
    /// The drawing of the chart, with its axes in the way of a language.
    pub fn draw(&self, language: Language) -> Drawing {
        let series: Vec<BTreeMap<NaiveDate, u64>> =
            self.series.iter().map(|series| series.points.iter().copied().collect()).collect();
        let days = || series.iter().flat_map(|points| points.keys().copied());
        let period = self.period(&series);
        let Some(dates) = Dates::of(days(), &self.marks, period) else {
            return Drawing::empty();
        };
        let most = series.iter().flat_map(|points| points.values().copied()).max().unwrap_or(0);
        let marks = marks(&self.marks, &dates);
        let top = TOP + LABEL_ROW * marks.len().min(LABEL_ROWS) as f64;
        let heights = Heights::of(most, top, BOTTOM);
        let mut drawing = Drawing {
            is_empty: false,
            top,
            across: dates.ticks(LEFT, RIGHT),
            up: heights.ticks(language),
            marks,
            rows: rows(&series),
            ..Drawing::empty()
        };
        for (index, points) in series.iter().enumerate() {
            match self.kind {
                ChartKind::Line => drawing.lines.extend(line(index, points, &dates, &heights)),
                ChartKind::Bars => drawing.bars.extend(bars((index, series.len()), points, (&dates, &heights), period)),
            }
        }
        drawing
    }

    /// Days that one bar stands for: the least distance between two; nothing for lines.
    fn period(&self, series: &[BTreeMap<NaiveDate, u64>]) -> i64 {
        if self.kind == ChartKind::Line {
            return 0;
        }
        let days: Vec<&NaiveDate> = series.iter().flat_map(BTreeMap::keys).collect();
        let mut days: Vec<NaiveDate> = days.into_iter().copied().collect();
        days.sort_unstable();
        days.dedup();
        days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).min().unwrap_or(1).max(1)
    }
}

impl Drawing {
    /// A chart without any point.
    pub fn empty() -> Self {
        Self {
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom: BOTTOM,
            is_empty: true,
            across: Vec::new(),
            up: Vec::new(),
            lines: Vec::new(),
            bars: Vec::new(),
            marks: Vec::new(),
            rows: Vec::new(),
        }
    }
}

fn line(index: usize, points: &BTreeMap<NaiveDate, u64>, dates: &Dates, heights: &Heights) -> Option<Line> {
    let (last, count) = (points.last_key_value()?, points.len());
    let step = count.div_ceil(MOST_POINTS).max(1);
    let place =
        |(date, value): (&NaiveDate, &u64)| (tenths(dates.place(*date, LEFT, RIGHT)), tenths(heights.place(*value)));
    // The last one always, wherever the steps end.
    let shown = points.iter().rev().step_by(step).map(place);
    let mut shown: Vec<(f64, f64)> = shown.collect();
    shown.reverse();
    let steps = shown.iter().enumerate();
    let path: Vec<String> = steps.map(|(at, (x, y))| format!("{}{x} {y}", if at == 0 { "M" } else { "L" })).collect();
    let (last_x, last_y) = place(last);
    Some(Line { series: index + 1, path: path.join(""), last_x, last_y })
}

fn bars(
    (index, count): (usize, usize),
    points: &BTreeMap<NaiveDate, u64>,
    (dates, heights): (&Dates, &Heights),
    period: i64,
) -> Vec<Bar> {
    let slot = dates.width(period, LEFT, RIGHT);
    let width = slot * 0.8 / count.max(1) as f64;
    let bar = |(date, value): (&NaiveDate, &u64)| {
        let start = dates.place(*date, LEFT, RIGHT) + slot * 0.1 + width * index as f64;
        // What is not zero can be seen.
        let y = heights.place(*value).min(if *value == 0 { BOTTOM } else { BOTTOM - 1.0 });
        Bar {
            series: index + 1,
            x: tenths(start),
            y: tenths(y),
            width: tenths(width.max(0.5)),
            height: tenths(BOTTOM - y),
        }
    };
    points.iter().map(bar).collect()
}

fn marks(days: &[NaiveDate], dates: &Dates) -> Vec<Mark> {
    let mut days: Vec<NaiveDate> = days.iter().copied().filter(|day| dates.holds(*day)).collect();
    days.sort_unstable();
    days.dedup();
    days.truncate(MOST_MARKS);
    let mark = |(index, day): (usize, NaiveDate)| {
        let at = dates.place(day, LEFT, RIGHT);
        let label_y = TOP + LABEL_ROW * (index % LABEL_ROWS) as f64;
        Mark { at: tenths(at), label_y, label: day.to_string(), is_late: f64::midpoint(LEFT, RIGHT) < at }
    };
    days.into_iter().enumerate().map(mark).collect()
}

fn rows(series: &[BTreeMap<NaiveDate, u64>]) -> Vec<Row> {
    let mut days: Vec<NaiveDate> = series.iter().flat_map(BTreeMap::keys).copied().collect();
    days.sort_unstable();
    days.dedup();
    let row = |day: NaiveDate| Row {
        date: day.to_string(),
        values: series.iter().map(|points| points.get(&day).copied()).collect(),
    };
    days.into_iter().rev().take(MOST_ROWS).map(row).collect()
}

/// Short numbers: a tenth of a unit is less than a pixel.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests;
