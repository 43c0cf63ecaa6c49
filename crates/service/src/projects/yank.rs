//! Yank a release (PEP 592).

use super::{Change, ProjectRefused, permitted_release};
use crate::ctx::Ctx;
use domain::{
    Failure,
    events::EventTag,
    journal::PublicChange,
    permission::{Action, Actor},
    releases::{ReleaseKey, Yank},
};
use serde_json::json;
use store::transaction;

/// Why a release is yanked: one line, may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YankReason(String);

impl YankReason {
    /// Characters.
    pub const LONGEST: usize = 500;

    pub fn parse(text: &str) -> Result<Self, ProjectRefused> {
        let text = text.trim();
        let length = text.chars().count();
        if Self::LONGEST < length {
            return Err(ProjectRefused::ReasonTooLong { length, most: Self::LONGEST });
        }
        if text.chars().any(char::is_control) {
            return Err(ProjectRefused::ReasonControl);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Yanks a release; yanking it again only changes the reason.
pub async fn yank(
    ctx: &Ctx,
    actor: &Actor,
    key: &ReleaseKey,
    reason: &YankReason,
) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let (project, release) = permitted_release(write, actor, Action::Yank, key, now).await?;
        if release.yanked.as_ref().is_some_and(|yank| yank.reason == reason.0) {
            return Ok(());
        }
        store::releases::set_yank(write, release.id, Some(&Yank { at: now, reason: reason.0.clone() })).await?;
        let change = Change::of(ctx, actor, &project, &key.project, now);
        let details = json!({ "version": release.version, "reason": reason.0 });
        change.event(write, project.id, EventTag::ReleaseYanked, details).await?;
        change.public(write, Some(&release.version), &PublicChange::YankRelease);
        Ok(())
    })
}
