//! Finding addresses whose domain was given up.
//!
//! Whoever registers an abandoned domain reads its mail, and could reset passwords by
//! it. Such an address counts as verified no more, and its account hears of it.

use crate::{Ctx, mail};
use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    accounts::EmailAddress,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    registration::MailDomain,
};
use outbound::domains::{DomainState, Domains};
use serde_json::json;
use std::collections::BTreeMap;
use store::{addresses::CheckRow, transaction};
use templates::mail::{Mail, MailMessage};

/// Addresses that one run looks at.
const MOST_ADDRESSES: i64 = 1000;

/// How long a domain that exists is believed.
const EVERY: TimeDelta = TimeDelta::days(30);

/// When a domain that did not answer, or that is gone, is looked up again.
const SOON: TimeDelta = TimeDelta::days(1);

/// How long a domain must be gone: a registry's bad day is no abandonment.
const PATIENCE: TimeDelta = TimeDelta::days(3);

/// The stored reason.
const REASON: &str = "domain gone";

/// Looks up the domains of addresses that are due; says how many lost their standing.
pub async fn check_domains(ctx: &Ctx, domains: &dyn Domains) -> Result<usize> {
    let now = ctx.now();
    let due = store::addresses::due_for_check(&mut ctx.db.read().await?, now, MOST_ADDRESSES).await?;
    let mut by_domain: BTreeMap<MailDomain, Vec<CheckRow>> = BTreeMap::new();
    for row in due {
        let address: EmailAddress = row.address.parse().context("a stored address is none")?;
        by_domain.entry(MailDomain::of(&address)).or_default().push(row);
    }
    let mut unverified = 0;
    for (domain, rows) in by_domain {
        let state = domains.state(domain.as_str()).await;
        for row in rows {
            unverified += usize::from(note(ctx, &row, &domain, state, now).await?);
        }
    }
    Ok(unverified)
}

async fn note(ctx: &Ctx, row: &CheckRow, domain: &MailDomain, state: DomainState, now: DateTime<Utc>) -> Result<bool> {
    let (gone_at, next) = match state {
        DomainState::Exists => (None, now + EVERY),
        DomainState::Gone => (Some(row.domain_gone_at.unwrap_or(now)), now + SOON),
        DomainState::Unknown => (row.domain_gone_at, now + SOON),
    };
    let is_abandoned = state == DomainState::Gone && gone_at.is_some_and(|since| PATIENCE <= now - since);
    transaction!(ctx.db, |write| {
        store::addresses::note_check(write, row.id, gone_at, next).await?;
        if !is_abandoned {
            return Ok(false);
        }
        // Before it is taken away: this mail, too, goes to the address itself, where it
        // may still arrive, and to the others in any case.
        let account = AccountId(row.account_id);
        let message = MailMessage::AddressUnverified { address: row.address.clone() };
        mail::to_all_verified(ctx, write, account, &Mail::new(message)).await?;
        if !store::addresses::unverify(write, row.id, REASON).await? {
            return Ok(false);
        }
        let event = NewEvent {
            id: ctx.id(),
            subject: Subject::Account(account),
            tag: EventTag::AddressUnverified,
            actor: None,
            details: json!({ "email": row.address, "domain": domain.as_str(), "reason": REASON }),
            at: now,
        };
        store::events::record(write, &event).await?;
        Ok(true)
    })
}
