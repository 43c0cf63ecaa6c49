//! Opening a case: the link of the request is used, and every verified address hears of it.

use super::{
    RecoveryCaseRefused,
    cancel::close,
    link::{NewLink, find, language_of, make},
    request::is_recoverable,
};
use crate::{Ctx, links::LinkRefused, mail, visits};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    accounts::EmailAddress,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    recovery_cases::{CancelCause, EvidenceKind, PAGE_LIFETIME, QUIET_PERIOD, RecoveryLinkKind, WAITING_PERIOD},
    visitor::Visitor,
};
use serde_json::json;
use store::{
    Read, Write,
    recovery_cases::{self, NewCase, evidence::NewEvidence, links::LinkRow},
    transaction,
};
use templates::mail::MailMessage;
use uuid::Uuid;

/// Opens the case of a request; of any number of uses of its link, one does.
///
/// A later use gives the same case: its page is behind the same link.
pub async fn open(ctx: &Ctx, visitor: &Visitor, secret: &str) -> Result<Uuid, Failure<RecoveryCaseRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let link = find(write, RecoveryLinkKind::Request, secret, now).await?;
        if let Some(case) = link.case_id {
            return Ok(case);
        }
        let account = AccountId(link.account_id);
        let found = store::accounts::by_id(write, account).await?;
        if !found.is_some_and(|account| is_recoverable(&account)) {
            return Err(RecoveryCaseRefused::NotRecoverable.into());
        }
        let contact: EmailAddress = link.contact.parse().context("a stored contact is no address")?;
        let is_known = is_known(write, account, &contact).await?;
        make_room(ctx, write, account, is_known).await?;
        write_case(ctx, write, visitor, &link, is_known).await
    })
}

/// Whether an address is a verified one of the account.
///
/// # Errors
/// [`RecoveryCaseRefused::ContactTaken`] when it is another account's.
async fn is_known(
    read: &mut Read,
    account: AccountId,
    contact: &EmailAddress,
) -> Result<bool, Failure<RecoveryCaseRefused>> {
    match store::addresses::by_address(read, contact).await? {
        Some(row) if row.account_id == account.0 => Ok(row.verified_at.is_some()),
        Some(_) => Err(RecoveryCaseRefused::ContactTaken { address: contact.to_string() }.into()),
        None => Ok(false),
    }
}

/// One open case for an account: who reads a verified address goes before a stranger.
///
/// Otherwise a stranger could keep the owner out by asking first, or again and again.
async fn make_room(
    ctx: &Ctx,
    write: &mut Write,
    account: AccountId,
    is_known: bool,
) -> Result<(), Failure<RecoveryCaseRefused>> {
    if let Some(earlier) = recovery_cases::open_of(write, account).await? {
        if earlier.contact_is_known || !is_known {
            return Err(RecoveryCaseRefused::OpenAlready.into());
        }
        close(ctx, write, &earlier, CancelCause::Superseded, None).await?;
    }
    if is_known {
        return Ok(());
    }
    let objected_at = recovery_cases::last_objection(write, account).await?;
    match objected_at.map(|at| at + QUIET_PERIOD).filter(|until| ctx.now() < *until) {
        Some(until) => Err(RecoveryCaseRefused::Quiet { until: until.format("%Y-%m-%d %H:%M UTC").to_string() }.into()),
        None => Ok(()),
    }
}

async fn write_case(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    link: &LinkRow,
    is_known: bool,
) -> Result<Uuid, Failure<RecoveryCaseRefused>> {
    let (now, id, account) = (ctx.now(), ctx.id(), AccountId(link.account_id));
    let waits_until = now + WAITING_PERIOD;
    let token = format!("fromagerie-recovery-{}", hex::encode(ctx.random_bytes::<16>()));
    let case = NewCase {
        id,
        account,
        contact: &link.contact,
        contact_is_known: is_known,
        language: &link.language,
        reason: &link.reason,
        repository_token: &token,
        opened_at: now,
        waits_until,
        network: &visitor.network,
    };
    recovery_cases::insert(write, &case).await?;
    if !recovery_cases::links::tie(write, link.id, id, now + PAGE_LIFETIME).await? {
        return Err(RecoveryCaseRefused::Link(LinkRefused::NotOpen).into());
    }
    if is_known {
        let evidence = NewEvidence {
            id: ctx.id(),
            case: id,
            kind: EvidenceKind::Address,
            statement: &link.contact,
            voucher: None,
            proved_at: Some(now),
            created_at: now,
        };
        recovery_cases::evidence::insert(write, &evidence).await?;
    }
    let told = announce(ctx, write, visitor, link, id, waits_until).await?;
    let details = json!({ "case": id, "known_address": is_known, "told": told, "waits_until": waits_until });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account),
        tag: EventTag::RecoveryOpened,
        actor: None,
        details: visits::details(ctx, visitor, details),
        at: now,
    };
    store::events::record(write, &event).await?;
    Ok(id)
}

/// Tells every verified address, with a link that objects; says how many there are.
async fn announce(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    link: &LinkRow,
    case: Uuid,
    waits_until: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let account = AccountId(link.account_id);
    let objection = NewLink {
        kind: RecoveryLinkKind::Cancel,
        account,
        case: Some(case),
        contact: "",
        language: language_of(&link.language),
        reason: "",
        expires: ctx.now() + PAGE_LIFETIME,
    };
    let message = MailMessage::RecoveryOpened { cancel: make(ctx, write, &objection).await?, waits_until };
    mail::to_all_verified(ctx, write, account, &visits::mail(message, visitor)).await
}
