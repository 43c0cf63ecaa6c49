//! The downloads of a synthetic index: Zipf over the projects, a rhythm over the week.

use super::chance::{About, Chance};
use chrono::{Datelike as _, Weekday};
use domain::{
    critical::{WINDOW_DAYS, places},
    downloads::Day,
};
use std::{cmp::Reverse, collections::BTreeSet};

/// Downloads of the most popular project on an average day.
const MOST: f64 = 4_000_000.0;

/// How fast popularity falls with the rank.
const EXPONENT: f64 = 1.2;

/// How often each project is downloaded on each day.
#[derive(Debug)]
pub(super) struct Downloads {
    chance: Chance,
    /// Of an average day, by popularity.
    means: Vec<f64>,
    first: Day,
    last: Day,
    /// Projects that have one more on the last day, so that the rank is clear.
    one_more: BTreeSet<u32>,
}

impl Downloads {
    /// From the first to the last day; nobody ties at the boundary of the top one percent.
    pub(super) fn new(chance: Chance, projects: u32, first: Day, last: Day) -> Self {
        let means = (0..projects).map(|project| MOST / f64::from(project + 1).powf(EXPONENT)).collect();
        let mut downloads = Self { chance, means, first, last, one_more: BTreeSet::new() };
        downloads.one_more = downloads.tied_at_the_boundary();
        downloads
    }

    /// What people downloaded of a project on a day.
    pub(super) fn of(&self, project: u32, day: Day) -> u64 {
        let index = (u64::from(project) << 16) | u64::from((day - self.first).unsigned_abs());
        let (noise, rest) = (self.chance.share(About::Noise, index), self.chance.share(About::Noise, !index));
        let week = match day.date().weekday() {
            Weekday::Sat => 0.62,
            Weekday::Sun => 0.58,
            Weekday::Fri => 1.08,
            _ => 1.18,
        };
        let age = f64::from(self.last - day) / f64::from((self.last - self.first).max(1));
        let growth = 1.08 - 0.16 * age;
        let expected = self.means[project as usize] * week * growth * (0.8 + 0.4 * noise);
        // Rounded by chance, so that a project with half a download a day has one every other.
        let count = (expected + rest) as u64;
        count + u64::from(day == self.last && self.one_more.contains(&project))
    }

    /// What people downloaded of each project in the window that ends with the last day.
    pub(super) fn sums(&self) -> Vec<u64> {
        let first = self.first.max(self.last - (WINDOW_DAYS - 1));
        let sum = |project: u32| Day::range(first, self.last).map(|day| self.of(project, day)).sum();
        (0..).take(self.means.len()).map(sum).collect()
    }

    /// Projects inside the top one percent with as many downloads as the best one outside.
    fn tied_at_the_boundary(&self) -> BTreeSet<u32> {
        let wanted = usize::try_from(places(self.means.len() as u64)).unwrap_or(usize::MAX);
        let sums = self.sums();
        let mut order: Vec<u32> = (0..).take(sums.len()).collect();
        order.sort_unstable_by_key(|project| (Reverse(sums[*project as usize]), *project));
        let Some(outside) = order.get(wanted).map(|project| sums[*project as usize]) else {
            return BTreeSet::new();
        };
        order[..wanted].iter().copied().filter(|project| sums[*project as usize] == outside).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_ties_at_the_boundary() {
        for seed in 0..8 {
            // Few days far down the list: there, many projects have the same sum.
            let mut downloads = Downloads::new(Chance(seed), 3000, Day(20_000), Day(20_001));
            for mean in &mut downloads.means {
                *mean = mean.min(2.0);
            }
            downloads.one_more.clear();
            downloads.one_more = downloads.tied_at_the_boundary();
            let mut sums = downloads.sums();
            sums.sort_unstable_by_key(|sum| Reverse(*sum));
            assert!(sums[29] > sums[30], "{seed}: {} {}", sums[29], sums[30]);
        }
    }

    #[test]
    fn a_weekend_is_quieter_than_the_days_around_it() {
        let downloads = Downloads::new(Chance(1), 100, Day(20_000), Day(20_200));
        // 2024-10-13 was a Sunday, 2024-10-15 a Tuesday.
        let of_all = |day: i32| (0..100).map(|project| downloads.of(project, Day(day))).sum::<u64>();
        assert_eq!(Day(20_009).to_string(), "2024-10-13");
        assert!(of_all(20_009) * 3 < of_all(20_011) * 2);
    }

    #[test]
    fn the_window_leaves_out_what_is_older() {
        let long = Downloads::new(Chance(1), 10, Day(20_000), Day(20_400));
        let expected: u64 = Day::range(Day(20_400 - 182), Day(20_400)).map(|day| long.of(0, day)).sum();
        assert_eq!(long.sums()[0], expected);
    }
}
