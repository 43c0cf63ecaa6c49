//! What every public change writes: a journal entry and an event.

use crate::ctx::Ctx;
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    events::{EventTag, NewEvent, Subject},
    ids::ProjectId,
    journal::PublicChange,
    permission::Actor,
    projects::Project,
};
use packaging::name::NormalizedName;
use store::{Write, journal::NewEntry};

/// Who changes which project, and when.
#[derive(Clone, Copy)]
pub(crate) struct Change<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) actor: &'a Actor,
    /// The display form.
    pub(crate) name: &'a str,
    pub(crate) normalized_name: &'a NormalizedName,
    pub(crate) at: DateTime<Utc>,
}

impl<'a> Change<'a> {
    pub(crate) fn of(
        ctx: &'a Ctx,
        actor: &'a Actor,
        project: &'a Project,
        normalized_name: &'a NormalizedName,
        at: DateTime<Utc>,
    ) -> Self {
        Self { ctx, actor, name: &project.name, normalized_name, at }
    }

    /// Collects the journal entry; the seam writes it just before the commit.
    pub(crate) fn public(&self, write: &mut Write, version: Option<&str>, change: &PublicChange) {
        let entry = NewEntry {
            project_name: self.name.to_owned(),
            normalized_name: self.normalized_name.to_string(),
            version: version.map(str::to_owned),
            action: change.to_string(),
            account_id: self.actor.account().map(|account| account.0),
            at: self.at,
        };
        store::journal::record(write, entry);
    }

    /// Writes the event into the log of the project.
    pub(crate) async fn event(
        &self,
        write: &mut Write,
        project: ProjectId,
        tag: EventTag,
        details: serde_json::Value,
    ) -> Result<()> {
        let event = NewEvent {
            id: self.ctx.id(),
            subject: Subject::Project(project),
            tag,
            actor: self.actor.account(),
            details,
            at: self.at,
        };
        store::events::record(write, &event).await
    }
}
