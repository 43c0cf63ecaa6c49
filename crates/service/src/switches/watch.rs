//! The surge protection: a look at the running hour, and its answer.

use super::{Record, record, refresh};
use crate::{Ctx, mail};
use anyhow::Result;
use domain::switches::{Surge, SurgeAct, SurgeFacts, is_new_surge};
use store::{
    Write,
    switches::{NewState, SwitchChange, hour_of},
    transaction,
};
use templates::mail::{Mail, MailMessage, SurgeMail};

/// Hours whose counts are kept: the page of the switches shows a week.
const KEPT_HOURS: i64 = 7 * 24;

/// Answers each surge once: proposes its switch or turns it on, and tells the operators.
///
/// A node task calls it; of several nodes at once, the Write of one finds it unanswered.
pub async fn watch(ctx: &Ctx) -> Result<Vec<Surge>> {
    let hour = hour_of(ctx.now());
    let mut answered = Vec::new();
    for surge in Surge::ALL {
        let Some(limit) = ctx.settings.surge.of(surge) else {
            continue;
        };
        // Nearly always there is none: then nothing is locked.
        let facts = store::switches::surge_facts(&mut ctx.db.read().await?, surge, hour, limit).await?;
        if is_new_surge(limit, &facts) && answer(ctx, surge, hour, limit).await? {
            answered.push(surge);
        }
    }
    if !answered.is_empty() {
        refresh(ctx).await?;
    }
    Ok(answered)
}

async fn answer(ctx: &Ctx, surge: Surge, hour: i64, limit: u64) -> Result<bool> {
    transaction!(ctx.db, |write| {
        let facts = store::switches::surge_facts(write, surge, hour, limit).await?;
        if !is_new_surge(limit, &facts) {
            return Ok(false);
        }
        put(ctx, write, surge, limit, &facts).await?;
        tell(ctx, write, surge, limit, facts.count).await?;
        store::switches::forget_counts(write, hour - KEPT_HOURS).await?;
        Ok(true)
    })
}

async fn put(ctx: &Ctx, write: &mut Write, surge: Surge, limit: u64, facts: &SurgeFacts) -> Result<()> {
    let (switch, now) = (surge.switch(), ctx.now());
    let reason = format!("Unusually many {}: {} in an hour, more than {limit}", words(surge), facts.count);
    let (change, on_since, proposed_at) = match ctx.settings.surge.act {
        SurgeAct::Propose => (SwitchChange::Proposed, None, Some(now)),
        SurgeAct::Switch => (SwitchChange::On, Some(now), None),
    };
    let reason = &reason[..];
    let new = NewState { switch, reason, banner: None, actor: None, by_surge: true, on_since, proposed_at };
    store::switches::put(write, &new).await?;
    record(ctx, write, &Record { switch, change, reason, banner: None, actor: None, by_surge: true }).await
}

/// In the same Write, so that nobody hears of it twice.
async fn tell(ctx: &Ctx, write: &mut Write, surge: Surge, limit: u64, count: u64) -> Result<()> {
    let message = MailMessage::SurgeNoticed(SurgeMail {
        surge: surge.as_str(),
        count: u32::try_from(count).unwrap_or(u32::MAX),
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
        switch: surge.switch().as_str(),
        is_on: ctx.settings.surge.act == SurgeAct::Switch,
    });
    let mail = Mail::new(message);
    for operator in store::switches::operators(write).await? {
        mail::to_all_verified(ctx, write, operator, &mail).await?;
    }
    Ok(())
}

const fn words(surge: Surge) -> &'static str {
    match surge {
        Surge::Registrations => "registrations",
        Surge::NewProjects => "new projects",
        Surge::RefusedUploads => "refused uploads",
    }
}
