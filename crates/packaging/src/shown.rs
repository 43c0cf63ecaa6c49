//! How a value given from outside is shown in a message: short, and on one line.

/// Characters of a value that a message shows in full.
const FULL: usize = 60;
/// Characters that stay at each end of a longer value.
const END: usize = 30;

/// The value for a message: on one line, a long one cut in its middle.
///
/// Over 60 characters, the first 30 and the last 30 stay, with `...` between them.
pub fn shortened(value: &str) -> String {
    let Some((cut, _)) = value.char_indices().nth(FULL) else {
        return escaped(value);
    };
    debug_assert!(cut >= FULL);
    let head_end = value.char_indices().nth(END).map_or(value.len(), |(at, _)| at);
    let tail_start = value.char_indices().rev().nth(END - 1).map_or(0, |(at, _)| at);
    format!("{}...{}", escaped(&value[..head_end]), escaped(&value[tail_start..]))
}

/// Control characters never reach a reason phrase, a log line or a terminal.
fn escaped(value: &str) -> String {
    let mut shown = String::with_capacity(value.len());
    for character in value.chars() {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_value_is_shown_whole() {
        let sixty = "é".repeat(60);
        assert_eq!(shortened(&sixty), sixty);
    }

    #[test]
    fn a_long_value_keeps_its_two_ends() {
        let value = format!("{}{}{}", "a".repeat(30), "x".repeat(500), "b".repeat(30));
        assert_eq!(shortened(&value), format!("{}...{}", "a".repeat(30), "b".repeat(30)));
    }

    #[test]
    fn a_line_break_is_escaped() {
        assert_eq!(shortened("a\r\nb\0"), "a\\r\\nb\\u{0}");
    }

    proptest! {
        #[test]
        fn any_value_is_shown_on_one_short_line(value in any::<String>()) {
            let shown = shortened(&value);
            prop_assert!(!shown.chars().any(char::is_control));
            prop_assert!(shown.chars().count() <= 60 * 10);
        }
    }
}
