//! The simple index as HTML (PEP 503, frozen by PEP 833): one anchor on a line, stable bytes.

use super::API_VERSION;
use super::listing::{Listing, NameLine};
use domain::urls::Urls;
use std::fmt::Write as _;

/// The page of one project.
pub(crate) fn project(listing: &Listing<'_>, urls: &Urls) -> String {
    let mut page = String::with_capacity(400 + listing.files.len() * 350);
    let name = listing.name;
    page.push_str("<!DOCTYPE html>\n<html>\n  <head>\n");
    let _ = writeln!(page, "    <meta name=\"pypi:repository-version\" content=\"{API_VERSION}\">");
    let _ = writeln!(page, "    <meta name=\"pypi:project-status\" content=\"{}\">", listing.status.as_str());
    let _ = writeln!(page, "    <title>Links for {name}</title>\n  </head>\n  <body>\n    <h1>Links for {name}</h1>");
    for line in &listing.files {
        let file = line.file;
        let _ = write!(page, "<a href=\"{}#sha256={}\"", escape(&urls.file(&file.path)), file.sha256);
        if let Some(requires_python) = &file.requires_python {
            let _ = write!(page, " data-requires-python=\"{}\"", escape(requires_python));
        }
        if let Some(yank) = &file.yanked {
            let _ = write!(page, " data-yanked=\"{}\"", escape(&yank.reason));
        }
        if let Some(digest) = &file.metadata_sha256 {
            let _ = write!(page, " data-dist-info-metadata=\"sha256={digest}\" data-core-metadata=\"sha256={digest}\"");
        }
        let _ = writeln!(page, ">{}</a><br />", escape(&file.filename));
    }
    let _ = write!(page, "  </body>\n</html>\n<!--SERIAL {}-->\n", listing.serial);
    page
}

/// The root index.
pub(crate) fn root(names: &[NameLine], serial: i64) -> String {
    let mut page = String::with_capacity(300 + names.len() * 60);
    page.push_str("<!DOCTYPE html>\n<html>\n  <head>\n");
    let _ = writeln!(page, "    <meta name=\"pypi:repository-version\" content=\"{API_VERSION}\">");
    page.push_str("    <title>Simple index</title>\n  </head>\n  <body>\n");
    for line in names {
        let _ = writeln!(page, "<a href=\"/simple/{}/\">{}</a><br />", line.normalized_name, escape(line.display()));
    }
    let _ = write!(page, "  </body>\n</html>\n<!--SERIAL {serial}-->\n");
    page
}

/// Text as it stands between tags or inside a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            // A line break in a reason would break the one anchor on a line.
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_leaves_its_attribute_or_its_line() {
        assert_eq!(escape(">=3.9,<4"), "&gt;=3.9,&lt;4");
        assert_eq!(escape("\"><script>'&\r\n"), "&#34;&gt;&lt;script&gt;&#39;&amp;&#13;&#10;");
    }
}
