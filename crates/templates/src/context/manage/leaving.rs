//! The pages of who takes everything along, or leaves.

use super::samples::{broken_frame, frame};
use super::{ManageFrame, Tab, manage_page};
use crate::Language;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What the download holds, and the button for it.
#[derive(Clone, Debug, Serialize)]
pub struct ExportPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
}

/// What deleting the account means, and the form for it.
#[derive(Clone, Debug, Serialize)]
pub struct DeletionPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// What has to be typed into the field `username`.
    pub username: String,
    /// When the account will be deleted, if that was asked for.
    pub scheduled: Option<DateTime<Utc>>,
}

/// The page behind the link that undoes a deletion.
#[derive(Clone, Debug, Serialize)]
pub struct UndoDeletionPage {
    /// The frame; nobody is signed in.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// Where the form is posted.
    pub action_url: String,
    /// The user name of the account.
    pub username: String,
    /// Until when it can be undone; nothing once it was.
    pub until: Option<DateTime<Utc>>,
}

manage_page!(ExportPage, "account/export.html", ExportPage::some);
manage_page!(DeletionPage, "account/delete.html", DeletionPage::some);
manage_page!(UndoDeletionPage, "account/undo_deletion.html", UndoDeletionPage::some);

impl ExportPage {
    fn some(language: Language) -> Vec<Self> {
        vec![Self { frame: frame(language, Tab::Export) }]
    }
}

impl DeletionPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |frame, scheduled| Self { frame, username: "ada".to_owned(), scheduled };
        let broken = broken_frame(language, Tab::Delete, &["username"]);
        vec![
            page(frame(language, Tab::Delete), None),
            page(frame(language, Tab::Delete), Some(day(12))),
            page(broken, None),
        ]
    }
}

impl UndoDeletionPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |until| Self {
            frame: frame(language, Tab::Delete),
            action_url: "/account/undo-deletion/AAAA".to_owned(),
            username: "ada".to_owned(),
            until,
        };
        vec![page(Some(day(12))), page(None)]
    }
}
