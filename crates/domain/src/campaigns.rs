//! Campaigns: the occasions on which everybody whom a mandate concerns is written to.
//!
//! Each distinct deadline of a mandate has its own occasions: the announcement, the
//! reminders, the enforcement. A deadline that moves is another deadline, with occasions
//! of its own. Whoever meets the strength already is never written to.

use crate::mandate::{Cohort, Gate, GateSchedule, Mandate, Strength};
use chrono::{DateTime, TimeDelta, Utc};

/// Why people are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Occasion {
    /// A project of theirs was designated critical.
    Designation,
    /// A mandate that they do not meet has a deadline from now on.
    Announcement,
    /// The deadline is some days away.
    Reminder,
    /// The deadline has come.
    Enforcement,
}

/// One distinct deadline of a mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub at: DateTime<Utc>,
    /// When the first of its gates is announced.
    pub announce_at: DateTime<Utc>,
    /// What closes then, in the order of [`Gate::ALL`].
    pub gates: Vec<Gate>,
}

/// One occasion of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    pub occasion: Occasion,
    /// Whole days before the deadline, of a reminder.
    pub days_before: Option<i32>,
    pub due_at: DateTime<Utc>,
}

/// What mandates require of people with a role on a critical project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    pub strength: Strength,
    pub deadline: DateTime<Utc>,
    /// Whether the person has such a factor.
    pub is_met: bool,
}

/// What somebody hears whose project has just become critical; nothing where no mandate is announced.
///
/// What is in force and not met comes first, then the nearest deadline that is not met.
pub fn requirement(now: DateTime<Utc>, mandates: &[Mandate], has: Option<Strength>) -> Option<Requirement> {
    let concerns =
        |mandate: &&Mandate| matches!(mandate.cohort, Cohort::Critical | Cohort::Managers | Cohort::Everyone);
    let announced = mandates.iter().filter(concerns).flat_map(|mandate| {
        let gates = mandate.gates.iter().filter(|gate| gate.announce_at <= now);
        gates.map(move |gate| Requirement {
            strength: mandate.strength,
            deadline: gate.enforce_at,
            is_met: Some(mandate.strength) <= has,
        })
    });
    announced.min_by_key(|it| (it.is_met, now < it.deadline, it.deadline.max(now), std::cmp::Reverse(it.strength)))
}

impl Occasion {
    pub const ALL: [Self; 4] = [Self::Designation, Self::Announcement, Self::Reminder, Self::Enforcement];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Designation => "designation",
            Self::Announcement => "announcement",
            Self::Reminder => "reminder",
            Self::Enforcement => "enforcement",
        }
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

impl Deadline {
    /// The distinct deadlines of a mandate, earliest first.
    pub fn of(gates: &[GateSchedule]) -> Vec<Self> {
        let mut deadlines: Vec<Self> = Vec::new();
        for gate in Gate::ALL {
            for schedule in gates.iter().filter(|schedule| schedule.gate == gate) {
                match deadlines.iter_mut().find(|deadline| deadline.at == schedule.enforce_at) {
                    Some(deadline) => {
                        deadline.announce_at = deadline.announce_at.min(schedule.announce_at);
                        deadline.gates.push(gate);
                    }
                    None => deadlines.push(Self {
                        at: schedule.enforce_at,
                        announce_at: schedule.announce_at,
                        gates: vec![gate],
                    }),
                }
            }
        }
        deadlines.sort_by_key(|deadline| deadline.at);
        deadlines
    }

