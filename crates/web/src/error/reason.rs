//! The reason phrase of HTTP/1.1, where twine and pip look for the message.

use hyper::ext::ReasonPhrase;

/// Longer phrases are cut: proxies bound the status line, the body has the whole.
const LONGEST: usize = 400;

/// A message as a reason phrase: Latin-1, one line, unknown characters as `?`.
pub fn reason_phrase(message: &str) -> ReasonPhrase {
    let bytes: Vec<u8> = message.chars().take(LONGEST).map(latin).collect();
    ReasonPhrase::try_from(bytes).expect("control characters were replaced")
}

/// RFC 9112 4: tab, space, visible ASCII and obs-text may stand in a reason phrase.
fn latin(character: char) -> u8 {
    match u8::try_from(character) {
        Ok(byte @ (b' '..=b'~' | 0xa0..=0xff)) => byte,
        Ok(b'\r' | b'\n' | b'\t') => b' ',
        _ => b'?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_breaks_and_foreign_letters_cannot_leave_the_line() {
        let phrase = reason_phrase("a\r\nSet-Cookie: x=1 é 世\u{0}\u{7f}\u{85}");
        assert_eq!(phrase.as_bytes(), b"a  Set-Cookie: x=1 \xe9 ????");
    }

    #[test]
    fn a_long_message_is_cut() {
        assert_eq!(reason_phrase(&"x".repeat(10_000)).as_bytes().len(), LONGEST);
    }

    proptest! {
        #[test]
        fn any_message_becomes_a_phrase(message in "\\PC*|[\\x00-\\xff]*") {
            prop_assert!(!reason_phrase(&message).as_bytes().iter().any(|byte| *byte < b' '));
        }
    }
}
