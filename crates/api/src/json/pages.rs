//! Objects of the JSON API that were asked for, kept while no change is announced.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use lru::LruCache;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use web::{CachePolicy, headers};

/// One object, ready to be sent.
#[derive(Debug)]
pub(crate) struct JsonPage {
    /// The journal's head in the snapshot that it comes from.
    pub(crate) snapshot: i64,
    /// The value of `X-PyPI-Last-Serial`.
    pub(crate) serial: HeaderValue,
    pub(crate) etag: HeaderValue,
    pub(crate) body: Bytes,
}

/// A normalized name, and for a release the canonical version.
pub(crate) type Key = (Box<str>, Option<Box<str>>);

/// The objects that were asked for last.
pub(crate) struct JsonPages {
    kept: Mutex<Kept>,
    /// The headers of every answer.
    pub(crate) common: HeaderMap,
}

struct Kept {
    pages: LruCache<Key, Arc<JsonPage>>,
    weight: usize,
}

/// Bytes that the objects may take.
const LIMIT: usize = 32 * 1024 * 1024;

impl JsonPages {
    pub(crate) fn new(max_age: u32) -> Self {
        let mut common = HeaderMap::with_capacity(16);
        common.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        common.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        CachePolicy::Json.apply(&mut common, max_age);
        headers::cors(&mut common);
        Self { kept: Mutex::new(Kept { pages: LruCache::unbounded(), weight: 0 }), common }
    }

    /// The kept object, if no change was announced since.
    pub(crate) fn find(&self, key: &Key, announced: i64) -> Option<Arc<JsonPage>> {
        let mut kept = self.lock();
        let page = Arc::clone(kept.pages.get(key)?);
        if page.snapshot >= announced {
            return Some(page);
        }
        kept.forget(key);
        None
    }

    /// Keeps an object; those that nobody asked for the longest make room.
    pub(crate) fn keep(&self, key: Key, page: Arc<JsonPage>) {
        let weight = page.weight();
        if weight > LIMIT / 8 {
            return;
        }
        let mut kept = self.lock();
        kept.forget(&key);
        kept.weight += weight;
        kept.pages.put(key, page);
        while kept.weight > LIMIT {
            let Some((_, oldest)) = kept.pages.pop_lru() else {
                return;
            };
            kept.weight -= oldest.weight();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn forget(&mut self, key: &Key) {
        if let Some(page) = self.pages.pop(key) {
            self.weight -= page.weight();
        }
    }
}

impl JsonPage {
    pub(crate) fn new(snapshot: i64, serial: i64, text: String) -> Self {
        let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..16]);
        Self {
            snapshot,
            serial: HeaderValue::from(serial),
            etag: HeaderValue::try_from(format!("\"{digest}\"")).expect("base64 stands in a header"),
            body: Bytes::from(text),
        }
    }

    fn weight(&self) -> usize {
        const ENTRY: usize = 400;
        self.body.len() + ENTRY
    }
}

impl fmt::Debug for JsonPages {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JsonPages")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        (name.into(), None)
    }

    #[test]
    fn an_object_older_than_the_announcement_is_not_given() {
        let pages = JsonPages::new(0);
        pages.keep(key("a"), Arc::new(JsonPage::new(5, 5, "{}".to_owned())));
        assert!(pages.find(&key("a"), 5).is_some());
        assert!(pages.find(&key("a"), 6).is_none());
        assert_eq!(pages.lock().weight, 0);
    }

    #[test]
    fn the_bound_holds() {
        let pages = JsonPages::new(0);
        for number in 0..40 {
            let text = "x".repeat(LIMIT / 10);
            pages.keep(key(&number.to_string()), Arc::new(JsonPage::new(1, 1, text)));
        }
        assert!(pages.lock().weight <= LIMIT);
        assert!(pages.find(&key("39"), 1).is_some());
        assert!(pages.find(&key("0"), 1).is_none());
    }
}
