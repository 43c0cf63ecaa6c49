//! The pages of the second factors.

use super::samples::{broken_frame, frame};
use super::{Done, ManageFrame, Tab, manage_page};
use crate::Language;
use crate::context::samples::day;
use crate::context::{MandateNotice, SecondFactor};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The second factors, and the ways to add one.
#[derive(Clone, Debug, Serialize)]
pub struct TwoFactorPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// Oldest first.
    pub factors: Vec<FactorRow>,
    /// Whether recovery codes are left.
    pub has_codes: bool,
    /// Whether a code was burned, without which no factor counts.
    pub has_burned: bool,
    /// Whether the index can be reached in a way that WebAuthn takes.
    pub takes_keys: bool,
}

/// One second factor.
#[derive(Clone, Debug, Serialize)]
pub struct FactorRow {
    /// Part of the addresses of its pages.
    pub id: String,
    /// `totp`, `security-key` or `passkey`.
    pub kind: String,
    /// What its owner calls it.
    pub name: String,
    /// The model, where it is known.
    pub model: Option<String>,
    /// Otherwise it waits for a recovery code to be burned.
    pub is_active: bool,
    /// Whether it is suspended, because a copy of it may exist.
    pub is_suspended: bool,
    pub created: DateTime<Utc>,
    pub last_used: Option<DateTime<Utc>>,
}

/// The secret of a new authenticator, and the form for its first code.
#[derive(Clone, Debug, Serialize)]
pub struct TotpAddPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// What the authenticator takes over.
    pub second_factor: SecondFactor,
    /// Field `name`: what was typed before.
    pub name: String,
}

/// The form of a new security key or passkey.
#[derive(Clone, Debug, Serialize)]
pub struct KeyAddPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// Otherwise a security key.
    pub is_passkey: bool,
    /// Field `name`.
    pub name: String,
}

/// The form of a factor's new name.
#[derive(Clone, Debug, Serialize)]
pub struct RenamePage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// Part of the address of the form.
    pub id: String,
    /// The name that it has.
    pub former_name: String,
    /// Field `name`.
    pub name: String,
}

manage_page!(TwoFactorPage, "account/two_factor.html", TwoFactorPage::some);
manage_page!(TotpAddPage, "account/totp_add.html", TotpAddPage::some);
manage_page!(KeyAddPage, "account/key_add.html", KeyAddPage::some);
manage_page!(RenamePage, "account/factor_rename.html", RenamePage::some);

impl TwoFactorPage {
    fn some(language: Language) -> Vec<Self> {
        let row = |kind: &str, is_active, is_suspended, last_used| FactorRow {
            id: format!("0199{}", kind.len()),
            kind: kind.to_owned(),
            name: format!("my {kind} <"),
            model: (kind == "passkey").then(|| "Example Key 5".to_owned()),
            is_active,
            is_suspended,
            created: day(10),
            last_used,
        };
        let none = Self {
            frame: frame(language, Tab::TwoFactor),
            factors: Vec::new(),
            has_codes: false,
            has_burned: false,
            takes_keys: false,
        };
        let [_, soon, closed, _] = MandateNotice::samples();
        let carried = "?next=%2Faccount%2Ftokens%2F&gate=credentials".to_owned();
        let carried_more = "&next=%2Faccount%2Ftokens%2F&gate=credentials".to_owned();
        let carrying = ManageFrame { notice: Some(closed), carried, carried_more, ..none.frame.clone() };
        let asked = Self { frame: carrying, ..none.clone() };
        let told = Self { frame: ManageFrame { notice: Some(soon), ..none.frame.clone() }, ..none.clone() };
        let waiting = Self { factors: vec![row("totp", false, false, None)], has_codes: true, ..none.clone() };
        let many = Self {
            frame: ManageFrame { done: Some(Done::FactorAdded), ..frame(language, Tab::TwoFactor) },
            factors: vec![
                row("totp", true, false, Some(day(20))),
                row("security-key", true, true, None),
                row("passkey", true, false, Some(day(30))),
            ],
            has_codes: true,
            has_burned: true,
            takes_keys: true,
        };
        vec![many, waiting, asked, told, none]
    }
}

impl TotpAddPage {
    fn some(language: Language) -> Vec<Self> {
        let second_factor = SecondFactor {
            secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
            otpauth_uri: "otpauth://totp/Fromagerie:ada?secret=JBSWY3DPEHPK3PXP&issuer=Fromagerie".to_owned(),
            qr_data_url: Some("data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=".to_owned()),
        };
        let fresh = Self { frame: frame(language, Tab::TwoFactor), second_factor, name: String::new() };
        let frame = broken_frame(language, Tab::TwoFactor, &["name", "code"]);
        vec![fresh.clone(), Self { frame, name: "phone".to_owned(), ..fresh }]
    }
}

impl KeyAddPage {
    fn some(language: Language) -> Vec<Self> {
        let key = Self { frame: frame(language, Tab::TwoFactor), is_passkey: false, name: String::new() };
        vec![key.clone(), Self { is_passkey: true, ..key }]
    }
}

impl RenamePage {
    fn some(language: Language) -> Vec<Self> {
        let page = |frame| Self {
            frame,
            id: "01996".to_owned(),
            former_name: "phone".to_owned(),
            name: "telephone".to_owned(),
        };
        vec![page(frame(language, Tab::TwoFactor)), page(broken_frame(language, Tab::TwoFactor, &["name"]))]
    }
}
