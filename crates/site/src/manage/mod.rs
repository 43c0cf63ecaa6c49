//! The pages on which people manage their projects.
//!
//! Whoever has a role on a project sees its page; what an owner alone may do is asked of
//! the one decision again, by the act.

mod changes;
mod deletion;
mod desk;
mod pages;
mod second_factor;

use crate::SiteState;
use crate::routes::{Verb, on};
use axum::routing::MethodRouter;
use std::sync::Arc;

/// The function behind a row of the pages of one's projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Projects {
    List,
    Project,
    Events,
    Yank,
    Unyank,
    Archive,
    Unarchive,
    AskDelete,
    Delete,
    FactorForm,
    SetFactor,
}

impl Projects {
    pub(crate) fn on(self, verb: Verb) -> MethodRouter<Arc<SiteState>> {
        match self {
            Self::List => on(verb, pages::list),
            Self::Project => on(verb, pages::project),
            Self::Events => on(verb, pages::events),
            Self::Yank => on(verb, changes::yank),
            Self::Unyank => on(verb, changes::unyank),
            Self::Archive => on(verb, changes::archive),
            Self::Unarchive => on(verb, changes::unarchive),
            Self::AskDelete => on(verb, deletion::form),
            Self::Delete => on(verb, deletion::delete),
            Self::FactorForm => on(verb, second_factor::form),
            Self::SetFactor => on(verb, second_factor::set),
        }
    }
}
