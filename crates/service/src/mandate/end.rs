//! Ending a mandate.

use super::{
    MandateRefused, PlanWarning,
    edit::in_force,
    plan::{reason, record, snapshot},
};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    events::EventTag,
    ids::MandateId,
    permission::{Action, Actor},
};
use store::transaction;

/// Ends a mandate; its row and its history stay. Tells when none is left.
pub async fn end(
    ctx: &Ctx,
    actor: &Actor,
    id: MandateId,
    why: &str,
) -> Result<Vec<PlanWarning>, Failure<MandateRefused>> {
    let (now, why) = (ctx.now(), reason(why)?);
    transaction!(ctx.db, |write| -> Result<Vec<PlanWarning>, Failure<MandateRefused>> {
        permit(write, actor, Action::ManageMandates, now).await.map_err(Failure::widen)?;
        in_force(write, id).await?;
        let mut before = snapshot(write, id).await?;
        if let Some(before) = before.as_mut().and_then(serde_json::Value::as_object_mut).filter(|_| !why.is_empty()) {
            before.insert("ended_because".to_owned(), why.clone().into());
        }
        store::mandate::end(write, id, actor.account(), now).await?;
        record(ctx, write, actor, id, EventTag::MandateEnded, before.as_ref()).await?;
        let is_last = store::mandate::not_ended(write).await?.is_empty();
        Ok(if is_last { vec![PlanWarning::NothingLeft] } else { Vec::new() })
    })
}
