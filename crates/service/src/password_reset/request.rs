//! Asking for a link: the answer never tells whether there is an account.

use super::ResetRefused;
use crate::{
    Ctx, limits,
    links::{self, NewLink},
    mail::{self, Recipient},
    visits,
};
use anyhow::Context as _;
use domain::{
    Failure,
    accounts::{Account, AccountState, EmailAddress, Username},
    events::{EventTag, NewEvent, Subject},
    limits::Limit,
    links::LinkKind,
    visitor::Visitor,
};
use serde_json::json;
use store::{Read, Write, addresses::AddressRow, transaction};
use templates::mail::MailMessage;

/// Asks for a link by user name or by any address of the account.
///
/// Whatever was typed, known or not, gets the same answer. A verified address gets the
/// link; another one only hears why it gets none.
pub async fn request(ctx: &Ctx, visitor: &Visitor, typed: &str) -> Result<(), Failure<ResetRefused>> {
    let typed: String = typed.trim().to_lowercase().chars().take(254).collect();
    // Counted before anything is looked up, and under what was typed: known and unknown
    // names run out alike.
    let (visit, text) = (format!("reset {}", visitor.address), format!("typed {typed}"));
    limits::take(ctx, Limit::EmailChange, &visit).map_err(ResetRefused::from)?;
    limits::take(ctx, Limit::PasswordReset, &text).map_err(ResetRefused::from)?;
    let Some((account, _)) = find(&mut ctx.db.read().await?, &typed).await? else {
        return Ok(());
    };
    // Silent: an account that is asked for under several addresses is still one.
    let key = account.id.to_string();
    if limits::take(ctx, Limit::PasswordReset, &key).is_err() {
        return Ok(());
    }
    transaction!(ctx.db, |write| {
        match find(write, &typed).await? {
            Some((account, address)) => Ok(send(ctx, write, visitor, &account, &address).await?),
            None => Ok(()),
        }
    })
}

/// The active account, and the address that the mail goes to.
async fn find(read: &mut Read, typed: &str) -> anyhow::Result<Option<(Account, AddressRow)>> {
    let found = match (typed.parse::<EmailAddress>(), typed.parse::<Username>()) {
        (Ok(address), _) => match store::addresses::by_address(read, &address).await? {
            Some(row) => store::accounts::by_id(read, row.account_id.into()).await?.map(|account| (account, row)),
            None => None,
        },
        (_, Ok(username)) => match store::accounts::by_username(read, &username).await? {
            Some(account) => {
                let rows = store::addresses::of(read, account.id).await?;
                rows.into_iter().find(|row| row.is_primary).map(|row| (account, row))
            }
            None => None,
        },
        _ => None,
    };
    Ok(found.filter(|(account, _)| account.state == AccountState::Active))
}

async fn send(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    account: &Account,
    row: &AddressRow,
) -> anyhow::Result<()> {
    let address: EmailAddress = row.address.parse().context("a stored address is none")?;
    let message = match row.verified_at {
        None => MailMessage::PasswordResetUnverified,
        Some(_) => {
            let link = NewLink {
                kind: LinkKind::ResetPassword,
                account: Some(account.id),
                address: Some(&address),
                payload: json!({}),
            };
            MailMessage::PasswordReset { link: links::make(ctx, write, &link).await? }
        }
    };
    let language = mail::language_of(write, account.id).await?;
    let recipient = Recipient { account: Some(account.id), address, language };
    mail::enqueue(ctx, write, &recipient, &visits::mail(message, visitor), None).await?;
    let details = json!({ "email": row.address, "verified": row.verified_at.is_some() });
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account.id),
        tag: EventTag::PasswordResetAsked,
        actor: None,
        details: visits::details(ctx, visitor, details),
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
