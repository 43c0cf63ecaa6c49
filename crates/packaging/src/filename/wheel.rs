//! The name of a wheel: `{name}-{version}(-{build})-{python}-{abi}-{platform}.whl`.

use std::sync::Arc;

use super::platform;
use super::{FilenameError, check_characters, shared};
use crate::name::NormalizedName;
use crate::shown::shortened;
use crate::text::checked_text;
use crate::version::Version;

const EXTENSION: &str = ".whl";

/// The name of a built distribution, with its compressed tag sets taken apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WheelFilename {
    text: Arc<str>,
    name: NormalizedName,
    version: Version,
    build: Option<BuildTag>,
    python_tags: Vec<String>,
    abi_tags: Vec<String>,
    platform_tags: Vec<String>,
}

/// The build tag of a wheel, which breaks ties between equal versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BuildTag(String);

impl WheelFilename {
    /// The name of a wheel made of its parts.
    ///
    /// The tags are compressed sets such as `py2.py3`: interpreter, ABI, platform.
    ///
    /// # Errors
    /// See [`FilenameError`].
    pub fn new(
        name: &NormalizedName,
        version: &Version,
        build: Option<&str>,
        tags: [&str; 3],
    ) -> Result<Self, FilenameError> {
        let build = build.map(|build| format!("-{build}")).unwrap_or_default();
        let [python, abi, platform] = tags;
        let name = name.with_underscores();
        Self::parse(&format!("{name}-{}{build}-{python}-{abi}-{platform}{EXTENSION}", version.normalized()))
    }

    /// Checks the name of a wheel.
    ///
    /// # Errors
    /// See [`FilenameError`].
    pub fn parse(given: &str) -> Result<Self, FilenameError> {
        check_characters(given)?;
        let shown = || shortened(given);
        let Some(stem) = given.strip_suffix(EXTENSION) else {
            return Err(FilenameError::Extension { shown: shown() });
        };
        let parts: Vec<&str> = stem.split('-').collect();
        let (name, version, build, tags) = match parts[..] {
            [name, version, python, abi, platform] => (name, version, None, [python, abi, platform]),
            [name, version, build, python, abi, platform] => (name, version, Some(build), [python, abi, platform]),
            _ => {
                return Err(FilenameError::WheelParts { shown: shown(), parts: parts.len() });
            }
        };
        let name = name_part(given, name)?;
        let version = Version::parse(version).map_err(|error| FilenameError::Version { shown: shown(), error })?;
        let build = build.map(|tag| build_tag(given, tag)).transpose()?;
        Ok(Self {
            text: shared(given),
            name,
            version,
            build,
            python_tags: tag_set(given, "interpreter", tags[0], "py3")?,
            abi_tags: tag_set(given, "ABI", tags[1], "none")?,
            platform_tags: platform_set(given, tags[2])?,
        })
    }

    /// The file name as given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The project's name in it.
    pub fn name(&self) -> &NormalizedName {
        &self.name
    }

    /// The version in it, in any spelling.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The build tag, where it has one.
    pub fn build(&self) -> Option<&BuildTag> {
        self.build.as_ref()
    }

    /// The interpreter tags, such as `py2` and `py3` of `py2.py3`.
    pub fn python_tags(&self) -> &[String] {
        &self.python_tags
    }

    /// The ABI tags.
    pub fn abi_tags(&self) -> &[String] {
        &self.abi_tags
    }

    /// The platform tags.
    pub fn platform_tags(&self) -> &[String] {
        &self.platform_tags
    }

    /// The folder of its metadata: name and version as spelled, with `.dist-info`.
    pub fn dist_info(&self) -> String {
        let end = self.text.match_indices('-').nth(1).map_or(self.text.len(), |(at, _)| at);
        format!("{}.dist-info", &self.text[..end])
    }
}

