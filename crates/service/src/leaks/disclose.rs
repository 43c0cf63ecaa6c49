//! Taking a report: who says it, is the token real, and then it is gone.

use super::{
    KnownKeys, LeakReportRefused, Scanner,
    report::{self, Leak},
    signature,
};
use crate::{Ctx, limits, mail, tokens};
use anyhow::{Context as _, Result};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    limits::Limit,
    tokens::{ApiToken, StoredToken},
    visitor::Visitor,
};
use serde_json::json;
use store::transaction;
use templates::mail::{Mail, MailMessage};

/// Why a token is revoked that was reported.
const REVOKED_BY_SCANNER: &str = "leaked, says a secret scanner";
const REVOKED_BY_HOLDER: &str = "leaked, says somebody who holds it";

/// A report as it came in.
#[derive(Clone, Debug)]
pub struct Report {
    /// As it was signed, byte for byte.
    pub body: Vec<u8>,
    /// `None` when no header of any scanner came with it.
    pub proof: Option<Proof>,
}

/// What a scanner sends along.
#[derive(Clone, Debug)]
pub struct Proof {
    pub scanner: Scanner,
    pub key_id: Option<String>,
    /// In base64.
    pub signature: Option<String>,
}

/// Revokes each reported token whose own signature holds, and mails its owner.
///
/// Says nothing about which those were: a report cannot be used to try tokens.
pub async fn disclose(
    ctx: &Ctx,
    visitor: &Visitor,
    keys: &KnownKeys,
    report: Report,
) -> Result<(), Failure<LeakReportRefused>> {
    let reporter = match report.proof {
        Some(proof) => {
            limits::check(ctx, Limit::TokenDisclosure, &visitor.address).map_err(LeakReportRefused::from)?;
            let checked = check(ctx, keys, &proof, &report.body).await;
            if let Err(Failure::Refused(_)) = checked {
                limits::note(ctx, Limit::TokenDisclosure, &visitor.address);
            }
            checked?;
            Some(proof.scanner.name)
        }
        None => {
            limits::take(ctx, Limit::TokenDisclosure, &visitor.address).map_err(LeakReportRefused::from)?;
            None
        }
    };
    let mut fault = None;
    for leak in report::parse(&report.body)? {
        // One that breaks must not save the others; the scanner hears of it and comes again.
        if let Err(error) = revoke(ctx, reporter.as_deref(), &leak).await {
            fault = Some(error);
        }
    }
    match fault {
        Some(fault) => Err(Failure::Broken(fault.context("a leaked token could not be revoked"))),
        None => Ok(()),
    }
}

/// Whether the scanner signed the body with a key that it lists as current.
async fn check(ctx: &Ctx, keys: &KnownKeys, proof: &Proof, body: &[u8]) -> Result<(), Failure<LeakReportRefused>> {
    let scanner = proof.scanner.name.clone();
    let (Some(key_id), Some(signature)) = (&proof.key_id, &proof.signature) else {
        return Err(LeakReportRefused::HalfSigned { scanner }.into());
    };
    let key = keys.current(ctx, &proof.scanner, key_id).await?;
    match signature::holds(&key.pem, signature, body) {
        true => Ok(()),
        false => Err(LeakReportRefused::SignatureWrong { scanner }.into()),
    }
}

/// Revokes one token, expired ones too; one that is not ours is nothing.
async fn revoke(ctx: &Ctx, reporter: Option<&str>, leak: &Leak) -> Result<()> {
    let Ok(token) = ApiToken::parse(&leak.token) else {
        return Ok(());
    };
    let stored = store::tokens::get(&mut ctx.db.read().await?, token.id()).await?;
    let Some(stored) = stored.filter(|stored| stored.revoked_at.is_none()) else {
        return Ok(());
    };
    if !tokens::signature_holds(ctx, &token, &stored)? {
        return Ok(());
    }
    let (now, event_id) = (ctx.now(), ctx.id());
    let reason = reporter.map_or(REVOKED_BY_HOLDER, |_| REVOKED_BY_SCANNER);
    let details = json!({
        "token": stored.id, "name": stored.name, "reporter": reporter,
        // What a stranger says about places is not written into somebody's log.
        "url": leak.url.as_ref().filter(|_| reporter.is_some()),
        "source": leak.source.as_ref().filter(|_| reporter.is_some()),
    });
    transaction!(ctx.db, |write| -> Result<()> {
        // Reported twice at once: the first one tells of it.
        if !store::tokens::revoke(write, stored.id, reason, now).await? {
            return Ok(());
        }
        let event = NewEvent {
            id: event_id,
            subject: Subject::Account(stored.account),
            tag: EventTag::TokenLeaked,
            actor: None,
            // The address of a scanner is of no use to the owner, that of a finder is his own business.
            details: details.clone(),
            at: now,
        };
        store::events::record(write, &event).await?;
        mail::to_all_verified(ctx, write, stored.account, &message(&stored, reporter, leak)).await?;
        Ok(())
    })
    .with_context(|| format!("the token `{}`", stored.id))
}

fn message(stored: &StoredToken, reporter: Option<&str>, leak: &Leak) -> Mail {
    let place = leak.url.clone().filter(|_| reporter.is_some());
    Mail::new(MailMessage::TokenLeaked { name: stored.name.clone(), place })
}
