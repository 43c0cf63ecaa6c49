//! Foreign text made harmless: one line, of bounded length, without links.

/// Characters that a value may have; what is longer ends with an ellipsis.
const LONGEST: usize = 200;

/// A name, a reason or an address on one line, so that no header can be smuggled in.
///
/// Characters that turn the direction of text or show nothing are left out, and what
/// a mail program would make a link of is broken up: the mail's links are ours alone.
pub(super) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|character| !is_invisible(*character))
        .map(|character| if character.is_control() || is_line_end(character) { ' ' } else { character })
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    shortened(&words.join(" ").replace("://", ": //"))
}

/// What a stranger's browser called itself; not even a bare host name becomes a link.
pub(super) fn device(text: &str) -> String {
    let mut broken = String::new();
    let mut characters = one_line(text).chars().collect::<Vec<_>>().into_iter().peekable();
    while let Some(character) = characters.next() {
        broken.push(character);
        if character == '.' && characters.peek().is_some_and(|next| next.is_alphabetic()) {
            broken.push(' ');
        }
    }
    shortened(&broken)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Marks of direction (Unicode UAX 9), joiners, tags and the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_without_hidden_characters() {
        let cases = [
            ("cheese", "cheese"),
            ("a\r\nBcc: eve@evil.example", "a Bcc: eve@evil.example"),
            ("a\u{2028}b\u{85}c\u{0}d\te", "a b c d e"),
            ("\u{202e}exe.slx\u{2066}", "exe.slx"),
            ("  much \n\n space ", "much space"),
            ("see https://evil.example/x", "see https: //evil.example/x"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let line = one_line(&"é".repeat(10_000));
        assert_eq!(line.chars().count(), LONGEST + 1);
        assert!(line.ends_with('…'));
    }

    #[test]
    fn a_device_holds_no_host_name() {
        let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0";
        assert_eq!(device(browser), browser);
        assert_eq!(device("go to www.evil.example now"), "go to www. evil. example now");
    }
}
