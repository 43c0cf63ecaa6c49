//! The last touches on sanitized HTML: headings, jumps, images, task lists, wide tables.
//!
//! It works on the sanitizer's output alone, which is well-formed and quotes every attribute.

use std::collections::HashSet;

/// What every id of a description starts with, so that it can never meet one of the page.
pub(super) const ID_PREFIX: &str = "user-content-";

/// The sanitized HTML as the page can take it.
pub(super) fn rewrite(html: &str) -> String {
    let mut rewriter = Rewriter { output: String::with_capacity(html.len() + html.len() / 8), ..Rewriter::default() };
    let mut rest = html;
    while let Some((text, tag, after)) = next_tag(rest) {
        rewriter.output.push_str(text);
        match tag.is_end {
            true => rewriter.end(tag.name),
            false => rewriter.start(&tag),
        }
        rest = after;
    }
    rewriter.output.push_str(rest);
    rewriter.output
}

/// A start or end tag; attribute values are still escaped.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    is_end: bool,
}

#[derive(Default)]
struct Rewriter<'a> {
    output: String,
    seen_ids: HashSet<&'a str>,
    /// The links that are open; false for one that leads nowhere and is left out.
    open_links: Vec<bool>,
}

impl<'a> Rewriter<'a> {
    fn start(&mut self, tag: &Tag<'a>) {
        match tag.name {
            "img" => return self.image(tag),
            "input" => return self.check_box(tag),
            "table" => self.output.push_str(r#"<div class="scroller" tabindex="0">"#),
            "a" if tag.value("href").is_none() => return self.anchor(tag),
            "a" => self.open_links.push(true),
            _ => {}
        }
        self.output.push('<');
        self.output.push_str(shifted(tag.name));
        for (name, value) in &tag.attributes {
            self.attribute(name, value);
        }
        if tag.name == "pre" {
            // A wide listing scrolls, also for those who have no mouse.
            self.attribute("tabindex", "0");
        }
        self.output.push('>');
    }

    fn end(&mut self, name: &str) {
        if name == "a" && self.open_links.pop() != Some(true) {
            return;
        }
        self.output.push_str("</");
        self.output.push_str(shifted(name));
        self.output.push('>');
        if name == "table" {
            self.output.push_str("</div>");
        }
    }

    /// A link without an address is a place to jump to, or nothing.
    fn anchor(&mut self, tag: &Tag<'a>) {
        self.open_links.push(false);
        if let Some(id) = tag.value("id") {
            self.output.push_str("<span");
            self.attribute("id", id);
            self.output.push_str("></span>");
        }
    }

    fn attribute(&mut self, name: &'a str, value: &'a str) {
        // An id names one place; of two equal ones the second could hide the first.
        if name == "id" && !self.seen_ids.insert(value) {
            return;
        }
        self.output.push(' ');
        self.output.push_str(name);
        self.output.push_str("=\"");
        match value.strip_prefix('#').filter(|target| name == "href" && !target.is_empty()) {
            Some(target) => {
                self.output.push('#');
                self.output.push_str(ID_PREFIX);
                self.output.push_str(target);
            }
            None => self.output.push_str(value),
        }
        self.output.push('"');
    }

    /// An image of elsewhere would tell its host who reads this page: it becomes a link.
    fn image(&mut self, tag: &Tag<'a>) {
        let source = tag.value("src").filter(|source| source.starts_with("http"));
        let label = tag.value("alt").filter(|alt| !alt.trim().is_empty()).or(source).unwrap_or_default().trim();
        let label = label.replace('<', "&lt;").replace('>', "&gt;");
        match source {
            Some(source) if !self.open_links.contains(&true) => {
                let link = format!(r#"<a class="image" href="{source}" rel="nofollow noopener">{label}</a>"#);
                self.output.push_str(&link);
            }
            _ => self.output.push_str(&label),
        }
    }

    /// A box of a task list; any other field in a description would be there to deceive.
    fn check_box(&mut self, tag: &Tag<'a>) {
        if tag.value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
            self.output.push(if tag.value("checked").is_some() { '☑' } else { '☐' });
        }
    }
}

impl<'a> Tag<'a> {
    fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// The name one level down for a heading: the page's own `h1` is the project.
fn shifted(name: &str) -> &str {
    match name {
        "h1" => "h2",
        "h2" => "h3",
        "h3" => "h4",
        "h4" => "h5",
        "h5" => "h6",
        _ => name,
    }
}

/// The text before the next tag, the tag, and what follows it.
fn next_tag(html: &str) -> Option<(&str, Tag<'_>, &str)> {
    let (text, rest) = html.split_once('<')?;
    let is_end = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name_end = rest.find([' ', '>'])?;
    let (name, mut rest) = rest.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((text, Tag { name, attributes, is_end }, after));
        }
        let (attribute, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        attributes.push((attribute, value));
        rest = after;
    }
}
