//! The frame of every page: what stands around its content.

use domain::urls::Urls;
use service::settings::Settings;
use service::switches::Board;
use std::fmt;
use std::sync::Arc;
use templates::context::Layout;
use templates::{Language, Templates};

/// The templates and what their layout says on every page.
pub struct Frame {
    templates: Arc<Templates>,
    urls: Urls,
    site_name: String,
    root_path: String,
    board: Arc<Board>,
}

impl Frame {
    pub fn new(templates: Arc<Templates>, settings: &Settings) -> Self {
        let home = settings.urls.home();
        let path = url::Url::parse(&home).map(|url| url.path().trim_end_matches('/').to_owned());
        Self {
            templates,
            urls: settings.urls.clone(),
            site_name: settings.site_name.clone(),
            root_path: path.unwrap_or_default(),
            board: Arc::default(),
        }
    }

    /// The frame with the banners of the switches that are on.
    #[must_use]
    pub fn with_board(mut self, board: &Arc<Board>) -> Self {
        self.board = Arc::clone(board);
        self
    }

    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// The layout of the page at `path`, which starts with `/`.
    pub fn layout(&self, language: Language, path: &str, is_indexable: bool) -> Layout {
        Layout {
            language,
            site_name: self.site_name.clone(),
            root_path: self.root_path.clone(),
            home_url: format!("{}/", self.root_path),
            simple_url: self.urls.simple_index(),
            upload_url: self.urls.upload(),
            canonical_url: is_indexable.then(|| self.urls.absolute(path)),
            is_indexable,
            banners: self.board.banners().to_vec(),
            reader: None,
        }
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Frame({})", self.site_name)
    }
}
