//! Project names: the spelling as given, the normalized form, and the form that finds look-alikes.

pub mod standard_library;

use std::borrow::Borrow;
use std::sync::Arc;

use thiserror::Error;

use crate::shown::shortened;
use crate::text::checked_text;

/// Characters that a name may have at most.
///
/// PEP 508 sets no bound. A file name must fit 255 bytes and also holds a version and tags,
/// so that a longer name could never carry a wheel.
pub const MAXIMUM_NAME_LENGTH: usize = 200;

/// The name of a project, in its display spelling and normalized.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectName {
    display: Arc<str>,
    normalized: NormalizedName,
}

/// A name in the normalized form of PEP 503.
///
/// It is in lower case, and runs of `.`, `_` and `-` are one `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NormalizedName(Arc<str>);

/// A name in the form in which look-alikes are equal.
///
/// Separators are gone, `l` and `i` are 1, `o` is 0, the rest is in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfusableName(Arc<str>);

/// Why a text is not a name (PEP 508, PEP 503).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("the name is empty; use ASCII letters, digits, `.`, `_` and `-`")]
    Empty,
    /// More than [`MAXIMUM_NAME_LENGTH`] characters.
    #[error("the name has {length} characters: `{shown}`; use at most {MAXIMUM_NAME_LENGTH}")]
    TooLong {
        /// Its length in characters.
        length: usize,
        /// The name, shortened.
        shown: String,
    },
    /// A character beyond ASCII, which could look like another one.
    #[error("the name holds `{character}`, which is not ASCII: `{shown}`; use ASCII letters, digits, `.`, `_` and `-`")]
    NotAscii {
        /// The first such character, escaped where it does not print.
        character: String,
        /// The name, shortened.
        shown: String,
    },
    /// An ASCII character that no name may hold.
    #[error(
        "the name holds `{character}`, which is not allowed: `{shown}`; use ASCII letters, digits, `.`, `_` and `-`"
    )]
    Character {
        /// The first such character, escaped where it does not print.
        character: String,
        /// The name, shortened.
        shown: String,
    },
    /// A separator at the beginning or the end.
    #[error("the name does not begin and end with a letter or digit: `{shown}`; take the `.`, `_` or `-` off its ends")]
    Edge {
        /// The name, shortened.
        shown: String,
    },
    /// A good name, where only its normalized form is expected.
    #[error("the name is not normalized: `{shown}`; write it as `{normalized}`")]
    NotNormalized {
        /// The name, shortened.
        shown: String,
        /// How it is written.
        normalized: String,
    },
}

impl ProjectName {
    /// Checks a name as given by a person or a tool.
    ///
    /// # Errors
    /// See [`NameError`].
    pub fn new(given: &str) -> Result<Self, NameError> {
        let normalized = NormalizedName::from_any(given)?;
        Ok(Self { display: given.into(), normalized })
    }

    /// The same as [`ProjectName::new`].
    ///
    /// # Errors
    /// See [`NameError`].
    pub fn parse(given: &str) -> Result<Self, NameError> {
        Self::new(given)
    }

    /// The spelling as given.
    pub fn as_str(&self) -> &str {
        &self.display
    }

    /// The normalized form, by which names are compared.
    pub fn normalized(&self) -> &NormalizedName {
        &self.normalized
    }

    /// The form that finds look-alikes.
    pub fn confusable(&self) -> ConfusableName {
        self.normalized.confusable()
    }
}

impl NormalizedName {
    /// Checks a name in any spelling and normalizes it.
    ///
    /// # Errors
    /// See [`NameError`].
    pub fn from_any(given: &str) -> Result<Self, NameError> {
        check(given)?;
        let mut normalized = String::with_capacity(given.len());
        for character in given.chars() {
            if !is_separator(character) {
                normalized.push(character.to_ascii_lowercase());
            } else if !normalized.ends_with('-') {
                normalized.push('-');
            }
        }
        Ok(Self(normalized.into()))
    }

    /// Checks a name that must already be normalized.
    ///
    /// # Errors
    /// [`NameError::NotNormalized`] for a good name in another spelling, else see [`NameError`].
    pub fn parse_exact(given: &str) -> Result<Self, NameError> {
        let name = Self::from_any(given)?;
        if name.as_str() == given {
            return Ok(name);
        }
        Err(NameError::NotNormalized { shown: shortened(given), normalized: shortened(name.as_str()) })
    }

    /// The normalized text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that finds look-alikes.
    pub fn confusable(&self) -> ConfusableName {
        ConfusableName::of(self)
    }

    /// The form used in file names (PEP 625, wheel specification): `_` in place of `-`.
    pub fn with_underscores(&self) -> String {
        self.0.replace('-', "_")
    }

    // The traits of a checked text read what was stored, which is exact.
    fn parse(given: &str) -> Result<Self, NameError> {
        Self::parse_exact(given)
    }
}

impl Borrow<str> for NormalizedName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<ProjectName> for NormalizedName {
    fn from(name: ProjectName) -> Self {
        name.normalized
    }
}

impl ConfusableName {
    /// The form of a name that finds look-alikes.
    pub fn of(name: &NormalizedName) -> Self {
        let text: String = name
            .as_str()
            .chars()
            .filter(|character| !is_separator(*character))
            .map(|character| match character.to_ascii_lowercase() {
                'l' | 'i' => '1',
                'o' => '0',
                other => other,
            })
            .collect();
        Self(text.into())
    }

