//! reStructuredText in the words of the dialect that `rst_parser` 0.4 knows.
//!
//! The library has no literal blocks, tables, numbered, field or definition lists, and gives up
//! on directives that it does not know. Here each becomes the nearest thing that it has: most
//! become `.. code::` or paragraphs. Nothing is interpreted, so nothing here has to be safe.

use std::collections::HashSet;

use super::inline;
use super::lines::{Directive, directive, indented_lines, is_bullet, is_term, marker_width};
use super::lines::{field, preformatted_lines, smallest_indentation};

/// The document, rewritten line by line.
pub(super) fn bridge(text: &str) -> String {
    let text = inline::numbered_footnotes(&text.replace('\t', "        "));
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut writer = Writer { substitutions: inline::defined_substitutions(&lines), ..Writer::default() };
    writer.blocks(&lines, 0);
    // The library takes a blank line at either end for a mistake.
    writer.output.join("\n").trim_matches('\n').to_owned() + "\n"
}

#[derive(Default)]
struct Writer {
    output: Vec<String>,
    substitutions: HashSet<String>,
    /// Lines from this column on carry on the item of a list that the last line of output holds.
    item_column: Option<usize>,
    /// The numbered items around the current line, which the output does not indent.
    numbered: Vec<NumberedItem>,
}

struct NumberedItem {
    content_column: usize,
    width: usize,
}

const ADMONITIONS: [&str; 9] =
    ["attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"];

impl Writer {
    /// Writes lines that stand `shift` columns further left in their source than here.
    fn blocks(&mut self, lines: &[&str], shift: usize) {
        let mut position = 0;
        while let Some(line) = lines.get(position) {
            position += self.block(line, &lines[position..], shift).max(1);
        }
    }

    /// Writes what starts with the first of `lines`, and tells how many lines that was.
    fn block(&mut self, line: &str, lines: &[&str], shift: usize) -> usize {
        let content = line.trim_start();
        if content.is_empty() {
            self.blank_line();
            return 1;
        }
        let column = self.column(content, line.len() - content.len() + shift);
        let indented = 1 + indented_lines(&lines[1..], line.len() - content.len());
        if let Some(directive) = directive(content, &lines[1..indented]) {
            self.directive(&directive, column);
            return indented;
        }
        if content == ".." || content.starts_with(".. ") {
            self.markup(content, &lines[1..indented], column);
            return indented;
        }
        if let Some(length) = preformatted_lines(content, lines) {
            self.code(&lines[..length], column);
            return length;
        }
        if content.ends_with("::") {
            return self.literal_block(content, lines, column);
        }
        match is_term(content) && !self.follows_text() && indented > 1 && !lines[1].is_empty() {
            true => self.paragraph(&format!("**{content}**"), column),
            false => self.text(content, column),
        }
        1
    }

    /// Where a line that stood at `source_column` goes.
    fn column(&mut self, content: &str, source_column: usize) -> usize {
        while self.numbered.last().is_some_and(|item| source_column < item.content_column) {
            self.numbered.pop();
        }
        let removed: usize = self.numbered.iter().map(|item| item.width).sum();
        let width = marker_width(content);
        if width > 0 && !is_bullet(content) {
            self.numbered.push(NumberedItem { content_column: source_column + width, width });
        }
        source_column.saturating_sub(removed)
    }

    /// One line of text, kept apart from its neighbours where the library would join them.
    fn text(&mut self, content: &str, column: usize) {
        if let Some((name, value)) = field(content) {
            self.blank_line();
            self.line(&format!("**{name}:** {value}"), column);
            self.item_column = Some(column + 1);
        } else if let Some(text) = content.strip_prefix("| ") {
            self.paragraph(text, column);
        } else if marker_width(content) > 0 {
            if !is_bullet(content) {
                self.blank_line();
            }
            self.line(content, column);
            self.item_column = Some(if is_bullet(content) { column + 1 } else { column });
        } else if self.follows_text() && self.item_column.is_some_and(|item_column| column >= item_column) {
            self.continue_line(content);
        } else {
            self.line(content, column);
        }
    }

    /// A paragraph that ends with `::`, and the block that follows it as it stands.
    fn literal_block(&mut self, content: &str, lines: &[&str], column: usize) -> usize {
        let text = content.trim_end_matches(':').trim_end();
        let width = marker_width(content);
        match text.is_empty() {
            true => self.blank_line(),
            false => self.text(&format!("{text}:"), column),
        }
        let length = indented_lines(&lines[1..], lines[0].len() - content.len() + width);
        if lines.get(1).is_some_and(|line| line.is_empty()) && length > 1 {
            self.code(&lines[1..=length], column + if is_bullet(content) { width } else { 0 });
            return length + 1;
        }
        1
    }

