//! Asking for an address, and asking for its mail again.

use super::{
    AddressRefused,
    owner::{own_row, owner, record},
    refusal::MOST_ADDRESSES,
};
use crate::{
    Ctx,
    guard::GuardRefused,
    limits,
    links::{self, NewLink},
    mail::{self, Recipient},
    visits,
};
use domain::{
    Failure, accounts::EmailAddress, events::EventTag, ids::AccountId, limits::Limit, links::LinkKind,
    permission::Actor, registration::MailDomain, visitor::Visitor,
};
use serde_json::json;
use store::{Read, Write, transaction};
use templates::mail::MailMessage;

/// Asks for an address; it is the account's once the link in its mail is used.
///
/// An address of another account gets the same answer; its owner hears of the attempt.
pub async fn add(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    address: &EmailAddress,
) -> Result<(), Failure<AddressRefused>> {
    let keys = limit_keys(ctx, actor, address)?;
    let now = ctx.now();
    let asked: Result<(), Failure<AddressRefused>> = transaction!(ctx.db, |write| {
        let account = owner(write, actor, now).await?;
        check_new(write, account, address).await?;
        let waiting = store::links::open_of(write, account, LinkKind::VerifyAddress, now).await?.len();
        if MOST_ADDRESSES <= waiting + store::addresses::of(write, account).await?.len() {
            return Err(AddressRefused::TooMany.into());
        }
        send(ctx, write, visitor, account, address).await?;
        record(ctx, write, visitor, account, EventTag::AddressRequested, address.as_ref()).await?;
        Ok(())
    });
    asked?;
    note(ctx, &keys);
    Ok(())
}

/// Sends the mail again: for an address that waits, or one that is no longer verified.
pub async fn resend(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    address: &EmailAddress,
) -> Result<(), Failure<AddressRefused>> {
    let keys = limit_keys(ctx, actor, address)?;
    let now = ctx.now();
    let sent: Result<(), Failure<AddressRefused>> = transaction!(ctx.db, |write| {
        let account = owner(write, actor, now).await?;
        let waiting = store::links::open_of(write, account, LinkKind::VerifyAddress, now).await?;
        let waits = waiting.iter().any(|link| link.address.as_deref() == Some(&address.normalized()[..]));
        if !waits && own_row(write, account, address).await?.verified_at.is_some() {
            return Err(AddressRefused::Yours { address: address.to_string() }.into());
        }
        send(ctx, write, visitor, account, address).await?;
        record(ctx, write, visitor, account, EventTag::AddressRequested, address.as_ref()).await?;
        Ok(())
    });
    sent?;
    note(ctx, &keys);
    Ok(())
}

async fn check_new(read: &mut Read, account: AccountId, address: &EmailAddress) -> Result<(), Failure<AddressRefused>> {
    let domain = MailDomain::of(address);
    if domain.is_disposable() || store::registration::domain_is_prohibited(read, &domain).await? {
        return Err(AddressRefused::Domain { domain: domain.to_string() }.into());
    }
    let row = store::addresses::by_address(read, address).await?;
    match row.is_some_and(|row| row.account_id == account.0) {
        true => Err(AddressRefused::Yours { address: address.to_string() }.into()),
        false => Ok(()),
    }
}

/// Makes a link, and mails it unless the address is somebody else's: then it stays
/// unknown to everybody, and only makes the list of waiting addresses look the same.
async fn send(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    account: AccountId,
    address: &EmailAddress,
) -> anyhow::Result<()> {
    store::links::end_of_address(write, account, LinkKind::VerifyAddress, &address.normalized()).await?;
    let link = NewLink {
        kind: LinkKind::VerifyAddress,
        account: Some(account),
        address: Some(address),
        payload: json!({ "address": address.as_ref() }),
    };
    let link = links::make(ctx, write, &link).await?;
    let holder = store::addresses::by_address(write, address).await?.map(|row| AccountId(row.account_id));
    let other = holder.filter(|holder| *holder != account);
    let message = match other {
        Some(_) => MailMessage::AddressInUse,
        None => MailMessage::VerifyAddress { link },
    };
    let reader = other.unwrap_or(account);
    let language = mail::language_of(write, reader).await?;
    let recipient = Recipient { account: Some(reader), address: address.clone(), language };
    mail::enqueue(ctx, write, &recipient, &visits::mail(message, visitor), None).await?;
    Ok(())
}

/// Checked before anything is sent: an account, and a mailbox, get only so many.
fn limit_keys(ctx: &Ctx, actor: &Actor, address: &EmailAddress) -> Result<[String; 2], Failure<AddressRefused>> {
    let account = actor.account().ok_or(GuardRefused::NotOwner).map_err(AddressRefused::from)?;
    let keys = [account.to_string(), address.normalized()];
    limits::check(ctx, Limit::EmailChange, &keys[0]).map_err(AddressRefused::from)?;
    limits::check(ctx, Limit::EmailVerify, &keys[1]).map_err(AddressRefused::from)?;
    Ok(keys)
}

fn note(ctx: &Ctx, [account, address]: &[String; 2]) {
    limits::note(ctx, Limit::EmailChange, account);
    limits::note(ctx, Limit::EmailVerify, address);
}
