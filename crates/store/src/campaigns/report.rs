//! What became of campaigns, for operators.

use crate::{db::Read, select};
use anyhow::Result;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A campaign with what became of its mails.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CampaignLine {
    pub id: Uuid,
    pub occasion: String,
    pub mandate_id: Option<Uuid>,
    /// Nothing for a designation.
    pub cohort: Option<String>,
    pub days_before: Option<i32>,
    pub deadline: Option<DateTime<Utc>>,
    pub due_at: DateTime<Utc>,
    /// `running`, `finished` or `skipped`.
    pub state: String,
    pub cursor_account: Option<Uuid>,
    pub written: i64,
    pub unreachable: i64,
    pub sent: i64,
    pub waiting: i64,
    pub failed: i64,
    pub finished_at: Option<DateTime<Utc>>,
}

/// A mail of a campaign that could not be delivered.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FailedMail {
    pub campaign_id: Uuid,
    pub occasion: String,
    /// Nothing once the mail is old, or the account deleted.
    pub username: Option<String>,
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The newest campaigns, the one that was due last first.
pub async fn newest(read: &mut Read, most: i64) -> Result<Vec<CampaignLine>> {
    read.select(select!(
        "SELECT c.id, c.occasion, c.mandate_id, m.cohort, c.days_before, c.deadline, c.due_at, c.state,
                c.cursor_account, c.written, c.unreachable, c.finished_at,
                (SELECT count(*) FROM mails l WHERE l.campaign_id = c.id AND l.state = 'sent') AS sent,
                (SELECT count(*) FROM mails l WHERE l.campaign_id = c.id AND l.state = 'queued') AS waiting,
                (SELECT count(*) FROM mails l WHERE l.campaign_id = c.id AND l.state IN ('failed', 'suppressed'))
                    AS failed
         FROM campaigns c LEFT JOIN mandates m ON m.id = c.mandate_id
         ORDER BY c.due_at DESC, c.id DESC LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}

/// The newest mails of campaigns that could not be delivered.
pub async fn failed(read: &mut Read, most: i64) -> Result<Vec<FailedMail>> {
    read.select(select!(
        "SELECT c.id AS campaign_id, c.occasion, a.username, l.last_error, l.created_at
         FROM mails l JOIN campaigns c ON c.id = l.campaign_id LEFT JOIN accounts a ON a.id = l.account_id
         WHERE l.campaign_id IS NOT NULL AND l.state IN ('failed', 'suppressed')
         ORDER BY l.created_at DESC, l.id DESC LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}
