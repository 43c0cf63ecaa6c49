//! The page behind the upload endpoint, for people who open it in a browser.

use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;

/// How to publish here; the addresses are those of the frame.
#[derive(Clone, Debug, Serialize)]
pub struct UploadInfoPage {
    /// The frame.
    pub layout: Layout,
}

impl Page for UploadInfoPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl UploadInfoPage {
    /// The one form of this page.
    pub fn samples(language: Language) -> Vec<Self> {
        vec![Self { layout: samples::layout(language, "/legacy/") }]
    }
}
