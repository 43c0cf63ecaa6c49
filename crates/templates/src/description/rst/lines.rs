//! What a line of reStructuredText starts, and how many lines belong to it.

/// A line that starts a directive: `.. name:: argument`.
pub(super) struct Directive<'a> {
    pub(super) name: &'a str,
    pub(super) argument: &'a str,
    pub(super) options: Vec<&'a str>,
    pub(super) body: &'a [&'a str],
}

/// How far the end of a simple table is searched, so that a thousand starts do not cost the square.
const LONGEST_TABLE: usize = 300;

/// The directive that this line starts, with the indented lines after it taken apart.
pub(super) fn directive<'a>(content: &'a str, rest: &'a [&'a str]) -> Option<Directive<'a>> {
    let (name, argument) = content.strip_prefix(".. ")?.split_once("::")?;
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-_:".contains(character);
    if name.is_empty() || !name.chars().all(is_name) || !(argument.is_empty() || argument.starts_with(' ')) {
        return None;
    }
    let option_count = rest.iter().take_while(|line| line.trim_start().starts_with(':')).count();
    let (options, body) = rest.split_at(option_count);
    let options = options.iter().map(|line| line.trim_start()).collect();
    Some(Directive { name, argument: argument.trim(), options, body })
}

/// How many lines belong to what is indented beyond `column`, blank ones at the end not counted.
pub(super) fn indented_lines(lines: &[&str], column: usize) -> usize {
    let belongs = |line: &&&str| line.is_empty() || line.len() - line.trim_start().len() > column;
    let length = lines.iter().take_while(belongs).count();
    let trailing = lines[..length].iter().rev().take_while(|line| line.is_empty()).count();
    length - trailing
}

/// How many lines a table, a list of options or an interpreter's dialogue takes, if one starts here.
pub(super) fn preformatted_lines(content: &str, lines: &[&str]) -> Option<usize> {
    let is_grid = content.starts_with("+-") && content.ends_with("-+");
    if is_grid || content.starts_with(">>> ") || is_option(content) {
        return Some(text_lines(lines));
    }
    if !is_border(content) {
        return None;
    }
    // A simple table may hold blank lines; its last border is followed by one.
    let end = (1..lines.len().min(LONGEST_TABLE)).find(|position| {
        is_border(lines[*position].trim_start()) && lines.get(position + 1).is_none_or(|line| line.is_empty())
    });
    Some(end.map_or_else(|| text_lines(lines), |position| position + 1))
}

fn text_lines(lines: &[&str]) -> usize {
    lines.iter().take_while(|line| !line.is_empty()).count()
}

/// Whether this is a line of a list of options: `-v, --verbose  say more`.
fn is_option(content: &str) -> bool {
    content.starts_with('-')
        && content[1..].trim_start_matches('-').starts_with(char::is_alphanumeric)
        && content.contains("  ")
}

/// Whether this is a line of a simple table: `=====  =====`.
fn is_border(content: &str) -> bool {
    content.starts_with("==") && content.contains("= ") && content.bytes().all(|byte| byte == b'=' || byte == b' ')
}

/// The name and value of `:name: value`, which `:role:` before a backtick is not.
pub(super) fn field(content: &str) -> Option<(&str, &str)> {
    let (name, value) = content.strip_prefix(':')?.split_once(':')?;
    let is_field = !name.is_empty() && !name.contains('`') && (value.is_empty() || value.starts_with(' '));
    is_field.then(|| (name, value.trim()))
}

pub(super) fn is_bullet(content: &str) -> bool {
    ["* ", "- ", "+ ", "• "].iter().any(|marker| content.starts_with(marker))
}

/// The width of the marker of a list's item, its space included; 0 for other text.
pub(super) fn marker_width(content: &str) -> usize {
    if is_bullet(content) {
        return 2;
    }
    let rest = content.trim_start_matches(|character: char| character.is_ascii_digit() || character == '#');
    let is_numbered = rest.len() < content.len() && (rest.starts_with(". ") || rest.starts_with(") "));
    if is_numbered { content.len() - rest.len() + 2 } else { 0 }
}

/// Whether a line can be the term of a definition: words, and no markup of its own.
pub(super) fn is_term(content: &str) -> bool {
    content.starts_with(char::is_alphanumeric) && marker_width(content) == 0 && !content.contains(['*', '`', '|', '_'])
}

pub(super) fn smallest_indentation(lines: &[&str]) -> usize {
    let indentations = lines.iter().filter(|line| !line.is_empty()).map(|line| line.len() - line.trim_start().len());
    indentations.min().unwrap_or(0)
}
