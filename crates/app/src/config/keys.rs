//! `[keys]`: where the key ring is.

use super::{layers::Layers, setting::Setting, values};
use std::path::PathBuf;

pub(crate) const SETTINGS: &[Setting] = &[
    Setting::new("keys.file", "", "The file of the key ring; by default `key-ring` in the data folder."),
    Setting::secret("keys.ring", "The key ring itself, one key a line or between `;`, for those who keep no file."),
];

/// Where the key ring is.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) file: Option<PathBuf>,
    /// The text of the ring, where no file holds it.
    pub(crate) ring: Option<String>,
}

impl Keys {
    pub(crate) fn read(layers: &mut Layers) -> Option<Self> {
        let file = values::optional(&layers.value("keys.file").text).map(PathBuf::from);
        let ring = values::optional(&layers.value("keys.ring").text);
        if file.is_some() && ring.is_some() {
            layers.wrong("keys.file", "keys.file and keys.ring are both set; keep one of them".to_owned());
            return None;
        }
        Some(Self { file, ring })
    }
}
