//! Start tags of a page, enough to look for what must not be there.

/// The start tags of a page, each as it is written between its angle brackets.
pub(crate) fn tags(html: &str) -> Vec<&str> {
    let starts = html.match_indices('<').map(|(at, _)| &html[at + 1..]);
    starts.filter(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic())).filter_map(tag).collect()
}

fn tag(rest: &str) -> Option<&str> {
    let mut quote = None;
    for (at, character) in rest.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(&rest[..at]),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

/// The names of a tag's attributes.
pub(crate) fn attributes(tag: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim_start();
    while !rest.is_empty() {
        let end = rest.find(|character: char| character == '=' || character.is_whitespace()).unwrap_or(rest.len());
        names.push(rest[..end].to_ascii_lowercase());
        rest = rest[end..].trim_start();
        if let Some(value) = rest.strip_prefix("=\"") {
            rest = value.split_once('"').map_or("", |(_, after)| after);
        }
        rest = rest.trim_start();
    }
    names
}

#[test]
fn a_bracket_inside_a_value_does_not_end_its_tag() {
    let found = tags("<p class=\"a>b\" hidden>x</p><br>");
    assert_eq!(found, ["p class=\"a>b\" hidden", "br"]);
    assert_eq!(attributes(found[0]), ["class", "hidden"]);
}
