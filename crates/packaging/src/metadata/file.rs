//! Reading METADATA and PKG-INFO: headers in the style of RFC 822, then the description.
//!
//! Where two readers could disagree (a lone CR, a header line without a colon) the file is refused.

use super::{Field, MetadataError, RawMetadata};
use crate::shown::shortened;

/// Reads the headers and the body; headers that no specification knows are ignored.
pub(super) fn read(bytes: &[u8]) -> Result<RawMetadata, MetadataError> {
    let text = std::str::from_utf8(bytes).map_err(|error| MetadataError::NotUtf8 { byte: error.valid_up_to() })?;
    if let Some(byte) = text.find('\0') {
        return Err(MetadataError::Nul { byte });
    }
    let mut raw = RawMetadata::default();
    let body = headers(text, &mut raw)?;
    // The description of 1.x stands in a header, with a prefix on each line that shows the fold.
    if let Some(description) = raw.one(Field::Description).map(unfolded) {
        if !body.trim().is_empty() {
            return Err(MetadataError::Twice(Field::Description));
        }
        raw.replace(Field::Description, description);
    } else if !body.trim().is_empty() {
        raw.add(Field::Description, body.to_owned())?;
    }
    raw.drop_absent();
    Ok(raw)
}

/// Takes the prefix off the lines of a folded description: spaces and `|`, or eight spaces.
pub(super) fn unfolded(description: &str) -> String {
    let mut lines = description.lines();
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let bare = line.trim_start_matches([' ', '\t']);
        let unfolded = match bare.strip_prefix('|') {
            Some(after) if bare.len() < line.len() => after,
            _ => line.strip_prefix("        ").unwrap_or(line),
        };
        text.push('\n');
        text.push_str(unfolded);
    }
    text
}

/// Adds the known headers and gives back what follows the first empty line.
fn headers<'t>(text: &'t str, raw: &mut RawMetadata) -> Result<&'t str, MetadataError> {
    let mut rest = text;
    let mut current: Option<(Field, String)> = None;
    let mut seen = false;
    let mut number = 0;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        number += 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.contains('\r') {
            return Err(MetadataError::Return { line: number });
        }
        if line.starts_with([' ', '\t']) {
            if !seen {
                return Err(malformed(number, line));
            }
            if let Some((_, value)) = &mut current {
                value.push('\n');
                value.push_str(line);
            }
            continue;
        }
        if let Some((field, value)) = current.take() {
            raw.add(field, value)?;
        }
        let (header, value) = header(line).ok_or_else(|| malformed(number, line))?;
        seen = true;
        current = Field::from_header(header).map(|field| (field, value.to_owned()));
    }
    if let Some((field, value)) = current {
        raw.add(field, value)?;
    }
    Ok(rest)
}

/// A name of printable ASCII, a colon, a value.
fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let good = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    good.then(|| (name, value.trim_matches([' ', '\t'])))
}

fn malformed(line: usize, text: &str) -> MetadataError {
    MetadataError::Header { line, shown: shortened(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw(text: &str) -> RawMetadata {
        read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn headers_and_body_are_taken_apart() {
        let raw = raw(
            "Metadata-Version: 2.1\nNAME:  a b \nClassifier: x\nX-Own: y\n z\nclassifier: w\n\nThe: body\n\nmore\n",
        );
        assert_eq!(raw.one(Field::Name), Some("a b"));
        assert_eq!(raw.all(Field::Classifier), ["x", "w"]);
        assert_eq!(raw.one(Field::Description), Some("The: body\n\nmore\n"));
    }

    #[test]
    fn crlf_lines_and_a_missing_last_line_break_are_fine() {
        let raw = raw("Name: a\r\nVersion: 1\r\n\r\nbody\r\n");
        assert_eq!(raw.one(Field::Version), Some("1"));
        assert_eq!(raw.one(Field::Description), Some("body\r\n"));
        assert_eq!(super::read(b"Name: a").unwrap().one(Field::Name), Some("a"));
    }

    #[test]
    fn a_folded_value_keeps_its_lines() {
        assert_eq!(
            raw("License: one\n        two\n\t\n x\nName: a\n").one(Field::License),
            Some("one\n        two\n\t\n x")
        );
    }

    #[test]
    fn a_folded_description_loses_its_prefix() {
        let folded = "Description: Title\n       |=====\n       |\n       |  indented | bar\nName: a\n";
        assert_eq!(raw(folded).one(Field::Description), Some("Title\n=====\n\n  indented | bar"));
        let spaces = "Description: Title\n        =====\n        \n          indented\nName: a\n";
        assert_eq!(raw(spaces).one(Field::Description), Some("Title\n=====\n\n  indented"));
    }

    #[test]
    fn values_that_say_nothing_are_absent() {
        let raw = raw("Name: a\nLicense: UNKNOWN\nPlatform: UNKNOWN\nPlatform: any\nSummary:\nHome-page: \n\n\n  \n");
        assert_eq!(raw.fields().collect::<Vec<_>>(), [Field::Name, Field::Platform]);
        assert_eq!(raw.all(Field::Platform), ["any"]);
    }

    #[test]
    fn a_single_value_header_given_twice_is_refused() {
        assert_eq!(read(b"Name: a\nname: a\n"), Err(MetadataError::Twice(Field::Name)));
        assert_eq!(read(b"Description: a\n\nbody"), Err(MetadataError::Twice(Field::Description)));
    }

    #[test]
    fn bytes_on_which_readers_could_disagree_are_refused() {
        assert_eq!(read(b"Name: a\xff"), Err(MetadataError::NotUtf8 { byte: 7 }));
        assert_eq!(read(b"Name: a\0"), Err(MetadataError::Nul { byte: 7 }));
        assert_eq!(read(b"Name: a\nSummary: b\rName: c\n"), Err(MetadataError::Return { line: 2 }));
        for (line, text) in [
            (1, " Name: a"),
            (2, "Name: a\nno colon"),
            (1, "Na me: a"),
            (1, ": a"),
            (2, "Name: a\nVersion : 1"),
            (1, "é: a"),
            (1, "\u{feff}Name: a"),
        ] {
            assert!(
                matches!(read(text.as_bytes()), Err(MetadataError::Header { line: found, .. }) if found == line),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in any::<Vec<u8>>()) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "((Name|Description|X|Keywords):?[ a|\n\r\t]{0,6}\n?){0,8}\\PC*") {
            if let Ok(raw) = read(text.as_bytes()) {
                prop_assert!(raw.fields().all(|field| raw.one(field).is_some()));
            }
        }

        #[test]
        fn a_body_is_kept_to_the_byte(body in "[^\0]*[a-z][^\0]*") {
            let file = format!("Name: a\n\n{body}");
            if body.trim() != "UNKNOWN" {
                let raw = raw(&file);
                prop_assert_eq!(raw.one(Field::Description), Some(body.as_str()));
            }
        }
    }
}
