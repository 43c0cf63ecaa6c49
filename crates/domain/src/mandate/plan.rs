//! Plans: what an operator wants to require from when, and which plans are refused.
//!
//! Different cohorts never contradict each other: the strictest rule wins. Within one
//! cohort two mandates may close one gate only as a ladder, the stronger later than the
//! weaker; anything else would leave one of them without effect, and nobody could tell
//! from the table which one holds. Mandates of selected people name different people,
//! so they stand beside each other.

use super::{Cohort, Gate, GateSchedule, Mandate, Strength};
use crate::{Kind, Refusal, ids::MandateId};
use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta, Utc};
use std::str::FromStr;

/// A deadline that people know of comes closer than this only if the operator insists.
pub const LEAST_NOTICE: TimeDelta = TimeDelta::days(14);

/// Days before a deadline at which people are reminded, unless the plan says otherwise.
pub const DEFAULT_REMINDERS: [u16; 4] = [30, 14, 7, 1];

/// Reminders that one deadline may have.
const MOST_REMINDERS: usize = 10;

/// The earliest reminder, in days before the deadline.
const EARLIEST_REMINDER: u16 = 365;

/// An instant as an operator writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The instant at which the plan is written.
    Now,
    At(DateTime<Utc>),
}

impl When {
    pub const fn at(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Now => now,
            Self::At(at) => at,
        }
    }
}

/// An instant that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The instant cannot be read: `{0}`; write `2027-01-01T00:00:00Z`, `2027-01-01` or `now`")]
pub struct WhenUnreadable(pub String);

impl Refusal for WhenUnreadable {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self(_) => "mandate-instant",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self(text) => vec![("text", text.clone())],
        }
    }
}

impl FromStr for When {
    type Err = WhenUnreadable;

    /// RFC 3339; without a time midnight, without an offset UTC; or `now`.
    fn from_str(text: &str) -> Result<Self, WhenUnreadable> {
        let text = text.trim();
        if text == "now" {
            return Ok(Self::Now);
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::At(at.to_utc()));
        }
        let naive = NaiveDate::from_str(text).ok().and_then(|day| day.and_hms_opt(0, 0, 0));
        let naive = naive.or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok());
        let naive = naive.or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok());
        naive.map(|naive| Self::At(naive.and_utc())).ok_or_else(|| WhenUnreadable(text.to_owned()))
    }
}

/// A gate that a plan closes, with its times as the operator wrote them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedGate {
    pub gate: Gate,
    pub announce: When,
    pub enforce: When,
}

/// A plan whose times are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub cohort: Cohort,
    pub strength: Strength,
    pub gates: Vec<GateSchedule>,
    /// Days before the deadline, the earliest reminder first.
    pub reminders: Vec<u16>,
}

/// Why a plan is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefused {
    #[error("A mandate closes at least one gate; choose among publish, releases, people, credentials, organizations")]
    NoGates,
    #[error("The gate is named twice: `{gate}`", gate = .gate.as_str())]
    GateTwice { gate: Gate },
    #[error(
        "The gate would close before it is announced: `{gate}`; enforce it at {announce} or later",
        gate = .gate.as_str(), announce = text(*.announce_at)
    )]
    EnforceBeforeAnnounce { gate: Gate, announce_at: DateTime<Utc> },
    #[error(
        "The deadline of the gate `{gate}` lies in the past: `{at}`; write `now` to enforce it at once",
        gate = .gate.as_str(), at = text(*.enforce_at)
    )]
    EnforceInPast { gate: Gate, enforce_at: DateTime<Utc> },
    #[error(
        "People were told of {was} for the gate `{gate}`, and {becomes} leaves them fewer than 14 days; \
         choose a later time, or insist with a reason (`--force --reason TEXT`)",
        gate = .gate.as_str(), was = text(*.was), becomes = text(*.becomes)
    )]
    DeadlineEarlier { gate: Gate, was: DateTime<Utc>, becomes: DateTime<Utc> },
    #[error(
        "The gate `{gate}` would ask for a stronger factor within 14 days; schedule a second mandate with a later \
         deadline, or insist with a reason (`--force --reason TEXT`)",
        gate = .gate.as_str()
    )]
    StrongerTooSoon { gate: Gate },
    #[error("Reminders are at most 10 numbers of days from 1 to 365 before the deadline: `{days}`")]
    Reminders { days: String },
    #[error(
        "Another mandate of this cohort closes the gate `{gate}` already: `{mandate}`; edit it or end it, or plan a \
         stronger factor for a later time",
        gate = .gate.as_str()
    )]
    Contradicts { mandate: MandateId, gate: Gate },
}

