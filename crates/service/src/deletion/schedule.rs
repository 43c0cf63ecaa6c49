//! Scheduling the deletion of one's own account.

use super::DeletionRefused;
use crate::{
    Ctx, guard,
    links::{self, NewLink},
    mail, switches, visits,
};
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    accounts::AccountState,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    links::LinkKind,
    permission::{Action, Actor},
    switches::Closable,
    visitor::Visitor,
};
use serde_json::json;
use store::{Read, transaction};
use templates::mail::MailMessage;

/// Schedules the deletion of the account that is signed in; gives the time.
///
/// Until then the account works as before, and every verified address has the link
/// that takes it back.
pub async fn schedule(ctx: &Ctx, actor: &Actor, visitor: &Visitor) -> Result<DateTime<Utc>, Failure<DeletionRefused>> {
    let (now, event_id) = (ctx.now(), ctx.id());
    let at = now + LinkKind::UndoDeletion.lifetime();
    transaction!(ctx.db, |write| {
        let account = guard::owner(write, actor, Action::DeleteAccount, now).await.map_err(Failure::widen)?;
        check(write, account).await?;
        if store::deletion::scheduled(write, account).await?.is_some() {
            return Err(DeletionRefused::Scheduled.into());
        }
        store::deletion::schedule(write, account, Some(at)).await?;
        let link = NewLink { kind: LinkKind::UndoDeletion, account: Some(account), address: None, payload: json!({}) };
        let undo = links::make(ctx, write, &link).await?;
        let message = MailMessage::AccountDeletionScheduled { undo, at };
        mail::to_all_verified(ctx, write, account, &visits::mail(message, visitor)).await?;
        let event = NewEvent {
            id: event_id,
            subject: Subject::Account(account),
            tag: EventTag::DeletionScheduled,
            actor: Some(account),
            details: visits::details(ctx, visitor, json!({ "at": at })),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(at)
    })
}

/// Refuses while deletions are switched off, or a project or the index would be left without anybody.
pub(super) async fn check(read: &mut Read, account: AccountId) -> Result<(), Failure<DeletionRefused>> {
    switches::require_open(read, Closable::DeleteAccount).await.map_err(Failure::widen)?;
    let projects = store::deletion::sole_owner_of(read, account).await?;
    if !projects.is_empty() {
        return Err(DeletionRefused::SoleOwner { projects }.into());
    }
    let found = store::accounts::by_id(read, account).await?;
    let is_operator = found.is_some_and(|account| account.superuser && account.state == AccountState::Active);
    if is_operator && store::deletion::active_operators(read).await? < 2 {
        return Err(DeletionRefused::LastOperator.into());
    }
    Ok(())
}
