//! What the owner of an account manages: addresses, credentials, sessions, tokens, the account itself.
//!
//! Pages that open the way to a credential ask first for a step-up; what changes
//! something asks again in its act.

mod addresses;
pub(crate) mod desk;
mod enrol;
mod events;
mod factors;
mod leaving;
mod overview;
mod password;
mod recovery;
mod refusal;
mod sessions;
mod tokens;

use crate::SiteState;
use crate::routes::{Verb, on};
use axum::routing::MethodRouter;
use std::sync::Arc;

/// The function behind a row of the account's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manage {
    Overview,
    Addresses,
    AddAddress,
    ResendAddress,
    CancelAddress,
    PrimaryAddress,
    PublicAddress,
    PrivateAddress,
    AskRemoveAddress,
    RemoveAddress,
    PasswordForm,
    Password,
    Factors,
    TotpForm,
    Totp,
    KeyForm,
    Key,
    KeyBegin,
    RenameForm,
    Rename,
    AskRemoveFactor,
    RemoveFactor,
    Codes,
    AskReplaceCodes,
    MakeCodes,
    BurnCode,
    Sessions,
    AskEndSession,
    EndSession,
    AskEndSessions,
    EndSessions,
    AskRevokeDevice,
    RevokeDevice,
    Tokens,
    MakeToken,
    AskRevokeToken,
    RevokeToken,
    Events,
    ExportPage,
    Export,
    DeletionForm,
    Delete,
    CancelDeletion,
    UndoPage,
    Undo,
}

impl Manage {
    pub(crate) fn on(self, verb: Verb) -> MethodRouter<Arc<SiteState>> {
        match self {
            Self::Overview => on(verb, overview::overview),
            Self::Addresses => on(verb, addresses::list),
            Self::AddAddress => on(verb, addresses::add),
            Self::ResendAddress => on(verb, addresses::resend),
            Self::CancelAddress => on(verb, addresses::cancel),
            Self::PrimaryAddress => on(verb, addresses::make_primary),
            Self::PublicAddress => on(verb, addresses::make_public),
            Self::PrivateAddress => on(verb, addresses::make_private),
            Self::AskRemoveAddress => on(verb, addresses::ask_remove),
            Self::RemoveAddress => on(verb, addresses::remove),
            Self::PasswordForm => on(verb, password::form_page),
            Self::Password => on(verb, password::change),
            Self::Factors => on(verb, factors::list),
            Self::TotpForm => on(verb, enrol::totp_form),
            Self::Totp => on(verb, enrol::totp),
            Self::KeyForm => on(verb, enrol::key_form),
            Self::Key => on(verb, enrol::key),
            Self::KeyBegin => on(verb, enrol::key_begin),
            Self::RenameForm => on(verb, factors::rename_form),
            Self::Rename => on(verb, factors::rename),
            Self::AskRemoveFactor => on(verb, factors::ask_remove),
            Self::RemoveFactor => on(verb, factors::remove),
            Self::Codes => on(verb, recovery::standing),
            Self::AskReplaceCodes => on(verb, recovery::ask_replace),
            Self::MakeCodes => on(verb, recovery::make),
            Self::BurnCode => on(verb, recovery::burn),
            Self::Sessions => on(verb, sessions::list),
            Self::AskEndSession => on(verb, sessions::ask_end),
            Self::EndSession => on(verb, sessions::end),
            Self::AskEndSessions => on(verb, sessions::ask_end_all),
            Self::EndSessions => on(verb, sessions::end_all),
            Self::AskRevokeDevice => on(verb, sessions::ask_revoke),
            Self::RevokeDevice => on(verb, sessions::revoke),
            Self::Tokens => on(verb, tokens::list),
            Self::MakeToken => on(verb, tokens::make),
            Self::AskRevokeToken => on(verb, tokens::ask_revoke),
            Self::RevokeToken => on(verb, tokens::revoke),
            Self::Events => on(verb, events::list),
            Self::ExportPage => on(verb, leaving::export_page),
            Self::Export => on(verb, leaving::export),
            Self::DeletionForm => on(verb, leaving::deletion_form),
            Self::Delete => on(verb, leaving::delete),
            Self::CancelDeletion => on(verb, leaving::cancel),
            Self::UndoPage => on(verb, leaving::undo_page),
            Self::Undo => on(verb, leaving::undo),
        }
    }
}