    /// The text, as stored beside the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for ConfusableName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ConfusableName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(&self.0)
    }
}

checked_text!(ProjectName, NameError);
checked_text!(NormalizedName, NameError);

/// The grammar of PEP 508, with our bound on the length.
fn check(given: &str) -> Result<(), NameError> {
    if given.is_empty() {
        return Err(NameError::Empty);
    }
    // Bytes bound characters from above, so a short name is not counted.
    if given.len() > MAXIMUM_NAME_LENGTH {
        let length = given.chars().count();
        if length > MAXIMUM_NAME_LENGTH {
            return Err(NameError::TooLong { length, shown: shortened(given) });
        }
    }
    if let Some(character) = given.chars().find(|character| !character.is_ascii()) {
        let character = shortened(character.encode_utf8(&mut [0; 4]));
        return Err(NameError::NotAscii { character, shown: shortened(given) });
    }
    if let Some(character) = given.chars().find(|character| !is_allowed(*character)) {
        let character = shortened(character.encode_utf8(&mut [0; 4]));
        return Err(NameError::Character { character, shown: shortened(given) });
    }
    if given.starts_with(is_separator) || given.ends_with(is_separator) {
        return Err(NameError::Edge { shown: shortened(given) });
    }
    Ok(())
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || is_separator(character)
}

fn is_separator(character: char) -> bool {
    matches!(character, '.' | '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_pep_503_have_one_normalized_form() {
        for given in [
            "friendly-bard",
            "Friendly-Bard",
            "FRIENDLY-BARD",
            "friendly.bard",
            "friendly_bard",
            "friendly--bard",
            "FrIeNdLy-._.-bArD",
        ] {
            assert_eq!(NormalizedName::from_any(given).unwrap().as_str(), "friendly-bard", "{given}");
        }
    }

    #[test]
    fn the_display_spelling_is_kept() {
        let name = ProjectName::new("Zope.Interface").unwrap();
        assert_eq!(name.to_string(), "Zope.Interface");
        assert_eq!(name.normalized().as_str(), "zope-interface");
    }

    #[test]
    fn texts_that_are_not_names_are_refused() {
        use NameError as E;
        assert_eq!(ProjectName::new(""), Err(E::Empty));
        for edge in ["-a", "a-", ".a", "a_", "-", "."] {
            assert!(matches!(ProjectName::new(edge), Err(E::Edge { .. })), "{edge}");
        }
        for character in ["a b", "a/b", "a\0b", "a\nb", " a", "a\\b", "a+b"] {
            assert!(matches!(ProjectName::new(character), Err(E::Character { .. })), "{character:?}");
        }
        for foreign in ["é", "аbc", "a\u{202e}b", "ı"] {
            assert!(matches!(ProjectName::new(foreign), Err(E::NotAscii { .. })), "{foreign:?}");
        }
    }

    #[test]
    fn a_name_of_ten_thousand_characters_is_refused_with_a_short_message() {
        let error = ProjectName::new(&"a".repeat(10_000)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the name has 10000 characters: `{0}...{0}`; use at most 200", "a".repeat(30))
        );
        assert!(ProjectName::new(&"a".repeat(MAXIMUM_NAME_LENGTH)).is_ok());
    }

    #[test]
    fn an_exact_name_must_be_normalized_already() {
        assert!(NormalizedName::parse_exact("a-b").is_ok());
        assert_eq!(
            NormalizedName::parse_exact("A_b").unwrap_err().to_string(),
            "the name is not normalized: `A_b`; write it as `a-b`"
        );
    }

    #[test]
    fn look_alikes_share_one_confusable_form() {
        let form = |given: &str| ProjectName::new(given).unwrap().confusable().to_string();
        for (one, other) in [
            ("pillow", "pi11ow"),
            ("pillow", "PiIIOw"),
            ("django", "djang0"),
            ("a.b_c-d", "abcd"),
            ("Flask-SQLAlchemy", "flasksq1a1chemy"),
            ("lib", "1ib"),
            ("iib", "lib"),
        ] {
            assert_eq!(form(one), form(other), "{one} {other}");
        }
        assert_ne!(form("modern"), form("modem"));
        assert_eq!(form("Idol"), "1d01");
    }

    #[test]
    fn names_travel_as_json_strings() {
        let name = ProjectName::new("Zope.Interface").unwrap();
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(json, r#""Zope.Interface""#);
        assert_eq!(serde_json::from_str::<ProjectName>(&json).unwrap(), name);
        assert!(serde_json::from_str::<NormalizedName>(&json).is_err());
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(given in "[A-Za-z0-9]([A-Za-z0-9._-]{0,40}[A-Za-z0-9])?") {
            let once = NormalizedName::from_any(&given).unwrap();
            prop_assert_eq!(&NormalizedName::from_any(once.as_str()).unwrap(), &once);
            prop_assert_eq!(&NormalizedName::parse_exact(once.as_str()).unwrap(), &once);
            prop_assert_eq!(ProjectName::new(&given).unwrap().confusable(), once.confusable());
        }

        #[test]
        fn no_text_makes_the_parser_panic(given in "\\PC*") {
            if let Ok(name) = ProjectName::new(&given) {
                prop_assert_eq!(name.as_str(), given.as_str());
            }
        }
    }
}
