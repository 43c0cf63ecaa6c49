//! Take a yank back.

use super::{Change, ProjectRefused, permitted_release};
use crate::ctx::Ctx;
use domain::{
    Failure,
    events::EventTag,
    journal::PublicChange,
    permission::{Action, Actor},
    releases::ReleaseKey,
};
use serde_json::json;
use store::transaction;

/// Unyanks a release; a release that is not yanked stays as it is.
pub async fn unyank(ctx: &Ctx, actor: &Actor, key: &ReleaseKey) -> Result<(), Failure<ProjectRefused>> {
    transaction!(ctx.db, |write| {
        let now = ctx.now();
        let (project, release) = permitted_release(write, actor, Action::Unyank, key, now).await?;
        if release.yanked.is_none() {
            return Ok(());
        }
        store::releases::set_yank(write, release.id, None).await?;
        let change = Change::of(ctx, actor, &project, &key.project, now);
        change.event(write, project.id, EventTag::ReleaseUnyanked, json!({ "version": release.version })).await?;
        change.public(write, Some(&release.version), &PublicChange::UnyankRelease);
        Ok(())
    })
}
