//! The WHEEL file: how a wheel was made and which tags it has.

use std::collections::BTreeSet;

use super::errors::LayoutProblem;
use super::shown::Shown;

/// What the WHEEL file of a wheel says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WheelFacts {
    /// The version of the wheel format; its first number is always 1.
    pub version: String,
    /// Whether the root goes to the pure library folder rather than the platform's.
    pub root_is_purelib: bool,
    /// The expanded tags, such as `py3-none-any`.
    pub tags: BTreeSet<String>,
}

/// Reads the `Name: value` lines of a WHEEL file.
pub(super) fn parse_wheel_file(bytes: &[u8]) -> Result<WheelFacts, LayoutProblem> {
    let refuse = |reason| LayoutProblem::WheelFile { reason };
    let text = std::str::from_utf8(bytes).map_err(|_| refuse("it is not UTF-8"))?;
    let (mut version, mut root_is_purelib) = (None, None);
    let mut tags = BTreeSet::new();
    // As in a mail, an empty line ends the headers.
    for line in text.lines().take_while(|line| !line.trim().is_empty()) {
        let (name, value) = line.split_once(':').ok_or(refuse("a line has no colon"))?;
        let value = value.trim();
        let earlier = match name.trim_end().to_ascii_lowercase().as_str() {
            "wheel-version" => version.replace(value).is_some(),
            "root-is-purelib" => {
                let said = parse_bool(value).ok_or(refuse("Root-Is-Purelib is neither true nor false"))?;
                root_is_purelib.replace(said).is_some()
            }
            "tag" => {
                tags.insert(value.to_owned());
                false
            }
            _ => false,
        };
        if earlier {
            return Err(refuse("a line occurs more than once"));
        }
    }
    let version = version.ok_or(refuse("Wheel-Version is missing"))?;
    if version.split('.').next() != Some("1") {
        return Err(LayoutProblem::WheelVersion { version: Shown::from_text(version) });
    }
    // Installers take a wheel that does not say it for one of the platform.
    let root_is_purelib = root_is_purelib.unwrap_or(false);
    Ok(WheelFacts { version: version.to_owned(), root_is_purelib, tags })
}

/// Compares the tags with those of the file name, where these are given.
pub(super) fn check_tags(facts: &WheelFacts, expected: Option<&BTreeSet<String>>) -> Result<(), LayoutProblem> {
    let join =
        |tags: &BTreeSet<String>| Shown::from_text(&tags.iter().map(String::as_str).collect::<Vec<_>>().join(" "));
    match expected {
        Some(expected) if *expected != facts.tags => {
            Err(LayoutProblem::Tags { found: join(&facts.tags), expected: join(expected) })
        }
        _ => Ok(()),
    }
}

fn parse_bool(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{check_tags, parse_wheel_file};

    const PLAIN: &str =
        "Wheel-Version: 1.0\nGenerator: demo\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n";

    fn refusal_of(text: &str) -> String {
        parse_wheel_file(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn an_ordinary_file_is_understood() {
        let facts = parse_wheel_file(PLAIN.as_bytes()).unwrap();
        assert!(facts.root_is_purelib);
        assert_eq!(facts.version, "1.0");
        assert_eq!(facts.tags.into_iter().collect::<Vec<_>>(), ["py2-none-any", "py3-none-any"]);
    }

    #[test]
    fn a_wheel_of_another_major_version_is_refused() {
        assert!(refusal_of(&PLAIN.replace("1.0", "2.0")).contains("`2.0`"));
    }

    #[test]
    fn a_missing_version_is_refused() {
        assert!(refusal_of("Root-Is-Purelib: true\nTag: a\n").contains("Wheel-Version is missing"));
    }

    #[test]
    fn a_wheel_that_does_not_say_it_is_pure_is_not() {
        let facts = parse_wheel_file(b"Wheel-Version: 1.0\n\nTag: behind the headers\n").unwrap();
        assert!(!facts.root_is_purelib && facts.tags.is_empty());
    }

    #[test]
    fn broken_lines_are_refused() {
        assert!(refusal_of("Wheel-Version 1.0\n").contains("colon"));
        assert!(refusal_of(&PLAIN.replace("true", "maybe")).contains("neither true nor false"));
        assert!(refusal_of(&format!("{PLAIN}Wheel-Version: 1.0\n")).contains("more than once"));
        assert!(parse_wheel_file(b"\xff").is_err());
    }

    #[test]
    fn tags_are_compared_as_a_set() {
        let facts = parse_wheel_file(PLAIN.as_bytes()).unwrap();
        let both = ["py3-none-any".to_owned(), "py2-none-any".to_owned()].into();
        assert!(check_tags(&facts, Some(&both)).is_ok() && check_tags(&facts, None).is_ok());
        let one = ["py3-none-any".to_owned()].into();
        assert!(check_tags(&facts, Some(&one)).unwrap_err().to_string().contains("expected `py3-none-any`"));
    }
}
