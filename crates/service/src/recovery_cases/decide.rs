//! Deciding about a case: one rejection ends it, enough approvals let the owner in.

use super::{
    RecoveryCaseRefused,
    cancel::tell,
    complete::complete,
    evidence::permits,
    judge::{case, operator, record, require_no_party},
    request::text,
    vouch::verdict,
};
use crate::Ctx;
use domain::{
    Failure,
    events::EventTag,
    permission::Actor,
    recovery_cases::{CaseAct, CaseActRefused, Ending, is_enough},
};
use serde_json::json;
use store::{
    Write,
    recovery_cases::{self, CaseRow, decisions::NewDecision},
    transaction,
};
use templates::mail::{Mail, MailMessage};
use uuid::Uuid;

/// What a decision led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Other operators have to agree.
    Approved {
        missing: u32,
    },
    Completed,
    Rejected,
}

/// Approves or rejects a case whose waiting period is over.
///
/// The approvals are counted in the Write that adds one, behind the lock of the case: of
/// two last approvals at once, one completes it and the other finds it ended.
pub async fn decide(
    ctx: &Ctx,
    actor: &Actor,
    id: Uuid,
    approves: bool,
    remark: &str,
) -> Result<Decided, Failure<RecoveryCaseRefused>> {
    let note = text(remark)?;
    let now = ctx.now();
    transaction!(ctx.db, |write| -> Result<Decided, Failure<RecoveryCaseRefused>> {
        let operator = operator(ctx, write, actor).await?;
        let case = case(write, id).await?;
        permits(ctx, write, &case, CaseAct::Decide).await?;
        require_no_party(write, &case, operator).await?;
        let evidence = recovery_cases::evidence::of(write, id).await?;
        if approves && !is_enough(evidence.iter().map(verdict)) {
            return Err(RecoveryCaseRefused::NothingProved.into());
        }
        let decision = NewDecision { case: id, operator, approves, note: &note, at: now };
        if !recovery_cases::decisions::insert(write, &decision).await? {
            return Err(RecoveryCaseRefused::DecidedAlready.into());
        }
        let tag = if approves { EventTag::RecoveryApproved } else { EventTag::RecoveryRejected };
        record(ctx, write, &case, operator, tag, json!({ "case": id })).await?;
        if !approves {
            return reject(ctx, write, &case).await;
        }
        let approvals = u32::try_from(recovery_cases::decisions::approvals(write, id).await?).unwrap_or(u32::MAX);
        match ctx.settings.recovery_approvers.saturating_sub(approvals) {
            0 => complete(ctx, write, &case).await.map(|()| Decided::Completed),
            missing => Ok(Decided::Approved { missing }),
        }
    })
}

async fn reject(ctx: &Ctx, write: &mut Write, case: &CaseRow) -> Result<Decided, Failure<RecoveryCaseRefused>> {
    if !recovery_cases::close(write, case.id, Ending::Rejected, None, ctx.now()).await? {
        return Err(RecoveryCaseRefused::Act(CaseActRefused::Ended).into());
    }
    recovery_cases::links::end_cancel(write, case.id).await?;
    tell(ctx, write, case, &Mail::new(MailMessage::RecoveryRejected)).await?;
    Ok(Decided::Rejected)
}
