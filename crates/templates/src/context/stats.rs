//! The pages of public figures.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;
use crate::chart::{Chart, ChartKind, Drawing, Series};

/// The list of the pages of figures.
#[derive(Clone, Debug, Serialize)]
pub struct StatsPage {
    /// The frame.
    pub layout: Layout,
    /// The page about second factors.
    pub two_factor_url: String,
    /// The page of the downloads.
    pub downloads_url: String,
    /// The page of the critical projects, where there is one.
    pub critical_url: Option<String>,
    pub figures: FactorFigures,
}

/// Who has a second factor, now and over time.
#[derive(Clone, Debug, Serialize)]
pub struct TwoFactorStatsPage {
    /// The frame.
    pub layout: Layout,
    pub figures: FactorFigures,
    /// Accounts with any second factor, with TOTP, with WebAuthn.
    pub everybody: Drawing,
    /// Maintainers of critical projects, and those with any second factor.
    pub critical: Drawing,
    /// Keys given away; empty while there are none.
    pub keys: Drawing,
    /// What is required from when, and how many people meet it.
    pub deadlines: Vec<DeadlineRow>,
    /// The absolute address of this page, for tools.
    pub url: String,
}

/// The figures of now.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct FactorFigures {
    pub accounts: u64,
    pub accounts_with_second_factor: u64,
    pub accounts_with_totp: u64,
    pub accounts_with_webauthn: u64,
    pub managers: u64,
    pub managers_with_second_factor: u64,
    pub critical_projects: u64,
    pub critical_maintainers: u64,
    pub critical_maintainers_with_second_factor: u64,
    pub critical_maintainers_with_totp: u64,
    pub critical_maintainers_with_webauthn: u64,
    pub security_keys_given: u64,
}

/// A deadline of a mandate.
#[derive(Clone, Debug, Serialize)]
pub struct DeadlineRow {
    /// `critical`, `managers` or `everyone`.
    pub cohort: String,
    /// Whether only WebAuthn meets it.
    pub is_strict: bool,
    pub at: DateTime<Utc>,
    /// Whether it is in force.
    pub is_past: bool,
    pub people: u64,
    /// How many of them meet it.
    pub enrolled: u64,
    /// In percent, rounded down; nothing where nobody is concerned.
    pub share: Option<u64>,
}

/// How much of a whole a part is, in percent and rounded down.
pub fn share(part: u64, whole: u64) -> Option<u64> {
    (0 < whole).then(|| u64::try_from(u128::from(part) * 100 / u128::from(whole)).unwrap_or(u64::MAX))
}

impl Page for StatsPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl Page for TwoFactorStatsPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl StatsPage {
    /// With and without a page of critical projects.
    pub fn samples(language: Language) -> Vec<Self> {
        let page = |critical_url| Self {
            layout: samples::layout(language, "/stats/"),
            two_factor_url: "/stats/two-factor/".to_owned(),
            downloads_url: "/stats/downloads/".to_owned(),
            critical_url,
            figures: some_figures(),
        };
        vec![page(Some("/stats/critical/".to_owned())), page(None)]
    }
}

impl TwoFactorStatsPage {
    /// An index with a year behind it, and a new one.
    pub fn samples(language: Language) -> Vec<Self> {
        let today = samples::day(200).date_naive();
        let growing = |most: u64| Series { points: (0..=most.min(120)).map(|day| point(today, day, most)).collect() };
        let chart = |kind, series: Vec<Series>| Chart { kind, series, marks: vec![samples::day(240).date_naive()] };
        let deadline = |cohort: &str, is_strict, is_past| DeadlineRow {
            cohort: cohort.to_owned(),
            is_strict,
            at: samples::day(240),
            is_past,
            people: 7_215,
            enrolled: 5_012,
            share: share(5_012, 7_215),
        };
        let full = Self {
            layout: samples::layout(language, "/stats/two-factor/"),
            figures: some_figures(),
            everybody: chart(ChartKind::Line, vec![growing(28_600), growing(27_000), growing(4_100)]).draw(language),
            critical: chart(ChartKind::Line, vec![growing(7_215), growing(5_012)]).draw(language),
            keys: chart(ChartKind::Line, vec![growing(4_000)]).draw(language),
            deadlines: vec![deadline("critical", true, false), deadline("managers", false, true)],
            url: "https://index.example/stats/two-factor/".to_owned(),
        };
        let nobody = DeadlineRow { people: 0, enrolled: 0, share: None, ..deadline("everyone", false, false) };
        let new = Self {
            figures: FactorFigures::default(),
            everybody: Drawing::empty(),
            critical: Drawing::empty(),
            keys: Drawing::empty(),
            deadlines: vec![nobody],
            ..full.clone()
        };
        let bare = Self { deadlines: Vec::new(), ..new.clone() };
        vec![full, new, bare]
    }
}

fn some_figures() -> FactorFigures {
    FactorFigures {
        accounts: 60_000,
        accounts_with_second_factor: 28_600,
        accounts_with_totp: 27_000,
        accounts_with_webauthn: 4_100,
        managers: 41_000,
        managers_with_second_factor: 24_400,
        critical_projects: 3_500,
        critical_maintainers: 7_215,
        critical_maintainers_with_second_factor: 5_012,
        critical_maintainers_with_totp: 4_600,
        critical_maintainers_with_webauthn: 1_930,
        security_keys_given: 4_000,
    }
}

fn point(today: NaiveDate, day: u64, most: u64) -> (NaiveDate, u64) {
    let at = today.checked_sub_days(Days::new(120 - day)).unwrap_or(today);
    (at, most / 2 + most / 2 * day / 120)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_rounded_down_and_needs_a_whole() {
        assert_eq!(share(28_600, 60_000), Some(47));
        assert_eq!(share(999, 1000), Some(99));
        assert_eq!(share(0, 0), None);
        assert_eq!(share(u64::MAX, u64::MAX), Some(100));
    }
}
