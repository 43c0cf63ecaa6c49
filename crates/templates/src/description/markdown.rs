//! Markdown to HTML that is not yet safe.

use std::fmt;
use std::sync::Mutex;

use comrak::adapters::{HeadingAdapter, HeadingMeta};
use comrak::nodes::Sourcepos;
use comrak::options::Plugins;
use comrak::{Anchorizer, Options, markdown_to_html_with_plugins};

/// GitHub's dialect: tables, task lists, strikethrough, bare links, footnotes.
pub(super) fn render_gfm(text: &str) -> String {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    render(text, options)
}

/// CommonMark and nothing more.
pub(super) fn render_commonmark(text: &str) -> String {
    render(text, Options::default())
}

fn render(text: &str, mut options: Options<'_>) -> String {
    // Raw HTML is part of Markdown; the sanitizer that follows decides about it.
    options.render.r#unsafe = true;
    let headings = Headings::default();
    let mut plugins = Plugins::default();
    plugins.render.heading_adapter = Some(&headings);
    markdown_to_html_with_plugins(text, &options, &plugins)
}

/// Writes headings with an id each, so that a table of contents in a README leads somewhere.
#[derive(Default)]
struct Headings {
    anchors: Mutex<Anchorizer>,
}

impl HeadingAdapter for Headings {
    fn enter(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta, _: Option<Sourcepos>) -> fmt::Result {
        let mut anchors = self.anchors.lock().map_err(|_| fmt::Error)?;
        let id = anchors.anchorize(&heading.content);
        // The anchorizer keeps letters, digits, `-` and `_`; nothing in it needs escaping.
        write!(output, r#"<h{} id="{id}">"#, heading.level)
    }

    fn exit(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta) -> fmt::Result {
        writeln!(output, "</h{}>", heading.level)
    }
}
