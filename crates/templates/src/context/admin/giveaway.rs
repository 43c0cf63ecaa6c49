//! The operators' pages of security keys given away.

use super::samples::{broken_frame, frame};
use super::{AdminFrame, AdminSubject};
use crate::Language;
use crate::context::giveaway::OfferWindow;
use crate::context::manage::manage_page;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The programmes with their stock, and the form for one more.
#[derive(Clone, Debug, Serialize)]
pub struct GiveawaysPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    /// The newest first.
    pub programmes: Vec<ProgrammeRow>,
    pub form: ProgrammeForm,
    /// Where the claims are downloaded as CSV.
    pub claims_url: String,
}

/// One programme: its terms, and its codes.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammePage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    pub row: ProgrammeRow,
    pub form: ProgrammeForm,
    /// Where codes are posted.
    pub codes_url: String,
    /// What an import has just come to.
    pub imported: Option<ImportedCodes>,
}

/// A programme in the list.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammeRow {
    /// Its own page.
    pub url: String,
    pub title: String,
    pub vendor: String,
    pub opens: DateTime<Utc>,
    pub closes: DateTime<Utc>,
    pub window: OfferWindow,
    pub keys_per_code: u32,
    pub codes: u64,
    pub claimed: u64,
    pub left: u64,
}

/// The terms as they stand in the fields of the form.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammeForm {
    /// Where the form is posted.
    pub action_url: String,
    pub title: String,
    pub vendor: String,
    pub vendor_url: String,
    pub opens: String,
    pub closes: String,
    pub countries: String,
    pub keys_per_code: String,
}

/// What an import came to.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ImportedCodes {
    pub imported: u64,
    pub repeated: u64,
    pub known: u64,
}

manage_page!(GiveawaysPage, "admin/giveaways.html", GiveawaysPage::some);
manage_page!(ProgrammePage, "admin/giveaway.html", ProgrammePage::some);

/// The fields of the form.
const FIELDS: [&str; 7] = ["title", "vendor", "vendor_url", "opens", "closes", "countries", "keys_per_code"];

impl GiveawaysPage {
    fn some(language: Language) -> Vec<Self> {
        let none = Self {
            frame: frame(language, AdminSubject::SecurityKeys),
            programmes: Vec::new(),
            form: form(),
            claims_url: "/admin/giveaway/claims.csv".to_owned(),
        };
        let all = [OfferWindow::Before, OfferWindow::Open, OfferWindow::After];
        let many = Self {
            frame: broken_frame(language, AdminSubject::SecurityKeys, &FIELDS),
            programmes: all.map(row).into(),
            ..none.clone()
        };
        vec![many, none]
    }
}

impl ProgrammePage {
    fn some(language: Language) -> Vec<Self> {
        let page = |frame: AdminFrame, imported| Self {
            frame: AdminFrame { here: Some("Keys <1>".to_owned()), ..frame },
            row: row(OfferWindow::Open),
            form: form(),
            codes_url: "/admin/giveaway/0198/codes/".to_owned(),
            imported,
        };
        let subject = AdminSubject::SecurityKeys;
        let imported = |imported, repeated, known| Some(ImportedCodes { imported, repeated, known });
        vec![
            page(frame(language, subject), None),
            page(frame(language, subject), imported(300, 2, 1)),
            page(frame(language, subject), imported(1, 0, 0)),
            page(broken_frame(language, subject, &["codes", "title"]), None),
        ]
    }
}

fn row(window: OfferWindow) -> ProgrammeRow {
    ProgrammeRow {
        url: "/admin/giveaway/0198/".to_owned(),
        title: "Keys <1>".to_owned(),
        vendor: "Keysmith".to_owned(),
        opens: day(1),
        closes: day(40),
        window,
        keys_per_code: 2,
        codes: 2000,
        claimed: 1234,
        left: 766,
    }
}

fn form() -> ProgrammeForm {
    ProgrammeForm {
        action_url: "/admin/giveaway/".to_owned(),
        title: "Keys <1>".to_owned(),
        vendor: "Keysmith".to_owned(),
        vendor_url: "https://keys.example/".to_owned(),
        opens: "2026-09-01T00:00".to_owned(),
        closes: "2026-12-01T00:00".to_owned(),
        countries: "AT BE CA".to_owned(),
        keys_per_code: "2".to_owned(),
    }
}
