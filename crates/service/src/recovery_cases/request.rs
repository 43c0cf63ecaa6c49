//! Asking to be let in: the answer never tells whether there is an account.

use super::{
    RecoveryCaseRefused,
    link::{NewLink, make},
};
use crate::{
    Ctx, limits,
    mail::{self, Recipient},
    visits,
};
use domain::{
    Failure,
    accounts::{Account, AccountState, EmailAddress, Username},
    limits::Limit,
    recovery_cases::{LONGEST_TEXT, REQUEST_LIFETIME, RecoveryLinkKind},
    visitor::Visitor,
};
use store::{Read, transaction};
use templates::{Language, mail::MailMessage};

/// What the form of the request holds.
#[derive(Clone, Debug)]
pub struct NewRequest {
    pub username: String,
    /// Where the requester is written to.
    pub contact: String,
    pub reason: String,
    /// That of the page: nobody knows what the requester reads otherwise.
    pub language: Language,
}

/// Mails a link that opens a case to the address that was given.
///
/// Whatever account was named, known or not, gets the same answer. Nothing has happened
/// to it before the link is used, so a stranger's mailbox is all that this can reach, and
/// that seldom.
pub async fn request(ctx: &Ctx, visitor: &Visitor, new: &NewRequest) -> Result<(), Failure<RecoveryCaseRefused>> {
    let typed = new.contact.trim();
    let contact: EmailAddress =
        typed.parse().map_err(|_| RecoveryCaseRefused::Contact { address: typed.chars().take(100).collect() })?;
    let reason = text(&new.reason)?;
    // Counted before anything is looked up, and under what was typed.
    let named: String = new.username.trim().to_lowercase().chars().take(Username::LONGEST).collect();
    let keys = [
        (Limit::EmailChange, format!("recover {}", visitor.address)),
        (Limit::PasswordReset, format!("recover {named}")),
        (Limit::PasswordReset, format!("recover to {}", contact.normalized())),
    ];
    for (limit, key) in &keys {
        limits::take(ctx, *limit, key).map_err(RecoveryCaseRefused::from)?;
    }
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<(), Failure<RecoveryCaseRefused>> {
        let Some(account) = recoverable(write, &named).await? else {
            return Ok(());
        };
        let link = NewLink {
            kind: RecoveryLinkKind::Request,
            account: account.id,
            case: None,
            contact: contact.as_ref(),
            language: new.language,
            reason: &reason,
            expires: now + REQUEST_LIFETIME,
        };
        let message = MailMessage::RecoveryAddressProof { link: make(ctx, write, &link).await? };
        let recipient = Recipient { account: None, address: contact.clone(), language: new.language };
        mail::enqueue(ctx, write, &recipient, &visits::mail(message, visitor), None).await?;
        Ok(())
    })
}

/// The account of a name, if it may be recovered this way: operators recover by command.
async fn recoverable(read: &mut Read, named: &str) -> anyhow::Result<Option<Account>> {
    let Ok(username) = named.parse::<Username>() else {
        return Ok(None);
    };
    let found = store::accounts::by_username(read, &username).await?;
    Ok(found.filter(is_recoverable))
}

/// Whether an account may be recovered this way.
pub(super) fn is_recoverable(account: &Account) -> bool {
    account.state == AccountState::Active && !account.superuser
}

/// A text that somebody typed, neither empty nor endless.
pub(super) fn text(typed: &str) -> Result<String, RecoveryCaseRefused> {
    let typed = typed.trim();
    match typed.is_empty() || LONGEST_TEXT < typed.chars().count() {
        true => Err(RecoveryCaseRefused::Text { most: LONGEST_TEXT }),
        false => Ok(typed.to_owned()),
    }
}
