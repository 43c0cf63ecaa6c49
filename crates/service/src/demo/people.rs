//! The accounts of a synthetic index, their factors, and who keeps which project.

use super::chance::{About, Chance};
use std::collections::BTreeSet;

/// Shares of a thousandth part of 60,000 accounts: how many have which factor.
const ACCOUNTS: u64 = 60_000;
const WITH_FACTOR: u64 = 28_600;
const WITH_TOTP: u64 = 27_000;
const WITH_KEY: u64 = 4_000;

/// Of a hundred accounts, how many keep a project.
const KEEPERS: u32 = 75;

/// Who has which second factor, by number.
#[derive(Debug)]
pub(super) struct Factors {
    pub(super) totp: BTreeSet<u32>,
    pub(super) keys: BTreeSet<u32>,
}

impl Factors {
    /// Chosen by chance; the numbers are exact.
    pub(super) fn of(chance: Chance, accounts: u32) -> Self {
        let share = |part: u64| (u64::from(accounts) * part / ACCOUNTS) as usize;
        let (all, keys) = (share(WITH_FACTOR), share(WITH_KEY));
        // Rounding never leaves somebody between the two.
        let totp = share(WITH_TOTP).max(all - keys);
        let order = chance.order(About::FactorOrder, accounts);
        Self { totp: order[..totp].iter().copied().collect(), keys: order[all - keys..all].iter().copied().collect() }
    }

    pub(super) fn has_any(&self, account: u32) -> bool {
        self.totp.contains(&account) || self.keys.contains(&account)
    }

    /// How many accounts have at least one.
    pub(super) fn distinct(&self) -> usize {
        self.totp.union(&self.keys).count()
    }
}

/// Somebody with a role on a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keeper {
    pub(super) account: u32,
    pub(super) is_owner: bool,
}

/// Who keeps a project, its first owner first; popular projects have more people.
///
/// A few accounts keep very many projects and most keep one or two, as everywhere.
pub(super) fn keepers(chance: Chance, project: u32, projects: u32, accounts: u32) -> Vec<Keeper> {
    let keeping = (u64::from(accounts) * u64::from(KEEPERS) / 100).max(1);
    let somebody = |about: About, index: u64| {
        let share = chance.share(about, index).powf(2.2);
        ((share * keeping as f64) as u64).min(keeping - 1) as u32
    };
    let mut keepers = vec![Keeper { account: somebody(About::Owner, u64::from(project)), is_owner: true }];
    let luck = chance.number(About::Maintainers, u64::from(project)) % 100;
    let more = match luck {
        0..60 => 0,
        60..85 => 1,
        85..95 => 2,
        _ => 3,
    };
    let popular = if project < projects / 100 { 1 + luck % 3 } else { 0 };
    for index in 0..more + popular {
        let account = somebody(About::Maintainers, (u64::from(project) << 8) | (index + 1));
        if keepers.iter().all(|keeper| keeper.account != account) {
            keepers.push(Keeper { account, is_owner: index == 0 && luck.is_multiple_of(2) });
        }
    }
    keepers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_flags_the_figures_are_exact() {
        let factors = Factors::of(Chance(1), 60_000);
        assert_eq!((factors.distinct(), factors.totp.len(), factors.keys.len()), (28_600, 27_000, 4_000));
    }

    #[test]
    fn rounding_leaves_nobody_between_two_factors() {
        for accounts in 1..2000 {
            let factors = Factors::of(Chance(2), accounts);
            let expected = u64::from(accounts) * WITH_FACTOR / ACCOUNTS;
            assert_eq!(factors.distinct() as u64, expected, "{accounts}");
        }
    }

    #[test]
    fn a_project_has_an_owner_and_nobody_twice() {
        for project in 0..2000 {
            let keepers = keepers(Chance(3), project, 2000, 300);
            assert!(keepers[0].is_owner);
            let accounts: BTreeSet<u32> = keepers.iter().map(|keeper| keeper.account).collect();
            assert_eq!(accounts.len(), keepers.len());
            assert!(accounts.iter().all(|account| *account < 225));
        }
    }
}
