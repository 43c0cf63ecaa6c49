//! A small reader of HTML, strict where browsers are lenient.

use std::collections::HashSet;

/// A start tag with its attributes, in the order of the page.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

const VOID: [&str; 9] = ["area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"];
const CLOSED_BY_BLOCKS: [&str; 7] = ["p", "h1", "h2", "h3", "dt", "summary", "label"];
const BLOCKS: [&str; 19] = [
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "header",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
];

impl Element {
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The elements of a page, or the first thing wrong with their nesting.
pub(crate) fn elements(html: &str) -> Result<Vec<Element>, String> {
    let mut open: Vec<String> = Vec::new();
    let mut elements = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if let Some(stray) = rest[..start].find('>') {
            return Err(format!("stray `>` in text: {}", around(rest, stray)));
        }
        rest = &rest[start + 1..];
        if let Some(after) = rest.strip_prefix("!doctype html>") {
            rest = after;
            continue;
        }
        let (is_end, element, after) = tag(rest)?;
        rest = after;
        if is_end {
            let expected = open.pop();
            if expected.as_deref() != Some(element.name.as_str()) {
                return Err(format!("`</{}>` where {expected:?} is open: {}", element.name, around(rest, 0)));
            }
            continue;
        }
        check_parents(&open, &element)?;
        if !VOID.contains(&element.name.as_str()) {
            open.push(element.name.clone());
        }
        elements.push(element);
    }
    match open.is_empty() {
        true => Ok(elements),
        false => Err(format!("never closed: {open:?}")),
    }
}

fn check_parents(open: &[String], element: &Element) -> Result<(), String> {
    let name = element.name.as_str();
    let parent = open.last().map_or("", String::as_str);
    let is_inside = |outer: &str| open.iter().any(|name| name == outer);
    let allowed_parents: &[&str] = match name {
        "li" => &["ul", "ol"],
        "tr" => &["thead", "tbody"],
        "td" | "th" => &["tr"],
        "dt" | "dd" => &["dl", "div"],
        "legend" => &["fieldset"],
        "summary" => &["details"],
        _ => &[],
    };
    let is_badly_placed = !allowed_parents.is_empty() && !allowed_parents.contains(&parent);
    let is_foreign_in_list = matches!(parent, "ul" | "ol") && name != "li";
    let is_block_in_line =
        BLOCKS.contains(&name) && open.iter().any(|outer| CLOSED_BY_BLOCKS.contains(&outer.as_str()));
    let is_nested_link = matches!(name, "a" | "button") && (is_inside("a") || is_inside("button"));
    if is_badly_placed || is_foreign_in_list || is_block_in_line || is_nested_link {
        return Err(format!("`<{name}>` may not stand in {open:?}"));
    }
    let names: HashSet<&String> = element.attributes.iter().map(|(name, _)| name).collect();
    match names.len() == element.attributes.len() {
        true => Ok(()),
        false => Err(format!("an attribute twice: {element:?}")),
    }
}

fn tag(text: &str) -> Result<(bool, Element, &str), String> {
    let is_end = text.starts_with('/');
    let rest = text.strip_prefix('/').unwrap_or(text);
    let length = rest.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(0);
    if length == 0 {
        return Err(format!("not a tag: {}", around(text, 0)));
    }
    let (name, mut rest) = rest.split_at(length);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            let element = Element { name: name.to_owned(), attributes };
            return Ok((is_end, element, after));
        }
        let end = rest.find(['=', '>', ' ']).ok_or("an open tag")?;
        let (attribute, after) = rest.split_at(end);
        match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').ok_or("an open value")?;
                attributes.push((attribute.to_owned(), value.to_owned()));
                rest = after;
            }
            None => {
                attributes.push((attribute.to_owned(), String::new()));
                rest = after;
            }
        }
    }
}

fn around(text: &str, position: usize) -> String {
    text.chars().skip(position.saturating_sub(20)).take(60).collect()
}
