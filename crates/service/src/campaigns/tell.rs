//! One person of a campaign: the mail, with the projects that it is about.

use crate::{
    Ctx,
    mail::{self, Recipient},
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    accounts::EmailAddress,
    campaigns::{Deadline, Occasion, requirement},
    ids::AccountId,
    mandate::{Gate, Mandate},
};
use store::{
    Read, Write,
    campaigns::{Person, Running},
};
use templates::mail::{CriticalRequirement, Mail, MailMessage, MandateNews, NamedProjects};

/// Projects that a mail names; of the others it tells how many they are.
const MOST_NAMES: i64 = 10;

/// What became of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Written,
    /// There is no verified primary address.
    Unreachable,
    /// The mail is written already, or there is nothing left to tell.
    Nothing,
}

/// Writes the mail of a campaign to one person.
pub(super) async fn tell(ctx: &Ctx, write: &mut Write, campaign: &Running, person: &Person) -> Result<Told> {
    let account = AccountId(person.id);
    let message = message(ctx, write, campaign, account).await?;
    if campaign.occasion == Occasion::Designation {
        store::campaigns::forget_notices(write, account, campaign.due_at).await?;
    }
    let Some(message) = message else {
        return Ok(Told::Nothing);
    };
    // An address that is none any more must not stop everybody behind it.
    let address = person.address.as_ref().and_then(|address| address.parse::<EmailAddress>().ok());
    let Some(address) = address else {
        return Ok(Told::Unreachable);
    };
    let language = mail::language_of(write, account).await?;
    let recipient = Recipient { account: Some(account), address, language };
    let is_new = mail::enqueue_for_campaign(ctx, write, &recipient, &Mail::new(message), campaign.id).await?;
    Ok(if is_new { Told::Written } else { Told::Nothing })
}

async fn message(ctx: &Ctx, read: &mut Read, campaign: &Running, account: AccountId) -> Result<Option<MailMessage>> {
    let now = ctx.now();
    let mandate = campaign.mandate.as_ref().zip(campaign.deadline);
    let news = match (campaign.occasion, mandate) {
        (Occasion::Designation, _) => return designation(read, campaign, account, now).await,
        (_, Some((mandate, deadline))) => news(read, mandate, deadline, account).await?,
        (_, None) => return Ok(None),
    };
    Ok(Some(match campaign.occasion {
        Occasion::Reminder => MailMessage::MandateReminder { days: days_left(now, news.deadline), news },
        Occasion::Enforcement => MailMessage::MandateEnforced(news),
        Occasion::Announcement | Occasion::Designation => MailMessage::MandateAnnounced(news),
    }))
}

async fn news(read: &mut Read, mandate: &Mandate, deadline: DateTime<Utc>, account: AccountId) -> Result<MandateNews> {
    let (names, all) = store::campaigns::projects_of(read, account, mandate.cohort, mandate.id, MOST_NAMES).await?;
    let deadlines = Deadline::of(&mandate.gates);
    let gates = deadlines.iter().find(|it| it.at == deadline).map(|it| it.gates.clone());
    Ok(MandateNews {
        cohort: mandate.cohort.as_str(),
        strength: mandate.strength.as_str(),
        gates: gates.unwrap_or_default().into_iter().map(Gate::as_str).collect(),
        deadline,
        projects: named(names, all)?,
    })
}

/// Nothing for whoever cannot act, or has no role on any of these projects any more.
async fn designation(
    read: &mut Read,
    campaign: &Running,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<MailMessage>> {
    let (names, all) = store::campaigns::notices_of(read, account, campaign.due_at, MOST_NAMES).await?;
    if names.is_empty() {
        return Ok(None);
    }
    let mandates = store::mandate::not_ended(read).await?;
    let strength = store::two_factor::standing(read, account).await?.strength();
    let requirement = requirement(now, &mandates, strength).map(|it| CriticalRequirement {
        strength: it.strength.as_str(),
        deadline: it.deadline,
        is_in_force: it.deadline <= now,
        is_met: it.is_met,
    });
    Ok(Some(MailMessage::CriticalDesignation { projects: named(names, all)?, requirement }))
}

fn named(names: Vec<String>, all: i64) -> Result<NamedProjects> {
    let shown = i64::try_from(names.len())?;
    let more = u32::try_from(all - shown).context("more projects are named than there are")?;
    Ok(NamedProjects { names, more })
}

/// Days as people count them: a part of a day is one, and the last day is one.
fn days_left(now: DateTime<Utc>, deadline: DateTime<Utc>) -> u32 {
    let left = deadline - now + TimeDelta::days(1) - TimeDelta::microseconds(1);
    u32::try_from(left.num_days()).unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_day_is_a_day_left() {
        let deadline = DateTime::UNIX_EPOCH + TimeDelta::days(100);
        let left = |before: TimeDelta| days_left(deadline - before, deadline);
        assert_eq!(left(TimeDelta::days(7)), 7);
        assert_eq!(left(TimeDelta::days(7) - TimeDelta::minutes(3)), 7);
        assert_eq!(left(TimeDelta::hours(2)), 1);
        assert_eq!(left(TimeDelta::zero()), 1);
        assert_eq!(left(TimeDelta::days(-2)), 1);
    }
}
