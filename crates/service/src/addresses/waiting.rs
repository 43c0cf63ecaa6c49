//! Addresses that wait to be proved, and what the page of their link shows.

use super::{AddressRefused, verify::Payload};
use crate::{Ctx, links};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::{Failure, ids::AccountId, links::LinkKind};

/// An address that an account asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingAddress {
    pub address: String,
    /// The user name of the account that asked.
    pub username: String,
    pub expires: DateTime<Utc>,
}

/// The addresses that an account asked for, newest first.
pub async fn waiting(ctx: &Ctx, account: AccountId) -> anyhow::Result<Vec<WaitingAddress>> {
    let mut read = ctx.db.read().await?;
    let username = store::accounts::username(&mut read, account).await?;
    let links = store::links::open_of(&mut read, account, LinkKind::VerifyAddress, ctx.now()).await?;
    let shown = |link: store::links::LinkRow| {
        let (address, username) = (link.address.unwrap_or_default(), username.clone());
        WaitingAddress { address, username, expires: link.expires_at }
    };
    Ok(links.into_iter().map(shown).collect())
}

/// What the page of a link shows before its button is pressed; uses nothing up.
pub async fn proof(ctx: &Ctx, secret: &str) -> Result<WaitingAddress, Failure<AddressRefused>> {
    let link = links::look(ctx, LinkKind::VerifyAddress, secret).await.map_err(Failure::widen)?;
    let account = link.account.context("a link to verify an address has no account")?;
    let Payload { address } = link.payload()?;
    let username = store::accounts::username(&mut ctx.db.read().await?, account).await?;
    Ok(WaitingAddress { address, username, expires: link.expires })
}
