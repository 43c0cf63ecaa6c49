//! The page of the account's audit log.

use super::samples::frame;
use super::{ManageFrame, Tab, manage_page};
use crate::Language;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One page of the log.
#[derive(Clone, Debug, Serialize)]
pub struct EventsPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// Newest first.
    pub events: Vec<EventRow>,
    /// Counts from 1.
    pub page: u64,
    pub pages: u64,
}

/// One entry of the log.
#[derive(Clone, Debug, Serialize)]
pub struct EventRow {
    /// The tag, such as `factor:add`.
    pub tag: String,
    pub at: DateTime<Utc>,
    /// What it was about: a name, an address, a reason.
    pub about: Option<String>,
    /// Whether its owner did it; otherwise an operator or the index itself.
    pub is_own: bool,
    pub network: Option<String>,
    /// Such as "Firefox (Linux)".
    pub device: Option<String>,
}

manage_page!(EventsPage, "account/events.html", EventsPage::some);

impl EventsPage {
    fn some(language: Language) -> Vec<Self> {
        let row = |tag: &str, about: Option<&str>, is_own| EventRow {
            tag: tag.to_owned(),
            at: day(7),
            about: about.map(str::to_owned),
            is_own,
            network: is_own.then(|| "192.0.2.0/24".to_owned()),
            device: is_own.then(|| "Firefox (Linux)".to_owned()),
        };
        let full = Self {
            frame: frame(language, Tab::Events),
            events: vec![
                row("account:sign-in", Some("totp"), true),
                row("factor:add", Some("phone <"), true),
                row("account:password:set", None, false),
                row("some:new-tag", None, true),
            ],
            page: 2,
            pages: 3,
        };
        let none = Self { events: Vec::new(), page: 1, pages: 1, ..full.clone() };
        vec![full, none]
    }
}
