//! Vouching: a co-owner says, signed in with a second factor, whether a request is true.

use super::{RecoveryCaseRefused, evidence::permits};
use crate::{Ctx, guard::GuardRefused, sessions::require_step_up, visits};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    permission::{Action, Actor, decide},
    recovery_cases::{CaseAct, CaseActRefused, Verdict},
    visitor::Visitor,
};
use serde_json::json;
use store::{
    Read,
    recovery_cases::{self, CaseRow, evidence::EvidenceRow},
    transaction,
};
use uuid::Uuid;

/// What the page of a voucher shows; uses nothing up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenVouch {
    /// Who asks to be let in.
    pub username: String,
    pub reason: String,
    pub opened_at: DateTime<Utc>,
    pub verdict: Verdict,
}

/// What somebody is asked to vouch for, if it is they who are asked.
pub async fn look_at_vouch(ctx: &Ctx, actor: &Actor, id: Uuid) -> Result<OpenVouch, Failure<RecoveryCaseRefused>> {
    let (case, evidence) = asked(&mut ctx.db.read().await?, voucher(actor)?, id).await?;
    Ok(OpenVouch {
        username: case.username,
        reason: case.reason,
        opened_at: case.opened_at,
        verdict: verdict(&evidence),
    })
}

/// Says whether the requester is who they say; once.
pub async fn vouch(
    ctx: &Ctx,
    actor: &Actor,
    visitor: &Visitor,
    id: Uuid,
    is_true: bool,
) -> Result<(), Failure<RecoveryCaseRefused>> {
    let now = ctx.now();
    let account = voucher(actor)?;
    transaction!(ctx.db, |write| -> Result<(), Failure<RecoveryCaseRefused>> {
        let facts = store::permission::facts(write, actor, None).await?;
        decide(now, actor, Action::ReadAccount, &facts)
            .map_err(GuardRefused::from)
            .map_err(RecoveryCaseRefused::from)?;
        let (case, evidence) = asked(write, account, id).await?;
        if !matches!(actor, Actor::Session(bearer) if bearer.strength.is_some()) {
            return Err(RecoveryCaseRefused::VoucherFactor.into());
        }
        require_step_up(write, actor, now).await.map_err(|failure| match failure {
            Failure::Refused(refusal) => RecoveryCaseRefused::Guard(GuardRefused::StepUp(refusal)).into(),
            Failure::Broken(fault) => Failure::Broken(fault),
        })?;
        permits(ctx, write, &case, CaseAct::Vouch).await?;
        // A role given up since the request vouches for nothing any more.
        if !recovery_cases::evidence::is_co_owner(write, account, case.account()).await? {
            return Err(RecoveryCaseRefused::NotAsked.into());
        }
        if verdict(&evidence) != Verdict::Open {
            return Err(RecoveryCaseRefused::AnsweredAlready.into());
        }
        match is_true {
            true => recovery_cases::evidence::prove(write, id, None, now).await?,
            false => recovery_cases::evidence::refute(write, id, None, now).await?,
        }
        for subject in [case.account(), account] {
            let details = json!({ "case": case.id, "username": case.username, "true": is_true });
            let event = NewEvent {
                id: ctx.id(),
                subject: Subject::Account(subject),
                tag: EventTag::RecoveryVouched,
                actor: Some(account),
                // Where a colleague sits is nobody else's business.
                details: if subject == account { visits::details(ctx, visitor, details) } else { details },
                at: now,
            };
            store::events::record(write, &event).await?;
        }
        Ok(())
    })
}

fn voucher(actor: &Actor) -> Result<AccountId, RecoveryCaseRefused> {
    match actor {
        Actor::Session(bearer) => Ok(bearer.account),
        _ => Err(RecoveryCaseRefused::NotAsked),
    }
}

/// The evidence that an account was asked for, with its open case.
async fn asked(
    read: &mut Read,
    account: AccountId,
    id: Uuid,
) -> Result<(CaseRow, EvidenceRow), Failure<RecoveryCaseRefused>> {
    let evidence = recovery_cases::evidence::get(read, id).await?;
    let Some(evidence) = evidence.filter(|evidence| evidence.account_id == Some(account.0)) else {
        return Err(RecoveryCaseRefused::NotAsked.into());
    };
    let case = recovery_cases::get(read, evidence.case_id).await?.context("the case of a voucher is gone")?;
    match case.closed_at {
        None => Ok((case, evidence)),
        Some(_) => Err(RecoveryCaseRefused::Act(CaseActRefused::Ended).into()),
    }
}

pub(super) fn verdict(evidence: &EvidenceRow) -> Verdict {
    Verdict::of(evidence.proved_at.is_some(), evidence.refuted_at.is_some())
}
