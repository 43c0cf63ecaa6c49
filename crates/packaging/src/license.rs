//! Licence expressions (SPDX, PEP 639) and the paths of licence files.
//!
//! The room is spelled as the specification's fields are: `License-Expression`, `License-File`.

use thiserror::Error;

use crate::shown::shortened;
use crate::text::checked_text;

/// Bytes that an expression may have at most.
const MAXIMUM_EXPRESSION_LENGTH: usize = 4096;

/// A licence expression in canonical case, such as `MIT OR Apache-2.0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LicenseExpression(String);

/// Why a text is not a licence expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExpressionError {
    /// More than 4096 bytes.
    #[error("the licence expression has {length} bytes: `{shown}`; use at most {MAXIMUM_EXPRESSION_LENGTH}")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The expression, shortened.
        shown: String,
    },
    /// An identifier that SPDX does not list.
    #[error(
        "the licence is not listed by SPDX: `{identifier}` in `{shown}`; use a listed identifier such as `MIT`, \
         or one of your own such as `LicenseRef-Proprietary`"
    )]
    License {
        /// The identifier.
        identifier: String,
        /// The expression, shortened.
        shown: String,
    },
    /// An exception that SPDX does not list.
    #[error(
        "the licence exception is not listed by SPDX: `{identifier}` in `{shown}`; use a listed one such as \
         `Classpath-exception-2.0`"
    )]
    Exception {
        /// The identifier.
        identifier: String,
        /// The expression, shortened.
        shown: String,
    },
    /// Words in an order that makes no expression.
    #[error(
        "the licence expression is not well-formed, {reason}: `{shown}`; write it such as `MIT OR (Apache-2.0 \
         AND BSD-3-Clause)`"
    )]
    Shape {
        /// What is wrong.
        reason: &'static str,
        /// The expression, shortened.
        shown: String,
    },
}

/// Why a text is not the path of a licence file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "the path of the licence file {reason}: `{shown}`; write it relative to the project's folder with forward \
     slashes, such as `licenses/MIT.txt`"
)]
pub struct LicensePathError {
    /// What is wrong.
    pub reason: &'static str,
    /// The path, shortened.
    pub shown: String,
}

impl LicenseExpression {
    /// Checks an expression in any case.
    ///
    /// # Errors
    /// See [`ExpressionError`].
    pub fn parse(given: &str) -> Result<Self, ExpressionError> {
        if given.len() > MAXIMUM_EXPRESSION_LENGTH {
            return Err(ExpressionError::TooLong { length: given.len(), shown: shortened(given) });
        }
        let mut words = Vec::new();
        for piece in given.split_ascii_whitespace() {
            words.extend(piece.split_inclusive(['(', ')']).flat_map(apart));
        }
        canonical(given, &words).map(Self)
    }

    /// The expression in canonical case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

checked_text!(LicenseExpression, ExpressionError);

/// Checks the path of a licence file in an archive (PEP 639).
///
/// # Errors
/// [`LicensePathError`] for a path that is absolute, climbs, globs or has backslashes.
pub fn check_path(path: &str) -> Result<(), LicensePathError> {
    let refused = |reason| Err(LicensePathError { reason, shown: shortened(path) });
    if path.is_empty() {
        return refused("is empty");
    }
    if path.chars().any(char::is_control) {
        return refused("holds a control character");
    }
    if path.contains('\\') {
        return refused("has backslashes");
    }
    if path.starts_with('/') || path.as_bytes().get(1) == Some(&b':') {
        return refused("is absolute");
    }
    if path.contains("..") {
        return refused("holds `..`");
    }
    if path.contains('*') {
        return refused("holds `*`");
    }
    Ok(())
}

/// `MIT)` is two words; the separator stands at the end of its piece.
fn apart(piece: &str) -> impl Iterator<Item = &str> {
    let word = piece.trim_end_matches(['(', ')']);
    [word, &piece[word.len()..]].into_iter().filter(|part| !part.is_empty())
}

/// What may come next in an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    License,
    Exception,
    /// An operator, where `with` says whether WITH is one of them.
    Operator {
        with: bool,
    },
}

fn canonical(given: &str, words: &[&str]) -> Result<String, ExpressionError> {
    let wrong = |reason| ExpressionError::Shape { reason, shown: shortened(given) };
    let mut text = String::with_capacity(given.len());
    let mut next = Next::License;
    let mut depth = 0_usize;
    for word in words {
        let operator = ["AND", "OR", "WITH"].into_iter().find(|name| name.eq_ignore_ascii_case(word));
        next = match (next, *word, operator) {
            (Next::License, "(", _) => {
                depth += 1;
                text.push('(');
                continue;
            }
            (Next::Operator { .. }, ")", _) => {
                depth = depth.checked_sub(1).ok_or_else(|| wrong("a parenthesis closes that was not opened"))?;
                text.push(')');
                Next::Operator { with: false }
            }
            (Next::Operator { with: false }, _, Some("WITH")) => {
                return Err(wrong("`WITH` does not follow a licence"));
            }
            (Next::Operator { .. }, _, Some(operator)) => {
                text.push_str(&format!(" {operator} "));
                if operator == "WITH" { Next::Exception } else { Next::License }
            }
            (Next::Operator { .. }, ..) => return Err(wrong("an operator is missing")),
            (Next::License | Next::Exception, "(" | ")", _) | (Next::License | Next::Exception, _, Some(_)) => {
                return Err(wrong("a licence is missing"));
            }
            (Next::License, word, None) => {
                text.push_str(&license(given, word)?);
                Next::Operator { with: true }
            }
            (Next::Exception, word, None) => {
                text.push_str(exception(given, word)?);
                Next::Operator { with: false }
            }
        };
    }
    match (next, depth) {
        (Next::Operator { .. }, 0) => Ok(text),
        (Next::Operator { .. }, _) => Err(wrong("a parenthesis is not closed")),
        _ => Err(wrong("a licence is missing at its end")),
    }
}

