//! Mandates, counts and changes as the pages show them.

use super::{Operator, PATH};
use crate::account::form::here;
use chrono::{DateTime, Utc};
use domain::mandate::GateSchedule;
use domain::mandate::plan::DEFAULT_REMINDERS;
use serde_json::Value;
use service::mandate::{GateImpact, Impact, MandateLine, NewPlan, Stopped, TimelineEntry, Turn};
use store::mandate::ChangeRow;
use templates::context::admin::{
    ChangedField, ImpactCohort, ImpactGateRow, ImpactNameRow, ImpactView, MandateChangeRow, MandateGateRow, MandateRow,
    TimelineRow,
};

/// People whom a page names; the CSV names all.
const MOST_NAMES: usize = 100;

/// Projects of one person that a page names.
const MOST_PROJECTS: usize = 5;

pub(super) fn row(operator: &Operator, line: MandateLine, now: DateTime<Utc>) -> MandateRow {
    let record = line.record;
    let gate = |schedule: &GateSchedule| gate_row(schedule, now);
    MandateRow {
        id: record.mandate.id.to_string(),
        url: url(operator, &record.mandate.id.to_string()),
        cohort: record.mandate.cohort.as_str(),
        strength: record.mandate.strength.as_str(),
        gates: record.mandate.gates.iter().map(gate).collect(),
        reminders: record.reminders,
        users: line.users,
        projects: line.projects,
        reason: record.reason,
        is_default: line.is_default,
        created: record.created_at,
        created_by: record.created_by,
        ended: record.ended_at,
        ended_by: record.ended_by,
    }
}

/// A plan that is not written yet.
pub(super) fn plan_row(plan: NewPlan, now: DateTime<Utc>) -> MandateRow {
    let schedule = |gate: &domain::mandate::plan::PlannedGate| GateSchedule {
        gate: gate.gate,
        announce_at: gate.announce.at(now),
        enforce_at: gate.enforce.at(now),
    };
    MandateRow {
        id: String::new(),
        url: String::new(),
        cohort: plan.cohort.as_str(),
        strength: plan.strength.as_str(),
        gates: plan.gates.iter().map(|gate| gate_row(&schedule(gate), now)).collect(),
        reminders: plan.reminders.unwrap_or_else(|| DEFAULT_REMINDERS.into()),
        users: plan.users,
        projects: plan.projects,
        reason: plan.reason,
        is_default: false,
        created: now,
        created_by: None,
        ended: None,
        ended_by: None,
    }
}

fn gate_row(schedule: &GateSchedule, now: DateTime<Utc>) -> MandateGateRow {
    MandateGateRow {
        gate: schedule.gate.as_str(),
        announce: schedule.announce_at,
        enforce: schedule.enforce_at,
        state: match (schedule.announce_at <= now, schedule.enforce_at <= now) {
            (_, true) => "enforced",
            (true, false) => "announced",
            (false, false) => "planned",
        },
    }
}

pub(super) fn timeline_row(entry: TimelineEntry, now: DateTime<Utc>) -> TimelineRow {
    let (turn, days) = match entry.turn {
        Turn::Announced => ("announced", 0),
        Turn::Reminded(days) => ("reminded", days),
        Turn::Enforced => ("enforced", 0),
    };
    TimelineRow {
        at: entry.at,
        turn,
        days,
        cohort: entry.cohort.as_str(),
        strength: entry.strength.as_str(),
        gates: entry.gates.iter().map(|gate| gate.as_str()).collect(),
        is_past: entry.at <= now,
    }
}

pub(super) fn impact(impact: &Impact) -> ImpactView {
    ImpactView {
        at: impact.at,
        people: count(impact.people.len()),
        projects: count(impact.projects),
        gates: impact.gates.iter().map(gate_impact).collect(),
        names: impact.people.iter().take(MOST_NAMES).map(name_row).collect(),
        more: count(impact.people.len().saturating_sub(MOST_NAMES)),
    }
}

fn gate_impact(gate: &GateImpact) -> ImpactGateRow {
    let cohorts = gate.cohorts.iter();
    ImpactGateRow {
        gate: gate.gate.as_str(),
        people: count(gate.people),
        projects: count(gate.projects),
        closed_projects: count(gate.closed_projects),
        cohorts: cohorts
            .map(|(cohort, people)| ImpactCohort { cohort: cohort.as_str(), people: count(*people) })
            .collect(),
    }
}

fn name_row(person: &Stopped) -> ImpactNameRow {
    let strongest = person.gates.iter().map(|(why, _)| why.strength).max();
    ImpactNameRow {
        username: person.username.clone(),
        gates: person.gates.iter().map(|(why, _)| why.gate.as_str()).collect(),
        strength: strongest.map_or("any", domain::mandate::Strength::as_str),
        projects: person.projects.iter().take(MOST_PROJECTS).cloned().collect(),
        more_projects: count(person.projects.len().saturating_sub(MOST_PROJECTS)),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

pub(super) fn change_row(operator: &Operator, row: &ChangeRow) -> MandateChangeRow {
    let before = row.before.as_ref().map(|value| &value.0);
    let after = row.after.as_ref().map(|value| &value.0);
    MandateChangeRow {
        url: url(operator, &row.mandate_id.to_string()),
        change: row.change.clone(),
        by: row.actor.clone(),
        at: row.at,
        fields: changed_fields(before, after),
    }
}

/// The fields whose values differ.
fn changed_fields(before: Option<&Value>, after: Option<&Value>) -> Vec<ChangedField> {
    let value = |side: Option<&Value>, name: &str| side.and_then(|side| side.get(name)).map(shown).unwrap_or_default();
    let names = [before, after].into_iter().flatten().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    let names: std::collections::BTreeSet<&String> = names.collect();
    let fields = names.into_iter().map(|name| ChangedField {
        name: name.clone(),
        before: value(before, name),
        after: value(after, name),
    });
    fields.filter(|field| field.before != field.after).collect()
}

/// A value in one line.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
        // A gate with its times.
        Value::Object(object) => {
            let part = |name: &str| object.get(name).map(shown).unwrap_or_default();
            format!("{} {} → {}", part("gate"), part("announce"), part("enforce"))
        }
        other => other.to_string(),
    }
}

fn url(operator: &Operator, id: &str) -> String {
    here(&operator.state, &format!("{PATH}{id}/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_shows_what_differs_in_one_line_each() {
        let gate = |enforce: &str| json!([{ "gate": "publish", "announce": "a", "enforce": enforce }]);
        let before = json!({ "reason": "x", "gates": gate("b"), "reminders": [30, 7] });
        let after = json!({ "reason": "x", "gates": gate("c"), "reminders": [30] });
        let fields = changed_fields(Some(&before), Some(&after));
        let fields: Vec<_> = fields.iter().map(|it| (&it.name[..], &it.before[..], &it.after[..])).collect();
        let gates = ("gates", "publish a → b", "publish a → c");
        assert_eq!(fields, [gates, ("reminders", "30, 7", "30")]);
        assert_eq!(changed_fields(Some(&before), None).len(), 3);
    }
}
