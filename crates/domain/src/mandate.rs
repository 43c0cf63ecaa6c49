//! The mandate: who must have a second factor, from when, for what.
//!
//! One pure function decides; `permission` is its only caller.

pub mod plan;

use crate::ids::MandateId;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One group of site functions that a mandate closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gate {
    Publish,
    Releases,
    People,
    /// API tokens and trusted publishers only.
    Credentials,
    Organizations,
}

impl Gate {
    pub const ALL: [Self; 5] = [Self::Publish, Self::Releases, Self::People, Self::Credentials, Self::Organizations];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Releases => "releases",
            Self::People => "people",
            Self::Credentials => "credentials",
            Self::Organizations => "organizations",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// Whom a mandate concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cohort {
    /// Everybody with a role on a critical project.
    Critical,
    /// Everybody with a role on any project or organization, and whoever operates the index.
    Managers,
    Everyone,
    /// Named users and projects.
    Selected,
    /// The owners of the project or organization require it.
    OwnerOptIn,
}

impl Cohort {
    pub const ALL: [Self; 5] = [Self::Critical, Self::Managers, Self::Everyone, Self::Selected, Self::OwnerOptIn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Managers => "managers",
            Self::Everyone => "everyone",
            Self::Selected => "selected",
            Self::OwnerOptIn => "owner-opt-in",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// How strong the second factor must be. The order is the order of strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    Any,
    PhishingResistant,
}

impl Strength {
    pub const ALL: [Self; 2] = [Self::Any, Self::PhishingResistant];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::PhishingResistant => "phishing-resistant",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

/// A rule: cohort, strength, and when it closes each gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    pub id: MandateId,
    pub cohort: Cohort,
    pub strength: Strength,
    pub gates: Vec<GateSchedule>,
}

/// When one gate is announced and when it closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateSchedule {
    pub gate: Gate,
    pub announce_at: DateTime<Utc>,
    pub enforce_at: DateTime<Utc>,
}

impl Mandate {
    /// The rule of a project's owners: every gate, from the day on which they chose it.
    ///
    /// It stands in no table of mandates; its id is that of the project.
    pub fn of_owners(project: MandateId, strength: Strength, since: DateTime<Utc>) -> Self {
        let gates = Gate::ALL.map(|gate| GateSchedule { gate, announce_at: since, enforce_at: since });
        Self { id: project, cohort: Cohort::OwnerOptIn, strength, gates: gates.to_vec() }
    }

    /// The schedule of one gate, if the mandate closes it.
    pub fn schedule(&self, gate: Gate) -> Option<&GateSchedule> {
        self.gates.iter().find(|schedule| schedule.gate == gate)
    }
}

/// Which cohorts the actor is in, with regard to the subject of the action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Membership {
    /// Has a role on a critical project.
    pub critical: bool,
    /// Has a role on any project, or operates the index.
    pub manager: bool,
    /// The mandates that name the actor, the subject, or a project on which the actor has a role.
    pub selected: Vec<MandateId>,
    /// The owners of the subject require a second factor.
    pub owner_opt_in: bool,
}

impl Membership {
    fn holds(&self, mandate: &Mandate) -> bool {
        match mandate.cohort {
            Cohort::Critical => self.critical,
            Cohort::Managers => self.manager || self.critical,
            Cohort::Everyone => true,
            Cohort::Selected => self.selected.contains(&mandate.id),
            Cohort::OwnerOptIn => self.owner_opt_in,
        }
    }
}

/// The second factors of an actor, as a mandate counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factors {
    /// The strongest that the account has; `None` without any.
    pub enrolled: Option<Strength>,
    /// The strongest that was shown: in its session, or for a token what the account has.
    pub shown: Option<Strength>,
}

/// The rule that speaks: which mandate, for whom, how strong, and when it closes the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why {
    pub mandate: MandateId,
    pub cohort: Cohort,
    pub strength: Strength,
    pub gate: Gate,
    pub deadline: DateTime<Utc>,
}

/// The way out of a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    /// Add any second factor.
    Enrol,
    /// Add a security key or a passkey: an authenticator is not enough.
    EnrolKey,
    /// Show in this session the second factor that the account has.
    StepUp,
    /// Show in this session the security key or the passkey that the account has.
    StepUpByKey,
}

