//! Hostile names made fit for a message: escaped, and shortened in the middle.

use std::fmt;

const LONGEST_SHOWN: usize = 120;

/// A name from an archive as it may stand in a message.
///
/// Control, format and bidirectional characters are escaped, and so is the backtick that
/// encloses the value; more than 120 characters keep only their two ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// The name as it is shown; bytes that are not UTF-8 appear as `\xNN`.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut escaped = String::new();
        // What lies far inside a long name is dropped before it costs memory.
        let ends = 4 * LONGEST_SHOWN;
        if bytes.len() <= 2 * ends {
            escape_into(&mut escaped, bytes);
        } else {
            escape_into(&mut escaped, &bytes[..ends]);
            escape_into(&mut escaped, &bytes[bytes.len() - ends..]);
        }
        Self(shorten(escaped))
    }

    /// The name as it is shown.
    pub fn from_text(text: &str) -> Self {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn escape_into(escaped: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\'' | '"' => escaped.push(character),
                '`' => escaped.push_str("\\u{60}"),
                _ => escaped.extend(character.escape_debug()),
            }
        }
        for byte in chunk.invalid() {
            escaped.push_str(&format!("\\x{byte:02x}"));
        }
    }
}

fn shorten(text: String) -> String {
    let length = text.chars().count();
    if length <= LONGEST_SHOWN {
        return text;
    }
    let half = LONGEST_SHOWN / 2;
    let start: String = text.chars().take(half).collect();
    let end: String = text.chars().skip(length - half).collect();
    format!("{start}...{end}")
}

#[cfg(test)]
mod tests {
    use super::Shown;

    #[test]
    fn a_plain_name_is_shown_as_it_is() {
        assert_eq!(Shown::from_text("demo/né.py").to_string(), "demo/né.py");
    }

    #[test]
    fn control_and_direction_characters_are_escaped() {
        let shown = Shown::from_text("a\u{1b}[2J\u{202e}b`").to_string();
        assert_eq!(shown, "a\\u{1b}[2J\\u{202e}b\\u{60}");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_shown_in_hexadecimal() {
        assert_eq!(Shown::from_bytes(b"a\xffb").to_string(), "a\\xffb");
    }

    #[test]
    fn a_name_of_ten_thousand_characters_keeps_its_two_ends() {
        let shown = Shown::from_text(&format!("start{}end", "x".repeat(10_000))).to_string();
        assert!(shown.starts_with("startxxx") && shown.ends_with("xxxend"));
        assert_eq!(shown.chars().count(), 123);
    }
}
