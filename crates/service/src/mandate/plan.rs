//! From what an operator writes to what stands in the tables: names found, times settled,
//! the default mandate out of the way.

use super::{MandateRefused, PlanWarning, initialise::REASON};
use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{
    Failure,
    accounts::{AccountState, Username},
    events::{EventTag, NewEvent, Subject},
    ids::{AccountId, MandateId, ProjectId},
    mandate::{
        Cohort, Gate, Mandate, Strength,
        plan::{DEFAULT_REMINDERS, Plan, PlanRefused, PlannedGate},
    },
    permission::Actor,
};
use packaging::name::NormalizedName;
use serde_json::{Value, json};
use store::{
    Read, Write,
    mandate::{MandateRecord, NewChange},
};

/// Users, and projects, that one mandate may name.
const MOST_NAMES: usize = 1000;

/// Characters that a reason may have.
const LONGEST_REASON: usize = 500;

/// A mandate as an operator asks for it.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub cohort: Cohort,
    pub strength: Strength,
    pub gates: Vec<PlannedGate>,
    /// Days before a deadline; `None` for the usual ones.
    pub reminders: Option<Vec<u16>>,
    /// User names and project names, for the cohort `selected` alone.
    pub users: Vec<String>,
    pub projects: Vec<String>,
    pub reason: String,
    /// Whether the default mandate ends with it, whatever it closes.
    pub replaces_default: bool,
}

/// Whom a mandate names, found.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) accounts: Vec<AccountId>,
    pub(super) projects: Vec<ProjectId>,
}

/// What a plan makes of the mandates that are there.
#[derive(Debug)]
pub(super) struct Adopted {
    /// Those that stay, without what the plan takes from the default.
    pub(super) others: Vec<Mandate>,
    /// The default with fewer gates; without any it ends.
    pub(super) default_changed: Option<Mandate>,
    pub(super) warnings: Vec<PlanWarning>,
}

impl NewPlan {
    pub(super) fn settle(&self, now: DateTime<Utc>) -> Result<Plan, MandateRefused> {
        reason(&self.reason)?;
        let reminders = self.reminders.as_deref().unwrap_or(&DEFAULT_REMINDERS);
        Ok(Plan::settle(now, self.cohort, self.strength, &self.gates, reminders, None)?)
    }
}

/// A reason in its stored form; it may be empty.
pub(super) fn reason(text: &str) -> Result<String, MandateRefused> {
    let text = text.trim();
    if LONGEST_REASON < text.chars().count() {
        return Err(MandateRefused::ReasonTooLong { most: LONGEST_REASON });
    }
    Ok(text.to_owned())
}

/// Whether a mandate is the one that a fresh index has.
pub(super) fn is_default(record: &MandateRecord) -> bool {
    record.created_by.is_none() && record.reason == REASON
}

/// Holds a plan against the mandates that are there.
///
/// Another plan of the same cohort refuses it. To a new plan the default mandate gives way
/// instead: it was nobody's decision, and an operator may replace it by a plan of his own.
/// An edit, which knows `itself`, takes nothing from it.
pub(super) fn adopt(
    plan: &Plan,
    records: &[MandateRecord],
    replaces_default: bool,
    itself: Option<MandateId>,
) -> Result<Adopted, PlanRefused> {
    let in_force = records.iter().filter(|record| record.ended_at.is_none() && Some(record.mandate.id) != itself);
    let (default, written): (Vec<_>, Vec<_>) = in_force.partition(|record| itself.is_none() && is_default(record));
    let mut others: Vec<Mandate> = written.into_iter().map(|record| record.mandate.clone()).collect();
    if let Some((mandate, gate)) = plan.contradictions(&others).first() {
        return Err(PlanRefused::Contradicts { mandate: *mandate, gate: *gate });
    }
    let mut adopted = Adopted { others: Vec::new(), default_changed: None, warnings: Vec::new() };
    for record in default {
        let default = &record.mandate;
        let given_up: Vec<Gate> = match replaces_default {
            true => default.gates.iter().map(|schedule| schedule.gate).collect(),
            false => plan.contradictions(std::slice::from_ref(default)).into_iter().map(|(_, gate)| gate).collect(),
        };
        let mut narrowed = default.clone();
        narrowed.gates.retain(|schedule| !given_up.contains(&schedule.gate));
        if given_up.is_empty() {
            others.push(narrowed);
            continue;
        }
        if narrowed.gates.is_empty() {
            adopted.warnings.push(PlanWarning::DefaultReplaced);
        } else {
            let gates = given_up.into_iter().map(Gate::as_str).collect();
            adopted.warnings.push(PlanWarning::DefaultNarrowed { gates });
            others.push(narrowed.clone());
        }
        adopted.default_changed = Some(narrowed);
    }
    if let Some(mandate) = plan.needless_beside(&others) {
        adopted.warnings.push(PlanWarning::Needless { mandate });
    }
    adopted.others = others;
    Ok(adopted)
}

