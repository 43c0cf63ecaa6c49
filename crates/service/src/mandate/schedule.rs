//! Scheduling a mandate.

use super::{
    MandateRefused, NewPlan, PlanWarning,
    plan::{Adopted, adopt, find_named, reason, record, snapshot},
};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    events::EventTag,
    ids::MandateId,
    mandate::{Mandate, plan::Plan},
    permission::{Action, Actor},
};
use store::{Write, transaction};

/// A mandate that was written, and what is worth knowing about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    pub id: MandateId,
    pub warnings: Vec<PlanWarning>,
}

/// Schedules a mandate.
///
/// Sent twice, the second is refused: it would stand against the first.
pub async fn schedule(ctx: &Ctx, actor: &Actor, plan: &NewPlan) -> Result<Scheduled, Failure<MandateRefused>> {
    let now = ctx.now();
    let settled = plan.settle(now)?;
    transaction!(ctx.db, |write| {
        permit(write, actor, Action::ManageMandates, now).await.map_err(Failure::widen)?;
        write_plan(ctx, write, actor, plan, &settled).await
    })
}

/// One plan in a Write that is open; presets write several.
pub(super) async fn write_plan(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    plan: &NewPlan,
    settled: &Plan,
) -> Result<Scheduled, Failure<MandateRefused>> {
    let (now, id) = (ctx.now(), MandateId(ctx.id()));
    let named = find_named(write, plan.cohort, &plan.users, &plan.projects).await?;
    let records = store::mandate::records(write).await?;
    let Adopted { default_changed, mut warnings, .. } =
        adopt(settled, &records, plan.replaces_default, None).map_err(MandateRefused::from)?;
    if let Some(default) = default_changed {
        give_up(ctx, write, actor, &default).await?;
    }
    let (reminders, text) = (settled.reminders.clone(), reason(&plan.reason)?);
    let mandate = settled.clone().into_mandate(id);
    store::mandate::insert(write, &mandate, &text, now).await?;
    store::mandate::set_terms(write, id, mandate.strength, &text, &reminders, actor.account()).await?;
    store::mandate::replace_selected(write, id, &named.accounts, &named.projects).await?;
    record(ctx, write, actor, id, EventTag::MandateScheduled, None).await?;
    if store::mandate::cohort_is_empty(write, plan.cohort, id).await? {
        warnings.push(PlanWarning::NobodyConcerned { cohort: plan.cohort });
    }
    Ok(Scheduled { id, warnings })
}

/// The default mandate keeps the gates that are left to it, or ends.
async fn give_up(ctx: &Ctx, write: &mut Write, actor: &Actor, default: &Mandate) -> anyhow::Result<()> {
    let before = snapshot(write, default.id).await?;
    if default.gates.is_empty() {
        store::mandate::end(write, default.id, actor.account(), ctx.now()).await?;
        return record(ctx, write, actor, default.id, EventTag::MandateEnded, before.as_ref()).await;
    }
    store::mandate::replace_gates(write, default.id, &default.gates).await?;
    record(ctx, write, actor, default.id, EventTag::MandateEdited, before.as_ref()).await
}
