//! `[simple]`: how the simple index is cached.

use super::{layers::Layers, setting::Setting, values};

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("simple.max_age", "0s", "How long clients and proxies may keep a page without asking again."),
    Setting::new("simple.cache_bytes", "256 MiB", "The memory that rendered pages may take."),
];

/// How the simple index is cached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Simple {
    /// Seconds.
    pub(crate) max_age: u32,
    pub(crate) cache_bytes: usize,
}

impl Simple {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let max_age = layers.parse("simple.max_age", |text| {
            u32::try_from(values::duration(text)?.num_seconds()).map_err(|_| format!("too long: `{text}`"))
        });
        let cache_bytes = layers.parse("simple.cache_bytes", |text| {
            usize::try_from(values::size(text)?).map_err(|_| format!("too large: `{text}`"))
        });
        Some(Self { max_age: max_age?, cache_bytes: cache_bytes? })
    }
}
