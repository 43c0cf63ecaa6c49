//! Deleting the accounts whose time has come; a job does it.

use super::{DeletionRefused, schedule::check};
use crate::{Ctx, mail, recovery_cases};
use anyhow::Result;
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    recovery_cases::CancelCause,
};
use serde_json::json;
use store::transaction;
use templates::mail::{Mail, MailMessage};

/// Accounts that one run deletes.
const MOST_ACCOUNTS: i64 = 100;

/// Deletes the accounts that are due; says how many.
///
/// An account that became the only owner of a project meanwhile waits until it is not.
pub async fn finish(ctx: &Ctx) -> Result<usize> {
    let due = store::deletion::due(&mut ctx.db.read().await?, ctx.now(), MOST_ACCOUNTS).await?;
    let mut deleted = 0;
    for account in due {
        match delete(ctx, account).await {
            Ok(is_deleted) => deleted += usize::from(is_deleted),
            Err(Failure::Refused(refusal)) => {
                tracing::warn!(account.id = %account, "account `{account}` cannot be deleted yet: {refusal}");
            }
            Err(Failure::Broken(fault)) => return Err(fault),
        }
    }
    Ok(deleted)
}

async fn delete(ctx: &Ctx, account: AccountId) -> Result<bool, Failure<DeletionRefused>> {
    let (now, event_id) = (ctx.now(), ctx.id());
    transaction!(ctx.db, |write| {
        // Taken back since it was found.
        if store::deletion::scheduled(write, account).await?.is_none_or(|at| now < at) {
            return Ok(false);
        }
        check(write, account).await?;
        // Before the addresses go.
        recovery_cases::cancel_of(ctx, write, account, CancelCause::AccountDeleted).await?;
        mail::to_all_verified(ctx, write, account, &Mail::new(MailMessage::AccountDeleted)).await?;
        store::deletion::erase(write, account, now).await?;
        store::recovery_cases::account::forget(write, account).await?;
        store::events::forget_details(write, account).await?;
        let event = NewEvent {
            id: event_id,
            subject: Subject::Account(account),
            tag: EventTag::AccountDeleted,
            actor: Some(account),
            details: json!({}),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(true)
    })
}
