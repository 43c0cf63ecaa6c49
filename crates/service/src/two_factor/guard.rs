//! What every act on factors and recovery codes asks and leaves behind.

use super::TwoFactorRefused;
use crate::{Ctx, sessions::require_step_up, visits};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    permission::{Action, Actor, decide},
    two_factor::FactorKind,
    visitor::Visitor,
};
use serde_json::{Value, json};
use store::{Read, Write, two_factor::Standing};
use templates::mail::{Mail, MailMessage};

/// Who may change factors: their owner, signed in, and asked again not long ago.
pub(crate) async fn owner(
    read: &mut Read,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<(AccountId, Standing), Failure<TwoFactorRefused>> {
    let Actor::Session(bearer) = actor else {
        return Err(TwoFactorRefused::NotSignedIn.into());
    };
    let facts = store::permission::facts(read, actor, None).await?;
    decide(now, actor, Action::ManageFactors, &facts).map_err(TwoFactorRefused::from)?;
    let standing = store::two_factor::standing(read, bearer.account).await?;
    require_step_up(read, actor, now).await.map_err(|failure| match failure {
        Failure::Refused(_) => Failure::Refused(TwoFactorRefused::StepUpRequired),
        Failure::Broken(fault) => Failure::Broken(fault),
    })?;
    Ok((bearer.account, standing))
}

/// A change to somebody's factors or codes, as the audit log and mails tell it.
pub(crate) struct Change<'a> {
    pub(crate) account: AccountId,
    /// `None` for the command line and for what happens by itself.
    pub(crate) actor: Option<AccountId>,
    pub(crate) visitor: Option<&'a Visitor>,
    pub(crate) tag: EventTag,
    pub(crate) details: Value,
    pub(crate) mail: Option<MailMessage>,
}

/// Writes the event of a change, and mails every verified address of the account.
pub(crate) async fn record(ctx: &Ctx, write: &mut Write, change: Change<'_>) -> Result<()> {
    let Change { account, actor, visitor, tag, details, mail } = change;
    let details = match visitor {
        Some(visitor) => visits::details(ctx, visitor, details),
        None => details,
    };
    let event = NewEvent { id: ctx.id(), subject: Subject::Account(account), tag, actor, details, at: ctx.now() };
    store::events::record(write, &event).await?;
    if let Some(message) = mail {
        let mail = match visitor {
            Some(visitor) => visits::mail(message, visitor),
            None => Mail::new(message),
        };
        crate::mail::to_all_verified(ctx, write, account, &mail).await?;
    }
    Ok(())
}

/// The details of an event about one factor.
pub(crate) fn details_of(kind: FactorKind, name: &str) -> Value {
    json!({ "kind": kind.as_str(), "name": name })
}

/// Ends the sessions and remembered devices of an account, but for the one that acts.
pub(crate) async fn end_other_sessions(write: &mut Write, account: AccountId, actor: &Actor) -> Result<()> {
    let kept = match actor {
        Actor::Session(bearer) => Some(&bearer.session),
        Actor::Operator | Actor::Token(_) | Actor::Publisher(_) => None,
    };
    store::sessions::end_all_but(write, account, kept).await?;
    Ok(())
}
