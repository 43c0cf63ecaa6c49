//! The first page of the operators.

use super::samples::first_frame;
use super::{AdminDone, AdminFrame};
use crate::Language;
use crate::context::manage::manage_page;
use serde::Serialize;

/// A card for each subject, which the frame lists.
#[derive(Clone, Debug, Serialize)]
pub struct AdminIndexPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
}

manage_page!(AdminIndexPage, "admin/index.html", AdminIndexPage::some);

impl AdminIndexPage {
    /// One for each thing that may just have been done, and a page below a subject.
    fn some(language: Language) -> Vec<Self> {
        let told = |done: &AdminDone| Self { frame: AdminFrame { done: Some(*done), ..first_frame(language) } };
        let plain = Self { frame: first_frame(language) };
        AdminDone::ALL.iter().map(told).chain([plain]).collect()
    }
}
