//! People as core metadata names them: `Author`, `Author-email` and their like.

use super::rules;

/// A name, an address, or both; never neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name as written, without its quotes.
    pub name: Option<String>,
    /// The address; left out where the text is none.
    pub email: Option<String>,
}

/// The people of a field for names and a field for addresses (RFC 5322).
///
/// `Author` is free text, so it is one name whatever it holds; it joins a lone
/// address that has no name of its own.
pub(super) fn people(name: Option<&str>, emails: Option<&str>) -> Vec<Person> {
    let mut people: Vec<Person> = entries(emails.unwrap_or_default()).into_iter().filter_map(person).collect();
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
        return people;
    };
    if people.iter().any(|person| person.name.as_deref() == Some(name)) {
        return people;
    }
    match people.as_mut_slice() {
        [lone] if lone.name.is_none() => lone.name = Some(name.to_owned()),
        _ => people.insert(0, Person { name: Some(name.to_owned()), email: None }),
    }
    people
}

/// The list cut at its commas, but not at those inside quotes or brackets.
fn entries(list: &str) -> Vec<&str> {
    let (mut quoted, mut escaped, mut bracketed, mut start) = (false, false, false, 0);
    let mut entries = Vec::new();
    for (at, character) in list.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '<' => bracketed = true,
            '>' => bracketed = false,
            ',' if !bracketed => {
                entries.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    entries.push(&list[start..]);
    entries
}

/// One entry: `Jo Doe <jo@x.example>`, or an address alone.
fn person(entry: &str) -> Option<Person> {
    let entry = entry.trim();
    let (name, address) = match bracket(entry) {
        Some(start) => (&entry[..start], entry[start + 1..].trim_end_matches('>')),
        None => ("", entry),
    };
    let (name, address) = (unquoted(name), address.trim());
    let name = (!name.is_empty()).then_some(name);
    if rules::is_address(address) {
        return Some(Person { name, email: Some(address.to_owned()) });
    }
    // What is no address is shown as it was written, and leads nowhere.
    let name = name.or_else(|| (!address.is_empty()).then(|| address.to_owned()))?;
    Some(Person { name: Some(name), email: None })
}

/// Where the bracket of the address opens, outside of quotes.
fn bracket(entry: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in entry.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '<' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// A display name without its quotes and the backslashes in them.
fn unquoted(name: &str) -> String {
    let name = name.trim();
    let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return name.to_owned();
    };
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            _ => text.push(character),
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each person as `name|address`.
    fn shown(name: Option<&str>, emails: Option<&str>) -> Vec<String> {
        let line = |person: Person| format!("{}|{}", person.name.unwrap_or_default(), person.email.unwrap_or_default());
        people(name, emails).into_iter().map(line).collect()
    }

    #[test]
    fn a_list_of_addresses_is_one_person_each() {
        assert_eq!(
            shown(None, Some("Ada <ada@x.example>, bob@x.example,\"Doe, \\\"Jo\\\"\" <jo@x.example>")),
            ["Ada|ada@x.example", "|bob@x.example", "Doe, \"Jo\"|jo@x.example"]
        );
    }

    #[test]
    fn a_bracket_inside_quotes_is_part_of_the_name() {
        assert_eq!(shown(None, Some("\"<b>, x\" <a@x.example>")), ["<b>, x|a@x.example"]);
    }

    #[test]
    fn a_name_joins_the_lone_address_that_has_none() {
        assert_eq!(shown(Some("Ada"), Some("ada@x.example")), ["Ada|ada@x.example"]);
        assert_eq!(shown(Some("Ada"), Some("Ada <ada@x.example>")), ["Ada|ada@x.example"]);
        assert_eq!(shown(Some("Ada"), Some("Bob <bob@x.example>")), ["Ada|", "Bob|bob@x.example"]);
        assert_eq!(
            shown(Some("The crew, with friends"), Some("a@x.example, b@x.example")),
            ["The crew, with friends|", "|a@x.example", "|b@x.example"]
        );
        assert_eq!(shown(Some(" "), None), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_address_is_shown_and_leads_nowhere() {
        assert_eq!(
            shown(None, Some("a@x.example, nobody, Eve <javascript:alert(1)>, x@y.example?bcc=z, <>, ,")),
            ["|a@x.example", "nobody|", "Eve|", "x@y.example?bcc=z|"]
        );
        assert_eq!(shown(None, Some("\"open <a@x.example>, b@x.example")), ["\"open <a@x.example>, b@x.example|"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic_or_find_nobody_s_name(text in "[\"\\\\<>,@a é.]{0,40}") {
            for person in people(None, Some(&text)) {
                prop_assert!(person.name.is_some() || person.email.is_some());
            }
        }
    }
}
