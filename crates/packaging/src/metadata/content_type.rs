//! In what language a description is written (`Description-Content-Type`).

use std::hash::{Hash, Hasher};

use thiserror::Error;

use crate::shown::shortened;
use crate::text::checked_text;

/// The languages of descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DescriptionKind {
    /// `text/plain`.
    Plain,
    /// `text/x-rst`, which also an absent field means.
    ReStructuredText,
    /// `text/markdown`.
    Markdown,
}

/// A checked content type, such as `text/markdown; charset=UTF-8; variant=GFM`.
///
/// Two are equal when they say the same: parameters at their default count for nothing.
#[derive(Debug, Clone)]
pub struct DescriptionContentType {
    text: String,
    kind: DescriptionKind,
    common_mark: bool,
}

/// Why a text is not the content type of a description.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{reason}: `{shown}`")]
pub struct ContentTypeError {
    /// What is wrong.
    pub reason: &'static str,
    /// The content type, shortened.
    pub shown: String,
}

impl DescriptionContentType {
    /// Checks a content type as given.
    ///
    /// # Errors
    /// [`ContentTypeError`] for another type, a charset other than UTF-8, an unknown variant.
    pub fn parse(given: &str) -> Result<Self, ContentTypeError> {
        let refused = |reason| ContentTypeError { reason, shown: shortened(given) };
        let mut parts = given.split(';').map(str::trim_ascii);
        let kind = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "text/plain" => DescriptionKind::Plain,
            "text/x-rst" => DescriptionKind::ReStructuredText,
            "text/markdown" => DescriptionKind::Markdown,
            _ => {
                return Err(refused("it is none of `text/plain`, `text/x-rst` and `text/markdown`"));
            }
        };
        let mut common_mark = false;
        for part in parts.filter(|part| !part.is_empty()) {
            let Some((name, value)) = part.split_once('=') else {
                return Err(refused("a parameter has no value"));
            };
            let value = value.trim_ascii().trim_matches('"');
            match name.trim_ascii_end().to_ascii_lowercase().as_str() {
                "charset" if value != "UTF-8" => return Err(refused("the charset is not `UTF-8`")),
                "variant" if kind == DescriptionKind::Markdown => {
                    common_mark = match value {
                        "GFM" => false,
                        "CommonMark" => true,
                        _ => return Err(refused("the variant is neither `GFM` nor `CommonMark`")),
                    };
                }
                _ => {}
            }
        }
        Ok(Self { text: given.trim_ascii().to_owned(), kind, common_mark })
    }

    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The language.
    pub fn kind(&self) -> DescriptionKind {
        self.kind
    }
}

impl PartialEq for DescriptionContentType {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.common_mark) == (other.kind, other.common_mark)
    }
}

impl Eq for DescriptionContentType {}

impl Hash for DescriptionContentType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.kind, self.common_mark).hash(state);
    }
}

checked_text!(DescriptionContentType, ContentTypeError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_of_the_specification_are_accepted() {
        for (given, kind) in [
            ("text/plain", DescriptionKind::Plain),
            ("text/x-rst; charset=UTF-8", DescriptionKind::ReStructuredText),
            ("Text/Markdown; charset=\"UTF-8\"; variant=CommonMark", DescriptionKind::Markdown),
            ("text/markdown;", DescriptionKind::Markdown),
            ("text/plain; variant=other", DescriptionKind::Plain),
        ] {
            assert_eq!(DescriptionContentType::parse(given).unwrap().kind(), kind, "{given}");
        }
    }

    #[test]
    fn other_types_are_refused() {
        for given in [
            "",
            "text/html",
            "markdown",
            "text/markdown; charset=latin-1",
            "text/markdown; charset=utf-8",
            "text/markdown; variant=gfm",
            "text/markdown; x",
        ] {
            assert!(DescriptionContentType::parse(given).is_err(), "{given}");
        }
    }

    #[test]
    fn parameters_at_their_default_do_not_count() {
        let parse = |given| DescriptionContentType::parse(given).unwrap();
        assert_eq!(parse("text/markdown"), parse("text/markdown; charset=UTF-8; variant=GFM"));
        assert_ne!(parse("text/markdown"), parse("text/markdown; variant=CommonMark"));
        assert_ne!(parse("text/markdown"), parse("text/x-rst"));
    }
}
