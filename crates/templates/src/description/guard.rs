//! A cheap look at a description before a parser sees it.
//!
//! The limits on the child process are the wall; this only spares them the well-known attacks.

/// Deeper than any document written by hand, far below what overflows a parser's stack.
const DEEPEST_NESTING: usize = 40;

/// Longer than any heading's underline or any table's border.
const LONGEST_RUN: usize = 2000;

/// Whether a text looks made to make a parser run away or overflow.
pub(super) fn is_suspicious(text: &str) -> bool {
    has_long_run(text) || is_deeply_nested(text)
}

/// Whether one punctuation character is repeated past reason.
fn has_long_run(text: &str) -> bool {
    let mut previous = 0;
    let mut length = 0;
    text.bytes().any(|byte| {
        length = if byte == previous { length + 1 } else { 1 };
        previous = byte;
        length > LONGEST_RUN && byte.is_ascii_punctuation()
    })
}

/// Whether quotes and lists stand within each other past reason, on one line or by indentation.
fn is_deeply_nested(text: &str) -> bool {
    let mut indentations: Vec<usize> = Vec::new();
    text.lines().any(|line| {
        let content = line.trim_start();
        if content.is_empty() {
            return false;
        }
        let indentation = line.len() - content.len();
        while indentations.last().is_some_and(|outer| *outer >= indentation) {
            indentations.pop();
        }
        indentations.push(indentation);
        indentations.len() + leading_markers(content) > DEEPEST_NESTING
    })
}

/// The number of markers of quotes and lists that a line starts with; a rule or border is none.
fn leading_markers(content: &str) -> usize {
    let mut bytes = content.bytes().filter(|byte| *byte != b'\t').peekable();
    let mut markers = 0;
    while let Some(byte) = bytes.next() {
        match byte {
            b'>' => markers += 1,
            b'-' | b'*' | b'+' if bytes.peek() == Some(&b' ') => markers += 1,
            b' ' => {}
            _ => break,
        }
    }
    markers
}

#[cfg(test)]
mod tests {
    use super::is_suspicious;

    #[test]
    fn the_known_attacks_are_seen() {
        let nested_lists: String = (0..500).map(|depth| format!("{}- x\n\n", "  ".repeat(depth))).collect();
        assert!(is_suspicious(&nested_lists));
        assert!(is_suspicious(&"*".repeat(20_000)));
        assert!(is_suspicious(&">".repeat(50_000)));
        assert!(is_suspicious(&"> ".repeat(50_000)));
        assert!(is_suspicious(&"- ".repeat(500)));
    }

    #[test]
    fn ordinary_documents_pass() {
        let headings = format!("Title\n{}\n\n- a\n  - b\n    - c\n\n> > quoted\n", "=".repeat(120));
        let rule = "-".repeat(300);
        let table = format!("+{}+\n", "-".repeat(200)).repeat(50);
        for text in [headings.as_str(), "", "    indented\n\ttabs\n", table.as_str()] {
            assert!(!is_suspicious(text), "{text}");
        }
        assert!(!is_suspicious(&format!("a\n\n{rule}\n")), "a rule is not a list");
    }
}
