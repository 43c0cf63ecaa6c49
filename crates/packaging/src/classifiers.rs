//! Trove classifiers: the list, and what became of the deprecated ones.

use std::sync::LazyLock;

use thiserror::Error;

use crate::shown::shortened;

static LISTED: &str = include_str!("../data/classifiers.txt");
static DEPRECATED: &str = include_str!("../data/classifiers_deprecated.txt");

static CLASSIFIERS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| LISTED.lines().filter(|line| !line.starts_with('#')).collect());

/// Why a text is not a classifier that a file may declare.
///
/// The fields hold that text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClassifierError {
    /// Meant to keep a file off every index.
    #[error("the classifier says that the file is private: `{0}`; take it out to publish the file here")]
    Private(String),
    /// It was listed once.
    #[error("the classifier is deprecated: `{shown}`; {hint}")]
    Deprecated {
        /// The classifier.
        shown: String,
        /// What to do instead.
        hint: String,
    },
    /// It was never listed.
    #[error("there is no such classifier: `{0}`; take one from the list of trove classifiers")]
    Unknown(String),
}

/// All classifiers that a file may declare, in order.
pub fn all() -> impl Iterator<Item = &'static str> {
    CLASSIFIERS.iter().copied()
}

/// Checks that a file may declare the classifier.
///
/// # Errors
/// See [`ClassifierError`].
pub fn check(classifier: &str) -> Result<(), ClassifierError> {
    if CLASSIFIERS.binary_search(&classifier).is_ok() {
        return Ok(());
    }
    if classifier.starts_with("Private ::") {
        return Err(ClassifierError::Private(shortened(classifier)));
    }
    match replacements(classifier) {
        Some(replacements) => {
            Err(ClassifierError::Deprecated { shown: shortened(classifier), hint: hint(&replacements) })
        }
        None => Err(ClassifierError::Unknown(shortened(classifier))),
    }
}

/// What replaces a deprecated classifier; `None` for any other text.
pub fn replacements(classifier: &str) -> Option<Vec<&'static str>> {
    DEPRECATED.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut columns = line.split('\t');
        (columns.next() == Some(classifier)).then(|| columns.collect())
    })
}

fn hint(replacements: &[&str]) -> String {
    if replacements.is_empty() {
        return "take it out, nothing replaces it".to_owned();
    }
    format!("use `{}` instead", replacements.join("` or `"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn listed_classifiers_are_accepted() {
        for classifier in [
            "Programming Language :: Python :: 3",
            "License :: OSI Approved :: MIT License",
            "Development Status :: 1 - Planning",
            "Typing :: Typed",
        ] {
            assert_eq!(check(classifier), Ok(()), "{classifier}");
        }
    }

    #[test]
    fn others_are_refused_with_a_way_out() {
        assert_eq!(check("Private :: Do Not Upload"), Err(ClassifierError::Private("Private :: Do Not Upload".into())));
        assert_eq!(
            check("programming language :: python"),
            Err(ClassifierError::Unknown("programming language :: python".into()))
        );
        assert_eq!(
            check("Natural Language :: Ukranian").unwrap_err().to_string(),
            "the classifier is deprecated: `Natural Language :: Ukranian`; use `Natural Language :: Ukrainian` instead"
        );
        assert_eq!(
            check("Topic :: Communications :: Chat :: AOL Instant Messenger").unwrap_err().to_string(),
            "the classifier is deprecated: `Topic :: Communications :: Chat :: AOL Instant Messenger`; take it \
             out, nothing replaces it"
        );
    }

    #[test]
    fn the_lists_are_sorted_and_do_not_overlap() {
        assert!(CLASSIFIERS.is_sorted_by(|one, next| one < next));
        let deprecated: Vec<_> = DEPRECATED.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(deprecated.len(), 8);
        for line in deprecated {
            let old = line.split('\t').next().unwrap();
            assert!(CLASSIFIERS.binary_search(&old).is_err(), "{old}");
            assert!(replacements(old).unwrap().iter().all(|new| check(new).is_ok()), "{old}");
        }
    }

    proptest! {
        #[test]
        fn only_listed_texts_are_accepted(given in "\\PC*") {
            prop_assert_eq!(check(&given).is_ok(), all().any(|classifier| classifier == given));
        }
    }
}
