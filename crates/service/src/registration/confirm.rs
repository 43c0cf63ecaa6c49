//! Using the link of a registration: the account is made.

use super::{
    RegisterRefused,
    open_account::{Opening, RegisteredAccount, open_account},
    register::{Waiting, language},
};
use crate::{Ctx, limits, links};
use anyhow::Context as _;
use domain::{
    Failure,
    accounts::{EmailAddress, Username},
    ids::AccountId,
    limits::Limit,
    links::LinkKind,
    visitor::Visitor,
};
use store::transaction;

/// Makes the account that waits behind a link; of many uses at once, one succeeds.
pub async fn confirm(
    ctx: &Ctx,
    visitor: &Visitor,
    secret: &str,
) -> Result<RegisteredAccount, Failure<RegisterRefused>> {
    let (now, id) = (ctx.now(), AccountId(ctx.id()));
    let opened: Result<RegisteredAccount, Failure<RegisterRefused>> = transaction!(ctx.db, |write| {
        let link = links::consume(write, LinkKind::Registration, secret, now).await.map_err(Failure::widen)?;
        let waiting: Waiting = link.payload()?;
        let username: Username = waiting.username.parse().context("a link holds a user name that is none")?;
        let address: EmailAddress = waiting.address.parse().context("a link holds an address that is none")?;
        let opening = Opening {
            id,
            username: &username,
            address: &address,
            password_hash: &waiting.password_hash,
            via: &waiting.via,
            language: language(&waiting.language),
        };
        open_account(ctx, write, visitor, &opening).await
    });
    let opened = opened?;
    // Whoever proves addresses may register more of them.
    limits::clear(ctx, Limit::EmailAdd, &visitor.address);
    Ok(opened)
}

/// What the page of the link shows before its button is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingAccount {
    pub username: String,
    pub address: String,
}

/// The account that waits behind a link; uses nothing up.
pub async fn waiting(ctx: &Ctx, secret: &str) -> Result<WaitingAccount, Failure<RegisterRefused>> {
    let link = links::look(ctx, LinkKind::Registration, secret).await.map_err(Failure::widen)?;
    let Waiting { username, address, .. } = link.payload()?;
    Ok(WaitingAccount { username, address })
}
