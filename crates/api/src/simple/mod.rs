//! The simple index (PEPs 503, 592, 629, 658, 691, 700, 714, 792), from memory.
//!
//! [`table`] holds every name and the pages that were asked for. A page is read in
//! two queries by [`load`], written by [`html`] and [`json`], compressed by
//! [`encode`] and sent by [`respond`]. What commits announce makes pages stale in
//! the same instant; [`feed`] brings the announcements of other processes.

mod encode;
pub mod feed;
pub(crate) mod handlers;
mod html;
mod json;
mod listing;
mod load;
mod page;
mod respond;
mod root;
mod table;

pub(crate) use json::timestamp;
pub(crate) use page::{Digest, Page, parse_digest};

use domain::urls::Urls;
use load::Flights;
use respond::Replies;
use root::Root;
use service::Ctx;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Weak};
use store::{Announcement, Db};
use table::Table;

/// The version of the interface that both forms follow (PEP 792).
const API_VERSION: &str = "1.4";

/// All names, and pages as they are asked for.
pub struct SimpleIndex {
    db: Db,
    urls: Urls,
    table: Arc<Table>,
    flights: Flights,
    root: Root,
    replies: Replies,
    /// The journal's head when the names were read.
    filled_at: AtomicI64,
}

impl SimpleIndex {
    /// Reads all names, and follows announcements from before that read on.
    ///
    /// # Errors
    ///
    /// When the names cannot be read.
    pub(crate) async fn open(ctx: &Ctx) -> anyhow::Result<Arc<Self>> {
        let simple = Arc::new(Self {
            db: ctx.db.clone(),
            urls: ctx.settings.urls.clone(),
            table: Arc::new(Table::new(ctx.settings.simple_cache_bytes)),
            flights: Flights::default(),
            root: Root::default(),
            replies: Replies::new(ctx.settings.simple_max_age),
            filled_at: AtomicI64::new(0),
        });
        // Weak, because the database's handle inside would keep the subscriber alive.
        let subscriber: Weak<Self> = Arc::downgrade(&simple);
        ctx.db.on_commit(Arc::new(move |announcements| {
            if let Some(simple) = subscriber.upgrade() {
                simple.announce(announcements);
            }
        }));
        simple.fill().await?;
        Ok(simple)
    }

    /// The highest serial that is known here.
    pub fn serial(&self) -> i64 {
        self.root.serial()
    }

    /// Whether a project may have this normalized name; never asks the database.
    pub fn knows(&self, normalized_name: &str) -> bool {
        self.table.contains(normalized_name)
    }

    /// The serial of a name's last change; `None` when no project has the name.
    pub fn serial_of(&self, normalized_name: &str) -> Option<i64> {
        self.table.announced(normalized_name)
    }

    fn announce(&self, announcements: &[Announcement]) {
        let is_news = |announcement: &&Announcement| self.table.announce(&announcement.project, announcement.serial);
        let news: Vec<&Announcement> = announcements.iter().filter(is_news).collect();
        self.root.announce(&news);
    }

    async fn fill(&self) -> anyhow::Result<()> {
        let mut read = self.db.read().await?;
        let serial = store::journal::head(&mut read).await?;
        for name in store::simple::names(&mut read).await? {
            self.table.fill(name);
        }
        self.root.begin_at(serial);
        self.filled_at.store(serial, Ordering::Release);
        Ok(())
    }
}

impl fmt::Debug for SimpleIndex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SimpleIndex({} names at {})", self.table.len(), self.serial())
    }
}
