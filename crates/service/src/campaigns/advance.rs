//! The next batch of a campaign: its mails and its cursor, in one Write.

use super::tell::{Told, tell};
use crate::Ctx;
use anyhow::Result;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use domain::{campaigns::Occasion, ids::AccountId};
use store::{
    Read, Write,
    campaigns::{End, Person, Running},
    transaction,
};

/// People whose mails are written in one transaction.
const BATCH: i64 = 50;

/// What one step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// No campaign runs.
    Idle,
    /// Mails were written to so many people; more may follow.
    Wrote(i64),
    /// A campaign is finished, or is wanted no more.
    Ended,
    /// The mails of this minute are written.
    Waiting,
}

/// Writes the next batch of the campaign that has been due longest.
pub async fn advance(ctx: &Ctx) -> Result<Step> {
    transaction!(ctx.db, |write| -> Result<Step> { batch(ctx, write).await })
}

/// One batch inside a Write: nothing of it counts unless the Write is committed.
pub async fn batch(ctx: &Ctx, write: &mut Write) -> Result<Step> {
    let now = ctx.now();
    let Some(campaign) = store::campaigns::running(write).await? else {
        return Ok(Step::Idle);
    };
    if !campaign.is_wanted() {
        store::campaigns::end(write, campaign.id, End::Skipped, now).await?;
        return Ok(Step::Ended);
    }
    let room = room(ctx, write, now).await?;
    if room <= 0 {
        return Ok(Step::Waiting);
    }
    let people = people(write, &campaign, room.min(BATCH)).await?;
    let Some(last) = people.last().map(|person| AccountId(person.id)) else {
        store::campaigns::end(write, campaign.id, End::Finished, now).await?;
        return Ok(Step::Ended);
    };
    let (mut written, mut unreachable) = (0, 0);
    for person in &people {
        match tell(ctx, write, &campaign, person).await? {
            Told::Written => written += 1,
            Told::Unreachable => unreachable += 1,
            Told::Nothing => {}
        }
    }
    store::campaigns::move_on(write, campaign.id, last, written, unreachable).await?;
    Ok(Step::Wrote(written))
}

/// How many more mails the minute of the clock takes, counted over all nodes.
///
/// Only that minute counts: a clock that was ahead for a while must not stop everything.
async fn room(ctx: &Ctx, read: &mut Read, now: DateTime<Utc>) -> Result<i64> {
    let minute = TimeDelta::minutes(1);
    let from = now.duration_trunc(minute)?;
    let written = store::campaigns::written_between(read, from, from + minute).await?;
    Ok(i64::from(ctx.settings.campaign_mails_per_minute) - written)
}

async fn people(read: &mut Read, campaign: &Running, most: i64) -> Result<Vec<Person>> {
    match (&campaign.mandate, campaign.occasion) {
        (_, Occasion::Designation) => store::campaigns::notified(read, campaign.due_at, campaign.cursor, most).await,
        (Some(mandate), _) => store::campaigns::lacking(read, mandate, campaign.cursor, most).await,
        (None, _) => Ok(Vec::new()),
    }
}