    fn directive(&mut self, directive: &Directive<'_>, column: usize) {
        let Directive { name, argument, body, .. } = *directive;
        match name {
            "image" | "figure" => {
                self.image(".. image::", directive, column);
                self.body(body, column);
            }
            "code" | "code-block" | "sourcecode" | "math" | "parsed-literal" | "list-table" | "csv-table" => {
                self.paragraph(if name.ends_with("-table") { argument } else { "" }, column);
                self.code(body, column);
            }
            "raw" if argument == "html" => {
                self.line(".. raw:: html", column);
                self.blank_line();
                self.verbatim(body, column + 3);
            }
            "admonition" | "topic" => self.admonition(argument, "", body, column),
            "versionadded" => self.admonition(&format!("New in version {argument}"), "", body, column),
            "versionchanged" => self.admonition(&format!("Changed in version {argument}"), "", body, column),
            "deprecated" => self.admonition(&format!("Deprecated since version {argument}"), "", body, column),
            "seealso" => self.admonition("See also", argument, body, column),
            _ if ADMONITIONS.contains(&name) => self.admonition(name, argument, body, column),
            "rubric" => self.paragraph(&format!("**{argument}**"), column),
            "table" | "epigraph" | "highlights" | "pull-quote" | "compound" | "container" => self.body(body, column),
            // Tables of contents, includes and settings have nothing to say here.
            _ => {}
        }
        self.blank_line();
    }

    fn image(&mut self, start: &str, directive: &Directive<'_>, column: usize) {
        self.output.push(format!("{}{start} {}", " ".repeat(column), directive.argument));
        for option in &directive.options {
            if option.starts_with(":alt:") || option.starts_with(":target:") {
                self.output.push(format!("{}{option}", " ".repeat(column + 3)));
            }
        }
        self.blank_line();
    }

    /// The library keeps the text of its own admonitions raw, so this one is a quote with a title.
    fn admonition(&mut self, title: &str, first: &str, body: &[&str], column: usize) {
        let mut letters = title.chars();
        let initial: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        self.paragraph(&format!("**{initial}{}**", letters.as_str()), column);
        self.paragraph(first, column + 3);
        self.body(body, column + 3);
    }

    /// Comments, targets, footnotes and substitutions: known to the library, bar some options.
    fn markup(&mut self, content: &str, rest: &[&str], column: usize) {
        let definition = content.strip_prefix(".. |").and_then(|text| text.split_once("| "));
        match definition.and_then(|(name, text)| Some((name, directive(&format!(".. {text}"), rest)?.name.to_owned())))
        {
            Some((name, kind)) => {
                let start = format!(".. |{name}| ");
                let text = format!(".. {}", &content[start.len()..]);
                let Some(inner) = directive(&text, rest) else {
                    return;
                };
                match kind.as_str() {
                    "image" => self.image(&format!("{start}image::"), &inner, column),
                    _ => self.output.push(format!("{}{start}replace:: {}", " ".repeat(column), inner.argument)),
                }
            }
            None => self.footnote_or_other(content, rest, column),
        }
    }

    /// A footnote has its first paragraph on one line: the library splits it after the first.
    fn footnote_or_other(&mut self, content: &str, rest: &[&str], column: usize) {
        let is_footnote = content.starts_with(".. [");
        let joined = rest.iter().take_while(|line| is_footnote && !line.is_empty()).count();
        let mut line = format!("{}{content}", " ".repeat(column));
        for text in &rest[..joined] {
            line.push(' ');
            line.push_str(text.trim_start());
        }
        self.output.push(line);
        if joined < rest.len() && is_footnote {
            self.blank_line();
        }
        self.verbatim(&rest[joined..], column + 3);
    }

    /// The lines of a body as blocks of their own, moved to `column`.
    fn body(&mut self, body: &[&str], column: usize) {
        let margin = smallest_indentation(body);
        let lines: Vec<&str> = body.iter().map(|line| line.get(margin..).unwrap_or_default()).collect();
        let numbered = std::mem::take(&mut self.numbered);
        self.blank_line();
        self.blocks(&lines, column);
        self.blank_line();
        self.numbered = numbered;
    }

