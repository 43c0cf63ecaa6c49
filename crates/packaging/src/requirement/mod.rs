//! Requirements (PEP 508), compared by what they mean.
//!
//! A parser of our own: the usual one reads environment variables into URLs and keeps every marker
//! it has ever seen in memory, neither of which a server can bear from strangers.

mod marker;

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use thiserror::Error;

use self::marker::Marker;
use crate::name::{NameError, NormalizedName};
use crate::shown::shortened;
use crate::specifiers::{SpecifiersError, VersionSpecifiers};
use crate::text::checked_text;

/// Bytes that a requirement may have at most; PEP 508 sets no bound.
pub const MAXIMUM_REQUIREMENT_LENGTH: usize = 8192;

/// A requirement such as `requests[socks] >=2.8 ; python_version < "3.9"`.
///
/// Names and extras compare normalized, specifiers as sets, markers without their spaces, quotes,
/// order and needless parentheses.
#[derive(Debug, Clone)]
pub struct Requirement {
    text: String,
    meaning: Meaning,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Meaning {
    name: NormalizedName,
    extras: BTreeSet<NormalizedName>,
    source: Source,
    marker: Option<Marker>,
}

/// Where a requirement is met from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Source {
    Index(VersionSpecifiers),
    Direct(String),
}

/// Why a text is not a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequirementError {
    /// More than [`MAXIMUM_REQUIREMENT_LENGTH`] bytes.
    #[error("the requirement has {length} bytes: `{shown}`; use at most {MAXIMUM_REQUIREMENT_LENGTH}")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The text, shortened.
        shown: String,
    },
    /// Its name is no name.
    #[error("the requirement `{shown}` has no good name: {error}")]
    Name {
        /// The text, shortened.
        shown: String,
        /// What is wrong with the name.
        error: NameError,
    },
    /// One of its extras is no name.
    #[error("the requirement `{shown}` has a bad extra: {error}")]
    Extra {
        /// The text, shortened.
        shown: String,
        /// What is wrong with the extra.
        error: NameError,
    },
    /// Its version specifiers are none.
    #[error("the requirement `{shown}` has bad version specifiers: {error}")]
    Specifiers {
        /// The text, shortened.
        shown: String,
        /// What is wrong with them.
        error: SpecifiersError,
    },
    /// Its marker is none.
    #[error("the requirement `{shown}` has a bad marker: {reason}")]
    Marker {
        /// The text, shortened.
        shown: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Its shape is wrong.
    #[error(
        "the requirement is not one of PEP 508: `{shown}` ({reason}); write it such as `requests[socks]>=2.8; \
         python_version < \"3.9\"`"
    )]
    Shape {
        /// The text, shortened.
        shown: String,
        /// What is wrong.
        reason: &'static str,
    },
}

impl Requirement {
    /// Checks a requirement as given by a person or a tool.
    ///
    /// # Errors
    /// See [`RequirementError`].
    pub fn parse(given: &str) -> Result<Self, RequirementError> {
        let text = given.trim_ascii();
        if text.len() > MAXIMUM_REQUIREMENT_LENGTH {
            return Err(RequirementError::TooLong { length: text.len(), shown: shortened(text) });
        }
        let parser = Parser { text };
        Ok(Self { text: text.to_owned(), meaning: parser.requirement()? })
    }

    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The project that is required.
    pub fn name(&self) -> &NormalizedName {
        &self.meaning.name
    }

    /// The extras that are required with it.
    pub fn extras(&self) -> &BTreeSet<NormalizedName> {
        &self.meaning.extras
    }

    /// The versions that meet it; none for a direct reference.
    pub fn specifiers(&self) -> Option<&VersionSpecifiers> {
        match &self.meaning.source {
            Source::Index(specifiers) => Some(specifiers),
            Source::Direct(_) => None,
        }
    }

    /// The URL of a direct reference (`name @ URL`).
    pub fn direct_reference(&self) -> Option<&str> {
        match &self.meaning.source {
            Source::Index(_) => None,
            Source::Direct(url) => Some(url),
        }
    }

    /// Whether it applies only under a marker.
    pub fn has_marker(&self) -> bool {
        self.meaning.marker.is_some()
    }
}

impl PartialEq for Requirement {
    fn eq(&self, other: &Self) -> bool {
        self.meaning == other.meaning
    }
}

impl Eq for Requirement {}

impl PartialOrd for Requirement {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Requirement {
    fn cmp(&self, other: &Self) -> Ordering {
        self.meaning.cmp(&other.meaning)
    }
}

impl Hash for Requirement {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.meaning.hash(state);
    }
}

checked_text!(Requirement, RequirementError);

