//! Writing mails to the outbox, each with the job that sends it.

use crate::Ctx;
use anyhow::{Context as _, Result};
use domain::{accounts::EmailAddress, ids::AccountId};
use serde_json::json;
use store::{Read, Write, jobs::NewJob, mail::NewMail};
use templates::{
    Language,
    mail::{Mail, MailFrame},
};
use uuid::Uuid;

/// The kind of job that sends a mail; its payload is `{"mail_id": …}`.
pub const SEND_MAIL: &str = "send_mail";

/// Whom a mail is for.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// The account that the mail is about; none for a stranger who is invited.
    pub account: Option<AccountId>,
    pub address: EmailAddress,
    pub language: Language,
}

/// Writes a mail for one address; `false` when its unique key was used before.
///
/// The mail is rendered here and never changes after. A mail about something that
/// happened says that it happened now, unless it says when.
pub async fn enqueue(
    ctx: &Ctx,
    write: &mut Write,
    recipient: &Recipient,
    mail: &Mail,
    unique_key: Option<String>,
) -> Result<bool> {
    put(ctx, write, recipient, mail, Keys { unique_key, campaign: None }).await
}

/// Writes the mail of a campaign to one person; `false` when it was written before.
pub async fn enqueue_for_campaign(
    ctx: &Ctx,
    write: &mut Write,
    recipient: &Recipient,
    mail: &Mail,
    campaign: Uuid,
) -> Result<bool> {
    let person = recipient.account.map(|account| account.to_string()).unwrap_or_default();
    let unique_key = Some(format!("campaign:{campaign}:{person}"));
    put(ctx, write, recipient, mail, Keys { unique_key, campaign: Some(campaign) }).await
}

/// Writes a mail for each verified address of an account; says how many.
pub async fn to_all_verified(ctx: &Ctx, write: &mut Write, account: AccountId, mail: &Mail) -> Result<usize> {
    let language = language_of(write, account).await?;
    let mut written = 0;
    for line in store::accounts::addresses(write, account).await? {
        if line.verified_at.is_none() {
            continue;
        }
        let address = line.address.parse().context("a stored address is none")?;
        let recipient = Recipient { account: Some(account), address, language };
        enqueue(ctx, write, &recipient, mail, None).await?;
        written += 1;
    }
    Ok(written)
}

/// The language that an account reads; English where it chose none.
pub async fn language_of(read: &mut Read, account: AccountId) -> Result<Language> {
    let code = store::mail::language(read, account).await?;
    let chosen = Language::ALL.into_iter().find(|language| code.as_deref() == Some(language.code()));
    Ok(chosen.unwrap_or_default())
}

/// What a mail is known by beside its id.
struct Keys {
    unique_key: Option<String>,
    campaign: Option<Uuid>,
}

async fn put(ctx: &Ctx, write: &mut Write, recipient: &Recipient, mail: &Mail, keys: Keys) -> Result<bool> {
    let now = ctx.now();
    let username = match recipient.account {
        Some(account) => Some(store::accounts::username(write, account).await?),
        None => None,
    };
    let frame =
        MailFrame { site_name: &ctx.settings.site_name, host: ctx.settings.urls.host(), username: username.as_deref() };
    let mut mail = mail.clone();
    if mail.message.is_event() {
        mail.circumstances.at.get_or_insert(now);
    }
    let rendered = mail.render(&frame, recipient.language)?;
    let row = NewMail {
        id: ctx.id(),
        account: recipient.account,
        address: recipient.address.as_ref(),
        language: recipient.language.code(),
        kind: mail.message.kind(),
        subject: &rendered.subject,
        text_body: &rendered.text,
        html_body: &rendered.html,
        unique_key: keys.unique_key.as_deref(),
        useless_after: mail.message.link().map(|link| link.expires),
        campaign: keys.campaign,
        created_at: now,
    };
    if !store::mail::insert(write, &row).await? {
        return Ok(false);
    }
    let payload = json!({ "mail_id": row.id });
    let job = NewJob { id: ctx.id(), kind: SEND_MAIL, payload, unique_key: None, run_at: now, created_at: now };
    store::jobs::enqueue(write, &job).await?;
    Ok(true)
}
