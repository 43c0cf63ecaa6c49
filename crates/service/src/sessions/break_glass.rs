//! Break-glass: freezing an account, and confirming a device whose mail does not arrive.

use crate::Ctx;
use anyhow::Result;
use domain::{
    Failure, Kind, Refusal,
    accounts::{Account, AccountState, Username},
    events::{EventTag, NewEvent, Subject},
    permission::{Action, Actor, PermissionRefused, decide},
    recovery_cases::CancelCause,
};
use serde_json::{Value, json};
use store::{Write, sessions::sign_ins, transaction};
use templates::mail::{Mail, MailMessage};

/// Why an operator's act on an account is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BreakGlassRefused {
    #[error(transparent)]
    Permission(#[from] PermissionRefused),
    #[error("Confirm first that it is you, with a second factor or, without one, with the password")]
    StepUpRequired,
    #[error("No account has this user name: `{username}`; `fromagerie user list` shows them")]
    NoAccount { username: String },
    #[error("The account is frozen already: `{username}`")]
    FrozenAlready { username: String },
    #[error("The account is not frozen: `{username}`")]
    NotFrozen { username: String },
    #[error("No sign-in of the account waits for a device: `{username}`; its owner signs in first, then you confirm")]
    NothingWaits { username: String },
}

/// The sign-in that an operator confirmed, as its owner can be asked about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmedDevice {
    pub username: String,
    pub network: String,
    pub user_agent: String,
}

impl Refusal for BreakGlassRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Permission(refusal) => refusal.kind(),
            Self::StepUpRequired => Kind::Forbidden,
            Self::NoAccount { .. } => Kind::NotFound,
            Self::FrozenAlready { .. } | Self::NotFrozen { .. } | Self::NothingWaits { .. } => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::StepUpRequired => "step-up-required",
            Self::NoAccount { .. } => "account-unknown",
            Self::FrozenAlready { .. } => "account-frozen-already",
            Self::NotFrozen { .. } => "account-not-frozen",
            Self::NothingWaits { .. } => "device-nothing-waits",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Permission(refusal) => refusal.parameters(),
            Self::StepUpRequired => Vec::new(),
            Self::NoAccount { username }
            | Self::FrozenAlready { username }
            | Self::NotFrozen { username }
            | Self::NothingWaits { username } => vec![("username", username.clone())],
        }
    }
}

/// Freezes an account: its sessions end, its tokens and its password do nothing.
pub async fn freeze(
    ctx: &Ctx,
    actor: &Actor,
    username: &Username,
    reason: &str,
) -> Result<(), Failure<BreakGlassRefused>> {
    transaction!(ctx.db, |write| -> Result<(), Failure<BreakGlassRefused>> {
        let account = account(ctx, write, actor, username).await?;
        if account.state == AccountState::Frozen {
            return Err(BreakGlassRefused::FrozenAlready { username: account.username }.into());
        }
        if account.state == AccountState::Deleted {
            return Err(BreakGlassRefused::NoAccount { username: account.username }.into());
        }
        store::accounts::set_state(write, account.id, AccountState::Frozen).await?;
        let ended = store::sessions::end_all_but(write, account.id, None).await?;
        let details = json!({ "reason": reason, "sessions": ended });
        record(ctx, write, actor, &account, EventTag::AccountFrozen, details).await?;
        crate::recovery_cases::cancel_of(ctx, write, account.id, CancelCause::AccountFrozen).await?;
        crate::mail::to_all_verified(ctx, write, account.id, &Mail::new(MailMessage::AccountFrozen)).await?;
        Ok(())
    })
}

/// Lets a frozen account act again; its owner signs in anew.
pub async fn unfreeze(
    ctx: &Ctx,
    actor: &Actor,
    username: &Username,
    reason: &str,
) -> Result<(), Failure<BreakGlassRefused>> {
    transaction!(ctx.db, |write| -> Result<(), Failure<BreakGlassRefused>> {
        let account = account(ctx, write, actor, username).await?;
        if account.state != AccountState::Frozen {
            return Err(BreakGlassRefused::NotFrozen { username: account.username }.into());
        }
        store::accounts::set_state(write, account.id, AccountState::Active).await?;
        record(ctx, write, actor, &account, EventTag::AccountUnfrozen, json!({ "reason": reason })).await?;
        crate::mail::to_all_verified(ctx, write, account.id, &Mail::new(MailMessage::AccountUnfrozen)).await?;
        Ok(())
    })
}

/// Confirms the newest sign-in that waits for its device, and gives up all others.
///
/// The browser that waits goes on by its own button; the answer says which it is.
pub async fn confirm_device(
    ctx: &Ctx,
    actor: &Actor,
    username: &Username,
) -> Result<ConfirmedDevice, Failure<BreakGlassRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<ConfirmedDevice, Failure<BreakGlassRefused>> {
        let account = account(ctx, write, actor, username).await?;
        let mut waiting = sign_ins::waiting_for_device(write, account.id, now).await?.into_iter();
        let Some(newest) = waiting.next() else {
            return Err(BreakGlassRefused::NothingWaits { username: account.username }.into());
        };
        for other in waiting {
            sign_ins::take(write, other.id).await?;
        }
        sign_ins::confirm(write, newest.id, now).await?;
        let details = json!({
            "by": "operator", "sign_in": newest.id, "network": newest.network, "user_agent": newest.user_agent,
        });
        record(ctx, write, actor, &account, EventTag::DeviceConfirmed, details).await?;
        let mail = Mail::new(MailMessage::DeviceConfirmedByOperator);
        crate::mail::to_all_verified(ctx, write, account.id, &mail).await?;
        Ok(ConfirmedDevice { username: account.username, network: newest.network, user_agent: newest.user_agent })
    })
}

/// The account, for an operator who stepped up.
async fn account(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    username: &Username,
) -> Result<Account, Failure<BreakGlassRefused>> {
    let facts = store::permission::facts(write, actor, None).await?;
    decide(ctx.now(), actor, Action::ManageAccounts, &facts).map_err(BreakGlassRefused::from)?;
    match super::require_step_up(write, actor, ctx.now()).await {
        Ok(()) => {}
        Err(Failure::Refused(_)) => return Err(BreakGlassRefused::StepUpRequired.into()),
        Err(Failure::Broken(fault)) => return Err(Failure::Broken(fault)),
    }
    let account = store::accounts::by_username(write, username).await?;
    Ok(account.ok_or_else(|| BreakGlassRefused::NoAccount { username: username.to_string() })?)
}

async fn record(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
    account: &Account,
    tag: EventTag,
    details: Value,
) -> Result<()> {
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account.id),
        tag,
        actor: actor.account(),
        details,
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