struct Parser<'a> {
    text: &'a str,
}

impl Parser<'_> {
    fn requirement(&self) -> Result<Meaning, RequirementError> {
        if self.text.chars().any(char::is_control) {
            return Err(self.shape("it holds a control character"));
        }
        let end = self
            .text
            .find(|character: char| !(character.is_alphanumeric() || matches!(character, '.' | '_' | '-')))
            .unwrap_or(self.text.len());
        let (name, rest) = self.text.split_at(end);
        let name =
            NormalizedName::from_any(name).map_err(|error| RequirementError::Name { shown: self.shown(), error })?;
        let (extras, rest) = self.extras(rest.trim_ascii_start())?;
        let rest = rest.trim_ascii_start();
        let (source, marker) = match rest.strip_prefix('@') {
            Some(rest) => self.direct(rest.trim_ascii_start())?,
            None => self.index(rest)?,
        };
        let marker = marker
            .map(|marker| {
                Marker::parse(marker)
                    .map_err(|error| RequirementError::Marker { shown: self.shown(), reason: error.to_string() })
            })
            .transpose()?;
        Ok(Meaning { name, extras, source, marker })
    }

    fn extras<'t>(&self, rest: &'t str) -> Result<(BTreeSet<NormalizedName>, &'t str), RequirementError> {
        let Some(rest) = rest.strip_prefix('[') else {
            return Ok((BTreeSet::new(), rest));
        };
        let Some((inside, rest)) = rest.split_once(']') else {
            return Err(self.shape("the bracket of the extras is not closed"));
        };
        if inside.trim_ascii().is_empty() {
            return Ok((BTreeSet::new(), rest));
        }
        let extras = inside
            .split(',')
            .map(|extra| NormalizedName::from_any(extra.trim_ascii()))
            .collect::<Result<_, _>>()
            .map_err(|error| RequirementError::Extra { shown: self.shown(), error })?;
        Ok((extras, rest))
    }

    /// `URL` or `URL ; marker`: a semicolon without a space before it belongs to the URL.
    fn direct<'t>(&self, rest: &'t str) -> Result<(Source, Option<&'t str>), RequirementError> {
        let end = rest.find(|character: char| character.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, rest) = rest.split_at(end);
        if url.is_empty() {
            return Err(self.shape("no URL follows the `@`"));
        }
        let rest = rest.trim_ascii_start();
        let marker = match rest.strip_prefix(';') {
            Some(marker) => Some(marker),
            None if rest.is_empty() => None,
            None => return Err(self.shape("something other than `;` follows the URL")),
        };
        Ok((Source::Direct(url.to_owned()), marker))
    }

    fn index<'t>(&self, rest: &'t str) -> Result<(Source, Option<&'t str>), RequirementError> {
        let (specifiers, marker) = match rest.split_once(';') {
            Some((specifiers, marker)) => (specifiers, Some(marker)),
            None => (rest, None),
        };
        let specifiers = specifiers.trim_ascii();
        let specifiers = match specifiers.strip_prefix('(') {
            Some(inside) => {
                inside.strip_suffix(')').ok_or_else(|| self.shape("the parenthesis of the versions is not closed"))?
            }
            None => specifiers,
        };
        let specifiers = VersionSpecifiers::parse(specifiers)
            .map_err(|error| RequirementError::Specifiers { shown: self.shown(), error })?;
        Ok((Source::Index(specifiers), marker))
    }

    fn shape(&self, reason: &'static str) -> RequirementError {
        RequirementError::Shape { shown: self.shown(), reason }
    }

    fn shown(&self) -> String {
        shortened(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn requirement(text: &str) -> Requirement {
        Requirement::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_examples_of_pep_508_are_requirements() {
        for text in [
            "A",
            "A.B-C_D",
            "aa",
            "name",
            "name<=1",
            "name>=3",
            "name>=3,<2",
            "name==2.0.*",
            "name [fred,bar] @ http://foo.com ; python_version=='2.7'",
            "name[quux, strange];python_version<'2.7' and platform_version=='2'",
            "name; os_name=='a' or os_name=='b'",
            "name; os_name=='a' and os_name=='b' or os_name=='c'",
            "name; os_name=='a' and (os_name=='b' or os_name=='c')",
            "name; (os_name=='a' or os_name=='b') and os_name=='c'",
            "name (>=1.0, <2)",
            "name()",
            "name[]>=1",
            "pip @ https://github.com/pypa/pip/archive/1.3.1.zip#sha1=da9234ee9982d4bbb3c72346a6de940a148ea686",
            "requests [security,tests] >= 2.8.1, == 2.8.* ; python_version < \"2.7\"",
        ] {
            assert_eq!(requirement(text).as_str(), text);
        }
    }

    #[test]
    fn its_parts_are_known() {
        let given = requirement("Zope.Interface[Test_A, b] (>=1.0) ; extra == 'x'");
        assert_eq!(given.name().as_str(), "zope-interface");
        assert_eq!(given.extras().iter().map(NormalizedName::as_str).collect::<Vec<_>>(), ["b", "test-a"]);
        assert_eq!(given.specifiers(), Some(&VersionSpecifiers::parse(">=1.0").unwrap()));
        assert!(given.has_marker());
        assert_eq!(given.direct_reference(), None);
    }

    #[test]
    fn a_direct_reference_is_seen() {
        for text in [
            "a @ https://x.example/a.zip",
            "a@https://x.example/a.zip",
            "a[b] @ git+ssh://x.example/a ; os_name == 'nt'",
            "a @ file:///etc/passwd",
            "a @ ../x",
        ] {
            assert!(requirement(text).direct_reference().is_some(), "{text}");
        }
        assert_eq!(requirement("a @ https://x/${HOME}").direct_reference(), Some("https://x/${HOME}"));
    }

    #[test]
    fn requirements_with_one_meaning_are_equal() {
        for (one, other) in [
            ("Foo_Bar", "foo-bar"),
            ("a>=1,<2", "a (<2, >=1.0)"),
            ("a[x,y_z]", "a [Y-z,X]"),
            ("a;os_name=='nt'", "a ; os_name == \"nt\""),
            ("a; (os_name=='nt')", "a; os_name=='nt'"),
            ("a; os_name=='nt' and extra=='Foo_x'", "a; extra == 'foo-x' and os_name == 'nt'"),
            ("a; os.name=='nt'", "a; os_name=='nt'"),
            ("a; '3.8' <= python_version", "a; python_version >= '3.8'"),
        ] {
            assert_eq!(requirement(one), requirement(other), "{one} | {other}");
        }
    }

    #[test]
    fn requirements_with_different_meanings_differ() {
        for (one, other) in [
            ("a", "b"),
            ("a>=1", "a>1"),
            ("a[x]", "a"),
            ("a; os_name=='nt'", "a"),
            ("a; os_name=='nt' or extra=='x'", "a; os_name=='nt' and extra=='x'"),
            ("a @ https://x", "a"),
            ("a; os_name=='nt'", "a; os_name!='nt'"),
            ("a; 'x' in os_name", "a; os_name in 'x'"),
        ] {
            assert_ne!(requirement(one), requirement(other), "{one} | {other}");
        }
    }

    #[test]
    fn what_is_no_requirement_is_refused() {
        for text in [
            "",
            ">=1",
            "a b",
            "a>=",
            "a[x",
            "a[x,]",
            "a[-]",
            "a (>=1",
            "a @",
            "a @ https://x y",
            "a;",
            "a; os_name",
            "a; os_name == 'x",
            "a; (os_name == 'x'",
            "a; colour == 'x'",
            "é",
            "a>=1 b",
            "-a",
            "a; os_name == 'x')",
            "a; os_name = 'x'",
            "a; os_name == 'x' os_name == 'y'",
            "a; 'x' not os_name",
            "a\n>=1",
            "a; os_name\t== 'x'",
        ] {
            assert!(Requirement::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn deep_parentheses_are_refused_and_do_not_overflow() {
        let text = format!("a; {}os_name=='x'{}", "(".repeat(3000), ")".repeat(3000));
        assert!(Requirement::parse(&text).unwrap_err().to_string().contains("nested deeper than"));
        assert!(matches!(Requirement::parse(&"a".repeat(10_000)), Err(RequirementError::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn spaces_do_not_count(name in "[a-z]{1,8}", extra in "[a-z]{1,5}", version in "[0-9]{1,3}", spaces in " {0,3}") {
            let tight = format!("{name}[{extra}]>={version};os_name=='nt'");
            let loose = format!("{name}{spaces}[{spaces}{extra}{spaces}]{spaces}>={spaces}{version}{spaces};{spaces}os_name{spaces}=={spaces}'nt'{spaces}");
            prop_assert_eq!(requirement(&tight), requirement(&loose));
        }

        #[test]
        fn no_text_makes_the_parser_panic(given in "[a-z_]{0,5}[\\[\\]()<>=!;@'\" a-z_,0-9.*]{0,50}|\\PC*|a; ?[()'\"a-z_ =<>~!]{0,50}") {
            if let Ok(requirement) = Requirement::parse(&given) {
                prop_assert_eq!(&Requirement::parse(requirement.as_str()).unwrap(), &requirement);
            }
        }
    }
}
