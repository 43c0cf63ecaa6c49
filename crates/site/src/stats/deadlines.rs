//! The deadlines of the mandates, held against those who meet them today.

use chrono::{DateTime, Utc};
use domain::mandate::{Cohort, Mandate, Strength};
use std::collections::BTreeSet;
use store::figures::Figures;
use templates::context::{DeadlineRow, share};

/// One row for each cohort, strength and day, the earliest first.
///
/// Whom an operator selected, or what owners ask for, is not public; neither is what was
/// not announced yet.
pub(super) fn deadlines(mandates: &[Mandate], figures: &Figures, now: DateTime<Utc>) -> Vec<DeadlineRow> {
    let mut rows = BTreeSet::new();
    for mandate in mandates {
        for gate in mandate.gates.iter().filter(|gate| gate.announce_at <= now) {
            rows.insert((gate.enforce_at, mandate.cohort.as_str(), mandate.strength == Strength::PhishingResistant));
        }
    }
    let row = |(at, word, is_strict): (DateTime<Utc>, &str, bool)| {
        let (people, enrolled) = people(Cohort::from_stored(word)?, is_strict, figures)?;
        let (people, enrolled) = (people.unsigned_abs(), enrolled.unsigned_abs());
        let share = share(enrolled, people);
        Some(DeadlineRow { cohort: word.to_owned(), is_strict, at, is_past: at <= now, people, enrolled, share })
    };
    rows.into_iter().filter_map(row).collect()
}

/// How many people a mandate concerns, and how many of them meet it.
fn people(cohort: Cohort, is_strict: bool, figures: &Figures) -> Option<(i64, i64)> {
    match (cohort, is_strict) {
        (Cohort::Critical, false) => {
            Some((figures.critical_maintainers, figures.critical_maintainers_with_second_factor))
        }
        (Cohort::Critical, true) => Some((figures.critical_maintainers, figures.critical_maintainers_with_webauthn)),
        (Cohort::Managers, false) => Some((figures.managers, figures.managers_with_second_factor)),
        (Cohort::Everyone, false) => Some((figures.accounts, figures.accounts_with_second_factor)),
        (Cohort::Everyone, true) => Some((figures.accounts, figures.accounts_with_webauthn)),
        (Cohort::Managers, true) => Some((figures.managers, figures.managers_with_webauthn)),
        (Cohort::Selected | Cohort::OwnerOptIn, _) => None,
    }
}
