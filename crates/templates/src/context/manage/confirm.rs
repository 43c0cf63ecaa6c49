//! The page that asks once more before something is taken away.

use super::samples::frame;
use super::{ManageFrame, Tab, manage_page};
use crate::Language;
use serde::Serialize;

/// A question with one button, and a way back.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: ManageFrame,
    /// What would be done.
    pub what: Confirmed,
    /// What it would be done to: a name, an address, a device; empty where there is but one.
    pub subject: String,
    /// Where the form is posted.
    pub action_url: String,
    /// Field `email`, for an address.
    pub email: Option<String>,
    /// Where somebody goes who does not want it.
    pub back_url: String,
}

/// What is asked for once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmed {
    RemoveAddress,
    RemoveFactor,
    ReplaceCodes,
    EndSession,
    EndSessions,
    RevokeDevice,
    RevokeToken,
}

manage_page!(ConfirmPage, "account/confirm.html", ConfirmPage::some);

impl ConfirmPage {
    fn some(language: Language) -> Vec<Self> {
        let all = [
            Confirmed::RemoveAddress,
            Confirmed::RemoveFactor,
            Confirmed::ReplaceCodes,
            Confirmed::EndSession,
            Confirmed::EndSessions,
            Confirmed::RevokeDevice,
            Confirmed::RevokeToken,
        ];
        let page = |what| Self {
            frame: frame(language, Tab::Overview),
            what,
            subject: "phone <".to_owned(),
            action_url: "/account/x/".to_owned(),
            email: (what == Confirmed::RemoveAddress).then(|| "old@index.example".to_owned()),
            back_url: "/account/".to_owned(),
        };
        all.map(page).into()
    }
}
