//! What a synthetic index will hold, decided before anything is written.

use super::{
    chance::{About, Chance},
    downloads::Downloads,
    names,
    people::{Factors, Keeper, keepers},
};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{critical::places, downloads::Day};
use std::{cmp::Reverse, collections::BTreeSet};
use uuid::Uuid;

/// Years over which accounts and projects were made.
const HISTORY: TimeDelta = TimeDelta::days(3650);

/// How large a synthetic index is, and the number that everything follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoSize {
    pub projects: u32,
    pub accounts: u32,
    /// Complete days with downloads, up to yesterday.
    pub days: u32,
    /// The last of them, which the next computation moves into segments.
    pub pending_days: u32,
    pub seed: u64,
}

/// Everything but what is sealed or hashed.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) size: DemoSize,
    pub(super) chance: Chance,
    pub(super) today: Day,
    pub(super) factors: Factors,
    pub(super) names: Vec<names::Name>,
    /// Projects, the most popular first, by their place in the segments.
    pub(super) by_ordinal: Vec<u32>,
    ordinals: Vec<u32>,
    pub(super) downloads: Downloads,
}

impl Plan {
    pub(super) fn new(size: DemoSize, today: Day) -> Result<Self> {
        let chance = Chance(size.seed);
        let by_ordinal = chance.order(About::PlaceOrder, size.projects);
        let mut ordinals = vec![0; by_ordinal.len()];
        for (ordinal, project) in (0..).zip(&by_ordinal) {
            ordinals[*project as usize] = ordinal;
        }
        let first = today - i32::try_from(size.days + size.pending_days)?;
        Ok(Self {
            size,
            chance,
            today,
            factors: Factors::of(chance, size.accounts),
            names: names::projects(size.projects)?,
            by_ordinal,
            ordinals,
            downloads: Downloads::new(chance, size.projects, first, today - 1),
        })
    }

    /// The first day with downloads.
    pub(super) fn first_day(&self) -> Day {
        self.today - i32::try_from(self.size.days + self.size.pending_days).unwrap_or(i32::MAX)
    }

    /// The last day that stands in segments.
    pub(super) fn last_settled(&self) -> Day {
        self.today - 1 - i32::try_from(self.size.pending_days).unwrap_or(0)
    }

    pub(super) fn ordinal(&self, project: u32) -> u32 {
        self.ordinals[project as usize]
    }

    /// Older projects stand first in the segments.
    pub(super) fn project_created_at(&self, project: u32) -> DateTime<Utc> {
        self.spread(self.ordinal(project), self.size.projects)
    }

    pub(super) fn account_created_at(&self, account: u32) -> DateTime<Utc> {
        self.spread(account, self.size.accounts)
    }

    pub(super) fn project_id(&self, project: u32) -> Uuid {
        self.chance.id(About::ProjectId, u64::from(project), self.project_created_at(project))
    }

    pub(super) fn account_id(&self, account: u32) -> Uuid {
        self.chance.id(About::AccountId, u64::from(account), self.account_created_at(account))
    }

    pub(super) fn keepers(&self, project: u32) -> Vec<Keeper> {
        keepers(self.chance, project, self.size.projects, self.size.accounts)
    }

    /// Everybody with a role.
    pub(super) fn managers(&self) -> BTreeSet<u32> {
        self.keepers_of(0..self.size.projects)
    }

    /// Everybody with a role on a project that the next computation will designate.
    pub(super) fn critical_maintainers(&self) -> BTreeSet<u32> {
        let sums = self.downloads.sums();
        let mut order: Vec<u32> = (0..self.size.projects).collect();
        order.sort_unstable_by_key(|project| Reverse(sums[*project as usize]));
        let wanted = usize::try_from(places(u64::from(self.size.projects))).unwrap_or(0);
        self.keepers_of(order.into_iter().take(wanted))
    }

    fn keepers_of(&self, projects: impl Iterator<Item = u32>) -> BTreeSet<u32> {
        projects.flat_map(|project| self.keepers(project)).map(|keeper| keeper.account).collect()
    }

    /// An instant between ten years ago and the beginning of today, in whole milliseconds.
    fn spread(&self, index: u32, count: u32) -> DateTime<Utc> {
        let span = HISTORY.num_milliseconds();
        let part = i64::from(index) * span / i64::from(count.max(1));
        self.today.start() - HISTORY + TimeDelta::milliseconds(part)
    }
}
