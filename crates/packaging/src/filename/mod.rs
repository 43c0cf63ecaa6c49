//! Names of distribution files: sdists (PEP 625) and wheels (PEPs 425, 427, 491).

mod error;
mod platform;
mod sdist;
mod wheel;

use std::sync::Arc;

pub use self::error::FilenameError;
pub use self::platform::is_allowed as is_allowed_platform;
pub use self::sdist::SdistFilename;
pub use self::wheel::{BuildTag, WheelFilename};
use crate::name::NormalizedName;
use crate::shown::shortened;
use crate::text::checked_text;
use crate::version::Version;

/// Bytes that a file system allows a file name.
const MAXIMUM_ON_DISK: usize = 255;

/// The end of the name under which a wheel's metadata is served beside it.
pub const METADATA_SUFFIX: &str = ".metadata";

/// The name of a distribution file of either kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DistributionFilename {
    /// A source distribution.
    Sdist(SdistFilename),
    /// A built distribution.
    Wheel(WheelFilename),
}

impl DistributionFilename {
    /// Checks a file name as given by an uploader.
    ///
    /// # Errors
    /// See [`FilenameError`].
    pub fn parse(given: &str) -> Result<Self, FilenameError> {
        check_characters(given)?;
        if given.ends_with(".whl") {
            return WheelFilename::parse(given).map(Self::Wheel);
        }
        if given.ends_with(".tar.gz") || given.ends_with(".zip") {
            return SdistFilename::parse(given).map(Self::Sdist);
        }
        Err(FilenameError::Extension { shown: shortened(given) })
    }

    /// The file name as given.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sdist(sdist) => sdist.as_str(),
            Self::Wheel(wheel) => wheel.as_str(),
        }
    }

    /// The project's name in it.
    pub fn name(&self) -> &NormalizedName {
        match self {
            Self::Sdist(sdist) => sdist.name(),
            Self::Wheel(wheel) => wheel.name(),
        }
    }

    /// The version in it.
    pub fn version(&self) -> &Version {
        match self {
            Self::Sdist(sdist) => sdist.version(),
            Self::Wheel(wheel) => wheel.version(),
        }
    }

    /// The value of the upload form's `filetype`: `sdist` or `bdist_wheel`.
    pub fn filetype(&self) -> &'static str {
        match self {
            Self::Sdist(_) => "sdist",
            Self::Wheel(_) => "bdist_wheel",
        }
    }

    /// Refuses a name that is not of this project and this version.
    ///
    /// A wheel's version may be spelled in any equal way; an sdist's is the normal form (PEP 625).
    ///
    /// # Errors
    /// [`FilenameError::OtherProject`] and [`FilenameError::OtherVersion`].
    pub fn check_belongs(&self, name: &NormalizedName, version: &Version) -> Result<(), FilenameError> {
        if self.name() != name {
            return Err(FilenameError::OtherProject {
                shown: shortened(self.as_str()),
                found: shortened(self.name().as_str()),
                expected: shortened(name.as_str()),
            });
        }
        let same = match self {
            Self::Sdist(sdist) => sdist.version().as_str() == version.normalized(),
            Self::Wheel(wheel) => wheel.version() == version,
        };
        if same {
            return Ok(());
        }
        Err(FilenameError::OtherVersion {
            shown: shortened(self.as_str()),
            found: shortened(self.version().as_str()),
            expected: shortened(&version.normalized()),
        })
    }
}

checked_text!(DistributionFilename, FilenameError);

/// What no file name may hold, whatever its kind.
fn check_characters(given: &str) -> Result<(), FilenameError> {
    if given.len() + METADATA_SUFFIX.len() > MAXIMUM_ON_DISK {
        return Err(FilenameError::TooLong { length: given.len(), shown: shortened(given) });
    }
    let refused = |character: &char| !character.is_ascii_graphic() || matches!(character, '/' | '\\');
    match given.chars().find(refused) {
        Some(character) => Err(FilenameError::Character {
            shown: shortened(given),
            character: shortened(character.encode_utf8(&mut [0; 4])),
        }),
        None => Ok(()),
    }
}

/// One text, shared by the copies of a file name.
fn shared(text: &str) -> Arc<str> {
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_extension_decides_the_kind() {
        assert!(matches!(DistributionFilename::parse("a-1.0.tar.gz"), Ok(DistributionFilename::Sdist(_))));
        assert!(matches!(DistributionFilename::parse("a-1.0-py3-none-any.whl"), Ok(DistributionFilename::Wheel(_))));
        for given in ["a-1.0.tar.bz2", "a-1.0.egg", "a-1.0.exe", "a-1.0", "", "a-1.0.TAR.GZ", "a-1.0-py3-none-any.WHL"]
        {
            assert!(matches!(DistributionFilename::parse(given), Err(FilenameError::Extension { .. })), "{given}");
        }
    }

    #[test]
    fn characters_that_cannot_stand_in_a_path_are_refused() {
        for given in [
            "../a-1.0.tar.gz",
            "a\\b-1.0.tar.gz",
            "a\0-1.0.tar.gz",
            "a\n-1.0.tar.gz",
            "é-1.0.tar.gz",
            "a -1.0.tar.gz",
            "a\u{7f}-1.0.tar.gz",
        ] {
            assert!(matches!(DistributionFilename::parse(given), Err(FilenameError::Character { .. })), "{given:?}");
        }
    }

    #[test]
    fn the_name_of_its_metadata_must_fit_the_disk() {
        let longest = format!("{}-{}.tar.gz", "a".repeat(200), "1".repeat(18) + &".1".repeat(10));
        assert_eq!(longest.len(), 246);
        assert!(DistributionFilename::parse(&longest).is_ok());
        let longer = longest.replace("-1", "-11");
        assert!(matches!(DistributionFilename::parse(&longer), Err(FilenameError::TooLong { length: 247, .. })));
    }

    #[test]
    fn a_name_of_another_project_or_version_is_refused() {
        let name = NormalizedName::from_any("a").unwrap();
        let other = NormalizedName::from_any("b").unwrap();
        let version = Version::parse("1.0").unwrap();
        let longer = Version::parse("1.0.0").unwrap();
        let sdist = DistributionFilename::parse("a-1.0.tar.gz").unwrap();
        let wheel = DistributionFilename::parse("a-1.0-py3-none-any.whl").unwrap();
        assert_eq!(sdist.check_belongs(&name, &version), Ok(()));
        assert_eq!(wheel.check_belongs(&name, &longer), Ok(()));
        assert!(matches!(sdist.check_belongs(&name, &longer), Err(FilenameError::OtherVersion { .. })));
        assert!(matches!(wheel.check_belongs(&other, &version), Err(FilenameError::OtherProject { .. })));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(given in "\\PC*|[a-z0-9._-]{0,20}(-[a-z0-9._]{0,5}){0,6}\\.(whl|tar\\.gz|zip)") {
            if let Ok(filename) = DistributionFilename::parse(&given) {
                prop_assert_eq!(filename.as_str(), given.as_str());
            }
        }
    }
}