impl Refusal for PlanRefused {
    fn kind(&self) -> Kind {
        match self {
            Self::Contradicts { .. } => Kind::Conflict,
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoGates => "mandate-no-gates",
            Self::GateTwice { .. } => "mandate-gate-twice",
            Self::EnforceBeforeAnnounce { .. } => "mandate-enforce-before-announce",
            Self::EnforceInPast { .. } => "mandate-enforce-in-past",
            Self::DeadlineEarlier { .. } => "mandate-deadline-earlier",
            Self::StrongerTooSoon { .. } => "mandate-stronger-too-soon",
            Self::Reminders { .. } => "mandate-reminders",
            Self::Contradicts { .. } => "mandate-contradicts",
        }
    }

    fn parameters(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoGates => Vec::new(),
            Self::GateTwice { gate } | Self::StrongerTooSoon { gate } => vec![("gate", gate.as_str().to_owned())],
            Self::EnforceBeforeAnnounce { gate, announce_at } => {
                vec![("gate", gate.as_str().to_owned()), ("announce", text(*announce_at))]
            }
            Self::EnforceInPast { gate, enforce_at } => {
                vec![("gate", gate.as_str().to_owned()), ("at", text(*enforce_at))]
            }
            Self::DeadlineEarlier { gate, was, becomes } => {
                vec![("gate", gate.as_str().to_owned()), ("was", text(*was)), ("becomes", text(*becomes))]
            }
            Self::Reminders { days } => vec![("days", days.clone())],
            Self::Contradicts { mandate, gate } => {
                vec![("gate", gate.as_str().to_owned()), ("mandate", mandate.to_string())]
            }
        }
    }
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Plan {
    /// A plan with its times settled.
    ///
    /// An announcement in the past becomes now, unless `before` says that it was made
    /// then: nobody claims that people were told earlier than they were.
    ///
    /// # Errors
    /// The first thing that is wrong with the plan itself.
    pub fn settle(
        now: DateTime<Utc>,
        cohort: Cohort,
        strength: Strength,
        gates: &[PlannedGate],
        reminders: &[u16],
        before: Option<&Mandate>,
    ) -> Result<Self, PlanRefused> {
        if gates.is_empty() {
            return Err(PlanRefused::NoGates);
        }
        let mut settled: Vec<GateSchedule> = Vec::new();
        for planned in gates {
            let gate = planned.gate;
            if settled.iter().any(|schedule| schedule.gate == gate) {
                return Err(PlanRefused::GateTwice { gate });
            }
            settled.push(settle_gate(now, planned, before.and_then(|before| before.schedule(gate)))?);
        }
        Ok(Self { cohort, strength, gates: settled, reminders: settle_reminders(reminders)? })
    }

    /// Refuses to bring a deadline close that people were told is far away.
    ///
    /// # Errors
    /// The first gate that leaves people fewer than [`LEAST_NOTICE`].
    pub fn require_notice(&self, now: DateTime<Utc>, before: &Mandate) -> Result<(), PlanRefused> {
        for schedule in &self.gates {
            let (gate, becomes) = (schedule.gate, schedule.enforce_at);
            let Some(known) = before.schedule(gate).filter(|known| known.announce_at <= now) else {
                continue;
            };
            if now + LEAST_NOTICE <= becomes {
                continue;
            }
            if becomes < known.enforce_at {
                return Err(PlanRefused::DeadlineEarlier { gate, was: known.enforce_at, becomes });
            }
            if before.strength < self.strength {
                return Err(PlanRefused::StrongerTooSoon { gate });
            }
        }
        Ok(())
    }

    /// What stands against the plan: mandates of its cohort and the gates they share.
    pub fn contradictions(&self, others: &[Mandate]) -> Vec<(MandateId, Gate)> {
        if self.cohort == Cohort::Selected {
            return Vec::new();
        }
        let same = others.iter().filter(|other| other.cohort == self.cohort);
        let pairs = same.flat_map(|other| self.gates.iter().map(move |schedule| (other, schedule)));
        pairs
            .filter(|(other, schedule)| {
                let theirs = other.schedule(schedule.gate);
                theirs.is_some_and(|theirs| !self.is_a_step(schedule.enforce_at, other.strength, theirs.enforce_at))
            })
            .map(|(other, schedule)| (other.id, schedule.gate))
            .collect()
    }

    /// Whether the stronger of two comes later.
    fn is_a_step(&self, enforce_at: DateTime<Utc>, other: Strength, other_enforce_at: DateTime<Utc>) -> bool {
        match self.strength.cmp(&other) {
            std::cmp::Ordering::Less => enforce_at < other_enforce_at,
            std::cmp::Ordering::Equal => false,
            std::cmp::Ordering::Greater => other_enforce_at < enforce_at,
        }
    }

    /// The mandate that requires all of it of everybody whom the plan concerns, and no later.
    pub fn needless_beside(&self, others: &[Mandate]) -> Option<MandateId> {
        let covers = |other: &&Mandate| {
            is_within(self.cohort, other.cohort)
                && self.strength <= other.strength
                && self.gates.iter().all(|schedule| {
                    other.schedule(schedule.gate).is_some_and(|theirs| theirs.enforce_at <= schedule.enforce_at)
                })
        };
        others.iter().find(covers).map(|other| other.id)
    }

    /// The mandate that the plan becomes.
    pub fn into_mandate(self, id: MandateId) -> Mandate {
        Mandate { id, cohort: self.cohort, strength: self.strength, gates: self.gates }
    }
}

