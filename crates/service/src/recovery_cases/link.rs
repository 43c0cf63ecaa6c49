//! The mailed links of cases: made, and found by their secret.

use super::RecoveryCaseRefused;
use crate::{Ctx, links::LinkRefused};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::{Failure, ids::AccountId, links::LinkSecret, recovery_cases::RecoveryLinkKind};
use store::{Read, Write, recovery_cases::links};
use templates::{Language, mail::MailLink};
use uuid::Uuid;

/// What a link of a case is made of.
pub(super) struct NewLink<'a> {
    pub(super) kind: RecoveryLinkKind,
    pub(super) account: AccountId,
    pub(super) case: Option<Uuid>,
    pub(super) contact: &'a str,
    pub(super) language: Language,
    pub(super) reason: &'a str,
    pub(super) expires: DateTime<Utc>,
}

/// Writes a link and gives what the mail shows: its URL is known only here.
pub(super) async fn make(ctx: &Ctx, write: &mut Write, new: &NewLink<'_>) -> Result<MailLink> {
    let secret = LinkSecret::new(ctx.random_bytes());
    let row = links::NewLink {
        id: ctx.id(),
        kind: new.kind,
        secret_hash: &secret.hash_as(new.kind.purpose()),
        account: new.account,
        case: new.case,
        contact: new.contact,
        language: new.language.code(),
        reason: new.reason,
        created_at: ctx.now(),
        expires_at: new.expires,
    };
    links::insert(write, &row).await?;
    let path = format!("{}{}/", new.kind.path(), secret.to_text());
    Ok(MailLink { url: ctx.settings.urls.absolute(&path), expires: new.expires })
}

/// The link of a secret; uses nothing up.
pub(super) async fn find(
    read: &mut Read,
    kind: RecoveryLinkKind,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<links::LinkRow, Failure<RecoveryCaseRefused>> {
    let not_open = || RecoveryCaseRefused::Link(LinkRefused::NotOpen);
    let secret = LinkSecret::parse(secret).ok_or_else(not_open)?;
    let row = links::find(read, kind, &secret.hash_as(kind.purpose()), now).await?;
    Ok(row.ok_or_else(not_open)?)
}

/// The language of a stored tag; English where it is none of ours.
pub(super) fn language_of(code: &str) -> Language {
    Language::ALL.into_iter().find(|language| language.code() == code).unwrap_or_default()
}
