//! Every name in memory, and the pages that were asked for beside them.

use super::listing::NameLine;
use super::page::Page;
use domain::projects::ProjectStatus;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use store::simple::Name;

/// The names of all projects in shards, each behind a lock of its own.
#[derive(Debug)]
pub(crate) struct Table {
    shards: Vec<RwLock<Shard>>,
    /// Bytes that pages may take.
    limit: usize,
    /// Bytes that pages take.
    weight: AtomicUsize,
    /// Moves on with each page that is stored; what orders pages by age.
    time: AtomicU64,
    names: AtomicUsize,
}

type Shard = HashMap<Box<str>, Entry>;

/// What is known of one name.
#[derive(Debug, Default)]
struct Entry {
    /// The highest serial that was announced.
    announced: i64,
    /// `None` when the name was announced but not read yet.
    known: Option<Known>,
    /// Never older than `announced`.
    page: Option<Arc<Page>>,
}

#[derive(Debug)]
struct Known {
    /// The display form, where it is another than the normalized one.
    display_name: Option<Box<str>>,
    status: ProjectStatus,
    serial: i64,
}

/// What the table says of a name.
#[derive(Debug)]
pub(crate) enum Found {
    /// No project has the name.
    Unknown,
    /// It has to be read from the database.
    Stale,
    Fresh(Arc<Page>),
}

const SHARDS: usize = 64;

impl Table {
    /// An empty table whose pages may take `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            shards: (0..SHARDS).map(|_| RwLock::default()).collect(),
            limit,
            weight: AtomicUsize::new(0),
            time: AtomicU64::new(1),
            names: AtomicUsize::new(0),
        }
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.names.load(Ordering::Relaxed)
    }

    /// Bytes that pages take.
    pub(crate) fn weight(&self) -> usize {
        self.weight.load(Ordering::Relaxed)
    }

    /// One look, by the exact normalized name.
    pub(crate) fn find(&self, name: &str) -> Found {
        match self.read(name).get(name) {
            None => Found::Unknown,
            Some(Entry { page: Some(page), .. }) => {
                page.touch(self.time.load(Ordering::Relaxed));
                Found::Fresh(Arc::clone(page))
            }
            Some(_) => Found::Stale,
        }
    }

    /// Whether a project may have the name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.read(name).contains_key(name)
    }

    /// The highest serial that was announced for a name.
    pub(crate) fn announced(&self, name: &str) -> Option<i64> {
        self.read(name).get(name).map(|entry| entry.announced)
    }

    /// A change was committed: what is older is forgotten before the commit's caller goes on.
    ///
    /// `false` when it was known already.
    pub(crate) fn announce(&self, name: &str, serial: i64) -> bool {
        let mut shard = self.write(name);
        if !shard.contains_key(name) {
            self.names.fetch_add(1, Ordering::Relaxed);
        }
        let entry = shard.entry(name.into()).or_default();
        if serial <= entry.announced {
            return false;
        }
        entry.announced = serial;
        if entry.page.as_ref().is_some_and(|page| page.snapshot < serial) {
            self.forget(entry.page.take());
        }
        true
    }

    /// Takes a name as the table is filled at the start.
    pub(crate) fn fill(&self, name: Name) {
        self.announce(&name.normalized_name, name.last_serial);
        let serial = name.last_serial;
        self.settle(name, serial);
    }

    /// Takes what a snapshot says of a name; `false` when a later change was announced.
    pub(crate) fn settle(&self, name: Name, snapshot: i64) -> bool {
        let mut shard = self.write(&name.normalized_name);
        match shard.get_mut(&*name.normalized_name) {
            Some(entry) if entry.announced <= snapshot => {
                entry.known = Some(Known::new(name));
                true
            }
            _ => false,
        }
    }

    /// Takes a rendered page with its name; `false` when a later change was announced.
    pub(crate) fn store(&self, name: Name, page: &Arc<Page>) -> bool {
        let normalized_name = name.normalized_name.clone();
        let weight = page.weight();
        if !self.settle(name, page.snapshot) || weight > self.limit {
            return false;
        }
        {
            let mut shard = self.write(&normalized_name);
            let Some(entry) = shard.get_mut(&*normalized_name) else {
                return false;
            };
            if entry.announced > page.snapshot || entry.page.as_ref().is_some_and(|kept| kept.snapshot >= page.snapshot)
            {
                return false;
            }
            page.touch(self.time.fetch_add(1, Ordering::Relaxed) + 1);
            self.weight.fetch_add(weight, Ordering::Relaxed);
            self.forget(entry.page.replace(Arc::clone(page)));
        }
        if self.weight() > self.limit {
            self.shrink();
        }
        true
    }

    /// A snapshot has no project of that name.
    pub(crate) fn remove(&self, name: &str, snapshot: i64) {
        let mut shard = self.write(name);
        if shard.get(name).is_some_and(|entry| entry.announced <= snapshot)
            && let Some(entry) = shard.remove(name)
        {
            self.names.fetch_sub(1, Ordering::Relaxed);
            self.forget(entry.page);
        }
    }

    /// The root index: every known name that is not in quarantine, sorted.
    pub(crate) fn lines(&self) -> Vec<NameLine> {
        let mut lines = Vec::with_capacity(self.len());
        for shard in &self.shards {
            let shard = shard.read().unwrap_or_else(PoisonError::into_inner);
            for (name, entry) in shard.iter() {
                if let Some(known) = &entry.known
                    && known.status != ProjectStatus::Quarantined
                {
                    let (normalized_name, display_name) = (name.clone(), known.display_name.clone());
                    lines.push(NameLine { normalized_name, display_name, serial: known.serial });
                }
            }
        }
        lines.sort_unstable_by(|one, other| one.normalized_name.cmp(&other.normalized_name));
        lines
    }

    /// Forgets the pages that were not asked for the longest, down to 7/8 of the limit.
    fn shrink(&self) {
        let mut pages = Vec::new();
        for (index, shard) in self.shards.iter().enumerate() {
            let shard = shard.read().unwrap_or_else(PoisonError::into_inner);
            for (name, entry) in shard.iter() {
                if let Some(page) = &entry.page {
                    pages.push((page.last_used(), index, name.clone()));
                }
            }
        }
        pages.sort_unstable();
        for (_, index, name) in pages {
            if self.weight() <= self.limit / 8 * 7 {
                return;
            }
            let mut shard = self.shards[index].write().unwrap_or_else(PoisonError::into_inner);
            if let Some(entry) = shard.get_mut(&name) {
                self.forget(entry.page.take());
            }
        }
    }

    fn forget(&self, page: Option<Arc<Page>>) {
        if let Some(page) = page {
            self.weight.fetch_sub(page.weight(), Ordering::Relaxed);
        }
    }

    fn read(&self, name: &str) -> RwLockReadGuard<'_, Shard> {
        self.shards[shard_of(name)].read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, name: &str) -> RwLockWriteGuard<'_, Shard> {
        self.shards[shard_of(name)].write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn new(name: Name) -> Self {
        let display_name = (name.name != name.normalized_name).then(|| name.name.into_boxed_str());
        Self { display_name, status: name.status, serial: name.last_serial }
    }
}

