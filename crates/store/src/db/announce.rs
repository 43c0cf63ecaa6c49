//! Announcements: which projects changed, told in this process.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// A project whose public state changed, and the serial of that change.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Announcement {
    /// The normalized name.
    pub project: String,
    pub serial: i64,
}

/// What is called with each batch of announcements; it must not block.
pub type Subscriber = Arc<dyn Fn(&[Announcement]) + Send + Sync>;

/// The subscribers of one database handle and of its clones.
#[derive(Clone, Default)]
pub(super) struct Subscribers(Arc<RwLock<Vec<Subscriber>>>);

impl Subscribers {
    pub(super) fn add(&self, subscriber: Subscriber) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(subscriber);
    }

    pub(super) fn announce(&self, announcements: &[Announcement]) {
        if announcements.is_empty() {
            return;
        }
        for subscriber in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            subscriber(announcements);
        }
    }
}

impl fmt::Debug for Subscribers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Subscribers")
    }
}
