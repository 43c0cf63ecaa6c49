//! Downloads: days, who downloads, with what.

pub mod agent;
pub mod log;
pub mod segment;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::fmt;
use std::ops::{Add, Sub};

/// Whole UTC days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

/// The days from the beginning of the common era to the first day that counts as 0.
const EPOCH_FROM_COMMON_ERA: i32 = 719_163;

impl Day {
    /// The date; a day that no calendar holds is the last or the first one that it does.
    pub fn date(self) -> NaiveDate {
        let nearest = if self.0 < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        self.0.checked_add(EPOCH_FROM_COMMON_ERA).and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(nearest)
    }

    /// Midnight at its beginning.
    pub fn start(self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(i64::from(self.0).clamp(-36_500_000, 36_500_000))
    }

    /// All days from the first to the last, both included.
    pub fn range(first: Self, last: Self) -> impl Iterator<Item = Self> {
        (first.0..=last.0).map(Self)
    }
}

impl From<DateTime<Utc>> for Day {
    fn from(at: DateTime<Utc>) -> Self {
        let days = at.timestamp().div_euclid(24 * 60 * 60);
        Self(i32::try_from(days).unwrap_or(i32::MAX))
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(chrono::Datelike::num_days_from_ce(&date) - EPOCH_FROM_COMMON_ERA)
    }
}

impl fmt::Display for Day {
    /// As in ISO 8601: `2026-03-01`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(formatter)
    }
}

impl Add<i32> for Day {
    type Output = Self;

    fn add(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Self;

    fn sub(self, days: i32) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;

    fn sub(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Who a download is for; only people make a project critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// Somebody who installs, and the build servers that do it for them.
    People,
    /// Scripts and crawlers that fetch files without installing them.
    Robots,
    /// Programs that copy the index, or keep what passes through them.
    Mirrors,
}

impl Audience {
    pub const ALL: [Self; 3] = [Self::People, Self::Robots, Self::Mirrors];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Robots => "robots",
            Self::Mirrors => "mirrors",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// Where counts come from; never from both, or each download would count twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DownloadSource {
    /// The index counts what it sends.
    Index,
    /// Access logs are imported, of a CDN or a proxy that answers for the index.
    Logs,
}

/// How downloads are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadSettings {
    pub source: DownloadSource,
    /// How long details by version and installer are kept; daily totals stay.
    pub detail_retention: TimeDelta,
}

impl DownloadSource {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Index => "self",
            Self::Logs => "logs",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Index, Self::Logs].into_iter().find(|it| it.as_str() == name)
    }
}

impl Default for DownloadSettings {
    fn default() -> Self {
        Self { source: DownloadSource::Index, detail_retention: TimeDelta::days(365) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn days_begin_at_midnight_utc() {
        assert_eq!(Day::from(at("1970-01-01T00:00:00Z")), Day(0));
        assert_eq!(Day::from(at("1969-12-31T23:59:59Z")), Day(-1));
        assert_eq!(Day::from(at("2026-03-01T00:30:00+01:00")), Day::from(at("2026-02-28T12:00:00Z")));
    }

    #[test]
    fn a_day_is_written_as_its_date() {
        assert_eq!(Day::from(at("2024-02-29T10:00:00Z")).to_string(), "2024-02-29");
        assert_eq!(Day::from(NaiveDate::from_ymd_opt(1970, 1, 2).unwrap()), Day(1));
    }

    #[test]
    fn days_are_counted_on_and_back() {
        let day = Day(20_000);
        assert_eq!((day + 3) - day, 3);
        assert_eq!((day - 3) - day, -3);
        assert_eq!(Day::range(day, day + 2).collect::<Vec<_>>(), [Day(20_000), Day(20_001), Day(20_002)]);
        assert!(day < day + 1);
    }

    #[test]
    fn audiences_are_read_as_they_are_stored() {
        for audience in Audience::ALL {
            assert_eq!(Audience::from_stored(audience.as_str()), Some(audience));
        }
        assert_eq!(Audience::from_stored("everybody"), None);
    }

    proptest! {
        #[test]
        fn every_day_has_a_date_and_a_beginning(day in any::<i32>()) {
            let _ = (Day(day).to_string(), Day(day).start());
        }

        #[test]
        fn a_date_is_the_day_that_it_came_from(day in -1_000_000_i32..1_000_000) {
            prop_assert_eq!(Day::from(Day(day).date()), Day(day));
            prop_assert_eq!(Day::from(Day(day).start()), Day(day));
        }
    }
}
