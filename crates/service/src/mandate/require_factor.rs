//! Owners require a second factor of everybody with a role on their project.

use super::RequireFactorRefused;
use crate::{Ctx, mail, permission, sessions::require_step_up, visits};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    mandate::Strength,
    permission::{Action, Actor},
    visitor::Visitor,
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::transaction;
use templates::mail::{Mail, MailMessage};

/// Sets what the owners require, or with `None` that they require nothing of their own.
///
/// It holds from now on: whoever lacks the factor is told by mail and led to enrol.
/// Said twice, the second changes nothing and writes to nobody.
pub async fn require_factor(
    ctx: &Ctx,
    actor: &Actor,
    visitor: Option<&Visitor>,
    name: &NormalizedName,
    strength: Option<Strength>,
) -> Result<(), Failure<RequireFactorRefused>> {
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        let Some(project) = store::projects::by_name(write, name).await? else {
            return Err(RequireFactorRefused::NoSuchProject { project: name.to_string() }.into());
        };
        let permitted = permission::require(write, actor, Action::RequireFactor, name, now).await;
        let facts = permitted.map_err(Failure::widen)?.facts;
        require_step_up(write, actor, now).await.map_err(Failure::widen)?;
        let own = facts.account.as_ref().map(|account| account.strength);
        if let (Some(required), Some(own)) = (strength, own)
            && own < Some(required)
        {
            return Err(RequireFactorRefused::OwnFactorTooWeak { strength: required }.into());
        }
        let before = store::mandate::owners_require(write, project.id).await?.map(|(strength, _)| strength);
        if before == strength {
            return Ok(());
        }
        let required = strength.map(|strength| (strength, now));
        store::mandate::set_owners_require(write, project.id, required).await?;
        let details = json!({ "before": before, "after": strength });
        let event = NewEvent {
            id: event_id,
            subject: Subject::Project(project.id),
            tag: EventTag::FactorRequired,
            actor: actor.account(),
            details: match visitor {
                Some(visitor) => visits::details(ctx, visitor, details),
                None => details,
            },
            at: now,
        };
        store::events::record(write, &event).await?;
        let message = MailMessage::FactorRequired {
            project: project.name.clone(),
            strength: strength.map_or("none", Strength::as_str),
            by: facts.account.map(|account| account.username),
        };
        let mail = Mail::new(message).at(now);
        for somebody in store::projects::collaborators(write, project.id).await? {
            mail::to_all_verified(ctx, write, somebody.account, &mail).await?;
        }
        Ok(())
    })
}
