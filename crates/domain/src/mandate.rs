//! The mandate: who must have a second factor, from when, for what.
//!
//! One pure function decides; `permission::decide` is its only caller.

use crate::ids::MandateId;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One group of site functions that a mandate closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
    /// Everybody with a role on any project or organization.
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
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::PhishingResistant => "phishing-resistant",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::Any, Self::PhishingResistant].into_iter().find(|it| it.as_str() == text)
    }
}

/// A rule: cohort, strength, and when it closes each gate.
#[derive(Clone, Debug)]
pub struct Mandate {
    pub id: MandateId,
    pub cohort: Cohort,
    pub strength: Strength,
    pub gates: Vec<GateSchedule>,
}

/// When one gate is announced and when it closes.
#[derive(Clone, Copy, Debug)]
pub struct GateSchedule {
    pub gate: Gate,
    pub announce_at: DateTime<Utc>,
    pub enforce_at: DateTime<Utc>,
}

/// Which cohorts the actor is in, with regard to the subject of the action.
#[derive(Clone, Copy, Debug, Default)]
pub struct Membership {
    pub critical: bool,
    pub manager: bool,
    pub selected: bool,
    pub owner_opt_in: bool,
}

impl Membership {
    const fn holds(self, cohort: Cohort) -> bool {
        match cohort {
            Cohort::Critical => self.critical,
            Cohort::Managers => self.manager,
            Cohort::Everyone => true,
            Cohort::Selected => self.selected,
            Cohort::OwnerOptIn => self.owner_opt_in,
        }
    }
}

/// What the decision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Allow,
    AllowWithNotice { deadline: DateTime<Utc>, cohort: Cohort, strength: Strength },
    Deny { cohort: Cohort, strength: Strength, gate: Gate },
}

/// Whether `gate` is open to an actor whose second factor has this strength.
///
/// `strength` is `None` for an actor without a second factor. For a session it is
/// the method of its sign-in or step-up, for a token what the account has. The
/// strictest mandate in force wins; among announced ones the nearest deadline.
pub fn decide(
    now: DateTime<Utc>,
    gate: Gate,
    strength: Option<Strength>,
    membership: Membership,
    mandates: &[Mandate],
) -> Decision {
    let unmet = mandates
        .iter()
        .filter(|mandate| membership.holds(mandate.cohort) && strength < Some(mandate.strength))
        .flat_map(|mandate| mandate.gates.iter().map(move |schedule| (mandate, schedule)))
        .filter(|(_, schedule)| schedule.gate == gate);
    let mut notice: Option<(&Mandate, DateTime<Utc>)> = None;
    let mut denial: Option<&Mandate> = None;
    for (mandate, schedule) in unmet {
        if schedule.enforce_at <= now {
            if denial.is_none_or(|other| other.strength < mandate.strength) {
                denial = Some(mandate);
            }
        } else if schedule.announce_at <= now && notice.is_none_or(|(_, deadline)| schedule.enforce_at < deadline) {
            notice = Some((mandate, schedule.enforce_at));
        }
    }
    if let Some(mandate) = denial {
        return Decision::Deny { cohort: mandate.cohort, strength: mandate.strength, gate };
    }
    match notice {
        Some((mandate, deadline)) => {
            Decision::AllowWithNotice { deadline, cohort: mandate.cohort, strength: mandate.strength }
        }
        None => Decision::Allow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use uuid::Uuid;

    fn mandate(cohort: Cohort, strength: Strength, gate: Gate, announce: i64, enforce: i64) -> Mandate {
        let at = |days| DateTime::UNIX_EPOCH + TimeDelta::days(days);
        let gates = vec![GateSchedule { gate, announce_at: at(announce), enforce_at: at(enforce) }];
        Mandate { id: MandateId(Uuid::nil()), cohort, strength, gates }
    }

    const MANAGER: Membership = Membership { critical: false, manager: true, selected: false, owner_opt_in: false };

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    #[test]
    fn the_story_of_one_gate_is_open_noticed_closed() {
        let mandates = [mandate(Cohort::Managers, Strength::Any, Gate::Publish, 10, 20)];
        let at = |days| decide(day(days), Gate::Publish, None, MANAGER, &mandates);
        assert_eq!(at(9), Decision::Allow);
        assert!(matches!(at(10), Decision::AllowWithNotice { deadline, .. } if deadline == day(20)));
        assert!(matches!(at(20), Decision::Deny { .. }));
    }

    #[test]
    fn a_factor_of_the_strength_opens_the_gate() {
        let mandates = [mandate(Cohort::Managers, Strength::PhishingResistant, Gate::Publish, 0, 0)];
        let with = |strength| decide(day(1), Gate::Publish, strength, MANAGER, &mandates);
        assert!(matches!(with(Some(Strength::Any)), Decision::Deny { .. }));
        assert_eq!(with(Some(Strength::PhishingResistant)), Decision::Allow);
    }

    #[test]
    fn other_gates_and_other_cohorts_stay_open() {
        let mandates = [mandate(Cohort::Critical, Strength::Any, Gate::Publish, 0, 0)];
        assert_eq!(decide(day(1), Gate::Publish, None, MANAGER, &mandates), Decision::Allow);
        let mandates = [mandate(Cohort::Managers, Strength::Any, Gate::People, 0, 0)];
        assert_eq!(decide(day(1), Gate::Publish, None, MANAGER, &mandates), Decision::Allow);
    }
}
