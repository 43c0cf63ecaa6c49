//! Campaigns: which mails are due to everybody whom a mandate concerns, and how far they are.

mod people;
mod report;

pub use people::{Person, lacking, notices_of, notified, projects_of};
pub use report::{CampaignLine, FailedMail, failed, newest};

use crate::{
    change,
    db::{Json, Read, Write},
    select,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    campaigns::Occasion,
    ids::{AccountId, MandateId},
    mandate::{GateSchedule, Mandate},
};
use std::collections::HashMap;
use uuid::Uuid;

/// A mandate with the days before its deadlines at which people are reminded.
#[derive(Clone, Debug)]
pub struct Reminding {
    pub mandate: Mandate,
    pub reminders: Vec<i32>,
}

/// A campaign as it is written.
#[derive(Clone, Debug)]
pub struct NewCampaign {
    pub id: Uuid,
    /// Of the mandate, the occasion and the deadline, so that each exists once.
    pub unique_key: String,
    pub occasion: Occasion,
    pub mandate: Option<MandateId>,
    pub days_before: Option<i32>,
    pub deadline: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
    /// Otherwise it is one that a later one makes needless.
    pub is_running: bool,
    pub at: DateTime<Utc>,
}

/// A campaign that is not over.
#[derive(Clone, Debug)]
pub struct Running {
    pub id: Uuid,
    pub occasion: Occasion,
    /// None where the mandate has ended.
    pub mandate: Option<Mandate>,
    pub days_before: Option<i32>,
    pub deadline: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
    /// Everybody up to this account is done.
    pub cursor: Uuid,
}

/// How a campaign ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Finished,
    /// Its mandate ended, its deadline moved, or a later occasion came.
    Skipped,
}

impl End {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Skipped => "skipped",
        }
    }
}

#[derive(sqlx::FromRow)]
struct RunningRow {
    id: Uuid,
    occasion: String,
    mandate_id: Option<Uuid>,
    days_before: Option<i32>,
    deadline: Option<DateTime<Utc>>,
    due_at: DateTime<Utc>,
    cursor_account: Option<Uuid>,
}

impl Running {
    /// Whether the mandate still has the deadline that people are written to about.
    pub fn is_wanted(&self) -> bool {
        let is_deadline = |gate: &GateSchedule| Some(gate.enforce_at) == self.deadline;
        self.occasion == Occasion::Designation
            || self.mandate.as_ref().is_some_and(|mandate| mandate.gates.iter().any(is_deadline))
    }
}

/// The mandates that have not ended, with their reminders, oldest first.
pub async fn reminding(read: &mut Read) -> Result<Vec<Reminding>> {
    let rows: Vec<(Uuid, Json<Vec<i32>>)> =
        read.select(select!("SELECT id, reminders FROM mandates WHERE ended_at IS NULL ORDER BY id")).all().await?;
    let reminders: HashMap<Uuid, Vec<i32>> = rows.into_iter().map(|(id, Json(days))| (id, days)).collect();
    let mandates = crate::mandate::not_ended(read).await?;
    let with = |mandate: Mandate| {
        let reminders = reminders.get(&mandate.id.0).cloned().unwrap_or_default();
        Reminding { mandate, reminders }
    };
    Ok(mandates.into_iter().map(with).collect())
}

/// Whether a campaign of this key exists, in whatever state.
pub async fn exists(read: &mut Read, unique_key: &str) -> Result<bool> {
    let row: Option<(Uuid,)> =
        read.select(select!("SELECT id FROM campaigns WHERE unique_key = $1")).bind(unique_key).optional().await?;
    Ok(row.is_some())
}

/// Whether somebody waits for the mail about a designation, and no campaign writes to them.
pub async fn is_designation_due(read: &mut Read) -> Result<bool> {
    let waiting: Option<(Uuid,)> = read
        .select(select!("SELECT account_id FROM designation_notices ORDER BY account_id LIMIT 1"))
        .optional()
        .await?;
    let running: Option<(Uuid,)> = read
        .select(select!("SELECT id FROM campaigns WHERE state = 'running' AND occasion = 'designation' ORDER BY id"))
        .optional()
        .await?;
    Ok(waiting.is_some() && running.is_none())
}

