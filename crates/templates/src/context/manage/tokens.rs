//! The pages of the API tokens.

use super::samples::{broken_frame, frame};
use super::{ManageFrame, Tab, manage_page};
use crate::Language;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The tokens, and the form for one more.
#[derive(Clone, Debug, Serialize)]
pub struct TokensPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// Whether the form is there; otherwise a mandate closes it.
    pub takes_new: bool,
    /// Those that were not revoked, newest first.
    pub tokens: Vec<TokenRow>,
    /// Projects that a token can be for.
    pub projects: Vec<String>,
    /// Field `name`: what was typed before.
    pub name: String,
    /// Field `project`: what was chosen before; none means the whole account.
    pub chosen: Vec<String>,
    /// Field `scope`: whether the whole account was chosen.
    pub is_wide: bool,
    /// Field `days`: what was chosen before; 0 never expires.
    pub days: u64,
    /// What `days` may be.
    pub choices: Vec<u64>,
}

/// One token.
#[derive(Clone, Debug, Serialize)]
pub struct TokenRow {
    /// Part of the addresses of its pages.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// None means the whole account.
    pub projects: Vec<String>,
    pub created: DateTime<Utc>,
    pub expires: Option<DateTime<Utc>>,
    pub is_expired: bool,
    pub last_used: Option<DateTime<Utc>>,
}

/// A token just made: the only page that ever shows it.
#[derive(Clone, Debug, Serialize)]
pub struct NewTokenPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// What its owner calls it.
    pub name: String,
    /// Begins with `pypi-`.
    pub token: String,
    pub expires: Option<DateTime<Utc>>,
}

manage_page!(TokensPage, "account/tokens.html", TokensPage::some);
manage_page!(NewTokenPage, "account/token_new.html", NewTokenPage::some);

impl TokensPage {
    fn some(language: Language) -> Vec<Self> {
        let none = Self {
            frame: frame(language, Tab::Tokens),
            takes_new: true,
            tokens: Vec::new(),
            projects: Vec::new(),
            name: String::new(),
            chosen: Vec::new(),
            is_wide: true,
            days: 90,
            choices: vec![30, 90, 365, 0],
        };
        let wide = TokenRow {
            id: "0199-1".to_owned(),
            name: "laptop".to_owned(),
            projects: Vec::new(),
            created: day(1),
            expires: None,
            is_expired: false,
            last_used: Some(day(9)),
        };
        let narrow = TokenRow {
            id: "0199-2".to_owned(),
            name: "robot <".to_owned(),
            projects: vec!["brie".to_owned(), "camembert".to_owned()],
            expires: Some(day(8)),
            is_expired: true,
            last_used: None,
            ..wide.clone()
        };
        let soon = TokenRow { id: "0199-3".to_owned(), is_expired: false, ..narrow.clone() };
        let many = Self {
            frame: broken_frame(language, Tab::Tokens, &["name", "project", "days"]),
            tokens: vec![wide, narrow, soon],
            projects: vec!["brie".to_owned(), "camembert".to_owned()],
            name: "laptop".to_owned(),
            chosen: vec!["brie".to_owned()],
            is_wide: false,
            ..none.clone()
        };
        let closed = Self { takes_new: false, frame: frame(language, Tab::Tokens), ..many.clone() };
        vec![many, closed, none]
    }
}

impl NewTokenPage {
    fn some(language: Language) -> Vec<Self> {
        let page = |expires| Self {
            frame: frame(language, Tab::Tokens),
            name: "laptop".to_owned(),
            token: "pypi-AgEMaW5kZXguZXhhbXBsZQ".to_owned(),
            expires,
        };
        vec![page(Some(day(90))), page(None)]
    }
}
