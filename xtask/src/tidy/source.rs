//! One file of the repository, seen as the rules need it.

/// A Rust file with its comments and strings told apart from its code.
pub(crate) struct Source {
    /// Path from the top folder, with forward slashes.
    pub(crate) path: String,
    /// The text as it stands.
    pub(crate) text: String,
    /// The text with comments and the insides of strings blanked; same lines.
    pub(crate) code: String,
    /// Each string literal with the line it begins on, counted from 1.
    pub(crate) strings: Vec<(usize, String)>,
    /// For each line, whether it belongs to a test.
    test_lines: Vec<bool>,
}

impl Source {
    /// Reads a Rust file into its views.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (code, strings) = Reader::new(text).read();
        let test_lines = test_lines(path, &code);
        Source { path: path.to_owned(), text: text.to_owned(), code, strings, test_lines }
    }

    /// The lines of code with their numbers, counted from 1.
    pub(crate) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Whether a line, counted from 1, belongs to a test.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.test_lines.get(line - 1).copied().unwrap_or(false)
    }

    /// The crate's folder name, for a file below `crates/`.
    pub(crate) fn floor(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

/// Whether a word stands in a line on its own, not as part of a longer name.
pub(crate) fn names(line: &str, word: &str) -> bool {
    let is_name = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    line.match_indices(word).any(|(start, _)| {
        let end = start + word.len();
        let joins_before = is_name(line[..start].chars().next_back());
        let joins_after = is_name(word.chars().next_back()) && is_name(line[end..].chars().next());
        !joins_before && !joins_after
    })
}

/// The index after the bracket that closes the one at `open`.
pub(crate) fn closing(code: &[char], open: usize) -> usize {
    let mut depth = 0usize;
    for (index, letter) in code.iter().enumerate().skip(open) {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

fn test_lines(path: &str, code: &str) -> Vec<bool> {
    let count = code.lines().count();
    let is_test_file = path.contains("/tests/") || path.ends_with("/tests.rs");
    let mut lines = vec![is_test_file; count];
    let letters: Vec<char> = code.chars().collect();
    let marker: Vec<char> = "#[cfg(test)]".chars().collect();
    let mut index = 0;
    while index + marker.len() <= letters.len() {
        if letters[index..index + marker.len()] != marker[..] {
            index += 1;
            continue;
        }
        let start = index;
        let stop = (start..letters.len()).find(|place| matches!(letters[*place], '{' | ';'));
        let end = match stop {
            Some(place) if letters[place] == '{' => closing(&letters, place),
            Some(place) => place + 1,
            None => letters.len(),
        };
        let line_of = |place: usize| letters[..place].iter().filter(|letter| **letter == '\n').count();
        for line in line_of(start)..=line_of(end.saturating_sub(1)) {
            if let Some(mark) = lines.get_mut(line) {
                *mark = true;
            }
        }
        index = end.max(start + marker.len());
    }
    lines
}

struct Reader {
    letters: Vec<char>,
    place: usize,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
}

impl Reader {
    fn new(text: &str) -> Self {
        Reader {
            letters: text.chars().collect(),
            place: 0,
            line: 1,
            code: String::with_capacity(text.len()),
            strings: Vec::new(),
        }
    }

    fn read(mut self) -> (String, Vec<(usize, String)>) {
        while let Some(letter) = self.peek(0) {
            match letter {
                '/' if self.peek(1) == Some('/') => self.line_comment(),
                '/' if self.peek(1) == Some('*') => self.block_comment(),
                '"' => self.string(),
                'r' if self.raw_hashes().is_some() && !self.follows_name() => self.raw_string(),
                '\'' => self.character(),
                _ => self.keep(),
            }
        }
        (self.code, self.strings)
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.place + ahead).copied()
    }

    fn keep(&mut self) {
        if let Some(letter) = self.peek(0) {
            self.code.push(letter);
            self.line += usize::from(letter == '\n');
            self.place += 1;
        }
    }

    fn blank(&mut self) -> Option<char> {
        let letter = self.peek(0)?;
        self.code.push(if letter == '\n' { '\n' } else { ' ' });
        self.line += usize::from(letter == '\n');
        self.place += 1;
        Some(letter)
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|letter| letter != '\n') {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        let mut content = String::new();
        self.keep();
        while let Some(letter) = self.peek(0) {
            match letter {
                '"' => break,
                '\\' => {
                    self.blank();
                    content.extend(self.blank());
                }
                _ => content.extend(self.blank()),
            }
        }
        self.keep();
        self.strings.push((line, content));
    }

    fn follows_name(&self) -> bool {
        let before = self.place.checked_sub(1).and_then(|place| self.letters.get(place));
        // A byte or C raw string has its own letter before the `r`.
        before.is_some_and(|letter| (letter.is_alphanumeric() || *letter == '_') && !matches!(letter, 'b' | 'c'))
    }

    fn raw_hashes(&self) -> Option<usize> {
        let hashes = (1..).take_while(|ahead| self.peek(*ahead) == Some('#')).count();
        (self.peek(1 + hashes) == Some('"')).then_some(hashes)
    }

    fn raw_string(&mut self) {
        let line = self.line;
        let hashes = self.raw_hashes().unwrap_or(0);
        let mut content = String::new();
        for _ in 0..hashes + 2 {
            self.keep();
        }
        while self.peek(0).is_some() {
            let closes = self.peek(0) == Some('"') && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            if closes {
                break;
            }
            content.extend(self.blank());
        }
        for _ in 0..=hashes {
            self.keep();
        }
        self.strings.push((line, content));
    }

    fn character(&mut self) {
        // A lifetime has no closing quote two letters on.
        let is_escape = self.peek(1) == Some('\\');
        if !is_escape && self.peek(2) != Some('\'') {
            return self.keep();
        }
        self.keep();
        if is_escape {
            self.blank();
        }
        self.blank();
        while self.peek(0).is_some_and(|letter| letter != '\'') {
            self.blank();
        }
        self.keep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked_and_strings_are_kept_aside() {
        let source = Source::new("crates/a/src/lib.rs", "let a = \"todo!\"; // todo!\nlet b = r#\"x\"y\"#;\n");
        assert!(!source.code.contains("todo!"));
        assert_eq!(source.strings, [(1, "todo!".to_owned()), (2, "x\"y".to_owned())]);
    }

    #[test]
    fn a_quote_character_does_not_open_a_string() {
        let source = Source::new("crates/a/src/lib.rs", "let quote = '\"'; let escaped = '\\''; fn f<'a>() {} // end");
        assert!(source.strings.is_empty());
        assert!(source.code.contains("fn f<'a>() {}"));
        assert!(!source.code.contains("end"));
    }

    #[test]
    fn the_lines_of_a_test_module_are_known() {
        let source =
            Source::new("crates/a/src/lib.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n");
        let marks: Vec<bool> = (1..=6).map(|line| source.is_test(line)).collect();
        assert_eq!(marks, [false, true, true, true, true, false]);
    }

    #[test]
    fn a_word_inside_a_longer_name_is_another_word() {
        assert!(names("use http::Uri;", "http::"));
        assert!(!names("use tower_http::Uri;", "http::"));
        assert!(!names("let sqlxy = 1;", "sqlx"));
    }
}