/// FNV-1a; who aims at one shard slows only that one down, the maps inside are keyed.
fn shard_of(name: &str) -> usize {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 32) as usize % SHARDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::ProjectId;
    use domain::urls::Urls;
    use store::simple::Project;
    use uuid::Uuid;

    fn name(display: &str, serial: i64) -> Name {
        Name {
            name: display.to_owned(),
            normalized_name: display.to_lowercase(),
            status: ProjectStatus::Active,
            last_serial: serial,
        }
    }

    fn page(display: &str, snapshot: i64) -> (Name, Arc<Page>) {
        let urls = Urls::new(&"https://index.example".parse().unwrap(), None);
        let project = Project { id: ProjectId(Uuid::nil()), name: name(display, snapshot), files: Vec::new() };
        let page = Page::new(snapshot, &project, &urls).unwrap();
        (project.name, Arc::new(page))
    }

    fn is_fresh(table: &Table, name: &str) -> bool {
        matches!(table.find(name), Found::Fresh(_))
    }

    #[test]
    fn a_page_is_forgotten_with_the_announcement() {
        let table = Table::new(1 << 20);
        table.announce("a", 1);
        let (known, kept) = page("A", 1);
        assert!(table.store(known, &kept));
        assert!(is_fresh(&table, "a"));
        table.announce("a", 2);
        assert!(matches!(table.find("a"), Found::Stale));
        assert_eq!(table.weight(), 0);
    }

    #[test]
    fn a_render_older_than_the_announcement_is_not_stored() {
        let table = Table::new(1 << 20);
        table.announce("a", 2);
        let (known, old) = page("A", 1);
        assert!(!table.store(known, &old));
        assert!(matches!(table.find("a"), Found::Stale));
    }

    #[test]
    fn a_late_announcement_does_not_take_a_newer_page_away() {
        let table = Table::new(1 << 20);
        table.announce("a", 5);
        let (known, newer) = page("A", 5);
        table.store(known, &newer);
        table.announce("a", 4);
        assert!(is_fresh(&table, "a"));
    }

    #[test]
    fn a_removed_name_is_not_brought_back_by_an_older_snapshot() {
        let table = Table::new(1 << 20);
        table.announce("a", 2);
        table.remove("a", 1);
        assert!(table.contains("a"), "the snapshot is older than the announcement");
        table.remove("a", 2);
        let (known, old) = page("A", 1);
        assert!(!table.store(known, &old));
        assert!(matches!(table.find("a"), Found::Unknown));
        assert_eq!(table.len(), 0);
    }

    #[test]
    fn pages_that_nobody_asks_for_make_room() {
        let weight = page("A", 1).1.weight();
        let table = Table::new(weight * 4 + weight / 2);
        for display in ["a", "b", "c", "d"] {
            table.announce(display, 1);
            let (known, kept) = page(display, 1);
            table.store(known, &kept);
        }
        assert!(is_fresh(&table, "a"));
        table.announce("e", 1);
        let (known, kept) = page("e", 1);
        table.store(known, &kept);
        assert!(table.weight() <= weight * 4);
        assert!(is_fresh(&table, "e") && is_fresh(&table, "a"));
        assert!(matches!(table.find("b"), Found::Stale));
    }

    #[test]
    fn quarantined_and_unread_names_are_not_listed() {
        let table = Table::new(0);
        table.fill(name("B", 3));
        table.fill(name("A", 4));
        table.fill(Name { status: ProjectStatus::Quarantined, ..name("C", 5) });
        table.announce("d", 6);
        let lines = table.lines();
        let shown: Vec<(&str, i64)> = lines.iter().map(|line| (line.display(), line.serial)).collect();
        assert_eq!(shown, [("A", 4), ("B", 3)]);
    }
}
