//! reStructuredText to HTML that is not yet safe.

mod dialect;
mod inline;
mod lines;

/// The document as HTML; nothing where the library gives up.
pub(super) fn render(text: &str) -> Option<String> {
    let bridged = dialect::bridge(text);
    // The renderer panics where its authors have not got to yet, citations for one.
    let html = std::panic::catch_unwind(|| {
        let document = rst_parser::parse(&bridged).ok()?;
        let mut html = Vec::new();
        rst_renderer::render_html(&document, &mut html, false).ok()?;
        Some(html)
    });
    html.ok().flatten().and_then(|html| String::from_utf8(html).ok())
}
