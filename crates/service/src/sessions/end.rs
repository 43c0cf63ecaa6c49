//! Ending sessions: signing out here, one elsewhere, or everywhere.

use super::refusal::SessionRefused;
use crate::{Ctx, visits};
use anyhow::Result;
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    permission::Actor,
    refusal::Never,
    sessions::SessionBearer,
    visitor::Visitor,
};
use serde_json::{Value, json};
use store::{Write, transaction};
use uuid::Uuid;

/// What signing out everywhere leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    Nothing,
    /// The session that asks, and its device.
    ThisSession,
}

/// Signs out: the session's secret opens nothing any more.
pub async fn end(ctx: &Ctx, visitor: &Visitor, bearer: &SessionBearer) -> Result<(), Failure<Never>> {
    transaction!(ctx.db, |write| {
        if store::sessions::end(write, &bearer.session).await? {
            record(ctx, write, visitor, bearer, EventTag::SignedOut, json!({})).await?;
        }
        Ok(())
    })
}

/// Ends one session of one's own, wherever it is.
pub async fn end_one(ctx: &Ctx, visitor: &Visitor, actor: &Actor, id: Uuid) -> Result<(), Failure<SessionRefused>> {
    let bearer = session_of(actor)?;
    transaction!(ctx.db, |write| {
        still_signed_in(write, bearer).await?;
        if !store::sessions::end_one(write, bearer.account, id).await? {
            return Err(SessionRefused::NoSession { id }.into());
        }
        record(ctx, write, visitor, bearer, EventTag::SessionEnded, json!({ "session": id })).await?;
        Ok(())
    })
}

/// Signs out everywhere: sessions, sign-ins half done, known and remembered devices.
///
/// Says how many other sessions were ended.
pub async fn end_all(
    ctx: &Ctx,
    visitor: &Visitor,
    actor: &Actor,
    leaving: Leaving,
) -> Result<u64, Failure<SessionRefused>> {
    let bearer = session_of(actor)?;
    let kept = match leaving {
        Leaving::Nothing => None,
        Leaving::ThisSession => Some(&bearer.session),
    };
    transaction!(ctx.db, |write| {
        still_signed_in(write, bearer).await?;
        let ended = store::sessions::end_all_but(write, bearer.account, kept).await?;
        record(ctx, write, visitor, bearer, EventTag::SessionsEnded, json!({ "sessions": ended })).await?;
        Ok(ended)
    })
}

/// Only a person who is signed in has sessions to end.
pub(super) fn session_of(actor: &Actor) -> Result<&SessionBearer, SessionRefused> {
    match actor {
        Actor::Session(bearer) => Ok(bearer),
        Actor::Operator | Actor::Token(_) | Actor::Publisher(_) => Err(SessionRefused::NotSignedIn),
    }
}

/// Whether the session that asks was not ended in the meantime.
pub(super) async fn still_signed_in(write: &mut Write, bearer: &SessionBearer) -> Result<(), Failure<SessionRefused>> {
    match store::sessions::by_hash(write, &bearer.session).await? {
        Some(_) => Ok(()),
        None => Err(SessionRefused::NotSignedIn.into()),
    }
}

pub(super) async fn record(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    bearer: &SessionBearer,
    tag: EventTag,
    details: Value,
) -> Result<()> {
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(bearer.account),
        tag,
        actor: Some(bearer.account),
        details: visits::details(ctx, visitor, details),
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