/// Finds whom a mandate names; one unknown name refuses the whole.
pub(super) async fn find_named(
    read: &mut Read,
    cohort: Cohort,
    users: &[String],
    projects: &[String],
) -> Result<Named, Failure<MandateRefused>> {
    if cohort != Cohort::Selected {
        return match users.is_empty() && projects.is_empty() {
            true => Ok(Named::default()),
            false => Err(MandateRefused::NamesWithoutSelection { cohort }.into()),
        };
    }
    if MOST_NAMES < users.len() || MOST_NAMES < projects.len() {
        return Err(MandateRefused::TooManyNames { most: MOST_NAMES }.into());
    }
    let mut named = Named::default();
    for username in users {
        let unknown = || MandateRefused::NoSuchUser { username: username.clone() };
        let parsed: Username = username.parse().map_err(|_| unknown())?;
        let account = store::accounts::by_username(read, &parsed).await?;
        let account = account.filter(|account| account.state != AccountState::Deleted).ok_or_else(unknown)?;
        named.accounts.push(account.id);
    }
    for project in projects {
        let unknown = || MandateRefused::NoSuchProject { project: project.clone() };
        let name = NormalizedName::from_any(project).map_err(|_| unknown())?;
        named.projects.push(store::projects::by_name(read, &name).await?.ok_or_else(unknown)?.id);
    }
    named.accounts.sort_unstable();
    named.accounts.dedup();
    named.projects.sort_unstable();
    named.projects.dedup();
    if named.accounts.is_empty() && named.projects.is_empty() {
        return Err(MandateRefused::NobodyNamed.into());
    }
    Ok(named)
}

/// A mandate as the history keeps it.
pub(super) async fn snapshot(read: &mut Read, id: MandateId) -> Result<Option<Value>> {
    let Some(record) = store::mandate::by_id(read, id).await? else {
        return Ok(None);
    };
    let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let gates = record.mandate.gates.iter().map(|schedule| {
        json!({
            "gate": schedule.gate,
            "announce": instant(schedule.announce_at),
            "enforce": instant(schedule.enforce_at),
        })
    });
    let gates: Vec<Value> = gates.collect();
    let users: Vec<String> =
        store::mandate::selected_accounts(read, id).await?.into_iter().map(|(_, name)| name).collect();
    let projects: Vec<String> =
        store::mandate::selected_projects(read, id).await?.into_iter().map(|(_, name)| name).collect();
    Ok(Some(json!({
        "cohort": record.mandate.cohort,
        "strength": record.mandate.strength,
        "reason": record.reason,
        "reminders": record.reminders,
        "gates": gates,
        "users": users,
        "projects": projects,
    })))
}

/// Writes into the history and into the log of the operators what was done to a mandate.
pub(super) async fn record(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    id: MandateId,
    tag: EventTag,
    before: Option<&Value>,
) -> Result<()> {
    let (now, after) = (ctx.now(), snapshot(write, id).await?);
    let (change, after) = match tag {
        EventTag::MandateScheduled => ("scheduled", after),
        EventTag::MandateEnded => ("ended", None),
        _ => ("edited", after),
    };
    let account = actor.account();
    let row = NewChange { id: ctx.id(), mandate: id, change, actor: account, before, after: after.as_ref(), at: now };
    store::mandate::record_change(write, &row).await?;
    let details = json!({ "mandate": id, "before": before, "after": after });
    let event = NewEvent { id: ctx.id(), subject: Subject::Operator, tag, actor: account, details, at: now };
    store::events::record(write, &event).await
}
