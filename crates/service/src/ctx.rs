//! What every act takes first: database, objects, clock, randomness, settings.

use crate::{figures::Kept, passwords::Passwords, settings::Settings, soft::SoftWrites, switches::Board};
use arc_swap::ArcSwap;
use blobs::Blobs;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::keys::KeyRing;
use outbound::{domains::Domains, mail::MailTransport};
use std::sync::{Arc, Mutex, PoisonError};
use store::Db;
use uuid::Uuid;

/// The one way to time, randomness, ids and every outside thing.
pub struct Ctx {
    pub db: Db,
    pub blobs: Blobs,
    pub settings: Settings,
    /// Replaced when `secret rotate` wrote a new ring.
    pub keys: ArcSwap<KeyRing>,
    pub soft: SoftWrites,
    pub passwords: Passwords,
    /// Banners of the switches that are on.
    pub board: Arc<Board>,
    /// The public figures, counted once a minute.
    pub figures: Kept,
    /// Carries away what the outbox holds; only jobs use it.
    pub mail: Arc<dyn MailTransport>,
    /// Knows which domains of addresses exist; nobody asks unless the operator wants it.
    pub domains: Option<Arc<dyn Domains>>,
    pub clock: Clock,
    pub random: Random,
}

impl Ctx {
    /// The time now: UTC, whole microseconds, as both engines store it.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A new id: UUIDv7 (RFC 9562) of the clock and the randomness of this context.
    pub fn id(&self) -> Uuid {
        let milliseconds = u64::try_from(self.now().timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &self.random_bytes()).into_uuid()
    }

    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        self.random.bytes()
    }
}

/// Where time comes from.
#[derive(Clone)]
pub enum Clock {
    System,
    /// Moved by hand, in tests.
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self::Manual(Arc::new(Mutex::new(start)))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where the system's clock is read")]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Self::System => Utc::now(),
            Self::Manual(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        };
        now.trunc_subsecs(6)
    }

    /// Moves a manual clock; the system's clock does not move for us.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Manual(time) = self {
            *time.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}

/// Where randomness comes from.
#[derive(Clone)]
pub enum Random {
    /// The operating system's.
    System,
    /// A counter stretched by SHA-256: the same bytes in each run, for tests.
    Seeded(Arc<Mutex<u64>>),
}

impl Random {
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(seed << 32)))
    }

    /// # Panics
    ///
    /// When the operating system has no randomness: nothing can go on safely then.
    #[expect(clippy::disallowed_methods, reason = "the one place where the system's randomness is read")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            Self::System => getrandom::fill(&mut bytes).expect("the operating system gives randomness"),
            Self::Seeded(counter) => stretch(counter, &mut bytes),
        }
        bytes
    }
}

fn stretch(counter: &Mutex<u64>, bytes: &mut [u8]) {
    use sha2::{Digest as _, Sha256};
    let mut counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
    for chunk in bytes.chunks_mut(32) {
        *counter += 1;
        let block = Sha256::digest(counter.to_be_bytes());
        chunk.copy_from_slice(&block[..chunk.len()]);
    }
}
