//! Letting an owner in: everything that opened the account goes, and a link is mailed.

use super::{
    RecoveryCaseRefused,
    cancel::{contact, requester},
    request::is_recoverable,
};
use crate::{
    Ctx,
    links::{self, NewLink},
    mail::{self, Recipient},
};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    accounts::EmailAddress,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    links::LinkKind,
    recovery_cases::{CaseActRefused, Ending, PUBLISH_HOLD},
};
use serde_json::json;
use std::collections::BTreeMap;
use store::{
    Write,
    recovery_cases::{self, CaseRow},
};
use templates::mail::{Mail, MailMessage};
use uuid::Uuid;

/// Wipes factors, codes, password, sessions, devices and tokens, and lets the requester choose a password.
///
/// In the Write of the last approval. Only the address that the request gave stays
/// verified: whoever reads another one could choose the next password just as well.
pub(super) async fn complete(ctx: &Ctx, write: &mut Write, case: &CaseRow) -> Result<(), Failure<RecoveryCaseRefused>> {
    let (now, account) = (ctx.now(), case.account());
    let held_until = now + PUBLISH_HOLD;
    let found = store::accounts::by_id(write, account).await?;
    if !found.is_some_and(|account| is_recoverable(&account)) {
        return Err(RecoveryCaseRefused::NotRecoverable.into());
    }
    let contact = contact(case)?;
    let row = store::addresses::by_address(write, &contact).await?;
    if row.is_some_and(|row| row.account_id != account.0) {
        return Err(RecoveryCaseRefused::ContactTaken { address: contact.to_string() }.into());
    }
    if !recovery_cases::close(write, case.id, Ending::Completed, None, now).await? {
        return Err(RecoveryCaseRefused::Act(CaseActRefused::Ended).into());
    }
    recovery_cases::links::end_cancel(write, case.id).await?;
    // Before their addresses lose their standing.
    tell_other_addresses(ctx, write, account, &contact, held_until).await?;
    let gone = wipe(write, account, held_until, now).await?;
    leave_one_address(ctx, write, account, &contact, now).await?;
    mail_reset(ctx, write, case, contact, held_until).await?;
    let told = tell_colleagues(ctx, write, case, held_until).await?;
    let details = json!({
        "case": case.id, "factors": gone.factors, "recovery_codes": gone.recovery_codes, "sessions": gone.sessions,
        "tokens": gone.tokens, "told": told, "publish_held_until": held_until,
    });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account),
        tag: EventTag::RecoveryCompleted,
        actor: None,
        details,
        at: now,
    };
    store::events::record(write, &event).await?;
    Ok(())
}

/// What a recovery took away.
struct Gone {
    factors: i64,
    recovery_codes: i64,
    sessions: u64,
    tokens: u64,
}

async fn wipe(write: &mut Write, account: AccountId, held_until: DateTime<Utc>, now: DateTime<Utc>) -> Result<Gone> {
    let standing = store::two_factor::standing(write, account).await?;
    store::two_factor::remove_all(write, account).await?;
    store::recovery::remove_all(write, account).await?;
    recovery_cases::account::shut(write, account, held_until).await?;
    let sessions = store::sessions::end_all_but(write, account, None).await?;
    let tokens = recovery_cases::account::revoke_tokens(write, account, now).await?;
    // Links under way were mailed to whoever read the account's mail before.
    store::links::end_of(write, account, LinkKind::ResetPassword).await?;
    store::links::end_of(write, account, LinkKind::VerifyAddress).await?;
    Ok(Gone { factors: standing.all(), recovery_codes: standing.codes_left, sessions, tokens })
}

/// Makes the contact the one verified address, and the primary one.
async fn leave_one_address(
    ctx: &Ctx,
    write: &mut Write,
    account: AccountId,
    contact: &EmailAddress,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut kept = None;
    for row in store::addresses::of(write, account).await? {
        match row.address.to_lowercase() == contact.normalized() {
            true => kept = Some(row.id),
            false => {
                store::addresses::unverify(write, row.id, "account recovered").await?;
            }
        }
    }
    let id = match kept {
        Some(id) => {
            store::addresses::verify(write, id, now).await?;
            id
        }
        None => {
            let id = ctx.id();
            store::addresses::insert(write, id, account, contact, now).await?;
            id
        }
    };
    store::addresses::set_primary(write, account, id).await
}

async fn mail_reset(
    ctx: &Ctx,
    write: &mut Write,
    case: &CaseRow,
    contact: EmailAddress,
    held_until: DateTime<Utc>,
) -> Result<()> {
    let link = NewLink {
        kind: LinkKind::ResetPassword,
        account: Some(case.account()),
        address: Some(&contact),
        payload: json!({}),
    };
    let reset = Some(links::make(ctx, write, &link).await?);
    let mail = Mail::new(MailMessage::RecoveryApproved { reset, held_until });
    mail::enqueue(ctx, write, &requester(case, contact), &mail, None).await?;
    Ok(())
}

/// The other verified addresses hear of it, without the link.
async fn tell_other_addresses(
    ctx: &Ctx,
    write: &mut Write,
    account: AccountId,
    contact: &EmailAddress,
    held_until: DateTime<Utc>,
) -> Result<()> {
    let language = mail::language_of(write, account).await?;
    let mail = Mail::new(MailMessage::RecoveryApproved { reset: None, held_until });
    for row in store::addresses::of(write, account).await? {
        if row.verified_at.is_none() || row.address.to_lowercase() == contact.normalized() {
            continue;
        }
        let address = row.address.parse().context("a stored address is none")?;
        mail::enqueue(ctx, write, &Recipient { account: Some(account), address, language }, &mail, None).await?;
    }
    Ok(())
}

/// Everybody else with a role on a project of the account hears of it once; says how many.
async fn tell_colleagues(ctx: &Ctx, write: &mut Write, case: &CaseRow, held_until: DateTime<Utc>) -> Result<usize> {
    let mut projects: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for row in recovery_cases::account::colleagues(write, case.account()).await? {
        projects.entry(row.account_id).or_default().push(row.project);
    }
    let told = projects.len();
    for (colleague, projects) in projects {
        let message = MailMessage::RecoveryProjectsTold { person: case.username.clone(), projects, held_until };
        mail::to_all_verified(ctx, write, AccountId(colleague), &Mail::new(message)).await?;
    }
    Ok(told)
}
