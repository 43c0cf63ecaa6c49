//! Small on purpose: 400 lines a file, 60 a function.

use super::Finding;
use super::source::{Source, closing};

const FILE_LIMIT: usize = 400;
const FUNCTION_LIMIT: usize = 60;

/// A file holds at most 400 lines of code; tests, comments and blank lines are not counted.
pub(crate) fn file_is_small(source: &Source) -> Vec<Finding> {
    let count =
        source.code_lines().filter(|(number, line)| !line.trim().is_empty() && !source.is_test(*number)).count();
    if count <= FILE_LIMIT {
        return Vec::new();
    }
    let message = format!("the file has {count} lines of code, the limit is {FILE_LIMIT}: split it by subject");
    vec![Finding::new(&source.path, 1, message)]
}

/// A function holds at most 60 lines of code.
pub(crate) fn functions_are_small(source: &Source) -> Vec<Finding> {
    let letters: Vec<char> = source.code.chars().collect();
    let mut findings = Vec::new();
    let mut place = 0;
    while let Some(start) = next_function(&letters, place) {
        place = start + 3;
        let Some(open) = body_or_end(&letters, start) else {
            break;
        };
        if letters[open] == ';' {
            continue;
        }
        let line = 1 + letters[..start].iter().filter(|letter| **letter == '\n').count();
        let body: String = letters[start..closing(&letters, open)].iter().collect();
        let count = body.lines().filter(|line| !line.trim().is_empty()).count();
        if count > FUNCTION_LIMIT && !source.is_test(line) {
            let message = format!("the function has {count} lines, the limit is {FUNCTION_LIMIT}: split it");
            findings.push(Finding::new(&source.path, line, message));
        }
    }
    findings
}

fn next_function(letters: &[char], from: usize) -> Option<usize> {
    (from..letters.len().saturating_sub(3)).find(|index| {
        let starts_word = *index == 0 || !(letters[index - 1].is_alphanumeric() || letters[index - 1] == '_');
        // `fn(` is the type of a function pointer, not a function.
        starts_word && letters[*index..index + 3] == ['f', 'n', ' ']
    })
}

/// The `{` of the body, or the `;` of a declaration; the one in `[u8; 32]` is neither.
fn body_or_end(letters: &[char], start: usize) -> Option<usize> {
    let mut depth = 0i32;
    for (index, letter) in letters.iter().enumerate().skip(start) {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' | ';' if depth == 0 => return Some(index),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_function_that_returns_an_array_is_found() {
        let text = format!("fn a() -> [u8; 2] {{\n{}}}\n", "    b();\n".repeat(59));
        assert_eq!(functions_are_small(&Source::new("crates/a/src/lib.rs", &text)).len(), 1);
    }

    #[test]
    fn a_file_of_401_lines_is_found_and_its_tests_are_not_counted() {
        let lines = "const A: u8 = 1;\n".repeat(400);
        let with_tests = format!("{lines}#[cfg(test)]\nmod tests {{\n    fn a() {{}}\n}}\n// A comment.\n\n");
        assert!(file_is_small(&Source::new("crates/a/src/lib.rs", &with_tests)).is_empty());
        let too_long = format!("{lines}const B: u8 = 1;\n");
        assert_eq!(file_is_small(&Source::new("crates/a/src/lib.rs", &too_long)).len(), 1);
    }

    #[test]
    fn a_function_of_61_lines_is_found_with_its_line() {
        let fits = format!("\nfn a() {{\n{}}}\n", "    b();\n".repeat(58));
        assert!(functions_are_small(&Source::new("crates/a/src/lib.rs", &fits)).is_empty());
        let too_long = format!("\nfn a() {{\n{}}}\n", "    b();\n".repeat(59));
        let findings = functions_are_small(&Source::new("crates/a/src/lib.rs", &too_long));
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2]);
    }
}
