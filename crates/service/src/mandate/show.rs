//! The mandates and their history, as operators read them.

use crate::{Ctx, guard::GuardRefused};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Failure,
    ids::MandateId,
    mandate::{Cohort, Gate, Strength},
    permission::{Action, Actor, decide},
};
use store::{
    Read,
    mandate::{ChangeRow, MandateRecord},
};

/// Entries of the history that one answer shows.
const MOST_CHANGES: i64 = 200;

/// A mandate, whom it names, and whether it is the one of a fresh index.
#[derive(Clone, Debug)]
pub struct MandateLine {
    pub record: MandateRecord,
    pub users: Vec<String>,
    pub projects: Vec<String>,
    pub is_default: bool,
}

/// What happens at an instant of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    Announced,
    /// Days before the deadline.
    Reminded(u16),
    Enforced,
}

/// An instant of the timeline, and the gates that it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    pub at: DateTime<Utc>,
    pub turn: Turn,
    pub mandate: MandateId,
    pub cohort: Cohort,
    pub strength: Strength,
    pub gates: Vec<Gate>,
}

/// Every mandate that was ever written, those in force first.
pub async fn show(ctx: &Ctx, actor: &Actor) -> Result<Vec<MandateLine>, Failure<GuardRefused>> {
    let mut read = ctx.db.read().await?;
    may_read(&mut read, actor, ctx.now()).await?;
    let mut lines = Vec::new();
    for record in store::mandate::records(&mut read).await? {
        let id = record.mandate.id;
        let is_named = record.mandate.cohort == Cohort::Selected;
        let names = |rows: Vec<(_, String)>| rows.into_iter().map(|(_, name)| name).collect();
        let (users, projects) = match is_named {
            true => (
                names(store::mandate::selected_accounts(&mut read, id).await?),
                names(store::mandate::selected_projects(&mut read, id).await?),
            ),
            false => (Vec::new(), Vec::new()),
        };
        let is_default = super::plan::is_default(&record);
        lines.push(MandateLine { record, users, projects, is_default });
    }
    Ok(lines)
}

/// Who changed what, the newest first; of one mandate, or of all.
pub async fn history(
    ctx: &Ctx,
    actor: &Actor,
    mandate: Option<MandateId>,
) -> Result<Vec<ChangeRow>, Failure<GuardRefused>> {
    let mut read = ctx.db.read().await?;
    may_read(&mut read, actor, ctx.now()).await?;
    Ok(store::mandate::changes(&mut read, mandate, MOST_CHANGES).await?)
}

pub(super) async fn may_read(read: &mut Read, actor: &Actor, now: DateTime<Utc>) -> Result<(), Failure<GuardRefused>> {
    let facts = store::permission::facts(read, actor, None).await?;
    decide(now, actor, Action::ReadAdmin, &facts).map_err(GuardRefused::from)?;
    Ok(())
}

/// What the mandates in force have done and will do, in order of time.
pub fn timeline(lines: &[MandateLine]) -> Vec<TimelineEntry> {
    let mut entries: Vec<TimelineEntry> = Vec::new();
    for MandateLine { record, .. } in lines.iter().filter(|line| line.record.ended_at.is_none()) {
        for schedule in &record.mandate.gates {
            let reminders = record
                .reminders
                .iter()
                .map(|days| (schedule.enforce_at - TimeDelta::days(i64::from(*days)), Turn::Reminded(*days)));
            // Nobody is reminded of what was not announced yet.
            let reminders = reminders.filter(|(at, _)| schedule.announce_at < *at);
            let turns = [(schedule.announce_at, Turn::Announced), (schedule.enforce_at, Turn::Enforced)];
            for (at, turn) in turns.into_iter().chain(reminders) {
                add(&mut entries, record, at, turn, schedule.gate);
            }
        }
    }
    entries.sort_by_key(|entry| (entry.at, entry.turn));
    entries
}

fn add(entries: &mut Vec<TimelineEntry>, record: &MandateRecord, at: DateTime<Utc>, turn: Turn, gate: Gate) {
    let mandate = record.mandate.id;
    let same = entries.iter_mut().find(|entry| entry.at == at && entry.turn == turn && entry.mandate == mandate);
    match same {
        Some(entry) => entry.gates.push(gate),
        None => entries.push(TimelineEntry {
            at,
            turn,
            mandate,
            cohort: record.mandate.cohort,
            strength: record.mandate.strength,
            gates: vec![gate],
        }),
    }
}
