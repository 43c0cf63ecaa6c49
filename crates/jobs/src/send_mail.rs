//! Hands a mail of the outbox to the transport.
//!
//! A mail is marked right after the transport took it. Whoever dies between the two
//! sends it once more, with the same `Message-ID`: at least once, never silently none.

use crate::JobFailure;
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use outbound::mail::{OutgoingMail, SendFailure};
use serde::Deserialize;
use serde_json::{Value, json};
use service::{Ctx, mail::SEND_MAIL};
use store::{
    jobs::NewJob,
    mail::{QueuedMail, Unsent},
    transaction,
};
use uuid::Uuid;

/// How long a mail is tried; RFC 5321 4.5.4.1 wants four to five days.
const PATIENCE: TimeDelta = TimeDelta::days(4);

/// The wait after the first fault; it doubles with each.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);

const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

#[derive(Deserialize)]
struct Payload {
    mail_id: Uuid,
}

/// Sends one mail. What is sent, given up or gone already is done.
pub(crate) async fn run(ctx: &Ctx, payload: Value) -> Result<(), JobFailure> {
    let Payload { mail_id } = serde_json::from_value(payload)
        .map_err(|error| JobFailure::Refused(format!("the payload is not that of a mail: {error}")))?;
    let Some(mail) = store::mail::queued(&mut ctx.db.read().await?, mail_id).await? else {
        return Ok(());
    };
    if mail.useless_after.is_some_and(|end| end <= ctx.now()) {
        let line = "its link expired before it could be sent";
        return give_up(ctx, mail.id, Unsent::Suppressed, line).await.map_err(JobFailure::from);
    }
    match ctx.mail.send(&outgoing(&mail)).await {
        Ok(()) => mark_sent(ctx, mail.id).await.map_err(JobFailure::from),
        Err(failure @ SendFailure::Rejected(_)) => refuse(ctx, mail.id, &failure).await,
        Err(failure) if ctx.now() - mail.created_at >= PATIENCE => refuse(ctx, mail.id, &failure).await,
        Err(failure) => try_later(ctx, &mail, &failure).await.map_err(JobFailure::from),
    }
}

/// Drops mails that were sent long ago, from the outbox and from the transport's own store.
pub(crate) async fn forget(ctx: &Ctx) -> Result<()> {
    let before = ctx.now() - ctx.settings.mail_retention;
    let forgotten: Result<u64> = transaction!(ctx.db, |write| { store::mail::forget(write, before).await });
    let (rows, files) = (forgotten?, ctx.mail.forget(before).await?);
    tracing::info!(rows, files, "forgot {rows} old mails of the outbox, {files} of the transport");
    Ok(())
}

fn outgoing(mail: &QueuedMail) -> OutgoingMail {
    let QueuedMail { id, address, language, kind, subject, text_body, html_body, created_at, .. } = mail.clone();
    OutgoingMail { id, kind, to: address, language, subject, text: text_body, html: html_body, at: created_at }
}

async fn mark_sent(ctx: &Ctx, id: Uuid) -> Result<()> {
    let now = ctx.now();
    transaction!(ctx.db, |write| { store::mail::mark_sent(write, id, now).await })
}

async fn give_up(ctx: &Ctx, id: Uuid, why: Unsent, line: &str) -> Result<()> {
    transaction!(ctx.db, |write| { store::mail::mark_unsent(write, id, why, line).await })
}

/// The job becomes a dead letter, so that the operator hears of it.
async fn refuse(ctx: &Ctx, id: Uuid, failure: &SendFailure) -> Result<(), JobFailure> {
    let line = failure.to_string();
    give_up(ctx, id, Unsent::Failed, &line).await?;
    Err(JobFailure::Refused(line))
}

/// Enqueues the next attempt as a job of its own: a server that is down over a weekend
/// would use up the attempts that a job has.
async fn try_later(ctx: &Ctx, mail: &QueuedMail, failure: &SendFailure) -> Result<()> {
    let (job_id, now, mail_id, line) = (ctx.id(), ctx.now(), mail.id, failure.to_string());
    let run_at = next_attempt(now, mail.attempts);
    tracing::warn!(mail.id = %mail_id, "mail `{mail_id}` waits until {run_at}: {line}");
    transaction!(ctx.db, |write| {
        store::mail::note_fault(write, mail_id, &line).await?;
        let payload = json!({ "mail_id": mail_id });
        let job = NewJob { id: job_id, kind: SEND_MAIL, payload, unique_key: None, run_at, created_at: now };
        store::jobs::enqueue(write, &job).await
    })
}

fn next_attempt(now: DateTime<Utc>, attempts: i32) -> DateTime<Utc> {
    let doublings = attempts.clamp(0, 10);
    now + (FIRST_WAIT * 2_i32.pow(doublings.unsigned_abs())).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        let now = DateTime::UNIX_EPOCH;
        let waits = [0, 1, 2, 6, 7, 1_000_000].map(|attempts| (next_attempt(now, attempts) - now).num_seconds());
        assert_eq!(waits, [30, 60, 120, 1920, 3600, 3600]);
    }
}
