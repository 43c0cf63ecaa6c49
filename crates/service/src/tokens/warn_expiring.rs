//! A mail to the owners of tokens that are about to expire.

use crate::{Ctx, mail};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use domain::{accounts::EmailAddress, ids::AccountId, tokens::StoredToken};
use store::{Write, transaction};
use templates::mail::{Mail, MailMessage};

/// How long before its end the owner of a token hears of it.
pub const WARNING: TimeDelta = TimeDelta::days(7);

/// Tokens whose mails are written in one transaction.
const BATCH: usize = 100;

/// Mails the owner of each token that expires within seven days, once; says how many.
///
/// A token that was made for less has no warning: its end was plain when it was made.
pub async fn warn_expiring(ctx: &Ctx) -> Result<usize> {
    let now = ctx.now();
    let expiring = store::tokens::expiring(&mut ctx.db.read().await?, now, now + WARNING).await?;
    let warned = |token: &StoredToken| token.expires_at.is_some_and(|at| token.created_at + WARNING < at);
    let expiring: Vec<_> = expiring.into_iter().filter(warned).collect();
    let mut written = 0;
    for batch in expiring.chunks(BATCH) {
        written += transaction!(ctx.db, |write| -> Result<usize> {
            let mut written = 0;
            for token in batch {
                written += usize::from(warn(ctx, write, token).await?);
            }
            Ok(written)
        })?;
    }
    Ok(written)
}

/// Writes the mail unless it was written before, or the token was revoked meanwhile.
async fn warn(ctx: &Ctx, write: &mut Write, token: &StoredToken) -> Result<bool> {
    let stored = store::tokens::get(write, token.id).await?;
    let (Some(at), Some(_)) = (token.expires_at, stored.filter(|stored| stored.revoked_at.is_none())) else {
        return Ok(false);
    };
    let Some(address) = best_address(write, token.account).await? else {
        return Ok(false);
    };
    let language = mail::language_of(write, token.account).await?;
    let recipient = mail::Recipient { account: Some(token.account), address, language };
    let warning = Mail::new(MailMessage::TokenExpiring { name: token.name.clone(), at });
    mail::enqueue(ctx, write, &recipient, &warning, Some(format!("token-expiring:{}", token.id))).await
}

/// The primary address if it is verified, otherwise any that is.
async fn best_address(write: &mut Write, account: AccountId) -> Result<Option<EmailAddress>> {
    let lines = store::accounts::addresses(write, account).await?;
    let verified = lines.into_iter().filter(|line| line.verified_at.is_some());
    let best = verified.max_by_key(|line| line.is_primary);
    best.map(|line| line.address.parse().context("a stored address is none")).transpose()
}
