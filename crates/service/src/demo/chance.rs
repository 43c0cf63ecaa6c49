//! Chance that comes again: each value follows from a seed, a subject and an index.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What a value is about; the same index of another subject has nothing to do with it.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    AccountId = 1,
    AddressId,
    ProjectId,
    RoleId,
    FactorId,
    FactorOrder,
    PlaceOrder,
    Owner,
    Maintainers,
    Noise,
    CredentialId,
    CodeId,
    Code,
    ReleaseId,
    ReleasedAt,
    Version,
}

/// The number that everything follows from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    /// A number of 64 bits (the finalizer of SplitMix64).
    pub(super) const fn number(self, about: About, index: u64) -> u64 {
        let subject = (about as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mix(mix(self.0 ^ subject).wrapping_add(index.wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }

    /// At least 0, less than 1.
    pub(super) fn share(self, about: About, index: u64) -> f64 {
        // 53 bits are what the type holds exactly.
        (self.number(about, index) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A UUIDv7 of an instant.
    pub(super) fn id(self, about: About, index: u64, at: DateTime<Utc>) -> Uuid {
        let (high, low) = (self.number(about, index), mix(self.number(about, index)));
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&high.to_be_bytes());
        bytes[8..].copy_from_slice(&low.to_be_bytes()[..2]);
        let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &bytes).into_uuid()
    }

    /// The numbers below `count` in an order of chance.
    pub(super) fn order(self, about: About, count: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by_key(|index| (self.number(about, u64::from(*index)), *index));
        order
    }
}

const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_another_one_another() {
        let at = DateTime::UNIX_EPOCH;
        assert_eq!(Chance(7).id(About::AccountId, 3, at), Chance(7).id(About::AccountId, 3, at));
        assert_ne!(Chance(7).number(About::AccountId, 3), Chance(8).number(About::AccountId, 3));
        assert_ne!(Chance(7).number(About::AccountId, 3), Chance(7).number(About::ProjectId, 3));
        assert_ne!(Chance(0).number(About::AccountId, 0), 0);
    }

    #[test]
    fn an_order_holds_each_number_once() {
        let mut order = Chance(7).order(About::FactorOrder, 1000);
        assert_ne!(order, (0..1000).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn shares_fill_the_range_evenly() {
        let mean = (0..10_000).map(|index| Chance(7).share(About::Noise, index)).sum::<f64>() / 10_000.0;
        assert!((0.49..0.51).contains(&mean), "{mean}");
    }
}