impl BuildTag {
    /// The tag as given, such as `2local`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

checked_text!(WheelFilename, FilenameError);

fn name_part(given: &str, part: &str) -> Result<NormalizedName, FilenameError> {
    let name =
        NormalizedName::from_any(part).map_err(|error| FilenameError::Name { shown: shortened(given), error })?;
    let expected = name.with_underscores();
    if expected == part {
        return Ok(name);
    }
    Err(FilenameError::WheelSpelling { shown: shortened(given), expected: shortened(&expected) })
}

fn build_tag(given: &str, tag: &str) -> Result<BuildTag, FilenameError> {
    let good = tag.starts_with(|character: char| character.is_ascii_digit())
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    if good {
        return Ok(BuildTag(tag.to_owned()));
    }
    Err(FilenameError::Build { shown: shortened(given), tag: shortened(tag) })
}

fn tag_set(given: &str, kind: &'static str, set: &str, example: &'static str) -> Result<Vec<String>, FilenameError> {
    set.split('.')
        .map(|tag| match is_well_formed(tag) {
            true => Ok(tag.to_owned()),
            false => Err(FilenameError::Tag { shown: shortened(given), kind, tag: shortened(tag), example }),
        })
        .collect()
}

fn is_well_formed(tag: &str) -> bool {
    tag.starts_with(|character: char| character.is_ascii_lowercase())
        && tag.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn platform_set(given: &str, set: &str) -> Result<Vec<String>, FilenameError> {
    set.split('.')
        .map(|tag| match platform::is_allowed(tag) {
            true => Ok(tag.to_owned()),
            false => {
                Err(FilenameError::Platform { shown: shortened(given), tag: shortened(tag), hint: platform_hint(tag) })
            }
        })
        .collect()
}

fn platform_hint(tag: &str) -> &'static str {
    if tag.starts_with("linux_") {
        return "repair the wheel with `auditwheel` so that it gets a `manylinux` or `musllinux` tag";
    }
    if tag.starts_with("macosx_") {
        return "from macOS 11 on the minor version is 0, such as `macosx_11_0_arm64`";
    }
    "use a tag that installers know, such as `any`, `win_amd64` or `manylinux_2_28_x86_64`"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wheel(text: &str) -> WheelFilename {
        WheelFilename::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_name_is_taken_apart() {
        let given = wheel("zope_interface-7.0-2local-cp312.cp313-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl");
        assert_eq!(given.name().as_str(), "zope-interface");
        assert_eq!(given.version().as_str(), "7.0");
        assert_eq!(given.build().map(BuildTag::as_str), Some("2local"));
        assert_eq!(given.python_tags(), ["cp312", "cp313"]);
        assert_eq!(given.abi_tags(), ["abi3"]);
        assert_eq!(given.platform_tags(), ["manylinux_2_17_x86_64", "manylinux2014_x86_64"]);
        assert_eq!(given.dist_info(), "zope_interface-7.0.dist-info");
    }

    #[test]
    fn names_of_real_wheels_are_accepted() {
        for text in [
            "requests-2.32.4-py3-none-any.whl",
            "six-1.17.0-py2.py3-none-any.whl",
            "numpy-2.3.1-cp313-cp313t-macosx_14_0_x86_64.whl",
            "numpy-2.3.1-pp311-pypy311_pp73-win_amd64.whl",
            "a-1.0.post1.dev2-py3-none-any.whl",
            "a-1.0-graalpy311-graalpy240_311_native-manylinux_2_28_x86_64.whl",
            "a-1.0_rc1-py3-none-any.whl",
            "a-1.0+ubuntu.1-py3-none-any.whl",
        ] {
            assert_eq!(wheel(text).as_str(), text);
        }
    }

    #[test]
    fn what_is_no_name_of_a_wheel_is_refused() {
        use FilenameError as E;
        assert!(matches!(WheelFilename::parse("a-1.0-py3-none.whl"), Err(E::WheelParts { parts: 4, .. })));
        assert!(matches!(WheelFilename::parse("a-b-1.0-1-py3-none-any.whl"), Err(E::WheelParts { parts: 7, .. })));
        for spelling in ["A-1.0-py3-none-any.whl", "a__b-1.0-py3-none-any.whl", "a.b-1.0-py3-none-any.whl"] {
            assert!(matches!(WheelFilename::parse(spelling), Err(E::WheelSpelling { .. })), "{spelling}");
        }
        assert!(matches!(WheelFilename::parse("_a-1.0-py3-none-any.whl"), Err(E::Name { .. })));
        assert!(matches!(WheelFilename::parse("a-x-py3-none-any.whl"), Err(E::Version { .. })));
        assert!(matches!(WheelFilename::parse("a-1.0-x1-py3-none-any.whl"), Err(E::Build { .. })));
        for tag in
            ["a-1.0-py3.-none-any.whl", "a-1.0--none-any.whl", "a-1.0-PY3-none-any.whl", "a-1.0-py3-none!-any.whl"]
        {
            assert!(matches!(WheelFilename::parse(tag), Err(E::Tag { .. })), "{tag}");
        }
        for tag in ["a-1.0-py3-none-.whl", "a-1.0-py3-none-any.linux_x86_64.whl", "a-1.0-py3-none-any..any.whl"] {
            assert!(matches!(WheelFilename::parse(tag), Err(E::Platform { .. })), "{tag}");
        }
    }

    #[test]
    fn a_plain_linux_wheel_is_told_how_to_be_repaired() {
        assert_eq!(
            WheelFilename::parse("a-1.0-cp312-cp312-linux_x86_64.whl").unwrap_err().to_string(),
            "the wheel's platform tag is not allowed: `linux_x86_64` in `a-1.0-cp312-cp312-linux_x86_64.whl`; \
             repair the wheel with `auditwheel` so that it gets a `manylinux` or `musllinux` tag"
        );
    }

    proptest! {
        #[test]
        fn a_built_name_is_taken_apart_to_what_it_was_built_from(
            name in "[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[A-Za-z0-9])?",
            version in "[0-9]{1,3}(\\.[0-9]{1,3}){0,3}(rc[0-9])?(\\.post[0-9])?(\\+[a-z0-9]{1,3})?",
            build in prop::option::of("[0-9][a-z0-9_]{0,4}"),
            python in "(py|cp)[0-9]{1,3}(\\.py[0-9])?",
            platform in prop::sample::select(vec!["any", "win32", "macosx_11_0_arm64", "manylinux1_i686.manylinux2010_i686"]),
        ) {
            let name = NormalizedName::from_any(&name).unwrap();
            let version = Version::parse(&version).unwrap();
            let built = WheelFilename::new(&name, &version, build.as_deref(), [&python, "none", platform]).unwrap();
            let read = WheelFilename::parse(built.as_str()).unwrap();
            prop_assert_eq!(read.name(), &name);
            prop_assert_eq!(read.version(), &version);
            prop_assert_eq!(read.build().map(|tag| tag.as_str().to_owned()), build);
            prop_assert_eq!(read.python_tags().join("."), python);
            prop_assert_eq!(read.platform_tags().join("."), platform);
            prop_assert_eq!(read, built);
        }
    }
}