/// Writes a campaign; `false` when one of its key exists.
pub async fn insert(write: &mut Write, campaign: &NewCampaign) -> Result<bool> {
    let (state, finished_at) = if campaign.is_running { ("running", None) } else { ("skipped", Some(campaign.at)) };
    let inserted = write
        .change(change!(
            "INSERT INTO campaigns (id, unique_key, occasion, mandate_id, days_before, deadline, due_at, state,
                                    cursor_account, written, unreachable, started_at, finished_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, 0, $9, $10)
             ON CONFLICT (unique_key) DO NOTHING"
        ))
        .bind(campaign.id)
        .bind(&campaign.unique_key)
        .bind(campaign.occasion.as_str())
        .bind(campaign.mandate.map(|mandate| mandate.0))
        .bind(campaign.days_before)
        .bind(campaign.deadline)
        .bind(campaign.due_at)
        .bind(state)
        .bind(campaign.at)
        .bind(finished_at)
        .execute()
        .await?;
    Ok(inserted == 1)
}

/// Skips what still runs for a deadline and was due before an instant.
pub async fn skip_earlier(
    write: &mut Write,
    mandate: MandateId,
    deadline: DateTime<Utc>,
    due_before: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<u64> {
    write
        .change(change!(
            "UPDATE campaigns SET state = 'skipped', finished_at = $1
             WHERE mandate_id = $2 AND deadline = $3 AND due_at < $4 AND state = 'running'"
        ))
        .bind(at)
        .bind(mandate.0)
        .bind(deadline)
        .bind(due_before)
        .execute()
        .await
}

/// The campaign that has been due longest and is not over.
pub async fn running(read: &mut Read) -> Result<Option<Running>> {
    let row: Option<RunningRow> = read
        .select(select!(
            "SELECT id, occasion, mandate_id, days_before, deadline, due_at, cursor_account
             FROM campaigns WHERE state = 'running' ORDER BY due_at, id LIMIT 1"
        ))
        .optional()
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let mandate = match row.mandate_id {
        Some(id) => crate::mandate::not_ended(read).await?.into_iter().find(|mandate| mandate.id.0 == id),
        None => None,
    };
    Ok(Some(Running {
        id: row.id,
        occasion: occasion(&row.occasion)?,
        mandate,
        days_before: row.days_before,
        deadline: row.deadline,
        due_at: row.due_at,
        cursor: row.cursor_account.unwrap_or(Uuid::nil()),
    }))
}

/// Moves the cursor behind a batch whose mails are written in the same transaction.
pub async fn move_on(write: &mut Write, id: Uuid, cursor: AccountId, written: i64, unreachable: i64) -> Result<()> {
    write
        .change(change!(
            "UPDATE campaigns SET cursor_account = $1, written = written + $2, unreachable = unreachable + $3
             WHERE id = $4 AND state = 'running'"
        ))
        .bind(cursor.0)
        .bind(written)
        .bind(unreachable)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Ends a campaign that runs.
pub async fn end(write: &mut Write, id: Uuid, end: End, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("UPDATE campaigns SET state = $1, finished_at = $2 WHERE id = $3 AND state = 'running'"))
        .bind(end.as_str())
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Mails that campaigns have written in a span of time, on whatever node.
pub async fn written_between(read: &mut Read, from: DateTime<Utc>, before: DateTime<Utc>) -> Result<i64> {
    let (count,): (i64,) = read
        .select(select!(
            "SELECT count(*) FROM mails WHERE created_at >= $1 AND created_at < $2 AND campaign_id IS NOT NULL"
        ))
        .bind(from)
        .bind(before)
        .one()
        .await?;
    Ok(count)
}

/// Forgets the designations of somebody that were known until an instant.
pub async fn forget_notices(write: &mut Write, account: AccountId, until: DateTime<Utc>) -> Result<()> {
    write
        .change(change!("DELETE FROM designation_notices WHERE account_id = $1 AND created_at <= $2"))
        .bind(account.0)
        .bind(until)
        .execute()
        .await?;
    Ok(())
}

fn occasion(text: &str) -> Result<Occasion> {
    Occasion::from_stored(text).with_context(|| format!("a campaign has an unknown occasion: `{text}`"))
}
