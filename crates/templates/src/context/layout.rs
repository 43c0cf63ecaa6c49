//! What stands around every page.

use serde::Serialize;

use super::mandate::MandateNotice;
use crate::Language;

/// The facts of the page frame: header, footer, head.
#[derive(Clone, Debug, Serialize)]
pub struct Layout {
    /// The language of the whole page.
    pub language: Language,
    /// The name of this index, as its operator calls it.
    pub site_name: String,
    /// The path of the public address without its last slash; empty at the root of a host.
    pub root_path: String,
    /// The address of the front page.
    pub home_url: String,
    /// The absolute address of the simple index, for people and for tools.
    pub simple_url: String,
    /// The absolute address of the upload endpoint.
    pub upload_url: String,
    /// The one address under which a search engine should know this page.
    pub canonical_url: Option<String>,
    /// Whether search engines may list the page.
    pub is_indexable: bool,
    /// What operators tell everybody, because a function of the site is switched off.
    pub banners: Vec<String>,
    /// Who is signed in, on pages that know it.
    pub reader: Option<ReaderContext>,
}

/// Who is signed in, as the header shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ReaderContext {
    /// The user name.
    pub username: String,
    /// The value of the field `csrf_token` in the form that signs out.
    pub csrf_token: String,
    /// Whether the pages of operators are theirs.
    pub is_operator: bool,
    /// What a mandate asks of them that they do not meet yet.
    pub mandate: Option<MandateNotice>,
}

/// A context that a page can be rendered from.
pub trait Page: Serialize {
    /// The frame around this page.
    fn layout(&self) -> &Layout;
}