    /// The lines as they stand.
    fn code(&mut self, lines: &[&str], column: usize) {
        if lines.iter().all(|line| line.is_empty()) {
            return;
        }
        self.blank_line();
        self.output.push(format!("{}.. code::", " ".repeat(column)));
        self.blank_line();
        self.verbatim(lines, column + 3);
        self.blank_line();
    }

    fn verbatim(&mut self, lines: &[&str], column: usize) {
        let margin = smallest_indentation(lines);
        let start = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
        for line in &lines[start..] {
            match line.get(margin..) {
                Some(text) if !text.is_empty() => self.output.push(format!("{}{text}", " ".repeat(column))),
                _ => self.output.push(String::new()),
            }
        }
    }

    fn paragraph(&mut self, text: &str, column: usize) {
        if !text.is_empty() {
            self.blank_line();
            self.line(text, column);
            self.blank_line();
        }
    }

    fn line(&mut self, text: &str, column: usize) {
        let text = inline::bridge(text, &self.substitutions);
        self.output.push(format!("{}{text}", " ".repeat(column)));
        self.item_column = None;
    }

    /// The library makes a paragraph of each further line of a list's item.
    fn continue_line(&mut self, text: &str) {
        let text = inline::bridge(text, &self.substitutions);
        if let Some(line) = self.output.last_mut() {
            line.push(' ');
            line.push_str(&text);
        }
    }

    fn follows_text(&self) -> bool {
        self.output.last().is_some_and(|line| !line.is_empty())
    }

    fn blank_line(&mut self) {
        self.item_column = None;
        if self.follows_text() {
            self.output.push(String::new());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bridge;

    fn assert_bridges(source: &str, expected: &str) {
        assert_eq!(bridge(source).trim_end(), expected, "{source}");
    }

    #[test]
    fn literal_blocks_become_code() {
        assert_bridges("Do::\n\n    $ x <y>\n\n    z\n\nThen.", "Do:\n\n.. code::\n\n   $ x <y>\n\n   z\n\nThen.");
        assert_bridges("::\n\n  x", ".. code::\n\n   x");
        assert_bridges("* Do::\n\n    x\n\n* b", "* Do:\n\n  .. code::\n\n     x\n\n* b");
        assert_bridges("std::\nnext", "std:\nnext");
    }

    #[test]
    fn tables_options_and_dialogues_become_code() {
        assert_bridges(
            "=== ===\na   b\n=== ===\n1   2\n=== ===\n\nx",
            ".. code::\n\n   === ===\n   a   b\n   === ===\n   1   2\n   === ===\n\nx",
        );
        assert_bridges("+---+\n| a |\n+---+", ".. code::\n\n   +---+\n   | a |\n   +---+");
        assert_bridges("-v, --verbose  say more", ".. code::\n\n   -v, --verbose  say more");
        assert_bridges(">>> 1\n1", ".. code::\n\n   >>> 1\n   1");
    }

    #[test]
    fn lists_that_the_library_lacks_become_paragraphs() {
        assert_bridges("1. a\n2. b", "1. a\n\n2. b");
        assert_bridges(":Author: Ada\n:License: MIT", "**Author:** Ada\n\n**License:** MIT");
        assert_bridges("Term\n   Meaning", "**Term**\n\n   Meaning");
        assert_bridges("| a\n| b", "a\n\nb");
        assert_bridges("* a\n  b\n* c", "* a b\n* c");
        assert_bridges("2. Do::\n\n     x\n\n   y", "2. Do:\n\n.. code::\n\n   x\n\ny");
        assert_bridges("1. a\n   b\n\n   * c\n\nd", "1. a b\n\n* c\n\nd");
    }

    #[test]
    fn directives_without_meaning_here_leave_what_they_hold() {
        assert_bridges("a\n\n.. contents::\n   :depth: 2\n\nb", "a\n\nb");
        assert_bridges(".. note:: a\n\n   b", "**Note**\n\n   a\n\n   b");
        assert_bridges(
            ".. figure:: x.png\n   :width: 80%\n   :alt: y\n\n   A caption",
            ".. image:: x.png\n   :alt: y\n\nA caption",
        );
        assert_bridges(".. |v| image:: x.svg\n   :height: 2\n   :alt: y", ".. |v| image:: x.svg\n   :alt: y");
    }

    #[test]
    fn what_the_library_knows_is_left_alone() {
        for source in [
            "Title\n=====\n\ntext",
            "=====\nTitle\n=====\n\ntext",
            "* a\n\n  * b\n* c",
            ".. _x: https://a.example",
            ".. a comment",
        ] {
            assert_bridges(source, source);
        }
    }
}
