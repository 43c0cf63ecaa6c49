//! What operators do before they decide: judging evidence, and noting what they found.

use super::{RecoveryCaseRefused, evidence::permits, request::text};
use crate::{Ctx, guard};
use anyhow::Result;
use domain::{
    Failure,
    events::{EventTag, NewEvent, Subject},
    ids::AccountId,
    permission::{Action, Actor},
    recovery_cases::{CaseAct, EvidenceKind, Judge, Verdict},
};
use serde_json::json;
use store::{
    Write,
    recovery_cases::{self, CaseRow},
    transaction,
};
use uuid::Uuid;

/// Judges a piece of evidence: a repository that was looked into, or anything that turned out false.
pub async fn judge_evidence(
    ctx: &Ctx,
    actor: &Actor,
    id: Uuid,
    verdict: Verdict,
    remark: &str,
) -> Result<Uuid, Failure<RecoveryCaseRefused>> {
    let remark = text(remark)?;
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<Uuid, Failure<RecoveryCaseRefused>> {
        let operator = operator(ctx, write, actor).await?;
        let Some(evidence) = recovery_cases::evidence::get(write, id).await? else {
            return Err(RecoveryCaseRefused::NoEvidence.into());
        };
        let case = case(write, evidence.case_id).await?;
        permits(ctx, write, &case, CaseAct::JudgeEvidence).await?;
        require_no_party(write, &case, operator).await?;
        if verdict == Verdict::Proved && evidence.kind != EvidenceKind::Repository.as_str() {
            return Err(RecoveryCaseRefused::ProvesItself.into());
        }
        match verdict {
            Verdict::Proved => recovery_cases::evidence::prove(write, id, Some(operator), now).await?,
            Verdict::Refuted | Verdict::Open => {
                recovery_cases::evidence::refute(write, id, Some(operator), now).await?;
            }
        }
        let note = format!("{} {}: {remark}", evidence.kind, evidence.statement);
        recovery_cases::decisions::insert_note(write, ctx.id(), case.id, Some(operator), &note, now).await?;
        let details = json!({ "case": case.id, "kind": evidence.kind, "verdict": verdict.as_str() });
        record(ctx, write, &case, operator, EventTag::RecoveryEvidenceJudged, details).await?;
        Ok(case.id)
    })
}

/// Notes something about a case, for the operators alone.
pub async fn note(ctx: &Ctx, actor: &Actor, id: Uuid, remark: &str) -> Result<(), Failure<RecoveryCaseRefused>> {
    let remark = text(remark)?;
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<(), Failure<RecoveryCaseRefused>> {
        let operator = operator(ctx, write, actor).await?;
        let case = case(write, id).await?;
        permits(ctx, write, &case, CaseAct::Note).await?;
        recovery_cases::decisions::insert_note(write, ctx.id(), id, Some(operator), &remark, now).await?;
        Ok(())
    })
}

/// The operator who judges: signed in, so that two of them are told apart.
pub(super) async fn operator(
    ctx: &Ctx,
    write: &mut Write,
    actor: &Actor,
) -> Result<AccountId, Failure<RecoveryCaseRefused>> {
    guard::permit(write, actor, Action::JudgeRecovery, ctx.now()).await.map_err(Failure::widen)?;
    match actor {
        Actor::Session(bearer) => Ok(bearer.account),
        _ => Err(RecoveryCaseRefused::NotSignedIn.into()),
    }
}

pub(super) async fn case(write: &mut Write, id: Uuid) -> Result<CaseRow, Failure<RecoveryCaseRefused>> {
    Ok(recovery_cases::get(write, id).await?.ok_or(RecoveryCaseRefused::NoCase)?)
}

/// Keeps the requester, and whoever was named to vouch, from judging.
pub(super) async fn require_no_party(
    write: &mut Write,
    case: &CaseRow,
    operator: AccountId,
) -> Result<(), Failure<RecoveryCaseRefused>> {
    let rows = store::addresses::of(write, operator).await?;
    let addresses: Vec<String> = rows.into_iter().map(|row| row.address.to_lowercase()).collect();
    let evidence = recovery_cases::evidence::of(write, case.id).await?;
    let is_voucher = evidence.iter().any(|row| row.account_id == Some(operator.0));
    let judge = Judge { account: operator, addresses: &addresses, is_voucher };
    match judge.is_party(case.account(), &case.contact) {
        true => Err(RecoveryCaseRefused::IsParty.into()),
        false => Ok(()),
    }
}

/// An event in the log of the account: by an operator, without where they sit.
pub(super) async fn record(
    ctx: &Ctx,
    write: &mut Write,
    case: &CaseRow,
    operator: AccountId,
    tag: EventTag,
    details: serde_json::Value,
) -> Result<()> {
    let event = NewEvent {
        id: ctx.id(),
        subject: Subject::Account(case.account()),
        tag,
        actor: Some(operator),
        details,
        at: ctx.now(),
    };
    store::events::record(write, &event).await
}
