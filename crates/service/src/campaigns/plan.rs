//! What is due: a row for each occasion, on whichever node comes first.

use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    campaigns::{Deadline, Occasion, Planned},
    ids::MandateId,
    mandate::{Cohort, Strength},
};
use store::{Read, campaigns::NewCampaign, transaction};

/// An occasion that is still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upcoming {
    pub cohort: Cohort,
    pub deadline: DateTime<Utc>,
    pub planned: Planned,
}

/// Begins the campaigns that are due; says how many.
///
/// Of several overdue occasions of one deadline only the newest runs: after a long
/// standstill nobody gets three reminders at once. The others are kept as skipped.
pub async fn plan(ctx: &Ctx) -> Result<usize> {
    let now = ctx.now();
    let mut read = ctx.db.read().await?;
    let is_due = !due(ctx, &mut read, now).await?.is_empty() || store::campaigns::is_designation_due(&mut read).await?;
    drop(read);
    if !is_due {
        return Ok(0);
    }
    transaction!(ctx.db, |write| -> Result<usize> {
        let mut begun = 0;
        for campaign in due(ctx, write, now).await? {
            if !store::campaigns::insert(write, &campaign).await? || !campaign.is_running {
                continue;
            }
            begun += 1;
            if let (Some(mandate), Some(deadline)) = (campaign.mandate, campaign.deadline) {
                store::campaigns::skip_earlier(write, mandate, deadline, campaign.due_at, now).await?;
            }
        }
        if store::campaigns::is_designation_due(write).await? {
            begun += usize::from(store::campaigns::insert(write, &designation(ctx, now)).await?);
        }
        Ok(begun)
    })
}

/// The occasions that are not due yet, the next one first.
pub async fn upcoming(read: &mut Read, now: DateTime<Utc>) -> Result<Vec<Upcoming>> {
    let mut coming = Vec::new();
    for reminding in store::campaigns::reminding(read).await? {
        for deadline in Deadline::of(&reminding.mandate.gates) {
            let occasions = deadline.occasions(&reminding.reminders).into_iter().filter(|it| now < it.due_at);
            let cohort = reminding.mandate.cohort;
            coming.extend(occasions.map(|planned| Upcoming { cohort, deadline: deadline.at, planned }));
        }
    }
    coming.sort_by_key(|upcoming| upcoming.planned.due_at);
    Ok(coming)
}

/// What is due and has no row yet.
async fn due(ctx: &Ctx, read: &mut Read, now: DateTime<Utc>) -> Result<Vec<NewCampaign>> {
    let mut campaigns = Vec::new();
    for reminding in store::campaigns::reminding(read).await? {
        let (mandate, strength) = (reminding.mandate.id, reminding.mandate.strength);
        for deadline in Deadline::of(&reminding.mandate.gates) {
            let mut due = deadline.occasions(&reminding.reminders);
            due.retain(|planned| planned.due_at <= now);
            let newest = due.last().copied();
            for planned in due {
                let unique_key = key(mandate, strength, deadline.at, &planned);
                if store::campaigns::exists(read, &unique_key).await? {
                    continue;
                }
                campaigns.push(NewCampaign {
                    id: ctx.id(),
                    unique_key,
                    occasion: planned.occasion,
                    mandate: Some(mandate),
                    days_before: planned.days_before,
                    deadline: Some(deadline.at),
                    due_at: planned.due_at,
                    is_running: newest == Some(planned),
                    at: now,
                });
            }
        }
    }
    Ok(campaigns)
}

/// A deadline that moves, or asks for something stronger, has other keys, and so occasions of its own.
fn key(mandate: MandateId, strength: Strength, deadline: DateTime<Utc>, planned: &Planned) -> String {
    let days = planned.days_before.map(|days| format!("-{days}")).unwrap_or_default();
    let strength = strength.as_str();
    format!("{}{days}:{mandate}:{strength}:{}", planned.occasion.as_str(), deadline.timestamp_micros())
}

/// One campaign for all who wait; what is designated while it runs has the next one.
fn designation(ctx: &Ctx, now: DateTime<Utc>) -> NewCampaign {
    let id = ctx.id();
    NewCampaign {
        id,
        unique_key: format!("{}:{id}", Occasion::Designation.as_str()),
        occasion: Occasion::Designation,
        mandate: None,
        days_before: None,
        deadline: None,
        due_at: now,
        is_running: true,
        at: now,
    }
}
