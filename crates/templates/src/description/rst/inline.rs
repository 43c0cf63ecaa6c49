//! Inline markup in the words of the dialect that `rst_parser` 0.4 knows.

use std::collections::HashSet;

/// The names, in lower case, that the document defines as `.. |name| image:: …`.
pub(super) fn defined_substitutions(lines: &[&str]) -> HashSet<String> {
    lines
        .iter()
        .filter_map(|line| line.trim_start().strip_prefix(".. |")?.split_once("| "))
        .map(|(name, _)| name.to_lowercase())
        .collect()
}

/// The document with a number for each `[#]_` and its footnote; the library panics on them.
pub(super) fn numbered_footnotes(text: &str) -> String {
    let mut references = 0;
    let mut footnotes = 0;
    let mut output = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[#]") {
        let counter = if after.starts_with('_') { &mut references } else { &mut footnotes };
        *counter += 1;
        output.push_str(&format!("{before}[{counter}]"));
        rest = after;
    }
    output + rest
}

/// One line of text without roles, anonymous links and substitutions that nobody defined.
pub(super) fn bridge(text: &str, substitutions: &HashSet<String>) -> String {
    let text = without_roles(text).replace(">`__", ">`_");
    without_unknown_substitutions(&text, substitutions)
}

/// ``:role:`text` `` becomes literal text: what a role would do is not known here.
fn without_roles(text: &str) -> String {
    let mut output = String::new();
    let mut rest = text;
    while let Some(end) = rest.find(":`") {
        let name_length = rest[..end]
            .bytes()
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-+._:".contains(byte))
            .count();
        let start = end - name_length;
        let has_name = name_length > 1 && rest[start..].starts_with(':');
        let Some((inner, after)) = rest[end + 2..].split_once('`').filter(|_| has_name) else {
            output.push_str(&rest[..end + 2]);
            rest = &rest[end + 2..];
            continue;
        };
        let label = inner.split_once(" <").map_or(inner, |(label, _)| label).trim_start_matches(['~', '!']);
        output.push_str(&rest[..start]);
        output.push_str("``");
        output.push_str(label);
        output.push_str("``");
        rest = after;
    }
    output + rest
}

/// `|name|` becomes its name where no definition stands behind it.
fn without_unknown_substitutions(text: &str, substitutions: &HashSet<String>) -> String {
    let mut output = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('|') {
        output.push_str(before);
        let reference = after.split_once('|').filter(|(name, _)| is_name(name));
        match reference {
            Some((name, after)) if substitutions.contains(&name.to_lowercase()) => {
                output.push('|');
                output.push_str(name);
                output.push('|');
                rest = after;
            }
            Some((name, after)) => {
                output.push_str(name);
                rest = after;
            }
            None => {
                output.push('|');
                rest = after;
            }
        }
    }
    output + rest
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::{bridge, numbered_footnotes};

    #[test]
    fn footnotes_without_a_number_get_one_in_order() {
        assert_eq!(numbered_footnotes("a [#]_ b [#]_\n\n.. [#] x\n.. [#] y"), "a [1]_ b [2]_\n\n.. [1] x\n.. [2] y");
    }

    #[test]
    fn inline_markup_that_the_library_lacks_is_put_in_its_words() {
        let cases = [
            (":code:`x`", "``x``"),
            ("see :py:func:`~cave.turn` now", "see ``cave.turn`` now"),
            (":ref:`The cave <cave>`", "``The cave``"),
            ("`a <https://a.example>`__", "`a <https://a.example>`_"),
            ("plain `x`_ and :`y`", "plain `x`_ and :`y`"),
            ("note:`x", "note:`x"),
            ("|build| |none| a | b", "|build| none a | b"),
        ];
        for (source, expected) in cases {
            assert_eq!(bridge(source, &["build".to_owned()].into()), expected, "{source}");
        }
    }
}
