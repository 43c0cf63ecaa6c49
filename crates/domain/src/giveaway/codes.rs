//! Reading the codes of a vendor: CSV with the one column `code`.
//!
//! RFC 4180 with its liberties: a byte order mark, line ends of either sort, quoted
//! fields, empty lines. A file with anything else in it is refused whole, with the line,
//! because half of an import is worse than none.

use crate::{Kind, Refusal};
use std::collections::HashSet;

/// Codes that one file may have.
pub const MOST_CODES: usize = 20_000;

/// Characters that a code may have.
pub const LONGEST_CODE: usize = 200;

/// The codes of a file, each once.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeList {
    pub codes: Vec<String>,
    /// Lines with a code that an earlier line has.
    pub repeated: usize,
}

/// Without the codes.
impl std::fmt::Debug for CodeList {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (codes, repeated) = (self.codes.len(), self.repeated);
        formatter.debug_struct("CodeList").field("codes", &codes).field("repeated", &repeated).finish()
    }
}

/// Why a file of codes is not read. A code is never repeated in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodesRefused {
    #[error("The first line is not the heading `code`: line {line}; the file has one column of that name")]
    Heading { line: usize },
    #[error("There is more than one column: line {line}; leave only the column `code`")]
    Columns { line: usize },
    #[error("The quotes do not close: line {line}; quote a whole code, and write a quote inside it twice")]
    Quotes { line: usize },
    #[error("A code is empty, too long, or holds spaces or control characters: line {line}; see what the vendor sent")]
    Code { line: usize },
    #[error("The file is not UTF-8: line {line}; save it as CSV in UTF-8")]
    NotText { line: usize },
    #[error("The file holds no codes; it needs the heading `code` and one code on each line below")]
    Empty,
    #[error("The file holds more than {most} codes; import it in parts")]
    TooMany { most: usize },
}

impl Refusal for CodesRefused {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Heading { .. } => "codes-heading",
            Self::Columns { .. } => "codes-columns",
            Self::Quotes { .. } => "codes-quotes",
            Self::Code { .. } => "codes-code",
            Self::NotText { .. } => "codes-not-text",
            Self::Empty => "codes-empty",
            Self::TooMany { .. } => "codes-too-many",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Heading { line }
            | Self::Columns { line }
            | Self::Quotes { line }
            | Self::Code { line }
            | Self::NotText { line } => vec![("line", line.to_string())],
            Self::Empty => Vec::new(),
            Self::TooMany { most } => vec![("most", most.to_string())],
        }
    }
}

impl CodeList {
    /// Reads a whole file.
    ///
    /// # Errors
    /// [`CodesRefused`], with the line that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, CodesRefused> {
        let text = std::str::from_utf8(bytes).map_err(|error| CodesRefused::NotText {
            line: 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count(),
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let numbered = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).zip(1..);
        let mut lines = numbered.filter(|(line, _)| !line.is_empty());
        let (heading, line) = lines.next().ok_or(CodesRefused::Empty)?;
        if field(heading, line)? != "code" {
            return Err(CodesRefused::Heading { line });
        }
        let (mut codes, mut seen, mut repeated) = (Vec::new(), HashSet::new(), 0);
        for (text, line) in lines {
            let code = code(text, line)?;
            if !seen.insert(code.clone()) {
                repeated += 1;
                continue;
            }
            if codes.len() == MOST_CODES {
                return Err(CodesRefused::TooMany { most: MOST_CODES });
            }
            codes.push(code);
        }
        if codes.is_empty() { Err(CodesRefused::Empty) } else { Ok(Self { codes, repeated }) }
    }
}

fn code(text: &str, line: usize) -> Result<String, CodesRefused> {
    let code = field(text, line)?;
    let is_good = |character: char| !character.is_whitespace() && !character.is_control();
    let length = code.chars().count();
    match length {
        1..=LONGEST_CODE if code.chars().all(is_good) => Ok(code),
        _ => Err(CodesRefused::Code { line }),
    }
}

