//! The page of security keys given away, for everybody.

use super::layout::{Layout, Page};
use super::samples::{self, day};
use super::setup::FieldProblem;
use crate::Language;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// Which keys are given away, to whom, and the reader's own code.
#[derive(Clone, Debug, Serialize)]
pub struct GiveawayPage {
    /// The frame.
    pub layout: Layout,
    /// Where the form is posted.
    pub action_url: String,
    /// Field `csrf_token` of the form.
    pub csrf_token: String,
    /// What was wrong with the last attempt.
    pub problems: Vec<FieldProblem>,
    /// Where a stranger signs in and comes back from.
    pub sign_in_url: String,
    /// Where somebody adds a key.
    pub two_factor_url: String,
    /// The newest first; those that are over only where the reader has a code of them.
    pub offers: Vec<OfferBox>,
}

/// A programme as somebody sees it.
#[derive(Clone, Debug, Serialize)]
pub struct OfferBox {
    /// Field `programme` of the form.
    pub id: String,
    pub title: String,
    pub vendor: String,
    /// Where a code is redeemed.
    pub vendor_url: String,
    pub opens: DateTime<Utc>,
    pub closes: DateTime<Utc>,
    pub window: OfferWindow,
    pub keys_per_code: u32,
    /// Codes of ISO 3166-1, in alphabetical order.
    pub countries: Vec<String>,
    pub is_code_left: bool,
    /// How the reader stands to it; nothing for a stranger.
    pub conditions: Option<OfferConditions>,
    /// The code that the reader has claimed.
    pub code: Option<String>,
}

/// Where the present moment stands to the window of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfferWindow {
    Before,
    Open,
    After,
}

/// Which conditions the reader meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OfferConditions {
    pub has_critical_role: bool,
    pub has_no_key: bool,
    pub has_not_claimed: bool,
    /// Whether all of them hold, those of the programme included.
    pub is_eligible: bool,
}

impl Page for GiveawayPage {
    fn layout(&self) -> &Layout {
        &self.layout
    }
}

impl GiveawayPage {
    /// For strangers, for those who may and may not claim, and for those who have a code.
    pub fn samples(language: Language) -> Vec<Self> {
        let offer = |window, conditions, code: Option<&str>| OfferBox {
            id: if window == OfferWindow::Before { "0199".to_owned() } else { "0198".to_owned() },
            title: "Keys for <critical> people".to_owned(),
            vendor: "Keysmith & sons".to_owned(),
            vendor_url: "https://keys.example/shop?a=1&b=2".to_owned(),
            opens: day(1),
            closes: day(40),
            window,
            keys_per_code: 2,
            countries: ["AT", "FR", "AQ"].map(str::to_owned).into(),
            is_code_left: conditions != Some(conditions_of(true, false)),
            conditions,
            code: code.map(str::to_owned),
        };
        let page = |offers| Self {
            layout: samples::layout(language, "/security-key-giveaway/"),
            action_url: "/security-key-giveaway/".to_owned(),
            csrf_token: "4f1c\"<".to_owned(),
            problems: Vec::new(),
            sign_in_url: "/account/sign-in/?next=/security-key-giveaway/".to_owned(),
            two_factor_url: "/account/two-factor/".to_owned(),
            offers,
        };
        let problem = |field: Option<&str>| FieldProblem {
            field: field.map(str::to_owned),
            message: "The programme sends no keys to this country: `<b>`".to_owned(),
        };
        let eligible = Some(conditions_of(true, true));
        let broken = Self {
            problems: vec![problem(Some("country-0198")), problem(None)],
            ..page(vec![offer(OfferWindow::Open, eligible, None)])
        };
        vec![
            page(Vec::new()),
            page(vec![offer(OfferWindow::Open, None, None), offer(OfferWindow::Before, None, None)]),
            broken,
            page(vec![offer(OfferWindow::Open, Some(conditions_of(true, false)), None)]),
            page(vec![offer(OfferWindow::Before, Some(conditions_of(false, false)), None)]),
            page(vec![offer(OfferWindow::After, Some(conditions_of(false, false)), Some("KEY<1>-23"))]),
        ]
    }
}

fn conditions_of(meets: bool, is_eligible: bool) -> OfferConditions {
    OfferConditions { has_critical_role: meets, has_no_key: meets, has_not_claimed: meets, is_eligible }
}
