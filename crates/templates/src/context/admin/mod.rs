//! The pages of operators.
//!
//! A page flattens an [`AdminFrame`] in its field `frame` and is tied to its template by
//! `manage_page!`, as those of the account are.

mod campaigns;
mod critical;
mod giveaway;
mod index;
mod invitations;
mod mandates;
mod recovery_cases;
mod samples;
mod switches;

pub use campaigns::{CampaignRow, CampaignsPage, FailedRow, UpcomingRow};
pub use critical::{CriticalAdminPage, CriticalRunRow};
pub use giveaway::{GiveawaysPage, ImportedCodes, ProgrammeForm, ProgrammePage, ProgrammeRow};
pub use index::AdminIndexPage;
pub use invitations::{InvitationRow, InvitationState, InvitationsPage};
pub use mandates::{
    ChangedField, GateFields, ImpactCohort, ImpactGateRow, ImpactNameRow, ImpactPage, ImpactView, MandateChangeRow,
    MandateForm, MandateFormPage, MandateGateRow, MandateHistoryPage, MandatePage, MandateRow, MandatesPage,
    PresetPage, TimelineRow,
};
pub use recovery_cases::{
    ApproverFacts, CaseRow, DecisionLine, NoteLine, RecoveriesPage, RecoveryCaseAdminPage, RecoveryFiguresPage,
    TimePerCase,
};
pub use switches::{SurgeRow, SwitchHistoryRow, SwitchPage, SwitchRow, SwitchStanding, SwitchesPage};

use super::layout::Layout;
use super::setup::FieldProblem;
use serde::Serialize;

/// What stands on every page of operators.
#[derive(Clone, Debug, Serialize)]
pub struct AdminFrame {
    /// The frame.
    pub layout: Layout,
    /// The path of the operators' pages, with a slash at its end.
    pub admin_path: String,
    /// Field `csrf_token` of every form.
    pub csrf_token: String,
    /// What the page is about; nothing on the page of all subjects.
    pub subject: Option<AdminSubject>,
    /// The last of the breadcrumbs, on a page below that of its subject.
    pub here: Option<String>,
    /// Every subject that has a page, in the order of the menu.
    pub subjects: Vec<SubjectLink>,
    /// Whether one operator alone lets people into accounts: a warning on every page.
    pub is_one_approver: bool,
    /// What was just done.
    pub done: Option<AdminDone>,
    /// What was wrong with the last attempt.
    pub problems: Vec<FieldProblem>,
}

/// A line of the operators' menu.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectLink {
    /// Which subject; the page has its words.
    pub subject: AdminSubject,
    /// Its first page.
    pub url: String,
}

/// What an operator manages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdminSubject {
    Invitations,
    Mandates,
    Critical,
    Campaigns,
    SecurityKeys,
    Recovery,
    Switches,
    Figures,
}

impl AdminSubject {
    /// Every subject.
    pub const ALL: [Self; 8] = [
        Self::Invitations,
        Self::Mandates,
        Self::Critical,
        Self::Campaigns,
        Self::SecurityKeys,
        Self::Recovery,
        Self::Switches,
        Self::Figures,
    ];
}

/// Makes the list of what was just done: a variant, its word in an address and in pages.
macro_rules! admin_done {
    ($($variant:ident => $word:literal,)*) => {
        /// What was just done, told once at the top of the next page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        pub enum AdminDone {
            $(#[serde(rename = $word)] $variant,)*
        }

        impl AdminDone {
            /// Every word that an address may carry.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word in an address.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

// Each has its sentence in `pages/admin/parts.html`.
admin_done! {
    InvitationSent => "invitation-sent",
    InvitationCancelled => "invitation-cancelled",
    RegistrationSet => "registration-set",
    MandateScheduled => "mandate-scheduled",
    MandateEdited => "mandate-edited",
    MandateEnded => "mandate-ended",
    PresetWritten => "preset-written",
    ProjectDesignated => "project-designated",
    ProjectWithdrawn => "project-withdrawn",
    RecoveryNoted => "recovery-noted",
    RecoveryJudged => "recovery-judged",
    RecoveryApproved => "recovery-approved",
    RecoveryCompleted => "recovery-completed",
    RecoveryRejected => "recovery-rejected",
    SwitchOn => "switch-on",
    SwitchOff => "switch-off",
    SwitchDismissed => "switch-dismissed",
    ProgrammeCreated => "programme-created",
    ProgrammeSaved => "programme-saved",
}

impl AdminDone {
    /// Reads the word; anything else says nothing.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|done| done.as_str() == text)
    }
}
