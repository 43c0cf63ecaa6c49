//! The page of the account's audit log, and the entries of any log.

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

/// One entry of a log.
#[derive(Clone, Debug, Serialize)]
pub struct EventRow {
    /// The tag, such as `factor:add`.
    pub tag: String,
    /// What happened, from `templates::event`; nothing for a tag of a newer program.
    pub sentence: Option<String>,
    pub at: DateTime<Utc>,
    /// What it was about: a name, an address, a file.
    pub about: Option<String>,
    /// The way of signing in or stepping up, such as `totp`.
    pub method: Option<String>,
    /// Why, as whoever did it wrote it.
    pub reason: Option<String>,
    pub by: EventBy,
    /// The user name of whoever did it, in the log of a project.
    pub who: Option<String>,
    pub network: Option<String>,
    /// Such as "Firefox (Linux)".
    pub device: Option<String>,
}

/// Who did what an entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventBy {
    /// The reader.
    Reader,
    /// Another account.
    Somebody,
    /// Whoever sat at a browser and was not signed in.
    Stranger,
    /// The command line, or the index itself.
    Index,
}

manage_page!(EventsPage, "account/events.html", EventsPage::some);

/// The entries of a sample log: every way of signing in, and every sort of actor.
pub(super) fn sample_rows(language: Language) -> Vec<EventRow> {
    const METHODS: [&str; 7] =
        ["password", "totp", "security-key", "passkey", "recovery-code", "remembered-device", "setup"];
    let row = |tag: &str, by, about: Option<&str>| EventRow {
        tag: tag.to_owned(),
        sentence: crate::event(tag, language),
        at: day(7),
        about: about.map(str::to_owned),
        method: None,
        reason: None,
        by,
        who: None,
        network: (by != EventBy::Index).then(|| "192.0.2.0/24".to_owned()),
        device: (by != EventBy::Index).then(|| "Firefox (Linux)".to_owned()),
    };
    let by_method = |method: &&str| EventRow {
        method: Some((*method).to_owned()),
        ..row("account:sign-in", EventBy::Reader, None)
    };
    let mut rows: Vec<EventRow> = METHODS.iter().map(by_method).collect();
    rows.extend([
        row("factor:add", EventBy::Reader, Some("phone <")),
        row("account:sign-in:fail", EventBy::Stranger, None),
        EventRow { reason: Some("lost & found".to_owned()), ..row("account:freeze", EventBy::Index, None) },
        EventRow { who: Some("grace".to_owned()), ..row("release:yank", EventBy::Somebody, Some("1.0")) },
        row("some:new-tag", EventBy::Somebody, None),
    ]);
    rows
}

impl EventsPage {
    fn some(language: Language) -> Vec<Self> {
        let full = Self { frame: frame(language, Tab::Events), events: sample_rows(language), page: 2, pages: 3 };
        let none = Self { events: Vec::new(), page: 1, pages: 1, ..full.clone() };
        vec![full, none]
    }
}
