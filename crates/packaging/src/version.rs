//! Versions of releases (PEP 440).

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use crate::shown::shortened;
use crate::text::checked_text;

/// Bytes that a version may have at most.
///
/// PEP 440 sets no bound, a file name does.
pub const MAXIMUM_VERSION_LENGTH: usize = 200;

/// A version: the text as given, compared as PEP 440 says.
///
/// `1.0` and `1.0.0` are equal; their texts stay what they were.
#[derive(Debug, Clone)]
pub struct Version {
    text: Arc<str>,
    parsed: pep440_rs::Version,
}

/// Why a text is not a version (PEP 440).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VersionError {
    /// Nothing was given.
    #[error("the version is empty; write one as PEP 440 says, such as `1.0`")]
    Empty,
    /// More than [`MAXIMUM_VERSION_LENGTH`] characters.
    #[error("the version has {length} bytes: `{shown}`; use at most {MAXIMUM_VERSION_LENGTH}")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The version, shortened.
        shown: String,
    },
    /// A text that PEP 440 does not know.
    #[error(
        "the version is not one of PEP 440: `{shown}` ({reason}); write one such as `1.0`, `1.0rc1` or `1.0.post1`"
    )]
    Invalid {
        /// The version, shortened.
        shown: String,
        /// What the parser saw.
        reason: String,
    },
}

impl Version {
    /// Checks a version as given by a person or a tool; spaces around it are dropped.
    ///
    /// # Errors
    /// See [`VersionError`].
    pub fn parse(given: &str) -> Result<Self, VersionError> {
        let text = given.trim_ascii();
        if text.is_empty() {
            return Err(VersionError::Empty);
        }
        // Before parsing, so that a hostile text costs nothing.
        if text.len() > MAXIMUM_VERSION_LENGTH {
            return Err(VersionError::TooLong { length: text.len(), shown: shortened(text) });
        }
        let invalid = |reason: String| VersionError::Invalid { shown: shortened(text), reason };
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(invalid("only printable ASCII is allowed".to_owned()));
        }
        let parsed = pep440_rs::Version::from_str(text).map_err(|error| invalid(error.to_string()))?;
        Ok(Self { text: text.into(), parsed })
    }

    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The normal form of PEP 440, with its zeros: `1.0.0RC1` gives `1.0.0rc1`.
    pub fn normalized(&self) -> String {
        self.parsed.to_string()
    }

    /// The key of a release: the normal form without trailing zeros.
    ///
    /// `1.0.0rc1` gives `1rc1`.
    /// Two versions are equal exactly when their canonical forms are.
    pub fn canonical(&self) -> String {
        let release = self.parsed.release();
        let kept = release.iter().rposition(|number| *number != 0).map_or(1, |last| last + 1);
        self.parsed.clone().with_release(release[..kept].iter().copied()).to_string()
    }

    /// Whether it is an alpha, beta, candidate or development release.
    ///
    /// Installers skip these by default.
    pub fn is_prerelease(&self) -> bool {
        self.parsed.any_prerelease()
    }

    /// Whether it has a local part, such as the `+ubuntu1` of `1.0+ubuntu1`.
    pub fn has_local(&self) -> bool {
        self.parsed.is_local()
    }

    pub(crate) fn parsed(&self) -> &pep440_rs::Version {
        &self.parsed
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.parsed == other.parsed
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parsed.cmp(&other.parsed)
    }
}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

