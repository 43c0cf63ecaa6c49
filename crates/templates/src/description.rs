//! Descriptions of releases, from what the uploader wrote to HTML that is safe to show.
//!
//! Hostile text can make the parsers of this module run for minutes or overflow the stack, so
//! `render` belongs into a child process with limits (`child`); `escaped` is safe anywhere.

pub mod child;
mod guard;
mod markdown;
mod rewrite;
mod rst;
mod sanitize;

use serde::{Deserialize, Serialize};

/// The largest description that is rendered; a longer one is shown as plain text.
pub const LARGEST_RENDERED: usize = 1024 * 1024;

/// The markup of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DescriptionKind {
    /// Text without markup.
    Plain,
    /// GitHub's dialect of Markdown.
    Markdown,
    /// Markdown without extensions.
    CommonMark,
    /// reStructuredText.
    Rst,
}

/// The markup that a `Description-Content-Type` names; reStructuredText where there is none.
///
/// From the core metadata specification: `text/plain`, `text/x-rst`, `text/markdown` with
/// `variant=GFM` (the default) or `variant=CommonMark`. Anything else is shown as plain text.
pub fn kind_of(content_type: Option<&str>) -> DescriptionKind {
    let Some(content_type) = content_type.map(str::trim).filter(|text| !text.is_empty()) else {
        return DescriptionKind::Rst;
    };
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    match parts.next().as_deref() {
        Some("text/x-rst") => DescriptionKind::Rst,
        Some("text/markdown") if parts.any(|part| is_commonmark_variant(&part)) => DescriptionKind::CommonMark,
        Some("text/markdown") => DescriptionKind::Markdown,
        _ => DescriptionKind::Plain,
    }
}

/// The description as safe HTML; plain text where the markup is broken, too large or too deep.
///
/// Headings start at `h2`, ids at `user-content-`. Time and memory are not bounded: see `child`.
pub fn render(kind: DescriptionKind, text: &str) -> String {
    if text.len() > LARGEST_RENDERED || guard::is_suspicious(text) {
        return escaped(text);
    }
    let html = match kind {
        DescriptionKind::Plain => None,
        DescriptionKind::Markdown => Some(markdown::render_gfm(text)),
        DescriptionKind::CommonMark => Some(markdown::render_commonmark(text)),
        DescriptionKind::Rst => rst::render(text),
    };
    html.map(|html| rewrite::rewrite(&sanitize::sanitize(&html)))
        .filter(|html| !html.trim().is_empty())
        .unwrap_or_else(|| escaped(text))
}

/// The description as text in a `<pre>`, whatever it holds.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 40);
    html.push_str(r#"<pre class="plain" tabindex="0">"#);
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\0' => html.push(char::REPLACEMENT_CHARACTER),
            '\r' => {}
            _ => html.push(character),
        }
    }
    html.push_str("</pre>\n");
    html
}

fn is_commonmark_variant(parameter: &str) -> bool {
    parameter
        .split_once('=')
        .is_some_and(|(name, value)| name.trim() == "variant" && value.trim().trim_matches('"') == "commonmark")
}
