//! Editing a mandate: times, gates, strength, reminders, names, reason.

use super::{
    MandateRefused, Scheduled,
    plan::{adopt, find_named, is_default, reason, record, snapshot},
};
use crate::{Ctx, guard::permit};
use domain::{
    Failure,
    events::EventTag,
    ids::MandateId,
    mandate::{
        Strength,
        plan::{Plan, PlannedGate, When},
    },
    permission::{Action, Actor},
};
use store::{Write, mandate::MandateRecord, transaction};

/// The reason of the default mandate once somebody has changed it and given none.
const EDITED_DEFAULT: &str = "the default of a fresh index, changed";

/// What is to be changed; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct MandateEdit {
    pub strength: Option<Strength>,
    /// All gates of the mandate from then on.
    pub gates: Option<Vec<PlannedGate>>,
    pub reminders: Option<Vec<u16>>,
    pub users: Option<Vec<String>>,
    pub projects: Option<Vec<String>>,
    pub reason: Option<String>,
    /// Brings a known deadline close all the same; a reason must say why.
    pub insists: bool,
}

/// Edits a mandate that has not ended. An edit that changes nothing leaves no trace.
pub async fn edit(
    ctx: &Ctx,
    actor: &Actor,
    id: MandateId,
    edit: &MandateEdit,
) -> Result<Scheduled, Failure<MandateRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<Scheduled, Failure<MandateRefused>> {
        permit(write, actor, Action::ManageMandates, now).await.map_err(Failure::widen)?;
        let known = in_force(write, id).await?;
        let before = snapshot(write, id).await?;
        let settled = settle(ctx, &known, edit)?;
        let records = store::mandate::records(write).await?;
        let warnings = adopt(&settled, &records, false, Some(id)).map_err(MandateRefused::from)?.warnings;
        rename(write, &known, edit).await?;
        let text = match &edit.reason {
            Some(text) => reason(text)?,
            // An operator has decided about it: no plan takes its gates any more.
            None if is_default(&known) => EDITED_DEFAULT.to_owned(),
            None => known.reason.clone(),
        };
        store::mandate::set_terms(write, id, settled.strength, &text, &settled.reminders, None).await?;
        store::mandate::replace_gates(write, id, &settled.gates).await?;
        if before != snapshot(write, id).await? {
            record(ctx, write, actor, id, EventTag::MandateEdited, before.as_ref()).await?;
        }
        Ok(Scheduled { id, warnings })
    })
}

/// The mandate of an id, unless it has ended.
pub(super) async fn in_force(write: &mut Write, id: MandateId) -> Result<MandateRecord, Failure<MandateRefused>> {
    let record = store::mandate::by_id(write, id).await?;
    let record = record.ok_or_else(|| MandateRefused::NoSuchMandate { id: id.to_string() })?;
    match record.ended_at {
        Some(_) => Err(MandateRefused::Ended { id }.into()),
        None => Ok(record),
    }
}

fn settle(ctx: &Ctx, known: &MandateRecord, edit: &MandateEdit) -> Result<Plan, MandateRefused> {
    let now = ctx.now();
    let gates = edit.gates.clone().unwrap_or_else(|| planned(known));
    let strength = edit.strength.unwrap_or(known.mandate.strength);
    let reminders = edit.reminders.as_ref().unwrap_or(&known.reminders);
    let settled = Plan::settle(now, known.mandate.cohort, strength, &gates, reminders, Some(&known.mandate))?;
    if edit.insists {
        let says_why = edit.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        return if says_why { Ok(settled) } else { Err(MandateRefused::ReasonMissing) };
    }
    settled.require_notice(now, &known.mandate)?;
    Ok(settled)
}

fn planned(known: &MandateRecord) -> Vec<PlannedGate> {
    let planned = known.mandate.gates.iter().map(|schedule| PlannedGate {
        gate: schedule.gate,
        announce: When::At(schedule.announce_at),
        enforce: When::At(schedule.enforce_at),
    });
    planned.collect()
}

/// Sets whom the mandate names, where the edit says so.
async fn rename(write: &mut Write, known: &MandateRecord, edit: &MandateEdit) -> Result<(), Failure<MandateRefused>> {
    if edit.users.is_none() && edit.projects.is_none() {
        return Ok(());
    }
    let id = known.mandate.id;
    let names = |rows: Vec<(_, String)>| rows.into_iter().map(|(_, name)| name).collect::<Vec<String>>();
    let users = match &edit.users {
        Some(users) => users.clone(),
        None => names(store::mandate::selected_accounts(write, id).await?),
    };
    let projects = match &edit.projects {
        Some(projects) => projects.clone(),
        None => names(store::mandate::selected_projects(write, id).await?),
    };
    let named = find_named(write, known.mandate.cohort, &users, &projects).await?;
    if named.accounts.is_empty() && named.projects.is_empty() {
        return Ok(());
    }
    Ok(store::mandate::replace_selected(write, id, &named.accounts, &named.projects).await?)
}
