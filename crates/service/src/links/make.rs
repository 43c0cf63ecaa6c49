//! Making a link, in the Write of what it is for.

use crate::Ctx;
use anyhow::Result;
use domain::{
    accounts::EmailAddress,
    ids::AccountId,
    links::{LinkKind, LinkSecret},
};
use serde_json::Value;
use store::Write;
use templates::mail::MailLink;

/// What a link is for.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    pub kind: LinkKind,
    pub account: Option<AccountId>,
    /// What using the link proves: whoever reads the mail has it.
    pub address: Option<&'a EmailAddress>,
    /// A JSON object that the act needs when the link is used.
    pub payload: Value,
}

/// Writes a link and gives what the mail shows: its URL is known only here.
pub async fn make(ctx: &Ctx, write: &mut Write, link: &NewLink<'_>) -> Result<MailLink> {
    let (now, secret) = (ctx.now(), LinkSecret::new(ctx.random_bytes()));
    let expires = now + link.kind.lifetime();
    let address = link.address.map(EmailAddress::normalized);
    let row = store::links::NewLink {
        id: ctx.id(),
        kind: link.kind,
        secret_hash: &secret.hash(link.kind),
        account: link.account,
        address: address.as_deref(),
        payload: &link.payload,
        created_at: now,
        expires_at: expires,
    };
    store::links::insert(write, &row).await?;
    Ok(MailLink { url: ctx.settings.urls.link(link.kind, &secret), expires })
}
