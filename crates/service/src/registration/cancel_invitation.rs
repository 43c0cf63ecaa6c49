//! Taking an invitation back before it is used.

use crate::{
    Ctx,
    guard::{GuardRefused, permit},
};
use domain::{
    Failure, Kind, Refusal,
    events::{EventTag, NewEvent, Subject},
    permission::{Action, Actor},
};
use serde_json::json;
use store::transaction;
use uuid::Uuid;

/// Why an invitation stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CancelInvitationRefused {
    #[error(transparent)]
    Guard(#[from] GuardRefused),
    #[error("This invitation is not open any more; it was used or cancelled, or its time is over")]
    NotOpen,
}

impl Refusal for CancelInvitationRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Guard(refusal) => refusal.kind(),
            Self::NotOpen => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Guard(refusal) => refusal.code(),
            Self::NotOpen => "invitation-not-open",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Guard(refusal) => refusal.parameters(),
            Self::NotOpen => Vec::new(),
        }
    }
}

/// Cancels an open invitation: its link works no more, and the address may be invited again.
pub async fn cancel_invitation(ctx: &Ctx, actor: &Actor, id: Uuid) -> Result<(), Failure<CancelInvitationRefused>> {
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::Invite, now).await.map_err(Failure::widen)?;
        let Some(address) = store::links::cancel_invitation(write, id, now).await? else {
            return Err(CancelInvitationRefused::NotOpen.into());
        };
        let event = NewEvent {
            id: event_id,
            subject: Subject::Operator,
            tag: EventTag::InvitationCancelled,
            actor: actor.account(),
            details: json!({ "email": address }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(())
    })
}
