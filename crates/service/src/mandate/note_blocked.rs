//! Telling somebody by mail that a mandate stopped an upload.

use crate::{
    Ctx,
    mail::{self, Recipient},
};
use anyhow::{Context as _, Result};
use domain::{
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    permission::PermissionRefused,
};
use packaging::name::NormalizedName;
use serde_json::json;
use store::transaction;
use templates::mail::{Mail, MailMessage};

/// Writes the mail once for each person and mandate; says whether it did.
///
/// A tool on a build server repeats what it does, and nobody reads its output: the mail
/// reaches the person, the log of the account keeps what was tried.
pub async fn note_blocked(
    ctx: &Ctx,
    account: AccountId,
    project: Option<&NormalizedName>,
    refusal: &PermissionRefused,
) -> Result<bool> {
    let PermissionRefused::SecondFactorRequired { action, why, remedy, .. } = refusal else {
        return Ok(false);
    };
    let unique_key = format!("mandate-blocked:{}:{account}", why.mandate);
    // A tool that tries all night opens no Write for it.
    if store::mail::has_key(&mut ctx.db.read().await?, &unique_key).await? {
        return Ok(false);
    }
    let (now, event_id) = (ctx.now(), ctx.id());
    let project = project.map(ToString::to_string).unwrap_or_default();
    let message = MailMessage::MandateBlocked {
        project: project.clone(),
        cohort: why.cohort.as_str(),
        strength: why.strength.as_str(),
        since: why.deadline,
    };
    let mail = Mail::new(message).at(now);
    transaction!(ctx.db, |write| -> Result<bool> {
        let addresses = store::accounts::addresses(write, account).await?;
        let Some(line) = addresses.into_iter().find(|line| line.is_primary && line.verified_at.is_some()) else {
            return Ok(false);
        };
        let address = line.address.parse().context("a stored address is none")?;
        let language = mail::language_of(write, account).await?;
        let recipient = Recipient { account: Some(account), address, language };
        if !mail::enqueue(ctx, write, &recipient, &mail, Some(unique_key.clone())).await? {
            return Ok(false);
        }
        let details = json!({
            "action": action.as_str(), "project": project, "mandate": why.mandate, "cohort": why.cohort,
            "gate": why.gate, "strength": why.strength, "remedy": remedy,
        });
        let subject = Subject::Account(account);
        let event =
            NewEvent { id: event_id, subject, tag: EventTag::MandateBlocked, actor: Some(account), details, at: now };
        store::events::record(write, &event).await?;
        Ok(true)
    })
}
