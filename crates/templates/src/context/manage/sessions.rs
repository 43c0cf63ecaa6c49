//! The page of sessions and devices.

use super::samples::frame;
use super::{ManageFrame, Tab, manage_page};
use crate::Language;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Where the account is signed in, and which devices it knows.
#[derive(Clone, Debug, Serialize)]
pub struct SessionsPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// The one seen last first.
    pub sessions: Vec<SessionRow>,
    /// The one seen last first.
    pub devices: Vec<DeviceRow>,
}

/// One session.
#[derive(Clone, Debug, Serialize)]
pub struct SessionRow {
    /// Part of the addresses of its pages.
    pub id: String,
    /// Such as "Firefox (Linux)"; empty when unknown.
    pub device: String,
    pub network: String,
    /// The sign-in method's own word, such as `totp`.
    pub method: String,
    pub signed_in: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// One known device.
#[derive(Clone, Debug, Serialize)]
pub struct DeviceRow {
    /// Part of the addresses of its pages.
    pub id: String,
    /// Such as "Firefox (Linux)"; empty when unknown.
    pub label: String,
    pub network: String,
    pub last_seen: DateTime<Utc>,
    /// Until when it needs no second factor.
    pub remembered_until: Option<DateTime<Utc>>,
}

manage_page!(SessionsPage, "account/sessions.html", SessionsPage::some);

impl SessionsPage {
    fn some(language: Language) -> Vec<Self> {
        let methods = ["password", "totp", "security-key", "passkey", "recovery-code", "remembered-device", "setup"];
        let session = |(index, method): (usize, &&str)| SessionRow {
            id: format!("session-{index}"),
            device: if index == 3 { String::new() } else { "Firefox (Linux)".to_owned() },
            network: "192.0.2.0/24".to_owned(),
            method: (*method).to_owned(),
            signed_in: day(5),
            last_seen: day(6),
            is_current: index == 1,
        };
        let device = |index: i64, label: &str, remembered_until| DeviceRow {
            id: format!("device-{index}"),
            label: label.to_owned(),
            network: "2001:db8:1::/48".to_owned(),
            last_seen: day(index),
            remembered_until,
        };
        let full = Self {
            frame: frame(language, Tab::Sessions),
            sessions: methods.iter().enumerate().map(session).collect(),
            devices: vec![device(1, "Chrome (Android)", Some(day(36))), device(2, "", None)],
        };
        let bare = Self { sessions: full.sessions[1..2].to_vec(), devices: Vec::new(), ..full.clone() };
        vec![full, bare]
    }
}