/// Whether everybody of the one cohort belongs to the other too.
const fn is_within(cohort: Cohort, other: Cohort) -> bool {
    match other {
        Cohort::Everyone => true,
        Cohort::Managers => matches!(cohort, Cohort::Critical | Cohort::OwnerOptIn),
        Cohort::Critical | Cohort::Selected | Cohort::OwnerOptIn => false,
    }
}

fn settle_gate(
    now: DateTime<Utc>,
    planned: &PlannedGate,
    known: Option<&GateSchedule>,
) -> Result<GateSchedule, PlanRefused> {
    let gate = planned.gate;
    let (announce_at, enforce_at) = (planned.announce.at(now), planned.enforce.at(now));
    if known.is_none_or(|known| known.enforce_at != enforce_at) && enforce_at < now {
        return Err(PlanRefused::EnforceInPast { gate, enforce_at });
    }
    let was_announced = known.is_some_and(|known| known.announce_at == announce_at);
    let announce_at = if was_announced { announce_at } else { announce_at.max(now) };
    if enforce_at < announce_at {
        return Err(PlanRefused::EnforceBeforeAnnounce { gate, announce_at });
    }
    Ok(GateSchedule { gate, announce_at, enforce_at })
}

fn settle_reminders(days: &[u16]) -> Result<Vec<u16>, PlanRefused> {
    let mut settled = days.to_vec();
    settled.sort_unstable();
    settled.dedup();
    settled.reverse();
    if MOST_REMINDERS < settled.len() || settled.iter().any(|days| !(1..=EARLIEST_REMINDER).contains(days)) {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        return Err(PlanRefused::Reminders { days: days.join(", ") });
    }
    Ok(settled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    fn gate(gate: Gate, announce: i64, enforce: i64) -> PlannedGate {
        PlannedGate { gate, announce: When::At(day(announce)), enforce: When::At(day(enforce)) }
    }

    fn settle(gates: &[PlannedGate]) -> Result<Plan, PlanRefused> {
        Plan::settle(day(100), Cohort::Managers, Strength::Any, gates, &DEFAULT_REMINDERS, None)
    }

    fn mandate(id: u128, cohort: Cohort, strength: Strength, enforce: i64) -> Mandate {
        let gates = vec![GateSchedule { gate: Gate::Publish, announce_at: day(0), enforce_at: day(enforce) }];
        Mandate { id: MandateId(Uuid::from_u128(id)), cohort, strength, gates }
    }

    #[test]
    fn instants_are_read_as_people_write_them() {
        let at = str::parse::<When>;
        assert_eq!("now".parse(), Ok(When::Now));
        assert_eq!("1970-01-03".parse(), Ok(When::At(day(2))));
        assert_eq!("1970-01-03T00:00".parse(), Ok(When::At(day(2))));
        assert_eq!("1970-01-03T02:00:00+02:00".parse(), Ok(When::At(day(2))));
        for garbage in ["", "soon", "2027-02-30", "1/1/2027", "2027-01-01T25:00"] {
            assert_eq!(at(garbage), Err(WhenUnreadable(garbage.to_owned())));
        }
    }

    #[test]
    fn an_announcement_in_the_past_is_made_now() {
        let plan = settle(&[gate(Gate::Publish, 50, 120)]).unwrap();
        assert_eq!((plan.gates[0].announce_at, plan.gates[0].enforce_at), (day(100), day(120)));
    }

    #[test]
    fn at_once_means_announced_and_enforced_now() {
        let now = PlannedGate { gate: Gate::People, announce: When::Now, enforce: When::Now };
        let plan = settle(&[now]).unwrap();
        assert_eq!((plan.gates[0].announce_at, plan.gates[0].enforce_at), (day(100), day(100)));
    }

    #[test]
    fn times_that_make_no_sense_are_refused() {
        assert_eq!(settle(&[]), Err(PlanRefused::NoGates));
        let twice = [gate(Gate::People, 100, 120), gate(Gate::People, 100, 130)];
        assert_eq!(settle(&twice), Err(PlanRefused::GateTwice { gate: Gate::People }));
        let past = settle(&[gate(Gate::People, 50, 99)]);
        assert_eq!(past, Err(PlanRefused::EnforceInPast { gate: Gate::People, enforce_at: day(99) }));
        let reversed = settle(&[gate(Gate::People, 130, 120)]);
        assert_eq!(reversed, Err(PlanRefused::EnforceBeforeAnnounce { gate: Gate::People, announce_at: day(130) }));
    }

    #[test]
    fn reminders_are_sorted_and_bounded() {
        let with = |days: &[u16]| {
            let gates = [gate(Gate::People, 100, 200)];
            Plan::settle(day(100), Cohort::Managers, Strength::Any, &gates, days, None).map(|plan| plan.reminders)
        };
        assert_eq!(with(&[1, 30, 7, 30]), Ok(vec![30, 7, 1]));
        assert_eq!(with(&[]), Ok(vec![]));
        assert!(matches!(with(&[0]), Err(PlanRefused::Reminders { .. })));
        assert!(matches!(with(&[366]), Err(PlanRefused::Reminders { .. })));
        assert!(matches!(with(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), Err(PlanRefused::Reminders { .. })));
    }

    #[test]
    fn an_edit_keeps_the_times_that_lie_in_the_past() {
        let before = mandate(1, Cohort::Managers, Strength::Any, 10);
        let kept = [gate(Gate::Publish, 0, 10)];
        let plan = Plan::settle(day(100), Cohort::Managers, Strength::Any, &kept, &[], Some(&before)).unwrap();
        assert_eq!(plan.gates, before.gates);
        let moved = [gate(Gate::Publish, 0, 11)];
        let moved = Plan::settle(day(100), Cohort::Managers, Strength::Any, &moved, &[], Some(&before));
        assert!(matches!(moved, Err(PlanRefused::EnforceInPast { .. })));
    }

    #[test]
    fn a_known_deadline_does_not_come_close_unless_somebody_insists() {
        let before = mandate(1, Cohort::Managers, Strength::Any, 200);
        let to = |enforce, strength| {
            let gates = [gate(Gate::Publish, 0, enforce)];
            let plan = Plan::settle(day(100), Cohort::Managers, strength, &gates, &[], Some(&before)).unwrap();
            plan.require_notice(day(100), &before)
        };
        assert_eq!(to(114, Strength::Any), Ok(()));
        assert_eq!(to(250, Strength::Any), Ok(()));
        assert!(matches!(to(113, Strength::Any), Err(PlanRefused::DeadlineEarlier { .. })));
        assert_eq!(to(200, Strength::PhishingResistant), Ok(()));
    }

    #[test]
    fn a_closed_gate_does_not_ask_for_more_over_night() {
        let before = mandate(1, Cohort::Managers, Strength::Any, 10);
        let gates = [gate(Gate::Publish, 0, 10)];
        let stronger = Strength::PhishingResistant;
        let plan = Plan::settle(day(100), Cohort::Managers, stronger, &gates, &[], Some(&before)).unwrap();
        assert_eq!(plan.require_notice(day(100), &before), Err(PlanRefused::StrongerTooSoon { gate: Gate::Publish }));
    }

    #[test]
    fn a_deadline_that_nobody_knows_of_moves_freely() {
        let mut before = mandate(1, Cohort::Managers, Strength::Any, 200);
        before.gates[0].announce_at = day(150);
        let gates = [gate(Gate::Publish, 100, 101)];
        let plan = Plan::settle(day(100), Cohort::Managers, Strength::Any, &gates, &[], Some(&before)).unwrap();
        assert_eq!(plan.require_notice(day(100), &before), Ok(()));
    }

    #[test]
    fn one_cohort_may_have_a_ladder_and_nothing_else() {
        let (any, strong) = (Strength::Any, Strength::PhishingResistant);
        let against = |strength, enforce, other: Mandate| {
            let gates = [gate(Gate::Publish, 100, enforce), gate(Gate::People, 100, enforce)];
            let plan = Plan::settle(day(100), Cohort::Managers, strength, &gates, &[], None).unwrap();
            plan.contradictions(&[other]).len()
        };
        assert_eq!(against(strong, 200, mandate(1, Cohort::Managers, any, 150)), 0);
        assert_eq!(against(any, 120, mandate(1, Cohort::Managers, strong, 150)), 0);
        assert_eq!(against(any, 200, mandate(1, Cohort::Managers, any, 150)), 1);
        assert_eq!(against(any, 200, mandate(1, Cohort::Managers, strong, 150)), 1);
        assert_eq!(against(strong, 150, mandate(1, Cohort::Managers, any, 150)), 1);
        assert_eq!(against(any, 200, mandate(1, Cohort::Critical, any, 150)), 0);
    }

    #[test]
    fn selected_people_may_have_many_mandates() {
        let gates = [gate(Gate::Publish, 100, 120)];
        let plan = Plan::settle(day(100), Cohort::Selected, Strength::Any, &gates, &[], None).unwrap();
        assert_eq!(plan.contradictions(&[mandate(1, Cohort::Selected, Strength::Any, 120)]), []);
    }

    #[test]
    fn a_plan_is_needless_where_a_wider_mandate_asks_for_as_much() {
        let gates = [gate(Gate::Publish, 100, 200)];
        let plan = |strength| Plan::settle(day(100), Cohort::Critical, strength, &gates, &[], None).unwrap();
        let wider = mandate(7, Cohort::Managers, Strength::Any, 10);
        assert_eq!(plan(Strength::Any).needless_beside(std::slice::from_ref(&wider)), Some(wider.id));
        assert_eq!(plan(Strength::PhishingResistant).needless_beside(std::slice::from_ref(&wider)), None);
        let later = mandate(7, Cohort::Everyone, Strength::Any, 300);
        assert_eq!(plan(Strength::Any).needless_beside(&[later]), None);
    }
}
