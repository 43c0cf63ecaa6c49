//! The pages about downloads.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;
use crate::chart::{Chart, ChartKind, Drawing, Series};

/// The downloads of a project.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectDownloadsPage {
    /// The frame.
    pub layout: Layout,
    /// The display form.
    pub project_name: String,
    pub project_url: String,
    pub totals: Vec<DownloadTotals>,
    /// People, robots and mirrors on each day.
    pub chart: Drawing,
    /// The most downloads first.
    pub installers: Vec<DownloadRow>,
    /// The most downloads first.
    pub versions: Vec<DownloadRow>,
    pub kinds: Vec<DownloadRow>,
    /// The absolute address of this page, for tools.
    pub url: String,
}

/// The downloads of the whole index by installer.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadStatsPage {
    /// The frame.
    pub layout: Layout,
    /// Everybody together on each day.
    pub chart: Drawing,
    /// Of the last 30 complete days, the most downloads first.
    pub installers: Vec<DownloadRow>,
    /// The absolute address of this page, for tools.
    pub url: String,
}

/// What was downloaded within a time.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadTotals {
    pub period: DownloadPeriod,
    pub people: u64,
    pub robots: u64,
    pub mirrors: u64,
}

/// The running day, or so many complete days before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DownloadPeriod {
    Today,
    Day,
    Week,
    Month,
    HalfYear,
}

/// The downloads of one installer, version or kind of file.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadRow {
    /// As it is stored.
    pub name: String,
    pub downloads: u64,
}

impl Page for ProjectDownloadsPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl Page for DownloadStatsPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl ProjectDownloadsPage {
    /// A project with a past, and one that nobody has downloaded.
    pub fn samples(language: Language) -> Vec<Self> {
        let totals = |period, people, robots, mirrors| DownloadTotals { period, people, robots, mirrors };
        let used = Self {
            layout: samples::layout(language, "/stats/downloads/brie/"),
            project_name: "Brie".to_owned(),
            project_url: "/project/brie/".to_owned(),
            totals: vec![
                totals(DownloadPeriod::Today, 412, 3, 0),
                totals(DownloadPeriod::Day, 12_804, 120, 4),
                totals(DownloadPeriod::Week, 80_112, 801, 31),
                totals(DownloadPeriod::Month, 341_009, 3_402, 120),
                totals(DownloadPeriod::HalfYear, 2_412_700, 20_031, 733),
            ],
            chart: some_days(language, &[12_804, 120, 4]),
            installers: rows(&[("pip", 1_900_000), ("uv", 512_004), ("os", 12), ("browser", 9), ("other", 3)]),
            versions: rows(&[("2.0.1", 1_200_000), ("1.9", 40), ("other", 2)]),
            kinds: rows(&[("sdist", 812), ("wheel", 2_412_004)]),
            url: "https://index.example/stats/downloads/brie/".to_owned(),
        };
        let unused = Self {
            totals: vec![totals(DownloadPeriod::Today, 0, 0, 0)],
            chart: Drawing::empty(),
            installers: Vec::new(),
            versions: Vec::new(),
            kinds: Vec::new(),
            ..used.clone()
        };
        vec![used, unused]
    }
}

impl DownloadStatsPage {
    /// An index that is used, and a new one.
    pub fn samples(language: Language) -> Vec<Self> {
        let used = Self {
            layout: samples::layout(language, "/stats/downloads/"),
            chart: some_days(language, &[4_012_804]),
            installers: rows(&[("pip", 90_000_112), ("uv", 41_512_004), ("requests", 1_200), ("other", 3)]),
            url: "https://index.example/stats/downloads/".to_owned(),
        };
        let new = Self { chart: Drawing::empty(), installers: Vec::new(), ..used.clone() };
        vec![used, new]
    }
}

fn rows(rows: &[(&str, u64)]) -> Vec<DownloadRow> {
    rows.iter().map(|(name, downloads)| DownloadRow { name: (*name).to_owned(), downloads: *downloads }).collect()
}

fn some_days(language: Language, most: &[u64]) -> Drawing {
    let today = samples::day(200).date_naive();
    let point = |day: u64, most: u64| -> (NaiveDate, u64) {
        (today.checked_sub_days(Days::new(60 - day)).unwrap_or(today), most / 2 + most * day / 120)
    };
    let series = most.iter().map(|most| Series { points: (0..=60).map(|day| point(day, *most)).collect() });
    Chart { kind: ChartKind::Line, series: series.collect(), marks: Vec::new() }.draw(language)
}
