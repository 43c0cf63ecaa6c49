//! Ending a case before anybody decides: an objection, a sign-in, the end of the account.

use super::{
    RecoveryCaseRefused,
    link::{find, language_of},
};
use crate::{
    Ctx,
    links::LinkRefused,
    mail::{self, Recipient},
    visits,
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    accounts::EmailAddress,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    recovery_cases::{CancelCause, Ending, RecoveryLinkKind},
    visitor::Visitor,
};
use serde_json::json;
use store::{
    Read, Write,
    recovery_cases::{self, CaseRow},
    transaction,
};
use templates::mail::{Mail, MailMessage};

/// What the page of an objection shows; uses nothing up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenObjection {
    pub username: String,
    pub opened_at: DateTime<Utc>,
    pub waits_until: DateTime<Utc>,
}

/// Whose case the link ends.
pub async fn look_at_objection(ctx: &Ctx, secret: &str) -> Result<OpenObjection, Failure<RecoveryCaseRefused>> {
    let case = case_of(&mut ctx.db.read().await?, secret, ctx.now()).await?;
    Ok(OpenObjection { username: case.username, opened_at: case.opened_at, waits_until: case.waits_until })
}

/// Ends a case by the link of its announcement; nobody needs to be signed in.
pub async fn cancel(ctx: &Ctx, visitor: &Visitor, secret: &str) -> Result<(), Failure<RecoveryCaseRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<(), Failure<RecoveryCaseRefused>> {
        let case = case_of(write, secret, now).await?;
        if !close(ctx, write, &case, CancelCause::ByLink, Some(visitor)).await? {
            return Err(RecoveryCaseRefused::Link(LinkRefused::NotOpen).into());
        }
        Ok(())
    })
}

/// Ends the open case of an account, if it has one; says whether it had.
///
/// Called in the Write of what ends it.
pub(crate) async fn cancel_of(ctx: &Ctx, write: &mut Write, account: AccountId, cause: CancelCause) -> Result<bool> {
    match recovery_cases::open_of(write, account).await? {
        Some(case) => close(ctx, write, &case, cause, None).await,
        None => Ok(false),
    }
}

/// Ends a case, and tells the requester and every verified address; `false` when it had ended.
pub(super) async fn close(
    ctx: &Ctx,
    write: &mut Write,
    case: &CaseRow,
    cause: CancelCause,
    visitor: Option<&Visitor>,
) -> Result<bool> {
    let now = ctx.now();
    if !recovery_cases::close(write, case.id, cause.ending(), Some(cause), now).await? {
        return Ok(false);
    }
    recovery_cases::links::end_cancel(write, case.id).await?;
    tell(ctx, write, case, &Mail::new(MailMessage::RecoveryCancelled { cause: cause.as_str() })).await?;
    let details = json!({ "case": case.id, "cause": cause.as_str() });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(case.account()),
        tag: match cause.ending() {
            Ending::Expired => EventTag::RecoveryExpired,
            _ => EventTag::RecoveryCancelled,
        },
        actor: None,
        details: match visitor {
            Some(visitor) => visits::details(ctx, visitor, details),
            None => details,
        },
        at: now,
    };
    store::events::record(write, &event).await?;
    Ok(true)
}

/// Writes a mail for every verified address, and for the requester where that is none of them.
pub(super) async fn tell(ctx: &Ctx, write: &mut Write, case: &CaseRow, mail: &Mail) -> Result<()> {
    mail::to_all_verified(ctx, write, case.account(), mail).await?;
    let contact = contact(case)?;
    let row = store::addresses::by_address(write, &contact).await?;
    if row.is_some_and(|row| row.account_id == case.account_id && row.verified_at.is_some()) {
        return Ok(());
    }
    mail::enqueue(ctx, write, &requester(case, contact), mail, None).await?;
    Ok(())
}

/// The address of the requester.
pub(super) fn contact(case: &CaseRow) -> Result<EmailAddress> {
    case.contact.parse().context("a stored contact is no address")
}

/// Whom a mail to the requester is for; the account is named in it.
pub(super) fn requester(case: &CaseRow, address: EmailAddress) -> Recipient {
    Recipient { account: Some(case.account()), address, language: language_of(&case.language) }
}

/// The open case that a link of its announcement ends.
async fn case_of(read: &mut Read, secret: &str, now: DateTime<Utc>) -> Result<CaseRow, Failure<RecoveryCaseRefused>> {
    let link = find(read, RecoveryLinkKind::Cancel, secret, now).await?;
    let id = link.case_id.context("a link that ends a case has no case")?;
    let case = recovery_cases::get(read, id).await?.context("the case of a link is gone")?;
    match case.closed_at {
        None => Ok(case),
        Some(_) => Err(RecoveryCaseRefused::Link(LinkRefused::NotOpen).into()),
    }
}
