//! What may stay of the HTML that a description became.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::rewrite::ID_PREFIX;

/// The HTML without anything that runs, submits, embeds, styles or hides.
pub(super) fn sanitize(html: &str) -> String {
    SANITIZER.clean(html).to_string()
}

// From the list of tags that PyPI's renderer keeps (`readme_renderer`).
const TAGS: [&str; 58] = [
    "a",
    "abbr",
    "acronym",
    "aside",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "kbd",
    "li",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "samp",
    "section",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "s",
    "q",
];

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style", "title"]))
        .generic_attributes(HashSet::from(["id"]))
        .id_prefix(Some(ID_PREFIX))
        .link_rel(Some("nofollow noopener"))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(keep_fragments)))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("abbr", HashSet::from(["title"])),
            ("acronym", HashSet::from(["title"])),
            ("details", HashSet::from(["open"])),
            ("img", HashSet::from(["alt", "src"])),
            ("input", HashSet::from(["type", "checked"])),
            ("ol", HashSet::from(["start"])),
            ("td", HashSet::from(["align", "colspan", "rowspan"])),
            ("th", HashSet::from(["align", "colspan", "rowspan"])),
        ]));
    builder
});

/// A relative address would point into this index; only a jump within the description is meant.
fn keep_fragments(url: &str) -> Option<Cow<'_, str>> {
    url.starts_with('#').then_some(Cow::Borrowed(url))
}
