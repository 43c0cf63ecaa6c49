//! What pages show of cases.

use super::{RecoveryCaseRefused, link::find, vouch::verdict};
use crate::{Ctx, links::LinkRefused};
use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use domain::{
    Failure,
    ids::AccountId,
    recovery_cases::{CaseFigures, CaseState, CountedCase, EvidenceKind, RecoveryLinkKind, Verdict, is_enough},
};
use store::{
    Read,
    recovery_cases::{
        self, CaseRow,
        decisions::{DecisionRow, NoteRow},
    },
};
use uuid::Uuid;

/// What is behind the requester's link.
#[derive(Clone, Debug)]
pub enum Request {
    /// Nothing has happened yet; a button opens the case.
    Asked {
        username: String,
    },
    Opened(Box<CaseView>),
}

/// A case with what was shown and decided.
#[derive(Clone, Debug)]
pub struct CaseView {
    pub case: CaseRow,
    pub state: CaseState,
    pub evidence: Vec<EvidenceView>,
    pub decisions: Vec<DecisionRow>,
    pub notes: Vec<NoteRow>,
    /// Approvals that count, and how many are needed.
    pub approvals: u32,
    pub approvers: u32,
    pub is_enough: bool,
}

/// A piece of evidence, read.
#[derive(Clone, Debug)]
pub struct EvidenceView {
    pub id: Uuid,
    pub kind: EvidenceKind,
    pub statement: String,
    pub verdict: Verdict,
    pub judged_at: Option<DateTime<Utc>>,
    pub judge: Option<String>,
}

/// What the requester's page shows; uses nothing up.
pub async fn look(ctx: &Ctx, secret: &str) -> Result<Request, Failure<RecoveryCaseRefused>> {
    let mut read = ctx.db.read().await?;
    let link = find(&mut read, RecoveryLinkKind::Request, secret, ctx.now()).await?;
    match link.case_id {
        None => {
            let username = store::accounts::username(&mut read, AccountId(link.account_id)).await?;
            Ok(Request::Asked { username })
        }
        Some(case) => {
            let view = view(ctx, &mut read, case).await?;
            let view = view.ok_or(RecoveryCaseRefused::Link(LinkRefused::NotOpen))?;
            Ok(Request::Opened(Box::new(view)))
        }
    }
}

/// What operators see of a case.
pub async fn admin_view(ctx: &Ctx, id: Uuid) -> Result<Option<CaseView>> {
    view(ctx, &mut ctx.db.read().await?, id).await
}

/// What became of all cases.
pub async fn figures(ctx: &Ctx) -> Result<CaseFigures> {
    let now = ctx.now();
    let rows = recovery_cases::times(&mut ctx.db.read().await?).await?;
    let counted = rows.into_iter().map(|row| {
        let state = CaseState::at(&row.state, row.waits_until, now).context("a case holds an unknown state")?;
        Ok(CountedCase { state, opened_at: row.opened_at, closed_at: row.closed_at })
    });
    Ok(CaseFigures::of(&counted.collect::<Result<Vec<_>>>()?))
}

async fn view(ctx: &Ctx, read: &mut Read, id: Uuid) -> Result<Option<CaseView>> {
    let Some(case) = recovery_cases::get(read, id).await? else {
        return Ok(None);
    };
    let state = CaseState::at(&case.state, case.waits_until, ctx.now()).context("a case holds an unknown state")?;
    let rows = recovery_cases::evidence::of(read, id).await?;
    let is_enough = is_enough(rows.iter().map(verdict));
    let evidence = rows.into_iter().map(|row| {
        let kind = EvidenceKind::from_stored(&row.kind).context("evidence holds an unknown kind")?;
        let (verdict, judged_at) = (verdict(&row), row.proved_at.or(row.refuted_at));
        Ok(EvidenceView { id: row.id, kind, statement: row.statement, verdict, judged_at, judge: row.judge })
    });
    let evidence = evidence.collect::<Result<Vec<_>>>()?;
    let approvals = recovery_cases::decisions::approvals(read, id).await?;
    Ok(Some(CaseView {
        state,
        evidence,
        decisions: recovery_cases::decisions::of(read, id).await?,
        notes: recovery_cases::decisions::notes(read, id).await?,
        approvals: u32::try_from(approvals).unwrap_or(u32::MAX),
        approvers: ctx.settings.recovery_approvers,
        is_enough,
        case,
    }))
}
