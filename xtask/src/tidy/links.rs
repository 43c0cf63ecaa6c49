//! Links of the documents: each leads to a file, and names a test that is in it.

use super::Finding;

/// A link inside the repository leads to what exists; where its text names a test, to that test.
///
/// `files` are all texts by their path, `exists` knows the rest: folders and pictures.
pub(crate) fn links_lead_somewhere(
    path: &str,
    text: &str,
    files: &[(String, String)],
    exists: &dyn Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (words, address) in links(line) {
            let Some(target) = target(path, address) else {
                continue;
            };
            let file = files.iter().find(|(path, _)| *path == target);
            let complaint = match (file, test_name(words)) {
                (None, _) if !exists(&target) => format!("a link leads nowhere: `{address}`"),
                (Some((_, code)), Some(name)) if !code.contains(&format!("fn {name}(")) => {
                    format!("the file of a link has no such test: `{name}`")
                }
                _ => continue,
            };
            findings.push(Finding::new(path, index + 1, complaint));
        }
    }
    findings
}

/// The words and the address of each link of a line of Markdown.
fn links(line: &str) -> Vec<(&str, &str)> {
    let mut links = Vec::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let (Some(start), Some((address, after))) = (before.rfind('['), after.split_once(')')) else {
            break;
        };
        links.push((&before[start + 1..], address));
        rest = after;
    }
    links
}

/// The path that an address of a document leads to; none outside the repository or within the page.
fn target(path: &str, address: &str) -> Option<String> {
    let address = address.split('#').next().unwrap_or_default();
    if address.is_empty() || address.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The name of a test, if that is what the words of a link are: backticks and underscores.
fn test_name(words: &str) -> Option<&str> {
    let name = words.strip_prefix('`')?.strip_suffix('`')?;
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (name.contains('_') && name.bytes().all(is_letter)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str) -> Vec<String> {
        let files = [("crates/a/tests/it.rs".to_owned(), "async fn it_is_so(index: TestIndex) {}".to_owned())];
        let exists = |path: &str| path == "docs/adr" || path == "crates/a/tests/it.rs";
        links_lead_somewhere("docs/security.md", text, &files, &exists).into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn a_link_to_what_is_not_there_is_found() {
        assert_eq!(complaints("[x](../crates/b.rs), [y](adr/)"), ["a link leads nowhere: `../crates/b.rs`"]);
    }

    #[test]
    fn a_test_that_was_renamed_is_found() {
        assert_eq!(complaints("[`it_was_so`](../crates/a/tests/it.rs)").len(), 1);
        assert!(complaints("[`it_is_so`](../crates/a/tests/it.rs) and [`it.rs`](../crates/a/tests/it.rs)").is_empty());
    }

    #[test]
    fn addresses_elsewhere_and_on_the_page_are_left_alone() {
        assert!(complaints("[a](https://index.example/x) [b](#below) [c](mailto:ada@people.example)").is_empty());
    }
}
