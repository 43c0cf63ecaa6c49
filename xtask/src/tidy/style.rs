//! House style that a machine can see.

use super::Finding;
use super::source::{Source, names};

/// A source file begins with the sentence that says what it is.
pub(crate) fn file_begins_with_a_sentence(source: &Source) -> Vec<Finding> {
    let is_source = source.floor().is_some() && source.path.contains("/src/");
    if !is_source || source.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![Finding::new(&source.path, 1, "the file does not begin with a `//!` sentence that says what it is")]
}

/// Names are passed on one by one.
pub(crate) fn no_glob_is_passed_on(source: &Source) -> Vec<Finding> {
    source
        .code_lines()
        .filter(|(_, line)| line.trim_start().starts_with("pub") && line.contains(" use ") && line.contains("::*"))
        .map(|(number, _)| Finding::new(&source.path, number, "a glob is passed on: name each item"))
        .collect()
}

/// Nothing is left for later in the text.
pub(crate) fn nothing_is_left_undone(source: &Source) -> Vec<Finding> {
    let in_code = source
        .code_lines()
        .filter(|(_, line)| line.contains("todo!(") || line.contains("unimplemented!("))
        .map(|(number, _)| number);
    let in_text = source
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| names(line, concat!("TO", "DO")) || names(line, concat!("FIX", "ME")))
        .map(|(index, _)| index + 1);
    in_code
        .chain(in_text)
        .map(|number| Finding::new(&source.path, number, "something is left undone: do it, or open an issue"))
        .collect()
}

/// A test neither sleeps, nor is skipped, nor expects to fall over.
pub(crate) fn tests_are_honest(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in source.code_lines() {
        let complaint = if line.contains("#[ignore") {
            "a test that is skipped: mend it or delete it"
        } else if line.contains("#[should_panic") {
            "a test that expects a panic: assert the refusal"
        } else if source.is_test(number) && names(line, "sleep(") {
            "a test that sleeps: move the clock by hand, or wait for the thing itself"
        } else {
            continue;
        };
        findings.push(Finding::new(&source.path, number, complaint));
    }
    findings
}

/// Every language has the same messages.
pub(crate) fn languages_agree(files: &[(String, String)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        for (other_path, other_text) in files {
            if path == other_path || file_name(path) != file_name(other_path) {
                continue;
            }
            let known = message_names(other_text);
            for (line, name) in message_names(text) {
                if !known.iter().any(|(_, other)| *other == name) {
                    let message = format!("the message is missing in `{other_path}`: `{name}`");
                    findings.push(Finding::new(path, line, message));
                }
            }
        }
    }
    findings
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn message_names(text: &str) -> Vec<(usize, String)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '-'))
        .filter_map(|(index, line)| line.split_once('=').map(|(name, _)| (index + 1, name.trim().to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("crates/a/src/lib.rs", text)
    }

    #[test]
    fn a_file_without_its_sentence_is_found() {
        assert_eq!(file_begins_with_a_sentence(&source("use std::fmt;\n")).len(), 1);
        assert!(file_begins_with_a_sentence(&source("//! Names.\n")).is_empty());
    }

    #[test]
    fn a_glob_passed_on_is_found() {
        assert_eq!(no_glob_is_passed_on(&source("pub use names::*;\npub(crate) use a::*;\nuse super::*;\n")).len(), 2);
    }

    #[test]
    fn work_left_for_later_is_found() {
        let text = format!("// {}: later\nfn a() {{ todo!() }}\n", concat!("TO", "DO"));
        assert_eq!(nothing_is_left_undone(&source(&text)).len(), 2);
        assert!(nothing_is_left_undone(&source("let text = \"todo!()\";")).is_empty());
    }

    #[test]
    fn a_test_that_sleeps_or_is_skipped_or_panics_is_found() {
        let text =
            "#[cfg(test)]\nmod tests {\n#[ignore]\n#[should_panic]\nfn a() { tokio::time::sleep(second).await }\n}\n";
        assert_eq!(tests_are_honest(&source(text)).len(), 3);
        assert!(tests_are_honest(&source("fn a() { sleep(second).await }")).is_empty());
    }

    #[test]
    fn a_message_without_its_translation_is_found() {
        let english = ("locales/en/main.ftl".to_owned(), "a = A\nb = B\n    continued = no\n".to_owned());
        let french = ("locales/fr/main.ftl".to_owned(), "a = A\n".to_owned());
        let findings = languages_agree(&[english, french]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 2);
    }
}