fn license(given: &str, word: &str) -> Result<String, ExpressionError> {
    let unknown = || ExpressionError::License { identifier: shortened(word), shown: shortened(given) };
    const OWN: &str = "LicenseRef-";
    if let Some((head, own)) = word.split_at_checked(OWN.len())
        && head.eq_ignore_ascii_case(OWN)
    {
        let good =
            !own.is_empty() && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        return if good { Ok(format!("{OWN}{own}")) } else { Err(unknown()) };
    }
    let (identifier, later) = match word.strip_suffix('+') {
        Some(identifier) => (identifier, "+"),
        None => (word, ""),
    };
    let listed = spdx::identifiers::LICENSES
        .iter()
        // The library lists two words that name no licence.
        .filter(|license| !matches!(license.name, "NOASSERTION" | "NONE"))
        .find(|license| license.name.eq_ignore_ascii_case(identifier))
        .ok_or_else(unknown)?;
    Ok(format!("{}{later}", listed.name))
}

fn exception(given: &str, word: &str) -> Result<&'static str, ExpressionError> {
    spdx::identifiers::EXCEPTIONS
        .iter()
        .find(|exception| exception.name.eq_ignore_ascii_case(word))
        .map(|exception| exception.name)
        .ok_or_else(|| ExpressionError::Exception { identifier: shortened(word), shown: shortened(given) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn expressions_get_their_canonical_case() {
        for (given, canonical) in [
            ("MIT", "MIT"),
            ("mit", "MIT"),
            ("mit or apache-2.0", "MIT OR Apache-2.0"),
            ("MIT AND (Apache-2.0 OR bsd-2-clause)", "MIT AND (Apache-2.0 OR BSD-2-Clause)"),
            (
                "GPL-3.0-only WITH Classpath-Exception-2.0 OR BSD-3-Clause",
                "GPL-3.0-only WITH Classpath-exception-2.0 OR BSD-3-Clause",
            ),
            (
                "LicenseRef-Special-License OR CC0-1.0 OR Unlicense",
                "LicenseRef-Special-License OR CC0-1.0 OR Unlicense",
            ),
            ("licenseref-Proprietary", "LicenseRef-Proprietary"),
            ("GPL-2.0+", "GPL-2.0+"),
            ("( MIT )", "(MIT)"),
            ("((MIT))and(0bsd)", "((MIT)) AND (0BSD)"),
        ] {
            assert_eq!(LicenseExpression::parse(given).unwrap().as_str(), canonical, "{given}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for given in [
            "",
            " ",
            "()",
            "MIT OR",
            "OR MIT",
            "MIT MIT",
            "(MIT",
            "MIT)",
            "Use-it-after-midnight",
            "MIT AND AND MIT",
            "LicenseRef-",
            "LicenseRef-a_b",
            "MIT WITH",
            "MIT WITH Nothing-exception",
            "(MIT) WITH Classpath-exception-2.0",
            "WITH",
            "MIT/Apache-2.0",
            "NOASSERTION",
            "NONE",
            "MIT, BSD",
            "MIT WITH (Classpath-exception-2.0)",
            "MIT (MIT)",
        ] {
            assert!(LicenseExpression::parse(given).is_err(), "{given}");
        }
    }

    #[test]
    fn a_refusal_names_the_licence() {
        assert_eq!(
            LicenseExpression::parse("MIT OR Beerware-99").unwrap_err().to_string(),
            "the licence is not listed by SPDX: `Beerware-99` in `MIT OR Beerware-99`; use a listed identifier \
             such as `MIT`, \
             or one of your own such as `LicenseRef-Proprietary`"
        );
    }

    #[test]
    fn paths_of_licence_files_stay_inside_the_archive() {
        for path in ["LICENSE", "licenses/LICENSE.MIT", "LICENSES/é.txt", "a/b/c", "a.b"] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
        for path in ["", "../LICENSE", "a/../b", "/etc/passwd", "C:/x", "a\\b", "LICEN*", "a\nb", "a\0"] {
            assert!(check_path(path).is_err(), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn canonical_expressions_stay_as_they_are(given in "(mit|Apache-2\\.0|LicenseRef-x|gpl-2\\.0\\+)( (or|AND) \\(?(MIT|0bsd)\\)?){0,3}") {
            if let Ok(once) = LicenseExpression::parse(&given) {
                prop_assert_eq!(&LicenseExpression::parse(once.as_str()).unwrap(), &once);
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(given in "\\PC*|[()+ ]{0,30}|(MIT|\\(|\\)| |WITH|é|OR|\\+){0,30}") {
            let _ = check_path(&given);
            if let Ok(expression) = LicenseExpression::parse(&given) {
                prop_assert!(!expression.as_str().is_empty());
            }
        }
    }
}
