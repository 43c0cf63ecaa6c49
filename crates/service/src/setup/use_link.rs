//! Using the link: it makes the first operator, with a second factor, and says who may register.

use super::authenticator::prove;
use crate::{
    Ctx,
    accounts::{
        CreateAccountRefused, CreatedAccount, NewAccount,
        create::{insert, prepare},
    },
    registration::set_rule::{SetRuleRefused, check_rule, store_rule},
    two_factor::TwoFactorRefused,
};
use domain::{
    Failure, Kind, Refusal,
    events::{EventTag, NewEvent, Subject},
    registration::RegistrationRule,
    setup::SetupSecret,
};
use serde_json::json;
use store::{Read, transaction};

/// Why a link makes no operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UseLinkRefused {
    #[error("The setup link was used, has expired or is none; make a new one with `fromagerie setup-link`")]
    NotOpen,
    #[error("The index has an operator already; ask them for an account")]
    OperatorExists,
    #[error("The first operator needs a password")]
    PasswordMissing,
    #[error(transparent)]
    Account(#[from] CreateAccountRefused),
    #[error(transparent)]
    Rule(#[from] SetRuleRefused),
    #[error(transparent)]
    Factor(#[from] TwoFactorRefused),
}

impl Refusal for UseLinkRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotOpen => Kind::NotFound,
            Self::OperatorExists => Kind::Conflict,
            Self::PasswordMissing => Kind::Invalid,
            Self::Account(refusal) => refusal.kind(),
            Self::Rule(refusal) => refusal.kind(),
            Self::Factor(refusal) => refusal.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "setup-link-not-open",
            Self::OperatorExists => "setup-operator-exists",
            Self::PasswordMissing => "password-missing",
            Self::Account(refusal) => refusal.code(),
            Self::Rule(refusal) => refusal.code(),
            Self::Factor(refusal) => refusal.code(),
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Account(refusal) => refusal.parameters(),
            Self::Rule(refusal) => refusal.parameters(),
            Self::Factor(refusal) => refusal.parameters(),
            _ => Vec::new(),
        }
    }
}

/// Whether the link can be used, for the page that asks; uses nothing up.
pub async fn check_link(ctx: &Ctx, secret: &str) -> Result<(), Failure<UseLinkRefused>> {
    open_link(ctx, secret).await?;
    Ok(())
}

/// Makes the first operator; of any number of uses at once, one succeeds.
///
/// Whatever `account` says, it becomes an operator with the authenticator of
/// [`pending_authenticator`](super::pending_authenticator), which `code` proves; before
/// that no account exists.
pub async fn use_link(
    ctx: &Ctx,
    secret: &str,
    account: NewAccount,
    rule: &RegistrationRule,
    code: &str,
) -> Result<CreatedAccount, Failure<UseLinkRefused>> {
    // Seen before the password is hashed: a stranger costs us nothing.
    let hash = open_link(ctx, secret).await?;
    if account.password.is_none() {
        return Err(UseLinkRefused::PasswordMissing.into());
    }
    check_rule(rule).map_err(UseLinkRefused::from)?;
    let proved = prove(ctx, &hash, code)?;
    let account = NewAccount { superuser: true, totp: true, ..account };
    let prepared = prepare(ctx, account, Some(proved)).await.map_err(Failure::widen)?;
    let (now, event_id, rule_id) = (ctx.now(), ctx.id(), ctx.id());
    transaction!(ctx.db, |write| -> Result<(), Failure<UseLinkRefused>> {
        // Before the account: in a race, the late one hears of the link, not of the name.
        if !store::setup::use_link(write, &hash, now).await? {
            return Err(UseLinkRefused::NotOpen.into());
        }
        no_operator_yet(write).await?;
        insert(write, &prepared).await.map_err(Failure::widen)?;
        let event = NewEvent {
            id: event_id,
            subject: Subject::Operator,
            tag: EventTag::SetupLinkUsed,
            actor: Some(prepared.id()),
            details: json!({ "account": prepared.id() }),
            at: now,
        };
        store::events::record(write, &event).await?;
        store_rule(write, rule, Some(prepared.id()), rule_id, now).await?;
        Ok(())
    })?;
    Ok(prepared.created())
}

/// The stored hash of a link that is open now.
pub(super) async fn open_link(ctx: &Ctx, secret: &str) -> Result<String, Failure<UseLinkRefused>> {
    let hash = SetupSecret::parse(secret).ok_or(UseLinkRefused::NotOpen)?.hash();
    let mut read = ctx.db.read().await?;
    if !store::setup::link_is_open(&mut read, &hash, ctx.now()).await? {
        return Err(UseLinkRefused::NotOpen.into());
    }
    no_operator_yet(&mut read).await?;
    Ok(hash)
}

async fn no_operator_yet(read: &mut Read) -> Result<(), Failure<UseLinkRefused>> {
    match store::accounts::superuser_exists(read).await? {
        true => Err(UseLinkRefused::OperatorExists.into()),
        false => Ok(()),
    }
}