checked_text!(Version, VersionError);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn the_order_is_that_of_pep_440() {
        let sorted = [
            "0.1",
            "1.dev0",
            "1.0.dev456",
            "1.0a1",
            "1.0a2.dev456",
            "1.0a12.dev456",
            "1.0a12",
            "1.0b1.dev456",
            "1.0b2",
            "1.0b2.post345.dev456",
            "1.0b2.post345",
            "1.0rc1.dev456",
            "1.0rc1",
            "1.0",
            "1.0+abc.5",
            "1.0+abc.7",
            "1.0+5",
            "1.0.post456.dev34",
            "1.0.post456",
            "1.0.15",
            "1.1.dev1",
            "2.0",
            "1!0.1",
        ];
        for pair in sorted.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn other_spellings_have_one_normal_form() {
        for (given, normal) in [
            ("1.1RC1", "1.1rc1"),
            ("00", "0"),
            ("1.1-a1", "1.1a1"),
            ("1.1_a_1", "1.1a1"),
            ("1.1alpha", "1.1a0"),
            ("1.1-r4", "1.1.post4"),
            ("1.0-1", "1.0.post1"),
            ("v1.0", "1.0"),
            ("1.0.0", "1.0.0"),
            ("1.0+ubuntu-1", "1.0+ubuntu.1"),
            ("1.2.preview", "1.2rc0"),
            ("0!1.0", "1.0"),
        ] {
            assert_eq!(version(given).normalized(), normal, "{given}");
            assert_eq!(version(given).as_str(), given);
        }
    }

    #[test]
    fn the_canonical_form_has_no_trailing_zeros() {
        for (given, canonical) in [
            ("1.0.0", "1"),
            ("1.0.0.post1", "1.post1"),
            ("0.0", "0"),
            ("1!1.10.0rc1", "1!1.10rc1"),
            ("1.0+abc.0", "1+abc.0"),
            ("10", "10"),
            ("1.0.1", "1.0.1"),
        ] {
            assert_eq!(version(given).canonical(), canonical, "{given}");
        }
        assert_eq!(version("1.0"), version("1.0.0"));
    }

    #[test]
    fn prereleases_and_local_versions_are_known() {
        for (given, prerelease, local) in [
            ("1.0", false, false),
            ("1.0rc1", true, false),
            ("1.0.dev1", true, false),
            ("1.0.post1", false, false),
            ("1.0.post1.dev2", true, false),
            ("1.0+x", false, true),
        ] {
            assert_eq!(version(given).is_prerelease(), prerelease, "{given}");
            assert_eq!(version(given).has_local(), local, "{given}");
        }
    }

    #[test]
    fn texts_that_are_not_versions_are_refused() {
        for given in
            ["", "  ", "one", "1.0.*", "1..0", "1.0+", "1.0++a", "1.0 0", "1.0\u{660}", "1.0\0", "1.0/2", "2004d"]
        {
            assert!(Version::parse(given).is_err(), "{given:?}");
        }
    }

    #[test]
    fn a_huge_number_is_refused_and_a_huge_text_is_not_even_parsed() {
        assert!(matches!(Version::parse("1.99999999999999999999999"), Err(VersionError::Invalid { .. })));
        let error = Version::parse(&"1".repeat(1_000_000)).unwrap_err();
        assert!(matches!(error, VersionError::TooLong { length: 1_000_000, .. }));
        assert!(error.to_string().len() < 200);
    }

    fn any_version() -> impl Strategy<Value = String> {
        "([0-9]{1,2}!)?[0-9]{1,3}(\\.[0-9]{1,3}){0,4}((a|b|rc)[0-9]{1,2})?(\\.post[0-9]{1,2})?(\\.dev[0-9]{1,2})?(\\+[a-z0-9]{1,4}(\\.[a-z0-9]{1,4})?)?"
    }

    proptest! {
        #[test]
        fn every_form_of_a_version_is_the_same_version(text in any_version()) {
            let given = version(&text);
            prop_assert_eq!(&version(&given.normalized()), &given);
            prop_assert_eq!(&version(&given.canonical()), &given);
            prop_assert_eq!(version(&given.normalized()).normalized(), given.normalized());
            let json = serde_json::to_string(&given).unwrap();
            let read: Version = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(read.as_str(), text);
        }

        #[test]
        fn equality_is_equality_of_canonical_forms(one in any_version(), other in any_version()) {
            let (one, other) = (version(&one), version(&other));
            prop_assert_eq!(one == other, one.canonical() == other.canonical());
        }

        #[test]
        fn the_order_is_total(a in any_version(), b in any_version(), c in any_version()) {
            let (a, b, c) = (version(&a), version(&b), version(&c));
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            if a <= b && b <= c {
                prop_assert!(a <= c);
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(given in "\\PC*") {
            if let Ok(version) = Version::parse(&given) {
                prop_assert_eq!(version.as_str(), given.trim_ascii());
            }
        }
    }
}
