//! The name of an sdist: exactly `{name}-{version}.tar.gz`, both normalized (PEP 625).

use std::sync::Arc;

use super::{FilenameError, check_characters, shared};
use crate::name::NormalizedName;
use crate::shown::shortened;
use crate::text::checked_text;
use crate::version::Version;

const EXTENSION: &str = ".tar.gz";

/// The name of a source distribution.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SdistFilename {
    text: Arc<str>,
    name: NormalizedName,
    version: Version,
}

impl SdistFilename {
    /// The one name that the sdist of a release may have.
    ///
    /// # Errors
    /// [`FilenameError::TooLong`].
    pub fn new(name: &NormalizedName, version: &Version) -> Result<Self, FilenameError> {
        Self::parse(&expected(name, version))
    }

    /// Checks the name of an sdist.
    ///
    /// # Errors
    /// See [`FilenameError`].
    pub fn parse(given: &str) -> Result<Self, FilenameError> {
        check_characters(given)?;
        let shown = || shortened(given);
        let Some(stem) = given.strip_suffix(EXTENSION) else {
            return Err(match given.ends_with(".zip") {
                true => FilenameError::ZipSdist { shown: shown() },
                false => FilenameError::Extension { shown: shown() },
            });
        };
        let Some((name, version)) = parts(stem) else {
            return Err(FilenameError::SdistParts { shown: shown() });
        };
        let name = NormalizedName::from_any(name).map_err(|error| FilenameError::Name { shown: shown(), error })?;
        let version = Version::parse(version).map_err(|error| FilenameError::Version { shown: shown(), error })?;
        let expected = expected(&name, &version);
        if expected != given {
            return Err(FilenameError::SdistSpelling { shown: shown(), expected: shortened(&expected) });
        }
        Ok(Self { text: shared(given), name, version })
    }

    /// The file name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The project's name in it.
    pub fn name(&self) -> &NormalizedName {
        &self.name
    }

    /// The version in it, in its normal form.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The one folder at the top of the archive: the file name without its extension.
    pub fn top_folder(&self) -> &str {
        self.text.strip_suffix(EXTENSION).unwrap_or(&self.text)
    }
}

checked_text!(SdistFilename, FilenameError);

fn expected(name: &NormalizedName, version: &Version) -> String {
    format!("{}-{}{EXTENSION}", name.with_underscores(), version.normalized())
}

/// The name and the version; `a-1.0-1` is a post release spelled with a dash, not a project `a-1.0`.
fn parts(stem: &str) -> Option<(&str, &str)> {
    let (head, last) = stem.rsplit_once('-')?;
    if last.bytes().all(|byte| byte.is_ascii_digit())
        && let Some((name, _)) = head.rsplit_once('-')
        && let Some(version) = stem.get(name.len() + 1..)
        && Version::parse(version).is_ok()
    {
        return Some((name, version));
    }
    Some((head, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_in_the_form_of_pep_625_is_taken_apart() {
        let sdist = SdistFilename::parse("zope_interface-7.0.post1.tar.gz").unwrap();
        assert_eq!(sdist.name().as_str(), "zope-interface");
        assert_eq!(sdist.version().as_str(), "7.0.post1");
        assert_eq!(sdist.top_folder(), "zope_interface-7.0.post1");
    }

    #[test]
    fn other_spellings_are_refused_with_the_right_one() {
        for (given, right) in [
            ("Zope.Interface-7.0.tar.gz", "zope_interface-7.0.tar.gz"),
            ("zope.interface-7.0.tar.gz", "zope_interface-7.0.tar.gz"),
            ("zope-interface-7.0.tar.gz", "zope_interface-7.0.tar.gz"),
            ("a-1.0-1.tar.gz", "a-1.0.post1.tar.gz"),
            ("a-1.0RC1.tar.gz", "a-1.0rc1.tar.gz"),
            ("a-v1.0.tar.gz", "a-1.0.tar.gz"),
            ("a__b-1.tar.gz", "a_b-1.tar.gz"),
        ] {
            let error = SdistFilename::parse(given).unwrap_err();
            assert!(
                matches!(&error, FilenameError::SdistSpelling { expected, .. } if expected == right),
                "{given}: {error}"
            );
        }
    }

    #[test]
    fn what_is_no_name_of_an_sdist_is_refused() {
        for given in ["a.tar.gz", "-1.0.tar.gz", "a-.tar.gz", "a-one.tar.gz", ".tar.gz", "a-1.0.whl", "_a-1.0.tar.gz"] {
            assert!(SdistFilename::parse(given).is_err(), "{given}");
        }
        assert!(matches!(SdistFilename::parse("a-1.0.zip"), Err(FilenameError::ZipSdist { .. })));
    }

    proptest! {
        #[test]
        fn a_built_name_is_taken_apart_to_what_it_was_built_from(
            name in "[A-Za-z0-9]([A-Za-z0-9._-]{0,30}[A-Za-z0-9])?",
            version in "([0-9]!)?[0-9]{1,3}(\\.[0-9]{1,3}){0,3}((a|b|rc)[0-9])?(\\.post[0-9])?(\\.dev[0-9])?",
        ) {
            let name = NormalizedName::from_any(&name).unwrap();
            let version = Version::parse(&version).unwrap();
            let built = SdistFilename::new(&name, &version).unwrap();
            let read = SdistFilename::parse(built.as_str()).unwrap();
            prop_assert_eq!(read.name(), &name);
            prop_assert_eq!(read.version(), &version);
            prop_assert_eq!(read, built);
        }
    }
}
