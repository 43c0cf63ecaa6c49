//! Looking at a link, for the page that asks; uses nothing up.

use crate::Ctx;
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    Failure, Kind, Refusal,
    accounts::EmailAddress,
    ids::AccountId,
    links::{LinkKind, LinkSecret},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Read, links::LinkRow};
use uuid::Uuid;

/// A link that can be used.
#[derive(Clone, Debug)]
pub struct OpenLink {
    pub id: Uuid,
    pub account: Option<AccountId>,
    pub address: Option<EmailAddress>,
    pub expires: DateTime<Utc>,
    pub(crate) payload: Value,
}

/// Why a link does nothing. One answer: a link says nothing about others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefused {
    #[error("The link was used, has expired or is none; ask for a new one")]
    NotOpen,
}

impl Refusal for LinkRefused {
    fn kind(&self) -> Kind {
        Kind::NotFound
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "link-not-open",
        }
    }
}

impl OpenLink {
    fn of(row: LinkRow) -> Result<Self> {
        let address = row.address.map(|address| address.parse()).transpose();
        Ok(Self {
            id: row.id,
            account: row.account_id.map(AccountId),
            address: address.context("a link holds an address that is none")?,
            expires: row.expires_at,
            payload: row.payload.0,
        })
    }

    /// What the maker of the link left in it.
    pub(crate) fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.payload.clone()).context("the payload of a link is not that of its kind")
    }
}

/// The link of a secret, as its page shows it.
///
/// # Errors
/// [`LinkRefused`] when it was used, has expired or is none.
pub async fn look(ctx: &Ctx, kind: LinkKind, secret: &str) -> Result<OpenLink, Failure<LinkRefused>> {
    find(&mut ctx.db.read().await?, kind, secret, ctx.now()).await
}

pub(super) async fn find(
    read: &mut Read,
    kind: LinkKind,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<OpenLink, Failure<LinkRefused>> {
    let secret = LinkSecret::parse(secret).ok_or(LinkRefused::NotOpen)?;
    let row = store::links::open(read, kind, &secret.hash(kind), now).await?;
    Ok(OpenLink::of(row.ok_or(LinkRefused::NotOpen)?)?)
}
