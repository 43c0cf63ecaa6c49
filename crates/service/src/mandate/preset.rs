//! Presets: plans that a whole index follows, ready made.

use super::{MandateRefused, NewPlan, PlanWarning, Scheduled, schedule::write_plan};
use crate::{Ctx, guard::permit};
use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use domain::{
    Failure,
    mandate::{
        Cohort, Gate, Strength,
        plan::{PlannedGate, When},
    },
    permission::{Action, Actor},
};
use store::transaction;

/// Days that maintainers of critical projects have.
const DAYS_FOR_CRITICAL: i64 = 90;

/// Days that everybody else has who manages a project.
const DAYS_FOR_MANAGERS: i64 = 365;

/// A plan that is ready made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Critical projects in 90 days, everybody who manages a project in a year.
    CriticalFirst,
    /// Everybody who manages a project or an organization, from the next 1 January on.
    EverybodyByEndOfYear,
}

impl Preset {
    pub const ALL: [Self; 2] = [Self::CriticalFirst, Self::EverybodyByEndOfYear];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CriticalFirst => "critical-first",
            Self::EverybodyByEndOfYear => "everybody-by-end-of-year",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// What the preset writes; every plan is announced at once and closes every gate.
    pub fn plans(self, now: DateTime<Utc>) -> Vec<NewPlan> {
        let in_days = |days| When::At(midnight(now + TimeDelta::days(days)));
        match self {
            Self::CriticalFirst => vec![
                self.plan(Cohort::Critical, in_days(DAYS_FOR_CRITICAL)),
                self.plan(Cohort::Managers, in_days(DAYS_FOR_MANAGERS)),
            ],
            Self::EverybodyByEndOfYear => {
                let new_year = NaiveDate::from_ymd_opt(now.year() + 1, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0));
                let enforce = new_year.map_or(now + TimeDelta::days(365), |new_year| new_year.and_utc());
                vec![self.plan(Cohort::Managers, When::At(enforce))]
            }
        }
    }

    fn plan(self, cohort: Cohort, enforce: When) -> NewPlan {
        NewPlan {
            cohort,
            strength: Strength::Any,
            gates: Gate::ALL.map(|gate| PlannedGate { gate, announce: When::Now, enforce }).to_vec(),
            reminders: None,
            users: Vec::new(),
            projects: Vec::new(),
            reason: format!("preset {}", self.as_str()),
            replaces_default: true,
        }
    }
}

/// The first moment of the day after, UTC.
fn midnight(at: DateTime<Utc>) -> DateTime<Utc> {
    let day = at.date_naive() + TimeDelta::days(1);
    day.and_hms_opt(0, 0, 0).map_or(at, |midnight| midnight.and_utc())
}

/// Writes what a preset says, all of it or nothing; the default mandate ends.
pub async fn preset(ctx: &Ctx, actor: &Actor, preset: Preset) -> Result<Vec<Scheduled>, Failure<MandateRefused>> {
    let now = ctx.now();
    let plans = preset.plans(now);
    transaction!(ctx.db, |write| -> Result<Vec<Scheduled>, Failure<MandateRefused>> {
        permit(write, actor, Action::ManageMandates, now).await.map_err(Failure::widen)?;
        let mut written = Vec::new();
        for plan in &plans {
            let mut scheduled = write_plan(ctx, write, actor, plan, &plan.settle(now)?).await?;
            // The plans of one preset are meant to stand beside each other.
            scheduled.warnings.retain(|warning| !matches!(warning, PlanWarning::Needless { .. }));
            written.push(scheduled);
        }
        Ok(written)
    })
}
