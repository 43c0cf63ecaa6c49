//! The page of invitations, and of who may register without one.

use super::samples::{broken_frame, frame};
use super::{AdminDone, AdminFrame, AdminSubject};
use crate::Language;
use crate::context::RegistrationMode;
use crate::context::manage::manage_page;
use crate::context::samples::day;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// A form to invite somebody, one page of the invitations, and the form of the rule.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationsPage {
    /// The frame.
    #[serde(flatten)]
    pub frame: AdminFrame,
    /// Field `email`: what was typed before.
    pub email: String,
    /// Field `language`: what the mail is written in.
    pub mail_language: Language,
    /// Newest first.
    pub invitations: Vec<InvitationRow>,
    /// Counts from 1.
    pub page: u64,
    pub pages: u64,
    /// Field `registration`: the mode that is chosen.
    pub registration: RegistrationMode,
    /// Field `domains`: those of the mode of that name.
    pub domains: String,
}

/// One invitation.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationRow {
    pub address: String,
    pub state: InvitationState,
    /// The user name of whoever invited; nothing for the command line.
    pub inviter: Option<String>,
    pub sent: DateTime<Utc>,
    /// When it was used, or until when it can be.
    pub until: DateTime<Utc>,
    /// Where it is cancelled, while it is open.
    pub cancel_url: Option<String>,
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationState {
    Open,
    Used,
    Expired,
}

manage_page!(InvitationsPage, "admin/invitations.html", InvitationsPage::some);

impl InvitationsPage {
    fn some(language: Language) -> Vec<Self> {
        let row = |state, inviter: Option<&str>| InvitationRow {
            address: "grace+<b>@people.example".to_owned(),
            state,
            inviter: inviter.map(str::to_owned),
            sent: day(3),
            until: day(10),
            cancel_url: (state == InvitationState::Open).then(|| "/admin/invitations/1/cancel/".to_owned()),
        };
        let subject = AdminSubject::Invitations;
        let full = Self {
            frame: AdminFrame { done: Some(AdminDone::InvitationSent), ..frame(language, subject) },
            email: String::new(),
            mail_language: language,
            invitations: vec![
                row(InvitationState::Open, Some("ada")),
                row(InvitationState::Used, None),
                row(InvitationState::Expired, Some("ada")),
            ],
            page: 2,
            pages: 3,
            registration: RegistrationMode::Domains,
            domains: "people.example".to_owned(),
        };
        let broken = Self {
            frame: broken_frame(language, subject, &["email", "domains"]),
            invitations: Vec::new(),
            page: 1,
            pages: 1,
            ..full.clone()
        };
        vec![full, broken]
    }
}
