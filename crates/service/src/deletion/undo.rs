//! Taking a deletion back: by the mailed link, or signed in.

use super::DeletionRefused;
use crate::{Ctx, guard, links, visits};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    links::LinkKind,
    permission::{Action, Actor},
    visitor::Visitor,
};
use serde_json::json;
use store::{Write, transaction};

/// What the page of a link shows; uses nothing up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenUndo {
    pub username: String,
    /// When the account would be deleted.
    pub at: DateTime<Utc>,
}

/// Whose deletion the link takes back.
pub async fn open(ctx: &Ctx, secret: &str) -> Result<OpenUndo, Failure<DeletionRefused>> {
    let link = links::look(ctx, LinkKind::UndoDeletion, secret).await.map_err(Failure::widen)?;
    let account = link.account.context("a link to undo a deletion has no account")?;
    let mut read = ctx.db.read().await?;
    let at = store::deletion::scheduled(&mut read, account).await?.ok_or(DeletionRefused::NotScheduled)?;
    Ok(OpenUndo { username: store::accounts::username(&mut read, account).await?, at })
}

/// Takes a deletion back by its link; nobody needs to be signed in.
pub async fn undo(ctx: &Ctx, visitor: &Visitor, secret: &str) -> Result<AccountId, Failure<DeletionRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let link = links::consume(write, LinkKind::UndoDeletion, secret, now).await.map_err(Failure::widen)?;
        let account = link.account.context("a link to undo a deletion has no account")?;
        take_back(ctx, write, visitor, account).await?;
        Ok(account)
    })
}

/// Takes the deletion of the account that is signed in back.
pub async fn cancel(ctx: &Ctx, actor: &Actor, visitor: &Visitor) -> Result<(), Failure<DeletionRefused>> {
    let now = ctx.now();
    transaction!(ctx.db, |write| {
        let account = guard::owner(write, actor, Action::DeleteAccount, now).await.map_err(Failure::widen)?;
        take_back(ctx, write, visitor, account).await
    })
}

async fn take_back(
    ctx: &Ctx,
    write: &mut Write,
    visitor: &Visitor,
    account: AccountId,
) -> Result<(), Failure<DeletionRefused>> {
    if store::deletion::scheduled(write, account).await?.is_none() {
        return Err(DeletionRefused::NotScheduled.into());
    }
    store::deletion::schedule(write, account, None).await?;
    store::links::end_of(write, account, LinkKind::UndoDeletion).await?;
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(account),
        tag: EventTag::DeletionUndone,
        actor: Some(account),
        details: visits::details(ctx, visitor, json!({})),
        at: ctx.now(),
    };
    store::events::record(write, &event).await?;
    Ok(())
}
