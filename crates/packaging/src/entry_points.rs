//! entry_points.txt: the commands and plug-ins that a wheel declares.

use std::collections::HashSet;

use crate::archive::Shown;

/// What is wrong with an entry_points.txt file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryPointsError {
    #[error("entry_points.txt is not UTF-8; save it as UTF-8")]
    NotUtf8,
    #[error("entry_points.txt is not valid in line `{line}`: {problem}; see the entry points specification")]
    Line { line: usize, problem: &'static str },
    #[error("entry_points.txt has a section more than once: `{section}`; merge the sections")]
    SectionTwice { section: Shown },
    #[error("entry_points.txt has a name more than once: `{name}`; remove one")]
    NameTwice { name: Shown },
    #[error(
        "entry_points.txt has a command that no system can install: `{name}`; use letters, digits, `_`, `-` and `.`"
    )]
    CommandName { name: Shown },
}

/// Refuses an entry_points.txt that installers would read differently or could misuse.
///
/// The file is what Python's `configparser` reads with `=` as its only delimiter and case kept:
/// sections, names and values, full-line comments, indented continuation lines. Commands
/// (`console_scripts`, `gui_scripts`) become file names, so theirs are restricted.
pub fn check_entry_points(bytes: &[u8]) -> Result<(), EntryPointsError> {
    let text = std::str::from_utf8(bytes).map_err(|_| EntryPointsError::NotUtf8)?;
    let mut sections = HashSet::new();
    let mut names = HashSet::new();
    let mut section = None;
    let mut indent_of_name = None;
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        let content = line.trim();
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        if indent_of_name.is_some_and(|of_name| indent > of_name) {
            continue;
        }
        indent_of_name = None;
        if let Some(opened) = content.strip_prefix('[') {
            let name = parse_section(opened, line_number)?;
            if !sections.insert(name) {
                return Err(EntryPointsError::SectionTwice { section: Shown::from_text(name) });
            }
            names.clear();
            section = Some(name);
            continue;
        }
        let problem = "a name stands before the first section";
        let section = section.ok_or(EntryPointsError::Line { line: line_number, problem })?;
        let name = parse_name(content, line_number)?;
        if !names.insert(name) {
            return Err(EntryPointsError::NameTwice { name: Shown::from_text(name) });
        }
        if matches!(section, "console_scripts" | "gui_scripts") && !is_command(name) {
            return Err(EntryPointsError::CommandName { name: Shown::from_text(name) });
        }
        indent_of_name = Some(indent);
    }
    Ok(())
}

fn parse_section(opened: &str, line: usize) -> Result<&str, EntryPointsError> {
    // Python's pattern takes everything up to the last bracket and ignores what follows it.
    let problem = "a section header is not `[name]`";
    let name = opened.strip_suffix(']').filter(|name| !name.is_empty() && !name.contains(['[', ']']));
    name.ok_or(EntryPointsError::Line { line, problem })
}

fn parse_name(content: &str, line: usize) -> Result<&str, EntryPointsError> {
    let problem = "a line has no `=`";
    let (name, _) = content.split_once('=').ok_or(EntryPointsError::Line { line, problem })?;
    let problem = "a line has no name before its `=`";
    Some(name.trim_end()).filter(|name| !name.is_empty()).ok_or(EntryPointsError::Line { line, problem })
}

/// Whether a name is safe as that of a command: word characters, dots and hyphens, not only dots.
fn is_command(name: &str) -> bool {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    name.chars().all(|character| is_word(character) || matches!(character, '.' | '-')) && name.chars().any(is_word)
}

#[cfg(test)]
mod tests {
    use super::{EntryPointsError, check_entry_points};

    fn refusal_of(text: &str) -> EntryPointsError {
        check_entry_points(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn an_ordinary_file_passes() {
        let text = "# made by a tool\n[console_scripts]\ndemo = demo:main\ndemo-2.x = demo:main [extra]\n\n\
                    [demo.plugins]\nany name: here = demo\n  ; still a comment\nlong =\n    demo.long\n";
        assert_eq!(check_entry_points(text.as_bytes()), Ok(()));
    }

    #[test]
    fn an_empty_file_passes() {
        assert_eq!(check_entry_points(b""), Ok(()));
    }

    #[test]
    fn names_keep_their_case_and_belong_to_their_section() {
        assert_eq!(check_entry_points(b"[a]\nx = 1\nX = 1\n[b]\nx = 1\n"), Ok(()));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        assert_eq!(check_entry_points(b"[a]\n\xff = 1"), Err(EntryPointsError::NotUtf8));
    }

    #[test]
    fn a_section_twice_is_refused() {
        assert!(matches!(refusal_of("[a]\nx=1\n[a]\n"), EntryPointsError::SectionTwice { .. }));
    }

    #[test]
    fn a_name_twice_in_its_section_is_refused() {
        assert!(matches!(refusal_of("[a]\nx=1\nx = 2\n"), EntryPointsError::NameTwice { .. }));
    }

    #[test]
    fn lines_that_are_no_entries_are_refused_with_their_number() {
        for (text, expected) in
            [("x = 1\n", 1), ("[a]\n\nx: 1\n", 3), ("[a]\n= 1\n", 2), ("[a\nx = 1\n", 1), ("[]\n", 1), ("[a] b]\n", 1)]
        {
            assert!(matches!(refusal_of(text), EntryPointsError::Line { line, .. } if line == expected), "{text}");
        }
    }

    #[test]
    fn commands_that_are_no_plain_file_names_are_refused() {
        for name in ["../demo", "a/b", "a b", "a\\b", "..", "a$"] {
            for section in ["console_scripts", "gui_scripts"] {
                let refusal = refusal_of(&format!("[{section}]\n{name} = demo:main\n"));
                assert!(matches!(refusal, EntryPointsError::CommandName { .. }), "{name}");
            }
        }
    }
}
