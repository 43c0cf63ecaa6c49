//! Version specifiers (PEP 440), compared by what they mean.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use pep440_rs::{Operator, VersionSpecifier};
use thiserror::Error;

use crate::shown::shortened;
use crate::text::checked_text;
use crate::version::Version;

/// Bytes that a set of specifiers may have at most; PEP 440 sets no bound.
pub const MAXIMUM_SPECIFIERS_LENGTH: usize = 1000;

/// A set of version specifiers such as `>=3.9, !=3.9.1` (PEP 440).
///
/// The empty set allows every version.
/// Order, spaces and the spelling of versions do not count when two sets are compared.
#[derive(Debug, Clone)]
pub struct VersionSpecifiers {
    text: String,
    parsed: Vec<VersionSpecifier>,
    meaning: BTreeSet<String>,
}

/// Why a text is not a set of version specifiers.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SpecifiersError {
    /// More than [`MAXIMUM_SPECIFIERS_LENGTH`] bytes.
    #[error("the version specifiers have {length} bytes: `{shown}`; use at most {MAXIMUM_SPECIFIERS_LENGTH}")]
    TooLong {
        /// Their length in bytes.
        length: usize,
        /// The text, shortened.
        shown: String,
    },
    /// One of them is none of PEP 440.
    #[error(
        "the version specifier is not one of PEP 440: `{shown}` ({reason}); write it such as `>=1.0`, with \
         commas between several"
    )]
    Invalid {
        /// The specifier at fault, shortened.
        shown: String,
        /// What the parser saw.
        reason: String,
    },
}

impl VersionSpecifiers {
    /// Checks a comma-separated set as given by a person or a tool.
    ///
    /// # Errors
    /// See [`SpecifiersError`].
    pub fn parse(given: &str) -> Result<Self, SpecifiersError> {
        let text = given.trim_ascii();
        if text.len() > MAXIMUM_SPECIFIERS_LENGTH {
            return Err(SpecifiersError::TooLong { length: text.len(), shown: shortened(text) });
        }
        let parsed = text
            .split(',')
            .map(str::trim_ascii)
            // A trailing comma is tolerated, as every installer does.
            .filter(|piece| !piece.is_empty())
            .map(specifier)
            .collect::<Result<Vec<_>, _>>()?;
        let meaning = parsed.iter().map(meaning).collect();
        Ok(Self { text: text.to_owned(), parsed, meaning })
    }

    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether every version is allowed.
    pub fn is_empty(&self) -> bool {
        self.parsed.is_empty()
    }

    /// Whether the version meets all specifiers.
    pub fn contains(&self, version: &Version) -> bool {
        self.parsed.iter().all(|specifier| specifier.contains(version.parsed()))
    }
}

impl PartialEq for VersionSpecifiers {
    fn eq(&self, other: &Self) -> bool {
        self.meaning == other.meaning
    }
}

impl Eq for VersionSpecifiers {}

impl PartialOrd for VersionSpecifiers {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for VersionSpecifiers {
    fn cmp(&self, other: &Self) -> Ordering {
        self.meaning.cmp(&other.meaning)
    }
}

impl Hash for VersionSpecifiers {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.meaning.hash(state);
    }
}

checked_text!(VersionSpecifiers, SpecifiersError);

fn specifier(piece: &str) -> Result<VersionSpecifier, SpecifiersError> {
    let invalid = |reason: String| SpecifiersError::Invalid { shown: shortened(piece), reason };
    if piece.chars().any(|character| !character.is_ascii() || character.is_ascii_control()) {
        return Err(invalid("only printable ASCII is allowed".to_owned()));
    }
    VersionSpecifier::from_str(piece).map_err(|error| invalid(shortened(&error.to_string())))
}

/// Two specifiers with one meaning have one text.
fn meaning(specifier: &VersionSpecifier) -> String {
    let version = specifier.version();
    // `~=1.0` and `~=1.0.0` allow different versions, and so do `==1.*` and `==1.0.*`:
    // only there do trailing zeros count.
    if matches!(
        specifier.operator(),
        Operator::TildeEqual | Operator::EqualStar | Operator::NotEqualStar | Operator::ExactEqual
    ) {
        return specifier.to_string();
    }
    let release = version.release();
    let kept = release.iter().rposition(|number| *number != 0).map_or(1, |last| last + 1);
    let canonical = version.clone().with_release(release[..kept].iter().copied());
    format!("{}{canonical}", specifier.operator())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn specifiers(text: &str) -> VersionSpecifiers {
        VersionSpecifiers::parse(text).unwrap()
    }

    #[test]
    fn sets_with_one_meaning_are_equal() {
        for (one, other) in [
            (">=3.9,<4", "<4 , >=3.9"),
            (">=3.9", ">= 3.9.0"),
            ("==1.0", "==1"),
            (">=1.0,", ">=1.0"),
            (">=1.0,>=1.0", ">=1.0"),
            ("", " "),
            (">=1.0RC1", ">=1.0.rc1"),
            (">=2.7, !=3.0.*, !=3.1.*", "!=3.1.*,!=3.0.*,>=2.7"),
        ] {
            assert_eq!(specifiers(one), specifiers(other), "{one} | {other}");
        }
    }

    #[test]
    fn sets_with_different_meanings_differ() {
        for (one, other) in [
            (">=3.9", ">3.9"),
            ("~=1.0", "~=1.0.0"),
            ("==1.*", "==1.0.*"),
            (">=3.9", ""),
            ("==1.*", "==1"),
            (">=1,<2", ">=1"),
        ] {
            assert_ne!(specifiers(one), specifiers(other), "{one} | {other}");
        }
    }

    #[test]
    fn membership_follows_pep_440() {
        let set = specifiers(">=3.8,!=3.9.*,<4");
        for (version, inside) in [("3.8", true), ("3.9.7", false), ("3.10", true), ("4.0", false), ("2.7", false)] {
            assert_eq!(set.contains(&Version::parse(version).unwrap()), inside, "{version}");
        }
    }

    #[test]
    fn what_is_no_specifier_is_refused() {
        for given in ["3.9", ">=", ">=3.9.*", "=>3.9", ">=3.9;", "~=1", ">=1.0+local", "≥3", ">=3 <4", "*", ">= \n3,<4"]
        {
            assert!(VersionSpecifiers::parse(given).is_err(), "{given}");
        }
        assert_eq!(
            VersionSpecifiers::parse(">=3.9, 4").unwrap_err().to_string(),
            "the version specifier is not one of PEP 440: `4` (Unexpected end of version specifier, expected \
             operator); \
             write it such as `>=1.0`, with commas between several"
        );
        assert!(matches!(VersionSpecifiers::parse(&">=1,".repeat(1000)), Err(SpecifiersError::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn the_json_form_round_trips(text in "(>=|<|!=|==)[0-9]{1,3}(\\.[0-9]{1,3}){0,2}(, ?(>|<=)[0-9]{1,3})?") {
            let given = specifiers(&text);
            let read: VersionSpecifiers = serde_json::from_str(&serde_json::to_string(&given).unwrap()).unwrap();
            prop_assert_eq!(read.as_str(), given.as_str());
            prop_assert_eq!(read, given);
        }

        #[test]
        fn no_text_makes_the_parser_panic(given in "[<>=!~,.* 0-9a-z+]{0,40}|\\PC*") {
            if let Ok(set) = VersionSpecifiers::parse(&given) {
                prop_assert_eq!(set.as_str(), given.trim_ascii());
            }
        }
    }
}
