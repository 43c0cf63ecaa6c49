//! Using a link: a new password, never without the second factor where one exists.

use super::{
    ResetRefused,
    put::{NewPassword, prepare, put},
};
use crate::{
    Ctx, limits,
    links::{self, LinkRefused, OpenLink},
    recovery,
    two_factor::{self, webauthn},
    visits,
};
use anyhow::Context as _;
use domain::{
    Failure, accounts::AccountState, events::EventTag, ids::AccountId, limits::Limit, links::LinkKind, visitor::Visitor,
};
use serde_json::json;
use store::{Read, Write, transaction};
use templates::mail::MailMessage;

/// What shows that the reader of the mail is the owner of the account.
#[derive(Clone)]
pub enum Proof {
    Totp(String),
    RecoveryCode(String),
    /// The answer to what [`begin_security_key`] handed out.
    SecurityKey {
        ceremony: String,
        answer: String,
    },
}

/// What the page of a link shows; uses nothing up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReset {
    pub username: String,
    pub asks_totp: bool,
    pub asks_security_key: bool,
}

impl OpenReset {
    /// Whether a second factor or a recovery code must be shown.
    pub const fn asks_factor(&self) -> bool {
        self.asks_totp || self.asks_security_key
    }
}

/// Without the code.
impl std::fmt::Debug for Proof {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.method())
    }
}

impl Proof {
    const fn method(&self) -> &'static str {
        match self {
            Self::Totp(_) => "totp",
            Self::RecoveryCode(_) => "recovery-code",
            Self::SecurityKey { .. } => "security-key",
        }
    }
}

/// Whose password the link resets, and what the page asks for.
pub async fn open(ctx: &Ctx, secret: &str) -> Result<OpenReset, Failure<ResetRefused>> {
    let account = account_of(&links::look(ctx, LinkKind::ResetPassword, secret).await.map_err(Failure::widen)?)?;
    let mut read = ctx.db.read().await?;
    check_active(&mut read, account).await?;
    let standing = store::two_factor::standing(&mut read, account).await?;
    Ok(OpenReset {
        username: store::accounts::username(&mut read, account).await?,
        asks_totp: 0 < standing.active_totp,
        asks_security_key: 0 < standing.active_webauthn + standing.suspended,
    })
}

/// Hands out the challenge for a security key of the link's account.
pub async fn begin_security_key(ctx: &Ctx, secret: &str) -> Result<webauthn::Begun, Failure<ResetRefused>> {
    let link = links::look(ctx, LinkKind::ResetPassword, secret).await.map_err(Failure::widen)?;
    webauthn::begin_authentication(ctx, account_of(&link)?).await.map_err(Failure::widen)
}

/// Sets a new password; of many uses of one link at once, one succeeds.
///
/// Nobody is signed in by it. A wrong code is counted and leaves the link open.
pub async fn complete(
    ctx: &Ctx,
    visitor: &Visitor,
    secret: &str,
    password: &str,
    proof: Option<&Proof>,
) -> Result<(), Failure<ResetRefused>> {
    let account = account_of(&links::look(ctx, LinkKind::ResetPassword, secret).await.map_err(Failure::widen)?)?;
    check_proof_given(&mut ctx.db.read().await?, account, proof).await?;
    let hash = prepare(ctx, account, password).await.map_err(Failure::widen)?;
    let key = account.to_string();
    let guess = match proof {
        Some(_) => Some(limits::reserve(ctx, Limit::SecondFactorPerAccount, &key).await.map_err(ResetRefused::from)?),
        None => None,
    };
    let written = write_password(ctx, visitor, secret, account, &hash, proof).await;
    if let Some(guess) = guess {
        guess.settle(&written);
    }
    written?;
    limits::clear(ctx, Limit::SecondFactorPerAccount, &key);
    limits::clear(ctx, Limit::PasswordReset, &key);
    Ok(())
}

async fn write_password(
    ctx: &Ctx,
    visitor: &Visitor,
    secret: &str,
    account: AccountId,
    hash: &str,
    proof: Option<&Proof>,
) -> Result<(), Failure<ResetRefused>> {
    // In a transaction of its own: a counter that went back is written although the
    // answer is refused.
    if let Some(Proof::SecurityKey { ceremony, answer }) = proof {
        webauthn::finish_authentication(ctx, account, ceremony, answer).await.map_err(Failure::widen)?;
    }
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        links::consume(write, LinkKind::ResetPassword, secret, now).await.map_err(Failure::widen)?;
        check_proof_given(write, account, proof).await?;
        take_code(ctx, write, account, visitor, proof).await?;
        let details = json!({ "method": proof.map(Proof::method) });
        let new = NewPassword {
            account,
            hash,
            kept: None,
            actor: Some(account),
            tag: EventTag::PasswordReset,
            details: visits::details(ctx, visitor, details),
            mail: &visits::mail(MailMessage::PasswordChanged, visitor),
        };
        put(ctx, write, new).await?;
        Ok(())
    })
}

async fn take_code(
    ctx: &Ctx,
    write: &mut Write,
    account: AccountId,
    visitor: &Visitor,
    proof: Option<&Proof>,
) -> Result<(), Failure<ResetRefused>> {
    match proof {
        Some(Proof::Totp(code)) => {
            two_factor::verify_totp(ctx, write, account, code, ctx.now()).await.map_err(Failure::widen)?;
        }
        Some(Proof::RecoveryCode(code)) => {
            recovery::burn(ctx, write, account, visitor, code).await.map_err(Failure::widen)?;
        }
        Some(Proof::SecurityKey { .. }) | None => {}
    }
    Ok(())
}

async fn check_proof_given(
    read: &mut Read,
    account: AccountId,
    proof: Option<&Proof>,
) -> Result<(), Failure<ResetRefused>> {
    check_active(read, account).await?;
    let is_required = store::two_factor::standing(read, account).await?.is_required();
    match is_required && proof.is_none() {
        true => Err(ResetRefused::FactorMissing.into()),
        false => Ok(()),
    }
}

async fn check_active(read: &mut Read, account: AccountId) -> Result<(), Failure<ResetRefused>> {
    let found = store::accounts::by_id(read, account).await?;
    match found.is_some_and(|account| account.state == AccountState::Active) {
        true => Ok(()),
        false => Err(ResetRefused::from(LinkRefused::NotOpen).into()),
    }
}

fn account_of(link: &OpenLink) -> anyhow::Result<AccountId> {
    link.account.context("a link to reset a password has no account")
}
