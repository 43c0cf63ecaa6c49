//! Mail: the outbox, one row for each mail and recipient.

use crate::{
    change,
    db::{Read, Write},
    select,
};
use anyhow::Result;
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use uuid::Uuid;

/// A mail as it is written: rendered, and never changed after.
#[derive(Clone, Debug)]
pub struct NewMail<'a> {
    pub id: Uuid,
    pub account: Option<AccountId>,
    pub address: &'a str,
    /// A BCP 47 tag.
    pub language: &'a str,
    pub kind: &'a str,
    pub subject: &'a str,
    pub text_body: &'a str,
    pub html_body: &'a str,
    pub unique_key: Option<&'a str>,
    pub useless_after: Option<DateTime<Utc>>,
    /// The campaign that writes it; none for every other mail.
    pub campaign: Option<Uuid>,
    pub created_at: DateTime<Utc>,
}

/// A mail that waits to be sent.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct QueuedMail {
    pub id: Uuid,
    pub address: String,
    pub language: String,
    pub kind: String,
    pub subject: String,
    pub text_body: String,
    pub html_body: String,
    pub useless_after: Option<DateTime<Utc>>,
    /// Attempts before this one.
    pub attempts: i32,
    pub created_at: DateTime<Utc>,
}

/// A mail of the outbox, as lists show it: without its bodies.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MailLine {
    pub id: Uuid,
    pub account_id: Option<Uuid>,
    pub address: String,
    pub language: String,
    pub kind: String,
    pub subject: String,
    /// `queued`, `sent`, `failed` or `suppressed`.
    pub state: String,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// Why a mail is not sent any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// It cannot be delivered.
    Failed,
    /// It says nothing any more.
    Suppressed,
}

impl Unsent {
    fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Suppressed => "suppressed",
        }
    }
}

/// Writes a mail to the outbox; `false` when its unique key was used before.
pub async fn insert(write: &mut Write, mail: &NewMail<'_>) -> Result<bool> {
    let inserted = write
        .change(change!(
            "INSERT INTO mails (id, account_id, address, language, kind, subject, text_body, html_body, state,
                                unique_key, useless_after, attempts, last_error, campaign_id, created_at, sent_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $10, 0, NULL, $11, $12, NULL)
             ON CONFLICT (unique_key) DO NOTHING"
        ))
        .bind(mail.id)
        .bind(mail.account.map(|account| account.0))
        .bind(mail.address)
        .bind(mail.language)
        .bind(mail.kind)
        .bind(mail.subject)
        .bind(mail.text_body)
        .bind(mail.html_body)
        .bind(mail.unique_key)
        .bind(mail.useless_after)
        .bind(mail.campaign)
        .bind(mail.created_at)
        .execute()
        .await?;
    Ok(inserted == 1)
}

/// A mail that still waits; nothing when it was sent or given up.
pub async fn queued(read: &mut Read, id: Uuid) -> Result<Option<QueuedMail>> {
    read.select(select!(
        "SELECT id, address, language, kind, subject, text_body, html_body, useless_after, attempts, created_at
         FROM mails WHERE id = $1 AND state = 'queued'"
    ))
    .bind(id)
    .optional()
    .await
}

/// Notes that a mail was taken by whoever carries it further.
///
/// A link opens an account while it is open, so the outbox keeps none: of a mail with a
/// link the bodies are emptied.
pub async fn mark_sent(write: &mut Write, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    write
        .change(change!(
            "UPDATE mails SET state = 'sent', attempts = attempts + 1, last_error = NULL, sent_at = $1,
                              text_body = CASE WHEN useless_after IS NULL THEN text_body ELSE '' END,
                              html_body = CASE WHEN useless_after IS NULL THEN html_body ELSE '' END
             WHERE id = $2 AND state = 'queued'"
        ))
        .bind(at)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Gives a mail up; its link is forgotten like that of a mail that was sent.
pub async fn mark_unsent(write: &mut Write, id: Uuid, why: Unsent, error: &str) -> Result<()> {
    write
        .change(change!(
            "UPDATE mails SET state = $1, attempts = attempts + 1, last_error = $2,
                              text_body = CASE WHEN useless_after IS NULL THEN text_body ELSE '' END,
                              html_body = CASE WHEN useless_after IS NULL THEN html_body ELSE '' END
             WHERE id = $3 AND state = 'queued'"
        ))
        .bind(why.as_str())
        .bind(error)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Notes an attempt that another one will follow.
pub async fn note_fault(write: &mut Write, id: Uuid, error: &str) -> Result<()> {
    write
        .change(change!("UPDATE mails SET attempts = attempts + 1, last_error = $1 WHERE id = $2 AND state = 'queued'"))
        .bind(error)
        .bind(id)
        .execute()
        .await?;
    Ok(())
}

/// Drops what was written before an instant and waits no more; says how many.
///
/// Of a mail with a unique key the key stays, or its person would get it once more.
pub async fn forget(write: &mut Write, before: DateTime<Utc>) -> Result<u64> {
    let deleted = write
        .change(change!("DELETE FROM mails WHERE created_at < $1 AND state <> 'queued' AND unique_key IS NULL"))
        .bind(before)
        .execute()
        .await?;
    let emptied = write
        .change(change!(
            "UPDATE mails SET account_id = NULL, address = '', subject = '', text_body = '', html_body = '',
                              last_error = NULL
             WHERE created_at < $1 AND state <> 'queued' AND unique_key IS NOT NULL AND address <> ''"
        ))
        .bind(before)
        .execute()
        .await?;
    Ok(deleted + emptied)
}

/// The newest mails of the outbox, whatever became of them.
pub async fn newest(read: &mut Read, most: i64) -> Result<Vec<MailLine>> {
    read.select(select!(
        "SELECT id, account_id, address, language, kind, subject, state, attempts, last_error, created_at, sent_at
         FROM mails ORDER BY created_at DESC, id DESC LIMIT $1"
    ))
    .bind(most)
    .all()
    .await
}

/// Subject, text body and HTML body of a mail, for whoever may read them.
pub async fn bodies(read: &mut Read, id: Uuid) -> Result<Option<(String, String, String)>> {
    read.select(select!("SELECT subject, text_body, html_body FROM mails WHERE id = $1")).bind(id).optional().await
}

/// The language that an account reads, by its tag; nothing where it chose none.
pub async fn language(read: &mut Read, account: AccountId) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> =
        read.select(select!("SELECT language FROM accounts WHERE id = $1")).bind(account.0).optional().await?;
    Ok(row.and_then(|(language,)| language))
}

/// Whether a mail with this key was ever written.
pub async fn has_key(read: &mut Read, unique_key: &str) -> Result<bool> {
    let row: Option<(i32,)> =
        read.select(select!("SELECT 1 FROM mails WHERE unique_key = $1")).bind(unique_key).optional().await?;
    Ok(row.is_some())
}

/// Writes the language that an account reads.
pub async fn set_language(write: &mut Write, account: AccountId, language: &str) -> Result<()> {
    write
        .change(change!("UPDATE accounts SET language = $1 WHERE id = $2"))
        .bind(language)
        .bind(account.0)
        .execute()
        .await?;
    Ok(())
}
