//! The first run: the form that makes the first operator, and what comes after.

use serde::Serialize;

use super::layout::{Layout, Page};
use super::samples;
use crate::Language;

/// The form behind the one-time setup link.
#[derive(Clone, Debug, Serialize)]
pub struct SetupPage {
    /// The frame.
    pub layout: Layout,
    /// Where the form is posted.
    pub action_url: String,
    /// Fields that travel along unseen: the link's token, the forgery token.
    pub hidden_fields: Vec<HiddenField>,
    /// Field `username`: what was typed before.
    pub username: String,
    /// Field `email`: what was typed before.
    pub email: String,
    /// Field `registration`: the mode that is chosen; nothing where it is not asked.
    pub registration: Option<RegistrationMode>,
    /// Field `domains`: those of the mode of that name, as typed.
    pub domains: String,
    /// A second factor to enrol in the same step; asks for the field `code`.
    pub second_factor: Option<SecondFactor>,
    /// What was wrong with the last attempt.
    pub problems: Vec<FieldProblem>,
}

/// A field of a form that nobody fills in.
#[derive(Clone, Debug, Serialize)]
pub struct HiddenField {
    /// The field's name.
    pub name: String,
    /// The field's value.
    pub value: String,
}

/// What is wrong with one field of a form, or with the form as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct FieldProblem {
    /// `username`, `email`, `password`, `registration`, `domains` or `code`; nothing for the whole form.
    pub field: Option<String>,
    /// The sentence, in the reader's language.
    pub message: String,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RegistrationMode {
    /// Nobody; operators make accounts by command.
    Closed,
    /// Whoever was invited.
    #[default]
    Invite,
    /// Whoever has an address in one of the listed domains.
    Domains,
    /// Everybody.
    Open,
}

/// A TOTP secret, shown once so that an authenticator can take it over.
#[derive(Clone, Debug, Serialize)]
pub struct SecondFactor {
    /// The secret in base32, for typing.
    pub secret: String,
    /// The `otpauth://` address.
    pub otpauth_uri: String,
    /// The address as a QR code: a `data:image/…` URL.
    pub qr_data_url: Option<String>,
}

/// What the first operator has to keep, and what to do next.
#[derive(Clone, Debug, Serialize)]
pub struct SetupDonePage {
    /// The frame.
    pub layout: Layout,
    /// The new operator's user name.
    pub username: String,
    /// The recovery codes that are left; shown once.
    pub recovery_codes: Vec<String>,
    /// A first API token; shown once.
    pub api_token: Option<String>,
    /// The file whose loss locks everybody out, to be backed up.
    pub key_ring_path: Option<String>,
}

impl Page for SetupPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl SetupPage {
    /// A fresh form, and one that comes back with problems.
    pub fn samples(language: Language) -> Vec<Self> {
        let fresh = Self {
            layout: private_layout(language),
            action_url: "/setup/".to_owned(),
            hidden_fields: vec![HiddenField { name: "csrf_token".to_owned(), value: "4f1c\"<".to_owned() }],
            username: String::new(),
            email: String::new(),
            registration: None,
            domains: String::new(),
            second_factor: None,
            problems: Vec::new(),
        };
        let problem = |field: Option<&str>, message: &str| FieldProblem {
            field: field.map(str::to_owned),
            message: message.to_owned(),
        };
        let returned = Self {
            username: "maître".to_owned(),
            email: "ada@index.example".to_owned(),
            registration: Some(RegistrationMode::Domains),
            domains: "index.example nowhere".to_owned(),
            second_factor: Some(sample_second_factor()),
            problems: vec![
                problem(None, "The form is too old"),
                problem(Some("username"), "User name may hold only ASCII letters: `maître`"),
                problem(Some("email"), "Address has no domain: `ada`"),
                problem(Some("password"), "Password is too short"),
                problem(Some("domains"), "Not a domain: `nowhere`"),
                problem(Some("code"), "Code does not fit"),
            ],
            ..fresh.clone()
        };
        vec![fresh, returned]
    }
}

impl Page for SetupDonePage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl SetupDonePage {
    /// With everything to keep, and with nothing.
    pub fn samples(language: Language) -> Vec<Self> {
        let bare = Self {
            layout: private_layout(language),
            username: "ada".to_owned(),
            recovery_codes: Vec::new(),
            api_token: None,
            key_ring_path: None,
        };
        let codes = ["b3d8 0f5e", "7c21 a9d4", "10ee 5b7f", "f4a6 3c82", "9d0b e617", "2a7f 48c3", "c5e9 d01a"];
        let full = Self {
            recovery_codes: codes.map(str::to_owned).into(),
            api_token: Some("pypi-AgEMaW5kZXguZXhhbXBsZQ".to_owned()),
            key_ring_path: Some("data/keys.json".to_owned()),
            ..bare.clone()
        };
        vec![full, bare]
    }
}

fn private_layout(language: Language) -> Layout {
    Layout { canonical_url: None, is_indexable: false, ..samples::layout(language, "/setup/") }
}

fn sample_second_factor() -> SecondFactor {
    SecondFactor {
        secret: "JBSWY3DPEHPK3PXP".to_owned(),
        otpauth_uri: "otpauth://totp/Fromagerie:ada?secret=JBSWY3DPEHPK3PXP&issuer=Fromagerie".to_owned(),
        qr_data_url: Some("data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=".to_owned()),
    }
}
