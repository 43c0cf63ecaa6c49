//! The page of the campaigns: what was written, to how many, what failed, what comes next.

use super::{Away, Operator};
use axum::response::Response;
use domain::campaigns::Occasion;
use service::campaigns::{Upcoming, upcoming};
use store::Read;
use store::campaigns::{CampaignLine, FailedMail};
use templates::context::admin::{AdminSubject, CampaignRow, CampaignsPage, FailedRow, UpcomingRow};
use uuid::Uuid;

/// Campaigns, and failed mails, that the page shows.
const MOST_ROWS: i64 = 200;

/// Occasions to come that the page shows.
const MOST_UPCOMING: usize = 20;

/// `GET /admin/campaigns/`.
pub(super) async fn list(operator: Operator) -> Result<Response, Away> {
    let ctx = operator.ctx();
    let mut read = ctx.db.read().await?;
    let mut campaigns = Vec::new();
    for line in store::campaigns::newest(&mut read, MOST_ROWS).await? {
        let left = left(&mut read, &line).await?;
        campaigns.push(row(line, left));
    }
    let coming = upcoming(&mut read, ctx.now()).await?;
    let failed = store::campaigns::failed(&mut read, MOST_ROWS).await?;
    operator.page(&CampaignsPage {
        frame: operator.frame(AdminSubject::Campaigns),
        per_minute: ctx.settings.campaign_mails_per_minute.into(),
        campaigns,
        upcoming: coming.into_iter().take(MOST_UPCOMING).map(upcoming_row).collect(),
        failed: failed.into_iter().map(failed_row).collect(),
    })
}

/// How many people a campaign that runs has before it.
async fn left(read: &mut Read, line: &CampaignLine) -> anyhow::Result<Option<u64>> {
    if line.state != "running" {
        return Ok(None);
    }
    let cursor = line.cursor_account.unwrap_or(Uuid::nil());
    let people = if Occasion::from_stored(&line.occasion) == Some(Occasion::Designation) {
        store::campaigns::notified(read, line.due_at, cursor, i64::from(i32::MAX)).await?.len()
    } else {
        let mandates = store::mandate::not_ended(read).await?;
        match mandates.iter().find(|mandate| Some(mandate.id.0) == line.mandate_id) {
            Some(mandate) => store::campaigns::lacking(read, mandate, cursor, i64::from(i32::MAX)).await?.len(),
            None => 0,
        }
    };
    Ok(Some(u64::try_from(people)?))
}

fn row(line: CampaignLine, left: Option<u64>) -> CampaignRow {
    CampaignRow {
        occasion: line.occasion,
        days: line.days_before,
        cohort: line.cohort,
        deadline: line.deadline,
        due: line.due_at,
        state: line.state,
        written: line.written.unsigned_abs(),
        sent: line.sent.unsigned_abs(),
        waiting: line.waiting.unsigned_abs(),
        failed: line.failed.unsigned_abs(),
        unreachable: line.unreachable.unsigned_abs(),
        left,
    }
}

fn upcoming_row(upcoming: Upcoming) -> UpcomingRow {
    UpcomingRow {
        occasion: upcoming.planned.occasion.as_str(),
        days: upcoming.planned.days_before,
        cohort: upcoming.cohort.as_str(),
        deadline: upcoming.deadline,
        due: upcoming.planned.due_at,
    }
}

fn failed_row(mail: FailedMail) -> FailedRow {
    FailedRow { occasion: mail.occasion, username: mail.username, error: mail.last_error, at: mail.created_at }
}