    /// The occasions, earliest first.
    ///
    /// A reminder that would not come after the announcement reminds of nothing.
    pub fn occasions(&self, reminders: &[i32]) -> Vec<Planned> {
        let plan = |occasion, days_before, due_at| Planned { occasion, days_before, due_at };
        let mut planned = vec![plan(Occasion::Enforcement, None, self.at)];
        for days in reminders.iter().copied().filter(|days| 0 < *days) {
            let due_at = self.at - TimeDelta::days(days.into());
            if self.announce_at < due_at && !planned.iter().any(|other| other.days_before == Some(days)) {
                planned.push(plan(Occasion::Reminder, Some(days), due_at));
            }
        }
        if self.announce_at < self.at {
            planned.push(plan(Occasion::Announcement, None, self.announce_at));
        }
        planned.sort_by_key(|planned| planned.due_at);
        planned
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(days: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(days)
    }

    fn schedule(gate: Gate, announce: i64, enforce: i64) -> GateSchedule {
        GateSchedule { gate, announce_at: day(announce), enforce_at: day(enforce) }
    }

    fn told(announce: i64, enforce: i64, reminders: &[i32]) -> Vec<(Occasion, i64)> {
        let deadlines = Deadline::of(&[schedule(Gate::Publish, announce, enforce)]);
        let day_of = |at: DateTime<Utc>| (at - DateTime::UNIX_EPOCH).num_days();
        deadlines[0].occasions(reminders).iter().map(|it| (it.occasion, day_of(it.due_at))).collect()
    }

    #[test]
    fn the_story_of_a_deadline_is_told_in_order() {
        use Occasion::{Announcement, Enforcement, Reminder};
        assert_eq!(
            told(10, 100, &[1, 30, 7, 14, 30]),
            [(Announcement, 10), (Reminder, 70), (Reminder, 86), (Reminder, 93), (Reminder, 99), (Enforcement, 100)]
        );
    }

    #[test]
    fn reminders_before_or_at_the_announcement_are_none() {
        use Occasion::{Announcement, Enforcement, Reminder};
        assert_eq!(told(90, 100, &[30, 14, 10, 7]), [(Announcement, 90), (Reminder, 93), (Enforcement, 100)]);
        assert_eq!(told(10, 20, &[0, -3]), [(Announcement, 10), (Enforcement, 20)]);
    }

    #[test]
    fn what_is_in_force_at_once_is_enforced_without_announcement() {
        assert_eq!(told(10, 10, &[30, 1]), [(Occasion::Enforcement, 10)]);
    }

    #[test]
    fn gates_that_close_together_have_one_deadline() {
        let gates = [schedule(Gate::People, 5, 20), schedule(Gate::Publish, 3, 20), schedule(Gate::Releases, 1, 10)];
        let deadlines = Deadline::of(&gates);
        assert_eq!(deadlines.len(), 2);
        assert_eq!((deadlines[0].at, &deadlines[0].gates[..]), (day(10), &[Gate::Releases][..]));
        assert_eq!((deadlines[1].announce_at, &deadlines[1].gates[..]), (day(3), &[Gate::Publish, Gate::People][..]));
    }

    #[test]
    fn the_most_pressing_requirement_is_told() {
        let mandate = |cohort, strength, announce, enforce| Mandate {
            id: crate::ids::MandateId(uuid::Uuid::nil()),
            cohort,
            strength,
            gates: vec![schedule(Gate::Publish, announce, enforce)],
        };
        let mandates = [
            mandate(Cohort::Selected, Strength::PhishingResistant, 0, 1),
            mandate(Cohort::Critical, Strength::PhishingResistant, 5, 50),
            mandate(Cohort::Critical, Strength::PhishingResistant, 5, 40),
            mandate(Cohort::Everyone, Strength::Any, 1, 10),
        ];
        let told = |now, has| {
            let told = requirement(day(now), &mandates, has)?;
            Some((told.strength, (told.deadline - DateTime::UNIX_EPOCH).num_days(), told.is_met))
        };
        assert_eq!(told(0, None), None);
        assert_eq!(told(2, None), Some((Strength::Any, 10, false)));
        assert_eq!(told(20, None), Some((Strength::Any, 10, false)));
        assert_eq!(told(20, Some(Strength::Any)), Some((Strength::PhishingResistant, 40, false)));
        assert_eq!(told(2, Some(Strength::Any)), Some((Strength::Any, 10, true)));
    }

    #[test]
    fn occasions_come_back_from_their_words() {
        for occasion in Occasion::ALL {
            assert_eq!(Occasion::from_stored(occasion.as_str()), Some(occasion));
        }
        assert_eq!(Occasion::from_stored("birthday"), None);
    }

    proptest! {
        #[test]
        fn every_deadline_ends_with_its_enforcement(
            announce in 0_i64..400, enforce in 0_i64..400, reminders in prop::collection::vec(-2_i32..60, 0..6),
        ) {
            let planned = Deadline::of(&[schedule(Gate::Publish, announce, enforce)])[0].occasions(&reminders);
            prop_assert!(planned.is_sorted_by_key(|it| it.due_at));
            let enforcements = planned.iter().filter(|it| it.occasion == Occasion::Enforcement).count();
            prop_assert_eq!(enforcements, 1);
            prop_assert_eq!(planned.last().map(|it| it.occasion), Some(Occasion::Enforcement));
        }
    }
}