/// The one field of a line; no field goes on in the next line.
fn field(text: &str, line: usize) -> Result<String, CodesRefused> {
    let Some(quoted) = text.strip_prefix('"') else {
        return match text.find(['"', ',']) {
            None => Ok(text.to_owned()),
            Some(at) if text[at..].starts_with(',') => Err(CodesRefused::Columns { line }),
            Some(_) => Err(CodesRefused::Quotes { line }),
        };
    };
    let mut unquoted = String::new();
    let mut rest = quoted;
    loop {
        let (before, after) = rest.split_once('"').ok_or(CodesRefused::Quotes { line })?;
        unquoted.push_str(before);
        match after.chars().next() {
            None => return Ok(unquoted),
            Some('"') => unquoted.push('"'),
            Some(',') => return Err(CodesRefused::Columns { line }),
            Some(_) => return Err(CodesRefused::Quotes { line }),
        }
        rest = &after[1..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(text: &str) -> Vec<String> {
        CodeList::parse(text.as_bytes()).unwrap().codes
    }

    fn refused(text: &str) -> CodesRefused {
        CodeList::parse(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn every_spelling_of_a_file_is_read() {
        for text in [
            "code\nA-1\nB-2\n",
            "code\nA-1\nB-2",
            "code\r\nA-1\r\nB-2\r\n",
            "\u{feff}code\nA-1\n\nB-2\n\n",
            "\"code\"\n\"A-1\"\nB-2\n",
        ] {
            assert_eq!(codes(text), ["A-1", "B-2"], "{text:?}");
        }
        assert_eq!(codes("code\n\"a,\"\"b\"\n"), ["a,\"b"]);
    }

    #[test]
    fn a_code_that_comes_again_counts_once() {
        let list = CodeList::parse(b"code\nA\nB\nA\n\"A\"\n").unwrap();
        assert_eq!((list.codes.len(), list.repeated), (2, 2));
    }

    #[test]
    fn a_malformed_file_is_refused_with_its_line() {
        assert_eq!(refused(""), CodesRefused::Empty);
        assert_eq!(refused("code\n\n"), CodesRefused::Empty);
        assert_eq!(refused("\nA-1\n"), CodesRefused::Heading { line: 2 });
        assert_eq!(refused("code,value\nA,1\n"), CodesRefused::Columns { line: 1 });
        assert_eq!(refused("code\nA\n\nB,\n"), CodesRefused::Columns { line: 4 });
        assert_eq!(refused("code\n\"A\",1\n"), CodesRefused::Columns { line: 2 });
        assert_eq!(refused("code\n\"A\nB\"\n"), CodesRefused::Quotes { line: 2 });
        assert_eq!(refused("code\nA\"B\n"), CodesRefused::Quotes { line: 2 });
        assert_eq!(refused("code\n\"A\"B\n"), CodesRefused::Quotes { line: 2 });
        assert_eq!(refused("code\nA\n\"\"\n"), CodesRefused::Code { line: 3 });
        assert_eq!(refused("code\nA B\n"), CodesRefused::Code { line: 2 });
        assert_eq!(refused("code\nA\rB\n"), CodesRefused::Code { line: 2 });
        assert_eq!(refused(&format!("code\n{}\n", "x".repeat(201))), CodesRefused::Code { line: 2 });
        assert_eq!(CodeList::parse(b"code\nA\n\xff\n"), Err(CodesRefused::NotText { line: 3 }));
    }

    #[test]
    fn a_file_has_an_end() {
        let lines: Vec<String> = (0..=MOST_CODES).map(|number| format!("C{number}")).collect();
        assert_eq!(refused(&format!("code\n{}\n", lines.join("\n"))), CodesRefused::TooMany { most: MOST_CODES });
        assert_eq!(codes(&format!("code\n{}\n", lines[1..].join("\n"))).len(), MOST_CODES);
    }

    #[test]
    fn a_list_shows_no_code_in_logs() {
        let shown = format!("{:?}", CodeList::parse(b"code\nSECRET\n").unwrap());
        assert!(!shown.contains("SECRET"), "{shown}");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..120), text in "(code\n)?[a\",\r\n\u{feff}]{0,40}") {
            let _ = CodeList::parse(&bytes);
            let _ = CodeList::parse(text.as_bytes());
        }

        #[test]
        fn quoted_codes_come_back(codes in prop::collection::vec("[!-~é]{1,20}", 1..8)) {
            let lines: Vec<String> = codes.iter().map(|code| format!("\"{}\"", code.replace('"', "\"\""))).collect();
            let list = CodeList::parse(format!("code\n{}\n", lines.join("\n")).as_bytes()).unwrap();
            prop_assert_eq!(list.codes.len() + list.repeated, codes.len());
            prop_assert!(codes.iter().all(|code| list.codes.contains(code)));
        }
    }
}
