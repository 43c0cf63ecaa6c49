//! The preview: who would be stopped at an instant, by gate and cohort, with names.
//!
//! A handful of queries load everybody whom a mandate can stop; then the same pure
//! function that decides each upload is asked about each of them.

mod count;

pub use count::{GateImpact, Impact, Stopped};

use super::{
    MandateRefused, NewPlan,
    plan::{Named, adopt, find_named},
    show::may_read,
};
use crate::Ctx;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use count::{Loaded, count};
use domain::{Failure, ids::MandateId, mandate::Mandate, permission::Actor};
use std::collections::{HashMap, HashSet};
use store::{Read, mandate::MandateRecord};
use uuid::Uuid;

/// Who would be stopped at `at` by the mandates as they are, and by plans not yet written.
///
/// A plan is held to the same rules as one that is scheduled, and writes nothing.
pub async fn impact(
    ctx: &Ctx,
    actor: &Actor,
    at: DateTime<Utc>,
    proposed: &[NewPlan],
) -> Result<Impact, Failure<MandateRefused>> {
    let mut read = ctx.db.read().await?;
    may_read(&mut read, actor, ctx.now()).await.map_err(Failure::widen)?;
    let mut records = store::mandate::records(&mut read).await?;
    let mut named = Vec::new();
    for (index, plan) in proposed.iter().enumerate() {
        let id = MandateId(Uuid::from_u128(index as u128));
        named.push((id, find_named(&mut read, plan.cohort, &plan.users, &plan.projects).await?));
        propose(ctx.now(), &mut records, plan, id)?;
    }
    let mandates = records.into_iter().filter(|record| record.ended_at.is_none()).map(|record| record.mandate);
    let loaded = load(&mut read, mandates.collect(), &named).await?;
    drop(read);
    // Half a second of counting at full size: not on the thread that answers others.
    let counted = tokio::task::spawn_blocking(move || count(at, loaded)).await.context("the count broke down")?;
    Ok(counted)
}

/// The records as they would be with one more plan.
fn propose(
    now: DateTime<Utc>,
    records: &mut Vec<MandateRecord>,
    plan: &NewPlan,
    id: MandateId,
) -> Result<(), MandateRefused> {
    let settled = plan.settle(now)?;
    if let Some(default) = adopt(&settled, records, plan.replaces_default, None)?.default_changed {
        for record in records.iter_mut().filter(|record| record.mandate.id == default.id) {
            record.ended_at = default.gates.is_empty().then_some(now);
            record.mandate = default.clone();
        }
    }
    records.push(MandateRecord {
        reminders: settled.reminders.clone(),
        mandate: settled.into_mandate(id),
        reason: plan.reason.clone(),
        created_at: now,
        // Never to be taken for the default.
        created_by: Some(String::new()),
        ended_at: None,
        ended_by: None,
    });
    Ok(())
}

async fn load(read: &mut Read, mandates: Vec<Mandate>, proposed: &[(MandateId, Named)]) -> Result<Loaded> {
    let people = store::mandate::people_without_key(read).await?;
    let roles = store::mandate::roles(read).await?;
    let mut selected: HashMap<Uuid, Vec<MandateId>> = HashMap::new();
    for (account, mandate) in store::mandate::named_people(read).await? {
        selected.entry(account).or_default().push(MandateId(mandate));
    }
    for (id, named) in proposed {
        let projects: HashSet<Uuid> = named.projects.iter().map(|project| project.0).collect();
        let by_role = roles.iter().filter(|(project, _)| projects.contains(project)).map(|(_, account)| *account);
        for account in named.accounts.iter().map(|account| account.0).chain(by_role) {
            selected.entry(account).or_default().push(*id);
        }
    }
    let mut owners: HashMap<Uuid, Vec<Mandate>> = HashMap::new();
    for (account, rule) in store::mandate::people_under_owners(read).await? {
        owners.entry(account).or_default().push(rule);
    }
    let names = store::mandate::project_names(read).await?;
    let names = names.into_iter().map(|project| (project.id, project.name)).collect();
    Ok(Loaded { mandates, people, roles, selected, owners, names })
}
