//! The pages of the recovery codes.

use super::samples::{broken_frame, frame};
use super::{ManageFrame, Tab, manage_page};
use crate::Language;
use serde::Serialize;

/// How many codes are left, and what can be done about it.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveryPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// Codes that are left.
    pub left: u64,
    /// Whether so few are left that it is time for new ones.
    pub is_few: bool,
    /// Whether one was burned, without which no factor counts.
    pub has_burned: bool,
}

/// Codes just made: the only page that ever shows them.
#[derive(Clone, Debug, Serialize)]
pub struct NewCodesPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// All of them.
    pub codes: Vec<String>,
    /// The codes as a file: a `data:` URL.
    pub file_url: String,
    /// The name of that file.
    pub filename: String,
}

manage_page!(RecoveryPage, "account/recovery_codes.html", RecoveryPage::some);
manage_page!(NewCodesPage, "account/recovery_codes_new.html", NewCodesPage::some);

impl RecoveryPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |frame, left, has_burned| Self { frame, left, is_few: left == 1, has_burned };
        vec![
            page(frame(language, Tab::RecoveryCodes), 0, false),
            page(broken_frame(language, Tab::RecoveryCodes, &["code"]), 8, false),
            page(frame(language, Tab::RecoveryCodes), 1, true),
            page(frame(language, Tab::RecoveryCodes), 7, true),
        ]
    }
}

impl NewCodesPage {
    fn some(language: Language) -> Vec<Self> {
        let codes = ["b3d80f5e7c21a9d4", "10ee5b7ff4a63c82", "9d0be6172a7f48c3", "c5e9d01a00112233"];
        vec![Self {
            frame: frame(language, Tab::RecoveryCodes),
            codes: codes.map(str::to_owned).into(),
            file_url: "data:text/plain;base64,YjNkODBmNWU=".to_owned(),
            filename: "fromagerie-recovery-codes-ada.txt".to_owned(),
        }]
    }
}
