//! Computing which projects are critical: settle, rank, designate.

use super::rank::{Ranking, rank};
use crate::{
    Ctx,
    downloads::{
        Agreement, recompute,
        settle::{SettleRefused, settle},
    },
};
use anyhow::Result;
use domain::{
    Failure,
    critical::Reason,
    downloads::Day,
    events::{EventTag, NewEvent, Subject},
};
use packaging::name::NormalizedName;
use serde_json::json;
use std::collections::BTreeSet;
use store::{
    Write,
    critical::{self, Candidate, Run},
    transaction,
};
use uuid::Uuid;

/// How the sums of the window are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// From those of the last computation, and the days since.
    Incremental,
    /// From every day of the window.
    Full,
}

impl Mode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Incremental => "incremental",
            Self::Full => "full",
        }
    }
}

/// What a computation found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    pub mode: Mode,
    /// The last day of the window.
    pub last_day: Day,
    /// Daily totals that were moved into segments.
    pub settled: u64,
    /// Projects that are not quarantined.
    pub projects: u64,
    /// Critical projects, for whatever reason, now.
    pub critical: u64,
    /// Those designated by this computation.
    pub added: u64,
    /// The least downloads that designate by rank.
    pub threshold: Option<u64>,
    /// For a full computation: whether the sums of all days agree with those kept from day to day.
    pub agreement: Option<Agreement>,
    /// Dependencies of the index that are no projects here.
    pub missing_dependencies: Vec<NormalizedName>,
}

/// Computes the critical projects as of the last complete UTC day.
///
/// Repeated it finds nothing new; run twice at once, each project is designated once. A
/// crash after the settling loses nothing: the next run ranks.
pub async fn compute(ctx: &Ctx, mode: Mode) -> Result<Computed, Failure<SettleRefused>> {
    let (settled, agreement) = match mode {
        Mode::Incremental => (settle(ctx).await?, None),
        Mode::Full => {
            let recomputed = recompute(ctx).await?;
            (recomputed.settled, Some(recomputed.agreement))
        }
    };
    if let Some(agreement) = &agreement {
        tell(agreement);
    }
    let ranking = rank(&mut ctx.db.read().await?).await?;
    let mut computed = Computed {
        mode,
        last_day: settled.last_day,
        settled: settled.totals,
        projects: ranking.eligible,
        critical: 0,
        added: 0,
        threshold: ranking.threshold,
        agreement,
        missing_dependencies: Vec::new(),
    };
    designate_all(ctx, &ranking, &mut computed).await?;
    Ok(computed)
}

async fn designate_all(ctx: &Ctx, ranking: &Ranking, computed: &mut Computed) -> Result<()> {
    let written: Result<(u64, u64, Vec<NormalizedName>)> = transaction!(ctx.db, |write| {
        let now = ctx.now();
        let withdrawn = critical::withdrawn(write).await?;
        let is_wanted = |candidate: &&Candidate| !withdrawn.contains(&candidate.project);
        let by_rank: Vec<Candidate> = ranking.candidates.iter().filter(is_wanted).cloned().collect();
        let mut added = critical::designate_many(write, &by_rank, Reason::Rank.as_str(), now).await?;
        let dependencies = &ctx.settings.critical_dependencies;
        let named = critical::named(write, dependencies).await?;
        let missing = dependencies.iter().filter(|name| !named.iter().any(|(known, _)| known == *name));
        let missing = missing.cloned().collect();
        let named: Vec<Candidate> = named.into_iter().map(|(_, candidate)| candidate).collect();
        added.extend(critical::designate_many(write, &named, Reason::Dependency.as_str(), now).await?);
        tell_everybody(ctx, write, &added).await?;
        let (critical, added) = (critical::count(write).await?, i64::try_from(added.len())?);
        record_run(ctx, write, computed, critical, added).await?;
        Ok((critical.unsigned_abs(), added.unsigned_abs(), missing))
    });
    (computed.critical, computed.added, computed.missing_dependencies) = written?;
    Ok(())
}

/// History, events and notices of those that were just designated.
async fn tell_everybody(ctx: &Ctx, write: &mut Write, added: &BTreeSet<Uuid>) -> Result<()> {
    let now = ctx.now();
    let with_ids = || added.iter().map(|project| (ctx.id(), *project)).collect::<Vec<_>>();
    critical::record_designations(write, &with_ids(), now).await?;
    critical::record_events(write, &with_ids(), EventTag::ProjectDesignated.as_str(), now).await?;
    critical::notify(write, added, now).await?;
    Ok(())
}

async fn record_run(ctx: &Ctx, write: &mut Write, computed: &Computed, critical: i64, added: i64) -> Result<()> {
    let run = Run {
        id: ctx.id(),
        mode: computed.mode.as_str().to_owned(),
        last_day: computed.last_day.0,
        eligible: i64::try_from(computed.projects)?,
        critical,
        added,
        threshold: computed.threshold.map(i64::try_from).transpose()?,
        agreed: computed.agreement.as_ref().and_then(Agreement::agreed),
        at: ctx.now(),
    };
    critical::record_run(write, &run).await?;
    if let Some(Agreement::Repaired { buckets }) = &computed.agreement {
        let event = NewEvent {
            id: ctx.id(),
            subject: Subject::Operator,
            tag: EventTag::CriticalDisagreed,
            actor: None,
            details: json!({ "last_day": computed.last_day.to_string(), "segments": buckets }),
            at: ctx.now(),
        };
        store::events::record(write, &event).await?;
    }
    Ok(())
}

fn tell(agreement: &Agreement) {
    match agreement {
        Agreement::Agreed => {}
        Agreement::Repaired { buckets } => tracing::error!(
            buckets,
            "the sums of downloads kept from day to day did not agree with those of all days, and were made anew: \
             {buckets} segments"
        ),
        Agreement::NotComparable { why } => {
            tracing::warn!("the sums of downloads could not be compared, and were made anew: {why}");
        }
    }
}
