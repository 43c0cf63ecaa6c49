//! The names of the standard library, which no project may take.

use std::sync::LazyLock;

use super::NormalizedName;

static LISTED: &str = include_str!("../../data/standard_library.txt");

static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| LISTED.lines().filter(|line| !line.starts_with('#')).collect());

/// Whether a module of the standard library has this name.
///
/// Dotted prefixes of modules count, of Python 2.6, 2.7 and 3.2 to 3.14.
pub fn contains(name: &NormalizedName) -> bool {
    NAMES.binary_search(&name.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(name: &str) -> bool {
        contains(&NormalizedName::from_any(name).unwrap())
    }

    #[test]
    fn modules_of_every_age_are_listed() {
        for name in [
            "os",
            "os.path",
            "asyncio",
            "urllib2",
            "tomllib",
            "xml.etree.ElementTree",
            "future",
            "importlib",
            "cgi",
            "compression.zstd",
            "BaseHTTPServer",
        ] {
            assert!(listed(name), "{name}");
        }
    }

    #[test]
    fn other_projects_are_not_listed() {
        for name in ["requests", "numpy", "os-path-tools", "a"] {
            assert!(!listed(name), "{name}");
        }
    }

    #[test]
    fn the_list_is_sorted_normalized_and_complete() {
        assert!(NAMES.is_sorted_by(|one, next| one < next));
        assert!(NAMES.iter().all(|name| NormalizedName::parse_exact(name).is_ok()));
        assert_eq!(NAMES.len(), 2363);
    }
}
