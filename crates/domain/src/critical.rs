//! Critical projects: which ones the rank designates, and why a project is one.

/// How many complete UTC days the downloads are summed over.
pub const WINDOW_DAYS: i32 = 183;

/// Below this number of projects nobody is critical by rank.
pub const FEWEST_PROJECTS: u64 = 100;

/// Why a project is critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Its downloads stand in the top one percent.
    Rank,
    /// An operator said so.
    Operator,
    /// The index itself is built on it.
    Dependency,
}

impl Reason {
    pub const ALL: [Self; 3] = [Self::Rank, Self::Operator, Self::Dependency];

    /// The word that is stored and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Operator => "operator",
            Self::Dependency => "dependency",
        }
    }

    pub fn from_stored(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// A place in the order of downloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked<K> {
    pub key: K,
    /// 1 for the most downloads; those with equal downloads share the better rank.
    pub rank: u64,
    pub downloads: u64,
}

/// How many projects the rank designates out of so many, ties aside.
pub const fn places(eligible: u64) -> u64 {
    if eligible < FEWEST_PROJECTS { 0 } else { eligible / 100 }
}

/// The top one percent of `eligible` projects, rounded down, best first.
///
/// Those who tie with the last place are in as well; no downloads are never enough.
/// `counts` holds the downloads of eligible projects; those left out have none.
pub fn top<K: Copy + Ord>(counts: impl IntoIterator<Item = (K, u64)>, eligible: u64) -> Vec<Ranked<K>> {
    let wanted = usize::try_from(places(eligible)).unwrap_or(usize::MAX);
    if wanted == 0 {
        return Vec::new();
    }
    let mut counted: Vec<(u64, K)> =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| (count, key)).collect();
    if counted.len() > wanted {
        let (_, (threshold, _), _) =
            counted.select_nth_unstable_by_key(wanted - 1, |(count, _)| std::cmp::Reverse(*count));
        let threshold = *threshold;
        counted.retain(|(count, _)| *count >= threshold);
    }
    counted.sort_unstable_by(|(one, first), (other, second)| other.cmp(one).then(first.cmp(second)));
    let mut ranked: Vec<Ranked<K>> = Vec::with_capacity(counted.len());
    for (at, (downloads, key)) in (1..).zip(counted) {
        let rank = match ranked.last() {
            Some(last) if last.downloads == downloads => last.rank,
            _ => at,
        };
        ranked.push(Ranked { key, rank, downloads });
    }
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(ranked: &[Ranked<usize>]) -> Vec<usize> {
        ranked.iter().map(|one| one.key).collect()
    }

    fn top_of(counts: &[u64], eligible: u64) -> Vec<Ranked<usize>> {
        top(counts.iter().copied().enumerate(), eligible)
    }

    #[test]
    fn one_percent_is_rounded_down_and_begins_at_a_hundred() {
        for (eligible, expected) in
            [(0, 0), (1, 0), (99, 0), (100, 1), (199, 1), (200, 2), (350_000, 3500), (350_099, 3500)]
        {
            assert_eq!(places(eligible), expected, "{eligible}");
        }
    }

    #[test]
    fn ties_with_the_last_place_are_in() {
        let ranked = top_of(&[5, 9, 5, 1, 5], 200);
        assert_eq!(keys(&ranked), [1, 0, 2, 4]);
        assert_eq!(ranked.iter().map(|one| one.rank).collect::<Vec<_>>(), [1, 2, 2, 2]);
    }

    #[test]
    fn ties_above_the_last_place_take_places() {
        assert_eq!(keys(&top_of(&[7, 7, 3, 1], 200)), [0, 1]);
    }

    #[test]
    fn no_downloads_are_never_enough() {
        assert_eq!(top_of(&[0, 0, 0], 300), []);
        assert_eq!(keys(&top_of(&[0, 4, 0], 300)), [1]);
        assert_eq!(top_of(&[], 300), []);
    }

    #[test]
    fn below_a_hundred_nobody_is() {
        assert_eq!(top_of(&[1_000_000; 99], 99), []);
        assert_eq!(top_of(&[1_000_000], 99), []);
    }

    #[test]
    fn reasons_keep_their_words() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_stored(reason.as_str()), Some(reason));
        }
        assert_eq!(Reason::from_stored("whim"), None);
    }

    proptest! {
        #[test]
        fn nobody_outside_has_as_many_downloads_as_the_last_inside(
            counts in prop::collection::vec(0_u64..20, 0..400),
            more in 0_u64..200,
        ) {
            let eligible = counts.len() as u64 + more;
            let ranked = top_of(&counts, eligible);
            let inside: std::collections::BTreeSet<usize> = ranked.iter().map(|one| one.key).collect();
            let wanted = usize::try_from(places(eligible)).unwrap();
            let nonzero = counts.iter().filter(|count| **count > 0).count();
            prop_assert!(ranked.len() >= wanted.min(nonzero));
            if let Some(last) = ranked.last() {
                for (key, count) in counts.iter().enumerate() {
                    prop_assert_eq!(inside.contains(&key), *count >= last.downloads && *count > 0 );
                }
                let above = ranked.iter().filter(|one| one.downloads > last.downloads).count();
                prop_assert!(above < wanted);
            }
            for one in &ranked {
                let better = counts.iter().filter(|count| **count > one.downloads).count() as u64;
                prop_assert_eq!(one.rank, better + 1);
            }
        }
    }
}