impl Remedy {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enrol => "enrol",
            Self::EnrolKey => "enrol-key",
            Self::StepUp => "step-up",
            Self::StepUpByKey => "step-up-by-key",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Enrol, Self::EnrolKey, Self::StepUp, Self::StepUpByKey].into_iter().find(|it| it.as_str() == text)
    }

    /// Whether the account lacks nothing but the showing.
    pub const fn is_step_up(self) -> bool {
        matches!(self, Self::StepUp | Self::StepUpByKey)
    }

    fn of(required: Strength, enrolled: Option<Strength>) -> Self {
        match (required, Some(required) <= enrolled) {
            (Strength::Any, false) => Self::Enrol,
            (Strength::PhishingResistant, false) => Self::EnrolKey,
            (Strength::Any, true) => Self::StepUp,
            (Strength::PhishingResistant, true) => Self::StepUpByKey,
        }
    }
}

/// What the decision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Allow,
    /// The gate closes at the deadline unless the account gets a factor of the strength.
    AllowWithNotice(Why),
    Deny(Why, Remedy),
}

/// Whether `gate` is open to an actor with these factors.
///
/// The strictest mandate in force wins, of equals the one that has been so longest;
/// among announced ones the nearest deadline. A notice speaks of what the account
/// lacks: whoever has the factor will only be asked to show it.
pub fn decide(
    now: DateTime<Utc>,
    gate: Gate,
    factors: Factors,
    membership: &Membership,
    mandates: &[Mandate],
) -> Decision {
    let concerns = mandates.iter().filter(|mandate| membership.holds(mandate));
    let rules = concerns.filter_map(|mandate| mandate.schedule(gate).map(|schedule| (mandate, schedule)));
    let mut notice: Option<Why> = None;
    let mut denial: Option<Why> = None;
    for (mandate, schedule) in rules {
        let &GateSchedule { announce_at, enforce_at: deadline, .. } = schedule;
        let why = Why { mandate: mandate.id, cohort: mandate.cohort, strength: mandate.strength, gate, deadline };
        let is_stricter = |other: Why| (other.strength, deadline) < (why.strength, other.deadline);
        if deadline <= now {
            if factors.shown < Some(why.strength) && denial.is_none_or(is_stricter) {
                denial = Some(why);
            }
        } else if announce_at <= now
            && factors.enrolled < Some(why.strength)
            && notice.is_none_or(|other| deadline < other.deadline)
        {
            notice = Some(why);
        }
    }
    match (denial, notice) {
        (Some(why), _) => Decision::Deny(why, Remedy::of(why.strength, factors.enrolled)),
        (None, Some(why)) => Decision::AllowWithNotice(why),
        (None, None) => Decision::Allow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use uuid::Uuid;

    const NONE: Factors = Factors { enrolled: None, shown: None };

    fn has(strength: Strength) -> Factors {
        Factors { enrolled: Some(strength), shown: Some(strength) }
    }

    fn mandate(cohort: Cohort, strength: Strength, gate: Gate, announce: i64, enforce: i64) -> Mandate {
        let gates = vec![GateSchedule { gate, announce_at: day(announce), enforce_at: day(enforce) }];
        Mandate { id: MandateId(Uuid::nil()), cohort, strength, gates }
    }

    fn manager() -> Membership {
        Membership { manager: true, ..Membership::default() }
    }

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    #[test]
    fn the_story_of_one_gate_is_open_noticed_closed() {
        let mandates = [mandate(Cohort::Managers, Strength::Any, Gate::Publish, 10, 20)];
        let at = |days| decide(day(days), Gate::Publish, NONE, &manager(), &mandates);
        assert_eq!(at(9), Decision::Allow);
        assert!(matches!(at(10), Decision::AllowWithNotice(why) if why.deadline == day(20)));
        assert!(matches!(at(20), Decision::Deny(_, Remedy::Enrol)));
    }

    #[test]
    fn a_factor_of_the_strength_opens_the_gate() {
        let mandates = [mandate(Cohort::Managers, Strength::PhishingResistant, Gate::Publish, 0, 0)];
        let with = |strength| decide(day(1), Gate::Publish, has(strength), &manager(), &mandates);
        assert!(matches!(with(Strength::Any), Decision::Deny(_, Remedy::EnrolKey)));
        assert_eq!(with(Strength::PhishingResistant), Decision::Allow);
    }

    #[test]
    fn a_factor_that_was_not_shown_closes_the_gate_and_asks_for_nothing_but_that() {
        for (strength, remedy) in [(Strength::Any, Remedy::StepUp), (Strength::PhishingResistant, Remedy::StepUpByKey)]
        {
            let mandates = [mandate(Cohort::Managers, strength, Gate::Publish, 0, 10)];
            let factors = Factors { enrolled: Some(strength), shown: None };
            let at = |days| decide(day(days), Gate::Publish, factors, &manager(), &mandates);
            assert_eq!(at(5), Decision::Allow);
            assert!(matches!(at(10), Decision::Deny(_, given) if given == remedy));
        }
    }

    #[test]
    fn other_gates_and_other_cohorts_stay_open() {
        let mandates = [mandate(Cohort::Critical, Strength::Any, Gate::Publish, 0, 0)];
        assert_eq!(decide(day(1), Gate::Publish, NONE, &manager(), &mandates), Decision::Allow);
        let mandates = [mandate(Cohort::Managers, Strength::Any, Gate::People, 0, 0)];
        assert_eq!(decide(day(1), Gate::Publish, NONE, &manager(), &mandates), Decision::Allow);
    }

    #[test]
    fn a_mandate_of_selected_people_concerns_those_that_it_names() {
        let mandates = [mandate(Cohort::Selected, Strength::Any, Gate::Publish, 0, 0)];
        let named = Membership { selected: vec![MandateId(Uuid::nil())], ..Membership::default() };
        let another = Membership { selected: vec![MandateId(Uuid::max())], ..Membership::default() };
        let of = |membership| decide(day(1), Gate::Publish, NONE, membership, &mandates);
        assert!(matches!(of(&named), Decision::Deny(Why { cohort: Cohort::Selected, .. }, _)));
        assert_eq!(of(&another), Decision::Allow);
        assert_eq!(of(&manager()), Decision::Allow);
    }

    #[test]
    fn the_owners_rule_closes_every_gate_from_its_first_moment() {
        let rule = Mandate::of_owners(MandateId(Uuid::max()), Strength::Any, day(3));
        let concerned = Membership { owner_opt_in: true, ..Membership::default() };
        for gate in Gate::ALL {
            let at = |days| decide(day(days), gate, NONE, &concerned, std::slice::from_ref(&rule));
            assert_eq!(at(2), Decision::Allow);
            assert!(matches!(at(3), Decision::Deny(Why { mandate, .. }, _) if mandate == rule.id));
        }
    }

    #[test]
    fn of_two_mandates_in_force_the_stronger_speaks_and_of_equals_the_older() {
        let any = mandate(Cohort::Managers, Strength::Any, Gate::Publish, 0, 1);
        let strong = mandate(Cohort::Everyone, Strength::PhishingResistant, Gate::Publish, 0, 3);
        let older = mandate(Cohort::Everyone, Strength::PhishingResistant, Gate::Publish, 0, 2);
        let mandates = [any, strong, older];
        let decided = decide(day(9), Gate::Publish, NONE, &manager(), &mandates);
        assert!(matches!(decided, Decision::Deny(why, _) if why.deadline == day(2)), "{decided:?}");
    }

    /// How much a decision closes.
    fn rank(decision: Decision) -> u8 {
        match decision {
            Decision::Allow => 0,
            Decision::AllowWithNotice(_) => 1,
            Decision::Deny(..) => 2,
        }
    }

    fn schedules() -> impl Strategy<Value = Vec<GateSchedule>> {
        let schedule = (0i64..20, 0i64..20).prop_map(|(announce, more)| (day(announce), day(announce + more)));
        (proptest::sample::subsequence(Gate::ALL.to_vec(), 0..=5), proptest::collection::vec(schedule, 5)).prop_map(
            |(gates, times)| {
                let schedule = |(gate, (announce_at, enforce_at))| GateSchedule { gate, announce_at, enforce_at };
                gates.into_iter().zip(times).map(schedule).collect()
            },
        )
    }

    fn any_mandate() -> impl Strategy<Value = Mandate> {
        let cohort = proptest::sample::select(Cohort::ALL.to_vec());
        let strength = proptest::sample::select(Strength::ALL.to_vec());
        (0u128..4, cohort, strength, schedules()).prop_map(|(id, cohort, strength, gates)| Mandate {
            id: MandateId(Uuid::from_u128(id)),
            cohort,
            strength,
            gates,
        })
    }

    fn any_membership() -> impl Strategy<Value = Membership> {
        let selected = proptest::sample::subsequence(vec![0u128, 1, 2, 3], 0..=4);
        (any::<bool>(), any::<bool>(), selected, any::<bool>()).prop_map(
            |(critical, manager, selected, owner_opt_in)| Membership {
                critical,
                manager,
                selected: selected.into_iter().map(|id| MandateId(Uuid::from_u128(id))).collect(),
                owner_opt_in,
            },
        )
    }

    fn any_factors() -> impl Strategy<Value = Factors> {
        let levels = vec![None, Some(Strength::Any), Some(Strength::PhishingResistant)];
        (proptest::sample::select(levels.clone()), proptest::sample::select(levels))
            .prop_map(|(one, other)| Factors { enrolled: one.max(other), shown: one.min(other) })
    }

    /// One way to make a policy stricter.
    #[derive(Clone, Debug)]
    enum Tightening {
        AddMandate(Mandate),
        EnforceEarlier(usize, i64),
        AnnounceEarlier(usize, i64),
        Strengthen(usize),
        Widen(usize),
        AddGate(usize, GateSchedule),
    }

    fn any_tightening() -> impl Strategy<Value = Tightening> {
        let which = 0usize..6;
        prop_oneof![
            any_mandate().prop_map(Tightening::AddMandate),
            (which.clone(), 0i64..20).prop_map(|(which, days)| Tightening::EnforceEarlier(which, days)),
            (which.clone(), 0i64..20).prop_map(|(which, days)| Tightening::AnnounceEarlier(which, days)),
            which.clone().prop_map(Tightening::Strengthen),
            which.clone().prop_map(Tightening::Widen),
            (which, schedules())
                .prop_filter_map("no gate", |(which, gates)| Some(Tightening::AddGate(which, *gates.first()?))),
        ]
    }

    fn tighten(mandates: &mut Vec<Mandate>, tightening: Tightening) {
        let count = mandates.len().max(1);
        match tightening {
            Tightening::AddMandate(mandate) => mandates.push(mandate),
            Tightening::EnforceEarlier(which, days) => {
                for schedule in mandates.get_mut(which % count).into_iter().flat_map(|mandate| &mut mandate.gates) {
                    schedule.enforce_at -= TimeDelta::days(days);
                }
            }
            Tightening::AnnounceEarlier(which, days) => {
                for schedule in mandates.get_mut(which % count).into_iter().flat_map(|mandate| &mut mandate.gates) {
                    schedule.announce_at -= TimeDelta::days(days);
                }
            }
            Tightening::Strengthen(which) => {
                if let Some(mandate) = mandates.get_mut(which % count) {
                    mandate.strength = Strength::PhishingResistant;
                }
            }
            Tightening::Widen(which) => {
                if let Some(mandate) = mandates.get_mut(which % count) {
                    mandate.cohort = match mandate.cohort {
                        Cohort::Critical => Cohort::Managers,
                        _ => Cohort::Everyone,
                    };
                }
            }
            Tightening::AddGate(which, schedule) => {
                if let Some(mandate) = mandates.get_mut(which % count)
                    && mandate.schedule(schedule.gate).is_none()
                {
                    mandate.gates.push(schedule);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_stricter_policy_never_allows_more(
            mut mandates in proptest::collection::vec(any_mandate(), 0..5),
            tightenings in proptest::collection::vec(any_tightening(), 1..4),
            membership in any_membership(),
            factors in any_factors(),
            now in 0i64..40,
        ) {
            let at = |mandates: &[Mandate]| Gate::ALL.map(|gate| decide(day(now), gate, factors, &membership, mandates));
            let before = at(&mandates);
            for tightening in tightenings {
                tighten(&mut mandates, tightening);
            }
            for (before, after) in before.into_iter().zip(at(&mandates)) {
                prop_assert!(rank(before) <= rank(after), "{before:?} became {after:?}");
            }
        }

        #[test]
        fn a_better_factor_never_closes_more(
            mandates in proptest::collection::vec(any_mandate(), 0..5),
            membership in any_membership(),
            factors in any_factors(),
            now in 0i64..40,
        ) {
            let best = has(Strength::PhishingResistant);
            for gate in Gate::ALL {
                let with = |factors| decide(day(now), gate, factors, &membership, &mandates);
                prop_assert!(rank(with(best)) == 0);
                let shown = Factors { shown: factors.enrolled, ..factors };
                prop_assert!(rank(with(shown)) <= rank(with(factors)));
            }
        }

        #[test]
        fn time_only_closes(
            mandates in proptest::collection::vec(any_mandate(), 0..5),
            membership in any_membership(),
            factors in any_factors(),
            now in 0i64..40,
            later in 0i64..40,
        ) {
            for gate in Gate::ALL {
                let at = |days| rank(decide(day(days), gate, factors, &membership, &mandates));
                prop_assert!(at(now) <= at(now + later));
            }
        }
    }
}
