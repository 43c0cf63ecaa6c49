//! Rules for single values of core metadata.

/// Words that Python keeps for itself, so that no module can be called so.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Whether the text is an http or https URL of the characters of RFC 3986.
pub(super) fn is_url(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        &text[8..]
    } else if lower.starts_with("http://") {
        &text[7..]
    } else {
        return false;
    };
    !rest.is_empty() && rest.bytes().all(is_url_byte) && escapes_are_whole(rest)
}

fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

/// Every `%` begins an escape of two hexadecimal digits.
fn escapes_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|after| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

/// The two parts of a `Project-URL`, without the spaces around them.
pub(super) fn label_and_url(given: &str) -> Option<(&str, &str)> {
    let (label, url) = given.split_once(',')?;
    Some((label.trim(), url.trim()))
}

/// The keywords one by one: split at commas, or at spaces where no comma is.
pub(super) fn keywords(given: &str) -> Vec<&str> {
    let by_commas = given.contains(',');
    given
        .split(move |character: char| if by_commas { character == ',' } else { character.is_whitespace() })
        .map(str::trim)
        .filter(|keyword| !keyword.is_empty())
        .collect()
}

/// Whether the first address in the list could be one (RFC 5322); no address at all is fine.
pub(super) fn is_address_list(given: &str) -> bool {
    match first_address(given) {
        Some("") => true,
        Some(address) => is_address(address),
        None => false,
    }
}

/// The first address of a list such as `"Doe, Jo" <jo@x.example>, b@x.example`.
///
/// `None` where a quote or a bracket is not closed.
fn first_address(given: &str) -> Option<&str> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, character) in given.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '<' => {
                return given[at + 1..].split_once('>').map(|(address, _)| address.trim());
            }
            ',' => return Some(given[..at].trim()),
            _ => {}
        }
    }
    (!quoted).then(|| given.trim())
}

pub(super) fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let good_local = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && !local.chars().any(|character| character.is_control() || " \"(),:;<>@[]\\".contains(character));
    let good_domain = domain.len() <= 253 && domain.contains('.') && domain.split('.').all(is_label);
    good_local && good_domain
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|character| character.is_alphanumeric() || character == '-')
}

/// Whether the text is a dotted Python name, with `; private` after it or not (PEP 794).
pub(super) fn is_import_name(given: &str) -> bool {
    let (name, mark) = match given.split_once(';') {
        Some((name, mark)) => (name.trim_end(), Some(mark.trim_start())),
        None => (given, None),
    };
    matches!(mark, None | Some("private")) && name.split('.').all(is_identifier)
}

fn is_identifier(part: &str) -> bool {
    let mut characters = part.chars();
    let good_start = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    good_start && characters.all(|other| other.is_alphanumeric() || other == '_') && !KEYWORDS.contains(&part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_http_urls_are_urls() {
        for url in
            ["https://example.com", "http://localhost:8000/a?b=c#d", "HTTPS://x/%20", "https://[::1]/", "https://x/a,b"]
        {
            assert!(is_url(url), "{url}");
        }
        for url in [
            "",
            "https://",
            "ftp://x",
            "javascript:alert(1)",
            "https:/x",
            "https://x y",
            "https://x/\"",
            "https://x/<a>",
            "https://x/%2",
            "https://é.example",
            "git+https://x",
            "https://x\n",
            "//x",
            "httpé://",
        ] {
            assert!(!is_url(url), "{url}");
        }
    }

    #[test]
    fn a_project_url_is_split_at_its_first_comma() {
        assert_eq!(label_and_url("Home page , https://x/a,b"), Some(("Home page", "https://x/a,b")));
        assert_eq!(label_and_url("Home,https://x"), Some(("Home", "https://x")));
        assert_eq!(label_and_url("https://x"), None);
    }

    #[test]
    fn keywords_are_split_at_commas_or_at_spaces() {
        assert_eq!(keywords("a b, c,,d"), ["a b", "c", "d"]);
        assert_eq!(keywords("a b\n  c"), ["a", "b", "c"]);
        assert!(keywords(" ").is_empty());
    }

    #[test]
    fn the_first_address_is_checked() {
        for given in [
            "",
            "a@b.example",
            "A B <a@b.example>",
            "\"B, A\" <a@b.example>, nonsense",
            "<>",
            "Ä <ä@ö.example>",
            "a@b.example, also nonsense",
            "\"a\\\"<\" <a@b.example>",
            "A B <>",
        ] {
            assert!(is_address_list(given), "{given}");
        }
        for given in [
            "nobody",
            "a@",
            "@b.example",
            "a@b",
            "A <a@b.example",
            "\"A <a@b.example>",
            "a@b..example",
            "a b@c.example",
            "B, A <a@b.example>",
            "a@-b.example",
            "a@b.example x",
        ] {
            assert!(!is_address_list(given), "{given}");
        }
    }

    #[test]
    fn import_names_are_dotted_identifiers() {
        for given in ["a", "a.b_c", "_a", "a; private", "a ;private", "été"] {
            assert!(is_import_name(given), "{given}");
        }
        for given in ["", "a.", "1a", "a-b", "class", "a.import", "a; public", "a;", "a b"] {
            assert!(!is_import_name(given), "{given}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_rule_panic(given in "\\PC*|[htps:/%<>@.\"\\\\, é]{0,20}") {
            let _ = (is_url(&given), is_address_list(&given), is_import_name(&given), keywords(&given), label_and_url(&given));
        }
    }
}
