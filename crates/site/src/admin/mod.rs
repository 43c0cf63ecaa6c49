//! What operators manage: the pages under `/admin/`.
//!
//! Whoever is not a superuser finds nothing here: to them the addresses answer like
//! unknown ones. A superuser who has not stepped up lately is led to do so first.
//!
//! To add a page:
//! 1. a handler `async fn list(operator: Operator, …) -> Result<Response, Away>` in a file beside
//!    this one; [`Operator`] carries the proof, and with it `ctx()`, `actor()`, `parties()`,
//!    `frame(subject)`, `page(&page)`, `act(back, future)`, `done(path, AdminDone::…)`;
//! 2. a variant of [`Admin`] with its line in [`Admin::on`], and a row `admin(…)` in `ROUTES`;
//! 3. a context in `templates/src/context/admin/<room>.rs`, whose first field is the flattened
//!    [`AdminFrame`](templates::context::admin::AdminFrame), tied to its page by `manage_page!`;
//!    the page in `templates/pages/admin/` extends `admin/base.html`, fills the block `admin`, and
//!    has a line in `SOURCES` and one in `admin_samples` of `templates/src/pages/admin.rs`;
//! 4. a row in the matrix: `Operators(inside, outside)`;
//! 5. its subject, if it is a new one, in [`SUBJECTS`].

mod campaigns;
mod critical;
mod giveaway;
mod index;
mod invitations;
mod mandates;
mod operator;
mod recovery_cases;
mod switches;

pub(crate) use crate::account::manage::desk::Away;
pub(crate) use operator::Operator;

use crate::SiteState;
use crate::routes::{Verb, on};
use axum::routing::MethodRouter;
use std::sync::Arc;
use templates::context::admin::AdminSubject;

/// The subjects with their first pages, in the order of the menu.
///
/// One without a row in `ROUTES` is not shown yet.
pub(crate) const SUBJECTS: &[(AdminSubject, &str)] = &[
    (AdminSubject::Invitations, "/admin/invitations/"),
    (AdminSubject::Mandates, "/admin/mandates/"),
    (AdminSubject::Critical, "/admin/critical/"),
    (AdminSubject::Campaigns, "/admin/campaigns/"),
    (AdminSubject::SecurityKeys, "/admin/giveaway/"),
    (AdminSubject::Recovery, "/admin/recoveries/"),
    (AdminSubject::Switches, "/admin/switches/"),
    (AdminSubject::Figures, "/admin/two-factor/"),
];

/// The function behind a row of the operators' pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admin {
    Index,
    Critical,
    DesignateProject,
    WithdrawProject,
    Campaigns,
    Giveaways,
    CreateProgramme,
    Programme,
    EditProgramme,
    ImportCodes,
    GiveawayClaims,
    Mandates,
    MandateForm,
    ScheduleMandate,
    Mandate,
    EditMandate,
    EndMandate,
    MandatePreset,
    WritePreset,
    MandateImpact,
    MandateImpactCsv,
    MandateHistory,
    Switches,
    Switch,
    SwitchOn,
    SwitchOff,
    SwitchDismiss,
    Invitations,
    Invite,
    SetRegistration,
    CancelInvitation,
    Recoveries,
    RecoveryFigures,
    RecoveryCase,
    NoteRecovery,
    JudgeRecovery,
    DecideRecovery,
}

impl Admin {
    pub(crate) fn on(self, verb: Verb) -> MethodRouter<Arc<SiteState>> {
        match self {
            Self::Index => on(verb, index::index),
            Self::Critical => on(verb, critical::show),
            Self::DesignateProject => on(verb, critical::designate),
            Self::WithdrawProject => on(verb, critical::withdraw),
            Self::Campaigns => on(verb, campaigns::list),
            Self::Giveaways => on(verb, giveaway::list),
            Self::CreateProgramme => on(verb, giveaway::create),
            Self::Programme => on(verb, giveaway::show),
            Self::EditProgramme => on(verb, giveaway::edit),
            Self::ImportCodes => on(verb, giveaway::import),
            Self::GiveawayClaims => on(verb, giveaway::claims),
            Self::Mandates => on(verb, mandates::list),
            Self::MandateForm => on(verb, mandates::schedule_form),
            Self::ScheduleMandate => on(verb, mandates::schedule),
            Self::Mandate => on(verb, mandates::show),
            Self::EditMandate => on(verb, mandates::edit),
            Self::EndMandate => on(verb, mandates::end),
            Self::MandatePreset => on(verb, mandates::preset),
            Self::WritePreset => on(verb, mandates::write_preset),
            Self::MandateImpact => on(verb, mandates::impact),
            Self::MandateImpactCsv => on(verb, mandates::csv),
            Self::MandateHistory => on(verb, mandates::history),
            Self::Switches => on(verb, switches::list),
            Self::Switch => on(verb, switches::show),
            Self::SwitchOn => on(verb, switches::on),
            Self::SwitchOff => on(verb, switches::off),
            Self::SwitchDismiss => on(verb, switches::dismiss_proposal),
            Self::Invitations => on(verb, invitations::list),
            Self::Invite => on(verb, invitations::send),
            Self::SetRegistration => on(verb, invitations::set_registration),
            Self::CancelInvitation => on(verb, invitations::cancel),
            Self::Recoveries => on(verb, recovery_cases::list),
            Self::RecoveryFigures => on(verb, recovery_cases::figures),
            Self::RecoveryCase => on(verb, recovery_cases::show),
            Self::NoteRecovery => on(verb, recovery_cases::note),
            Self::JudgeRecovery => on(verb, recovery_cases::judge),
            Self::DecideRecovery => on(verb, recovery_cases::decide),
        }
    }
}
