//! The page of the account's addresses.

use super::samples::{broken_frame, frame};
use super::{ManageFrame, Tab, manage_page};
use crate::Language;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The addresses, and the form for one more.
#[derive(Clone, Debug, Serialize)]
pub struct AddressesPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// The primary one first.
    pub addresses: Vec<AddressLine>,
    /// Those whose mail was not answered yet.
    pub waiting: Vec<WaitingLine>,
    /// Field `email`: what was typed before.
    pub email: String,
}

/// An address of the account.
#[derive(Clone, Debug, Serialize)]
pub struct AddressLine {
    /// The address as its owner wrote it.
    pub address: String,
    pub is_primary: bool,
    /// Whether the profile shows it.
    pub is_public: bool,
    pub is_verified: bool,
}

/// An address that waits to be verified.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingLine {
    /// The address as its owner wrote it.
    pub address: String,
    /// Until when the link in the mail works.
    pub expires: DateTime<Utc>,
}

manage_page!(AddressesPage, "account/addresses.html", AddressesPage::some);

impl AddressesPage {
    fn some(language: Language) -> Vec<Self> {
        let line = |address: &str, is_primary, is_verified, is_public| AddressLine {
            address: address.to_owned(),
            is_primary,
            is_public,
            is_verified,
        };
        let none = Self {
            frame: frame(language, Tab::Addresses),
            addresses: Vec::new(),
            waiting: Vec::new(),
            email: String::new(),
        };
        let many = Self {
            frame: broken_frame(language, Tab::Addresses, &["email"]),
            addresses: vec![
                line("ada@index.example", true, true, true),
                line("ada+work@index.example", false, true, false),
                line("old@index.example", false, false, false),
            ],
            waiting: vec![WaitingLine { address: "new@index.example".to_owned(), expires: day(4) }],
            email: "ada@".to_owned(),
        };
        vec![many, none]
    }
}
